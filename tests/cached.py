"""What tests download once and keep for later runs: programs of other projects."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Callable
from pathlib import Path


class NotHere(Exception):
    """Something that cannot be had on this machine, and why."""


def cached(name: str, make: Callable[[Path], object]) -> Path:
    """The file or folder of this name, made by the first who asks; others wait meanwhile. Raises what `make` raises."""
    cache = _cache_folder()
    cache.mkdir(parents=True, exist_ok=True)
    path = cache / name
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            with tempfile.TemporaryDirectory(dir=cache) as folder:
                made = Path(folder) / name
                make(made)
                made.rename(path)
    return path


def _cache_folder() -> Path:
    """Root's stands where others can read it too, for a node of the tests runs as nobody then."""
    if named := os.environ.get("TEST_DASTRAS_CACHE"):
        return Path(named)
    return Path("/var/cache/dastras-tests") if os.geteuid() == 0 else Path.home() / ".cache/dastras-tests"
