"""Whether a page goes on with a listing: no page read before, and no error page in the place of an empty one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.persian.numbers import latin_digits

NativeIds = tuple[str | None, ...]


class PagesRead:
    """The pages of a listing that were read, by their addresses and by the keys of their rows."""

    def __init__(self) -> None:
        self._numbers: dict[str | NativeIds, int] = {}
        self._count = 0

    def repetition(self, address: str, native_ids: NativeIds) -> str | None:
        """The code of the issue when this page was read before; a page that is new is remembered.

        The last page again is how many sites say that the listing is over; one from further back is a loop.
        """
        marks = (address, native_ids) if any(native_ids) else (address,)
        first = max((self._numbers[mark] for mark in marks if mark in self._numbers), default=None)
        if first is not None:
            return "paging-repeats" if first == self._count else "paging-loops"
        self._count += 1
        self._numbers |= dict.fromkeys(marks, self._count)
        return None


class Counted:
    """What the pages of a listing say of its size, and whether its rows moved while it was read."""

    def __init__(self) -> None:
        self._stated: list[str | None] = []
        self._before: Mapping[str, int] = {}
        self._rows_of_first = 0
        self._is_short = False
        self.has_shifted = False
        self.was_short = False
        """Whether the page before the last one had fewer rows than the offset went on."""

    def state(self, total: str | None) -> None:
        """What one more page says of the number of rows in all."""
        self._stated.append(total)

    @property
    def is_stated(self) -> bool:
        """Whether any page said how many rows there are."""
        return any(_number(stated) is not None for stated in self._stated)

    def is_full(self, native_ids: NativeIds) -> bool:
        """Whether a page has as many rows as the first one, so that it may not be the last."""
        return len(native_ids) >= self._rows_of_first

    def meet(self, native_ids: NativeIds, step: int = 0) -> None:
        """One more page, the next one being `step` rows on (0: nobody knows).

        A row that stood at another place of the page before has moved; a row that is pinned to all pages has not.
        """
        self._rows_of_first = self._rows_of_first or len(native_ids)
        self.was_short, self._is_short = self._is_short, len(native_ids) < step
        here = {native_id: place for place, native_id in enumerate(native_ids) if native_id is not None}
        self.has_shifted |= any(self._before.get(native_id, place) != place for native_id, place in here.items())
        self._before = here

    def difference(self, seen: int) -> str | None:
        """What was stated on the first and the last page, where that is not twice the number of rows seen."""
        ends = (self._stated[0], self._stated[-1]) if self._stated else ()  # nothing stated, nothing differs
        return None if all(_number(stated) == seen for stated in ends) else " / ".join(map(str, ends))


def _number(stated: str | None) -> int | None:
    """The whole number in a text like «۱٬۰۴۰ مصوبه»."""
    digits = re.sub(r"[^0-9]", "", latin_digits(stated or ""))
    return int(digits) if 0 < len(digits) < 16 else None


@dataclass(frozen=True, slots=True)
class Holder:
    """What held the rows of the first page of a listing (readers.html), and whether a password was asked for there."""

    tag: str
    classes: Sequence[str]
    has_login: bool

    def is_on(self, page: Mapping[str, Any]) -> bool:
        """Whether a page has it, be it empty; an error page has not, nor one that asks for a password all at once."""
        return bool(page["has_holder"]) and (self.has_login or not page["has_login"])

    def asked(self) -> dict[str, Any]:
        """How a later page is asked for it."""
        return {"tag": self.tag, "classes": list(self.classes)}
