"""Raw bytes by their SHA-256, kept before anybody interprets them. Knows files, no tables.

A body is written to a temporary file and renamed to `ab/cdef…`, so a name in the archive means whole bytes. File and
folder are synced before any row names them.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
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

    def put(self, sha256: str, body: bytes) -> None:
        """Keep the bytes; they outlive this process on return, and the machine after `sync`."""
        path = self._path(sha256)
        if path.exists() and path.stat().st_size == len(body):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".tmp-", delete=False) as file:
            file.write(body)
        Path(file.name).rename(path)

    def sync(self, hashes: Iterable[str]) -> None:
        """Make these bodies durable: call it before anything that names them is committed.

        Many at once cost little more than one, because the first sync carries the others along.
        """
        paths = [self._path(sha256) for sha256 in hashes]
        for path in (*paths, *{path.parent for path in paths}, self._folder):
            sync_path(path)

    def get(self, sha256: str) -> bytes:
        """The bytes; raises NotFound."""
        try:
            return self._path(sha256).read_bytes()
        except FileNotFoundError:
            raise NotFound("document", sha256) from None

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256[2:]


def sync_path(path: Path) -> None:
    """Make a file, or the names in a folder, durable."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
