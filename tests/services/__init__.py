"""Real services on this machine for tests: each starts on a free loopback port and ends with its parent."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

_MEMORY = Path("/dev/shm")
_ROOM_BYTES = 4 * 2**30


def memory() -> Path | None:
    """A folder in memory, where there is room: every write of a service is synced, and there are thousands of them."""
    if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM_BYTES:
        return _MEMORY
    return None
