"""A spreadsheet, right to left: records as text, days as days, and a sheet that says what set this is.

Its end must be known before its beginning can be sent, so it is written to a temporary file first.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from api.exports.columns import COLUMNS, Table
from catalogue.whole import Part

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_576
"""Of a sheet, its head included."""
MOST_CHARACTERS = 32_767
"""Of a cell; the file format has no room for more."""
FIRST_YEAR = 1900
"""Spreadsheets count days from it; earlier ones stay text."""
CUT = "…"

_DAYS = frozenset(place for place, name in enumerate(COLUMNS) if name.endswith("_iso"))
_WIDTHS = {"title": 60, "issuer": 30, "publisher": 30, "opening": 60, "permalink": 34, "source_address": 34}

About = Sequence[tuple[str, str | int]]
"""Name and value of each line of the sheet «درباره»."""


class Sheets:
    """The sheets of records, a new one when one is full."""

    def __init__(self, book: Workbook, table: Table) -> None:
        self._book = book
        self._table = table
        self._head = book.add_format({"bold": True})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._count = 0
        self._begin()

    def add(self, row: Sequence[str | int]) -> None:
        """One record."""
        if self._row == MOST_ROWS:
            self._begin()
        for place, cell in enumerate(row):
            _write(self._sheet, self._row, place, cell, self._day if place in _DAYS else None)
        self._row += 1

    def _begin(self) -> None:
        self._count += 1
        self._sheet = _sheet(self._book, "رکوردها" if self._count == 1 else f"رکوردها {self._count}")
        self._sheet.freeze_panes(1, 0)
        for place, name in enumerate(COLUMNS):
            self._sheet.set_column(place, place, _WIDTHS.get(name, 16))
        for place, name in enumerate(self._table.head()):
            self._sheet.write_string(0, place, name, self._head)
        self._row = 1


def write(parts: Iterator[Part], table: Table, about: About) -> IO[bytes]:
    """The whole file, at its beginning; it is gone when it is closed."""
    held = tempfile.TemporaryFile(prefix="dastras-")  # noqa: SIM115  # who sends it closes it
    try:
        book = Workbook(held, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        sheets = Sheets(book, table)
        for part in parts:
            for line in part.lines:
                sheets.add(table.row(line))
        _tell(book, about)
        book.close()
    except BaseException:
        held.close()
        raise
    held.seek(0)
    return held


def _tell(book: Workbook, about: About) -> None:
    sheet = _sheet(book, "درباره")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 80)
    for row, (name, value) in enumerate(about):
        sheet.write_string(row, 0, name)
        _write(sheet, row, 1, value, None)


def _sheet(book: Workbook, name: str) -> Worksheet:
    sheet: Any = book.add_worksheet(name)
    sheet.right_to_left()
    return sheet


def _write(sheet: Worksheet, row: int, place: int, cell: str | int, day: Format | None) -> None:
    if isinstance(cell, int):
        sheet.write_number(row, place, cell)
    elif day is not None and (read := _day_of(cell)):
        sheet.write_datetime(row, place, read, day)
    elif cell:
        sheet.write_string(row, place, cell if len(cell) <= MOST_CHARACTERS else cell[: MOST_CHARACTERS - 1] + CUT)


def _day_of(iso: str) -> date | None:
    """A whole day; months, years and spans are text."""
    try:
        day = date.fromisoformat(iso) if len(iso) == 10 else None
    except ValueError:
        return None
    return day if day and day.year >= FIRST_YEAR else None
