"""The folder of a mirror: every version in one SQLite file, and of those that stand a file of JSON Lines.

    copy.sqlite     every entry of the log with its version, in the table `version` (see Copied)
    records.jsonl   the published records, one a line, sorted by id
    manifest.json   address, log_index, count, and the hash of the sorted lines "id version_no sha256"

A part of the log is put in one transaction, so a killed mirror stands at an entry and goes on from there. The two other
files are made of the first.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from catalogue.search.folder import locked
from catalogue.vocab import ChangeKind

_TABLES = """
CREATE TABLE IF NOT EXISTS copied (address TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS version (
    log_index INTEGER PRIMARY KEY, id TEXT NOT NULL, version_no INTEGER NOT NULL, kind TEXT NOT NULL,
    change_kind TEXT NOT NULL, recorded_at TEXT NOT NULL, commitment TEXT NOT NULL, sha256 TEXT, sealed_at TEXT,
    record TEXT, UNIQUE (id, version_no)
);
"""
_INSERT = """
INSERT INTO version VALUES (:log_index, :id, :version_no, :kind, :change_kind, :recorded_at, :commitment, :sha256,
    :sealed_at, :record)
"""
_SEAL = """
UPDATE version SET record = NULL, sha256 = NULL, sealed_at = ? WHERE id = ? AND version_no = ? AND sealed_at IS NULL
"""
_STANDING = """
SELECT id, version_no, sha256, kind, log_index, recorded_at, record FROM version AS one
WHERE version_no = (SELECT max(version_no) FROM version WHERE id = one.id) AND change_kind != ?
ORDER BY id
"""
_BESIDE = ("id", "version_no", "sha256", "kind", "log_index", "recorded_at")


@dataclass(frozen=True, slots=True)
class Copied:
    """An entry of the log and its version; `sealed_versions` of the record have no text any more, here neither."""

    log_index: int
    id: str
    version_no: int
    kind: str
    change_kind: str
    recorded_at: str
    commitment: str
    sha256: str | None
    sealed_at: str | None
    sealed_versions: Sequence[int]
    record: str | None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a copy holds: `count` published records, and the hash of their sorted lines "id version_no sha256"."""

    address: str
    log_index: int
    count: int
    sha256: str


class Copy:
    """The copy in a folder; use it as a context."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._held = folder, ExitStack()

    def __enter__(self) -> Copy:
        """Raises FollowerBusy when another process has it."""
        self._held.enter_context(locked(self._folder))
        self._store = self._held.enter_context(
            closing(sqlite3.connect(self._folder / "copy.sqlite", isolation_level=None))
        )
        self._store.execute("PRAGMA secure_delete = ON")  # what is sealed stands in no free page
        self._store.executescript(_TABLES)
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def belongs_to(self, address: str) -> str:
        """The address that this is a copy of; a new one is of the given."""
        with self._transaction():
            found = self._store.execute("SELECT address FROM copied").fetchone()
            if found is None:
                self._store.execute("INSERT INTO copied VALUES (?)", [address])
        return str(found[0]) if found else address

    def head(self) -> tuple[int, str]:
        """(log index, commitment) of the last entry; (0, "") of an empty copy."""
        last = self._store.execute("SELECT log_index, commitment FROM version ORDER BY log_index DESC LIMIT 1")
        found = last.fetchone()
        return (int(found[0]), str(found[1])) if found else (0, "")

    def put(self, lines: Iterable[Copied]) -> None:
        """Add entries in the order of the log, and destroy the texts that were sealed since they were copied."""
        with self._transaction():
            for line in lines:
                self._store.execute(_INSERT, asdict(line))
                for version_no in line.sealed_versions:
                    self._store.execute(_SEAL, [line.recorded_at, line.id, version_no])

    def write_files(self, address: str) -> Manifest:
        """Make the file of the records that stand, and the manifest; both are replaced when they are whole."""
        digest, count = hashlib.sha256(), 0
        with self._replaced("records.jsonl") as file:
            for *beside, record in self._store.execute(_STANDING, [ChangeKind.WITHDRAWAL]):
                fields = dict(zip(_BESIDE, beside, strict=True))
                file.write(f'{json.dumps(fields)[:-1]}, "record": {record}}}\n')
                digest.update(f"{fields['id']} {fields['version_no']} {fields['sha256']}\n".encode())
                count += 1
        made = Manifest(address, self.head()[0], count, digest.hexdigest())
        with self._replaced("manifest.json") as file:
            file.write(json.dumps(asdict(made), indent=1) + "\n")
        return made

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._store.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._store.execute("ROLLBACK")
            raise
        self._store.execute("COMMIT")

    @contextmanager
    def _replaced(self, name: str) -> Iterator[TextIO]:
        path = self._folder / name
        temporary = path.with_name(f".{name}.tmp")
        with temporary.open("w", encoding="utf-8") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
