"""Numbers of several words: one value in all their written forms, none where there is no telling."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.persian.knowledge import Knowledge
from catalogue.persian.letters import ZWNJ
from catalogue.persian.number_phrases import LONGEST, number_at
from catalogue.persian.number_words import MAGNITUDES, ORDINALS, SMALL
from catalogue.persian.query import read_query
from catalogue.persian.words import analyse
from tests.catalogue.persian.matching import Shelf

FORMS = {
    "2300000000000": (
        "دو هزار و سیصد میلیارد",
        "2 هزار و 300 میلیارد",
        "2 هزار و سیصد میلیارد",
        "دو هزار و 300 میلیارد",
        "دو‌هزار و سیصد میلیارد",
        "دوهزار و سیصد میلیارد",
        "2300 میلیارد",
        "2٬300 میلیارد",
        "2/3 هزار میلیارد",
        "2٫3 هزار میلیارد",
        "2 تریلیون و 300 میلیارد",
    ),
    "5200": ("5 هزار و 200", "پنج هزار و دویست", "5 هزار و دویست", "پنج هزار و 200", "پنج‌هزار و دویست"),
    "2500000": (
        "2 میلیون و نیم",
        "دو میلیون و نیم",
        "دو و نیم میلیون",
        "2 و نیم میلیون",
        "دو‌و‌نیم میلیون",
        "دوونیم میلیون",
        "2/5 میلیون",
        "2 میلیون و 500 هزار",
        "دو میلیون و پانصد هزار",
    ),
    "1500000": ("یک و نیم میلیون", "یک‌ونیم میلیون", "1 و نیم میلیون", "یک میلیون و نیم", "1/5 میلیون"),
    "500000": ("نیم میلیون", "پانصد هزار", "500 هزار", "پانصد‌هزار"),
    "2.5": ("دو و نیم", "2 و نیم", "دو‌و‌نیم"),
    "99.5": ("نود و نه و نیم", "99 و نیم"),
    "3200000000": ("3 میلیارد و 200 میلیون", "سه میلیارد و دویست میلیون", "3/2 میلیارد", "سه میلیارد و 200 میلیون"),
    "3000000000000": ("سه هزار میلیارد", "3 هزار میلیارد", "سه تریلیون", "سه‌هزار میلیارد"),
    "1200000000000000": ("یک میلیون و دویست هزار میلیارد", "1 میلیون و 200 هزار میلیارد"),
    "1000000000000": ("هزار میلیارد", "یک هزار میلیارد", "یکهزار میلیارد", "یک تریلیون"),
    "1200000": ("یک میلیون و دویست هزار", "1 میلیون و 200 هزار", "میلیون و دویست هزار"),
    "1398": (
        "هزار و سیصد و نود و هشت",
        "یک هزار و سیصد و نود و هشت",
        "یکهزار و سیصد و نود و هشت",
        "یک‌هزار و سیصد و نود‌و‌هشت",
        "یکهزار و سیصد و نودوهشت",
    ),
    "25000": ("بیست و پنج هزار", "بیست‌وپنج هزار", "بیست و پنج‌هزار", "25 هزار"),
    "23": ("بیست و سه", "بیست‌و‌سه", "بیست و سوم", "بیست‌وسوم"),
    "136": ("صد و سی و شش", "یکصد و سی و شش", "یک صد و سی و شش"),
    "1400": ("هزار و چهارصد", "یک هزار و چهار صد"),
    "120": ("صد و بیستم", "یکصد و بیست", "صدوبیست"),
    "1001000": ("یک میلیون و هزار",),
    "2000345": ("دو میلیون و سیصد و چهل و پنج",),
}
SPOKEN = [(words, value) for value, forms in FORMS.items() for words in forms]


@pytest.mark.parametrize(("words", "value"), SPOKEN)
def test_a_number_has_its_value_in_text_and_query(words: str, value: str) -> None:
    size, read = number_at(words.split())
    assert (size, read) == (len(words.split()), Decimal(value))
    assert numbers_of(f"مبلغ {words} ریال") == {value}
    assert told(words) == [value]


@pytest.mark.parametrize("words", ["2هزار و 300 میلیارد", "2‌هزار و 300‌میلیارد", "2300میلیارد"])
def test_nothing_need_stand_between_digits_and_their_size(words: str) -> None:
    assert numbers_of(f"مبلغ {words} ریال") == {"2300000000000"}
    assert told(words) == ["2300000000000"]


@pytest.mark.parametrize(
    "words",
    [
        "دو سه میلیون",
        "دو سه هزار و پانصد",
        "میلیون هزار",
        "سه چهار",
        "صد دویست",
        "هزار هزار میلیارد",
        "150 هزار هزار میلیارد",
        "5 صد هزار",
        "2 هزار و 5 صد میلیارد",
        "دو میلیون و سیصد",
        "2 میلیون و 500",
        "دو هزار و پنج میلیارد",
        "500 هزار و یک میلیون",
        "چهار میلیون و نیم میلیون",
        "دو میلیون و پانصد هزار و نیم",
        "سه هزار و نیم میلیون",
        "سه چهارم",
        "یک سوم",
        "دو میلیون و یک سوم",
        "چهارم میلیون",
        "1/234 میلیارد",
        "1234567890123456 میلیارد",
    ],
)
def test_what_can_be_read_in_two_ways_has_no_value(words: str) -> None:
    assert numbers_of(f"مبلغ {words} ریال") == set()
    assert told(words) == []


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("100 هزار و 200 هزار", ["100000", "200000"]),
        ("500 میلیون و 2 میلیارد", ["500000000", "2000000000"]),
        ("یک میلیون و دو میلیارد", ["1000000", "2000000000"]),
        ("بیست و سه و بیست و چهار", ["23", "24"]),
        ("2 تا 3 میلیارد", ["3000000000"]),
        ("3 و 4 میلیون", ["4000000"]),
        ("بیست و سه و سی و چهار میلیون", ["34000000"]),
        ("دو هزار و سه هزار میلیارد", ["3000000000000"]),
    ],
)
def test_of_several_numbers_each_has_its_own_value(words: str, values: list[str]) -> None:
    assert numbers_of(f"مبلغ {words} ریال") == set(values)
    assert told(words) == values


@pytest.mark.parametrize("year", ["سال 1402", "مرداد 1402"])
def test_a_year_is_counted_by_no_size_behind_it(year: str) -> None:
    assert numbers_of(f"در {year} هزار میلیارد ریال") == {"1000000000000"}
    assert told(f"{year} هزار میلیارد") == ["1000000000000"]


@pytest.mark.parametrize("words", ["و هزار", "2 3 میلیارد"])
def test_numbers_that_nothing_joins_have_no_value_in_a_query(words: str) -> None:
    assert told(words) == []


@pytest.mark.parametrize("words", ["میلیون", "چند میلیون نفر", "هزار توی"])
def test_a_size_alone_is_no_number_of_a_text(words: str) -> None:
    assert not [joined for joined in analyse(words).joined if joined.token.isdecimal()]


def in_words(number: int) -> str:
    """A number below 10¹⁵ as it is said."""
    parts = []
    for word, size in sorted(MAGNITUDES.items(), key=lambda line: -line[1]):
        count, number = divmod(number, size)
        parts += [f"{below_thousand(count)} {word}"] if count else []
    return " و ".join([*parts, *([below_thousand(number)] if number else [])])


def below_thousand(number: int) -> str:
    names = {value: word for word, value in reversed(SMALL.items())}
    said = []
    for step in (100, 10):
        if number >= step and not (step == 10 and number < 20):
            said.append(names[number // step * step])
            number %= step
    return " و ".join([*said, *([names[number]] if number else [])])


def is_shortened(number: int) -> bool:
    """Whether it is said as one that leaves «thousand» out: «دو میلیون و سیصد»."""
    rest = number % 10**6
    return number > 10**6 and 0 < rest < 1000 and rest % 100 == 0


def in_digits(number: int) -> str:
    """«2 میلیون و 345 هزار و 67»."""
    parts = []
    for word, size in sorted(MAGNITUDES.items(), key=lambda line: -line[1]):
        count, number = divmod(number, size)
        parts += [f"{count} {word}"] if count else []
    return " و ".join([*parts, *([str(number)] if number else [])])


@given(st.integers(1, 10**15 - 1).filter(lambda number: not is_shortened(number)))
def test_what_is_said_is_read_however_it_is_written(number: int) -> None:
    said = in_words(number)
    written = [said, in_digits(number)]
    written += [
        said.replace(" هزار", "هزار"),
        said.replace(" هزار", f"{ZWNJ}هزار"),
        said.removeprefix("یک ") if said.startswith("یک هزار") else said,
    ]
    for words in map(str.split, written):
        if len(words) <= LONGEST:
            assert number_at(words) == (len(words), Decimal(number))


@given(st.integers(10**3, 10**6 - 1).filter(lambda number: number % 1000 == 0 or number % 1000 >= 100))
def test_a_size_counts_thousands(number: int) -> None:
    for words in (f"{in_words(number)} میلیارد".split(), f"{in_digits(number)} میلیارد".split()):
        assert number_at(words) == (len(words), Decimal(number * 10**9))


def test_a_number_of_too_many_words_has_no_value() -> None:
    words = f"{in_words(999_999)} تریلیون و {in_words(999_999_999_999)}".split()
    assert len(words) > LONGEST
    assert number_at(words) == (LONGEST, None)


@given(st.lists(st.sampled_from([*SMALL, *MAGNITUDES, "و", "نیم", "12", "2/5", "1402", "آب"]), max_size=20))
def test_any_words_are_read_or_left(words: list[str]) -> None:
    size, value = number_at(words)
    assert 0 <= size <= min(LONGEST, len(words)) and (value is None or size > 0)


@given(st.lists(st.sampled_from([*SMALL, *MAGNITUDES, *ORDINALS, "و", "نیم", "12", "2/5", "300", "آب"]), max_size=12))
def test_a_text_and_a_query_read_one_value(words: list[str]) -> None:
    text = " ".join(words)
    assert set(told(text)) <= numbers_of(text) | {"0.5"}


def numbers_of(text: str) -> set[str]:
    """The values that words of the text have together, or that are said in words."""
    return {joined.token for joined in analyse(text).joined if re.fullmatch(r"\d+(\.\d+)?", joined.token)}


def told(words: str) -> list[str]:
    """The numbers that a reader is told to have asked for."""
    return [one.value for one in read_query(words, Knowledge(Shelf([words]))).understood if one.kind == "number"]
