"""The one way out: documents asked for through door.py, redirects followed by hand, each kept before it is read.

Not here: who asks, and how politely (harvesters/network.py).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from math import inf
from time import monotonic
from types import MappingProxyType
from urllib.parse import urldefrag, urlsplit, urlunsplit

from requests import RequestException
from requests.utils import requote_uri

from catalogue.archive import Document
from catalogue.documents import Kept
from catalogue.persian.calendar import TEHRAN
from harvesters.door import REDIRECTS
from harvesters.errors import (
    AddressRefused,
    BadStatus,
    CutShort,
    OutOfTime,
    TooManyBytes,
    TooManyRedirects,
)
from harvesters.grants import origin_of
from harvesters.keeping import Keeping
from harvesters.links import resolve
from harvesters.sandbox import Sandbox

MOST_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """One exchange: status and status line, headers as received, decoded body, and when (UTC, Z)."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    at: str
    status_line: str = ""

    def header(self, name: str) -> str:
        """The first header of this name (lower case), or an empty text."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    def redirect(self, address: str) -> str | None:
        """Where this answer of `address` leads, None when it is the end; raises AddressRefused, TooManyRedirects."""
        if self.status not in REDIRECTS:
            return None
        location = self.header("location")
        if not location:
            raise TooManyRedirects(address)
        return to_address(resolve(address, location) or location)


class Getter(ABC):
    """What a protocol gets documents from: the network, a recording or a folder; and the sandbox to read them in."""

    recorded: bool = False
    today: date = date.max
    """The day in Tehran when the job began; of a recording that of its last answer."""
    since: str | None = None
    """Only what changed since this instant is asked for; None: everything."""
    changed_at: Mapping[str, datetime] = MappingProxyType({})
    """When the publisher says that what stands at an address changed last: what was fetched later is not asked for."""

    def __init__(self, keeping: Keeping) -> None:
        self.keeping = keeping
        self.sandbox = Sandbox()  # starts nothing before it is asked; whoever runs the job closes it
        self.until = inf
        self.most_bytes = inf
        self._requests = 0  # since the last document
        self._bytes = 0

    def get(self, url: str) -> Document:
        """The document at this address, kept; raises FetchError, LimitReached, AskedToWait. Only 200, and 304 where we
        asked so, mean something. What this job fetched before it was interrupted is not asked for again."""
        self.check()
        asked = to_address(url)
        found = self.keeping.fetched(asked)
        if found is not None:
            self.keeping.documents += 1
            return self.counted(_as_kept(*found))
        document = self._settled(asked) or self._follow(asked)
        self.keeping.keep(asked, document, self.take_requests())
        return self.counted(document)

    def known(self, asked: str) -> Document | None:
        """What was last fetched at an address (to_address), as an answer 304 would give it; no request is sent."""
        found = self.keeping.known(asked)
        return replace(_as_kept(*found), again=True) if found else None

    def _settled(self, asked: str) -> Document | None:
        changed_at = self.changed_at.get(asked)
        document = self.known(asked) if changed_at else None
        is_later = document and changed_at and changed_at < datetime.fromisoformat(document.fetched_at)
        return document if is_later else None

    def counted(self, document: Document) -> Document:
        """The document, its bytes counted for the job; raises TooManyBytes."""
        self._bytes += len(document.body)
        if self._bytes > self.most_bytes:
            raise TooManyBytes(allowed=self.most_bytes)
        return document

    def check(self) -> None:
        """Raise JobInterrupted or OutOfTime when nothing more shall be asked."""
        self.keeping.check()
        if monotonic() > self.until:
            raise OutOfTime

    def take_requests(self) -> int:
        """How many requests were sent since this was asked last."""
        sent, self._requests = self._requests, 0
        return sent

    def _follow(self, asked: str) -> Document:
        address = asked
        for _ in range(MOST_REDIRECTS + 1):
            found = self.keeping.latest(address)
            answer = self._exchange(address, found[0] if found else None)
            if answer.status == 304 and found is not None:
                return replace(_as_kept(*found), fetched_at=answer.at, again=True)
            following = answer.redirect(address)
            if following is None:
                return self._document(address, answer)
            address = following
        raise TooManyRedirects(asked)

    def _document(self, address: str, answer: Answer) -> Document:
        if answer.status != 200:
            raise BadStatus(address, status=answer.status)
        if not answer.body:
            raise CutShort(address, why="empty")
        media_type, charset = content_type(answer.header("content-type"))
        return Document(
            address=address,
            body=answer.body,
            media_type=media_type,
            charset=charset,
            status=answer.status,
            status_line=answer.status_line,
            headers=answer.headers,
            fetched_at=answer.at,
            recorded=self.recorded,
        )

    @abstractmethod
    def _exchange(self, address: str, known: Kept | None) -> Answer:
        """Ask once; `known` has the validators that may be sent."""


def _as_kept(kept: Kept, body: bytes) -> Document:
    _, charset = content_type(next((value for name, value in kept.headers if name.lower() == "content-type"), ""))
    return Document(
        address=kept.address,
        body=body,
        media_type=kept.media_type,
        charset=charset,
        status=kept.status,
        status_line=kept.status_line or "",
        headers=kept.headers,
        fetched_at=kept.fetched_at,
        recorded=False,
    )


@lru_cache(maxsize=100)  # many records stand in one document
def day_in_tehran(instant: str) -> date:
    """The day there at an instant."""
    return datetime.fromisoformat(instant).astimezone(TEHRAN).date()


@lru_cache(maxsize=1_000)
def to_address(url: str) -> str:
    """The address as it is asked: percent-encoded, without fragment; raises AddressRefused."""
    try:
        address = requote_uri(_with_ascii_host(urldefrag(url.strip())[0]))
        parts = urlsplit(address)
        is_ours = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
        is_ours = is_ours and parts.port != 0  # one that is no port is a ValueError
    except (ValueError, RequestException):
        is_ours = False
    if not is_ours:
        raise AddressRefused(url)
    return address


def _with_ascii_host(url: str) -> str:
    """The host as it is looked up, letters and digits of other scripts as UTS 46 has them; raises ValueError."""
    parts = urlsplit(url)
    if parts.netloc.isascii() or "@" in parts.netloc:
        return url
    _, host, _ = origin_of(url)
    if not host:
        raise ValueError(url)
    return urlunsplit(parts._replace(netloc=f"{host}:{parts.port}" if parts.port else host))


def content_type(header: str) -> tuple[str, str | None]:
    """(media type in lower case, declared charset) of a Content-Type header."""
    media_type, _, parameters = header.partition(";")
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip():
            return media_type.strip().lower(), value.strip().strip("\"'").lower()
    return media_type.strip().lower(), None
