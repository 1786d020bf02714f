"""The engines of the contract suite, each with a hand to write it: tantivy, and Elasticsearch where there is one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from catalogue.errors import IndexUnavailable
from catalogue.search.elastic import Client, ElasticGenerations, ElasticIndex
from catalogue.search.folder_generations import WordGenerations
from catalogue.search.generations import Generations
from catalogue.search.index import Index, IndexDocument, Position
from catalogue.search.local import LocalGenerations, LocalIndex
from tests.making import SEARCH, prefix_of, remove_all


class Engine(ABC):
    """One index in a folder: its reading side, and a hand to write it."""

    name: str

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._builds = self.open_generations(folder)
        self.index = self.open_index(folder)
        is_new = [builds for builds in self._builds if builds.current() is None]
        names = {id(builds): builds.current() or builds.create() for builds in self._builds}
        self._writers = [builds.open_writer(names[id(builds)]) for builds in self._builds]
        for builds, writer in zip(self._builds, self._writers, strict=True):
            if builds in is_new:
                writer.apply((), (), Position(0, ""))
                builds.point_to(names[id(builds)])

    def put(self, *documents: IndexDocument, removed: Sequence[str] = (), position: Position | None = None) -> None:
        """Apply; the position moves by one when none is given."""
        log_index = self.position().log_index + 1
        for writer in self._writers:
            writer.apply(documents, removed, position or Position(log_index, f"commitment {log_index}"))

    def position(self) -> Position:
        """Of the engine itself."""
        return self._writers[0].position()

    def reopen(self) -> None:
        """As a new process would."""
        self.let_go()
        self._builds = self.open_generations(self.folder)
        self._writers = [builds.open_writer(builds.current() or "") for builds in self._builds]
        self.index = self.open_index(self.folder)

    def let_go(self) -> None:
        """Of what is open."""
        for writer in self._writers:
            writer.close()

    def close(self) -> None:
        """For good."""
        self.let_go()

    @staticmethod
    @abstractmethod
    def open_index(folder: Path) -> Index:
        """The reading side alone, as in another process."""

    @staticmethod
    @abstractmethod
    def open_generations(folder: Path) -> Sequence[Generations]:
        """The engine's first, and the words' where they are apart."""


class Tantivy(Engine):
    """The embedded engine with the vocabulary beside it."""

    name = "tantivy"

    @staticmethod
    def open_index(folder: Path) -> Index:
        return LocalIndex(folder)

    @staticmethod
    def open_generations(folder: Path) -> Sequence[Generations]:
        return (LocalGenerations(folder),)


class Elasticsearch(Engine):
    """A cluster, with names of its own for each folder; the words are on this machine."""

    name = "elasticsearch"

    def __init__(self, folder: Path) -> None:
        if not folder.exists():
            remove_all(prefix_of(folder))  # of an earlier run with a folder of the same name
        super().__init__(folder)

    def close(self) -> None:
        super().close()
        remove_all(prefix_of(self.folder))

    @staticmethod
    def open_index(folder: Path) -> Index:
        return ElasticIndex(Client(SEARCH), folder, prefix_of(folder))

    @staticmethod
    def open_generations(folder: Path) -> Sequence[Generations]:
        return ElasticGenerations(Client(SEARCH), nullcontext, prefix_of(folder)), WordGenerations(folder)


def version_of_cluster(addresses: Sequence[str] = SEARCH) -> str:
    """Of the server; says why when there is none."""
    if not addresses:
        return "not run: TEST_DASTRAS_SEARCH names no cluster (make test-services starts one)"
    try:
        return str(Client(addresses).ask("GET", "/")["version"]["number"])
    except IndexUnavailable as error:
        return f"not run: {error.reason}"


ENGINES: dict[str, type[Engine]] = {engine.name: engine for engine in (Tantivy, Elasticsearch)}
