"""What a query may mean beside its words: an agency, a type, a year, a day, the number of an act.

A meaning is shown and offered as a filter; it never narrows a search by itself. Not here: which names there are
(catalogue/naming.py), the words that are asked for (covers.py), fields that a reader names (field_words.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from catalogue.persian import number_words
from catalogue.persian.calendar import GREGORIAN_YEARS, JALALI_YEARS, WEEKDAYS, DateWay, read_date
from catalogue.persian.date_forms import GREGORIAN_NAMES, JALALI_NAMES, letters
from catalogue.persian.letters import ZWNJ, fold_search
from catalogue.persian.number_phrases import YEAR_SIGNS, number_at
from catalogue.persian.numbers import plain_decimal, readings
from catalogue.persian.phrases import Found, Phrases, longest

MOST_VALUES = 3
"""A name that means more things than this says none of them."""

NUMBERED = frozenset(
    (
        "ماده", "تبصره", "بند", "اصل", "فصل", "بخش", "جز", "جدول", "ردیف", "پیوست", "شماره",
        "دوره", "جلسه", "اجلاس", "نوبت", "مرحله", "برنامه", "منطقه", "ناحیه",
    )
)  # fmt: skip
"""After these one word alone is a number («ماده ده»); elsewhere «ده» is a village and «نه» says no."""
NUMBER_SIGNS = frozenset(("شماره", "ش", "نامه", "no", "number"))
DAY_SIGNS = frozenset(("مورخ", "مورخه", "تاریخ", "روز", *map(fold_search, WEEKDAYS)))
"""What only says that a number of an act, or a day, follows."""
_MONTH_WORD = "ماه"
_MONTHS = JALALI_NAMES | GREGORIAN_NAMES

_WAY = DateWay(form="y/m")
_YEAR = re.compile(r"\d{4}")
_DAY = re.compile(r"\d\d?")
_SHORT_YEAR = re.compile(r"[5-9]\d")
_SHORT_DAY = re.compile(r"[5-9]\d([/\-.])\d\d?\1\d\d?")
_CENTURY = "13"
"""Of years of two digits; what may be a day as well is no year."""
_DAY_OR_MONTH = re.compile(r"\d{8}|\d{4}([/\-.])\d\d?\1\d\d?|\d\d?([/\-.])\d\d?\2\d{4}|\d{4}[/\-]\d\d?")
_IDENTIFIER = re.compile(r"(?=.*\d)(?=..)[^\W_]+(?:[/\-.][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Meaning:
    """`value` is one of the filter `kind`; a date is the value of both `from` and `to`, a number narrows nothing.

    kind: agency, type, topic, kind, jalali_year, jalali_month, date or number. `text` is folded, as typed; first and
    last are places among the words of the query.
    """

    kind: str
    value: str
    text: str
    first: int
    last: int


Value = tuple[str, str]
"""Kind and value of a meaning."""


class Names:
    """What agencies, types, topics and kinds of record are called: (kind, value, name), built once."""

    def __init__(self, named: Iterable[tuple[str, str, str]] = ()) -> None:
        self._phrases = Phrases((name, (kind, value)) for kind, value, name in named)

    def spans(self, words: Sequence[str]) -> Iterator[Found[Value]]:
        """Every run of words that is a name, those that overlap included; not names of more than MOST_VALUES things."""
        return (found for found in self._phrases.spans(words) if len(found.values) <= MOST_VALUES)

    def beginning(self, words: Sequence[str], kind: str) -> tuple[int, tuple[str, ...]]:
        """How many of the first words are the longest name of this kind, and its values; (0, ()) for no name."""
        size = 0
        values: tuple[str, ...] = ()
        for found in self._phrases.spans(words):
            of_kind = tuple(value for of, value in found.values if of == kind)
            if found.first == 0 and of_kind and found.last >= size:
                size, values = found.last + 1, of_kind
        return size, values


def understand(words: Sequence[str], names: Names) -> tuple[Meaning, ...]:
    """The meanings of the folded words of a query, in order; where two overlap the one of more words.

    A word is what catalogue.persian.words takes for one: «۱۴۰۲/۵/۱» and «سیاست‌های» are one each.
    """
    found = [*_times(words), *names.spans(words), *numbers_in_words(words), *_identifiers(words)]
    return tuple(
        Meaning(kind, value, " ".join(words[span.first : span.last + 1]), span.first, span.last)
        for span in longest(found)
        for kind, value in span.values
    )


def numbers_in_words(words: Sequence[str]) -> Iterator[Found[Value]]:
    """Numbers of several words («بیست و سه», «۲ هزار و ۳۰۰ میلیارد»), or one that counts something («ماده دهم»)."""
    spoken = [_spoken(word) for word in words]
    first = 0
    while first < len(words):
        size, value = number_at(spoken, first)
        is_alone = size == 1 and (words[first].isdecimal() or " " not in spoken[first])
        is_counted = not words[first][:1].isdecimal() and first > 0 and words[first - 1] in NUMBERED
        if value and (not is_alone or is_counted):
            yield Found(first, first + size - 1, (("number", plain_decimal(value)),))
        first += max(size, 1)


@lru_cache(maxsize=10_000)
def _spoken(word: str) -> str:
    """The folded word as numbers in words are read: «دوازده‌هزار» and «صدوده» are several."""
    return letters(number_words.parted(word).replace(f"{ZWNJ}و", " و ").replace(ZWNJ, " "))


def _times(words: Sequence[str]) -> Iterator[Found[Value]]:
    """Days, months and years."""
    for place, word in enumerate(words):
        if not word[:1].isdecimal():
            continue
        if _YEAR.fullmatch(word):
            yield from _around_year(words, place)
        elif _DAY_OR_MONTH.fullmatch(word):
            yield from _read(words, place, place)
        elif _SHORT_DAY.fullmatch(word):
            yield from _read([f"{_CENTURY}{word}"], 0, 0, place)
        elif _SHORT_YEAR.fullmatch(word) and place > 1 and letters(words[place - 1]) in JALALI_NAMES:
            yield from _read([*words[place - 2 : place], f"{_CENTURY}{word}"], 0, 2, place - 2)


def _around_year(words: Sequence[str], year: int) -> Iterator[Found[Value]]:
    """The year, with the month and the day before it where they are printed: «۱ مرداد [ماه] [سال] ۱۴۰۲»."""
    signed = year - 1 if year and words[year - 1] in YEAR_SIGNS else year
    month = signed - 2 if signed > 1 and words[signed - 1] == _MONTH_WORD else signed - 1
    name = letters(words[month]).removesuffix(_MONTH_WORD) if month >= 0 else ""
    if name in _MONTHS:
        yield from _read(words, _day_before(words, month), year)
    elif month > 0 and _DAY.fullmatch(name) and letters(words[month - 1]) in _MONTHS:  # «August 14 2023»
        yield from _read(words, month - 1, year)
    elif int(words[year]) in JALALI_YEARS:
        yield Found(signed, year, (("jalali_year", words[year]),))
    elif signed < year and int(words[year]) in GREGORIAN_YEARS:
        yield Found(signed, year, (("date", words[year]),))


def _day_before(words: Sequence[str], month: int) -> int:
    """Where the day before a month begins, in digits or in words («بیست و سوم مرداد»); the month itself without one."""
    if month and _DAY.fullmatch(words[month - 1]):
        return month - 1
    for first in range(max(0, month - 3), month):
        value = number_words.value_of(" ".join(map(_spoken, words[first:month])))
        if value is not None and value <= 31:
            return first
    return month


def _read(words: Sequence[str], first: int, last: int, moved: int = 0) -> Iterator[Found[Value]]:
    """The day or month that these words print, if there is such a one; `moved` is the place of the first of them."""
    value = _read_time(" ".join(map(_spoken, words[first : last + 1])))
    if value:
        yield Found(first + moved, last + moved, (value,))


@lru_cache(maxsize=2_000)
def _read_time(text: str) -> Value | None:
    read = read_date(text, _WAY).date
    if read["precision"] == "day":
        return "date", read["jalali"]
    if read["precision"] == "month":
        return ("jalali_month", read["jalali"]) if "jalali" in read else ("date", read["iso"][:7])
    return None


def _identifiers(words: Sequence[str]) -> Iterator[Found[Value]]:
    """Numbers of acts: with letters or signs in them («۵۶۳۰۶/ت۶۲۲۷۰»), or after «شماره»."""
    for place, word in enumerate(words):
        signed = place - 1 if place and words[place - 1] in NUMBER_SIGNS else place
        is_identifier = _IDENTIFIER.fullmatch(word) and not word.isdecimal()
        is_number = signed < place if word.isdecimal() or readings(word) else True
        if is_number and (is_identifier or word.isdecimal()):
            yield Found(signed, place, (("number", word),))
