"""One request at a time to each host, however many jobs and workers there are on this machine.

The slot of a host is a lock of the operating system, so it goes with a process that is killed.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

LONGEST_REQUEST_SECONDS = 120.0
"""A minute in all, as fetch.py allows, and some more."""

LOOK_SECONDS = 0.02
"""Between two looks at a slot that is taken."""


class HostSlots:
    """The slots of all hosts, as files in a folder."""

    def __init__(self, folder: Path, longest_seconds: float = LONGEST_REQUEST_SECONDS) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._longest = folder, longest_seconds

    @contextmanager
    def slot(self, address: str, check: Callable[[], None]) -> Iterator[None]:
        """Hold the slot of the address's host and port; waits until it is free, and calls `check` meanwhile, which may
        raise. A holder that does not come to an end is passed: it stands still, and asks nobody anything."""
        host = urlsplit(address).netloc.lower()
        handle = os.open(self._folder / hashlib.sha256(host.encode()).hexdigest()[:32], os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _wait_for(handle, check, self._longest)
            yield
        finally:
            os.close(handle)


def _wait_for(handle: int, check: Callable[[], None], longest_seconds: float) -> None:
    """Until the lock is ours, or its holder has not changed for longer than any request takes."""
    holder, since = b"", time.monotonic()
    while not _is_ours(handle):
        check()
        now, seen = time.monotonic(), os.pread(handle, 64, 0)
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
    os.pwrite(handle, os.urandom(8).hex().encode(), 0)  # so that who waits sees that the holder changed
    return True
