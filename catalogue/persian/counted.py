"""What several words of a text say together: values («دوازده هزار و پانصد», «۲۵ میلیارد») and days («۱ مرداد ۱۴۰۲»).

They become tokens of the stem field, so that a number, a year or a day meets its other written forms. Not here: values
and days within one piece (pieces.py), which amounts and dates a record has (amounts.py, calendar.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter

from catalogue.persian.calendar import read_date
from catalogue.persian.letters import ZWNJ, map_search
from catalogue.persian.number_phrases import LONGEST as LONGEST_PHRASE
from catalogue.persian.number_phrases import number_at
from catalogue.persian.number_words import HALF, MAGNITUDES, value_of
from catalogue.persian.numbers import plain_decimal
from catalogue.persian.pieces import LONGEST, Row, Sort, Tokens
from catalogue.persian.remembered import remembered

Span = tuple[str, int, int, bool]
"""A token of the stem field for the words first..last, and whether it is a day. An empty one says that these words are
numbers without a value together, so that none of them is read for itself."""

_LONGEST_RUN = 14
"""Words of a number in words, with every و."""
_SELDOM_NUMBERS = frozenset(("یک", "اول", "نه", HALF, *MAGNITUDES))
"""Alone they are an article, «first» and «no», half of what nobody says, and so many thousands."""
_AFTER_DIGITS = frozenset(("صد", *MAGNITUDES))
"""«۵ میلیون», and «۵ صد», which has no value, nor has its «صد»."""
_BESIDE_MONTH = frozenset(("ماه", "سال"))
_YEAR_DIGITS = 4
_SPACED = re.compile(
    r"\d{4} {0,2}[/\-.,] {0,2}\d\d? {0,2}[/\-.,] {0,2}\d\d?(?![\w/])"
    r"|\d\d? {0,2}[/\-.,] {0,2}\d\d? {0,2}[/\-.,] {0,2}\d{4}(?![\w/])"
)
_BETWEEN = frozenset("/-.,")
_WINDOW = 40
"""Characters in which a day with blanks in it is looked for."""


def spans_of(row: Row, places: Iterable[int]) -> Iterator[Span]:
    """The values and days that begin at one of these places, in order, or stand around it."""
    done = 0
    for i in places:
        read = _READERS.get(row.tokens[i].sort)
        if read and i >= done:
            spans = list(read(row, i))
            yield from filter(itemgetter(0), spans)
            done = max([done, *(span[2] + 1 for span in spans)])


_value_of = remembered(value_of)


@remembered
def _jalali(raw: str) -> str:
    """The day in the Jalali calendar, empty for none."""
    return read_date(raw).date.get("jalali", "")


def _number(row: Row, i: int) -> Iterator[Span]:
    """«دوازده هزار و پانصد», «۳ میلیارد و ۲۰۰ میلیون»; of a list («پنج و شش و هفت») each for itself."""
    first = i - 1 if _is_near(row, i) else i  # the word before may say that this is a year
    last = i
    while last < i + LONGEST_PHRASE and _is_next(row, last + 1) and _may_count(row.tokens[last + 1]):
        last += 1
    size, value = number_at([tokens.text for tokens in row.tokens[first : last + 1]], i - first)
    is_alone = size == 1 and (row.tokens[i].sort is Sort.DIGITS or row.tokens[i].text in _SELDOM_NUMBERS)
    token = "" if value is None or is_alone else plain_decimal(value)
    yield token if len(token) <= LONGEST else "", i, i + max(size, 1) - 1, False


def _may_count(word: Tokens) -> bool:
    return word.sort in (Sort.NUMBER, Sort.DIGITS) or word.text == "و"


def _figure(row: Row, i: int) -> Iterator[Span]:
    yield from _spaced_day(row, i)
    if _is_next(row, i + 1) and (row.tokens[i + 1].text in _AFTER_DIGITS or _is_halved(row, i)):
        yield from _number(row, i)


def _is_halved(row: Row, i: int) -> bool:
    """«۹۹ و نیم»."""
    return [tokens.text for tokens in row.tokens[i + 1 : i + 3]] == ["و", HALF] and _is_near(row, i + 2)


def _written_day(row: Row, i: int) -> Iterator[Span]:
    yield from _day(row.tokens[i].text, i, i)


def _said(row: Row, first: int, last: int) -> str:
    return " ".join(tokens.text for tokens in row.tokens[first : last + 1])


def _is_near(row: Row, i: int) -> bool:
    """Whether only a blank stands before word i."""
    return 0 < i < len(row.tokens) and row.gap(i) == " "


def _is_next(row: Row, i: int) -> bool:
    """The same, or nothing stands between digits and it («۲هزار», «۲‌هزار»)."""
    return _is_near(row, i) or (
        0 < i < len(row.tokens) and row.tokens[i - 1].sort is Sort.DIGITS and row.gap(i) in ("", ZWNJ)
    )


def _end_of_number(row: Row, first: int) -> int:
    """The last word of the number that begins there: a magnitude may follow, or و and another number."""
    last = first
    while last < first + _LONGEST_RUN and _is_near(row, last + 1):
        following = row.tokens[last + 1]
        if following.text in MAGNITUDES:
            last += 1
        elif following.text == "و" and _is_near(row, last + 2) and row.tokens[last + 2].sort is Sort.NUMBER:
            last += 2
        else:
            break
    return last


def _day(jalali: str, first: int, last: int) -> Iterator[Span]:
    """The day and its year, in the Jalali calendar."""
    yield jalali, first, last, True
    yield jalali[:4], first, last, False


def _spaced_day(row: Row, i: int) -> Iterator[Span]:
    """«۰۱ /۰۵ /۱۴۰۲»."""
    text, start, end = row.text, row.starts[i], row.ends[i]
    if len(row.tokens[i].text) > _YEAR_DIGITS or text[end : end + 3].lstrip(" ")[:1] not in _BETWEEN:
        return
    window = map_search(text[start : start + _WINDOW])
    match = _SPACED.match(window.text)
    jalali = _jalali(match.group()) if match else ""
    if match and jalali:
        end = start + window.ends[match.end() - 1]
        yield from _day(jalali, i, max(j for j in range(i, min(i + 6, len(row.tokens))) if row.starts[j] < end))


def _named_day(row: Row, month: int) -> Iterator[Span]:
    """«۱ مرداد ۱۴۰۲», «سوم مرداد ماه یکهزار و چهارصد و دو»: a day before the month and a year behind it."""
    first = _start_of_day(row, month)
    year = month + 1
    while year < month + 3 and _is_near(row, year) and row.tokens[year].text in _BESIDE_MONTH:
        year += 1
    if first == month or not _is_near(row, year):
        return
    last = _end_of_number(row, year)
    said = _said(row, year, last)
    value = int(said) if said.isdecimal() and len(said) == _YEAR_DIGITS else _value_of(said)
    if value is not None and len(str(value)) == _YEAR_DIGITS:
        jalali = _jalali(row.text[row.starts[first] : row.ends[last]])
        if jalali:
            yield from _day(jalali, first, last)


def _start_of_day(row: Row, month: int) -> int:
    """The first word of the day before the month, up to three («بیست و سوم»); the month where none is."""
    first = month
    while month - first < 3 and _is_near(row, first):
        before = row.tokens[first - 1]
        is_day = before.sort is Sort.NUMBER or (first == month and before.sort is Sort.DIGITS)
        if not (is_day or (before.text == "و" and first < month)):
            break
        first -= 1
    return first


_READERS: dict[Sort | None, Callable[[Row, int], Iterator[Span]]] = {
    Sort.DAY: _written_day,
    Sort.MONTH: _named_day,
    Sort.DIGITS: _figure,
    Sort.NUMBER: _number,
}
