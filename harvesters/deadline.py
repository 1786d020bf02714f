"""Connections that lead only where guard.py says, and end at a deadline, wherever an answer drips: while the name is
looked up, while they are made, in the handshake, in the headers, in the body."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.client import HTTPException, LineTooLong
from ssl import SSLContext
from threading import Timer
from time import monotonic
from typing import Any, NoReturn
from weakref import WeakSet

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from harvesters.errors import AddressBlocked, TooLarge
from harvesters.guard import Found, Guard

CONNECT_SECONDS = 5
"""For a look-up, for each address that is dialled, and for each step of the handshake."""

MOST_HEADERS = 100
"""Lines, as http.client counts them: with the blank one at the end."""


class Deadline:
    """The time one answer may take in all; after it the sockets of its session are shut.

    Their own timeouts are for silence only: a byte every few seconds would hold them open for ever.
    """

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self.requests = 0  # sent since it was made, each try counted
        self._seconds = seconds
        self._end = monotonic() + seconds
        self._sockets: WeakSet[socket.socket] = WeakSet()

    @contextmanager
    def running(self) -> Iterator[None]:
        """The time runs; afterwards `is_over` says whether it was over."""
        self.is_over = False
        self._end = monotonic() + self._seconds
        timer = Timer(self._seconds, self._shut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def left(self) -> float:
        """Seconds, never below 0."""
        return max(0.0, self._end - monotonic())

    def add(self, opened: socket.socket) -> None:
        """Shut this one too; a connection that is used for one answer only forgets its socket, so it is kept here."""
        self._sockets.add(opened)

    def _shut(self) -> None:
        self.is_over = True
        for opened in list(self._sockets):
            with suppress(OSError):
                socket.socket.shutdown(opened, socket.SHUT_RDWR)  # the one of TLS would break its reader


class _Connection(HTTPConnection):
    """Dials what the guard found and nothing else, knows the deadline, and makes no connection after it."""

    def __init__(self, *args: Any, guard: Guard, deadline: Deadline, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self._guard, self._deadline = guard, deadline
        self._tap: socket.socket | None = None
        self._asked = ""

    def connect(self) -> None:
        """Raises AddressBlocked, and ConnectTimeoutError after the deadline."""
        self._refuse_late()
        try:
            super().connect()
        finally:
            if self._tap is not None:
                self._tap.close()
        self._deadline.add(self.sock)
        self._refuse_late()  # it was being made when the others were shut

    def putrequest(self, method: str, url: str, *args: Any, **rest: Any) -> None:
        """Counts each try."""
        self._deadline.requests += 1
        self._asked = f"{'https' if isinstance(self, HTTPSConnection) else 'http'}://{self.host}:{self.port}{url}"
        super().putrequest(method, url, *args, **rest)

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as urllib3 has it
        """Raises TooLarge for too many header lines or one that is too long; the rest is not read."""
        try:
            return super().getresponse()
        except HTTPException as error:
            if type(error) in (HTTPException, LineTooLong):  # its other kinds are answers that broke off
                raise TooLarge(self._asked, allowed=MOST_HEADERS) from None
            raise

    def _new_conn(self) -> socket.socket:
        """A socket to one of the addresses that passed, tried in their order."""
        try:
            found = self._guard.find(self._dns_host, self.port, min(CONNECT_SECONDS, self._deadline.left()))
        except TimeoutError:
            raise ConnectTimeoutError(self, f"no answer about {self.host}") from None
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from None
        why: OSError = OSError("no address")
        for one in found:
            try:
                return self._dial(one)
            except OSError as error:
                why = error
        if isinstance(why, TimeoutError):
            raise ConnectTimeoutError(self, f"{self.host} did not answer")
        raise NewConnectionError(self, str(why))

    def _dial(self, found: Found) -> socket.socket:
        self._refuse_late()
        family, kind, protocol, _, where = found
        dialled = socket.socket(family, kind, protocol)
        try:
            for option in self.socket_options or ():
                dialled.setsockopt(*option)
            dialled.settimeout(min(CONNECT_SECONDS, self._deadline.left()) or 0.001)
            dialled.connect(where)
            dialled.settimeout(CONNECT_SECONDS)
            self._tap = dialled.dup()  # a handshake takes the socket over, and would drip on for ever
        except OSError:
            dialled.close()
            raise
        self._deadline.add(self._tap)
        return dialled

    def _refuse_late(self) -> None:
        if self._deadline.is_over:
            raise ConnectTimeoutError(self, "the deadline is over")


class _ConnectionWithTls(_Connection, HTTPSConnection):
    """The same for https."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _PoolWithTls(HTTPSConnectionPool):
    ConnectionCls = _ConnectionWithTls


class GuardedAdapter(HTTPAdapter):
    """The adapter of a session whose connections are guarded and end at a deadline. `tls` is how https trusts others
    than usual."""

    def __init__(self, guard: Guard, deadline: Deadline, tls: SSLContext | None, **rest: Any) -> None:
        self._guard, self._deadline, self._tls = guard, deadline, tls
        super().__init__(**rest)

    def init_poolmanager(self, *args: Any, **rest: Any) -> None:
        """As requests does, with our connections."""
        super().init_poolmanager(*args, ssl_context=self._tls, **rest)
        self.poolmanager.pool_classes_by_scheme = {
            "http": partial(_Pool, guard=self._guard, deadline=self._deadline),
            "https": partial(_PoolWithTls, guard=self._guard, deadline=self._deadline),
        }

    def proxy_manager_for(self, proxy: str, **_: Any) -> NoReturn:
        """Behind a proxy nobody could judge where a request goes."""
        raise AddressBlocked(proxy, pair=proxy)
