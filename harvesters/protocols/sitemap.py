"""Protocol `sitemap`: the pages whose addresses a sitemap names (harvesting.md section 3).

All addresses are known before the first page is read: so the samples that tell whether `lastmod` can be believed come
first (lastmod.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.archive import Document
from harvesters.errors import (
    AddressRefused,
    AskedToWait,
    HarvestError,
    LimitReached,
    StructureBroken,
    naming,
)
from harvesters.fetch import Getter, to_address
from harvesters.folded import cut_out
from harvesters.issues import Issue, page_unreadable, shown
from harvesters.links import host_and_port, resolve
from harvesters.patterns import PatternTooSlow
from harvesters.protocols import Found
from harvesters.protocols.details import text_issues
from harvesters.protocols.lastmod import Listed, believed
from harvesters.protocols.records import Page, Records, Row, TooManyRecords
from harvesters.source import Source

DEEPEST = 2
"""Indexes one below the other, the first one included."""
MOST_SITEMAPS = 5_000
MOST_ADDRESSES = 50_000
"""Of one sitemap, as sitemaps.org says."""


def read(source: Source, fetcher: Getter) -> Iterator[Found]:
    """The records in the order of the sitemaps.

    Raises FetchError, StructureBroken or ParserDied when the first sitemap itself cannot be read.
    """
    sitemaps, records = Sitemaps(source, fetcher), Records(source, fetcher)
    listed: list[tuple[Document, Listed]] = []
    for found in sitemaps.read():
        if isinstance(found, Issue):
            yield found
        else:
            listed.append(found)
    if not listed:
        raise StructureBroken("listing-empty", url=source.address)
    fetcher.changed_at, issues = believed([one for _, one in listed], source, fetcher)
    yield from issues
    try:
        for document, rows in _by_document(listed):
            yield from records.of(Page(1, document, rows, {}))
    except TooManyRecords:
        return
    finally:
        fetcher.changed_at = {}
    records.finish()


def _by_document(listed: list[tuple[Document, Listed]]) -> Iterator[tuple[Document, list[Row]]]:
    rows: list[Row] = []
    for place, (document, one) in enumerate(listed, start=1):
        rows.append(_row(one))
        if place == len(listed) or listed[place][0] is not document:
            yield document, rows
            rows = []


def _row(listed: Listed) -> Row:
    row = {"native_id": listed.native_id, "link": listed.address, "place": listed.place, "excerpt": listed.address}
    return {**row, "fields": {}, "slow": None, "deleted": False, "fits": True}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sitemap to be read, and how many indexes lead to it."""

    address: str
    depth: int


class Sitemaps:
    """Walks from the first sitemap to all below it, once each."""

    def __init__(self, source: Source, fetcher: Getter) -> None:
        if source.reading.url is None or source.reading.match is None:
            raise TypeError("an address and a pattern are needed")
        self._fetcher, self._encoding, self._match = fetcher, source.encoding, source.reading.match
        self._waiting = [Waiting(source.reading.url, 0)]
        self._known = {source.reading.url}
        self._hosts = {host_and_port(source.reading.url)[0]}

    def read(self) -> Iterator[tuple[Document, Listed] | Issue]:
        """What the source takes for records, with the sitemap that names it."""
        number = 0
        while self._waiting:
            now, number = self._waiting.pop(0), number + 1
            if number > MOST_SITEMAPS:
                yield Issue("read", "too-many-pages", facts={"allowed": MOST_SITEMAPS})
                return
            try:
                document = self._fetcher.get(now.address)
                addresses, end = self._addresses(document)
            except HarvestError as error:
                if number == 1 or isinstance(error, AskedToWait | LimitReached):
                    raise
                yield page_unreadable(f"sitemap {number}", now.address, error.code, error.may_pass)
                continue
            yield from text_issues(end, document)
            if number == 1:
                self._hosts.add(host_and_port(document.address)[0])  # where the first address was led to
            ours = self._ours(addresses, document)
            yield from self._left_out(addresses, ours, document, "sitemap" if end["is_index"] else "address")
            if end["is_index"]:
                yield from self._go_below(ours, now)
            else:
                yield from self._records(ours, document, number)

    def _addresses(self, document: Document) -> tuple[list[tuple[str, str | None]], Mapping[str, Any]]:
        """What a sitemap names, and the end of its reader's answer; raises StructureBroken, ParserDied."""
        addresses: list[tuple[str, str | None]] = []
        end: dict[str, Any] = {}
        question = {"encoding": self._encoding, "charset": document.charset}
        with naming(document.address):
            for part in self._fetcher.sandbox.parts("sitemap", document.body, question):
                addresses += [(address, lastmod) for address, lastmod in part.get("addresses", ())]
                end |= part.get("end", {})
        return addresses, end

    def _ours(self, addresses: list[tuple[str, str | None]], document: Document) -> list[tuple[str, str | None]]:
        """Absolute addresses of the sitemap's own host."""
        resolved = [(resolve(document.address, address) or "", lastmod) for address, lastmod in addresses]
        return [(address, lastmod) for address, lastmod in resolved if _host(address) in self._hosts]

    def _left_out(self, addresses: list[Any], ours: list[Any], document: Document, what: str) -> Iterator[Issue]:
        """Addresses of other hosts; a whole sitemap there is a part of the listing that was not read."""
        here = document.address
        if len(addresses) > MOST_ADDRESSES:
            facts = {"allowed": MOST_ADDRESSES, "given": len(addresses), "url": here}
            yield Issue("read", "sitemap-too-long", document=document.sha256, place=here, facts=facts)
        if len(ours) < len(addresses):
            first = next(address for address, _ in addresses if _host(resolve(here, address) or "") not in self._hosts)
            facts = {"count": len(addresses) - len(ours), "first": shown(first, 200)}
            yield Issue("read", f"foreign-{what}", document=document.sha256, place=here, facts=facts)

    def _go_below(self, ours: list[tuple[str, str | None]], now: Waiting) -> Iterator[Issue]:
        if now.depth == DEEPEST:
            yield Issue("read", "sitemap-too-deep", facts={"allowed": DEEPEST, "url": now.address})
            return
        new = [address for address in dict.fromkeys(address for address, _ in ours) if address not in self._known]
        self._waiting += [Waiting(address, now.depth + 1) for address in new]
        self._known.update(new)

    def _records(
        self, ours: list[tuple[str, str | None]], document: Document, number: int
    ) -> Iterator[tuple[Document, Listed] | Issue]:
        for at, (address, lastmod) in enumerate(ours, start=1):
            place = f"sitemap {number}, row {at}"
            try:
                native_id = cut_out(self._match, address)
            except PatternTooSlow:
                facts = {"field": "list.match"}
                yield Issue("read", "pattern-too-slow", None, document.sha256, place, facts=facts, refuses=True)
                continue
            if native_id is not None:
                yield document, Listed(native_id, address, lastmod, place)


def _host(address: str) -> str:
    """The host of an address, or an empty text where it is none."""
    try:
        return host_and_port(to_address(address))[0]
    except AddressRefused:
        return ""
