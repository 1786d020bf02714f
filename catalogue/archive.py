"""Raw bytes by their SHA-256, kept before anybody interprets them. Knows files, no tables.

A body is written to a temporary file, synced, and renamed to `ab/cdef…`; then the folder is synced, and only then a row
may name it. So a name in the archive means whole bytes.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from io import BufferedReader
from pathlib import Path

from catalogue.errors import NotFound
from catalogue.identity import sha256_hex

_UNFINISHED = ".tmp-"
"""Begins the name of a body that is not whole yet."""


@dataclass(frozen=True)
class Document:
    """Bytes as fetched: final address, time (UTC, Z), status line and headers of the answer.

    `media_type` is lower case without parameters, `charset` what the publisher declared;
    `recorded` says that a recording was read instead of the network, `again` that the publisher said these
    bytes, which we had, still hold (304).
    """

    address: str
    body: bytes
    media_type: str
    charset: str | None
    status: int
    headers: tuple[tuple[str, str], ...]
    fetched_at: str
    recorded: bool
    status_line: str = ""
    again: bool = False

    def header(self, name: str) -> str | None:
        """The first header of this name (lower case)."""
        return next((value for key, value in self.headers if key.lower() == name), None)

    @cached_property
    def sha256(self) -> str:
        """The hash of the body, 64 hex digits."""
        return sha256_hex(self.body)


class Archive:
    """A folder of bodies by hash."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, sha256: str, body: bytes, *, durably: bool) -> None:
        """Keep the bytes; they outlive this process on return, and the machine too when it is done `durably`.

        Bytes that are there already are compared: what a power failure left under a name is mended.
        """
        path = self._path(sha256)
        if not _holds(path, body):
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, body, durably)
        if durably:
            self.sync([sha256])

    def put_parts(self, sha256: str, parts: Iterable[bytes]) -> bool:
        """Keep bytes that come in parts, in place of what stands there; False, and nothing kept, when they do not
        give the hash."""
        path = self._path(sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=_UNFINISHED, delete=False) as file:
            try:
                for part in parts:
                    digest.update(part)
                    file.write(part)
                file.flush()
                if digest.hexdigest() == sha256:
                    Path(file.name).rename(path)
            finally:
                Path(file.name).unlink(missing_ok=True)
        return digest.hexdigest() == sha256

    def sync(self, hashes: Iterable[str]) -> None:
        """Make these bodies durable: call it before anything that names them is committed.

        Many at once cost little more than one, because the first sync carries the others along.
        """
        paths = [self._path(sha256) for sha256 in hashes]
        for path in (*paths, *{path.parent for path in paths}, self._folder, self._folder.parent):
            sync_path(path)

    def get(self, sha256: str) -> bytes:
        """The bytes; raises NotFound, also for a file whose bytes do not give its name any more."""
        try:
            body = self._path(sha256).read_bytes()
        except FileNotFoundError:
            raise NotFound("document", sha256) from None
        if sha256_hex(body) != sha256:
            raise NotFound("document", sha256)
        return body

    def open(self, sha256: str) -> BufferedReader:
        """The bytes of any length as a file; raises NotFound."""
        try:
            return self._path(sha256).open("rb")
        except (FileNotFoundError, NotADirectoryError):
            raise NotFound("document", sha256) from None

    def path(self, sha256: str) -> Path:
        """Where the bytes lie, to be served from there; raises NotFound."""
        path = self._path(sha256)
        if not path.is_file():
            raise NotFound("document", sha256)
        return path

    def is_whole(self, sha256: str) -> bool:
        """Whether the bytes can be read and give their name; raises NotFound."""
        with self.open(sha256) as body:
            try:
                return hashlib.file_digest(body, "sha256").hexdigest() == sha256
            except OSError:  # a worn disk, and a folder in place of the file
                return False

    def walk(self) -> Iterator[str]:
        """The hashes of all bodies in ascending order; what comes or goes meanwhile does no harm."""
        for first in _names(self._folder, "[0-9a-f]{2}"):
            for rest in _names(self._folder / first, "[0-9a-f]{62}"):
                yield first + rest

    def remove_unfinished(self, older_than_seconds: float = 0.0) -> None:
        """Remove what killed writers left: what nobody has written to for so long. Zero only while nobody writes."""
        for path in self._folder.glob(f"??/{_UNFINISHED}*"):
            with suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime >= older_than_seconds:
                    path.unlink()

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256[2:]


def _write(path: Path, body: bytes, durably: bool) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=_UNFINISHED, delete=False) as file:
        try:
            file.write(body)
            file.flush()
            if durably:
                os.fsync(file.fileno())
            Path(file.name).rename(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _holds(path: Path, body: bytes) -> bool:
    try:
        return path.stat().st_size == len(body) and path.read_bytes() == body
    except FileNotFoundError:
        return False


def _names(folder: Path, pattern: str) -> list[str]:
    """The names in a folder that fit, in order; none when the folder is gone."""
    try:
        return sorted(name for name in os.listdir(folder) if re.fullmatch(pattern, name))
    except (FileNotFoundError, NotADirectoryError):
        return []


def sync_path(path: Path) -> None:
    """Make a file, or the names in a folder, durable."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
