"""Whether a page goes on with a listing: no page read before, and no error page in the place of an empty one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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
