"""One request at a time to each host and port, and a pause after each, however many jobs and workers this machine has.

The slot of a host is a lock of the operating system, so it goes with a process that is killed. The slot's file
remembers when the last request ended and until when the host asked to be left alone, by the monotonic clock, which all
processes of a machine share. The lock is held for the request alone, never while waiting for its time.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf, isnan
from pathlib import Path

from catalogue.errors import StoreUnusable
from harvesters.errors import OutOfTime
from harvesters.links import host_and_port

LONGEST_REQUEST_SECONDS = 120.0
"""A minute in all, as door.py allows, and some more."""

LONGEST_PAUSE_SECONDS = 120.0
"""No host is waited for longer in one place. A time that lies further ahead is from before the machine was started."""

LOOK_SECONDS = 0.02
"""Between two looks at a slot that is taken."""

CHECK_SECONDS = 0.2
"""Between two looks at whether to go on, while it is not yet time."""

_HOLDER, _STATE = 16, 64
"""Bytes of a slot's file: the name of the holder, and with it the two times."""


class Slot:
    """The slot of a host, held; `ended_at` is when the last request ended, infinite while one is under way."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._ended_at, self._rests_until = _read(handle)

    def seconds_left(self, gap: float) -> float:
        """How long the host is to be left alone, when there shall be `gap` seconds between two requests."""
        now = time.monotonic()
        if self._ended_at > now:  # whoever asked was killed, or the machine was started anew: it just ended
            self._ended_at = now
            self._write()
        left = max(self._ended_at + gap, self._rests_until) - now
        return left if left <= LONGEST_PAUSE_SECONDS else self._ended_at + gap - now

    def begin(self) -> None:
        """A request is under way."""
        self._ended_at = inf
        self._write()

    def end(self) -> None:
        """The request ended, well or not."""
        self._ended_at = time.monotonic()
        self._write()

    def rest(self, seconds: float) -> None:
        """Nobody asks this host for so long, at most LONGEST_PAUSE_SECONDS."""
        self._rests_until = time.monotonic() + min(seconds, LONGEST_PAUSE_SECONDS)
        self._write()

    def _write(self) -> None:
        times = f" {self._ended_at:.3f} {self._rests_until:.3f}"
        _write(self._handle, times.ljust(_STATE - _HOLDER).encode(), _HOLDER)


class HostSlots:
    """The slots of all hosts, as files in a folder."""

    def __init__(self, folder: Path, longest_seconds: float = LONGEST_REQUEST_SECONDS) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._longest = folder, longest_seconds

    @contextmanager
    def slot(self, address: str, gap: float, check: Callable[[], None], until: float = inf) -> Iterator[Slot]:
        """Hold the slot of the address's host and port, `gap` seconds or more after the last request to it ended.

        Calls `check` meanwhile, which may raise. Raises OutOfTime at once when the wait would not end before `until`. A
        holder that stands still is passed, as in `alone`.
        """
        host, port = host_and_port(address)
        with self._opened(f"{host}:{port}") as handle:
            slot = self._begun(handle, gap, check, until)
            try:
                yield slot
            finally:
                slot.end()

    @contextmanager
    def alone(self, name: str, check: Callable[[], None]) -> Iterator[None]:
        """Hold the lock of a name. Calls `check` while somebody else holds it. A holder that does not come to an end is
        passed: it stands still, and asks nobody anything."""
        with self._opened(name) as handle:
            _wait_for(handle, check, self._longest)
            yield

    def _begun(self, handle: int, gap: float, check: Callable[[], None], until: float) -> Slot:
        """The slot when it is ours and its time has come."""
        while True:
            _wait_for(handle, check, self._longest)
            slot = Slot(handle)
            left = slot.seconds_left(gap)
            if left <= 0:
                slot.begin()
                return slot
            fcntl.flock(handle, fcntl.LOCK_UN)
            _pause(left, check, until)

    @contextmanager
    def _opened(self, name: str) -> Iterator[int]:
        path = self._folder / hashlib.sha256(name.encode()).hexdigest()[:32]
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StoreUnusable(f"{path}: {error.strerror}") from error
        try:
            yield handle
        finally:
            os.close(handle)


def _pause(seconds: float, check: Callable[[], None], until: float) -> None:
    end = time.monotonic() + seconds
    if end > until:
        raise OutOfTime
    while (left := end - time.monotonic()) > 0:
        check()
        time.sleep(min(left, CHECK_SECONDS))


def _read(handle: int) -> tuple[float, float]:
    """When the last request ended, and until when the host rests; of a new file both are long ago."""
    found = os.pread(handle, _STATE, 0)[_HOLDER:].split()
    try:
        ended_at, rests_until = map(float, found)
    except ValueError:
        return -inf, -inf
    return (-inf, -inf) if isnan(ended_at) or isnan(rests_until) else (ended_at, rests_until)


def _wait_for(handle: int, check: Callable[[], None], longest_seconds: float) -> None:
    """Until the lock is ours, or its holder has not changed for longer than any request takes."""
    holder, since = b"", time.monotonic()
    while not _is_ours(handle):
        check()
        now, seen = time.monotonic(), os.pread(handle, _HOLDER, 0)
        if seen != holder:
            holder, since = seen, now
        elif now - since > longest_seconds:
            return
        time.sleep(LOOK_SECONDS)


def _is_ours(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    _write(handle, os.urandom(_HOLDER // 2).hex().encode(), 0)  # so that who waits sees that the holder changed
    return True


def _write(handle: int, state: bytes, place: int) -> None:
    """Raises StoreUnusable: where these files take no write, nobody could keep the pauses."""
    try:
        os.pwrite(handle, state, place)
    except OSError as error:
        raise StoreUnusable(f"slot of a host: {error.strerror}") from error
