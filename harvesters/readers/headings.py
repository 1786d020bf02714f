"""Where the headings of a table stand: one row or two joined, below whatever comes before them. Knows no form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from harvesters.folded import to_label
from harvesters.readers.delimited import Row


class Wanted(NamedTuple):
    """The folded headings that the rules name, those of the key among them, and the row of headings if it is given."""

    labels: frozenset[str]
    keys: frozenset[str]
    row: int | None


class Headings(NamedTuple):
    """The headings as they are told apart, how many are wanted ones, how many stood there before, where the rows below
    begin, and the one or two rows as they are printed."""

    names: list[str]
    found: int
    doubled: int
    below: int
    printed: Sequence[Sequence[str]]

    @property
    def width(self) -> int:
        """How many columns have a heading, without the empty ones at the end."""
        return max((column for column, name in enumerate(self.names, start=1) if name != f"({column})"), default=0)

    def are(self, cells: Sequence[str]) -> bool:
        """Whether a row is one of the headings again, as on each page of what was made for printing."""
        return any(row[:1] == cells[:1] and [*filter(None, row)] == [*filter(None, cells)] for row in self.printed)

    def are_moved(self, cells: Sequence[str]) -> bool:
        """Whether a row is one of the headings in another order: below it every cell stands under a wrong one."""
        filled = [*filter(None, cells)]
        if len(filled) < 2:
            return False
        printed = [[*filter(None, row)] for row in self.printed]
        return any(row != filled and sorted(row) == sorted(filled) for row in printed)


def find_headings(rows: Sequence[Row], wanted: Wanted) -> Headings | None:
    """The headings among the first rows of a table: the row with the most wanted ones, and all of the key.

    A row is joined with the one below where that says more («اعتبار» above «مصوب» is «اعتبار مصوب»).
    """
    best: Headings | None = None
    for index, row in enumerate(rows):
        if not row.whole or (wanted.row is not None and wanted.row != row.number):
            continue
        for depth in (1, 2):
            found = _headings([one.cells for one in rows[index : index + depth]], wanted, index + depth)
            if found is not None and (best is None or found.found > best.found):
                best = found
    return best


def _headings(rows: Sequence[Sequence[str]], wanted: Wanted, below: int) -> Headings | None:
    names, doubled = _told_apart(rows[0] if len(rows) == 1 else _joined(*rows))
    labels = {to_label(name) for name in names}
    if not wanted.keys <= labels or not labels & wanted.labels:
        return None
    return Headings(names, len(labels & wanted.labels), doubled, below, rows)


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Headings of two rows. A heading over several columns stands in the first of them only; HTML repeats it."""
    width = max(len(upper), len(lower))
    names, over = [], ""
    for above, below in zip(*(list(row) + [""] * (width - len(row)) for row in (upper, lower)), strict=True):
        over = above if above or not below else over
        names.append(above if above == below else f"{over if below else above} {below}".strip())
    return names


def _told_apart(headings: Sequence[str]) -> tuple[list[str], int]:
    """Headings without blanks at their ends, and how many are doubled: the second of them is «heading (2)».

    One that is empty is called by its column, «(3)».
    """
    names: list[str] = []
    labels: dict[str, int] = {}
    doubled = 0
    for column, heading in enumerate(headings, start=1):
        name = " ".join(heading.split()) or f"({column})"
        times = labels[to_label(name)] = labels.get(to_label(name), 0) + 1
        doubled += times > 1
        names.append(f"{name} ({times})" if times > 1 else name)
    return names, doubled
