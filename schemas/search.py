"""The parameters of a search, as page and API both read them (api.md section 3)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import fields

from catalogue.persian.numbers import latin_digits
from catalogue.search.index import DATES, FILTERS, Order
from catalogue.vocab import Kind, Matching, Status
from schemas.arguments import Period, load_arguments
from schemas.fields import OneOf, PersianText, nearest, refuse
from schemas.many import Codes, Values

MOST_FACETS = 10
MOST_LIMIT = 100
DEFAULT_LIMIT = 20
FACETS = tuple(name for name in FILTERS if name != "status")
"""The filters that may be given several times; each of them can be counted."""
EXCLUDED = {f"not_{name}": f"not.{name}" for name in FACETS}
"""Loaded name -> name of the parameter that excludes values of a filter."""
VIEWS = ("card", "full", "ids")
JALALI_YEARS = range(1250, 1431)


class JalaliYears(Values):
    """Jalali years in any digits, 1250 to 1430."""

    def one(self, value: object) -> str:
        year = latin_digits(super().one(value))
        if not re.fullmatch(r"\d{4}", year) or int(year) not in JALALI_YEARS:
            raise refuse("bad-jalali-year")
        return str(int(year))


class JalaliMonths(Values):
    """Jalali months: 1402-05, ۱۴۰۲/۵."""

    def one(self, value: object) -> str:
        match = re.fullmatch(r"(\d{4})[-/](\d{1,2})", latin_digits(super().one(value)))
        if not match or int(match[1]) not in JALALI_YEARS or not 1 <= int(match[2]) <= 12:
            raise refuse("bad-jalali-month")
        return f"{int(match[1])}-{int(match[2]):02}"


class FacetNames(fields.Field[tuple[str, ...]]):
    """`facets=agency,type`, or the parameter several times."""

    takes_many = True

    def _deserialize(self, value: object, attr: str | None, data: Any, **_: Any) -> tuple[str, ...]:
        given = [part for text in (value if isinstance(value, list) else [value]) for part in str(text).split(",")]
        names = tuple(dict.fromkeys(part.strip() for part in given if part.strip()))
        for name in names:
            if name not in FACETS:
                near = nearest(name, list(FACETS))
                raise refuse("unknown-facet-near" if near else "unknown-facet", given=name[:40], near=near)
        if len(names) > MOST_FACETS:
            raise refuse("too-many-facets", allowed=MOST_FACETS)
        return names


class Limit(fields.Field[int]):
    """How many records a page holds: `least` to 100, in any digits."""

    def __init__(self, *, least: int = 0, **rest: Any) -> None:
        super().__init__(**rest)
        self.least = least

    def _deserialize(self, value: object, attr: str | None, data: Any, **_: Any) -> int:
        digits = latin_digits(str(value).strip())
        if not re.fullmatch(r"\d{1,9}", digits) or int(digits) < self.least:
            raise refuse("bad-number", least=self.least, most=MOST_LIMIT)
        if int(digits) > MOST_LIMIT:
            raise refuse("window-too-large", allowed=MOST_LIMIT, given=int(digits))
        return int(digits)


class QueryText(fields.Field[str]):
    """The words; what is in them, catalogue.persian.query reads."""

    def _deserialize(self, value: object, attr: str | None, data: Any, **_: Any) -> str:
        return str(value)


class SearchParameters(Period):
    """Every parameter of a search."""

    q = QueryText(load_default="")
    kind = Codes(Kind)
    type = Values()
    agency = Values()
    topic = Values()
    tag = Values()
    format = Values()
    language = Values()
    licence = Values()
    source = Values()
    jalali_year = JalaliYears()
    jalali_month = JalaliMonths()
    not_kind = Codes(Kind, data_key="not.kind")
    not_type = Values(data_key="not.type")
    not_agency = Values(data_key="not.agency")
    not_topic = Values(data_key="not.topic")
    not_tag = Values(data_key="not.tag")
    not_format = Values(data_key="not.format")
    not_language = Values(data_key="not.language")
    not_licence = Values(data_key="not.licence")
    not_source = Values(data_key="not.source")
    not_jalali_year = JalaliYears(data_key="not.jalali_year")
    not_jalali_month = JalaliMonths(data_key="not.jalali_month")
    tree = OneOf(("1",))
    status = OneOf((*Status, "all"), load_default=Status.PUBLISHED.value)
    date = OneOf(DATES, load_default="leading")
    sort = OneOf(Order)
    match = OneOf(tuple(Matching), load_default=Matching.AUTO.value)
    repair = OneOf(("on", "off"), load_default="on")
    facets = FacetNames(load_default=())
    view = OneOf(VIEWS, load_default="card")
    highlight = OneOf(("on", "off"), load_default="on")
    limit = Limit(load_default=DEFAULT_LIMIT)
    cursor = PersianText(longest=500)


_SCHEMA = SearchParameters()


def load_search(given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Loaded parameters from `name -> values` of an address; raises InvalidInput with every mistake."""
    return load_arguments(_SCHEMA, given)
