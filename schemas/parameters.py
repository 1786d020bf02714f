"""The parameters of an address as OpenAPI describes them, made of the arguments schemas that load the requests.

What is valid by a description is taken, but for what no JSON Schema can say: days that are in no calendar, bounds that
are reversed, words of a query. A blank parameter is left out, so every optional one may be blank.
"""

from __future__ import annotations

import re
from typing import Any

from marshmallow import fields, missing

from catalogue.persian.query import MAX_CHARACTERS
from catalogue.search.index import LONGEST_KEYWORD
from catalogue.search.limits import MAX_GIVEN
from schemas.arguments import Arguments
from schemas.fields import Bound, OneOf, PersianText, WholeNumberText
from schemas.json_schema import Node, Table, made_by, reference
from schemas.many import Codes, Values
from schemas.parameter_words import words_of
from schemas.points import PointInTime
from schemas.search import (
    FACETS,
    MOST_FACETS,
    MOST_LIMIT,
    FacetNames,
    JalaliMonths,
    JalaliYears,
    Limit,
    QueryText,
)

WHITE = r"[\s\u001c-\u001f\u0085]*"
"""White space as the door reads it; to the readers of patterns elsewhere the separators are none."""
BLANK: Node = {"description": "خالی: نادیده گرفته می‌شود | blank: left out", "type": "string", "pattern": f"^{WHITE}$"}
MANY = f"حداکثر {MAX_GIVEN} مقدار | at most {MAX_GIVEN} values"
CLEAN = r"^[^\u0000]*$"

DIGIT, DIGIT_BUT_0, ZERO = "[0-9۰-۹٠-٩]", "[1-9۱-۹١-٩]", "[0۰٠]"


def any_digits(pattern: str) -> str:
    """A pattern that takes Persian and Arabic digits where it has Latin ones; it has no counts in braces."""

    def in_scripts(found: re.Match[str]) -> str:
        first, last, single = found.groups()
        zeros = (ord("0"), ord("۰"), ord("٠"))
        if single:
            return "[" + "".join(chr(zero + int(single)) for zero in zeros) + "]"
        return "[" + "".join(f"{chr(zero + int(first))}-{chr(zero + int(last))}" for zero in zeros) + "]"

    return re.sub(r"\[([0-9])-([0-9])\]|([0-9])", in_scripts, pattern)


JALALI_YEAR = "(1250|12[5-9][0-9]|13[0-9][0-9]|14[0-2][0-9]|1430)"
GREGORIAN_YEAR = "(1[8-9][0-9][0-9]|20[0-9][0-9]|2100)"
MONTH, DAY = "(0?[1-9]|1[0-2])", "(0?[1-9]|[1-2][0-9]|3[0-1])"
BOUND = f"({JALALI_YEAR}|{GREGORIAN_YEAR})(-{MONTH}(-{DAY})?|/{MONTH}(/{DAY})?)?"

TIME = "([0-1]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9][0-9]?[0-9]?)?)?"
ZONE = "([Zz]|[+-](0[0-9]|1[0-3]):?[0-5][0-9])?"
INSTANT = f"({JALALI_YEAR}|{GREGORIAN_YEAR})(-{MONTH}-{DAY}|/{MONTH}/{DAY})[Tt ]{TIME}{ZONE}"
POINT = f"[vV]{DIGIT_BUT_0}{DIGIT}{{0,14}}|[lL][oO][gG]:{DIGIT}{{1,15}}"


def parameters_of(schema: type[Arguments]) -> list[Node]:
    """The query parameters that a route takes, in the order of its schema."""
    return [_parameter(schema, field.data_key or name, field) for name, field in schema().fields.items()]


def whole_number(least: int, most: int) -> Node:
    """A number from `least` (0 or 1) to `most`; in other digits, or with a zero before it, one shorter than `most`."""
    shorter = len(str(most)) - 1
    digits = f"{ZERO}?{DIGIT_BUT_0}{DIGIT}{{0,{shorter - 1}}}" if least else f"{DIGIT}{{1,{shorter}}}"
    latin = {"type": "integer", "minimum": least, "maximum": most}
    return {"anyOf": [latin, _like(digits)]}


def _parameter(schema: type[Arguments], name: str, field: fields.Field[Any]) -> Node:
    persian, english = words_of(schema.__name__, name)
    node = made_by(_TABLE, field)
    if not field.required and not isinstance(field, _TAKE_BLANKS):
        node = _or_blank(node)
    default = {} if field.load_default in (missing, "", ()) else {"default": field.load_default}
    lists = {"style": "form", "explode": not isinstance(field, FacetNames)} if "items" in node else {}
    told = {"name": name, "in": "query", "required": field.required, "description": f"{persian} | {english}"}
    return {**told, **lists, "schema": {**node, **default}}


def _or_blank(node: Node) -> Node:
    return {"anyOf": [*node.get("anyOf", [node]), reference("Blank")]}


def _like(pattern: str) -> Node:
    """A text of this pattern, with white space around it."""
    return {"type": "string", "pattern": f"^{WHITE}(?:{pattern}){WHITE}$"}


def _text(longest: int) -> Node:
    return {"type": "string", "maxLength": longest, "pattern": CLEAN}


def _values(one: Node) -> Node:
    """A filter that may be given several times; blank values, which any text may be, do not count.

    How many there may be is told in words: so many that a pattern could refuse them do not fit into an address.
    """
    return {"type": "array", "items": one, "description": MANY}


def _codes(one: Node, **more: Any) -> Node:
    """As a filter of values that are no text."""
    return {"type": "array", "items": _or_blank(one), "description": MANY, **more}


_TAKE_BLANKS = (PersianText, QueryText, Values, FacetNames)
_TABLE: Table = (
    (OneOf, lambda field: {"type": "string", "enum": list(field.codes)}),
    (WholeNumberText, lambda field: whole_number(field.least, field.most)),
    (Limit, lambda field: whole_number(field.least, MOST_LIMIT)),
    (Bound, lambda _: _like(any_digits(BOUND))),
    (PointInTime, lambda _: _like(f"{POINT}|{any_digits(BOUND)}|{any_digits(INSTANT)}")),
    (PersianText, lambda field: _text(field.longest)),
    (QueryText, lambda _: _text(MAX_CHARACTERS)),
    (Codes, lambda field: _codes({"type": "string", "enum": list(field.codes)})),
    (JalaliYears, lambda _: _codes(_like(any_digits(JALALI_YEAR)))),
    (JalaliMonths, lambda _: _codes(_like(any_digits(f"{JALALI_YEAR}[-/]{MONTH}")))),
    (Values, lambda _: _values(_text(LONGEST_KEYWORD))),
    (FacetNames, lambda _: _codes({"type": "string", "enum": list(FACETS)}, maxItems=MOST_FACETS)),
)
