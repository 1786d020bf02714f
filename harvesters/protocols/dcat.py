"""Protocol `dcat`: a catalogue of datasets in RDF, in one document or in pages of hydra (harvesting.md section 3)."""

from __future__ import annotations

from collections.abc import Iterator

from harvesters.errors import StructureBroken
from harvesters.fetch import Getter
from harvesters.issues import Issue
from harvesters.links import host_and_port, resolve
from harvesters.protocols import Found
from harvesters.protocols.paging import Counted
from harvesters.protocols.records import Page, Row
from harvesters.protocols.rows import RowPages
from harvesters.source import Source


def read(source: Source, fetcher: Getter) -> Iterator[Found]:
    """The datasets of the catalogue, page after page in the order of their addresses.

    Raises FetchError, StructureBroken or ParserDied when it cannot be read.
    """
    return Catalogue(source, fetcher).read()


class Catalogue(RowPages):
    """Reads one catalogue once."""

    is_whole = False

    def __init__(self, source: Source, fetcher: Getter) -> None:
        super().__init__(source, fetcher)
        self._read: set[str] = set()  # addresses of pages
        self._rows = 0  # of the last page

    def open(self, address: str, number: int) -> Page:
        """See Pages; the pages of a catalogue are on one host, each there once."""
        if number > 1 and host_and_port(address) != host_and_port(self.address(1)):
            raise StructureBroken("next-elsewhere", url=address, given=address)
        if address in self._read:
            raise StructureBroken("paging-loops", url=address)
        self._read.add(address)
        page, self._rows = super().open(address, number), 0
        return Page(number, page.document, map(self._linked, page.rows), page.end)

    def _said(self, page: Page, counted: Counted) -> Iterator[Issue]:
        """See Pages; a later page without datasets is the end where it says so, be it an empty catalogue.

        Where it states a total, that tells more surely than its last page whether all pages were read.
        """
        yield from super()._said(page, counted)
        end, address = page.end, page.document.address
        if page.number > 1 and not self._rows and (end["next"] or not end["is_catalogue"]):
            yield self._unreadable(page.number, address, "listing-empty")
        elif end["last"] and not end["next"] and end["total"] is None:
            last = resolve(address, end["last"]) or end["last"]
            if last not in self._read:
                yield self._unreadable(page.number + 1, last, "last-page-unread")

    def _linked(self, row: Row) -> Row:
        """A dataset whose own address is none of the web is found in its catalogue, on whatever page it stands."""
        self._rows += 1
        return row if row["link"] else {**row, "link": self._source.reading.url}
