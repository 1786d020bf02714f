"""Protocol `dcat`: a catalogue of datasets in RDF, in one document or in pages of hydra (harvesting.md section 3)."""

from __future__ import annotations

from collections.abc import Iterator

from harvesters.errors import StructureBroken
from harvesters.fetch import Getter
from harvesters.links import host_and_port
from harvesters.protocols import Found
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

    def open(self, address: str, number: int) -> Page:
        """See Pages; the pages of a catalogue are on one host, each there once."""
        if number > 1 and host_and_port(address) != host_and_port(self.address(1)):
            raise StructureBroken("next-elsewhere", url=address, given=address)
        if address in self._read:
            raise StructureBroken("paging-loops", url=address)
        self._read.add(address)
        page = super().open(address, number)
        return Page(number, page.document, map(self._linked, page.rows), page.end)

    def _linked(self, row: Row) -> Row:
        """A dataset whose own address is none of the web is found in its catalogue, on whatever page it stands."""
        return row if row["link"] else {**row, "link": self._source.reading.url}
