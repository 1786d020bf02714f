"""Whether a page goes on with a listing: no page read before, and no error page in the place of an empty one."""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from harvesters.patterns import PatternTooSlow
from harvesters.protocols.cells import table_of
from harvesters.protocols.pages import Page

NativeIds = tuple[str | PatternTooSlow | None, ...]

LOGIN = "input[type=password]"


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
    """The element that holds the rows of a listing: their table, else their parent; `has_login` is of its page."""

    tag: str
    classes: frozenset[str]
    has_login: bool

    def stands_on(self, page: Page) -> bool:
        """Whether a page has it, be it empty; an error page has not, nor one that asks for a password all at once."""
        if page.css(LOGIN) and not self.has_login:
            return False
        return any(self.classes <= _classes(node) for node in page.css(self.tag))


def holder_of(page: Page, row: LexborNode) -> Holder:
    """What holds this row of the page."""
    holder = (table_of(row) if row.tag == "tr" else None) or row.parent or row
    return Holder(str(holder.tag), _classes(holder), bool(page.css(LOGIN)))


def _classes(node: LexborNode) -> frozenset[str]:
    return frozenset((node.attributes.get("class") or "").split())
