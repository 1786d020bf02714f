"""The operator's folder of source and agency files, read again when one of them changed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from harvesters.agencies import AgencyRegister, load_agencies
from harvesters.config import load_source
from harvesters.errors import SourceInvalid
from harvesters.source import Source

LOG = logging.getLogger(__name__)

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class SourceFiles:
    """What stands in the folder: id -> source, of the files without a mistake, and the agencies."""

    sources: Mapping[str, Source]
    register: AgencyRegister


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
            try:
                stamp = self._look()
                if stamp != self._stamp:
                    self._files, self._stamp = self._load(), stamp
            except OSError as error:  # a file that is being replaced; the next look finds it
                LOG.warning("%s: %s", error.filename, error.strerror)
            return self._files

    def _look(self) -> Stamp:
        paths = sorted((*self._folder.glob("*.yaml"), *self._folder.glob("agencies/*.yaml")))
        return tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in paths)

    def _load(self) -> SourceFiles:
        try:
            register = load_agencies(self._folder / "agencies")
        except SourceInvalid as invalid:
            _log(invalid)
            return self._files
        sources: dict[str, Source] = {}
        for path in sorted(self._folder.glob("*.yaml")):
            loaded = load_source(path, register)
            if isinstance(loaded, Source):
                sources[loaded.id] = loaded
            else:
                _log(SourceInvalid(loaded))
        return SourceFiles(sources, register)


def _log(invalid: SourceInvalid) -> None:
    for mistake in invalid.mistakes:
        LOG.warning("%s", mistake)
