"""The rows of an HTML table on a grid, so that a cell stands under its own heading whatever spans it has."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from selectolax.lexbor import LexborNode

from harvesters.readers.delimited import Row
from harvesters.readers.pages import Page, text_of

MOST_SPANNED = 100
"""Columns or rows; a larger span is taken for one."""

MOST_HEADING_ROWS = 3


class Tables:
    """Reads the rows of a page from above, each with the headings of its own table."""

    def __init__(self) -> None:
        self._sections: dict[int, tuple[list[str], Section]] = {}

    def columns(self, row: LexborNode) -> list[tuple[str, str]] | None:
        """(heading, text) of each column; none without headings, and None when the row is not as wide as they are."""
        parent = row.parent.mem_id if row.parent is not None else 0
        headings, section = self._sections.get(parent) or (headings_of(row), Section())
        self._sections[parent] = headings, section
        cells = section.read(row) if headings else []
        if len(cells) != len(headings):
            return None
        return [(heading, text_of(cell)) for heading, cell in zip(headings, cells, strict=True)]


class Section:
    """The grid of a body of a table; a cell over several rows or columns counts in each of them, within its body."""

    def __init__(self) -> None:
        self._above: dict[int, tuple[LexborNode, int]] = {}  # column -> a cell from above, rows it still covers

    def read(self, row: LexborNode) -> list[LexborNode]:
        """The cell of each column in this row."""
        grid: dict[int, LexborNode] = {}
        for column, (cell, left) in list(self._above.items()):
            grid[column] = cell
            self._above[column] = (cell, left - 1)
            if left == 1:
                del self._above[column]
        column = 0
        for cell in row.iter():
            if cell.tag not in ("td", "th"):
                continue
            while column in grid:
                column += 1
            for _ in range(_span(cell, "colspan")):
                grid[column] = cell
                if (rows := _span(cell, "rowspan")) > 1:
                    self._above[column] = (cell, rows - 1)
                column += 1
        return [grid[place] for place in sorted(grid)]


def grids(page: Page) -> Iterator[Iterator[Row]]:
    """The rows of each table of a page; those of a table inside another are its own."""
    for table in page.css("table"):
        yield _grid(table)


def _grid(table: LexborNode) -> Iterator[Row]:
    sections: dict[int, Section] = {}
    number = 0
    for row in table.css("tr"):
        parent = row.parent
        if parent is None or (holder := table_of(row)) is None or holder.mem_id != table.mem_id:
            continue
        number += 1
        section = sections.setdefault(parent.mem_id, Section())
        yield Row(number, [text_of(cell) for cell in section.read(row)])


def headings_of(row: LexborNode) -> list[str]:
    """The headings of the table a row stands in, as printed; none where the first row holds no `th`.

    Of two rows of headings, one above the other, the words are joined from above.
    """
    table = table_of(row) if row.tag == "tr" else None
    section = Section()
    grid = [[text_of(cell) for cell in section.read(above)] for above in _heading_rows(table)] if table else []
    if len({len(texts) for texts in grid}) > 1:
        grid = grid[:1]
    return [" ".join(text for text in dict.fromkeys(column) if text) for column in zip(*grid, strict=True)]


def _heading_rows(table: LexborNode) -> list[LexborNode]:
    """The first row where it holds a `th`, and those after it of which all cells are `th`."""
    rows = table.css("tr")[:MOST_HEADING_ROWS]
    if not rows or rows[0].css_first("th") is None:
        return []
    return [rows[0], *takewhile(_is_heading, rows[1:])]


def _is_heading(row: LexborNode) -> bool:
    cells = [cell.tag for cell in row.iter() if cell.tag in ("td", "th")]
    return len(cells) > 1 and "td" not in cells  # one cell over all is a title


def table_of(row: LexborNode) -> LexborNode | None:
    """The table that a row stands in."""
    table = row.parent
    while table is not None and table.tag != "table":
        table = table.parent
    return table


def _span(cell: LexborNode, name: str) -> int:
    printed = cell.attributes.get(name) or "1"
    span = int(printed) if printed.isascii() and printed.isdecimal() and len(printed) < 4 else 1
    return span if 1 <= span <= MOST_SPANNED else 1
