"""One request at a time to each host, however many jobs and workers there are on this machine.

The slot of a host is a lock of the operating system, so it goes with a process that is killed.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit


class HostSlots:
    """The slots of all hosts, as files in a folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    @contextmanager
    def slot(self, address: str) -> Iterator[None]:
        """Hold the slot of the address's host and port; waits until it is free."""
        host = urlsplit(address).netloc.lower()
        handle = os.open(self._folder / hashlib.sha256(host.encode()).hexdigest()[:32], os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
