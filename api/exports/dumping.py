"""The files of a dump: records as JSON Lines and as a table, and the log since the dump before, packed with gzip."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from api.exports import json_lines, log_lines, tables
from api.exports.columns import Table
from api.exports.manifest import SetDigest
from catalogue.copying import Copies
from catalogue.dumps import Dump, described
from catalogue.log_pages import ChangesQuery

MEDIA_TYPE = "application/gzip"
RECORDS, TABLE, CHANGES = "records.jsonl.gz", "records.csv.gz", "changes.jsonl.gz"
EVERYTHING = 2**53
"""More lines than any log has."""

Check = Callable[[int], None]
"""Told how many records or lines are written; raises to stop."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes dumps of a catalogue. `public_url` begins the addresses in tables."""

    copies: Copies
    public_url: str
    check: Check

    def write(self, plan: Dump) -> Dump:
        """Build a dump of the entry that `plan` names, and put it on offer; what it holds is filled in here."""
        last = self.copies.last_entry()
        clean_until = last.log_index if last else 0  # read first: what is taken out later makes it stale
        with self.copies.folder.new_folder() as made:
            digest = self._write_records(made, plan.log_index)
            lines = self._write_changes(made, plan)
            count, sha256 = digest.told()
            counts = {RECORDS: count, TABLE: count, CHANGES: lines}
            files = tuple(described(made / name, MEDIA_TYPE, counts[name]) for name in counts)
            dump = replace(plan, clean_until=clean_until, records=count, sha256=sha256, files=files)
            self.copies.folder.keep(made, dump)
        return dump

    def _write_records(self, made: Path, log_index: int) -> SetDigest:
        digest, table, done = SetDigest(), Table(self.public_url, in_words=False), 0
        with ExitStack() as stack:
            texts, rows = (stack.enter_context(_packed(made / name)) for name in (RECORDS, TABLE))
            rows.write(tables.head_of(table).encode())
            number: int | None = 0
            while number is not None:
                standing = self.copies.standing_at(log_index, number)
                texts.write(json_lines.text_of(standing.lines).encode())
                rows.write(tables.text_of(standing.lines, table).encode())
                digest.add(standing.lines)
                done += len(standing.lines)
                self.check(done)
                number = standing.last_number
        return digest

    def _write_changes(self, made: Path, plan: Dump) -> int:
        done = 0
        query = ChangesQuery(since=plan.since, most=EVERYTHING)
        with _packed(made / CHANGES) as file:
            for chunk in log_lines.chunks(self.copies.logged, query, plan.log_index):
                file.write(chunk.encode())
                done += chunk.count("\n")
                self.check(done)
        return done


@contextmanager
def _packed(path: Path) -> Iterator[gzip.GzipFile]:
    """A file that gzip packs; without a time, so that the same content has the same hash."""
    with path.open("wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=6, mtime=0) as packed:
        yield packed
