"""How a cluster is asked: addresses, deadlines, and every foreign error turned into ours. No index and no query here.

What stands in a question or an answer never enters a log or the text of an error: only statuses and names of errors do.
"""

from __future__ import annotations

import json
import logging
import re
import ssl
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from elasticsearch import ConnectionError as NotReached
from elasticsearch import ConnectionTimeout, Elasticsearch, TransportError
from elasticsearch.exceptions import SSLError

from catalogue.errors import CatalogueError, IndexReadOnly, IndexUnavailable, SearchTooSlow
from catalogue.search.elastic.bounds import bounded, until

WORK_SECONDS = 60.0
"""For one call of a follower, or one page of a scan."""

VERSION = "9."

_HEADERS = {
    "accept": "application/vnd.elasticsearch+json; compatible-with=9",
    "content-type": "application/vnd.elasticsearch+json; compatible-with=9",
}
_OF_LINES = _HEADERS | {"content-type": "application/vnd.elasticsearch+x-ndjson; compatible-with=9"}
_FOREIGN = (TransportError, OSError, ValueError, LookupError, AttributeError, TypeError, RecursionError)
"""What the client may raise for an answer that is none."""

_NAME = re.compile(r"[a-z_]{1,80}")
"""Of an error; anything else may be a text."""
_LARGEST = (1 << 63) - 1
_LONGEST = 512

logging.getLogger("elastic_transport").setLevel(logging.ERROR)  # else it tells of every request and every failure


class EngineRefused(IndexUnavailable):
    """The cluster answers, but not to this: `status` is 404 for what is not there, 400 for what does not fit."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Client:
    """Asks the nodes at these addresses in turns; the first question opens it, so that may be after any fork.

    A node that cannot be reached is passed over; one that is silent until the deadline is not waited for twice. Safe to
    share between threads. Addresses are URLs with a port; they may hold user:password. A certificate must be signed by
    whom this machine trusts (its own store, or the file that SSL_CERT_FILE names). Raises ValueError for a bad address.
    """

    def __init__(self, addresses: Sequence[str]) -> None:
        self._addresses = [_checked(address) for address in addresses]
        self._opened: Elasticsearch | None = None

    def ask(self, method: str, target: str, body: Mapping[str, Any] | None = None, end: float | None = None) -> Any:
        """What the cluster answers; `end` is an instant of time.monotonic(). Raises what `error_of` says."""
        status, answer = self._send((method, target, _HEADERS, None if body is None else to_json(body)), end)
        return answer_of(status, answer)

    def ask_lines(self, target: str, lines: Sequence[bytes], end: float | None = None) -> Any:
        """What the cluster answers to a request of many lines; the caller reads what became of each."""
        status, answer = self._send(("POST", target, _OF_LINES, b"\n".join((*lines, b""))), end)
        return answer_of(status, answer)

    def close(self) -> None:
        """Let go of the connections; the next question opens it again."""
        opened, self._opened = self._opened, None
        if opened:
            opened.close()

    def _send(self, request: _Request, end: float | None) -> tuple[int, Any]:
        end = time.monotonic() + WORK_SECONDS if end is None else end
        if self._opened is None:
            self._opened = self._open(end)
        return self._try_each(self._opened, request, end)

    def _open(self, end: float) -> Elasticsearch:
        context = ssl.create_default_context() if any(at.startswith("https:") for at in self._addresses) else None
        try:
            client = Elasticsearch(self._addresses, ssl_context=context)
            for node in client.transport.node_pool.all():
                node.pool.ConnectionCls = bounded(node.pool.ConnectionCls)  # type: ignore[attr-defined]
        except _FOREIGN as error:
            raise IndexUnavailable(f"an address of DASTRAS_SEARCH cannot be used: {type(error).__name__}") from None
        status, answer = self._try_each(client, ("GET", "/", {"accept": "application/json"}, None), end)
        with guard():
            number = to_text(answer_of(status, answer)["version"]["number"])[:20]
            if not number.startswith(VERSION):
                raise IndexUnavailable(f"this needs Elasticsearch {VERSION}x, the server is {number!a}")
        return client

    def _try_each(self, client: Elasticsearch, request: _Request, end: float) -> tuple[int, Any]:
        for left in reversed(range(len(self._addresses))):
            try:
                return _sent(client, request, end)
            except SSLError as error:
                raise IndexUnavailable(f"the certificate of the search engine is not trusted: {_why(error)}") from None
            except NotReached as error:
                if not left or time.monotonic() > end:
                    raise IndexUnavailable(f"the search engine cannot be reached: {_why(error)}") from None
            except ConnectionTimeout:
                raise IndexUnavailable("the search engine does not answer in time") from None
            except _FOREIGN as error:
                raise IndexUnavailable(f"the search engine answers nonsense: {type(error).__name__}") from None
        raise IndexUnavailable("no address of a search engine")


_Request = tuple[str, str, Mapping[str, str], bytes | None]
"""Method, target, headers, body."""


def answer_of(status: int, answer: Any) -> Any:
    """The answer, if it is one. Raises what `error_of` says."""
    if status >= 300:
        raise error_of(status, answer)
    return answer


def error_of(status: int, answer: Any) -> CatalogueError:
    """What an answer of this status means: SearchTooSlow, IndexReadOnly, EngineRefused or IndexUnavailable."""
    kinds = kinds_of(answer)
    told = f"the search engine answers {status} ({', '.join(kinds) or 'without a reason'})"
    if "search_timeout_exception" in kinds:
        return SearchTooSlow(told)
    if "cluster_block_exception" in kinds and status in (403, 429):
        return IndexReadOnly(told)
    return EngineRefused(status, told) if 400 <= status < 500 and status != 429 else IndexUnavailable(told)


def kinds_of(answer: Any) -> tuple[str, ...]:
    """The names of the errors in an answer, outermost first; never their texts, which quote what was asked."""
    error = answer.get("error") if isinstance(answer, dict) else None
    if not isinstance(error, dict):
        return ()
    causes = error.get("root_cause")
    inner = [error, *(causes if isinstance(causes, list) else ()), error.get("caused_by")]
    names = (str(one.get("type")) for one in inner if isinstance(one, dict))
    return tuple(dict.fromkeys(name for name in names if _NAME.fullmatch(name)))


@contextmanager
def guard() -> Iterator[None]:
    """Around what reads an answer: one that lacks what it should hold is no answer."""
    try:
        yield
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise IndexUnavailable(f"the search engine answers nonsense: {type(error).__name__}") from None


def to_number(value: Any) -> int:
    """A count, a version or a key of an answer; raises ValueError for what is none."""
    if type(value) is not int or not 0 <= value <= _LARGEST:
        raise ValueError("no number")
    return value


def to_text(value: Any) -> str:
    """An id, a name or a keyword of an answer; raises ValueError for what is none."""
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise ValueError("no keyword")
    value.encode()  # half a character fits into no store and no page
    return value


def to_json(body: Mapping[str, Any]) -> bytes:
    """As it is sent. Half a character makes it no UTF-8, which the engine refuses."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _sent(client: Elasticsearch, request: _Request, end: float) -> tuple[int, Any]:
    method, target, headers, body = request
    with until(end):
        meta, answer = client.transport.perform_request(
            method,
            target,
            headers=headers,
            body=body,
            max_retries=0,
            request_timeout=max(end - time.monotonic(), 0.001),
        )
    return meta.status, answer


def _why(error: TransportError) -> str:
    """The innermost reason. Only the system's own errors have a text that quotes no answer; it names a host at most."""
    inner: BaseException = error
    while inner.__cause__ is not None:
        inner = inner.__cause__
    return f"{type(inner).__name__}: {inner}" if isinstance(inner, OSError) else type(inner).__name__


def _checked(address: str) -> str:
    """Raises ValueError, which does not quote the address: it may hold a password."""
    try:
        parts = urlsplit(address)
        is_whole = parts.scheme in ("http", "https") and parts.hostname and parts.port
    except ValueError:
        is_whole = False
    if not is_whole:
        raise ValueError("an address of a search engine is http:// or https://, a host and a port")
    return address
