"""Stems: forms of one word meet, words that only look inflected stay whole."""

import pytest

from catalogue.persian.stems import cut, glue, is_compound, spellings_of, stem


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("کتابها", "کتاب"),
        ("کتابهای", "کتاب"),
        ("کتابهایی", "کتاب"),
        ("کتابهایشان", "کتاب"),
        ("برنامههای", "برنامه"),
        ("بزرگتر", "بزرگ"),
        ("مهمترین", "مهم"),
        ("مهمترینها", "مهم"),
        ("شورای", "شورا"),
        ("روابطعمومیها", "روابطعمومی"),
        ("هستهای", "هسته"),
    ],
)
def test_plural_comparative_and_ezafe_are_cut(word: str, expected: str) -> None:
    assert stem(word) == expected


@pytest.mark.parametrize(
    "word",
    [
        "تنها",
        "تنهایی",
        "بها",
        "بهای",
        "رها",
        "انتهای",
        "نهایی",
        "آنها",
        "دکتر",
        "دفتر",
        "دختر",
        "بهتر",
        "بهترین",
        "متر",
        "کیلومتر",
        "بستر",
        "برای",
        "سرای",
        "دارای",
        "ها",
        "تر",
        "رای",
        "جای",
    ],
)
def test_words_that_only_look_inflected_lose_nothing_that_matters(word: str) -> None:
    assert stem(word) in (word, word.removesuffix("یی"), word.removesuffix("ی"))
    assert stem(word) not in ("تن", "ب", "ر", "انت", "دک", "دف", "دخ", "به", "برا", "را", "جا")


@pytest.mark.parametrize(
    "spellings",
    [
        ("مسئله", "مسأله", "مساله"),
        ("مسئول", "مسؤول", "مسوول"),
        ("هیئت", "هیأت", "هیات"),
        ("جرئت", "جرأت", "جرات"),
        ("رئیس", "رییس"),
        ("مبدأ", "مبدا"),
        ("تأیید", "تایید"),
        ("شیء", "شی"),
        ("گفت‌وگو", "گفتگو", "گفتوگو", "گفتگوها"),
        ("اتاق", "اطاق", "اتاق‌ها"),
    ],
)
def test_spellings_of_one_word_meet(spellings: tuple[str, ...]) -> None:
    assert len({stem(glue(spelling)) for spelling in spellings}) == 1


def test_the_table_tells_the_forms_of_a_word() -> None:
    assert {"مسیول", "مسوول", "مسیولان"} <= set(spellings_of("مسوول"))
    assert {stem("مسیولین"), stem("مسوولان")} == {"مسیول"}
    assert spellings_of("شرکت") == ("شرکت",)
    assert is_compound("گفتگوهای")
    assert not is_compound("شرکت")


def test_a_cut_knows_no_spellings() -> None:
    assert cut("مسوولها") == "مسوول"
