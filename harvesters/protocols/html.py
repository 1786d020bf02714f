"""Protocol `html`: a listing with paging, and a page for each record or none (harvesting.md sections 2 and 3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from catalogue.archive import Document
from catalogue.persian.letters import fold_key
from harvesters.decode import decode
from harvesters.errors import FetchError, HarvestError, StructureBroken
from harvesters.fetch import Getter
from harvesters.folded import cut_out, to_label
from harvesters.issues import Issue
from harvesters.links import resolve
from harvesters.main_text import main_text
from harvesters.patterns import PatternTooSlow
from harvesters.protocols import RawRecord
from harvesters.protocols.cells import Tables, headings_of
from harvesters.protocols.identity import Identities
from harvesters.protocols.pages import Page, text_of
from harvesters.protocols.paging import Holder, PagesRead, holder_of
from harvesters.source import Detail, Listing, Locator, Place, Source

MEDIA_TYPES = ("text/html", "application/xhtml+xml", "")
_BEGIN = re.compile(r"<html[\s>]", re.IGNORECASE)
_END = re.compile(r"</(html|body)\s*>", re.IGNORECASE)
MOST_BROKEN_PAGES = 20
"""As many pages of records broken at the beginning, and not one whole: the source is broken, not its records."""


@dataclass(frozen=True, slots=True)
class ListingPage:
    """One page of the listing with the publisher's keys of its rows (None: a row without one), or why one has none."""

    number: int
    document: Document
    rows: Sequence[LexborNode]
    native_ids: tuple[str | PatternTooSlow | None, ...]


def read(source: Source, fetcher: Getter) -> Iterator[RawRecord | Issue]:
    """The records of the listing in its order; raises FetchError or StructureBroken when the listing is broken."""
    return HtmlReader(source, fetcher).read()


class HtmlReader:
    """Reads one source once; what its rules ask of row and page is sorted out at the start."""

    def __init__(self, source: Source, fetcher: Getter) -> None:
        if not isinstance(source.reading, Listing):
            raise TypeError("a listing is needed")
        self._source, self._fetcher, self._listing = source, fetcher, source.reading
        many = {rule.place.key for rule in source.rules if rule.many}
        places = list({rule.place.key: rule.place for rule in source.rules}.values())
        self._row_css = [(place, place.key in many) for place in places if place.way == "css" and place.in_row]
        self._page_css = [(place, place.key in many) for place in places if place.way == "css" and not place.in_row]
        self._columns = {to_label(place.what): place.key for place in places if place.way == "column"}
        self._labels = {to_label(place.what): place.key for place in places if place.way == "label"}
        self._extracts = [place.key for place in places if place.way == "extract"]
        self._whole_pages = self._broken_pages = 0
        self._broke: HarvestError | None = None  # what broke the last of them

    def read(self) -> Iterator[RawRecord | Issue]:
        """The records and issues of the whole listing."""
        identities = Identities()
        for found in self._pages():
            if isinstance(found, Issue):
                yield found
                continue
            tables = Tables()
            yield from self._missing_columns(headings_of(found.rows[0]), found)
            for number, row in enumerate(found.rows, start=1):
                columns = tables.columns(row)
                place = f"page {found.number}, row {number}"
                native_id = identities.take(found.native_ids[number - 1], found.document, place, row)
                if isinstance(native_id, Issue):
                    yield native_id
                elif identities.count > self._source.limits.records:
                    yield Issue("read", "too-many-records", place=place, facts={"allowed": self._source.limits.records})
                    return
                else:
                    self._refuse_broken_source(MOST_BROKEN_PAGES)
                    yield from self._record(found, row, columns, RowId(native_id, place))
        self._refuse_broken_source(1)

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
                page, document, issues = self._open(address)
            except HarvestError as error:
                if holder is None:
                    raise
                facts = {"url": address, "why": error.code}
                place = f"page {number}"
                yield Issue("fetch", "page-unreadable", place=place, facts=facts, may_pass=error.may_pass)
                return
            yield from issues
            listing = self._listing_page(page, document, number)
            if (code := read.repetition(document.address, listing.native_ids)) is not None:
                yield Issue("read", code, None, document.sha256, f"page {number}", facts={"url": address})
                return
            if not any(listing.native_ids):
                if holder is None:
                    raise StructureBroken("listing-empty", url=address)
                if not self._is_end(page, listing, holder):
                    facts = {"url": address, "why": "listing-empty"}
                    yield Issue("read", "page-unreadable", None, document.sha256, f"page {number}", facts=facts)
                return
            yield listing
            holder = holder or holder_of(page, listing.rows[0])
            address = self._following(page, document, number)
        if address is not None and self._source.coverage == "all":
            yield Issue("read", "too-many-pages", facts={"allowed": self._listing.paging.max_pages})

    def _is_end(self, page: Page, listing: ListingPage, holder: Holder) -> bool:
        """Whether a page without keys is the empty one after the last; one row may say that nothing was found."""
        return len(listing.rows) <= 1 and self._listing.paging.style != "next" and holder.stands_on(page)

    def _address(self, page_number: int) -> str:
        return self._listing.url.replace("{page}", str(page_number))

    def _following(self, page: Page, document: Document, number: int) -> str | None:
        """The address of the page after this one, or None at the end."""
        paging = self._listing.paging
        if paging.style == "page":
            return self._address(paging.start + number)
        if paging.style == "next" and paging.next_link is not None:
            for node in page.css(paging.next_link.css):
                href = _located(node, paging.next_link)
                # an address that is none is told when it is asked: the listing goes on, we cannot
                return (resolve(document.address, href) or href) if href else None
        return None

    def _listing_page(self, page: Page, document: Document, number: int) -> ListingPage:
        rows = page.css(self._listing.rows)
        return ListingPage(number, document, rows, tuple(_key(row, self._listing.native_id) for row in rows))

    def _open(self, address: str) -> tuple[Page, Document, list[Issue]]:
        """The page at an address, its document, and what had to be replaced in its text."""
        document = self._fetcher.get(address)
        if document.media_type not in MEDIA_TYPES:
            raise StructureBroken("wrong-media-type", url=address, given=document.media_type)
        decoded = decode(document, self._source.encoding)
        if _is_cut(decoded.text):
            raise StructureBroken("page-cut", url=address)
        facts = {"url": address, "charset": decoded.charset}
        issues = [
            Issue("read", code, document=document.sha256, place=address, facts={**facts, "count": count})
            for code, count in decoded.problems.items()
        ]
        return Page(decoded.text), document, issues

    def _missing_columns(self, headings: Sequence[str], page: ListingPage) -> Iterator[Issue]:
        present = {to_label(heading) for heading in headings}
        for label, key in self._columns.items():
            if page.number == 1 and label not in present:
                facts = {"name": key.removeprefix("column:")}
                yield Issue("read", "column-missing", None, page.document.sha256, key, facts=facts)

    # ---------- one record ----------

    def _record(
        self, listing: ListingPage, row: LexborNode, columns: Sequence[tuple[str, str]] | None, row_id: RowId
    ) -> Iterator[RawRecord | Issue]:
        fields = _values(row, self._row_css)
        seen_in = listing.document.sha256
        if columns is None and self._columns:
            yield Issue("read", "row-width", row_id.native_id, seen_in, row_id.place)
        fields.update(self._cells(columns or ()))
        try:
            href = _in_row(row, self._listing.detail) if self._listing.detail else None
        except PatternTooSlow:
            yield self._slow_link(seen_in, row_id)
            return
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
            page, document, issues = self._open_detail(link, self._source.detail)
        except (FetchError, StructureBroken) as error:
            yield self._broken(error, row_id)
            return
        self._whole_pages += 1
        yield from issues
        fields.update(self._of_page(page))
        yield RawRecord(row_id.native_id, fields, document, link, row_id.place)

    def _no_link(self, href: str | None, document: str, row_id: RowId) -> Issue:
        """The link of a row is missing or no address; only a record with a page of its own cannot be without."""
        code = "url-unreadable" if href else "detail-link-missing"
        facts = {"given": href[:200]} if href else {}
        refuses = self._source.detail is not None
        return Issue("read", code, row_id.native_id, document, row_id.place, facts=facts, refuses=refuses)

    def _slow_link(self, document: str, row_id: RowId) -> Issue:
        facts = {"field": "list.detail"}
        return Issue("read", "pattern-too-slow", row_id.native_id, document, row_id.place, facts=facts, refuses=True)

    def _open_detail(self, link: str, detail: Detail) -> tuple[Page, Document, list[Issue]]:
        page, document, issues = self._open(_detail_address(detail.url, link))
        text = page.text() if detail.must_contain else ""
        if detail.must_contain not in text and fold_key(detail.must_contain) not in fold_key(text):
            raise StructureBroken("must-contain-missing", url=document.address)
        page.drop(detail.drop)
        return page, document, issues

    def _broken(self, error: HarvestError, row_id: RowId) -> Issue:
        self._broken_pages, self._broke = self._broken_pages + 1, error
        stage = "fetch" if isinstance(error, FetchError) else "read"
        return Issue(stage, error.code, row_id.native_id, place=row_id.place, facts=error.facts, refuses=True)

    def _cells(self, columns: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
        """The cells of mapped columns, and those of columns that are neither mapped nor ignored."""
        found: dict[str, list[str]] = {}
        for heading, text in columns:
            label = to_label(heading)
            if label in self._columns:
                found.setdefault(self._columns[label], [text])
            elif label and label not in self._source.known:
                found.setdefault(f"column:{heading}", [text])
        return found

    def _of_page(self, page: Page) -> dict[str, list[str]]:
        """What the rules name on the page of a record, and its labels that are neither mapped nor ignored."""
        found = _values(page, self._page_css)
        found.update((key, [main_text(page.html())]) for key in self._extracts)
        for label, values in page.labelled(frozenset(self._labels)).items():
            found[self._labels[label]] = values
        for label, value in page.other_pairs(self._source.known):
            found.setdefault(f"label:{label}", [value])
        return found


@dataclass(frozen=True, slots=True)
class RowId:
    """The publisher's key of a row, and where the row stands."""

    native_id: str
    place: str


def _values(scope: Page | LexborNode, places: Sequence[tuple[Place, bool]]) -> dict[str, list[str]]:
    """Place key -> what stands there: all of it where a rule takes many, else the first."""
    found: dict[str, list[str]] = {}
    for place, many in places:
        nodes = scope.css(place.what)
        values = [_text(node, place.attr) for node in (nodes if many else nodes[:1])]
        if values:
            found[place.key] = values
    return found


def _text(node: LexborNode, attr: str | None) -> str:
    return text_of(node) if attr is None else node.attributes.get(attr) or ""


def _in_row(row: LexborNode, locator: Locator) -> str | None:
    """The text a locator finds in a row; an empty selection or a pattern without a match is None."""
    node = row.css_first(locator.css)
    return _located(node, locator) if node is not None else None


def _key(row: LexborNode, locator: Locator) -> str | PatternTooSlow | None:
    """The publisher's key of a row; a row whose key takes too long to find is one row, not the listing."""
    try:
        return _in_row(row, locator)
    except PatternTooSlow as error:
        return error


def _located(node: LexborNode, locator: Locator) -> str | None:
    text = _text(node, locator.attr).strip()
    if locator.match is not None:
        text = cut_out(locator.match, text) or ""
    return text or None


def _is_cut(text: str) -> bool:
    """Whether a whole page begins but never ends: what came is a part of it, and nobody knows of what is missing."""
    return bool(_BEGIN.search(text, 0, 5_000)) and not _END.search(text)


def _detail_address(template: str, link: str) -> str:
    """`{detail}?print=1` for a link that has a query already goes on with `&`."""
    _, _, rest = template.partition("{detail}")
    if "?" in link and rest.startswith("?"):
        template = template.replace("{detail}?", "{detail}&")
    return template.replace("{detail}", link)
