"""Moves a store to another, empty one, with everything in it: records, versions, log, jobs, documents' rows, audit.

While it is copied the old store may be read; nobody may write to it, so its sources rest. Which ones, and since when,
stands in the audit too: so a move that was killed and is begun again knows which ones it may wake, in the new store,
and an operator's own pauses stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, func, select, text, update
from sqlalchemy.orm import Session

from catalogue import audit, jobs, models
from catalogue.bulk import insert_rows
from catalogue.connection import StoreAddress, is_server, sqlite_file, store_url
from catalogue.log import log_head
from catalogue.transactions import Transactions

COMMAND = "migrate-store"
ROWS_AT_ONCE = 500

Progress = Callable[[int], None]
"""Told how many rows are copied."""


class MoveRefused(Exception):
    """A move that cannot be made; `code` names the message, `facts` fill it. The new store is as it was."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(f"{code}: {facts}")
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Moved:
    """What was copied. `replaced` counts texts whose NUL the new store cannot hold: U+FFFD stands for each."""

    rows: int
    log_index: int
    replaced: int


def is_same_store(first: StoreAddress, second: StoreAddress) -> bool:
    """Whether two addresses name one store, as far as addresses tell."""
    if is_server(first) != is_server(second):
        return False
    if not is_server(first):
        return sqlite_file(first) == sqlite_file(second)
    one, other = store_url(first), store_url(second)
    return (one.host, one.port, one.database) == (other.host, other.port, other.database)


def rest(old: Transactions, operator: str) -> None:
    """Let every source rest that is awake, and say so in the audit."""
    with old.write() as session:
        now = old.instant()
        awake = list(session.scalars(select(models.Source.id).where(models.Source.paused_at.is_(None))))
        audit.append(session, now, operator, COMMAND, " ".join(sorted(awake)))
        session.execute(update(models.Source).where(models.Source.id.in_(awake)).values(paused_at=now))


def wake(store: Transactions) -> None:
    """Wake the sources that rest for a move, and no others."""
    with store.write() as session:
        _wake(session)


def running(old: Transactions) -> list[int]:
    """The jobs that still run."""
    with old.read() as session:
        return [lease.number for lease in jobs.leases(session)]


def is_moved(old: Transactions, new: Transactions) -> bool:
    """Whether an earlier move has copied everything: both logs end with the same entry."""
    with old.read() as source, new.read() as target:
        head = log_head(source)
        return head[0] > 0 and log_head(target) == head


def refuse_filled(new: Transactions) -> None:
    """Raises MoveRefused where something is in the new store."""
    with new.read() as session:
        _refuse_filled(session)


def move(old: Transactions, new: Transactions, progress: Progress) -> Moved:
    """Copy everything in one transaction of the new store. Raises MoveRefused; then nothing is in the new store."""
    with old.read() as source, new.write() as target:
        _refuse_filled(target)
        head = log_head(source)
        copied = _Copy(source, target, progress)
        for table in models.Base.metadata.sorted_tables:
            copied.table(table)
        _renumber(target)
        _wake(target)
        with old.read() as later:
            if log_head(later) != head:
                raise MoveRefused("move-store-changed")
        return Moved(copied.rows, head[0], copied.replaced)


def _refuse_filled(session: Session) -> None:
    if session.scalar(select(func.count()).select_from(models.Source)) or log_head(session)[0]:
        raise MoveRefused("move-into-filled-store")


class _Copy:
    """Copies table after table and counts."""

    def __init__(self, source: Session, target: Session, progress: Progress) -> None:
        self._source, self._target, self._progress = source, target, progress
        self.rows = self.replaced = 0

    def table(self, table: Table) -> None:
        """All rows of one."""
        for batch in self._batches(table):
            insert_rows(self._target, table, [self._storable(row) for row in batch])
            self.rows += len(batch)
            self._progress(self.rows)
        stored = self._target.scalar(select(func.count()).select_from(table))
        read = self._source.scalar(select(func.count()).select_from(table))
        if stored != read:
            raise MoveRefused("move-incomplete", table=table.name, read=read, stored=stored)

    def _batches(self, table: Table) -> Iterator[list[Mapping[str, Any]]]:
        statement = select(table).order_by(*table.primary_key)
        rows = self._source.execute(statement, execution_options={"yield_per": ROWS_AT_ONCE})
        for part in rows.mappings().partitions():
            yield [dict(row) for row in part]

    def _storable(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        broken = {name: value for name, value in row.items() if isinstance(value, str) and "\0" in value}
        self.replaced += len(broken)
        return {**row, **{name: models.without_nul(value) for name, value in broken.items()}} if broken else row


def _renumber(target: Session) -> None:
    """What is numbered from now on goes on behind what was copied; SQLite does so by itself."""
    if target.connection().dialect.name != "postgresql":
        return
    for table in models.Base.metadata.sorted_tables:
        column = table.autoincrement_column
        if column is None:
            continue
        last = target.scalar(select(func.max(column)))
        sequence = text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)")
        if last is not None:
            target.execute(sequence, {"table": table.name, "column": column.name, "last": last})


def _wake(session: Session) -> None:
    for line in session.scalars(select(models.Audit).where(models.Audit.command == COMMAND)):
        rested = models.Source.id.in_(line.subject.split()) & (models.Source.paused_at == line.at)
        session.execute(update(models.Source).where(rested).values(paused_at=None))
