"""The session for everybody who talks to a source: deadlines, caps, gzip, TLS, and the key of the source.

Where its connections may lead is judged in guard.py; redirects are followed in fetch.py.
"""

from __future__ import annotations

import zlib
from base64 import b64encode
from collections.abc import Iterable, Iterator
from html import escape
from http.cookiejar import DefaultCookiePolicy
from ssl import SSLCertVerificationError
from typing import Any
from urllib.parse import quote

from requests import PreparedRequest, Request, RequestException, Response, Session
from urllib3.exceptions import HTTPError

from harvesters.deadline import CONNECT_SECONDS, Deadline, GuardedAdapter
from harvesters.errors import (
    AddressBlocked,
    CertificateRefused,
    CutShort,
    FetchError,
    SecretAtRisk,
    TooLarge,
    TooSlow,
)
from harvesters.grants import NOTHING, Grants, Key, origin_of
from harvesters.guard import Guard
from harvesters.links import resolve

SILENCE_SECONDS, TOTAL_SECONDS = 10, 60
REDIRECTS = (301, 302, 303, 307, 308)
CHUNK = 65_536
SHORTEST_SECRET = 8
"""Characters; a shorter part of a key («Bearer») is a word that anybody may say."""
MOST_HEADER_BYTES = 65_536
"""In all; they are kept with the document."""
GZIP = 47
"""zlib: any window, gzip header expected or zlib's own."""


class Door(Session):
    """A session that reads at most `cap` decoded bytes within `seconds`, only from where the guard lets it, and gives
    the key of its source to the one origin it is for. No redirects, no proxy of the environment."""

    def __init__(self, contact: str, cap: int, grants: Grants = NOTHING, seconds: float = TOTAL_SECONDS) -> None:
        super().__init__()
        self.trust_env = False
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # none is kept, and none sent
        self.cap, self._key, self._deadline = cap, grants.key, Deadline(seconds)
        agent = f"Dastras (+mailto:{quote(contact, '@+', errors='replace')})" if contact else "Dastras"
        self.headers.update({"User-Agent": agent, "Accept-Encoding": "gzip"})
        guard = Guard(grants.allow)
        for scheme in ("http://", "https://"):  # asking again is up to who keeps the pauses
            self.mount(scheme, GuardedAdapter(guard, self._deadline, grants.tls, max_retries=0))

    @property
    def requests(self) -> int:
        """How many this session has sent, each try counted."""
        return self._deadline.requests

    def get_beginning(self, url: str, most: int) -> Response:
        """As `get`, but of a longer body only the first `most` bytes."""
        return self.send(self.prepare_request(Request("GET", url)), most=most)

    def get_redirect_target(self, resp: Response) -> None:
        """None: requests would read the whole body of a redirect."""
        return

    def send(self, request: PreparedRequest, **options: Any) -> Response:
        """The answer with its body read within deadline and cap; raises FetchError, RequestException or HTTPError."""
        most = options.pop("most", None)
        options.update(stream=True, timeout=(CONNECT_SECONDS, SILENCE_SECONDS), allow_redirects=False)
        url = str(request.url)
        if self._key is not None and origin_of(url) == self._key.origin:
            request.headers[self._key.header] = self._key.value
        try:
            with self._deadline.running():
                response = self._read(request, options, most)
        except AddressBlocked as blocked:
            raise AddressBlocked(url, pair=blocked.facts["pair"]) from None
        except (FetchError, RequestException, HTTPError, OSError) as error:
            if self._deadline.is_over:  # whatever broke, broke because it was shut
                raise TooSlow(url) from None
            if (refusal := _refusal_of_certificate(error)) is not None:
                raise CertificateRefused(url, why=refusal) from None
            raise
        if self._deadline.is_over:
            raise TooSlow(url)
        if self._key is not None:
            _refuse_risk(self._key, url, response)
        return response

    def _read(self, request: PreparedRequest, options: dict[str, Any], most: int | None) -> Response:
        response = super().send(request, **options)
        url = str(request.url)
        body = b""
        try:
            if sum(len(name) + len(value) for name, value in response.raw.headers.items()) > MOST_HEADER_BYTES:
                raise TooLarge(url, allowed=MOST_HEADER_BYTES)
            if response.status_code not in REDIRECTS:
                parts = _plain(url, _coding(url, response), _chunks(response), most or self.cap)
                body = _body(parts, url, self.cap, most)
                if most is None:  # else there may be more of it to come
                    response.raw.release_conn()
        finally:
            response.raw.close()  # nothing is left to read; a body that was given up on is not read to its end
        response._content, response._content_consumed = body, True  # type: ignore[attr-defined]  # as requests does
        return response


def _refusal_of_certificate(error: BaseException) -> str | None:
    """Why a certificate was not believed, if that is what broke the request: it lies some layers down."""
    while not isinstance(error, SSLCertVerificationError):
        inner = getattr(error, "reason", None) or next(iter(error.args), None)
        if not isinstance(inner, BaseException):
            return None
        error = inner
    return error.verify_message


def _refuse_risk(key: Key, url: str, response: Response) -> None:
    """What we keep is published, so an answer that shows the key is not kept. Nor does a job with a key leave https."""
    told = [str(response.reason), *(f"{name}: {value}" for name, value in response.headers.items())]
    said = "\n".join(told).encode(errors="replace") + b"\n" + response.content
    words = {key.value, *(word for word in key.value.split() if len(word) >= SHORTEST_SECRET)}
    if any(form in said for word in words for form in _forms(word)):
        raise SecretAtRisk(url)
    if response.status_code in REDIRECTS and url.startswith("https:"):
        location = response.headers.get("Location", "")
        if not (resolve(url, location) or location).startswith("https:"):
            raise SecretAtRisk(url)


def _forms(word: str) -> tuple[bytes, ...]:
    """How a page may write a word of a key."""
    packed = b64encode(word.encode()).rstrip(b"=")
    return (
        word.encode(),
        quote(word, safe="").encode(),
        escape(word).encode(),
        packed[: len(packed) // 4 * 4],
        word.encode("utf-16-le"),
        word.encode("utf-16-be"),
    )


def _coding(url: str, response: Response) -> str:
    """How the body is packed; raises CutShort for what is packed for the way in a form that nobody undoes."""
    sending = response.headers.get("Transfer-Encoding", "").strip().lower()
    if sending not in ("", "identity", "chunked"):
        raise CutShort(url, why=sending)
    return response.headers.get("Content-Encoding", "").strip().lower()


def _chunks(response: Response) -> Iterator[bytes]:
    """What came, as it came: `iter_content` would wait for full blocks."""
    while chunk := response.raw.read1(CHUNK, decode_content=False):
        yield chunk


def _body(parts: Iterable[bytes], url: str, cap: int, most: int | None) -> bytes:
    """The parts in one, at most `cap` bytes; or only the first `most` of them."""
    body = bytearray()
    for part in parts:
        body += part
        if most is not None and len(body) >= most:
            return bytes(body[:most])
        if most is None and len(body) > cap:
            raise TooLarge(url, allowed=cap)
    return bytes(body)


def _plain(url: str, coding: str, chunks: Iterable[bytes], cap: int) -> Iterator[bytes]:
    """Decoded bytes, each piece at most `cap` + 1 of them; a body that ends early is no body."""
    if coding not in ("", "identity", "gzip", "x-gzip"):
        raise CutShort(url, why=coding)
    yield from chunks if coding in ("", "identity") else _unzipped(url, chunks, cap)


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
