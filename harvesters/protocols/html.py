"""Protocol `html`: a listing with paging, and a page for each record or none (harvesting.md sections 2 and 3).

Here: which pages are fetched, and what becomes of each record. What stands on a page is read by readers/html.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.archive import Document
from harvesters.errors import AskedToWait, FetchError, HarvestError, LimitReached, ParserDied, StructureBroken
from harvesters.fetch import Getter
from harvesters.issues import Issue, shown
from harvesters.links import resolve
from harvesters.protocols import RawRecord
from harvesters.protocols.html_question import rules_text
from harvesters.protocols.identity import Identities
from harvesters.protocols.paging import Counted, Holder, PagesRead
from harvesters.source import Listing, Source

MEDIA_TYPES = ("text/html", "application/xhtml+xml", "")
MOST_BROKEN_PAGES = 20
"""As many pages of records broken at the beginning, and not one whole: the source is broken, not its records."""

Said = Mapping[str, Any]
"""What readers.html says of a page or a row."""


@dataclass(frozen=True, slots=True)
class ListingPage:
    """One page of the listing: `said` is of readers.html.listing_page; native ids are its rows' (None: without one)."""

    number: int
    document: Document
    said: Said
    native_ids: tuple[str | None, ...]

    @property
    def rows(self) -> Sequence[Said]:
        """In document order."""
        rows: Sequence[Said] = self.said["rows"]
        return rows


@dataclass(frozen=True, slots=True)
class RowId:
    """The publisher's key of a row, and where the row stands."""

    native_id: str
    place: str


def read(source: Source, fetcher: Getter) -> Iterator[RawRecord | Issue]:
    """The records of the listing in its order.

    Raises FetchError, StructureBroken or ParserDied when the listing itself cannot be read.
    """
    return HtmlReader(source, fetcher).read()


class HtmlReader:
    """Reads one source once."""

    def __init__(self, source: Source, fetcher: Getter) -> None:
        if not isinstance(source.reading, Listing):
            raise TypeError("a listing is needed")
        self._source, self._fetcher, self._listing = source, fetcher, source.reading
        self._rules = rules_text(source, source.reading)
        self._has_columns = any(rule.place.way == "column" for rule in source.rules)
        self._whole_pages = self._broken_pages = 0
        self._broke: HarvestError | None = None  # what broke the last of them

    def read(self) -> Iterator[RawRecord | Issue]:
        """The records and issues of the whole listing."""
        identities, counted = Identities(), Counted()
        for found in self._pages():
            if isinstance(found, Issue):
                yield found
                continue
            counted.meet(found.said["total"], found.native_ids)
            yield from _missing_columns(found)
            for number, row in enumerate(found.rows, start=1):
                place = f"page {found.number}, row {number}"
                native_id = _native_id(row, identities, found.document, place)
                if isinstance(native_id, Issue):
                    yield native_id
                elif identities.count > self._source.limits.records:
                    yield Issue("read", "too-many-records", place=place, facts={"allowed": self._source.limits.records})
                    return
                else:
                    self._refuse_broken_source(MOST_BROKEN_PAGES)
                    yield from self._record(found, row, RowId(native_id, place))
        self._refuse_broken_source(1)
        if counted.has_shifted:
            yield Issue("read", "listing-shifted")
        if self._listing.paging.total and (stated := counted.difference(identities.count)) is not None:
            yield Issue("read", "total-differs", facts={"stated": stated, "seen": identities.count})

    def _refuse_broken_source(self, most: int) -> None:
        if self._broken_pages >= most and not self._whole_pages:
            raise StructureBroken("no-page-readable", self._broke, pages=self._broken_pages)

    # ---------- the listing ----------

    def _pages(self) -> Iterator[ListingPage | Issue]:
        address: str | None = self._address(self._listing.paging.start)
        holder: Holder | None = None
        read = PagesRead()
        for number in range(1, self._listing.paging.max_pages + 1):
            if address is None:
                return
            try:
                said, document, issues = self._open(address, "listing", holder)
            except HarvestError as error:
                if holder is None or isinstance(error, AskedToWait | LimitReached):
                    raise
                facts = {"url": address, "why": error.code}
                place = f"page {number}"
                yield Issue("fetch", "page-unreadable", place=place, facts=facts, may_pass=error.may_pass)
                return
            yield from issues
            listing = ListingPage(number, document, said, tuple(row["native_id"] for row in said["rows"]))
            if (code := read.repetition(document.address, listing.native_ids)) is not None:
                yield Issue("read", code, None, document.sha256, f"page {number}", facts={"url": address})
                return
            if not any(listing.native_ids):
                if holder is None:
                    raise StructureBroken("listing-empty", url=address)
                if not self._is_end(listing, holder):
                    facts = {"url": address, "why": "listing-empty"}
                    yield Issue("read", "page-unreadable", None, document.sha256, f"page {number}", facts=facts)
                return
            yield listing
            holder = holder or Holder(**said["holder"], has_login=said["has_login"])
            address = self._following(listing)
        if address is not None and self._source.coverage == "all":
            yield Issue("read", "too-many-pages", facts={"allowed": self._listing.paging.max_pages})

    def _is_end(self, listing: ListingPage, holder: Holder) -> bool:
        """Whether a page without keys is the empty one after the last; one row may say that nothing was found."""
        return len(listing.rows) <= 1 and self._listing.paging.style != "next" and holder.is_on(listing.said)

    def _address(self, page_number: int) -> str:
        return self._listing.url.replace("{page}", str(page_number))

    def _following(self, page: ListingPage) -> str | None:
        """The address of the page after this one, or None at the end."""
        paging = self._listing.paging
        if paging.style == "page":
            return self._address(paging.start + page.number)
        href: str | None = page.said["next"] if paging.style == "next" else None
        # an address that is none is told when it is asked: the listing goes on, we cannot
        return (resolve(page.document.address, href) or href) if href else None

    def _open(self, address: str, page: str, holder: Holder | None = None) -> tuple[Said, Document, list[Issue]]:
        """What stands on the page at an address, its document, and what had to be replaced in its text."""
        document = self._fetcher.get(address)
        if document.media_type not in MEDIA_TYPES:
            raise StructureBroken("wrong-media-type", url=address, given=document.media_type)
        question = {
            "page": page,
            "rules": self._rules,
            "media_type": document.media_type,
            "charset": document.charset,
            "holder": holder.asked() if holder else None,
        }
        try:
            said = self._fetcher.sandbox.ask("html", document.body, question)
        except (StructureBroken, ParserDied) as error:
            error.facts["url"] = address  # a reader knows of none
            raise
        facts = {"url": address, "charset": said["charset"]}
        issues = [
            Issue("read", code, document=document.sha256, place=address, facts={**facts, "count": count})
            for code, count in said["problems"].items()
        ]
        return said, document, issues

    # ---------- one record ----------

    def _record(self, listing: ListingPage, row: Said, row_id: RowId) -> Iterator[RawRecord | Issue]:
        fields = dict(row["fields"])
        seen_in = listing.document.sha256
        if self._has_columns and not row["fits"]:
            yield Issue("read", "row-width", row_id.native_id, seen_in, row_id.place)
        if row["slow"]:
            yield _slow(row, row_id.native_id, seen_in, row_id.place)
            return
        href: str | None = row["link"]
        link = resolve(listing.document.address, href) if href else None
        if link is None and (href or self._source.detail):
            yield self._no_link(href, seen_in, row_id)
        if self._source.detail is None:
            address = link or listing.document.address
            yield RawRecord(row_id.native_id, fields, listing.document, address, row_id.place)
            return
        if link is None:
            return
        try:
            said, document, issues = self._open(_detail_address(self._source.detail.url, link), "record")
        except (FetchError, StructureBroken, ParserDied) as error:
            yield self._broken(error, row_id)
            return
        self._whole_pages += 1
        yield from issues
        fields.update(said["fields"])
        yield RawRecord(row_id.native_id, fields, document, link, row_id.place)

    def _no_link(self, href: str | None, document: str, row_id: RowId) -> Issue:
        """The link of a row is missing or no address; only a record with a page of its own cannot be without."""
        code = "url-unreadable" if href else "detail-link-missing"
        facts = {"given": shown(href, 200)} if href else {}
        refuses = self._source.detail is not None
        return Issue("read", code, row_id.native_id, document, row_id.place, facts=facts, refuses=refuses)

    def _broken(self, error: HarvestError, row_id: RowId) -> Issue:
        self._broken_pages, self._broke = self._broken_pages + 1, error
        stage = "fetch" if isinstance(error, FetchError) else "read"
        return Issue(stage, error.code, row_id.native_id, place=row_id.place, facts=error.facts, refuses=True)


def _native_id(row: Said, identities: Identities, document: Document, place: str) -> str | Issue:
    """The key of a row; one whose pattern takes too long is one row, not the listing."""
    if row["slow"] == "list.native_id":
        return _slow(row, None, document.sha256, place)
    return identities.take(row["native_id"], document, place, row["excerpt"])


def _slow(row: Said, native_id: str | None, document: str, place: str) -> Issue:
    facts = {"field": row["slow"]}
    return Issue("read", "pattern-too-slow", native_id, document, place, row["excerpt"], facts, refuses=True)


def _missing_columns(page: ListingPage) -> Iterator[Issue]:
    """The columns of the rules that the first page has not."""
    for key in page.said["missing"] if page.number == 1 else ():
        facts = {"name": key.removeprefix("column:")}
        yield Issue("read", "column-missing", None, page.document.sha256, key, facts=facts)


def _detail_address(template: str, link: str) -> str:
    """`{detail}?print=1` for a link that has a query already goes on with `&`."""
    _, _, rest = template.partition("{detail}")
    if "?" in link and rest.startswith("?"):
        template = template.replace("{detail}?", "{detail}&")
    return template.replace("{detail}", link)
