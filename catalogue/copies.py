"""What copies of the catalogue are made of: its log with the texts, and its records as they stood. Never commits.

Both are read in parts, each of them one look at the store, so a copy of any size holds nothing open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, exists, select
from sqlalchemy.orm import Session, aliased

from catalogue import models, store
from catalogue.log_answers import LogEntry
from catalogue.log_pages import KIND_OF_LETTER, ChangesQuery, chosen_of
from catalogue.store import VersionRow
from catalogue.vocab import ChangeKind, Status
from catalogue.whole import PART, Line, lines_of_rows


@dataclass(frozen=True, slots=True)
class LoggedVersion:
    """An entry of the log with its version: hash and canonical text, which a version that is sealed has no more.

    `sealed_versions` are all versions of the record that are sealed by now, by number, with the instant: whoever has a
    copy of them destroys it. The text of a withdrawal is its tombstone.
    """

    entry: LogEntry
    kind: str
    sha256: str | None
    sealed_at: str | None
    sealed_versions: tuple[tuple[int, str], ...]
    canonical: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Records as they stood, and the largest number among those that were looked at (None: there are no more)."""

    lines: tuple[Line, ...]
    last_number: int | None


_ENTRY, _VERSION, _RECORD = models.LogEntry, models.Version, models.Record
_OTHER = aliased(_VERSION)
_SEALED = exists().where(_OTHER.record_number == _RECORD.number, _OTHER.sealed_at.is_not(None))
_LOGGED = (
    select(
        _ENTRY.log_index,
        _ENTRY.record_id,
        _ENTRY.version_no,
        _ENTRY.change_kind,
        _ENTRY.recorded_at,
        _ENTRY.commitment,
        _VERSION.sha256,
        _VERSION.sealed_at,
        _VERSION.canonical,
        _VERSION.record_number,
    )
    .join(_RECORD, _RECORD.id == _ENTRY.record_id)
    .join(_VERSION, (_VERSION.record_number == _RECORD.number) & (_VERSION.version_no == _ENTRY.version_no))
    .order_by(_ENTRY.log_index)
)


def logged(session: Session, query: ChangesQuery, until: int) -> tuple[LoggedVersion, ...]:
    """The entries after `query.since` up to `until` with their versions, in the order of the log."""
    chosen = [_ENTRY.log_index > query.since, _ENTRY.log_index <= until, *chosen_of(query)]
    rows = session.execute(_LOGGED.where(*chosen).limit(query.most)).all()
    sealed = _sealed_versions(session, sorted({row.record_number for row in rows if row.version_no > 1 or not row[6]}))
    return tuple(_logged(row, tuple(sealed.get(row.record_number, ()))) for row in rows)


def _logged(row: Row[*tuple[Any, ...]], sealed: tuple[tuple[int, str], ...]) -> LoggedVersion:
    entry = LogEntry(row[0], row[1], row[2], row[3], row[4], row[5])
    kind = KIND_OF_LETTER[entry.record_id[0]]
    return LoggedVersion(entry, kind, row.sha256 or None, row.sealed_at, sealed, row.canonical or None)


def _sealed_versions(session: Session, numbers: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    """Number of a record -> its sealed versions and since when, of those that have any."""
    found: dict[int, list[tuple[int, str]]] = {}
    its = _VERSION.record_number.in_(numbers) & _VERSION.sealed_at.is_not(None)
    statement = select(_VERSION.record_number, _VERSION.version_no, _VERSION.sealed_at).where(its)
    for number, version_no, sealed_at in session.execute(
        statement.order_by(_VERSION.record_number, _VERSION.version_no)
    ):
        found.setdefault(number, []).append((version_no, str(sealed_at)))
    return found


def standing_at(session: Session, log_index: int, after: int) -> Standing:
    """The next published records after a number, as they stood at an entry of the log.

    Without those that were not published then, and without what may not be read any more: of records that are withdrawn
    by now, and of versions that are sealed.
    """
    newest = select(_RECORD, _VERSION).join(_VERSION, store.is_current())
    rows = session.execute(newest.where(_RECORD.number > after).order_by(_RECORD.number).limit(PART)).all()
    older = _versions_at(
        session, log_index, [record.number for record, version in rows if version.log_index > log_index]
    )
    standing = [VersionRow(record, older.get(record.number, version)) for record, version in rows]
    shown = [row for row in standing if _is_shown(row, log_index)]
    return Standing(lines_of_rows(session, shown), rows[-1][0].number if rows else None)


def _versions_at(session: Session, log_index: int, numbers: Sequence[int]) -> dict[int, models.Version]:
    """Number of a record -> its last version at an entry of the log, of those that had one."""
    known = _VERSION.record_number.in_(numbers) & (_VERSION.log_index <= log_index)
    versions = session.scalars(select(_VERSION).where(known).order_by(_VERSION.version_no))
    return {version.record_number: version for version in versions}  # the last one stays


def _is_shown(row: VersionRow, log_index: int) -> bool:
    version = row.version
    stood = version.log_index <= log_index and version.change_kind != ChangeKind.WITHDRAWAL
    return stood and version.sealed_at is None and row.record.status == Status.PUBLISHED


def taken_out_after(session: Session, log_index: int) -> bool:
    """Whether something was withdrawn or sealed after an entry of the log: what was copied before may hold it."""
    takes_out = (_ENTRY.change_kind == ChangeKind.WITHDRAWAL) | ((_ENTRY.version_no > 1) & _SEALED)
    later = select(_ENTRY.log_index).join(_RECORD, _RECORD.id == _ENTRY.record_id)
    return session.scalar(later.where(_ENTRY.log_index > log_index, takes_out).limit(1)) is not None
