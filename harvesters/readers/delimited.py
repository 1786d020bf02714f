"""Text with delimiters (CSV, TSV and their like) -> rows of cells, as a stream. Knows no headings and no source.

A row whose quotes are broken is given as a row that is none, and reading goes on in the line after its first one: one
stray quote must not swallow the rows up to the next.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from harvesters.errors import StructureBroken

DELIMITERS = (",", ";", "\t", "|", "،", "؛")
NONE = "\x1f"
"""Stands for the delimiter of a table of one column."""
LONGEST_CELL = 2**20
"""Characters; a longer cell is no cell of a table."""
MOST_READ_AGAIN = 2**25
"""Characters in all that may be read a second time because of broken quotes."""

_LINE = re.compile(r"[^\r\n]*+(?:\r\n?|\n)|[^\r\n]++")
_DIGITS = re.compile(r"\d+")
_SAID = re.compile(r"\"?sep=(.)\"?[\r\n]")


class Row(NamedTuple):
    """The cells of a row, and its number as a person sees it; one that is not `whole` is broken in itself."""

    number: int
    cells: list[str]
    whole: bool = True


class _Lines:
    """The lines of a text, of which those after the first of a row can be given back."""

    def __init__(self, text: str) -> None:
        self._rest = (found[0] for found in _LINE.finditer(text))
        self._again: deque[str] = deque()
        self.taken: list[str] = []
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._rest)
        self.taken.append(line)
        self.number += 1
        return line

    def begin(self) -> int:
        """Begin a row, and say in which line."""
        self.taken = []
        return self.number + 1

    def give_back(self) -> int:
        """Take back all lines of the row but the first, and say how many characters they have."""
        again = self.taken[1:]
        self._again.extendleft(reversed(again))
        self.number -= len(again)
        return sum(map(len, again))


def rows(text: str, delimiter: str) -> Iterator[Row]:
    """The rows of a text by line numbers; raises StructureBroken for absurd cells and for too many broken quotes."""
    csv.field_size_limit(LONGEST_CELL)
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
    read_again = 0
    while True:
        number = lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            if len(lines.taken[0]) > LONGEST_CELL:
                raise StructureBroken("cell-too-long", allowed=LONGEST_CELL, row=number) from None
            read_again = _given_back(lines, read_again, number)
            yield Row(number, [lines.taken[0].strip()], whole=False)
            continue
        if len(lines.taken) > 1 and _are_rows(lines.taken, delimiter, len(cells)):
            read_again = _given_back(lines, read_again, number)
            yield Row(number, [lines.taken[0].strip()], whole=False)
            continue
        yield Row(number, [_shown(cell) for cell in cells])


def _given_back(lines: _Lines, read_again: int, number: int) -> int:
    read_again += lines.give_back()
    if read_again > MOST_READ_AGAIN:
        raise StructureBroken("too-many-quotes-broken", row=number)
    return read_again


def _are_rows(lines: list[str], delimiter: str, width: int) -> bool:
    """Whether lines that a quote holds together are rows of their own: the quote was closed by that of another row.

    Each of them has as many cells as all together, and digits in the same places as the first in at least one cell.
    """
    whole = re.compile(f'(?<![^{(one := re.escape(delimiter))}])"[^"]*"(?![^{one}\\r\\n])')
    split = [whole.sub('""', line).split(delimiter) for line in lines]
    if width < 2 or any(len(cells) != width for cells in split):
        return False
    first, *others = [[_DIGITS.sub("0", cell.strip()) for cell in cells] for cells in split]
    return all(any(one == two and "0" in one for one, two in zip(first, cells, strict=True)) for cells in others)


def delimiters_of(text: str) -> list[str]:
    """The delimiters that may separate the columns: the one the text names in its first line as Excel does, or all."""
    said = _SAID.match(text)
    return [said[1]] if said else [*(one for one in DELIMITERS if one in text), NONE]


def _shown(cell: str) -> str:
    """What a spreadsheet shows of a cell: `="0005"` protects the zeros of a code."""
    text = cell.replace("\r\n", "\n").strip()
    return text[2:-1] if text.startswith('="') and text.endswith('"') and len(text) > 2 else text
