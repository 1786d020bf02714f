"""What one answer of a cluster may take, whoever gives it: so many bytes, and until a deadline however it drips.

The client's own timeout is for silence only, and it reads whatever comes. Not here: what stands in an answer.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from io import BufferedReader, RawIOBase
from socket import socket
from typing import IO, Any, cast

MOST_BYTES = 8_000_000
"""Of one answer with its headers. The longest of ours, a page of a scan, has less than three."""


class _Deadline(threading.local):
    """Of the question that this thread asks: an instant of time.monotonic()."""

    end = 0.0

    def left(self) -> float:
        """Seconds; raises TimeoutError when there are none."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeoutError("the deadline is over")
        return left


_DEADLINE = _Deadline()


@contextmanager
def until(end: float) -> Iterator[None]:
    """Within, the connections of this thread end at this instant of time.monotonic()."""
    _DEADLINE.end = end
    yield


def bounded(connection: type[HTTPConnection]) -> type[HTTPConnection]:
    """The same kind of connection, with answers that are bounded."""
    return cast(type[HTTPConnection], type("Bounded", (_Connection, connection), {}))


class _Source(RawIOBase):
    """The bytes of one answer as they come."""

    def __init__(self, opened: socket, source: Any) -> None:
        super().__init__()
        self._socket = opened
        self._source = source
        self._left = MOST_BYTES

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """How many bytes came; raises TimeoutError at the deadline, ValueError after too many."""
        self._socket.settimeout(_DEADLINE.left())
        count: int = self._source.readinto(buffer)
        self._left -= count
        if self._left < 0:
            raise ValueError(f"more than {MOST_BYTES} bytes")
        return count

    def close(self) -> None:
        """Let go of the socket too."""
        self._source.close()
        super().close()


class _Response(HTTPResponse):
    """Headers and body from a bounded source."""

    def __init__(self, opened: socket, *arguments: Any, **named: Any) -> None:
        super().__init__(opened, *arguments, **named)
        source = self.fp.detach()
        self.fp = cast(IO[bytes], BufferedReader(_Source(opened, source)))  # type: ignore[assignment]

    def begin(self) -> None:
        """Raises ValueError for a packed answer: nobody asked for one, and it may be of any size."""
        super().begin()
        if self.headers.get("content-encoding", "identity") != "identity":
            raise ValueError("a packed answer")


class _Connection:
    """Before a connection of the client: it is made within the deadline too."""

    response_class = _Response
    timeout: float | None

    def _new_conn(self) -> socket:
        self.timeout = _DEADLINE.left()
        opened = cast(socket, super()._new_conn())  # type: ignore[misc]
        opened.settimeout(_DEADLINE.left())  # for the handshake
        return opened
