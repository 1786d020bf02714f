"""Tables: CSV and its like, XLSX, XLS, ODS, and tables of HTML pages, for protocol table and for files.

What is asked: {rules, media_type, charset}. `rules` is a text, made once for a source (protocols/question.py). The form
is known by the bytes, as names and media types are often wrong. Everything is text; nothing is shifted: a row that is
not as wide as its headings says so and has neither key nor columns.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import Any, NamedTuple

from harvesters.decode import Received, decode
from harvesters.errors import StructureBroken
from harvesters.folded import cut_out, to_label
from harvesters.patterns import Pattern, PatternTooSlow, to_pattern
from harvesters.readers.cells import grids
from harvesters.readers.delimited import Row, delimiters_of, rows
from harvesters.readers.headings import Headings, Wanted, find_headings
from harvesters.readers.pages import Page
from harvesters.readers.sheet_marks import ZIP
from harvesters.readers.sheets import ERRORS, OLE, sheets
from harvesters.readers.trees import LONGEST_SHOWN, ROWS_IN_PART, end_of, native_id_of

BEGINNING = 4_096
"""Bytes or characters that tell the form of a text."""
MOST_ABOVE = 100
"""Rows among which the headings are looked for."""
MOST_COLUMNS = 16_384
"""As many as a sheet can have."""
MOST_UNFIT = 1_000
"""As many rows that do not fit, and fewer that do: it is not this table."""
LONGEST_WORDS = 200
"""Characters of a cell that are compared with the words of `skip_rows`."""

_HTML = re.compile(r"\s*<(?:!doctype\s+html|html|head|body|table|meta|div|style)\b", re.IGNORECASE)
_OTHERS = (
    ("PDF", b"%PDF-"),
    ("gzip", b"\x1f\x8b"),
    ("RAR", b"Rar!"),
    ("7z", b"7z\xbc\xaf"),
    ("RTF", b"{\\rtf"),
    ("PNG", b"\x89PNG"),
    ("JPEG", b"\xff\xd8\xff"),
)
_SHEETS_INSIDE = (b"xl/workbook.xml", b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", b"content.xml")
_WORD = re.compile(r"\w")
_SHORTENED = re.compile(r"[+-]?\d[.,٫]?\d*E\+(\d+)", re.IGNORECASE)
_COMMAS = (",", "،")
_FIRST_DIGITS = re.compile(r"[-+(]?\d{1,3}")
_THREE_DIGITS = re.compile(r"\d{3}\)?")
_FEWEST_DIGITS = 11
"""A spreadsheet shows whole numbers of more digits with an exponent; the digits behind it are lost in a CSV."""


class Cell(NamedTuple):
    """A cell by its folded heading, and the pattern for what counts of it."""

    label: str
    match: Pattern | None


class Rules(NamedTuple):
    """What a source's rules ask of its table. `columns` maps folded headings to keys, `known` are those that are
    neither mapped nor leftovers, `skip` are folded words."""

    encoding: str | None
    native_id: Sequence[Cell]
    link: Cell | None
    columns: Mapping[str, str]
    known: frozenset[str]
    sheet: str | None
    skip: frozenset[str]
    wanted: Wanted


class Given(NamedTuple):
    """A document read in one way: its rows, the delimiter of their cells if it is text, and the name of the sheet or
    table if there may be more."""

    rows: Iterator[Row]
    delimiter: str | None = None
    name: str | None = None


class Found(NamedTuple):
    """A table: its headings, the rows below, the delimiter if it is text, and the names of all that have as many."""

    headings: Headings
    rows: Iterator[Row]
    delimiter: str | None
    names: Sequence[str]


def read(body: bytes, question: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Parts {rows} of at most 200 rows (see _Table.row), then {end: {charset, problems, missing, total, next}},
    with `facts` by code for the problems that need more than a count.

    Raises StructureBroken for what is no table, has not the headings of the key or has them again in another order, or
    is larger than a table may be.
    """
    rules = rules_of(question["rules"])
    problems: Counter[str] = Counter()
    received = Received(body, question["media_type"], question["charset"])
    charset, tables = _tables(received, rules, problems)
    found = _chosen(tables, rules.wanted)
    table = _Table(found, rules, problems)
    given = table.rows()
    while part := list(islice(given, ROWS_IN_PART)):
        yield {"rows": part}
    problems["heading-doubled"] += found.headings.doubled
    told = {code: count for code, count in problems.items() if count or code == "charset-mismatch"}
    if len(found.names) < 2:
        yield end_of(charset, told, missing=table.missing)
        return
    told["sheet-ambiguous"] = len(found.names)
    facts = {"sheet-ambiguous": {"names": "، ".join(found.names)[:500]}}
    yield end_of(charset, told, missing=table.missing, facts=facts)


@lru_cache(maxsize=4)
def rules_of(text: str) -> Rules:
    """Rules as the protocol writes them; a child serves one source, so they are made ready once."""
    given = json.loads(text)
    own, keys = given["own"], [_cell(part) for part in given["native_id"]]
    link = _cell(given["link"]) if given["link"] else None
    columns = {to_label(place["what"]): place["key"] for place in given["places"] if place["way"] == "column"}
    labels = frozenset(cell.label for cell in keys)
    others = labels | {link.label} if link else labels
    return Rules(
        given["encoding"],
        keys,
        link,
        columns,
        others | {to_label(name) for name in given["ignore"]},
        own.get("sheet"),
        frozenset(map(to_label, own.get("skip_rows", ()))),
        Wanted(others | frozenset(columns), labels, own.get("header_row")),
    )


def _cell(given: Mapping[str, Any]) -> Cell:
    return Cell(to_label(given["what"]), to_pattern(given["match"]) if given["match"] else None)


# ---------- which table ----------


def _tables(received: Received, rules: Rules, problems: Counter[str]) -> tuple[str | None, Iterator[Given]]:
    """The charset of a text, and every way in which the document can be read as a table."""
    body = received.body
    if body.startswith((ZIP, OLE)):
        if body.startswith(ZIP) and not any(name in body for name in _SHEETS_INSIDE):
            raise StructureBroken("table-form-unknown", given="zip")
        return None, (Given(sheet, name=name) for name, sheet in sheets(body, rules.sheet, problems))
    if (other := next((form for form, begin in _OTHERS if body.startswith(begin)), None)) is not None:
        raise StructureBroken("table-form-unknown", given=other)
    is_page = _HTML.match(decode(received._replace(body=body[:BEGINNING]), rules.encoding).text) is not None
    decoded = decode(received._replace(media_type="text/html" if is_page else "text/csv"), rules.encoding)
    problems.update(decoded.problems)
    text = decoded.text
    if is_page:
        pages = enumerate(grids(Page(text)), start=1)
        return decoded.charset, (Given(grid, name=f"<table> {number}") for number, grid in pages)
    _refuse_other_text(text)
    return decoded.charset, (Given(rows(text, one), one) for one in delimiters_of(text))


def _refuse_other_text(text: str) -> None:
    """Raises StructureBroken for XML, JSON, bytes that are no text, and text that says nothing."""
    begin = text[:BEGINNING].strip()
    if begin.startswith("<"):
        raise StructureBroken("table-form-unknown", given="XML")
    if begin.startswith(("{", '["', "[{", "[[")):
        raise StructureBroken("table-form-unknown", given="JSON")
    if sum(one == "\ufffd" or (one < " " and one not in "\t\r\n") for one in begin) > len(begin) / 20:
        raise StructureBroken("table-form-unknown", given="bytes that are no text")
    if not _WORD.search(text):
        raise StructureBroken("table-empty")


def _chosen(tables: Iterator[Given], wanted: Wanted) -> Found:
    """The table with the most wanted headings; of equals the first that has rows, as the longest may change any day.

    Of the ways to read one text it is the one with more rows as wide as the headings.
    """
    best, found = (0, 0), None
    is_empty = True
    for given in tables:
        name = given.name
        first = list(islice(map(_bounded, given.rows), MOST_ABOVE + (wanted.row or 0)))
        is_empty = is_empty and not any(map(_is_filled, first))
        headings = find_headings(first, wanted)
        if headings is None:
            continue
        below = first[headings.below :]
        fitting = sum(len(row.cells) == len(headings.names) for row in below)
        rank = headings.found, fitting if name is None else any(map(_is_filled, below))
        if rank > best:
            below_all = chain(below, map(_bounded, given.rows))
            best, found = rank, Found(headings, below_all, given.delimiter, [name] if name else [])
        elif found is not None and name and rank == best and rank[1]:
            found = found._replace(names=[*found.names, name])
    if is_empty:
        raise StructureBroken("table-empty")
    if found is None:
        raise StructureBroken("headings-missing", names="، ".join(sorted(wanted.keys or wanted.labels)))
    return found


def _bounded(row: Row) -> Row:
    if len(row.cells) > MOST_COLUMNS:
        raise StructureBroken("too-many-columns", allowed=MOST_COLUMNS, row=row.number)
    return row


def _is_filled(row: Row) -> bool:
    return any(row.cells)


# ---------- its rows ----------


class _Table:
    """The rows below the headings as the protocol gets them."""

    def __init__(self, found: Found, rules: Rules, problems: Counter[str]) -> None:
        self._rules, self._problems = rules, problems
        self._given, headings = found, found.headings
        self._names = headings.names
        self._headings, self._width = headings, headings.width
        self._labels = [to_label(name) for name in headings.names]
        self._seen: set[int] = set()  # hashes of native ids: only what is refused needs an excerpt
        self._fitting = self._unfit = 0
        self._widest = len(headings.names) if found.delimiter is None else headings.width
        self._places = {label: place for place, label in reversed(list(enumerate(self._labels)))}
        self.missing = [key for label, key in rules.columns.items() if label not in self._labels]

    def rows(self) -> Iterator[dict[str, Any]]:
        """Those with something in them, without repeated headings and without the words of `skip_rows`."""
        for row in self._given.rows:
            if _is_filled(row) and not self._is_skipped(row.cells):
                self._refuse_moved(row)
                yield self._row(row)

    def _is_skipped(self, cells: Sequence[str]) -> bool:
        if self._rules.skip and to_label(next(filter(None, cells))[:LONGEST_WORDS]) in self._rules.skip:
            return True
        return self._headings.are(cells)

    def _refuse_moved(self, row: Row) -> None:
        if self._headings.are_moved(row.cells):
            raise StructureBroken("headings-moved", row=row.number)

    def _row(self, row: Row) -> dict[str, Any]:
        """A row as of readers/trees.py; only one that is no record by its key has an excerpt."""
        cells = [self._told(cell) for cell in row.cells]
        fits = row.whole and self._fits(cells)
        self._problems["quotes-broken"] += not row.whole
        self._count(fits)
        self._problems["number-split"] += fits and self._is_number_split(cells)
        found = self._key_and_link(cells) if fits else {"native_id": None, "link": None, "slow": None}
        key = hash(found["native_id"])
        is_new = found["native_id"] is not None and key not in self._seen
        self._seen.add(key)
        return {
            **found,
            "fields": self._fields(cells) if fits else {},
            "excerpt": "" if is_new else " | ".join(filter(None, cells))[:LONGEST_SHOWN],
            "deleted": False,
            "fits": fits,
            "place": f"row {row.number}",
        }

    def _key_and_link(self, cells: Sequence[str]) -> dict[str, str | None]:
        found: dict[str, str | None] = {"native_id": None, "link": None, "slow": "list.native_id"}
        try:
            parts = [self._text(cells, cell) for cell in self._rules.native_id]
            found |= {"native_id": native_id_of(parts), "slow": "list.detail"}
            link = self._rules.link
            return found | {"link": self._text(cells, link) if link else None, "slow": None}
        except PatternTooSlow:
            return found

    def _text(self, cells: Sequence[str], cell: Cell) -> str | None:
        if cell.label not in self._places:
            return None
        text = cells[self._places[cell.label]]
        return (text if cell.match is None else cut_out(cell.match, text)) or None

    def _count(self, fits: bool) -> None:
        """Raises StructureBroken when most rows are not as wide as the headings: then these are not their headings."""
        self._fitting += fits
        self._unfit += not fits
        if self._unfit >= MOST_UNFIT and self._unfit > self._fitting:
            raise StructureBroken("rows-unfit", given=self._unfit, names="، ".join(self._names)[:500])

    def _told(self, cell: str) -> str:
        """The cell without what is no value; codes that a spreadsheet broke stay and are told."""
        if cell in ERRORS:
            self._problems["cell-error"] += 1
            return ""
        if "+" in cell and (short := _SHORTENED.fullmatch(cell)) and int(short[1]) >= _FEWEST_DIGITS:
            self._problems["number-shortened"] += 1
        return cell

    def _fits(self, cells: Sequence[str]) -> bool:
        """Whether the row has a cell for each heading; only empty ones may be missing headings or come on top.

        In text also those below empty headings at the end: there a delimiter too many shifts cells into them.
        """
        return len(cells) >= self._width and not any(cells[self._widest :])

    def _is_number_split(self, cells: Sequence[str]) -> bool:
        """Whether a comma between thousands may have made two cells of a number: the last of the row, unasked for.

        Only there, as a row of many small numbers is common and one that is cut before its end would be too wide.
        """
        last = max((column for column, cell in enumerate(cells) if cell), default=0)
        return (
            self._given.delimiter in _COMMAS
            and last > 0
            and self._labels[last - 1] in self._rules.columns
            and self._labels[last] not in self._rules.wanted.labels
            and _FIRST_DIGITS.fullmatch(cells[last - 1]) is not None
            and _THREE_DIGITS.fullmatch(cells[last]) is not None
        )

    def _fields(self, cells: Sequence[str]) -> dict[str, list[str]]:
        """The cells of mapped columns, and what stands in columns that are neither mapped nor ignored."""
        found: dict[str, list[str]] = {}
        for name, label, cell in zip(self._names, self._labels, cells, strict=False):
            if label in self._rules.columns:
                found[self._rules.columns[label]] = [cell]
            elif cell and label not in self._rules.known:
                found[f"column:{name}"] = [cell]
        return found
