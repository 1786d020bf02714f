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
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from catalogue.identity import set_line
from catalogue.search.folder import locked
from catalogue.vocab import ChangeKind

RECORDS, MANIFEST = FILES = ("records.jsonl", "manifest.json")

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


class Doubled(Exception):
    """A version that the copy has already came once more, with another entry."""

    def __init__(self, log_index: int) -> None:
        super().__init__(log_index)
        self.log_index = log_index


@dataclass(frozen=True, slots=True)
class Copied:
    """An entry of the log and its version.

    `sealed_versions`, each with its instant, are those of the record that have no text any more: here neither.
    """

    log_index: int
    id: str
    version_no: int
    kind: str
    change_kind: str
    recorded_at: str
    commitment: str
    sha256: str | None
    sealed_at: str | None
    sealed_versions: Sequence[tuple[int, str]]
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

    def put(self, lines: Sequence[Copied]) -> None:
        """Add entries in the order of the log, and destroy the texts that were sealed since they were copied.

        The files that may hold such a text go first: they are made again when the copy is up to date. Raises Doubled.
        """
        if any(line.sealed_versions for line in lines):
            for name in FILES:
                (self._folder / name).unlink(missing_ok=True)
        with self._transaction():
            for line in lines:
                self._put(line)

    def _put(self, line: Copied) -> None:
        try:
            self._store.execute(_INSERT, asdict(line))
        except sqlite3.IntegrityError:
            raise Doubled(line.log_index) from None
        for version_no, sealed_at in line.sealed_versions:
            self._store.execute(_SEAL, [sealed_at, line.id, version_no])

    def write_files(self, address: str) -> Manifest:
        """Make the file of the records that stand, and the manifest; both are replaced when they are whole."""
        digest, count = hashlib.sha256(), 0
        with self._replaced(RECORDS) as file:
            for *beside, record in self._store.execute(_STANDING, [ChangeKind.WITHDRAWAL]):
                fields = dict(zip(_BESIDE, beside, strict=True))
                file.write(f'{json.dumps(fields)[:-1]}, "record": {record}}}\n')
                digest.update(set_line(fields["id"], fields["version_no"], fields["sha256"]))
                count += 1
        made = Manifest(address, self.head()[0], count, digest.hexdigest())
        with self._replaced(MANIFEST) as file:
            file.write(json.dumps(asdict(made), indent=1) + "\n")
        return made

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._store:
            self._store.execute("BEGIN IMMEDIATE")
            yield

    @contextmanager
    def _replaced(self, name: str) -> Iterator[TextIO]:
        path = self._folder / name
        temporary = path.with_name(f".{name}.tmp")
        try:
            with temporary.open("w", encoding="utf-8") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
