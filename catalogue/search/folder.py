"""The folder of an embedded index: generations, the pointer `current`, position.json and the lock. No engine here.

search/current            the name of the generation that is read; replaced by rename
search/lock               held while somebody writes
search/<n>/position.json  how far generation n has read the log, and what wrote it
search/<n>/…              the engine's files
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from catalogue.archive import sync_path
from catalogue.errors import FollowerBusy
from catalogue.search.index import Written

_POINTER = "current"
_POSITION = "position.json"
_LOCK = "lock"


Stamp = tuple[tuple[int, int], ...]


def current_generation(folder: Path) -> str | None:
    """The generation to read; None when there is no index yet, or the pointer is damaged."""
    try:
        with open(
            os.path.join(folder, _POINTER), encoding="ascii", errors="replace"
        ) as pointer:  # asked by all searches
            name = pointer.read().strip()
    except FileNotFoundError:
        return None
    return name if name.isdecimal() else None


def point_to(folder: Path, generation: str) -> None:
    """Make a generation the one that is read, all at once and durably."""
    _replace(folder / _POINTER, generation)


def next_generation(folder: Path) -> str:
    """The name of a generation that never was in this folder while the pointer lives."""
    taken = [int(path.name) for path in folder.iterdir() if path.name.isdecimal()]
    return str(max([*taken, int(current_generation(folder) or 0)]) + 1)


def remove_other_generations(folder: Path) -> None:
    """Remove what the pointer does not name: old generations and rebuilds that were killed. Only under the lock.

    A reader that has an old generation open keeps it: the files go when it closes them.
    """
    kept = current_generation(folder)
    for path in folder.iterdir():
        if path.name.isdecimal() and path.name != kept:
            shutil.rmtree(path, ignore_errors=True)


def read_written(generation: Path) -> Written | None:
    """What stands in a generation's position.json; None when it is missing or unreadable."""
    try:
        held = json.loads((generation / _POSITION).read_text(encoding="utf-8"))
        return Written(int(held["log_index"]), held["commitment"], held["engine"], held["analyser"])
    except (FileNotFoundError, NotADirectoryError, KeyError, TypeError, ValueError):
        return None


def stamp_of(folder: Path, generation: str) -> Stamp | None:
    """What changes whenever the pointer or the position of a generation is replaced; None when one is missing."""
    try:
        states = [os.stat(f"{folder}/{name}") for name in (_POINTER, f"{generation}/{_POSITION}")]
    except (FileNotFoundError, NotADirectoryError):
        return None
    return tuple((state.st_ino, state.st_mtime_ns) for state in states)


def write_written(generation: Path, written: Written) -> None:
    """Replace a generation's position.json, durably, and not before the names that the engine gave are durable."""
    sync_path(generation)
    _replace(generation / _POSITION, json.dumps(asdict(written)))


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; raises FollowerBusy at once when another process or thread has it.

    The system releases it when the process ends, however that ends.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK).open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FollowerBusy(f"{folder} is being written") from None
        yield


def _replace(path: Path, text: str) -> None:
    temporary = path.with_name(f".tmp-{path.name}")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_path(path.parent)  # a rename is not durable before its folder is
