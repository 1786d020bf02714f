"""Numbers of several words: one value in all their written forms, none where there is no telling."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.persian.knowledge import Knowledge
from catalogue.persian.number_phrases import LONGEST, number_at
from catalogue.persian.number_words import MAGNITUDES, SMALL
from catalogue.persian.query import read_query
from catalogue.persian.words import analyse
from tests.catalogue.persian.matching import Shelf

FORMS = (
    ("دو هزار و سیصد میلیارد", "2300000000000"),
    ("2 هزار و 300 میلیارد", "2300000000000"),
    ("2 هزار و سیصد میلیارد", "2300000000000"),
    ("5 هزار و 200", "5200"),
    ("پنج هزار و دویست", "5200"),
    ("3 هزار و 500", "3500"),
    ("2 میلیون و نیم", "2500000"),
    ("دو و نیم میلیون", "2500000"),
    ("2/5 میلیون", "2500000"),
    ("یک و نیم میلیون", "1500000"),
    ("نیم میلیون", "500000"),
    ("دو و نیم", "2.5"),
    ("3 میلیارد و 200 میلیون", "3200000000"),
    ("سه میلیارد و دویست میلیون", "3200000000"),
    ("3/2 میلیارد", "3200000000"),
    ("25 میلیارد", "25000000000"),
    ("سه هزار میلیارد", "3000000000000"),
    ("150 هزار میلیارد", "150000000000000"),
    ("یک میلیون و دویست هزار", "1200000"),
    ("بیست و سه", "23"),
    ("چهل و چهارم", "44"),
    ("یک میلیون و هزار", "1001000"),
)


@pytest.mark.parametrize(("words", "value"), FORMS)
def test_a_number_has_its_value_in_text_and_query(words: str, value: str) -> None:
    size, read = number_at(words.split())
    assert (size, read) == (len(words.split()), Decimal(value))
    tokens = {joined.token for joined in analyse(f"مبلغ {words} ریال").joined}
    assert value in tokens or words.startswith("نیم")
    told = [one.value for one in read_query(words, Knowledge(Shelf([words]))).understood if one.kind == "number"]
    assert told == [value]


@pytest.mark.parametrize("words", ["دو سه میلیون", "میلیون هزار", "سه چهار", "2 3 میلیارد", "و هزار", "صد دویست"])
def test_numbers_that_no_rule_joins_have_no_value(words: str) -> None:
    size, value = number_at(words.split())
    assert value is None or size < len(words.split())
    assert [one for one in read_query(words, Knowledge(Shelf([words]))).understood if one.kind == "number"] == []


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


@given(st.integers(1, 10**15 - 1))
def test_what_is_said_is_read(number: int) -> None:
    words = in_words(number).split()
    if len(words) <= LONGEST:
        assert number_at(words) == (len(words), Decimal(number))


@given(st.lists(st.sampled_from([*SMALL, *MAGNITUDES, "و", "نیم", "12", "2/5", "1402", "آب"]), max_size=20))
def test_any_words_are_read_or_left(words: list[str]) -> None:
    size, value = number_at(words)
    assert 0 <= size <= min(LONGEST, len(words)) and (value is None or size > 0)
