"""The follower that indexes: reads the log after its position, puts the current versions, moves the position.

It may be killed at any instant: a batch is repeated, never lost, and every turn begins clean. Each turn takes the
folder's lock and a fresh writer, so a command and `serve` may take turns. The index is always disposable: it is
built anew whenever its position does not stand in the store's log, another version of our code wrote it, or its files
cannot be read any more.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from catalogue.errors import FollowerBusy, IndexUnavailable, InvalidRecord
from catalogue.log import log_after, log_entry, log_head
from catalogue.persian.words import ANALYSER
from catalogue.search.folder import (
    Written,
    current_generation,
    locked,
    next_generation,
    point_to,
    read_written,
    remove_other_generations,
)
from catalogue.search.index import IndexDocument, IndexWriter, Not, Order, Position, SearchQuery, Window, Word
from catalogue.search.local import ENGINE, LocalIndex, LocalWriter, scan_generation
from catalogue.search.verify import Read, drift
from catalogue.search.vocabulary import Vocabulary, scan_vocabulary
from catalogue.search.vocabulary_writing import OpenWriter, WithVocabulary, create_vocabulary
from catalogue.searchable import to_index_document
from catalogue.store import Current, currents, record_ids

LOG = logging.getLogger(__name__)

BATCH = 1000
FAILURES_BEFORE_REBUILD = 3

LOOK_TURNS = 50
"""At the first turn and each so many later ones the index is asked something, for damage shows only to who reads."""

LOOK = SearchQuery(Not(Word("¶¶")), order=Order.ID, window=Window(1))
"""Finds any one record: everything but a word that nothing holds, so the engine opens its words, keys and records."""

FAILURE_PAUSE_SECONDS = 1.0
"""After a failed turn: a full disk is not hammered, and three failures are noticed soon."""

Progress = Callable[[int], None]
"""Told how many records are done, after each batch."""

_UNREADABLE = (ArithmeticError, InvalidRecord, LookupError, TypeError, ValueError)
"""What a record that our code cannot read may raise; it stops only itself."""


class SearchFollower:
    """Brings the index under `folder` up to the log of the store that `read` opens.

    `refused` counts the records that could not be indexed; they are logged by id and passed.
    """

    def __init__(self, folder: Path, read: Read, open_writer: OpenWriter = LocalWriter) -> None:
        self._folder = folder
        self._read = read
        self._open_writer = open_writer
        self._failures = 0
        self._turns = 0
        self.refused = 0

    def catch_up(self, least: int = 1) -> int:
        """Read the log to its end; the number of entries (of records, when the index had to be built anew).

        Fewer entries than `least` are left for later: each commit costs, however little it brings.

        Durable on return. Raises FollowerBusy when another follower writes, IndexUnavailable when the engine fails;
        then the position stands where it stood, and after three failures in a row the index is built anew. So is one
        that cannot be read, though the log be quiet; that is looked at now and then.
        """
        looks = self._turns % LOOK_TURNS == 0
        done = 0 if self._is_near(least) and not (looks and self._is_damaged()) else self._turn(looks, least)
        self._turns += 1  # not after a failure: the next turn looks again
        return done

    def rebuild(self, progress: Progress | None = None) -> int:
        """Build a new generation beside the one that is read, then swap; the number of records.

        Raises FollowerBusy, or IndexUnavailable when what was built does not match the store; the old one stays then.
        """
        with locked(self._folder):
            return self._rebuild(progress)

    def follow(self, stop: threading.Event, pause_seconds: float) -> None:
        """Catch up until told to stop, with a pause after each turn. Nothing ends it but `stop`."""
        while not stop.is_set():
            pause = pause_seconds
            try:
                self.catch_up()
            except FollowerBusy:
                pass  # a command is writing: it reads the same log
            except Exception:
                LOG.exception("the index could not follow the log; the next turn begins clean")
                pause = FAILURE_PAUSE_SECONDS
            stop.wait(pause)

    # ---------- one turn ----------

    def _turn(self, looks: bool, least: int) -> int:
        with locked(self._folder):
            generation = self._usable_generation()
            failed = self._failures >= FAILURES_BEFORE_REBUILD
            if generation is None or failed or (looks and self._is_damaged()):  # asked again: nobody writes now
                return self._rebuild(None)
            remove_other_generations(self._folder)
            try:
                done = self._follow_log(generation, least)
            except IndexUnavailable:
                self._failures += 1
                raise
            self._failures = 0
            return done

    def _is_damaged(self) -> bool:
        """Whether the generation that is read cannot answer; a missing one is built anyway."""
        try:
            LocalIndex(self._folder).find(LOOK)
        except IndexUnavailable:
            return True
        with closing(Vocabulary(self._folder)) as vocabulary:
            return vocabulary.is_damaged()

    def _written(self) -> Written | None:
        generation = current_generation(self._folder)
        written = read_written(self._folder / generation) if generation else None
        return written if written and (written.engine, written.analyser) == (ENGINE, ANALYSER) else None

    def _is_near(self, least: int) -> bool:
        """Whether fewer than `least` entries stand after the position; at the end itself it must be this very log."""
        written = self._written()
        if written is None:
            return False
        with self._read() as session:
            head, commitment = log_head(session)
        if written.log_index == head:
            return written.commitment == commitment
        return 0 < head - written.log_index < least

    def _usable_generation(self) -> Path | None:
        """The generation that is read, if its position stands in this very log: a restored store has another one."""
        written = self._written()
        if written is None:
            return None
        with self._read() as session:
            entry = log_entry(session, written.log_index) if written.log_index else None
        if written.log_index and (entry is None or entry.commitment != written.commitment):
            return None
        return self._folder / str(current_generation(self._folder))

    def _follow_log(self, generation: Path, least: int = 1) -> int:
        done = 0
        with closing(WithVocabulary(generation, self._open_writer)) as writer:
            while read := self._follow_batch(writer, least):
                done += read
        return done

    def _follow_batch(self, writer: IndexWriter, least: int) -> int:
        with self._read() as session:
            entries = log_after(session, writer.position().log_index, BATCH)
            if len(entries) < least:
                return 0
            changed = currents(session, list({entry.record_id for entry in entries}))
        self._put(writer, changed, Position(entries[-1].log_index, entries[-1].commitment))
        return len(entries)

    def _put(self, writer: IndexWriter, changed: Sequence[Current], position: Position) -> None:
        """Apply a batch. A record that cannot be indexed stops only itself, and is not left there with older words."""
        documents = {current.id: self._to_document(current) for current in changed}
        while True:
            refused = [record_id for record_id, document in documents.items() if document is None]
            try:
                return writer.apply([document for document in documents.values() if document], refused, position)
            except InvalidRecord as invalid:  # its field is the id of the document the engine cannot take
                documents[invalid.field] = None
                self._refuse(invalid.field, invalid)

    def _to_document(self, current: Current) -> IndexDocument | None:
        try:
            return to_index_document(current)
        except _UNREADABLE as error:
            self._refuse(current.id, error)
            return None

    def _refuse(self, record_id: str, error: Exception) -> None:
        self.refused += 1
        LOG.warning("record %s could not be indexed: %s", record_id, type(error).__name__, exc_info=error)

    # ---------- building anew ----------

    def _rebuild(self, progress: Progress | None) -> int:
        remove_other_generations(self._folder)
        generation = next_generation(self._folder)
        path = self._folder / generation
        refused_before = self.refused
        done = self._load(path, progress)
        self._finish(path, refused_before)
        point_to(self._folder, generation)
        remove_other_generations(self._folder)
        self._failures = 0
        return done

    def _load(self, path: Path, progress: Progress | None) -> int:
        """Write all current versions; the position is the end of the log as it was before the first was read."""
        with self._read() as session:
            start = Position(*log_head(session))
        create_vocabulary(path)
        done = 0
        after = ""
        with closing(WithVocabulary(path, self._open_writer)) as writer:
            while batch := self._records_after(after):
                self._put(writer, batch, Position(0, ""))
                after = max(current.id for current in batch)
                done += len(batch)
                if progress:
                    progress(done)
            writer.apply((), (), start)
        return done

    def _records_after(self, after: str) -> list[Current]:
        with self._read() as session:
            return currents(session, record_ids(session, after, BATCH))

    def _finish(self, path: Path, refused_before: int) -> None:
        """Follow the log until it ends, and compare with the store at that very moment."""
        while True:
            self._follow_log(path)
            with self._read() as session:
                written = read_written(path)
                if written and written.log_index == log_head(session)[0]:
                    found = drift(session, scan_generation(path), scan_vocabulary(path))
                    break
        if found.extra or found.stale or found.missing > self.refused - refused_before:
            raise IndexUnavailable(f"the new generation does not match the store: {found}")
