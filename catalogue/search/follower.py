"""The follower that indexes: reads the log after its position, puts the current versions, moves the position.

It may be killed at any instant: a batch is repeated, never lost, and every turn begins clean. Each turn takes the
lock and a fresh writer, so a command and `serve`, or several machines, may take turns. The index is always disposable:
it is built anew whenever its position does not stand in the store's log, another version of our code wrote it, or it
cannot be read any more. Which engine it is, generations.py hides.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing

from catalogue.connection import StoreError
from catalogue.errors import FollowerBusy, IndexReadOnly, IndexUnavailable, InvalidRecord, StoreUnusable
from catalogue.log import log_after, log_entry, log_head
from catalogue.persian.words import ANALYSER
from catalogue.search.analysing import Analysed, analysed, analysed_beside
from catalogue.search.generations import Generations
from catalogue.search.index import IndexWriter, Position, Written
from catalogue.search.verify import Drift, Read
from catalogue.store import Current, currents, currents_after, last_number

LOG = logging.getLogger(__name__)

BATCH = 1000
FAILURES_BEFORE_REBUILD = 3
"""Writes in a row that failed mean damaged files; with a cluster they are its own trouble, and pass."""

OF_ANOTHER_LOG = (
    "نمایه از انبارهٔ دیگری است، یا از پیش از بازگرداندن این یکی؛ «dastras reindex» آن را از نو می‌سازد | "
    "the index is of another store, or of this one before it was restored; `dastras reindex` builds it anew"
)

LOOK_TURNS = 50
"""At the first turn and each so many later ones the index is asked something, for damage shows only to who reads."""

FAILURE_PAUSE_SECONDS = 1.0
"""After a failed turn: a full disk is not hammered, and three failures are noticed soon."""

READ_ONLY_PAUSE_SECONDS = 60.0
"""After an engine took no write because its disk is full: somebody has to make room."""

TOLD_EVERY_SECONDS = 60.0
"""An engine that is away is told of so often, not at each turn."""

Progress = Callable[[int], None]
"""Told how many records are done, after each batch."""


class SearchFollower:
    """Brings an index up to the log of the store that `read` opens.

    `refused` counts the records that could not be indexed; they are logged by id and passed.
    """

    def __init__(self, generations: Generations, read: Read) -> None:
        self._generations = generations
        self._read = read
        self._failures = 0
        self._told_at = -TOLD_EVERY_SECONDS
        self._turns = 0
        self.refused = 0

    def catch_up(self, least: int = 1, progress: Progress | None = None) -> int:
        """Read the log to its end; the number of entries (of records, when the index had to be built anew).

        Fewer entries than `least` are left for later: each commit costs, however little it brings.

        Durable on return. Raises FollowerBusy when another follower writes, IndexUnavailable when the engine fails;
        then the position stands where it stood, and after some failures in a row an index in files is built anew. So is
        one that cannot be read, though the log be quiet; that is looked at now and then.
        """
        looks = self._turns % LOOK_TURNS == 0
        is_well = self._is_near(least) and not (looks and self._generations.is_damaged())
        done = 0 if is_well else self._turn(looks, least, progress)
        self._turns += 1  # not after a failure: the next turn looks again
        return done

    def is_begun(self) -> bool:
        """Whether there is an index of this very log to go on with.

        Raises IndexUnavailable where the engine cannot be asked, or what is there may be another installation's.
        """
        return self._usable_generation() is not None

    def rebuild(self, progress: Progress | None = None) -> int:
        """Build a new generation beside the one that is read, then swap; the number of records.

        Raises FollowerBusy, or IndexUnavailable when what was built does not match the store; the old one stays then.
        """
        with self._generations.locked():
            return self._rebuild(progress)

    def drift(self) -> Drift:
        """How far the index is from the store now. Let it catch up first; raises IndexUnavailable."""
        generation = self._generations.current()
        if generation is None:
            raise IndexUnavailable("there is no index")
        with self._read() as session:
            return self._generations.drift(session, generation)

    @property
    def engine(self) -> str:
        """What is followed into, for people."""
        return self._generations.engine

    def follow(self, stop: threading.Event, pause_seconds: float) -> None:
        """Catch up until told to stop, with a pause after each turn. Nothing ends it but `stop`."""
        while not stop.is_set():
            pause = pause_seconds
            try:
                self.catch_up()
            except FollowerBusy:
                pass  # a command is writing: it reads the same log
            except IndexUnavailable as error:
                self._tell(error.reason)
                pause = READ_ONLY_PAUSE_SECONDS if isinstance(error, IndexReadOnly) else FAILURE_PAUSE_SECONDS
            except (StoreUnusable, StoreError) as error:  # the store is away, and its readers say so, too
                self._tell(str(error).partition("\n")[0])
                pause = FAILURE_PAUSE_SECONDS
            except Exception:
                LOG.exception("the index could not follow the log; the next turn begins clean")
                pause = FAILURE_PAUSE_SECONDS
            stop.wait(pause)

    def _tell(self, reason: str) -> None:
        """What is wrong with the engine or the store, now and then: it may be away for hours."""
        if time.monotonic() - self._told_at >= TOLD_EVERY_SECONDS:
            self._told_at = time.monotonic()
            LOG.warning("the index cannot follow the log now; it is tried again: %s", reason)

    # ---------- one turn ----------

    def _turn(self, looks: bool, least: int, progress: Progress | None) -> int:
        with self._generations.locked():
            generation = self._usable_generation()
            failed = self._failures >= FAILURES_BEFORE_REBUILD and not self._generations.is_shared
            if generation is None or failed or (looks and self._generations.is_damaged()):  # again: nobody writes now
                return self._rebuild(progress)
            self._generations.remove_others()
            try:
                done = self._follow_log(generation, least)
            except IndexUnavailable:
                self._failures += 1
                raise
            self._failures = 0
            return done

    def _current(self) -> tuple[str, Written] | None:
        """The generation that is read and what stands with it."""
        generation = self._generations.current()
        written = self._generations.written(generation) if generation else None
        return (generation, written) if generation and written else None

    def _is_ours(self, written: Written) -> bool:
        """Whether this very version of our code wrote it."""
        return (written.engine, written.analyser) == (self.engine, ANALYSER)

    def _is_near(self, least: int) -> bool:
        """Whether fewer than `least` entries stand after the position; at the end itself it must be this very log."""
        current = self._current()
        if current is None or not self._is_ours(current[1]):
            return False
        _, written = current
        with self._read() as session:
            head, commitment = log_head(session)
        if written.log_index == head:
            return written.commitment == commitment
        return 0 < head - written.log_index < least

    def _usable_generation(self) -> str | None:
        """The generation that is read, if its position stands in this very log: a restored store has another one.

        Raises IndexUnavailable for an index of another log that machines share: it may be another installation's.
        """
        current = self._current()
        if current is None:
            return None
        generation, written = current
        if not self._is_of_this_log(written):
            if self._generations.is_shared:
                raise IndexUnavailable(OF_ANOTHER_LOG)
            return None
        return generation if self._is_ours(written) else None

    def _is_of_this_log(self, written: Written) -> bool:
        if not written.log_index:
            return True
        with self._read() as session:
            entry = log_entry(session, written.log_index)
        return entry is not None and entry.commitment == written.commitment

    def _follow_log(self, generation: str, least: int = 1) -> int:
        done = 0
        with closing(self._generations.open_writer(generation)) as writer:
            while read := self._follow_batch(writer, least):
                done += read
        return done

    def _follow_batch(self, writer: IndexWriter, least: int) -> int:
        with self._read() as session:
            entries = log_after(session, writer.position().log_index, BATCH)
            if len(entries) < least:
                return 0
            changed = currents(session, list({entry.record_id for entry in entries}))
        self._put(writer, analysed(changed), Position(entries[-1].log_index, entries[-1].commitment))
        return len(entries)

    def _put(self, writer: IndexWriter, changed: Sequence[Analysed], position: Position) -> None:
        """Apply a batch. A record that cannot be indexed stops only itself, and is not left there with older words."""
        documents = {one.id: one.document for one in changed}
        for one in changed:
            if one.document is None:
                self._refuse(one.id, one.why)
        while True:
            refused = [record_id for record_id, document in documents.items() if document is None]
            try:
                return writer.apply([document for document in documents.values() if document], refused, position)
            except InvalidRecord as invalid:  # its field is the id of the document the engine cannot take
                documents[invalid.field] = None
                self._refuse(invalid.field, str(invalid))

    def _refuse(self, record_id: str, why: str) -> None:
        self.refused += 1
        LOG.warning("record %s could not be indexed: %s", record_id, why)

    # ---------- building anew ----------

    def _rebuild(self, progress: Progress | None) -> int:
        self._generations.remove_others()
        generation = self._generations.create()
        refused_before = self.refused
        done = self._load(generation, progress)
        self._finish(generation, refused_before)
        self._generations.point_to(generation)
        self._generations.remove_others()
        self._failures = 0
        return done

    def _load(self, generation: str, progress: Progress | None) -> int:
        """Write all current versions; the position is the end of the log as it was before the first was read."""
        with self._read() as session:
            start = Position(*log_head(session))
            records = last_number(session)
        done = 0
        batches = analysed_beside(self._batches(), records)
        with closing(self._generations.open_writer(generation)) as writer, closing(batches):
            for batch in batches:
                self._put(writer, batch, Position(0, ""))
                done += len(batch)
                if progress:
                    progress(done)
            writer.apply((), (), start)
        return done

    def _batches(self) -> Iterator[list[Current]]:
        """All current versions, by the number of their records."""
        after = 0
        while True:
            with self._read() as session:
                batch = currents_after(session, after, BATCH)
            if not batch:
                return
            yield batch
            after = batch[-1].number

    def _finish(self, generation: str, refused_before: int) -> None:
        """Follow the log until it ends, and compare with the store at that very moment."""
        while True:
            self._follow_log(generation)
            with self._read() as session:
                written = self._generations.written(generation)
                if written and written.log_index == log_head(session)[0]:
                    found = self._generations.drift(session, generation)
                    break
        if found.extra or found.stale or found.missing > self.refused - refused_before:
            raise IndexUnavailable(f"the new generation does not match the store: {found}")
