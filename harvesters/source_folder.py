"""The operator's folder of source and agency files, read again when one of them changed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from harvesters.agencies import AgencyRegister, load_agencies
from harvesters.config import load_source
from harvesters.errors import SourceInvalid
from harvesters.source import Source

LOG = logging.getLogger(__name__)

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class SourceFiles:
    """What stands in the folder: id -> source, of the files without a mistake, and the agencies.

    `broken` are the ids of source files that cannot be used as they are.
    """

    sources: Mapping[str, Source]
    register: AgencyRegister
    broken: frozenset[str] = frozenset()


class SourceFolder:
    """Reads the folder for a worker that runs for months. A file with mistakes is logged and left out."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._reading = threading.Lock()
        self._stamp: Stamp | None = None
        self._files = SourceFiles({}, AgencyRegister())

    def read(self) -> SourceFiles:
        """The files as they are now."""
        with self._reading:
            stamp = tuple(map(_stamp, sorted((*self._folder.glob("*.yaml"), *self._folder.glob("agencies/*.yaml")))))
            if stamp != self._stamp:
                self._files, self._stamp = self._load(), stamp
            return self._files

    def _load(self) -> SourceFiles:
        try:
            register = load_agencies(self._folder / "agencies")
        except SourceInvalid as invalid:
            _log(invalid)
            return self._without_agencies()
        except OSError as error:
            LOG.warning("%s: %s", error.filename, error.strerror)
            return self._without_agencies()
        loaded = {path.stem: _load_one(path, register) for path in sorted(self._folder.glob("*.yaml"))}
        sources = {source_id: source for source_id, source in loaded.items() if source}
        return SourceFiles(sources, register, frozenset(loaded.keys() - sources.keys()))

    def _without_agencies(self) -> SourceFiles:
        """What was read before goes on; files that are new cannot be used."""
        names = {path.stem for path in self._folder.glob("*.yaml")}
        return replace(self._files, broken=frozenset(names - self._files.sources.keys()))


def _stamp(path: Path) -> tuple[str, int, int]:
    """What changes with a file; one that cannot be looked at has a stamp too."""
    try:
        state = path.stat()
    except OSError:
        return (str(path), 0, 0)
    return (str(path), state.st_mtime_ns, state.st_size)


def _load_one(path: Path, register: AgencyRegister) -> Source | None:
    """The source of a file; None, told, when it has mistakes or cannot be read."""
    try:
        loaded = load_source(path, register)
    except OSError as error:
        LOG.warning("%s: %s", path, error.strerror)
        return None
    if isinstance(loaded, Source):
        return loaded
    _log(SourceInvalid(loaded))
    return None


def _log(invalid: SourceInvalid) -> None:
    for mistake in invalid.mistakes:
        LOG.warning("%s", mistake)
