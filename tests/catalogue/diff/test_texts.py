"""Texts word by word: exact, minimal for edits of a word, and bounded whatever the texts are."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalogue.diff.sequences import MOST_PAIRS, Work
from catalogue.diff.texts import Op, TextDiff, compare_texts
from tests.catalogue.diff.edits import edit_one_word, joined, marked

TEXTS = st.text(st.sampled_from("آب یك\n.،۱/٬\u200c\u064e"), max_size=30) | st.text(max_size=30)
VOCABULARY = [f"واژه{'ها' * (number % 3)}ی{chr(0x0627 + number % 40)}{number // 40 * 'ن'}" for number in range(400)]
WORDS = 50_000


def told(old: str, new: str) -> list[tuple[str, str]]:
    """The runs of a diff."""
    return [(run.op.value, run.text) for run in compare_texts(old, new, Work()).runs]


def is_exact(diff: TextDiff, old: str, new: str) -> bool:
    """Whether its runs give both texts back."""
    return joined(diff, Op.INSERT) == old and joined(diff, Op.DELETE) == new


@given(TEXTS, TEXTS)
@example("الف\nب ج", "الف\nج")
@example("الف  ب", "الف ب")
def test_the_runs_give_both_texts_back(old: str, new: str) -> None:
    diff = compare_texts(old, new, Work())
    assert is_exact(diff, old, new)
    assert all(run.text for run in diff.runs)
    assert all(one.op != two.op for one, two in pairwise(diff.runs))


@given(TEXTS, TEXTS)
def test_so_they_do_where_nothing_may_be_compared(old: str, new: str) -> None:
    assert is_exact(compare_texts(old, new, Work(100_000)), old, new)
    diff = compare_texts(old, new, Work(0))
    assert is_exact(diff, old, new) and diff.truncated


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    diff = compare_texts(text, text, Work())
    assert [run.op for run in diff.runs] == [Op.EQUAL] * bool(text)
    assert (diff.letters_only, diff.truncated) == (False, False)


@pytest.mark.parametrize(
    ("old", "new", "runs"),
    [
        ("او می‌رود.", "او می‌آید.", [("equal", "او "), ("delete", "می‌رود"), ("insert", "می‌آید"), ("equal", ".")]),
        (
            "مصوبهٔ 56306/ت62270هـ را",
            "مصوبهٔ 56306/ت62271هـ را",
            [("equal", "مصوبهٔ "), ("delete", "56306/ت62270هـ"), ("insert", "56306/ت62271هـ"), ("equal", " را")],
        ),
        (
            "مبلغ ۱٬۲۰۰٬۰۰۰ ریال",
            "مبلغ ۱٬۳۰۰٬۰۰۰ ریال",
            [("equal", "مبلغ "), ("delete", "۱٬۲۰۰٬۰۰۰"), ("insert", "۱٬۳۰۰٬۰۰۰"), ("equal", " ریال")],
        ),
        ("یک دو سه", "یک سه", [("equal", "یک"), ("delete", " دو"), ("equal", " سه")]),
        ("یک\nدو سه", "یک\nسه", [("equal", "یک\n"), ("delete", "دو "), ("equal", "سه")]),
        ("بند ۱. آب", "بند ۱، آب", [("equal", "بند ۱"), ("delete", "."), ("insert", "،"), ("equal", " آب")]),
        ("یک دو سه", "الف ب سه", [("delete", "یک دو"), ("insert", "الف ب"), ("equal", " سه")]),
        ("", "تازه", [("insert", "تازه")]),
        ("رفته", "", [("delete", "رفته")]),
    ],
)
def test_a_word_holds_its_joiners_and_a_number_its_signs(old: str, new: str, runs: list[tuple[str, str]]) -> None:
    assert told(old, new) == runs


def made_text(random: Random) -> str:
    """Three words or some hundreds, with signs and ends of lines between them."""
    signs = ("", "", "", "", "، ", ". ", ".\n", ": «", "» ")
    return "آغاز " + "".join(
        f"{random.choice(VOCABULARY)}{random.choice(signs)} " for _ in range(random.choice((3, 300)))
    )


def test_five_hundred_edits_of_one_word_are_told_as_that_word() -> None:
    edits = [edit_one_word(made_text(Random(seed)), VOCABULARY, Random(seed)) for seed in range(500)]
    assert not [edit for edit in edits if not edit.is_told()]


def test_an_inserted_paragraph_does_not_spoil_those_that_are_edited_around_it() -> None:
    paragraphs = [" ".join(Random(seed).choices(VOCABULARY, k=30)) for seed in range(6)]
    edited = ["تازه است.", *(f"{text} دیگر" for text in paragraphs)]
    diff = compare_texts("\n\n".join(paragraphs), "\n\n".join(edited), Work())
    assert marked(diff, Op.DELETE) == []
    assert [text.strip() for text in marked(diff, Op.INSERT)] == ["تازه است.", *["دیگر"] * 6]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("كتاب علي", "کتاب علی", True),
        ("می رود", "می‌رود", True),
        ("۱۲ نفر", "12  نفر", True),
        ("کتاب علی", "کتاب ولی", False),
        ("مبلغ ۱۲۰۰", "مبلغ ۱۳۰۰", False),
        ("كتاب", "کتاب دیگر", False),
        ("ماده ۱ ۲", "ماده ۱۲", False),
        ("ماده ۱ ۲", "ماده 1  2", True),
        ("x²", "x2", False),
        ("ماده ۱ الف", "ماده ۱الف", True),
    ],
)
def test_a_change_of_letters_alone_is_marked_as_such(old: str, new: str, expected: bool) -> None:
    assert compare_texts(old, new, Work()).letters_only is expected


def _random(words: list[str], seed: int, blank: str = " ") -> str:
    return blank.join(Random(seed).choices(words, k=WORDS))


HOSTILE = {
    "one word again and again": ("آب " * WORDS, "آب " * (WORDS - 7) + "نان"),
    "two words in turn": ("آب نان " * (WORDS // 2), "نان آب " * (WORDS // 2)),
    "two words at random": (_random(["آب", "نان"], 1), _random(["آب", "نان"], 2)),
    "a vocabulary at random": (_random(VOCABULARY, 1), _random(VOCABULARY, 2)),
    "a word a line": (_random(VOCABULARY, 1, "\n"), _random(VOCABULARY, 2, "\n")),
    "a word a sentence": (_random(VOCABULARY, 1, ". "), _random(VOCABULARY, 2, ". ")),
    "backwards": (" ".join(map(str, range(WORDS))), " ".join(map(str, range(WORDS, 0, -1)))),
    "nothing alike": (" ".join(f"آ{n}" for n in range(WORDS)), " ".join(f"ب{n}" for n in range(WORDS))),
    "no blanks": ("آب" * 200_000, "آب" * 100_000 + "نان" + "آب" * 100_000),
    "signs": ("،؛" * 100_000, "؛،" * 100_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_costs_more_than_the_cap(name: str) -> None:
    old, new = HOSTILE[name]
    work = Work()
    diff = compare_texts(old, new, work)
    assert is_exact(diff, old, new)
    assert 0 <= work.left < MOST_PAIRS


@pytest.mark.parametrize("blank", ["\n", " "], ids=["lines", "one line"])
def test_a_long_text_edited_at_both_ends_is_told_word_by_word(blank: str) -> None:
    parts = [" ".join(Random(seed).choices(VOCABULARY, k=25)) for seed in range(WORDS // 25)]
    old = blank.join(parts)
    new = f"نخست {old} پایان"
    diff = compare_texts(old, new, Work())
    assert not diff.truncated
    assert [text.strip() for text in marked(diff, Op.INSERT)] == ["نخست", "پایان"]
    assert marked(diff, Op.DELETE) == []


def test_words_edited_all_over_a_long_line_are_told_one_by_one() -> None:
    words = _random(VOCABULARY, 3).split()
    edited = [f"{word}تازه" if place % 1_000 == 500 else word for place, word in enumerate(words)]
    diff = compare_texts(" ".join(words), " ".join(edited), Work())
    assert not diff.truncated
    assert marked(diff, Op.DELETE) == words[500::1_000]
    assert marked(diff, Op.INSERT) == edited[500::1_000]


def test_a_long_text_whose_every_line_is_edited_is_told_line_by_line() -> None:
    lines = [" ".join(Random(seed).choices(VOCABULARY, k=25)) for seed in range(WORDS // 25)]
    diff = compare_texts("\n".join(lines), "\n".join(f"{line} دیگر" for line in lines), Work())
    assert not diff.truncated
    assert {text.strip() for text in marked(diff, Op.INSERT)} == {"دیگر"}
    assert marked(diff, Op.DELETE) == []
