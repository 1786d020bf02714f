"""The builds of the embedded index: folders with the engine's files and the vocabulary beside them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from catalogue.errors import IndexUnavailable
from catalogue.search.folder_generations import FolderGenerations
from catalogue.search.index import IndexWriter, Not, Order, SearchQuery, Window, Word
from catalogue.search.local.reading import LocalIndex, scan_generation
from catalogue.search.local.schema import ENGINE
from catalogue.search.local.writing import LocalWriter
from catalogue.search.verify import Drift, drift
from catalogue.search.vocabulary import scan_vocabulary

LOOK = SearchQuery(Not(Word("¶¶")), order=Order.ID, window=Window(1))
"""Finds any one record: everything but a word that nothing holds, so the engine opens its words, keys and records."""


class LocalGenerations(FolderGenerations):
    """tantivy with its vocabulary."""

    engine = ENGINE

    def open_engine(self, path: Path) -> IndexWriter:
        """tantivy's writer."""
        return LocalWriter(path)

    def is_damaged(self) -> bool:
        """See Generations."""
        try:
            LocalIndex(self.folder).find(LOOK)
        except IndexUnavailable:
            return True
        return super().is_damaged()

    def drift(self, session: Session, generation: str) -> Drift:
        """Where the vocabulary counts another version than the index holds, the record is stale."""
        path = self.folder / generation
        return drift(session, scan_generation(path), scan_vocabulary(path))
