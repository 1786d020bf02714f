"""Words that no record holds are read as known ones: each kind of mistake, what stays as it is, and the bounds."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.persian.keyboards import latin_keys, persian_keys
from catalogue.persian.letters import fold_search
from catalogue.persian.pinglish import persian_spellings
from catalogue.persian.repair import MOST_ALTERNATIVES, MOST_ASKED, Alternative, rarer_than, repair, retype
from catalogue.persian.stems import glue, spellings_of

WORDS = {
    **{"و": 5000, "آفتاب": 40, "وزارت": 900, "روابط": 120, "عمومی": 700, "کتاب": 90, "کتابخانه": 60, "مصوبه": 400},
    **{"تهران": 2000, "شهرداری": 300, "اطلاعات": 800, "قانون": 1500, "کار": 1200, "مجلس": 1300, "ایران": 2500},
    **{"ذخیره": 70, "اصفهان": 260, "کشور": 1900, "آموزش": 310, "پرورش": 200, "حوزه": 100, "در": 4000, "به": 4500},
    **{"نامه": 150, "برنامه": 600, "گزارش": 333, "هزینه": 222, "covid": 12, "budget": 30, "چاپ": 50, "پژوهش": 80},
}


class Counted:
    """The words of an index in memory; `calls` are the sizes of what was asked at once."""

    def __init__(self, words: Mapping[str, int]) -> None:
        self.words = words
        self.calls: list[int] = []

    def records(self, words: Collection[str]) -> Mapping[str, int]:
        """How many records hold each word."""
        self.calls.append(len(words))
        return {word: self.words[word] for word in words if word in self.words}


def first_of(word: str, words: Mapping[str, int] = WORDS) -> tuple[str, str] | None:
    """The best alternative of a word, and how it came about."""
    found = repair([word], Counted(words))[word]
    return (" ".join(found[0].words), found[0].how) if found else None


@pytest.mark.parametrize(
    ("typed", "meant", "how"),
    [
        ("زخیره", "ذخیره", "letters"),
        ("اتلاعات", "اطلاعات", "letters"),
        ("افتاب", "آفتاب", "letters"),
        ("غانون", "قانون", "letters"),
        ("تهرون", "تهران", "letters"),
        ("روابطعمومی", "روابط عمومی", "split"),
        ("آموزشوپرورش", "آموزش پرورش", "split"),
        ("درحوزههای", "حوزههای", "split"),
        ("htjhf", "آفتاب", "layout"),
        ("ذعیلثف", "budget", "layout"),
        ("aftab", "آفتاب", "pinglish"),
        ("ravabet", "روابط", "pinglish"),
        ("omoomi", "عمومی", "pinglish"),
        ("شهردری", "شهرداری", "edit"),
        ("شهرادری", "شهرداری", "edit"),
        ("شهرداریی", "شهرداری", "letters"),
        ("مصوبخ", "مصوبه", "edit"),
        ("گزارس", "گزارش", "edit"),
        ("مصوبهتان", "مصوبه", "form"),
        ("covdi", "covid", "edit"),
    ],
)
def test_a_mistake_is_read_as_the_word_that_was_meant(typed: str, meant: str, how: str) -> None:
    assert first_of(typed) == (meant, how)


@pytest.mark.parametrize(
    "word", ["ابپ", "قلنبهسلنبه", "1402", "ir123", "56306/ت", "xkcdqz", "¶", "", "x" * 200, "ی" * 200]
)
def test_what_is_near_to_no_known_word_stays_as_it_is(word: str) -> None:
    assert first_of(word) is None


@pytest.mark.parametrize(
    "word", ["بوشهر", "زنجان", "تبریز", "علی", "خاتم", "امینی", "بنیاد", "آستان", "ماهان", "کارخانه"]
)
def test_a_word_of_the_language_is_read_as_no_other(word: str) -> None:
    parts = ("بو", "شهر", "زن", "جان", "تب", "ریز", "آلی", "خانم", "ایمنی", "بند", "استان", "ماه", "خانه", "امین")
    assert first_of(word, WORDS | dict.fromkeys(parts, 900)) is None


def test_what_may_have_been_meant_by_a_word_of_the_language_is_a_suggestion() -> None:
    assert rarer_than(["ابادان"], Counted({**WORDS, "ابادان": 1, "آبادان": 500}))["ابادان"].words == ("آبادان",)
    assert rarer_than(["رشوه"], Counted({**WORDS, "رشته": 5000})) == {}
    assert rarer_than(["قلنبهسلنبه"], Counted(WORDS)) == {}


def test_a_missing_madda_comes_before_commoner_words() -> None:
    words = {**WORDS, "آیین": 30, "این": 5000, "آبادان": 3, "آزاد": 60}
    assert first_of("ایین", words) == ("آیین", "letters")
    assert first_of("ابادان", words) == ("آبادان", "letters")
    assert first_of("ازاد", words) == ("آزاد", "letters")


def test_words_without_meaning_are_not_asked_for_as_halves() -> None:
    words = {**WORDS, "علمی": 300, "چون": 900, "میکنیم": 800}
    assert first_of("علمیبه", words) == ("علمی", "split")
    assert first_of("میکنیمچون", words) == ("میکنیم", "split")


@pytest.mark.parametrize("word", ["x", "ir", "sms", "gdp", "img"])
def test_short_latin_words_are_names(word: str) -> None:
    assert first_of(word, {**WORDS, "ت": 900, "حق": 900, "سپس": 900, "عمق": 90, "حال": 900}) is None


def test_the_commoner_of_two_near_words_is_read_first() -> None:
    words = {"و": 1000, "معدن": 300, "معدل": 3}
    assert [one.words for one in repair(["معدغ"], Counted(words))["معدغ"]] == [("معدن",), ("معدل",)]


def test_a_likely_slip_outweighs_some_commonness() -> None:
    words = {"و": 1000, "سهام": 40, "سلام": 80}
    assert first_of("سهما", words) == ("سهام", "edit")


def test_an_affix_is_no_word_of_its_own() -> None:
    assert first_of("کتابخانهتر", {**WORDS, "تر": 900}) != ("کتابخانه تر", "split")
    assert first_of("میگزارش", {**WORDS, "می": 900}) == ("گزارش", "form")


def test_weights_fall_from_the_best_alternative_and_stay_below_a_known_word() -> None:
    found = repair(["کار", "کارش", "قانن"], Counted({**WORDS, "کارت": 90, "قانع": 30}))
    for alternatives in found.values():
        weights = [one.weight for one in alternatives]
        assert all(0 < weight < 1 for weight in weights)
        assert len(alternatives) <= MOST_ALTERNATIVES


def test_all_unknown_words_are_asked_in_one_call_and_once_more_at_most() -> None:
    asked = Counted(WORDS)
    found = repair(["شهردری", "omoomi", "روابطعمومی", "گزارس"], asked)
    assert all(found.values())
    assert len(asked.calls) == 1
    repair(["شهردری", "قلنبهسلنبه"], asked)
    assert len(asked.calls) == 3


@given(
    st.lists(st.text(max_size=60) | st.text("ابپتنیهوم", max_size=60) | st.text("aehkost'", max_size=60), max_size=40)
)
def test_any_words_are_repaired_within_the_bounds(words: list[str]) -> None:
    asked = Counted(WORDS)
    found = repair(words, asked)
    assert found.keys() == set(words)
    assert len(asked.calls) <= 2
    assert all(size <= 2 * MOST_ASKED for size in asked.calls)
    for alternatives in found.values():
        assert len(alternatives) <= MOST_ALTERNATIVES


@given(st.text(max_size=512) | st.text("abhjkl;[],' \\`", max_size=512))
def test_any_text_is_retyped_or_left_in_one_call(text: str) -> None:
    asked = Counted(WORDS)
    retyped = retype(text, asked)
    assert retyped is None or retyped != text
    assert len(asked.calls) <= 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (",chvj ;a,v", "وزارت کشور"),
        ("lw,fi", "مصوبه"),
        ("`v,va", "پرورش"),
        ("'chva", "گزارش"),
        ("\\v,va", "پرورش"),
        ("قانون ;hv", "قانون کار"),
        ("budget, report", None),
        ("covid; budget", None),
        ("htjhf", None),
        ("agency's plan", None),
        ("san'at", None),
        ("1402, 1403", None),
        ("وزارت، کشور", None),
        (", ,", None),
        ("", None),
    ],
)
def test_keys_that_are_signs_in_the_other_layout_are_read_as_letters(typed: str, meant: str | None) -> None:
    assert retype(typed, Counted({**WORDS, "وزارت": 900, "پرورش": 200})) == meant


def test_both_persian_layouts_and_both_cases_are_read() -> None:
    assert "آفتاب" in persian_keys("Htjhf")
    assert {"پژوهش", "پزوهش"} <= {*persian_keys("mC,ia"), *persian_keys("mc,ia")}
    assert {"چاپ"} <= {*persian_keys("]hm"), *persian_keys("]h\\")}
    assert persian_keys("a b") == ()
    assert "mm" in latin_keys("پپ")
    assert latin_keys("کتاب") == ()


def test_a_very_rare_word_beside_a_very_common_one_is_a_suggestion() -> None:
    words = {**WORDS, "شهردرای": 1, "کارر": 1, "کتاپ": 3}
    assert rarer_than(["شهردرای", "قانون", "ناشناخته", "کتاپ"], Counted(words)) == {
        "شهردرای": Alternative(("شهرداری",), 0.6, "edit")
    }
    assert rarer_than([], Counted(words)) == {}


def test_hand_written_pinglish_is_read() -> None:
    table = tomllib.loads((Path(__file__).parent / "pinglish.toml").read_text("utf-8"))["words"]
    pairs = [(latin, glue(word)) for word, spellings in table.items() for latin in spellings]
    words = {"و": 1000} | {form: 50 for _, word in pairs for form in spellings_of(word)}
    asked = Counted({**words, "است": 900, "این": 950})
    right = 0
    for latin, word in pairs:
        found = repair([latin], asked)[latin]
        right += any(one.words[0] in spellings_of(word) for one in found)
    assert right / len(pairs) >= 0.97


def test_the_likeliest_spelling_of_pinglish_comes_first() -> None:
    spellings = persian_spellings("bank", 10)
    assert len(spellings) <= 10
    assert list(spellings.values()) == sorted(spellings.values(), reverse=True)
    assert "بانک" in spellings
    assert persian_spellings("qwe rt", 10) == persian_spellings("a", 10) == persian_spellings("x" * 25, 10) == {}


def test_folded_words_stay_folded() -> None:
    for word in ("زخیره", "مسولیت", "aftab"):
        for one in repair([word], Counted(WORDS))[word]:
            assert all(fold_search(part) == part for part in one.words)
