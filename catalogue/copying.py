"""Copies: the face of the catalogue for whoever takes all of it along: the log with its texts, and the dumps."""

from __future__ import annotations

from pathlib import Path

from catalogue import copies, log
from catalogue.copies import LoggedVersion, Standing
from catalogue.dumps import Dump, DumpFile, Dumps
from catalogue.errors import DumpStale, NotFound
from catalogue.log_answers import LogEntry
from catalogue.log_pages import ChangesQuery
from catalogue.transactions import Transactions


class Copies:
    """Reads of the whole catalogue in parts, and the folder of the dumps that were made of them."""

    def __init__(self, transactions: Transactions, folder: Path) -> None:
        self._store = transactions
        self.folder = Dumps(folder)

    def logged(self, query: ChangesQuery, until: int) -> tuple[LoggedVersion, ...]:
        """Entries of the log up to `until`, with the texts of their versions."""
        with self._store.read() as session:
            return copies.logged(session, query, until)

    def standing_at(self, log_index: int, after: int) -> Standing:
        """The next records after a number, as they stood at an entry of the log."""
        with self._store.read() as session:
            return copies.standing_at(session, log_index, after)

    def last_entry(self) -> LogEntry | None:
        """The head of the log; None where nothing was ever published."""
        with self._store.read() as session:
            return log.last_entry(session)

    # ---------- dumps ----------

    def dumps(self) -> tuple[Dump, ...]:
        """Those of this very log, the newest first: a store that was put back from a backup may have another one."""
        with self._store.read() as session:
            known = [(dump, log.log_entry(session, dump.log_index)) for dump in self.folder.all()]
        return tuple(dump for dump, entry in known if entry is not None and entry.commitment == dump.commitment)

    def is_stale(self, dump: Dump) -> bool:
        """Whether it may hold what was withdrawn or sealed since it was built."""
        with self._store.read() as session:
            return copies.taken_out_after(session, dump.clean_until)

    def dump_file(self, log_index: int, name: str) -> tuple[DumpFile, Path]:
        """A file on offer and where it lies; raises NotFound, DumpStale."""
        dump = next((dump for dump in self.dumps() if dump.log_index == log_index), None)
        if dump is None:
            raise NotFound("dump", str(log_index))
        found = dump.file(name)
        if self.is_stale(dump):
            raise DumpStale(dump.folder)
        return found, self.folder.path(dump, name)
