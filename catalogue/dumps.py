"""Dumps on offer: files with all published records as they stood at an entry of the log. Knows files, no tables.

Each dump is a folder `<log_index>-<clean_until>` with its manifest, renamed into place when it is whole and durable.
`clean_until` is the entry of the log up to which everything that was withdrawn or sealed is left out; a dump that is
built anew for that has a larger one, and the folder of the older build goes.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from catalogue.archive import sync_path
from catalogue.errors import NotFound
from catalogue.search.folder import locked

LOG = logging.getLogger(__name__)

MANIFEST = "manifest.json"
_BUILD = re.compile(r"([0-9]{1,16})-([0-9]{1,16})")
_UNFINISHED = ".tmp-"


@dataclass(frozen=True, slots=True)
class DumpFile:
    """A file of a dump: length and hash of its bytes as they are sent, and how many lines or rows it holds."""

    name: str
    media_type: str
    body_bytes: int
    sha256: str
    count: int


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump. `log_index`, `recorded_at` and `commitment` are those of the entry it is of, `since` that of the dump
    before it, after which its changes begin (0: they are the whole log); `made_at` is an instant (UTC, Z).

    `records` counts its records, `sha256` is that of their sorted lines "id version_no sha256".
    """

    log_index: int
    recorded_at: str
    commitment: str
    since: int
    clean_until: int
    made_at: str
    records: int
    sha256: str
    files: tuple[DumpFile, ...]

    @property
    def folder(self) -> str:
        """The name of its folder."""
        return f"{self.log_index}-{self.clean_until}"

    def file(self, name: str) -> DumpFile:
        """One of its files; raises NotFound."""
        found = next((file for file in self.files if file.name == name), None)
        if found is None:
            raise NotFound("dump", f"{self.log_index}/{name}")
        return found


class Dumps:
    """The folder of all dumps."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> tuple[Dump, ...]:
        """Each dump in its newest build, that of the latest entry first."""
        names = self._folder.iterdir() if self._folder.is_dir() else ()
        builds = (_BUILD.fullmatch(path.name) for path in names)
        newest = dict(sorted((int(found[1]), int(found[2])) for found in builds if found))  # the last build stays
        return tuple(dump for build in sorted(newest.items(), reverse=True) for dump in self._read(*build))

    def _read(self, log_index: int, clean_until: int) -> Iterator[Dump]:
        """The dump; nothing when it has just been removed, or its manifest cannot be read."""
        path = self._folder / f"{log_index}-{clean_until}" / MANIFEST
        try:
            fields: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            yield Dump(**{**fields, "files": tuple(DumpFile(**file) for file in fields["files"])})
        except FileNotFoundError:
            return
        except (ValueError, TypeError, KeyError):
            LOG.warning("%s cannot be read; this dump is not on offer", path)

    def path(self, dump: Dump, name: str) -> Path:
        """Where a file of a dump lies."""
        return self._folder / dump.folder / name

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Held by whoever writes here; raises FollowerBusy when another process does.

        What a killed one left goes, and so does what cannot be read.
        """
        with locked(self._folder):
            known = {dump.folder for dump in self.all()}
            for path in self._folder.iterdir():
                if path.is_dir() and path.name not in known:
                    shutil.rmtree(path)
            yield

    @contextmanager
    def new_folder(self) -> Iterator[Path]:
        """A folder to write files into; it goes at the end, unless `keep` gave it its place."""
        made = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=self._folder))
        try:
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)

    def keep(self, made: Path, dump: Dump) -> None:
        """Put what was written on offer, in place of older builds of the same entry."""
        text = json.dumps(asdict(dump), ensure_ascii=False, indent=1)
        (made / MANIFEST).write_text(text + "\n", encoding="utf-8")
        for path in (*made.iterdir(), made):
            sync_path(path)
        made.chmod(0o755)
        os.replace(made, self._folder / dump.folder)
        sync_path(self._folder)
        for path in self._folder.glob(f"{dump.log_index}-*"):
            if path.name != dump.folder:
                shutil.rmtree(path)

    def remove(self, dump: Dump) -> None:
        """Take a dump off the offer."""
        shutil.rmtree(self._folder / dump.folder)


def described(path: Path, media_type: str, count: int) -> DumpFile:
    """A file that was written, read once more for its hash."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return DumpFile(path.name, media_type, path.stat().st_size, digest, count)
