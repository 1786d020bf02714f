"""Documents of rows: asked for once, read by a reader of harvesters/readers in the sandbox, part by part.

For the protocols whose documents are neither web pages nor one record each. A reader gives parts {rows}, and at last
{end: {charset, problems, total, next, missing}} (readers/trees.py, readers/table.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from catalogue.archive import Document
from harvesters.errors import StructureBroken, naming
from harvesters.fetch import Getter
from harvesters.protocols.pages import Pages
from harvesters.protocols.question import rules_text
from harvesters.protocols.records import Page, Row
from harvesters.source import Source

PLAIN = ("text/plain", "application/octet-stream", "binary/octet-stream", "")
"""What servers say of files whose form they do not know."""


class RowReader:
    """Asks one reader with the rules of one source."""

    def __init__(self, source: Source, fetcher: Getter, form: str) -> None:
        self._fetcher, self._form = fetcher, form
        self._rules = rules_text(source)

    def page(self, document: Document, number: int, place: str = "") -> Page:
        """The document as a page whose rows are read while they are used; `place` names the document in their places.

        Raises StructureBroken and ParserDied while rows are taken.
        """
        end: dict[str, Any] = {}
        return Page(number, document, self._rows(document, end, place), end)

    def _rows(self, document: Document, end: dict[str, Any], place: str) -> Iterator[Row]:
        question = {"rules": self._rules, "media_type": document.media_type, "charset": document.charset}
        with naming(document.address):
            for part in self._fetcher.sandbox.parts(self._form, document.body, question):
                for row in part.get("rows", ()):
                    yield {**row, "place": f"{place}, {row['place']}"} if place else row
                end.update(part.get("end", {}))


class RowPages(Pages):
    """A listing of documents of rows; `media_types` are those that its form comes in beside the plain ones."""

    media_types: tuple[str, ...] | None = None

    def __init__(self, source: Source, fetcher: Getter) -> None:
        super().__init__(source, fetcher)
        self._reader = RowReader(source, fetcher, source.reading.form)

    def open(self, address: str, number: int) -> Page:
        """See Pages."""
        return self.page_of(self._fetcher.get(address), number)

    def page_of(self, document: Document, number: int) -> Page:
        """The page in a document; its rows are at hand where the listing has more pages."""
        if self.media_types is not None and document.media_type not in (*self.media_types, *PLAIN):
            raise StructureBroken("wrong-media-type", url=document.address, given=document.media_type)
        place = self.place(number) if self.is_whole or number > 1 else ""  # a page after the first says which it is
        page = self.reader_of(document).page(document, number, place)
        return Page(number, document, list(page.rows), page.end) if self.is_whole else page

    def reader_of(self, document: Document) -> RowReader:
        """What reads a document; a protocol of several forms chooses."""
        return self._reader
