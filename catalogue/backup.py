"""Makes a backup while writers go on writing. The store first, the archive after it: a document is kept before a
version names it, so the later copy holds all that the earlier one needs. The index is not backed up.

The file grows under a temporary name beside its place, `.dastras-backup-….tar`, with the snapshot of the store,
`.dastras-backup-….sqlite`, beside it, and is renamed when it is whole and durable. A lock on it says that its writer
lives; what a killed backup left is removed by the next one in that folder.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from catalogue.archive import Archive, sync_path
from catalogue.backup_file import (
    FORM,
    PART_BYTES,
    PRODUCT,
    STORE_MEMBER,
    BackupRefused,
    Manifest,
    document_name,
    parts_of,
    write_end,
    write_member,
)
from catalogue.connection import BUSY_MILLISECONDS
from catalogue.errors import NotFound

_UNFINISHED = ".dastras-backup-"

Progress = Callable[[int], None]
"""Told how many bytes of the backup are written."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the things that are backed up lie: the SQLite file and the archive."""

    store: Path
    archive: Archive


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that was made; `left_out` are documents whose bytes do not give their hash: none could restore them."""

    manifest: Manifest
    left_out: tuple[str, ...]


def back_up(place: Place, file: Path, version: str, made_at: str, progress: Progress) -> BackedUp:
    """Write a backup to a path where nothing is yet; it is whole and durable on return.

    `version` is the product's, `made_at` a UTC instant. Raises BackupRefused, and OSError when the disk says no; then
    nothing is left behind.
    """
    _refuse_existing(file)
    if not file.parent.is_dir():
        raise BackupRefused("backup-no-folder", folder=file.parent)
    _remove_leftovers(file.parent)
    with _unfinished(file) as tar:
        snapshot = Path(tar.name).with_suffix(".sqlite")
        try:
            log_index, commitment = _take_snapshot(place.store, snapshot)
            store_bytes, store_sha256 = _write_store(tar, snapshot, progress)
        finally:
            _remove_snapshot(snapshot)
        documents, document_bytes, left_out = _write_documents(tar, place.archive, progress)
        about = (FORM, PRODUCT, version, made_at, log_index, commitment, store_sha256, store_bytes)
        manifest = Manifest(*about, documents, document_bytes)
        write_end(tar, manifest)
    return BackedUp(manifest, left_out)


def _take_snapshot(store: Path, snapshot: Path) -> tuple[int, str]:
    """Copy one state of the store, whatever is written meanwhile; (log index, commitment) of its last entry."""
    try:
        with closing(sqlite3.connect(f"{store.as_uri()}?mode=rw", uri=True, timeout=BUSY_MILLISECONDS / 1000)) as held:
            held.execute("VACUUM INTO ?", (str(snapshot),))
        with closing(sqlite3.connect(snapshot)) as copied:
            head = copied.execute("SELECT log_index, commitment FROM log ORDER BY log_index DESC LIMIT 1").fetchone()
    except sqlite3.Error as error:
        raise BackupRefused("backup-not-written", reason=str(error)) from None
    return head or (0, "")


def _write_store(tar: IO[bytes], snapshot: Path, progress: Progress) -> tuple[int, str]:
    """(bytes, SHA-256) of the snapshot, now in the tar."""
    digest = hashlib.sha256()
    size = snapshot.stat().st_size

    def hashed(parts: Iterator[bytes]) -> Iterator[bytes]:
        for part in parts:
            digest.update(part)
            yield part
            progress(tar.tell())

    with snapshot.open("rb") as file:
        write_member(tar, STORE_MEMBER, size, hashed(parts_of(file, size)))
    return size, digest.hexdigest()


def _write_documents(tar: IO[bytes], archive: Archive, progress: Progress) -> tuple[int, int, tuple[str, ...]]:
    """(number, bytes, left out) of the documents, now in the tar."""
    number = total = 0
    left_out: list[str] = []
    for sha256 in archive.walk():
        with suppress(NotFound):  # gone since the walk saw its name
            if not archive.is_whole(sha256):
                left_out.append(sha256)
                continue
            with archive.open(sha256) as body:
                size = os.fstat(body.fileno()).st_size
                write_member(tar, document_name(sha256), size, parts_of(body, size))
            number, total = number + 1, total + size
            progress(tar.tell())
    return number, total, tuple(left_out)


# ---------- the file, all at once or not at all ----------


@contextmanager
def _unfinished(file: Path) -> Iterator[IO[bytes]]:
    """A file that gets its name when the block ends well, and is removed when it does not."""
    tar = _open_locked(file.parent)
    temporary = Path(tar.name)
    try:
        with tar:
            yield tar
            tar.flush()
            os.fsync(tar.fileno())
            _refuse_existing(file)  # made by somebody else meanwhile
            temporary.rename(file)
        sync_path(file.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _open_locked(folder: Path) -> IO[bytes]:
    """A new temporary file, locked. One that another backup took for a leftover before it was locked is let go."""
    while True:
        tar = tempfile.NamedTemporaryFile(  # noqa: SIM115 - closed by who asked for it
            buffering=PART_BYTES, dir=folder, prefix=_UNFINISHED, suffix=".tar", delete=False
        )
        fcntl.flock(tar, fcntl.LOCK_EX)
        if os.fstat(tar.fileno()).st_nlink:
            return tar
        tar.close()


def _remove_leftovers(folder: Path) -> None:
    """Remove what killed backups left in a folder; those that live hold their lock."""
    for left in folder.glob(f"{_UNFINISHED}*.tar"):
        with suppress(FileNotFoundError, PermissionError, BlockingIOError), left.open("r+b") as tar:
            fcntl.flock(tar, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _remove_snapshot(left.with_suffix(".sqlite"))
            left.unlink(missing_ok=True)


def _remove_snapshot(snapshot: Path) -> None:
    """Remove a snapshot and its journal, which SQLite leaves where the disk was full at its first page."""
    for part in snapshot.parent.glob(f"{snapshot.name}*"):
        part.unlink(missing_ok=True)


def _refuse_existing(file: Path) -> None:
    if os.path.lexists(file):
        raise BackupRefused("backup-exists", file=file)
