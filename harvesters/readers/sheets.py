"""Workbooks (XLSX, XLS, ODS) -> rows of text, a sheet after the other. Knows no headings and no source.

Everything becomes text as a person sees it in the sheet: 2.0 is «2», a text «2.0» stays, a date is its ISO day.
What the parser does not say of an XLSX (errors, percentages, codes with leading zeros) is read by sheet_marks.py.
"""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Iterator
from datetime import date, time, timedelta
from decimal import Decimal

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetMetadata, SheetVisibleEnum

from harvesters.errors import StructureBroken
from harvesters.readers.delimited import Row
from harvesters.readers.sheet_marks import Mark, Marks

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an XLS begins, and an XLSX with a password."""

ERRORS = frozenset(("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA", "#SPILL!"))
"""What stands in a cell whose formula failed."""
DIGITS = 15
"""Digits of a number that a spreadsheet keeps; of longer ones the rest is lost."""
MOST_ROUND = 12
"""Digits before the zeros of a number that is round, longer than DIGITS and yet whole: the chance that it has lost some
is one in a thousand."""

_LOCKED = "EncryptedPackage".encode("utf-16-le")
_BIFF = b"\x09\x08\x10\x00\x00\x06"
_PASSWORD, _SHEET = 0x002F, 0x0085
"""Records of an XLS: its password stands before its list of sheets."""

Value = str | int | float | bool | date | time | timedelta


def sheets(body: bytes, wanted: str | None, problems: Counter[str]) -> Iterator[tuple[str, Iterator[Row]]]:
    """Name and rows of the sheet of this name, else of each visible sheet; a sheet is opened when it is asked for.

    Raises StructureBroken for what is no workbook, has a password or is too large.
    """
    marks = Marks(body)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(body)) as workbook:
            for name in _names(workbook.sheets_metadata, wanted):
                marks.refuse_size(name)
                yield name, _rows(workbook.get_sheet_by_name(name), marks.of(name), problems)
    except CalamineError as error:
        if is_locked(body):
            raise StructureBroken("table-locked") from None
        raise StructureBroken("table-unreadable", given=type(error).__name__) from None


def is_locked(body: bytes) -> bool:
    """Whether an old workbook, or a new one in the same wrapping, asks for a password."""
    if not body.startswith(OLE):
        return False
    place = body.find(_BIFF)
    while 0 <= place < len(body) - 4:
        kind, size = (int.from_bytes(body[at : at + 2], "little") for at in (place, place + 2))
        if kind in (_PASSWORD, _SHEET):
            return kind == _PASSWORD
        place += 4 + size
    return _LOCKED in body


def _names(found: list[SheetMetadata], wanted: str | None) -> list[str]:
    names = [sheet.name for sheet in found]
    if wanted is None:
        return [sheet.name for sheet in found if sheet.visible is SheetVisibleEnum.Visible]
    if wanted not in names:
        raise StructureBroken("sheet-missing", name=wanted, names="، ".join(names)[:500])
    return [wanted]


def _rows(sheet: CalamineSheet, marks: Iterator[Mark], problems: Counter[str]) -> Iterator[Row]:
    mark = next(marks, None)
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = [_to_text(value, problems) for value in values]
        while mark is not None and mark.row <= number:
            if mark.row == number and mark.column < len(cells):
                cells[mark.column] = mark.applied(cells[mark.column])
            mark = next(marks, None)
        yield Row(number, cells)


def _to_text(value: Value, problems: Counter[str]) -> str:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value, problems)
    return _duration(value) if isinstance(value, timedelta) else value.isoformat()


def _number(value: int | float, problems: Counter[str]) -> str:
    """As many digits as a sheet shows, never an exponent; nothing where digits were lost."""
    if not math.isfinite(value):
        return "#NUM!"
    if abs(value) >= 10**DIGITS:
        problems["number-shortened"] += 1
        digits = Decimal(repr(value))
        return format(digits, "f").removesuffix(".0") if _is_round(digits) else ""
    return str(int(value)) if value == int(value) else format(Decimal(f"{value:.{DIGITS}g}"), "f")


def _is_round(value: Decimal) -> bool:
    return len("".join(map(str, value.as_tuple().digits)).rstrip("0")) <= MOST_ROUND


def _duration(value: timedelta) -> str:
    """Hours beyond a day are hours, as a sheet shows them."""
    seconds = abs(round(value.total_seconds()))
    return f"{'-' if value < timedelta() else ''}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
