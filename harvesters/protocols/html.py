"""Protocol `html`: a listing of web pages, and a page for each record or none (harvesting.md sections 2 and 3).

What stands on a page is read by readers/html.py.
"""

from __future__ import annotations

from collections.abc import Iterator

from harvesters.fetch import Getter
from harvesters.protocols import Found
from harvesters.protocols.details import HtmlPages, Said
from harvesters.protocols.pages import Pages
from harvesters.protocols.paging import Holder
from harvesters.protocols.records import Page, Row
from harvesters.source import Source


def read(source: Source, fetcher: Getter) -> Iterator[Found]:
    """The records of the listing in its order.

    Raises FetchError, StructureBroken or ParserDied when the listing itself cannot be read.
    """
    return Listing(source, fetcher).read()


class Listing(Pages):
    """Reads the listing of one source once."""

    is_whole = True

    def __init__(self, source: Source, fetcher: Getter) -> None:
        super().__init__(source, fetcher)
        self._pages = HtmlPages(source, fetcher)
        self._has_columns = any(rule.place.way == "column" for rule in source.rules)
        self._holder: Holder | None = None  # of the first page

    def open(self, address: str, number: int) -> Page:
        """See Pages."""
        said, document = self._pages.open(address, "listing", self._holder.asked() if self._holder else None)
        if self._holder is None and said["holder"] is not None:
            self._holder = Holder(**said["holder"], has_login=said["has_login"])
        place = self.place(number)
        rows = [self._row(row, f"{place}, row {at}") for at, row in enumerate(said["rows"], start=1)]
        return Page(number, document, rows, said)

    def is_end(self, page: Page) -> bool:
        """The empty page after the last, as the file says; else by what holds the rows, where one row may say
        that nothing was found."""
        said = page.end
        if self._paging.stop is not None:
            return bool(said["says_end"])
        is_on = self._holder is not None and self._holder.is_on(said)
        return len(said["rows"]) <= 1 and self._paging.style != "next" and is_on

    def _row(self, row: Said, place: str) -> Row:
        return {**row, "fits": row["fits"] or not self._has_columns, "deleted": False, "place": place}
