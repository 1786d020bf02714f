"""Protocol `json`: rows in JSON, or in JSON Lines where the server says so (harvesting.md section 3).

What stands in a document is read by readers/json_rows.py. Only rows count: a time stamp around them is no change.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from catalogue.archive import Document
from harvesters.fetch import Getter
from harvesters.protocols import Found
from harvesters.protocols.records import Page
from harvesters.protocols.rows import RowPages, RowReader
from harvesters.source import Source

JSON_TYPES = ("application/json", "text/json", "application/vnd.api+json", "application/hal+json")
LINES_TYPES = ("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines")
LINES_ENDINGS = (".jsonl", ".ndjson")


def read(source: Source, fetcher: Getter) -> Iterator[Found]:
    """The records of the listing in its order; raises what RowPages does."""
    return JsonPages(source, fetcher).read()


class JsonPages(RowPages):
    """Reads the listing of one source once."""

    media_types = (*JSON_TYPES, *LINES_TYPES)

    def __init__(self, source: Source, fetcher: Getter) -> None:
        super().__init__(source, fetcher)
        self._lines = RowReader(source, fetcher, "jsonl")

    def is_end(self, page: Page) -> bool:
        """A page without rows that leads nowhere; an address or a cursor on it would be asked for ever."""
        return not list(page.rows) and (self._paging.style in ("page", "offset") or not page.end["next"])

    def reader_of(self, document: Document) -> RowReader:
        """By its media type, else by the ending of its address."""
        path = urlsplit(document.address).path.lower()
        has_lines = document.media_type in LINES_TYPES or path.endswith(LINES_ENDINGS)
        return self._lines if has_lines else self._reader
