"""CSV that opens rightly in spreadsheets: a byte order mark, and no cell that would be read as something else."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence

from api.exports.columns import COLUMNS, Table
from catalogue.whole import Line, Part

MEDIA_TYPE = "text/csv"
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads Persian letters as those of another alphabet."""

LOOKED_AT = 60
"""Characters of a cell; what is longer is text to every spreadsheet."""

_FORMULA = re.compile(r"\s*[=+\-@\t\r|%]")
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_READ_AS_OTHER = re.compile(
    rf"""\s*(?: [0-9]+\s*[-/.:]\s*[0-9]+.*         # 12/3 and 1.50: a day, an hour, or a number without its zero
    | {_MONTH}[\s.\-]*[0-9]+.* | [0-9]+[\s.\-]*{_MONTH}.*
    | [\s()$€£¥﷼%]*[0-9][0-9\s.,:/%()$€£¥﷼+\-]*(?:e[+\-]?[0-9]+)?\s*(?:am|pm)?  # also digits that would be lost
    | \.[0-9]+ | true | false )\s*""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
"""What a spreadsheet turns into a day, or into another number; numbers of decisions look so."""
_AS_IT_IS = re.compile(r"0|[1-9][0-9]{0,14}")
"""A number that is one to every spreadsheet, and stays what it is."""
_SOLAR = " ش"
"""Stands behind Jalali days and months: those with a Persian locale would read them as Gregorian ones."""
_AS_PRINTED = ("number", "title", "issuer", "publisher", "opening", "tags", "source_address")
"""Columns that hold what publishers wrote; the others are made by us."""
_JALALI = frozenset(place for place, name in enumerate(COLUMNS) if name.endswith("_jalali"))
_GUARDED = frozenset(place for place, name in enumerate(COLUMNS) if name in _AS_PRINTED)


def chunks(parts: Iterator[Part], table: Table) -> Iterator[str]:
    """The file, a part at a time."""
    yield head_of(table)
    for part in parts:
        yield text_of(part.lines, table)


def head_of(table: Table) -> str:
    """What a file begins with: the names of the columns."""
    return BYTE_ORDER_MARK + _written([table.head()])


def text_of(lines: Sequence[Line], table: Table) -> str:
    """The rows of these records."""
    return _written([_guarded(table.row(line)) for line in lines])


def harmless(text: str) -> str:
    """The text behind an apostrophe where a spreadsheet would take it for a formula, a day or another number."""
    plain = unicodedata.normalize("NFKC", text[:LOOKED_AT])  # full-width signs count too
    if _AS_IT_IS.fullmatch(plain.strip()):
        return text
    return f"'{text}" if _FORMULA.match(plain) or _READ_AS_OTHER.fullmatch(plain) else text


def _guarded(row: Sequence[str | int]) -> list[str | int]:
    return [_cell(place, cell) if isinstance(cell, str) else cell for place, cell in enumerate(row)]


def _cell(place: int, text: str) -> str:
    if place in _GUARDED:
        return harmless(text)
    return f"{text}{_SOLAR}" if place in _JALALI and "/" in text else text


def _written(rows: Sequence[Sequence[str | int]]) -> str:
    held = io.StringIO()
    csv.writer(held, lineterminator="\r\n").writerows(rows)
    return held.getvalue()
