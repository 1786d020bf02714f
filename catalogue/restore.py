"""Puts a backup back where no store is. The file is foreign input: nothing of it is believed before it was checked.

Documents come first, written as the archive writes them; the store grows in `.<its name>.restoring/` beside its place
and is moved there last of all. So a restore that was killed is simply run again, and one that was refused leaves no
store behind. Documents that it leaves are whole and harmless: no row names them.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

from catalogue.archive import Archive, sync_path
from catalogue.backup import Place, Progress
from catalogue.backup_file import (
    STORE_MEMBER,
    BackupRefused,
    Manifest,
    parts_of,
    read_manifest,
    read_members,
)
from catalogue.connection import STORE_FILE

SYNCED_AT_ONCE = 500

Prepare = Callable[[Path], None]
"""Brings the store in a folder up to date before it becomes the store."""


def restore(place: Place, file: Path, prepare: Prepare, progress: Progress) -> Manifest:
    """Put a backup back; its manifest. Store and documents are durable on return, the index is not built.

    Raises BackupRefused, OSError, and what `prepare` raises; then there is no store.
    """
    with file.open("rb") as tar:
        refuse_store(place.store)
        manifest = read_manifest(tar)
        with _workplace(place.store) as folder:
            place.archive.remove_unfinished()
            _unpack(tar, folder / STORE_FILE, manifest, place.archive, progress)
            _refuse_foreign_store(folder / STORE_FILE, manifest)
            prepare(folder)
            sync_path(folder / STORE_FILE)
            refuse_store(place.store)
            (folder / STORE_FILE).rename(place.store)
            sync_path(place.store.parent)
    return manifest


def refuse_store(store: Path) -> None:
    """Raises BackupRefused when there is a store, or a part of one: an old WAL would be played into the new store."""
    for part in ("", "-wal", "-shm", "-journal"):
        if os.path.lexists(f"{store}{part}"):
            raise BackupRefused("restore-over-store", store=f"{store}{part}")


def _unpack(tar: IO[bytes], store: Path, manifest: Manifest, archive: Archive, progress: Progress) -> None:
    new: list[str] = []
    for member in read_members(tar):
        parts = parts_of(tar, member.size)
        if member.sha256:
            if not archive.put_parts(member.sha256, parts):
                raise BackupRefused("backup-damaged", member=member.name)
            new.append(member.sha256)
        elif member.name == STORE_MEMBER and _write_store(store, parts) != manifest.store_sha256:
            raise BackupRefused("backup-damaged", member=member.name)
        if len(new) >= SYNCED_AT_ONCE:
            archive.sync(new)
            new.clear()
        progress(member.at + member.size)
    if new:
        archive.sync(new)


def _write_store(store: Path, parts: Iterator[bytes]) -> str:
    """The SHA-256 of what was written."""
    digest = hashlib.sha256()
    with store.open("xb") as file:
        for part in parts:
            digest.update(part)
            file.write(part)
    return digest.hexdigest()


def _refuse_foreign_store(store: Path, manifest: Manifest) -> None:
    """Our stores hold tables and indexes, nothing that runs by itself, and the log that the manifest tells of."""
    try:
        with closing(sqlite3.connect(f"{store.as_uri()}?mode=ro&immutable=1", uri=True)) as held:
            kinds = {kind for (kind,) in held.execute("SELECT DISTINCT type FROM sqlite_master")}
            head = held.execute("SELECT log_index, commitment FROM log ORDER BY log_index DESC LIMIT 1").fetchone()
    except sqlite3.Error:
        raise BackupRefused("backup-damaged", member=STORE_MEMBER) from None
    if not kinds <= {"table", "index"} or (head or (0, "")) != (manifest.log_index, manifest.commitment):
        raise BackupRefused("backup-damaged", member=STORE_MEMBER)


@contextmanager
def _workplace(store: Path) -> Iterator[Path]:
    """An empty folder beside the store, for one restore at a time; it is gone afterwards."""
    folder = store.parent / f".{store.name}.restoring"
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        _lock(handle)
        refuse_store(store)  # another restore ended meanwhile
        for left in folder.iterdir():  # by one that was killed
            left.unlink()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BackupRefused("restore-busy") from None
