"""Every engine the contract suite runs on: tantivy always, in a fresh folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from catalogue.search.folder import point_to
from catalogue.search.index import Index, IndexDocument, Position
from catalogue.search.local import LocalIndex, LocalWriter
from catalogue.search.vocabulary_writing import WithVocabulary, create_vocabulary
from tests.contract.corpus import corpus


class Tantivy:
    """The embedded engine with the vocabulary beside it: the reading side, and a hand to write it."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index: Index = LocalIndex(folder)
        if not (folder / "1").exists():
            create_vocabulary(folder / "1")
        self._writer = WithVocabulary(folder / "1", LocalWriter)
        if not self.position().log_index:
            self.put(position=Position(0, ""))
            point_to(folder, "1")

    def put(self, *documents: IndexDocument, removed: Sequence[str] = (), position: Position | None = None) -> None:
        """Apply; the position moves by one when none is given."""
        log_index = self.position().log_index + 1
        self._writer.apply(documents, removed, position or Position(log_index, f"commitment {log_index}"))

    def position(self) -> Position:
        return self._writer.position()

    def reopen(self) -> None:
        """As a new process would."""
        self._writer.close()
        self._writer = WithVocabulary(self.folder / "1", LocalWriter)
        self.index = LocalIndex(self.folder)

    def close(self) -> None:
        self._writer.close()

    @staticmethod
    def open_index(folder: Path) -> Index:
        """The reading side alone, in another process."""
        return LocalIndex(folder)


Engine = Tantivy  # a union as soon as there is a second one
ENGINES = {"tantivy": Tantivy}


@pytest.fixture(params=ENGINES)
def name(request: pytest.FixtureRequest) -> str:
    """The name of an engine."""
    return str(request.param)


@pytest.fixture
def engine(name: str, tmp_path: Path) -> Iterator[Engine]:
    """An empty index."""
    opened = ENGINES[name](tmp_path / "search")
    yield opened
    opened.close()


@pytest.fixture(scope="module", params=ENGINES)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An index of the whole corpus that nobody writes to any more."""
    opened = ENGINES[request.param](tmp_path_factory.mktemp("filled") / "search")
    documents = corpus()
    for start in range(0, len(documents), 50):  # several segments
        opened.put(*documents[start : start + 50])
    yield opened
    opened.close()
