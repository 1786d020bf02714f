"""The one way out: requests with deadlines and caps, redirects followed by hand, every document kept before it is read.

Door is the session for everybody who talks to a source. Not here yet: the address guard and politeness; the guard
becomes the adapter that Door mounts.
"""

from __future__ import annotations

import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from math import inf
from time import monotonic
from typing import Any
from urllib.parse import quote, urldefrag, urlsplit

from requests import PreparedRequest, RequestException, Response, Session
from requests.exceptions import Timeout
from requests.utils import requote_uri
from urllib3 import Retry
from urllib3.exceptions import HTTPError, ReadTimeoutError

from catalogue.archive import Document
from catalogue.documents import Kept
from catalogue.persian.calendar import instant
from harvesters.deadline import Deadline, EndingAdapter
from harvesters.errors import (
    AddressRefused,
    BadStatus,
    CutShort,
    FetchError,
    OutOfTime,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    Unreachable,
)
from harvesters.keeping import Keeping
from harvesters.links import resolve
from harvesters.sandbox import Sandbox
from harvesters.slots import HostSlots

CONNECT_SECONDS, SILENCE_SECONDS, TOTAL_SECONDS = 5, 10, 60
MOST_REDIRECTS = 5
MOST_HEADERS = 100
REDIRECTS = (301, 302, 303, 307, 308)
CHUNK = 65_536
GZIP = 47
"""zlib: any window, gzip header expected or zlib's own."""


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


class Getter(ABC):
    """What a protocol gets documents from: the network, a recording or a folder; and the sandbox to read them in."""

    recorded: bool = False

    def __init__(self, keeping: Keeping) -> None:
        self.keeping = keeping
        self.sandbox = Sandbox()  # starts nothing before it is asked; whoever runs the job closes it
        self.until = inf
        self._requests = 0  # since the last document

    def get(self, url: str) -> Document:
        """The document at this address, kept; raises FetchError, OutOfTime. Only 200, and 304 where we asked so, mean
        something. What this job fetched before it was interrupted is not asked for again."""
        self.check()
        asked = to_address(url)
        found = self.keeping.fetched(asked)
        if found is not None:
            self.keeping.documents += 1
            return _as_kept(*found)
        document = self._follow(asked)
        self.keeping.keep(asked, document, self.take_requests())
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
            if answer.status not in REDIRECTS:
                return self._document(address, answer)
            location = answer.header("location")
            address = to_address(resolve(address, location) or location)
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


class Fetcher(Getter):
    """Documents from the network, one request at a time to each host. `now` gives a UTC time."""

    def __init__(self, keeping: Keeping, door: Door, slots: HostSlots, now: Callable[[], datetime]) -> None:
        super().__init__(keeping)
        self._door, self._slots, self._now = door, slots, now

    def _exchange(self, address: str, known: Kept | None) -> Answer:
        with self._slots.slot(address, self.check):
            return self._ask(address, known)

    def _ask(self, address: str, known: Kept | None) -> Answer:
        at, before = instant(self._now()), self._door.requests
        try:
            response = self._door.get(address, headers=_validators(known))
        except (Timeout, ReadTimeoutError):
            raise TooSlow(address) from None
        except (RequestException, HTTPError, OSError) as error:
            raise Unreachable(address, why=type(error).__name__) from None
        finally:
            self._requests += self._door.requests - before
        headers = tuple((name, value) for name, value in response.raw.headers.items())[:MOST_HEADERS]
        version = "HTTP/1.0" if response.raw.version == 10 else "HTTP/1.1"
        line = f"{version} {response.status_code} {response.reason or ''}".strip()
        return Answer(response.status_code, headers, response.content, at, line)


def _validators(known: Kept | None) -> dict[str, str]:
    """The headers of a conditional request (RFC 9110 section 13.1)."""
    if known is None:
        return {}
    given = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in given.items() if value and value.isascii()}


class Door(Session):
    """A session that reads at most `cap` decoded bytes within `seconds`; no redirects, no proxy of the environment."""

    def __init__(self, contact: str, cap: int, seconds: float = TOTAL_SECONDS) -> None:
        super().__init__()
        self.trust_env = False
        self.cap, self._deadline = cap, Deadline(seconds)
        agent = f"Dastras (+mailto:{quote(contact, '@+', errors='replace')})" if contact else "Dastras"
        self.headers.update({"User-Agent": agent, "Accept-Encoding": "gzip"})
        retry = Retry(total=2, connect=2, read=2, other=0, redirect=0, status=0, backoff_factor=0.1)
        for scheme in ("http://", "https://"):
            self.mount(scheme, EndingAdapter(self._deadline, max_retries=retry))

    @property
    def requests(self) -> int:
        """How many this session has sent, each try counted."""
        return self._deadline.requests

    def get_redirect_target(self, resp: Response) -> None:
        """None: requests would read the whole body of a redirect."""
        return

    def send(self, request: PreparedRequest, **options: Any) -> Response:
        """The answer with its body read within deadline and cap; raises FetchError, RequestException or HTTPError."""
        options.update(stream=True, timeout=(CONNECT_SECONDS, SILENCE_SECONDS), allow_redirects=False)
        try:
            with self._deadline.running():
                response = self._read(request, options)
        except (FetchError, RequestException, HTTPError, OSError):
            if self._deadline.is_over:  # whatever broke, broke because it was shut
                raise TooSlow(str(request.url)) from None
            raise
        if self._deadline.is_over:
            raise TooSlow(str(request.url))
        return response

    def _read(self, request: PreparedRequest, options: dict[str, Any]) -> Response:
        response = super().send(request, **options)
        url = str(request.url)
        body = b""
        try:
            if response.status_code not in REDIRECTS:
                coding = response.headers.get("Content-Encoding", "").lower()
                body = b"".join(_plain(url, coding, _chunks(response), self.cap))
                response.raw.release_conn()
        finally:
            response.raw.close()  # nothing is left to read; a body that was given up on is not read to its end
        response._content, response._content_consumed = body, True  # type: ignore[attr-defined]  # as requests does
        return response


def _chunks(response: Response) -> Iterator[bytes]:
    """What came, as it came: `iter_content` would wait for full blocks."""
    while chunk := response.raw.read1(CHUNK, decode_content=False):
        yield chunk


def _plain(url: str, coding: str, chunks: Iterable[bytes], cap: int) -> Iterator[bytes]:
    """Decoded bytes, at most `cap`; a body that ends early is no body."""
    if coding not in ("", "identity", "gzip", "x-gzip"):
        raise CutShort(url, why=coding)
    size = 0
    for part in chunks if coding in ("", "identity") else _unzipped(url, chunks, cap):
        size += len(part)
        if size > cap:
            raise TooLarge(url, allowed=cap)
        yield part


def _unzipped(url: str, chunks: Iterable[bytes], cap: int) -> Iterator[bytes]:
    """gzip members one after the other, each piece at most `cap` + 1 bytes."""
    inner = zlib.decompressobj(GZIP)
    for chunk in chunks:
        rest = chunk
        while rest:
            if inner.eof:
                inner = zlib.decompressobj(GZIP)
            try:
                part = inner.decompress(rest, cap + 1)
            except zlib.error:
                raise CutShort(url, why="gzip") from None
            rest = inner.unused_data or inner.unconsumed_tail
            yield part
    if not inner.eof:
        raise CutShort(url, why="gzip")


@lru_cache(maxsize=1_000)
def to_address(url: str) -> str:
    """The address as it is asked: percent-encoded, without fragment; raises AddressRefused."""
    try:
        address = requote_uri(urldefrag(url.strip())[0])
        parts = urlsplit(address)
        is_ours = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except (ValueError, RequestException):
        is_ours = False
    if not is_ours:
        raise AddressRefused(url)
    return address


def content_type(header: str) -> tuple[str, str | None]:
    """(media type in lower case, declared charset) of a Content-Type header."""
    media_type, _, parameters = header.partition(";")
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip():
            return media_type.strip().lower(), value.strip().strip("\"'").lower()
    return media_type.strip().lower(), None
