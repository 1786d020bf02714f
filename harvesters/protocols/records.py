"""Rows -> records: the publisher's key, the link, the limit of records, and the page of each record where it has one.

Which documents are read, and how a listing goes on, is in pages.py; what stands in a row, in the readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from catalogue.archive import Document
from harvesters.fetch import Getter
from harvesters.issues import Issue, excerpt_of, shown
from harvesters.links import resolve
from harvesters.protocols import Deleted, Found, RawRecord
from harvesters.protocols.details import RecordPages
from harvesters.protocols.identity import Identities
from harvesters.source import Source

Row = Mapping[str, Any]
"""A row as readers/trees.py describes it. Its excerpt is not masked yet: that is done where it is used."""


@dataclass(frozen=True, slots=True)
class Page:
    """A document with rows, the `number`-th of a listing.

    `end` is what its reader says last: {charset, problems, total, next, missing}; whole once the rows are used up.
    """

    number: int
    document: Document
    rows: Iterable[Row]
    end: Mapping[str, Any]


class TooManyRecords(Exception):
    """The limit of the source is reached."""


class Records:
    """Makes records of the rows of one source, once."""

    def __init__(self, source: Source, fetcher: Getter) -> None:
        self._source = source
        self.identities = Identities()
        self.met = 0  # rows, those without a key also
        self._pages = RecordPages(source, fetcher) if source.detail and not source.reads_files else None

    def of(self, page: Page) -> Iterator[Found]:
        """The records and issues of a page; raises StructureBroken when no page of a record can be read."""
        for row in page.rows:
            self.met += 1
            if row.get("broken"):
                yield _broken(row, page.document)
                continue
            native_id = self._native_id(row, page.document)
            if isinstance(native_id, Issue):
                yield native_id
            elif row["deleted"]:
                yield Deleted(native_id, page.document, row["place"])
            elif self.identities.count > self._source.limits.records:
                facts = {"allowed": self._source.limits.records}
                yield Issue("read", "too-many-records", place=row["place"], facts=facts)
                raise TooManyRecords
            else:
                if self._pages:
                    self._pages.refuse_broken()
                yield from self._record(page.document, row, native_id)

    def finish(self) -> None:
        """Raise StructureBroken when there were pages of records and all were broken."""
        if self._pages:
            self._pages.refuse_broken(1)

    def _native_id(self, row: Row, document: Document) -> str | Issue:
        """The key of a row; one whose pattern takes too long is one row, not the listing."""
        if not row["fits"] and row["native_id"] is None:  # nobody knows which of its cells is the key
            return Issue(
                "read", "row-width", None, document.sha256, row["place"], excerpt_of(row["excerpt"]), refuses=True
            )
        if row["slow"] == "list.native_id":
            return _slow(row, None, document)
        taken = self.identities.take(row["native_id"], document, row["place"], is_name=row.get("is_name", False))
        return replace(taken, excerpt=excerpt_of(row["excerpt"])) if isinstance(taken, Issue) else taken

    def _record(self, listing: Document, row: Row, native_id: str) -> Iterator[RawRecord | Issue]:
        place, fields = row["place"], dict(row["fields"])
        if not row["fits"]:
            yield Issue("read", "row-width", native_id, listing.sha256, place)
        if row["slow"]:
            yield _slow(row, native_id, listing)
            return
        if row.get("cut"):  # of trees alone
            facts = {"allowed": row["cut"]}
            yield Issue("read", "row-too-deep", native_id, listing.sha256, place, facts=facts)
        link = resolve(listing.address, row["link"]) if row["link"] else None
        if link is None and (row["link"] or self._pages):
            yield self._no_link(row, listing, native_id)
        if self._pages is None:
            yield RawRecord(native_id, fields, listing, link or listing.address, place)
            return
        if link is None:
            return
        opened = self._pages.open(link, native_id, place)
        if isinstance(opened, Issue):
            yield opened
            return
        more, document, issues = opened
        yield from issues
        yield RawRecord(native_id, {**fields, **more}, document, link, place)

    def _no_link(self, row: Row, document: Document, native_id: str) -> Issue:
        """The link of a row is missing or no address; only a record with a page of its own cannot be without."""
        code = "url-unreadable" if row["link"] else "detail-link-missing"
        facts = {"given": shown(row["link"], 200)} if row["link"] else {}
        refuses = self._pages is not None
        return Issue("read", code, native_id, document.sha256, row["place"], facts=facts, refuses=refuses)


def _broken(row: Row, document: Document) -> Issue:
    """What stands in the place of a row and is not read; nobody knows its key."""
    said = row["broken"]
    place, excerpt = row["place"], excerpt_of(row["excerpt"])
    return Issue("read", said["code"], None, document.sha256, place, excerpt, said["facts"], said["refuses"])


def _slow(row: Row, native_id: str | None, document: Document) -> Issue:
    facts = {"field": row["slow"]}
    excerpt = excerpt_of(row["excerpt"])
    return Issue("read", "pattern-too-slow", native_id, document.sha256, row["place"], excerpt, facts, refuses=True)
