"""The nearest known name of an office is the one a person would have meant, or none."""

from __future__ import annotations

from itertools import product
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvesters.likeness import Likeness, squeezed

CITIES = ("تهران", "کرج", "کرمان", "کرمانشاه", "تبریز", "مشهد", "اصفهان", "شیراز", "اهواز", "قم")
NAMES = (
    *(f"شهرداری {city}" for city in CITIES),
    *(f"شورای اسلامی شهر {city}" for city in CITIES),
    "وزارت نفت",
    "وزارت کشور",
    "وزارت جهاد کشاورزی",
    "وزارت راه و شهرسازی",
    "وزارت صنعت، معدن و تجارت",
    "وزارت تعاون، کار و رفاه اجتماعی",
    "سازمان امور مالیاتی کشور",
    "سازمان حفاظت محیط زیست",
    "هیئت وزیران",
)
OFFICES = Likeness(NAMES)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("وزارت کشاورزی", "وزارت جهاد کشاورزی"),
        ("وزارت راه", "وزارت راه و شهرسازی"),
        ("وزارت شهرسازی و راه", "وزارت راه و شهرسازی"),
        ("وزارت صنعت معدن تجارت", "وزارت صنعت، معدن و تجارت"),
        ("سازمان امور مالیاتی", "سازمان امور مالیاتی کشور"),
        ("سازمان محیط زیست", "سازمان حفاظت محیط زیست"),
        ("شهردرای تهران", "شهرداری تهران"),
        ("شهرداری اصفهن", "شهرداری اصفهان"),
        ("شورای شهر تبریز", "شورای اسلامی شهر تبریز"),
        ("هیأت محترم وزیران", "هیئت وزیران"),
    ],
)
def test_a_name_with_a_word_more_less_or_misspelt_is_like_the_right_one(name: str, near: str) -> None:
    assert OFFICES.nearest(name) == near


@pytest.mark.parametrize(
    "name",
    ["وزارت نیرو", "شهرداری ساری", "شهرداری", "سازمان بنادر", "دانشگاه تهران", "کتاب", "", "و", "۱۲۳", "آ" * 10_000],
)
def test_a_name_that_is_like_none_has_no_nearest_one(name: str) -> None:
    assert OFFICES.nearest(name) is None


def test_spellings_and_joiners_make_no_other_name() -> None:
    assert squeezed("هیأت  وزيران") == squeezed("هیئت‌وزیران") == squeezed("هیئتوزیران")
    assert squeezed("وزارت کشور") != squeezed("وزارت نفت")


def test_five_thousand_names_are_compared_at_once() -> None:
    names = [
        f"{kind} {a}{b} {number}" for kind, a, b, number in product(("اداره", "سازمان"), CITIES, CITIES, range(25))
    ]
    many = Likeness(names)
    began = perf_counter()
    for number in range(20):
        many.nearest(f"ادارهٔ کل تهرانکرجج {number}")
    assert (perf_counter() - began) / 20 < 0.5  # seconds each; measured 0.02


@given(st.text(max_size=60))
def test_any_name_has_a_known_nearest_one_or_none(name: str) -> None:
    assert OFFICES.nearest(name) in (None, *NAMES)
