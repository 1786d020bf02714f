"""Connections that end at a deadline, wherever an answer drips: while they are made, in its headers, in its body."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from threading import Timer
from typing import Any
from weakref import WeakSet

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError


class Deadline:
    """The time one answer may take in all; after it the sockets of its session are shut.

    Their own timeouts are for silence only: a byte every few seconds would hold them open for ever.
    """

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self.requests = 0  # sent since it was made, each try counted
        self._seconds = seconds
        self._sockets: WeakSet[socket.socket] = WeakSet()

    @contextmanager
    def running(self) -> Iterator[None]:
        """The time runs; afterwards `is_over` says whether it was over."""
        self.is_over = False
        timer = Timer(self._seconds, self._shut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def add(self, opened: socket.socket) -> None:
        """Shut this one too; a connection that is used for one answer only forgets its socket, so it is kept here."""
        self._sockets.add(opened)

    def _shut(self) -> None:
        self.is_over = True
        for opened in list(self._sockets):
            with suppress(OSError):
                socket.socket.shutdown(opened, socket.SHUT_RDWR)  # the one of TLS would break its reader


class _Ending(HTTPConnection):
    """Knows the deadline and makes no connection after it."""

    def __init__(self, *args: Any, deadline: Deadline, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self._deadline = deadline

    def connect(self) -> None:
        """Raises ConnectTimeoutError after the deadline."""
        self._refuse_late()
        super().connect()
        self._deadline.add(self.sock)
        self._refuse_late()  # it was being dialled when the others were shut

    def putrequest(self, *args: Any, **rest: Any) -> None:
        """Counts each try."""
        self._deadline.requests += 1
        super().putrequest(*args, **rest)

    def _refuse_late(self) -> None:
        if self._deadline.is_over:
            raise ConnectTimeoutError(self, "the deadline is over")


class _EndingWithTls(_Ending, HTTPSConnection):
    """The same for https."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Ending


class _PoolWithTls(HTTPSConnectionPool):
    ConnectionCls = _EndingWithTls


class EndingAdapter(HTTPAdapter):
    """The adapter of a session whose connections end at a deadline."""

    def __init__(self, deadline: Deadline, **rest: Any) -> None:
        self._deadline = deadline
        super().__init__(**rest)

    def init_poolmanager(self, *args: Any, **rest: Any) -> None:
        """As requests does, with our connections."""
        super().init_poolmanager(*args, **rest)
        self.poolmanager.pool_classes_by_scheme = {
            "http": partial(_Pool, deadline=self._deadline),
            "https": partial(_PoolWithTls, deadline=self._deadline),
        }
