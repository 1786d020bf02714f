"""What must hold after a kill: what was acknowledged is there, nothing is double, index and archive fit the store."""

from __future__ import annotations

import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from catalogue.archive import Archive
from catalogue.archive_integrity import document_faults
from catalogue.connection import STORE_FILE
from catalogue.identity import sha256_hex
from catalogue.search.follower import SearchFollower
from catalogue.search.local import LocalGenerations
from catalogue.service import Catalogue
from deploy.opening import open_catalogue
from deploy.settings import Settings

VERSIONS = """
SELECT source_id, native_id, version.version_no, id,
       CASE change_kind WHEN 'withdrawal' THEN 'tombstone' ELSE sha256 END, log_index
FROM version JOIN record ON record.number = record_number
"""
DOUBLES = "SELECT source_id || '/' || native_id AS key FROM record GROUP BY key HAVING count(*) > 1"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader could see in a store: versions by (source, native id, number) with (id, hash, log index), the ends
    of jobs by (source, number), documents as (hash, address), sources with an open job, and keys that two records have.
    A sealed version has no hash, and that of a tombstone, which holds its time, is left out.
    """

    versions: dict[tuple[str, str, int], tuple[str, str, int]] = field(default_factory=dict)
    ends: dict[tuple[str, int], str] = field(default_factory=dict)
    documents: frozenset[tuple[str, str]] = frozenset()
    open: frozenset[str] = frozenset()
    doubles: frozenset[str] = frozenset()

    def sealed(self) -> set[tuple[str, str, int]]:
        """The versions whose text was destroyed."""
        return {key for key, (_, sha256, _) in self.versions.items() if not sha256}

    def contents(self) -> set[tuple[str, str, int, str]]:
        """The versions without what is drawn at random."""
        return {(*key, sha256) for key, (_, sha256, _) in self.versions.items()}


@dataclass(slots=True)
class Breaks:
    """Broken promises, each in words. `lost`: acknowledged, then gone; `torn`: versions, log entries and heads that do
    not agree; `twins`: the same thing twice; `drift`: an index unlike the store; `other`: the rest."""

    lost: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    twins: list[str] = field(default_factory=list)
    drift: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)

    def all(self) -> list[str]:
        """Every one of them."""
        return [*self.lost, *self.torn, *self.twins, *self.drift, *self.other]


def seen_in(data: Path) -> Seen:
    """What stands in the store of a folder in which nobody works. Read from a copy: who comes next finds the WAL as
    the killed process left it."""
    with tempfile.TemporaryDirectory() as folder:
        for name in (STORE_FILE, f"{STORE_FILE}-wal"):
            if (data / name).exists():
                shutil.copy(data / name, folder)
        with closing(sqlite3.connect(Path(folder) / STORE_FILE)) as store:
            tables = {name for (name,) in store.execute("SELECT name FROM sqlite_master")}
            return _read(store) if {"version", "job", "document"} <= tables else Seen()


def _read(store: sqlite3.Connection) -> Seen:
    jobs = store.execute("SELECT source_id, number, state FROM job").fetchall()
    return Seen(
        {(row[0], row[1], row[2]): (row[3], row[4], row[5]) for row in store.execute(VERSIONS)},
        {(source, number): state for source, number, state in jobs if state not in ("queued", "running")},
        frozenset(store.execute("SELECT sha256, address FROM document")),
        frozenset(source for source, _, state in jobs if state in ("queued", "running")),
        frozenset(key for (key,) in store.execute(DOUBLES)),
    )


def unkept(output: str, given: Sequence[str], begun: Seen, found: Seen) -> Iterator[str]:
    """Acknowledgements that the store does not know at the moment of the kill.

    A program acknowledges a record by a line `acked N`, a harvest the end of a job by its line, and a document by
    asking the publisher for the next one: of the pages `given` in this run, only the last may be unknown.
    """
    known = {native_id for _, native_id, _ in found.versions}
    for native_id in re.findall(r"^acked (\w+)$", output, re.MULTILINE):
        if native_id not in known:
            yield f"record {native_id} was acknowledged and is not there"
    ended = {source for source, number in found.ends.keys() - begun.ends.keys()}
    for source in re.findall(r"^(\w+): succeeded: ", output, re.MULTILINE):
        if source not in ended:
            yield f"the end of a job of {source} was acknowledged and is not there"
    hashes = {sha256 for sha256, _ in found.documents}
    for page in given[:-1]:
        if sha256_hex(page) not in hashes:
            yield f"a document was acknowledged and is not there: {page}"


def broken(data: Path, before: Seen, wanted: Seen) -> Breaks:
    """What does not hold in a folder after the work was done again: `before` is what stood there at the kill, `wanted`
    what a run that is left alone ends with."""
    breaks = broken_store(data, before, wanted)
    with _opened(data) as catalogue:
        drift = SearchFollower(LocalGenerations(data / "search"), catalogue.read).drift()
        archive = Archive(data / "archive")
        breaks.other += [str(fault) for fault in document_faults(catalogue.read, archive, lambda _done: None)]
    breaks.twins += [f"index: {drift.extra} too many"] if drift.extra else []
    breaks.drift += [str(drift)] if drift else []
    return breaks


def broken_store(data: Path, before: Seen, wanted: Seen) -> Breaks:
    """The same without index and archive."""
    after, breaks = seen_in(data), Breaks()
    kept = after.versions
    breaks.lost += [
        f"version {key} is gone"
        for key, value in before.versions.items()
        if kept.get(key) not in (value, _sealed(value) if key in wanted.sealed() else value)
    ]
    breaks.lost += [f"document {document} is gone" for document in before.documents - after.documents]
    breaks.lost += [f"the end of job {job} is gone" for job in before.ends if after.ends.get(job) != before.ends[job]]
    breaks.other += [f"a job of {source} is still open" for source in after.open]
    if after.contents() != wanted.contents():
        breaks.other.append(f"ended otherwise than a run left alone: {after.contents() ^ wanted.contents()}")
    breaks.twins += [f"record {key} is there twice" for key in after.doubles]
    breaks.torn += _torn(after)
    with _opened(data) as catalogue:
        breaks.torn += list(catalogue.faults())
    return breaks


def _sealed(version: tuple[str, str, int]) -> tuple[str, str, int]:
    return (version[0], "", version[2])


@contextmanager
def _opened(data: Path) -> Iterator[Catalogue]:
    catalogue = open_catalogue(Settings.from_env({"DASTRAS_DATA": str(data)}))
    try:
        yield catalogue
    finally:
        catalogue.close()


def _torn(seen: Seen) -> Iterator[str]:
    """The log counts 1, 2, 3 … over all versions."""
    indexes = sorted(log_index for _, _, log_index in seen.versions.values())
    if indexes != list(range(1, len(indexes) + 1)):
        yield f"the log has holes: {indexes}"
