"""The append-only log of versions: append, read, and the commitment that stands in each entry.

Functions work in a given session and never commit. Writers are serialised by the store (BEGIN IMMEDIATE),
so the next index is one more than the last and no reader ever meets a hole.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, insert, select
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


_COLUMNS = (
    models.LogEntry.log_index,
    models.LogEntry.record_id,
    models.LogEntry.version_no,
    models.LogEntry.change_kind,
    models.LogEntry.recorded_at,
    models.LogEntry.commitment,
)


def next_index(session: Session) -> int:
    """The index that the next entry gets; only inside a writing transaction."""
    return (session.scalar(select(func.max(models.LogEntry.log_index))) or 0) + 1


def append(session: Session, entry: LogEntry) -> None:
    """Write one entry in the transaction that writes its version."""
    session.execute(
        insert(models.LogEntry).values(
            log_index=entry.log_index,
            record_id=entry.record_id,
            version_no=entry.version_no,
            change_kind=entry.change_kind,
            recorded_at=entry.recorded_at,
            commitment=entry.commitment,
        )
    )


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
