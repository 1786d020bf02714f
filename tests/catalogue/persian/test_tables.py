"""The tables of the language, read as data: no line contradicts another, and each does what it is there for."""

from __future__ import annotations

import tomllib
from collections import Counter
from itertools import combinations

import pytest

from catalogue.persian.lexicon import commonness
from catalogue.persian.stems import COMPARATIVES, PLURALS, glue, stem, verbs, without_ending
from catalogue.persian.stop_words import STOP_WORDS
from catalogue.persian.verbs import Verb
from deploy.settings import shipped_sources
from harvesters.synonyms import load_synonyms
from tests.house.reading import ROOT


def table(name: str) -> dict[str, list[str]]:
    return tomllib.loads((ROOT / "catalogue" / "vocabularies" / f"{name}.toml").read_text("utf-8"))


SPELLINGS = table("spellings")
VERBS = table("verbs")
KEPT = [glue(word) for word in SPELLINGS["kept"]]
SAME = [[glue(form) for form in line] for line in SPELLINGS["same"]]
SINGULARS = [(glue(line.split()[0]), [glue(word) for word in line.split()[1:]]) for line in table("plurals")["same"]]
BROKEN = [(plural, singular) for singular, plurals in SINGULARS for plural in plurals]
GROUPS = load_synonyms(shipped_sources() / "words" / "synonyms.yaml")


def is_another_in_he(word: str) -> bool:
    """Whether «های» behind it is read as ه with ای: علی‌های glued is علیه‌ای."""
    return commonness().get(f"{word}ه", 0) > commonness().get(word, 0)


@pytest.mark.parametrize("word", [*KEPT, *(plural for plural, _ in BROKEN)])
def test_a_plural_of_a_listed_word_has_its_stem(word: str) -> None:
    endings = [end for end in ("ها", "های", "هایی") if not (end == "های" and is_another_in_he(word))]
    assert {stem(word + end) for end in endings} == {stem(word)}


@pytest.mark.parametrize("word", KEPT)
def test_a_kept_word_would_be_cut_or_is_in_no_other_list(word: str) -> None:
    would_be_cut = word.endswith((*PLURALS, *COMPARATIVES, "ای")) or without_ending(word) != word
    assert would_be_cut or word not in commonness()


@pytest.mark.parametrize(("plural", "singular"), BROKEN)
def test_a_broken_plural_meets_its_singular(plural: str, singular: str) -> None:
    assert stem(plural) == stem(singular)
    assert plural != singular


def test_no_word_stands_in_two_tables() -> None:
    homes = Counter(
        [*KEPT, *{plural for plural, _ in BROKEN}, *(form for line in SAME for form in set(line)), *verbs()]
    )
    assert [word for word, times in homes.items() if times > 1] == []
    assert [plural for plural, times in Counter(plural for plural, _ in BROKEN).items() if times > 1] == []


def test_a_singular_is_no_form_of_a_verb() -> None:
    assert [singular for singular, _ in SINGULARS if singular in verbs()] == []


NOUNS = ["پرداخت", "برآورد", "بازداشت", "درآمد", "نشست", "گشت", "نهاد", "سوخت", "بافت", "پیوست", "مرد", "کشت"]


@pytest.mark.parametrize("noun", [*NOUNS, "زائد", "خوانده", "رأی", "بسته", "داده", "گذشته"])
def test_a_noun_of_offices_meets_no_verb(noun: str) -> None:
    assert stem(glue(noun)) == glue(noun)
    assert [form for form in verbs() if stem(form) == glue(noun)] == []


def test_the_verbs_of_these_nouns_meet_in_their_infinitive() -> None:
    assert {stem(glue(form)) for form in ("می‌پردازد", "پرداختند", "نپرداخته", "پرداختن")} == {"پرداختن"}
    assert {stem(glue(form)) for form in ("گردید", "گردیده", "می‌گردد", "نگشته‌است")} == {"گشتن"}
    assert {stem(glue(form)) for form in ("درآمدهای", "درآمدی", "درآمدها")} == {glue("درآمد")}


def test_what_is_taken_from_the_verbs_is_a_form_of_one() -> None:
    lines = [*VERBS["nouns"], *VERBS["simple"], *VERBS["prefixed"]]
    forms = {form for line in lines for form in Verb.read(line).forms()}
    assert [word for word in VERBS["other_words"] if glue(word) not in forms] == []
    assert len(set(VERBS["other_words"])) == len(VERBS["other_words"])


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group[0])
def test_equal_words_are_written_otherwise_and_say_something(group: tuple[str, ...]) -> None:
    assert [pair for pair in combinations(group, 2) if glue(pair[0]) == glue(pair[1])] == []
    assert STOP_WORDS.isdisjoint(map(glue, group))
    assert not [word for word in group if word.isascii() and len(word) < 3]
