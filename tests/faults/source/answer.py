"""One answer as it goes over the wire: bytes, pace, and what becomes of the connection afterwards."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Literal

Wait = Callable[[float], bool]
"""Sleeps for so many seconds; true when the server ends meanwhile."""

LONGEST_SILENCE = 900.0
PIECE = 65_536


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request gets: after `wait` seconds a status and a body, of which only `sent` bytes come (None: all).

    A silent one gets nothing until the server ends. `body` None is the page that stands at the address. `headers` win
    over ours; Transfer-Encoding among them leaves Content-Length out. `head` is sent in the place of status line and
    headers. From `drip` on each byte takes `gap` seconds; after the body `forever` is sent again and again. `then` is
    what comes last: the next request, the end of the connection, a reset, or silence.
    """

    body: str | bytes | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0
    sent: int | None = None
    silent: bool = False
    head: bytes | None = None
    drip: Literal["", "head", "body"] = ""
    gap: float = 1.0
    forever: bytes = b""
    then: Literal["", "close", "reset", "silence"] = ""

    def bytes_of_head(self, length: int) -> bytes:
        """Status line and headers of a body of this length."""
        if self.head is not None:
            return self.head
        given = {name.lower() for name in self.headers}
        headers = {} if "content-type" in given else {"Content-Type": "text/html; charset=utf-8"}
        if not self.forever and not given & {"content-length", "transfer-encoding"}:
            headers["Content-Length"] = str(length)
        lines = [f"{name}: {value}\r\n".encode() for name, value in {**headers, **self.headers}.items()]
        return b"".join([f"HTTP/1.1 {self.status} {_phrase(self.status)}\r\n".encode(), *lines, b"\r\n"])


def play(answer: Answer, page: str | None, connection: socket.socket, wait: Wait) -> bool:
    """Send an answer, with the page that stands at the address; whether the connection may be used again."""
    if answer.silent:
        wait(LONGEST_SILENCE)
        return False
    if wait(answer.wait):
        return False
    for piece, gap in _pieces(answer, _body(answer, page)):
        connection.sendall(piece)
        if gap and wait(gap):
            return False
    return _end(answer, connection, wait)


def reset(connection: socket.socket) -> None:
    """Close a connection by a reset."""
    with suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()


def _end(answer: Answer, connection: socket.socket, wait: Wait) -> bool:
    if answer.then == "silence":
        wait(LONGEST_SILENCE)
    elif answer.then == "reset":
        reset(connection)
    return not answer.then and answer.sent is None and not answer.drip


def _body(answer: Answer, page: str | None) -> bytes:
    if answer.body is None:
        return (page or "").encode()
    return answer.body if isinstance(answer.body, bytes) else answer.body.encode()


def _pieces(answer: Answer, body: bytes) -> Iterator[tuple[bytes, float]]:
    """(bytes to send, seconds to wait afterwards), without an end when the answer has none."""
    yield from _paced(answer.bytes_of_head(len(body)), answer.gap if answer.drip == "head" else 0.0)
    yield from _paced(body[: answer.sent], answer.gap if answer.drip else 0.0)
    while answer.forever:
        yield from _paced(answer.forever, answer.gap if answer.drip else 0.0)


def _paced(content: bytes, gap: float) -> Iterator[tuple[bytes, float]]:
    size = 1 if gap else PIECE
    for start in range(0, len(content), size):
        yield content[start : start + size], gap


def _phrase(status: int) -> str:
    with suppress(ValueError):
        return HTTPStatus(status).phrase
    return "Unknown"
