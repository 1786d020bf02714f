"""Fields that a reader names in a query: «نوع: مصوبه», agency:"وزارت نیرو", سال:۱۴۰۲, عنوان:«بودجه شهر».

Where they stand and what they ask for. Not here: the grammar around them (query.py) and what becomes of a filter
(catalogue/finding.py).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from catalogue.persian.calendar import JALALI_YEARS
from catalogue.persian.letters import Folded, fold_search, map_search
from catalogue.persian.understanding import Names
from catalogue.persian.words import analyse

FIELDS = {
    "دستگاه": "agency",
    "agency": "agency",
    "نوع": "type",
    "type": "type",
    "سال": "year",
    "year": "year",
    "شماره": "number",
    "number": "number",
    "متن": "text",
    "text": "text",
    "عنوان": "title",
    "title": "title",
}
"""Field word, folded -> field."""

LONGEST_WITH_FIELDS = 8
"""Words. A longer text is a pasted title, whose colons name no field («موضوع: ...، نوع: ...»)."""
_MOST_VALUE_WORDS = 12
"""Words that an agency's name without quotes may have."""

_NAMED = {"agency": ("agency",), "type": ("type", "kind")}
"""Field -> the filters whose values it may name: «نوع: داده» is a kind of record, as the filters of the site say."""
_OPERATOR = re.compile(r"[()\"«»“”*:]|\s-|\s(?:OR|[یيى]ا)\s")
"""What ends a name without quotes."""
_ENDS_WITH_OR = re.compile(r"(?:^|\s)(?:OR|[یيى]ا)\s*$")
_BEGINS_WITH_OR = re.compile(r"\s*(?:OR|[یيى]ا)(?:\s|$)")
_WORD = "|".join(FIELDS)
_FIELD = re.compile(
    rf"(?:(?<![^\s(])|(?<=[\s(]-)|(?<=\A-))(?P<field>{_WORD})\u200c?:\s*(?!(?:{_WORD}):)"
    r'(?:"(?P<straight>[^"]*)"|«(?P<angular>[^»]*)»|“(?P<curly>[^”]*)”|(?P<word>[^\s()"«»“”]+))'
)


@dataclass(frozen=True, slots=True)
class FieldPart:
    """What stands at text[start:end] of the query.

    `filter` is agency, type, kind or jalali_year and `values` are what may match; without a filter `field` is title,
    text or number, and `value` the words to look for there (`is_phrase`: side by side). `shown` is all of it.
    `is_known` is false where no such agency, type or year is known: then all of it is to be read as text.
    """

    start: int
    end: int
    field: str
    value: str
    shown: str
    is_phrase: bool = False
    filter: str = ""
    values: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether it can be asked for as a field."""
        return not self.filter or bool(self.values)


def field_parts(text: str, names: Names) -> tuple[FieldPart, ...]:
    """The named fields of a query in order; none in a text of more than LONGEST_WITH_FIELDS words."""
    if ":" not in fold_search(text) or len(text.split()) > LONGEST_WITH_FIELDS:
        return ()
    return tuple(_parts(text, map_search(text), names))


def filters_of(text: str, names: Names) -> tuple[Mapping[str, tuple[str, ...]], str]:
    """The filters that a query names, and the query without them.

    A field in parentheses, beside OR or behind - narrows nothing, as nobody can say what it would be joined with.
    """
    filters: dict[str, tuple[str, ...]] = {}
    kept, done = [], 0
    for part in field_parts(text, names):
        if part.values and _stands_alone(text, part):
            filters[part.filter] = tuple(dict.fromkeys((*filters.get(part.filter, ()), *part.values)))
            kept.append(text[done : part.start])
            done = part.end
    return filters, " ".join(filter(None, map(str.strip, (*kept, text[done:]))))


def _stands_alone(text: str, part: FieldPart) -> bool:
    before, after = text[: part.start], text[part.end :]
    is_joined = _ENDS_WITH_OR.search(before) or _BEGINS_WITH_OR.match(after)
    return before.count("(") == before.count(")") and not is_joined and not is_excluded(text, part)


def is_excluded(text: str, part: FieldPart) -> bool:
    """Whether a - stands before it; then its words are excluded, whatever field they are of."""
    return text[: part.start].endswith("-")


def _parts(text: str, folded: Folded, names: Names) -> Iterator[FieldPart]:
    done = 0
    while found := _FIELD.search(folded.text, done):
        done = found.end()
        part = _part(text, folded, found, names)
        if part:
            done = max(done, bisect_left(folded.starts, part.end))
            yield part


def _part(text: str, folded: Folded, found: re.Match[str], names: Names) -> FieldPart | None:
    """None where the value has no word in it."""
    field, how = FIELDS[found["field"]], str(found.lastgroup)
    if not found[how]:
        return None
    (start, end), (first, last) = folded.span(*found.span()), folded.span(*found.span(how))
    words = analyse(text[first:last]).words
    if not words:
        return None
    plain = FieldPart(
        start, end, field, text[first:last], text[start:end], is_phrase=how != "word" or field == "number"
    )
    if field == "year":
        return replace(plain, filter="jalali_year", values=_jalali_years(fold_search(plain.value)))
    if field not in _NAMED:
        return plain
    size, filter_, values = _named(text[first:] if how == "word" else plain.value, field, names)
    if how == "word":
        end = max(end, first + size)
        return replace(plain, end=end, value=text[first:end], shown=text[start:end], filter=filter_, values=values)
    is_whole = size >= words[-1].end
    return replace(plain, filter=filter_, values=values if is_whole else ())


def _jalali_years(value: str) -> tuple[str, ...]:
    return (value,) if value.isdecimal() and len(value) == 4 and int(value) in JALALI_YEARS else ()


def _named(text: str, field: str, names: Names) -> tuple[int, str, tuple[str, ...]]:
    """How many characters of the text are the longest name at its beginning; the filter and the values it names."""
    before_operator = _OPERATOR.split(text, maxsplit=1)[0]
    words = analyse(before_operator).words[:_MOST_VALUE_WORDS]
    folded = [fold_search(text[word.start : word.end]) for word in words]
    for filter_ in _NAMED[field]:
        size, values = names.beginning(folded, filter_)
        if size:
            return words[size - 1].end, filter_, values
    return 0, field, ()
