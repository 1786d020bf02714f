"""Protocol `oai`: a repository by OAI-PMH 2.0, records in Dublin Core (harvesting.md section 3).

A listing goes on by its resumption token, sent back as it came. Once, when a token is refused, it begins again; what
stood in the first half is passed over then.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain
from urllib.parse import quote

from harvesters.errors import StructureBroken
from harvesters.fetch import Getter
from harvesters.issues import Issue
from harvesters.protocols import Found
from harvesters.protocols.paging import Counted
from harvesters.protocols.records import Page, Row
from harvesters.protocols.rows import RowPages
from harvesters.source import Source

NOTHING, TOKEN_REFUSED = "noRecordsMatch", "badResumptionToken"


def read(source: Source, fetcher: Getter) -> Iterator[Found]:
    """The records of the repository, and those it marks as deleted.

    Raises FetchError, StructureBroken or ParserDied when it cannot be read.
    """
    return Repository(source, fetcher).read()


class Repository(RowPages):
    """Reads one repository once."""

    media_types = ("text/xml", "application/xml")
    is_whole = False

    def __init__(self, source: Source, fetcher: Getter) -> None:
        super().__init__(source, fetcher)
        self._tokens: set[str] = set()
        self._seen: set[str] = set()  # native ids
        self._before: frozenset[str] = frozenset()  # those of the half that was read before it began again
        self._began_again = False

    def address(self, number: int) -> str:
        """The first page: all records, or what changed since the last harvest.

        `from` is a day, which every repository understands, and one day early, whatever its clock and grain.
        """
        own, since = self._source.reading.own, self._fetcher.since
        asked = {"verb": "ListRecords", "metadataPrefix": own["prefix"]}
        if "set" in own:
            asked["set"] = own["set"]
        if since is not None:
            asked["from"] = (datetime.fromisoformat(since).date() - timedelta(days=1)).isoformat()
        return self._asking(**asked)

    def following(self, page: Page) -> str | None:
        """The address of the next page, by the token at the end of this one."""
        token = page.end["next"]
        return self._asking(verb="ListRecords", resumptionToken=token) if token else None

    def open(self, address: str, number: int) -> Page:
        """See Pages; what the repository says instead of records is known by then."""
        if address in self._tokens:
            raise StructureBroken("paging-loops", url=address)
        self._tokens.add(address)
        page = super().open(address, number)
        rows = iter(page.rows)
        first = next(rows, None)
        error = page.end.get("error") if first is None else None
        if error is not None and error["code"] == TOKEN_REFUSED and number > 1 and not self._began_again:
            self._began_again, self._before = True, frozenset(self._seen)
            self._tokens.clear()
            return self.open(self.address(1), number)
        if error is not None and (error["code"] != NOTHING or number > 1):
            raise StructureBroken("oai-refused", url=address, given=": ".join(filter(None, error.values()))[:200])
        return Page(number, page.document, self._rows(chain([first] if first else [], rows)), page.end)

    def _said(self, page: Page, counted: Counted) -> Iterator[Issue]:
        """See Pages; an error beside records says that they are not all."""
        yield from super()._said(page, counted)
        error = page.end["error"]
        if error is not None and error["code"] != NOTHING:  # without records it was refused when it was opened
            yield self._unreadable(page.number, page.document.address, "oai-refused")

    def _rows(self, rows: Iterator[Row]) -> Iterator[Row]:
        """The rows that were not met before it began again; where a row has no address, it is asked for by its key."""
        for row in rows:
            native_id = row["native_id"]
            if native_id in self._before:
                continue
            self._seen.add(native_id)
            if row["link"] is None and native_id:
                prefix = self._source.reading.own["prefix"]
                yield {**row, "link": self._asking(verb="GetRecord", metadataPrefix=prefix, identifier=native_id)}
            else:
                yield row

    def _asking(self, **asked: str) -> str:
        """The address of a request; all of it is escaped."""
        url = str(self._source.reading.url)
        query = "&".join(f"{name}={quote(text, safe='')}" for name, text in asked.items())
        return f"{url}{'&' if '?' in url else '?'}{query}"
