"""What stays when one list becomes another: a longest common subsequence, exact, at a price known beforehand. Pure.

Bit-parallel (Crochemore and others 2001, Hyyrö 2004): a row of the table of lengths is one long integer, whose bit i is
0 where item i makes the subsequence longer. So the price is the product of the two lengths, whatever stands in them;
no text can be made that costs more.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import compress, count
from operator import ne

MOST_PAIRS = 200_000_000
"""Pairs of items that one diff may compare: about 0.1 s, 25 MB. Two texts of 11,000 words in another order."""
_TO_BEGIN, _AN_ITEM = 50_000, 3_000
"""What else takes its time, in such pairs: to begin, and to tell what became of an item."""

Places = list[tuple[int, int]]
"""(place in the old list, place in the new one) of what stays, in order."""


@dataclass(slots=True)
class Work:
    """What one diff may still do, in pairs of items; shared by all of its texts and lists."""

    left: int = MOST_PAIRS

    def spend(self, pairs: int) -> bool:
        """Whether so much is left; then it is spent."""
        if not self.allows(pairs):
            return False
        self.left -= pairs
        return True

    def allows(self, pairs: int) -> bool:
        """Whether so much is left."""
        return pairs <= self.left


def alike(old: str | Sequence[object], new: str | Sequence[object]) -> tuple[int, int]:
    """How many items stand alike at the head of both, and how many at the tail of what is left."""
    most = min(len(old), len(new))
    head = next(compress(count(), map(ne, old, new)), most)
    return head, next(compress(range(most - head), map(ne, reversed(old), reversed(new))), most - head)


def stays(old: Sequence[Hashable], new: Sequence[Hashable], work: Work) -> Places | None:
    """Where a longest common subsequence stands in both; None when that costs more than is left of `work`."""
    head, tail = alike(old, new)
    olds, news = range(head, len(old) - tail), range(head, len(new) - tail)
    common = {old[place] for place in olds} & {new[place] for place in news}
    olds_left = [place for place in olds if old[place] in common]
    news_left = [place for place in news if new[place] in common]
    fixed = _TO_BEGIN + _AN_ITEM * (len(olds) + len(news))
    if not work.spend(fixed + len(olds_left) * len(news_left)):
        return None
    found = _longest([old[place] for place in olds_left], [new[place] for place in news_left])
    return [
        *((place, place) for place in range(head)),
        *((olds_left[i], news_left[j]) for i, j in found),
        *((len(old) - place, len(new) - place) for place in range(tail, 0, -1)),
    ]


def _longest(old: Sequence[Hashable], new: Sequence[Hashable]) -> Places:
    """The longer list makes the bits, so that there are few rows."""
    if len(old) < len(new):
        return [(i, j) for j, i in _longest(new, old)]
    return _walk_back(_rows(old, new), len(old))


def _rows(bits: Sequence[Hashable], rows: Sequence[Hashable]) -> list[int]:
    """The table of lengths, a row after each item of `rows`."""
    places: dict[Hashable, int] = {}
    for place, item in enumerate(bits):
        places[item] = places.get(item, 0) | 1 << place
    full = (1 << len(bits)) - 1
    row, table = full, []
    for item in rows:
        met = row & places[item]
        row = ((row + met) | (row - met)) & full
        table.append(row)
    return table


def _walk_back(table: Sequence[int], width: int) -> Places:
    """From the end of the table to its beginning: where the length grows in both directions a pair stays."""
    found: Places = []
    column, line = width - 1, len(table) - 1
    while column >= 0 and line >= 0:
        if table[line] >> column & 1:
            column -= 1
        elif line and not table[line - 1] >> column & 1:
            line -= 1
        else:
            found.append((column, line))
            column, line = column - 1, line - 1
    return found[::-1]
