"""The append-only log of versions: append, read, and the commitment that stands in each entry.

Functions work in a given session and never commit. `append` relies on the turn of its transaction (Transactions.write):
nobody else writes to the log before that is committed. So the next index is one more than the last, and no reader ever
meets a hole: an entry is seen only when all before it are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table, bindparam, func, select
from sqlalchemy.orm import Session

from catalogue import models
from catalogue.bulk import Row, insert_rows
from catalogue.log_answers import LogEntry

_LOG = cast(Table, models.LogEntry.__table__)
_LAST = select(func.coalesce(func.max(_LOG.c.log_index), 0))

_COLUMNS = (
    _LOG.c.log_index,
    _LOG.c.record_id,
    _LOG.c.version_no,
    _LOG.c.change_kind,
    _LOG.c.recorded_at,
    _LOG.c.commitment,
)
# Made once: every search passes here.
_AFTER = (
    select(*_COLUMNS)
    .where(_LOG.c.log_index > bindparam("position"))
    .order_by(_LOG.c.log_index)
    .limit(bindparam("most"))
)
_ENTRY = select(*_COLUMNS).where(_LOG.c.log_index == bindparam("at"))
_HEAD = select(*_COLUMNS).order_by(_LOG.c.log_index.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry before it has its index."""

    record_id: str
    version_no: int
    change_kind: str
    recorded_at: str
    commitment: str


def append(session: Session, entries: Sequence[NewEntry]) -> int:
    """Write entries in the transaction that writes their versions; the index of the first, the others follow."""
    first = int(session.connection().execute(_LAST).scalar_one()) + 1
    insert_rows(session, _LOG, [_row(index, entry) for index, entry in enumerate(entries, first)])
    return first


def _row(index: int, entry: NewEntry) -> Row:
    return {
        "log_index": index,
        "record_id": entry.record_id,
        "version_no": entry.version_no,
        "change_kind": entry.change_kind,
        "recorded_at": entry.recorded_at,
        "commitment": entry.commitment,
    }


def log_after(session: Session, position: int, limit: int) -> list[LogEntry]:
    """At most `limit` entries after a position, in log order."""
    return [LogEntry(*row) for row in session.connection().execute(_AFTER, {"position": position, "most": limit})]


def log_entry(session: Session, log_index: int) -> LogEntry | None:
    """The entry at an index, or None."""
    row = session.connection().execute(_ENTRY, {"at": log_index}).one_or_none()
    return LogEntry(*row) if row else None


def log_head(session: Session) -> tuple[int, str]:
    """(log index, commitment) of the last entry; (0, "") of an empty log."""
    last = last_entry(session)
    return (last.log_index, last.commitment) if last else (0, "")


def last_entry(session: Session) -> LogEntry | None:
    """The newest entry; None of an empty log."""
    row = session.connection().execute(_HEAD).one_or_none()
    return LogEntry(*row) if row else None
