"""What several words of a text say together: values («دوازده هزار و پانصد», «۲۵ میلیارد») and days («۱ مرداد ۱۴۰۲»).

They become tokens of the stem field, so that a number, a year or a day meets its other written forms. Not here: values
and days within one piece (pieces.py), which amounts and dates a record has (amounts.py, calendar.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from catalogue.persian.calendar import read_date
from catalogue.persian.letters import map_search
from catalogue.persian.number_words import MAGNITUDES, value_of
from catalogue.persian.numbers import plain_decimal, readings
from catalogue.persian.pieces import LONGEST, Placed, Sort

Span = tuple[str, int, int, bool]
"""A token of the stem field for the words first..last, and whether it is a day."""

_LONGEST_RUN = 14
"""Words of a number in words, with every و."""
_SELDOM_NUMBERS = frozenset(("یک", "اول", "نه"))
"""Alone they are an article, «first» and «no»."""
_BESIDE_MONTH = frozenset(("ماه", "سال"))
_YEAR_DIGITS = 4
_SPACED = re.compile(
    r"\d{4} {0,2}[/\-.,] {0,2}\d\d? {0,2}[/\-.,] {0,2}\d\d?(?![\w/])"
    r"|\d\d? {0,2}[/\-.,] {0,2}\d\d? {0,2}[/\-.,] {0,2}\d{4}(?![\w/])"
)
_BETWEEN = frozenset("/-.,")
_WINDOW = 40
"""Characters in which a day with blanks in it is looked for."""


def spans_of(text: str, words: Sequence[Placed]) -> Iterator[Span]:
    """The values and days that words of the text say together, or that one says alone."""
    done = 0
    for i, read in [(i, _READERS[word[2][5]]) for i, word in enumerate(words) if word[2][5] in _READERS]:
        if i >= done:
            for span in read(text, words, i):
                yield span
                done = max(done, span[2] + 1)


def _number(text: str, words: Sequence[Placed], i: int) -> Iterator[Span]:
    """«دوازده هزار و پانصد»; of a list («پنج و شش و هفت») each for itself."""
    last = _end_of_number(text, words, i)
    value = value_of(_said(words, i, last))
    if value is None and last > i:
        last, value = i, value_of(words[i][2].text)
    if value is not None and not (last == i and words[i][2].text in _SELDOM_NUMBERS):
        yield str(value), i, last, False


def _figure(text: str, words: Sequence[Placed], i: int) -> Iterator[Span]:
    yield from _spaced_day(text, words, i)
    yield from _multiplied(text, words, i)


def _written_day(text: str, words: Sequence[Placed], i: int) -> Iterator[Span]:
    yield from _day(words[i][2].text, i, i)


def _said(words: Sequence[Placed], first: int, last: int) -> str:
    return " ".join(word[2].text for word in words[first : last + 1])


def _is_near(text: str, words: Sequence[Placed], i: int) -> bool:
    """Whether only a blank stands before word i."""
    return 0 < i < len(words) and text[words[i - 1][1] : words[i][0]] == " "


def _end_of_number(text: str, words: Sequence[Placed], first: int) -> int:
    """The last word of the number that begins there: a magnitude may follow, or و and another number."""
    last = first
    while last < first + _LONGEST_RUN and _is_near(text, words, last + 1):
        following = words[last + 1][2]
        if following.text in MAGNITUDES:
            last += 1
        elif following.text == "و" and _is_near(text, words, last + 2) and words[last + 2][2].sort is Sort.NUMBER:
            last += 2
        else:
            break
    return last


def _multiplied(text: str, words: Sequence[Placed], i: int) -> Iterator[Span]:
    """«۲۵ میلیارد», «۲/۵ میلیون», «۳ میلیارد و ۲۰۰ میلیون»: sizes that follow one another grow smaller."""
    total, at, last, room = Decimal(0), i, i, Decimal("Infinity")
    while at < len(words) and words[at][2].sort is Sort.DIGITS:
        end, size = _size_after(text, words, at)
        values = readings(words[at][2].text)
        if end == at or not values or size >= room:
            break
        total, last, room = total + Decimal(values[0]) * size, end, Decimal(size)
        if not (_is_near(text, words, end + 1) and words[end + 1][2].text == "و" and _is_near(text, words, end + 2)):
            break
        at = end + 2
    token = plain_decimal(total)
    if last > i and len(token) <= LONGEST:
        yield token, i, last, False


def _size_after(text: str, words: Sequence[Placed], i: int) -> tuple[int, int]:
    """The last of the magnitudes behind word i, and their product («هزار میلیارد»)."""
    last, size = i, 1
    while last < i + _LONGEST_RUN and _is_near(text, words, last + 1) and words[last + 1][2].text in MAGNITUDES:
        last += 1
        size *= MAGNITUDES[words[last][2].text]
    return last, size


def _day(jalali: str, first: int, last: int) -> Iterator[Span]:
    """The day and its year, in the Jalali calendar."""
    yield jalali, first, last, True
    yield jalali[:4], first, last, False


def _spaced_day(text: str, words: Sequence[Placed], i: int) -> Iterator[Span]:
    """«۰۱ /۰۵ /۱۴۰۲»."""
    start, end, tokens = words[i]
    if len(tokens.text) > _YEAR_DIGITS or text[end : end + 3].lstrip(" ")[:1] not in _BETWEEN:
        return
    window = map_search(text[start : start + _WINDOW])
    match = _SPACED.match(window.text)
    jalali = read_date(match.group()).date.get("jalali", "") if match else ""
    if match and jalali:
        end = start + window.ends[match.end() - 1]
        yield from _day(jalali, i, max(j for j in range(i, min(i + 6, len(words))) if words[j][0] < end))


def _named_day(text: str, words: Sequence[Placed], month: int) -> Iterator[Span]:
    """«۱ مرداد ۱۴۰۲», «سوم مرداد ماه یکهزار و چهارصد و دو»: a day before the month and a year behind it."""
    first = _start_of_day(text, words, month)
    year = month + 1
    while year < month + 3 and _is_near(text, words, year) and words[year][2].text in _BESIDE_MONTH:
        year += 1
    if first == month or not _is_near(text, words, year):
        return
    last = _end_of_number(text, words, year)
    said = _said(words, year, last)
    value = int(said) if said.isdecimal() and len(said) == _YEAR_DIGITS else value_of(said)
    if value is not None and len(str(value)) == _YEAR_DIGITS:
        jalali = read_date(text[words[first][0] : words[last][1]]).date.get("jalali", "")
        if jalali:
            yield from _day(jalali, first, last)


def _start_of_day(text: str, words: Sequence[Placed], month: int) -> int:
    """The first word of the day before the month, up to three («بیست و سوم»); the month where none is."""
    first = month
    while month - first < 3 and _is_near(text, words, first):
        before = words[first - 1][2]
        is_day = before.sort is Sort.NUMBER or (first == month and before.sort is Sort.DIGITS)
        if not (is_day or (before.text == "و" and first < month)):
            break
        first -= 1
    return first


_READERS = {
    Sort.DAY: _written_day,
    Sort.MONTH: _named_day,
    Sort.DIGITS: _figure,
    Sort.NUMBER: _number,
}
