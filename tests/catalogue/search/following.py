"""What the tests of the follower share: stores that are written without it, and followers that die."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from catalogue.search.follower import SearchFollower
from catalogue.search.index import IndexDocument, IndexWriter, Position, SearchQuery, Window, Word
from catalogue.search.local import LocalGenerations, LocalIndex, LocalWriter
from catalogue.search.verify import Drift
from tests.making import Store, a_decision, new_record

CLEAN = Drift(0, 0, 0)


class Killed(BaseException):
    """Stands for kill -9: nothing but a process's end may catch it."""


def index_of(store: Store) -> LocalIndex:
    return LocalIndex(store.folder / "search")


def put(store: Store, *numbers: int, word: str = "نخست") -> None:
    """Ingest decisions without letting the index follow."""
    records = [new_record(str(n), a_decision(f"تصمیم {n}", f"{word} {n}"), f"{word}{n}") for n in numbers]
    job = store.begin()
    store.catalogue.intake.put_records(job, records)
    store.kill(job)


def drift(store: Store) -> Drift:
    return reopened(store).drift()


def total(store: Store, word: str) -> int:
    return index_of(store).find(SearchQuery(Word(word), window=Window(0))).total


def reopened(store: Store) -> SearchFollower:
    """As after a restart."""
    return SearchFollower(LocalGenerations(store.folder / "search"), store.catalogue.read)


class GenerationsOf(LocalGenerations):
    """The embedded index with another writer in it."""

    def __init__(self, folder: Path, open_writer: Callable[[Path], IndexWriter]) -> None:
        super().__init__(folder)
        self._open_writer = open_writer

    def open_engine(self, path: Path) -> IndexWriter:
        return self._open_writer(path)


def follower_with(store: Store, open_writer: Callable[[Path], IndexWriter]) -> SearchFollower:
    """One whose engine is written by this writer."""
    return SearchFollower(GenerationsOf(store.folder / "search", open_writer), store.catalogue.read)


def generations(store: Store) -> list[str]:
    return sorted(path.name for path in (store.folder / "search").iterdir() if path.is_dir())


class DyingWriter(LocalWriter):
    """Dies before, between or after the two steps of its first apply."""

    def __init__(self, path: Path, step: str) -> None:
        super().__init__(path)
        self._step = step

    def apply(self, documents: Sequence[IndexDocument], removed: Sequence[str], position: Position) -> None:
        if self._step == "before":
            raise Killed
        stood = self.position()
        super().apply(documents, removed, position)
        if self._step == "between":  # the commit stands, the position does not
            super().apply((), (), stood)
        raise Killed


def dying_follower(store: Store, step: str) -> SearchFollower:
    return follower_with(store, lambda path: DyingWriter(path, step))
