"""How a listing goes on from page to page, and where it ends (harvesting.md section 3, End of paging)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

from catalogue.persian.calendar import jalali
from harvesters.errors import AskedToWait, FetchError, HarvestError, LimitReached, ParserDied, StructureBroken
from harvesters.fetch import Getter
from harvesters.issues import Issue, page_unreadable
from harvesters.links import host_and_port, resolve
from harvesters.protocols import Found
from harvesters.protocols.details import text_issues
from harvesters.protocols.paging import Counted, PagesRead
from harvesters.protocols.records import Page, Records, TooManyRecords
from harvesters.source import Source


class Pages(ABC):
    """The pages of the listing of one source; a protocol says how one is opened."""

    def __init__(self, source: Source, fetcher: Getter) -> None:
        if source.reading.url is None:
            raise TypeError("an address is needed")
        self._source, self._fetcher, self._paging = source, fetcher, source.reading.paging
        self._year: int | None = None  # the Jalali year whose listing is read
        self._opened = 0  # pages of the listing, of all years

    def read(self) -> Iterator[Found]:
        """The records and issues of the whole listing.

        Raises FetchError, StructureBroken or ParserDied when the listing itself cannot be read.
        """
        records, counted = Records(self._source, self._fetcher), Counted()
        stuck: Issue | None = None
        try:
            for found in self._walk(counted):
                if isinstance(found, Issue):
                    stuck = found if found.code == "paging-stuck" else stuck
                    yield from () if found is stuck else (found,)
                    continue
                if self.is_whole:
                    yield from self._said(found, counted)
                yield from records.of(found)
                if not self.is_whole:
                    yield from self._said(found, counted)
        except TooManyRecords:
            return
        if not records.met and self._fetcher.since is None:
            raise StructureBroken("listing-empty", url=self._source.address)
        records.finish()
        if stuck is not None:  # all that was stated was seen: then it was the last page after all
            is_end = counted.is_stated and counted.difference(records.identities.count) is None
            yield replace(stuck, code="paging-repeats") if is_end else stuck
        if counted.has_shifted:
            yield Issue("read", "listing-shifted")
        if (stated := counted.difference(records.identities.count)) is not None:
            yield Issue("read", "total-differs", facts={"stated": stated, "seen": records.identities.count})

    @abstractmethod
    def open(self, address: str, number: int) -> Page:
        """The page at an address; raises HarvestError."""

    @property
    def is_whole(self) -> bool:
        """Whether all rows of a page are at hand at once; what is all in one document is read as it comes."""
        return self._paging.style != "none"

    def is_end(self, page: Page) -> bool:
        """Whether a page without keys is the empty one after the last."""
        return not list(page.rows) and self._paging.style != "next"

    def following(self, page: Page) -> str | None:
        """The address of the page after this one, or None at the end."""
        style = self._paging.style
        if style in ("page", "offset"):
            return self.address(page.number + 1)
        said = page.end["next"]
        if style == "cursor":
            return self._fill("cursor", quote(said, safe="")) if said else None
        # an address that is none is told when it is asked: the listing goes on, we cannot
        return (resolve(page.document.address, said) or said) if said and style != "none" else None

    def address(self, number: int) -> str:
        """The address of the first page, or of the `number`-th of numbered ones."""
        if self._paging.style == "page":
            return self._fill("page", str(self._paging.start + number - 1))
        if self._paging.style == "offset":
            return self._fill("offset", str(self._paging.start + (number - 1) * self._paging.step))
        return self._fill("cursor", "")

    def place(self, number: int) -> str:
        """The name of a page in places and issues."""
        return f"{self._year}, page {number}" if self._year else f"page {number}"

    def _fill(self, name: str, text: str) -> str:
        address = str(self._source.reading.url).replace(f"{{{name}}}", text)
        return address.replace("{year}", str(self._year)) if self._year else address

    def _said(self, page: Page, counted: Counted) -> Iterator[Issue]:
        """What a page says besides its rows: what was strange about its text, its total, the columns it has not."""
        yield from text_issues(page.end, page.document)
        if self._paging.total or page.end["total"] is not None:
            counted.state(page.end["total"])
        for key in page.end["missing"] if page.number == 1 else ():
            facts = {"name": key.partition(":")[2]}
            yield Issue("read", "column-missing", None, page.document.sha256, key, facts=facts)

    def _walk(self, counted: Counted) -> Iterator[Page | Issue]:
        """The pages of the listing; of a listing for each year all of them, from this year back."""
        first, read = self._paging.first_year, PagesRead()
        if first is None:
            yield from self._walk_one(counted, read)
            return
        this_year, pages, broke = jalali(self._fetcher.today)[0], 0, None
        for year in range(this_year, first - 1, -1):
            self._year = year
            try:
                for found in self._walk_one(counted, read):
                    pages += isinstance(found, Page)
                    yield found
            except (FetchError, StructureBroken, ParserDied) as error:
                broke = error
                if year < this_year or error.code != "listing-empty":  # this year may have just begun
                    yield self._unreadable(1, self.address(1), error.code, error.may_pass)
        if broke is not None and not pages:
            raise broke

    def _walk_one(self, counted: Counted, read: PagesRead) -> Iterator[Page | Issue]:
        address: str | None = self.address(1)
        for number in range(1, self._paging.max_pages + 1):
            if address is None:
                return
            if self._opened >= self._source.limits.pages:
                yield Issue("read", "too-many-pages", facts={"allowed": self._source.limits.pages})
                return
            if _host(address) != _host(self.address(1)):
                yield self._unreadable(number, address, "next-elsewhere")
                return
            self._opened += 1
            try:
                page = self.open(address, number)
            except HarvestError as error:
                if number == 1 or isinstance(error, AskedToWait | LimitReached):
                    raise
                yield self._unreadable(number, address, error.code, error.may_pass)
                return
            ended = self._ending(page, read, counted) if self.is_whole else None
            if isinstance(ended, Issue):
                yield ended
            if ended is not None:
                return
            if counted.was_short:
                facts = {"allowed": self._paging.step}
                yield Issue("read", "page-short", None, page.document.sha256, self.place(number - 1), facts=facts)
            yield page
            address = self.following(page)
        if address is not None and self._source.coverage == "all":
            yield Issue("read", "too-many-pages", facts={"allowed": self._paging.max_pages})

    def _ending(self, page: Page, read: PagesRead, counted: Counted) -> Issue | bool | None:
        """None when the listing goes on with this page; True at its end, or the issue that ends it.

        Raises StructureBroken for a first page without rows, unless nothing may have changed.
        """
        native_ids = tuple(row["native_id"] for row in page.rows)
        address = page.document.address
        if (code := read.repetition(address, native_ids)) is not None:
            if code == "paging-repeats" and self._says_more(counted.is_full(native_ids)):
                code = "paging-stuck"
            return Issue("read", code, None, page.document.sha256, self.place(page.number), facts={"url": address})
        if any(native_ids):
            counted.meet(native_ids, self._paging.step if self._paging.style == "offset" else 0)
            return None
        is_needed = page.number == 1 and self._fetcher.since is None
        if is_needed and not (self._year and self.is_end(page)):  # a year may be without any
            raise StructureBroken("listing-empty", url=address)
        return self.is_end(page) or self._unreadable(page.number, address, "listing-empty")

    def _says_more(self, is_full: bool) -> bool:
        """Whether a page that was given again may not be the last: a cursor says that there is more; on web pages a
        link to the page itself says that there is none."""
        style = self._paging.style
        is_data = self._source.reading.form != "html"
        return style == "cursor" or (is_data if style == "next" else is_full)

    def _unreadable(self, number: int, address: str, why: str, may_pass: bool = False) -> Issue:
        return page_unreadable(self.place(number), address, why, may_pass)


def _host(address: str) -> str:
    try:
        return host_and_port(address)[0]
    except ValueError:
        return ""
