"""What the parser of workbooks does not say: how large an XLSX sheet becomes, its errors, how it shows some numbers.

A sheet says of each cell with a number which style it has; only styles whose format adds something to the number count
(readers/number_formats.py). The cells that have them are read from the sheet's XML as a stream, in its order.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.etree import ElementTree

from harvesters.errors import StructureBroken
from harvesters.readers import number_formats
from harvesters.refusals import refuse_dtd, unzipped

MOST_CELLS = 5_000_000
"""Of the smallest rectangle around all that a sheet holds: the parser keeps a place for each cell in it."""

ZIP = b"PK\x03\x04"

_BOOK, _STYLES = "xl/workbook.xml", "xl/styles.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_FILLED = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3})([0-9]{1,7})"(?:[^>]*[^/>])?>')
_ATTRIBUTES = re.compile(rb'\s(r|s|t)="([^"]*)"')
_UNCOUNTED = re.compile(
    rb"\s*<(?:\w+:)?f(?:\s[^<>]*?)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*(?:/>|></(?:\w+:)?v>)\s*)?</(?:\w+:)?c>"
)
"""What stands in a cell whose formula nobody has worked out, as in files that programs write."""
_PLACE = re.compile(rb"([A-Z]{1,3})([0-9]{1,7})")
_PERCENT = ("9", "10")
"""Numbers of the formats 0% and 0.00%, which no file needs to name."""
_NUMBERS = (b"", b"n")
"""Types of cells with a number; the format of others does not show."""


class Mark(NamedTuple):
    """A cell by its row (from 1) and column (from 0) and how it is shown: "error", or the format of its number."""

    row: int
    column: int
    shown: str

    def applied(self, text: str) -> str:
        """What a person sees instead of the plain text."""
        return "#REF!" if self.shown == "error" else number_formats.shown(self.shown, text)


class Marks:
    """The marks of a workbook, by sheet; an XLS or ODS has none."""

    def __init__(self, body: bytes) -> None:
        """Raises StructureBroken for a zip that is a bomb, is broken, or holds XML with a DTD."""
        members = unzipped(body) if body.startswith(ZIP) else {}
        for name, content in members.items():
            if name.endswith((".xml", ".rels")):
                refuse_dtd(content)
        self._sheets: dict[str, bytes] = {}
        self._styles: dict[str, str] = {}
        if _BOOK not in members:
            return
        try:
            self._sheets = _sheets(members)
            self._styles = _styles(members[_STYLES]) if _STYLES in members else {}
        except ElementTree.ParseError as error:
            raise StructureBroken("table-unreadable", given=type(error).__name__) from None

    def refuse_size(self, sheet: str) -> None:
        """Raises StructureBroken for a sheet whose cells stand too far apart for a parser that keeps all between."""
        rows, columns = set(), set()
        for found in _FILLED.finditer(self._sheets.get(sheet, b"")):
            columns.add(found[1])
            rows.add(found[2])
        if rows and _extent(map(int, rows)) * _extent(map(_column, columns)) > MOST_CELLS:
            raise StructureBroken("sheet-too-large", name=sheet, allowed=MOST_CELLS)

    def of(self, sheet: str) -> Iterator[Mark]:
        """The marks of one sheet in its order."""
        styles = b"|".join(index.encode() for index in self._styles)
        marked = re.compile(
            rb'<(?:\w+:)?c(?=\s)(?:(?=[^<>]*?\s(?:t="e"|s="(?:%s)"))[^<>]*>|[^<>]*>(?=\s*<(?:\w+:)?f[\s/>]))'
            % (styles or rb"-")
        )
        xml = self._sheets.get(sheet, b"")
        for found in marked.finditer(xml):
            said = dict(_ATTRIBUTES.findall(found[0]))
            place = _PLACE.fullmatch(said.get(b"r", b""))
            is_empty = said.get(b"t") != b"str" and _UNCOUNTED.match(xml, found.end()) is not None
            shown = "error" if is_empty else self._shown(said)
            if place and shown:
                yield Mark(int(place[2]), _column(place[1]), shown)

    def _shown(self, said: Mapping[bytes, bytes]) -> str | None:
        """How a cell is shown by its attributes."""
        if (form := said.get(b"t", b"")) == b"e":
            return "error"
        return self._styles.get(said.get(b"s", b"").decode("latin-1")) if form in _NUMBERS else None


def _sheets(members: Mapping[str, bytes]) -> dict[str, bytes]:
    """The XML of each sheet by its name."""
    relations = ElementTree.fromstring(members.get(_RELATIONS, b"<none/>"))
    files = {one.get("Id"): posixpath.join("/xl", one.get("Target", ""))[1:] for one in relations}
    named = {}
    for sheet in ElementTree.fromstring(members[_BOOK]).iterfind("{*}sheets/{*}sheet"):
        id_ = next((value for key, value in sheet.items() if key.endswith("}id")), None)
        named[sheet.get("name", "")] = members.get(files.get(id_, ""), b"")
    return named


def _styles(xml: bytes) -> dict[str, str]:
    """The format of each style, by its index; only of those that change what a number says."""
    root = ElementTree.fromstring(xml)
    codes = {one.get("numFmtId"): one.get("formatCode", "") for one in root.iterfind("{*}numFmts/{*}numFmt")}
    codes |= dict.fromkeys(_PERCENT, "0%")
    shown = {}
    for index, style in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        code = codes.get(style.get("numFmtId"), "")
        if number_formats.counts(code):
            shown[str(index)] = code
    return shown


def _extent(places: Iterator[int]) -> int:
    found = list(places)
    return max(found) - min(found) + 1


def _column(letters: bytes) -> int:
    """«A» is 0, «AA» is 26."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1
