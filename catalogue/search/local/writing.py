"""The writing side of the seam: one writer of one generation, always under the folder's lock (follower.py holds it)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tantivy import Document, Index, IndexWriter, Query

from catalogue.persian.words import ANALYSER
from catalogue.search.folder import read_written, write_written
from catalogue.search.index import IndexDocument, Position, Written, position_of
from catalogue.search.local.schema import ENGINE, SCHEMA, guard, to_document

HEAP_BYTES = 64_000_000
"""For one thread; under 15,000,000 is refused."""


class LocalWriter:
    """Writes one generation. Every opening starts clean, so a killed predecessor leaves nothing behind."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened: tuple[Index, IndexWriter] | None = None
        path.mkdir(parents=True, exist_ok=True)
        for leftover in path.glob(".tmp*"):
            leftover.unlink()
        with guard():
            self._open()

    def apply(self, documents: Sequence[IndexDocument], removed: Sequence[str], position: Position) -> None:
        """Put documents in place of older ones, remove ids, and move the position; durable on return.

        An older version than the one that is indexed changes nothing. Raises InvalidRecord for a document that cannot
        be indexed, before anything is written; raises IndexUnavailable when the engine fails, and then nothing was
        applied or, after a failure to write the position, all of it (applying it again is harmless).
        """
        ready = [(document, to_document(document)) for document in documents]
        with guard():
            self._commit(self._not_older(ready), removed)
            write_written(self._path, Written(position.log_index, position.commitment, ENGINE, ANALYSER))

    def position(self) -> Position:
        """How far this generation has read the log; (0, "") when it is new."""
        return position_of(read_written(self._path))

    def close(self) -> None:
        """Let merges end, so that small commits do not pile up as segments, and give the writer back."""
        opened, self._opened = self._opened, None
        if opened is not None:
            with guard():
                opened[1].wait_merging_threads()

    def _open(self) -> tuple[Index, IndexWriter]:
        if self._opened is None:
            index = Index(SCHEMA, str(self._path))
            index.config_reader("manual")
            writer = index.writer(HEAP_BYTES, 1)
            writer.garbage_collect_files()  # a kill during delete and commit can wedge the index otherwise
            self._opened = index, writer
        return self._opened

    def _commit(self, ready: dict[str, Document], removed: Sequence[str]) -> None:
        done = False
        try:
            _, writer = self._open()
            for record_id in (*ready, *removed):
                writer.delete_documents_by_term("id", record_id)
            for document in ready.values():
                writer.add_document(document)
            writer.commit()
            done = True
        finally:
            if not done:  # after an exception a writer loses what it is given next: the next call takes a new one
                self._opened = None

    def _not_older(self, ready: Sequence[tuple[IndexDocument, Document]]) -> dict[str, Document]:
        known = self._versions([document.id for document, _ in ready])
        newest: dict[str, Document] = {}
        for document, converted in ready:
            if document.version_no >= known.get(document.id, 0):
                known[document.id] = document.version_no
                newest[document.id] = converted
        return newest

    def _versions(self, ids: Sequence[str]) -> dict[str, int]:
        """id -> version number of those that are indexed."""
        if not ids:
            return {}
        index, _ = self._open()
        index.reload()
        searcher = index.searcher()
        addresses = [address for _, address in searcher.search(Query.term_set_query(SCHEMA, "id", ids), len(ids)).hits]
        versions = searcher.fast_field_values("version_no", addresses)
        ids_found = [searcher.doc(address)["id"][0] for address in addresses]
        return {record_id: int(version or 0) for record_id, version in zip(ids_found, versions, strict=True)}
