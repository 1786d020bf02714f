"""What stays of a list: the longest there is, at a price known beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from catalogue.diff.sequences import MOST_PAIRS, Work, stays

FEW_ITEMS = st.lists(st.integers(0, 3), max_size=20)


def longest(old: Sequence[int], new: Sequence[int]) -> int:
    """The length of a longest common subsequence, by the book."""
    lengths = [0] * (len(new) + 1)
    for item in old:
        corner = 0
        for place, other in enumerate(new, 1):
            above = lengths[place]
            lengths[place] = corner + 1 if item == other else max(above, lengths[place - 1])
            corner = above
    return lengths[-1]


@given(FEW_ITEMS, FEW_ITEMS)
def test_what_stays_is_the_longest_and_in_order(old: list[int], new: list[int]) -> None:
    places = stays(old, new, Work())
    assert places is not None and len(places) == longest(old, new)
    assert all(old[here] == new[there] for here, there in places)
    assert all(one[0] < two[0] and one[1] < two[1] for one, two in pairwise(places))


@given(FEW_ITEMS, FEW_ITEMS)
def test_the_price_is_known_beforehand_and_never_overdrawn(old: list[int], new: list[int]) -> None:
    work = Work()
    assert stays(old, new, work) is not None
    spent = MOST_PAIRS - work.left
    assert stays(old, new, Work(spent)) == stays(old, new, Work())
    assert stays(old, new, Work(spent - 1)) is None


def test_items_of_one_list_alone_are_compared_with_none() -> None:
    count = 30_000
    assert count * count > MOST_PAIRS
    assert stays([*range(count), -1], [-2, *range(count, 2 * count)], Work()) == []
