"""What a power failure would leave: the order of writes and syncs in a harvest, as the system saw it (6.3).

A harvest acknowledges a document by asking its publisher for the next one, and a job by a line of its own.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.crashing import TRACING, Point, Tracing, traced
from tests.faults.laboratory import HARVEST, Laboratory

CALLS = ("pwrite64", "write", "fsync", "fdatasync", "rename", "renameat", "mkdir", "unlink", "sendto")
DOCUMENTS = 8
"""At least so many are fetched: the pages of the listings and those of the decisions."""


class Ordered(Tracing):
    """Notes the calls with the paths of their files."""

    @contextmanager
    def watching(self, child: int, point: Point | None, notes: Path) -> Iterator[None]:
        """Kill nobody."""
        with traced(child, CALLS, notes, ["-y", "-s", "0"]):
            yield


@dataclass(frozen=True, slots=True)
class Call:
    """A system call that succeeded: of which kind, on which file; `target` is the new name of a renamed one."""

    kind: str
    path: str
    target: str = ""


class Disk:
    """What is not durable yet: files whose bytes have no sync after them, and names whose folder has none.

    By name, as several processes write: the index follows a harvest, and its folders are no business of the archive.
    """

    def __init__(self) -> None:
        self.files: set[str] = set()
        self.names: set[str] = set()

    def follow(self, call: Call) -> None:
        """Take in the next call."""
        if call.kind in ("write", "pwrite64"):
            self.files.add(call.path)
        elif call.kind in ("fsync", "fdatasync"):
            self.files.discard(call.path)
            self.names -= {name for name in self.names if os.path.dirname(name) == call.path}
        elif call.kind in ("rename", "renameat"):
            self.names.discard(call.path)
            self.names.add(call.target)
            if call.path in self.files:
                self.files.add(call.target)
            self.files.discard(call.path)
        elif call.kind == "mkdir":
            self.names.add(call.path)
        elif call.kind == "unlink":
            self.files.discard(call.path)
            self.names.discard(call.path)

    def unsynced(self, beginning: str) -> list[str]:
        """What of it lies below, or has, this path."""
        return sorted(path for path in self.files | self.names if path.startswith(beginning))


@pytest.fixture(scope="module")
def harvest(laboratory: Laboratory) -> tuple[Path, list[Call]]:
    """The data folder of a first harvest, and its calls in order."""
    if reason := TRACING.unusable():
        pytest.skip(f"the order of syncs cannot be seen: {reason}")
    data = laboratory.copy("empty", "order")
    assert laboratory.run(data, "migrate").code == 0
    ended = laboratory.run(data, *HARVEST, layer=Ordered())
    assert ended.code == 0, ended.output
    return data, list(_calls(laboratory.runner.notes(data).read_text(errors="replace")))


def test_a_sync_precedes_every_acknowledgement(harvest: tuple[Path, list[Call]]) -> None:
    data, calls = harvest
    wal, disk = f"{data}/dastras.sqlite-wal", Disk()
    acknowledged, synced, written = 0, 0, False
    for call in calls:
        if _is_acknowledgement(call, data) and written:
            acknowledged, synced, written = acknowledged + 1, synced + (wal not in disk.files), False
        disk.follow(call)
        written = written or (call.kind == "pwrite64" and call.path == wal)
    print(f"acknowledged {acknowledged}, synced before {synced}")  # noqa: T201 - shown by -s
    assert acknowledged >= DOCUMENTS and synced == acknowledged


def test_a_document_is_durable_before_a_row_names_it(harvest: tuple[Path, list[Call]]) -> None:
    data, calls = harvest
    wal, archive, disk = f"{data}/dastras.sqlite-wal", f"{data}/archive", Disk()
    kept = 0
    early: list[str] = []
    for call in calls:
        if call.target.startswith(archive):
            kept += 1
            early += {call.path} & disk.files  # a name in the archive means whole bytes
        if call.path == wal and call.kind == "pwrite64":
            early += disk.unsynced(archive)
        disk.follow(call)
    assert kept >= DOCUMENTS and not early


def test_the_name_of_the_archive_is_durable_before_a_row_names_a_document(harvest: tuple[Path, list[Call]]) -> None:
    data, calls = harvest
    disk, was_made, early = Disk(), False, 0
    for call in calls:
        was_made = was_made or (call.kind == "mkdir" and call.path == f"{data}/archive")
        if was_made and call.path == f"{data}/dastras.sqlite-wal" and call.kind == "pwrite64":
            early += f"{data}/archive" in disk.names
        disk.follow(call)
    assert was_made and not early


def test_the_index_is_durable_before_its_position(harvest: tuple[Path, list[Call]]) -> None:
    moved, early = _at_each_position(*harvest)
    assert moved and not [path for path in early if os.path.splitext(path)[1]]


def test_the_name_of_the_index_is_durable_before_its_position(harvest: tuple[Path, list[Call]]) -> None:
    _, early = _at_each_position(*harvest)
    assert not early


def _at_each_position(data: Path, calls: list[Call]) -> tuple[int, list[str]]:
    """How often the position of the index was moved, and what of the index was not durable then."""
    disk, moved = Disk(), 0
    early: list[str] = []
    for call in calls:
        if call.target.endswith("/position.json"):
            moved += 1
            early += disk.unsynced(f"{os.path.dirname(call.target)}/")
        disk.follow(call)
    return moved, early


def _is_acknowledgement(call: Call, data: Path) -> bool:
    return call.kind == "sendto" or (call.kind == "write" and call.path == f"{data}.output")


def _calls(notes: str) -> Iterator[Call]:
    """The calls that succeeded, each where it ended."""
    waiting: dict[str, str] = {}
    for line in notes.splitlines():
        process, _, text = line.partition(" ")
        text = text.strip()
        if text.endswith("<unfinished ...>"):
            waiting[process] = text.removesuffix("<unfinished ...>")
            continue
        if (resumed := re.match(r"<\.\.\. \w+ resumed>", text)) is not None:
            text = waiting.pop(process) + text[resumed.end() :]
        if (call := re.match(r"(\w+)\((.*)\) += \d", text)) is not None:
            yield _call(call[1], call[2])


def _call(kind: str, arguments: str) -> Call:
    names = re.findall(r'"([^"]*)"', arguments) if kind in ("rename", "renameat", "mkdir", "unlink") else []
    handle = re.match(r"\d+<([^>]*)>", arguments)
    return Call(kind, *names) if names else Call(kind, handle[1] if handle else "")
