"""Generations that are folders on this machine, and the ones that hold the words alone.

Where the engine is a cluster, every machine that answers searches follows the log into a vocabulary of its own: words
are asked for at each search, and by the hundred where one is repaired.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager, closing
from pathlib import Path

from sqlalchemy.orm import Session

from catalogue.persian.words import ANALYSER
from catalogue.search import folder as on_disk
from catalogue.search.index import IndexDocument, IndexWriter, Position, Written, position_of
from catalogue.search.verify import Drift, drift_of_words
from catalogue.search.vocabulary import FORMAT, Vocabulary, scan_vocabulary
from catalogue.search.vocabulary_writing import WithVocabulary, create_vocabulary


class FolderGenerations(ABC):
    """Generations under a folder, each with its vocabulary; folder.py says what lies there."""

    engine: str
    is_shared = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def locked(self) -> AbstractContextManager[None]:
        """See Generations."""
        return on_disk.locked(self.folder)

    def current(self) -> str | None:
        """See Generations."""
        return on_disk.current_generation(self.folder)

    def written(self, generation: str) -> Written | None:
        """See Generations."""
        return on_disk.read_written(self.folder / generation)

    def create(self) -> str:
        """See Generations."""
        generation = on_disk.next_generation(self.folder)
        create_vocabulary(self.folder / generation)
        return generation

    def open_writer(self, generation: str) -> IndexWriter:
        """See Generations."""
        return WithVocabulary(self.folder / generation, self.open_engine)

    @abstractmethod
    def open_engine(self, path: Path) -> IndexWriter:
        """What is written beside the vocabulary, after it."""

    def point_to(self, generation: str) -> None:
        """See Generations."""
        on_disk.point_to(self.folder, generation)

    def remove_others(self) -> None:
        """See Generations."""
        on_disk.remove_other_generations(self.folder)

    def is_damaged(self) -> bool:
        """See Generations."""
        with closing(Vocabulary(self.folder)) as vocabulary:
            return vocabulary.is_damaged()

    @abstractmethod
    def drift(self, session: Session, generation: str) -> Drift:
        """See Generations."""


class WordGenerations(FolderGenerations):
    """The vocabulary alone."""

    engine = f"words/{FORMAT}"

    def open_engine(self, path: Path) -> IndexWriter:
        """Nothing but the position."""
        return PositionWriter(path, self.engine)

    def drift(self, session: Session, generation: str) -> Drift:
        """See Generations."""
        return drift_of_words(session, scan_vocabulary(self.folder / generation))


class PositionWriter:
    """The writer of a generation that has no engine."""

    def __init__(self, path: Path, engine: str) -> None:
        self._path = path
        self._engine = engine

    def apply(self, _documents: Sequence[IndexDocument], _removed: Sequence[str], position: Position) -> None:
        """Move the position, durably."""
        on_disk.write_written(self._path, Written(position.log_index, position.commitment, self._engine, ANALYSER))

    def position(self) -> Position:
        """How far the generation has read the log."""
        return position_of(on_disk.read_written(self._path))

    def close(self) -> None:
        """Nothing is open."""
