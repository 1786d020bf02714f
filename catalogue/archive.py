"""Raw bytes by their SHA-256, kept before anybody interprets them. Knows files, no tables.

A body is written to a temporary file, synced, renamed to `ab/cdef…`, and its folder is synced; so a name
in the archive always means whole bytes.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from catalogue.errors import NotFound
from catalogue.identity import sha256_hex


@dataclass(frozen=True)
class Document:
    """Bytes as fetched: address, time (UTC, Z), status and headers of the answer.

    `media_type` is lower case without parameters, `charset` what the publisher declared;
    `recorded` says that a recording was read instead of the network.
    """

    address: str
    body: bytes
    media_type: str
    charset: str | None
    status: int
    headers: tuple[tuple[str, str], ...]
    fetched_at: str
    recorded: bool

    @cached_property
    def sha256(self) -> str:
        """The hash of the body, 64 hex digits."""
        return sha256_hex(self.body)


class Archive:
    """A folder of bodies by hash."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, sha256: str, body: bytes) -> bool:
        """Keep the bytes; durable on return. Whether they were new."""
        path = self._path(sha256)
        if path.exists():
            return False
        is_new_folder = not path.parent.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".tmp-", delete=False) as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).rename(path)
        sync_folder(path.parent)
        if is_new_folder:
            sync_folder(self._folder)
        return True

    def get(self, sha256: str) -> bytes:
        """The bytes; raises NotFound."""
        try:
            return self._path(sha256).read_bytes()
        except FileNotFoundError:
            raise NotFound("document", sha256) from None

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256[2:]


def sync_folder(folder: Path) -> None:
    """Make renames inside a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
