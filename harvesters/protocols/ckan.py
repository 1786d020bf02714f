"""Protocol `ckan`: a CKAN catalogue by `package_search` of its Action API.

ckanapi says what is asked; our session asks it, so that guard, politeness, archive and caps hold, and the answer is
read in the sandbox (readers/ckan.py). ckanapi itself only sees the few words that we make of it.

CKAN gives no more than 1,000 packages at once, and often fewer than were asked for: how many came decides where the
next page begins. Pages overlap by one package, so a package that comes or goes meanwhile is noticed. After a page that
may be as long as the catalogue allows, one more is asked for, whatever the count says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from ckanapi import RemoteCKAN

from catalogue.persian.calendar import instant
from harvesters.errors import AskedToWait, HarvestError, LimitReached, StructureBroken, TooLarge
from harvesters.fetch import Getter
from harvesters.issues import Issue, page_unreadable
from harvesters.protocols import Found
from harvesters.protocols.details import text_issues
from harvesters.protocols.paging import Counted
from harvesters.protocols.records import Page, Records, Row, TooManyRecords
from harvesters.protocols.rows import PLAIN, RowReader
from harvesters.source import Source

MOST_ROWS, FEWEST_ROWS = 500, 10
"""Packages asked for at once; halved while an answer is larger than a document of the source may be."""
MEDIA_TYPES = ("application/json", "text/json", "application/javascript", "text/javascript", *PLAIN)
OVERLAP = timedelta(days=1)
"""Changes are asked for from so long before the last good start: the clock of a CKAN may be slow or that of a zone
behind ours, and its index lags behind its store."""
_ACTION = re.compile(r"/+api(/+3)?(/+action)?/*\Z")


def read(source: Source, fetcher: Getter) -> Iterator[Found]:
    """The packages of the catalogue in the order of their ids.

    Raises FetchError, StructureBroken or ParserDied when the first answer cannot be read.
    """
    return CkanReader(source, fetcher).read()


@dataclass(frozen=True, slots=True)
class Said:
    """As much of an answer as ckanapi looks at."""

    status_code: int
    text: str


class Session:
    """What ckanapi asks with; `page` is the last answer."""

    def __init__(self, source: Source, fetcher: Getter) -> None:
        self._fetcher, self._reader = fetcher, RowReader(source, fetcher, "ckan")
        self.number = 0
        self.page: Page | None = None

    def get(self, url: str, params: Mapping[str, Any], **_: Any) -> Said:
        """Ask through the fetcher; raises HarvestError. Headers and times of ckanapi do not count."""
        document = self._fetcher.get(f"{url}?{urlencode(params)}")
        if document.media_type not in MEDIA_TYPES:
            raise StructureBroken("ckan-no-answer", url=document.address, given=document.media_type)
        page = self._reader.page(document, self.number + 1, f"page {self.number + 1}")
        self.page = Page(page.number, document, list(page.rows), page.end)
        self.number += 1
        return Said(200, json.dumps({"success": True, "result": {"count": int(page.end["total"])}}))


class CkanReader:
    """Reads one source once."""

    def __init__(self, source: Source, fetcher: Getter) -> None:
        self._source, self._since = source, fetcher.since
        self._session = Session(source, fetcher)
        self._ckan = RemoteCKAN(site_of(str(source.reading.url)), session=self._session, get_only=True)
        self._ckan.base_url = "api/3/action/"
        self._records, self._counted = Records(source, fetcher), Counted()
        self._most = MOST_ROWS
        self._longest = 0  # rows of a page so far

    def read(self) -> Iterator[Found]:
        """The records and issues of the whole catalogue."""
        try:
            yield from self._walk()
        except TooManyRecords:
            return
        if not self._records.met and not self._since:
            raise StructureBroken("listing-empty", url=self._source.address)
        seen = self._records.identities.count
        if (stated := self._counted.difference(seen)) is not None:
            yield Issue("read", "total-differs", facts={"stated": stated, "seen": seen})

    def _walk(self) -> Iterator[Found]:
        start, last, is_over = 0, None, False
        while not is_over:
            if self._session.number >= self._source.limits.pages:
                yield Issue("read", "too-many-pages", facts={"allowed": self._source.limits.pages})
                return
            try:
                page, stated = self._ask(start)
            except HarvestError as error:
                if start == 0 or isinstance(error, AskedToWait | LimitReached):
                    raise
                place = f"page {self._session.number + 1}"
                yield page_unreadable(place, self._source.address, error.code, error.may_pass)
                return
            rows = list(page.rows)
            new = _after(rows, last)
            if last is not None and len(rows) - len(new) != 1:
                yield Issue("read", "listing-shifted", None, page.document.sha256, f"page {page.number}")
            self._counted.state(str(stated))
            yield from text_issues(page.end, page.document)
            yield from self._records.of(Page(page.number, page.document, new, page.end))
            last = rows[-1]["native_id"] if rows else last
            is_over = not new or (start + len(rows) >= stated and not self._is_full(len(rows)))
            self._longest = max(self._longest, len(rows))
            start += max(len(rows) - 1, 1)

    def _is_full(self, count: int) -> bool:
        """Whether a page may be as long as pages get here; what a catalogue allows at once is a round number."""
        if not self._longest:
            return count >= self._most or count % FEWEST_ROWS == 0
        return count >= min(self._most, self._longest)

    def _ask(self, start: int) -> tuple[Page, int]:
        """A page, and how many packages the catalogue states; with fewer at once when they are too large together."""
        while True:
            try:
                said = self._ckan.action.package_search(**self._question(start))
            except TooLarge:
                if self._most <= FEWEST_ROWS:
                    raise
                self._most = max(self._most // 2, FEWEST_ROWS)
                continue
            if self._session.page is None:
                raise TypeError("ckanapi asked nothing")
            return self._session.page, said["count"]

    def _question(self, start: int) -> dict[str, Any]:
        wanted = [f"({self._source.reading.own['filter']})"] if "filter" in self._source.reading.own else []
        if self._since:
            wanted.append(f"metadata_modified:[{instant(datetime.fromisoformat(self._since) - OVERLAP)} TO *]")
        question: dict[str, Any] = {"sort": "id asc", "rows": self._most, "start": start}
        return question | ({"fq": " AND ".join(wanted)} if wanted else {})


def site_of(url: str) -> str:
    """The address that the catalogue is mounted at, whether or not the source file names its API; no double slash."""
    parts = urlsplit(url)
    path = re.sub(r"/{2,}", "/", _ACTION.sub("", parts.path)).rstrip("/")
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def _after(rows: Sequence[Row], last: str | None) -> Sequence[Row]:
    """The rows after the last one of the page before; all of them where it is not there any more."""
    ids = [row["native_id"] for row in rows]
    return rows[ids.index(last) + 1 :] if last is not None and last in ids else rows
