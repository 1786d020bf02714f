"""The append-only log of versions: append, read, and the commitment that stands in each entry.

Functions work in a given session and never commit. Writers are serialised by the store (BEGIN IMMEDIATE),
so the next index is one more than the last and no reader ever meets a hole.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import cast

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from catalogue import models


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One entry as followers read it; `recorded_at` is a UTC instant."""

    log_index: int
    record_id: str
    version_no: int
    change_kind: str
    recorded_at: str
    commitment: str


_LOG = cast(Table, models.LogEntry.__table__)
_APPEND = (
    _LOG.insert()
    .values(log_index=select(func.coalesce(func.max(_LOG.c.log_index), 0) + 1).scalar_subquery())
    .returning(_LOG.c.log_index)
)

_COLUMNS = (
    models.LogEntry.log_index,
    models.LogEntry.record_id,
    models.LogEntry.version_no,
    models.LogEntry.change_kind,
    models.LogEntry.recorded_at,
    models.LogEntry.commitment,
)


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry before it has its index."""

    record_id: str
    version_no: int
    change_kind: str
    recorded_at: str
    commitment: str


def append(session: Session, entry: NewEntry) -> int:
    """Write one entry in the transaction that writes its version; the index it got."""
    return int(session.connection().execute(_APPEND, asdict(entry)).scalar_one())


def log_after(session: Session, position: int, limit: int) -> list[LogEntry]:
    """At most `limit` entries after a position, in log order."""
    rows = session.execute(
        select(*_COLUMNS).where(models.LogEntry.log_index > position).order_by(models.LogEntry.log_index).limit(limit)
    )
    return [LogEntry(*row) for row in rows]


def log_entry(session: Session, log_index: int) -> LogEntry | None:
    """The entry at an index, or None."""
    row = session.execute(select(*_COLUMNS).where(models.LogEntry.log_index == log_index)).one_or_none()
    return LogEntry(*row) if row else None


def log_head(session: Session) -> tuple[int, str]:
    """(log index, commitment) of the last entry; (0, "") of an empty log."""
    row = session.execute(
        select(models.LogEntry.log_index, models.LogEntry.commitment)
        .order_by(models.LogEntry.log_index.desc())
        .limit(1)
    ).one_or_none()
    return (row[0], row[1]) if row else (0, "")
