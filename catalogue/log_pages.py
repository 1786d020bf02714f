"""The log as readers page through it: changes with what may be shown of them, and bare entries. Never commits."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from catalogue import log, models
from catalogue.identity import PREFIXES
from catalogue.log_answers import AsOf, Change, ChangePage, EntryPage, LatestPage
from catalogue.views import tombstone_of
from catalogue.vocab import ChangeKind, Kind

CORRECTIONS = (ChangeKind.CORRECTION, ChangeKind.REDACTION, ChangeKind.WITHDRAWAL, ChangeKind.RETURN)
"""What the log of corrections holds (records.md section 6)."""

_ENTRY, _VERSION, _RECORD = models.LogEntry, models.Version, models.Record
_CHANGES = (
    select(_ENTRY, _VERSION.sha256, _VERSION.card, _VERSION.canonical, _VERSION.sealed_at)
    .join(_RECORD, _RECORD.id == _ENTRY.record_id)
    .join(_VERSION, (_VERSION.record_number == _RECORD.number) & (_VERSION.version_no == _ENTRY.version_no))
)
Line = Select[models.LogEntry, str, str, str, str | None]
"""An entry with hash, card, text and time of sealing of its version."""
KIND_OF_LETTER = {letter: kind for kind, letter in PREFIXES.items()}
"""The letter an id begins with -> the kind of its record."""


@dataclass(frozen=True, slots=True)
class ChangesQuery:
    """Entries after `since`, of these kinds of record and of change (empty: all), of one record; at most so many."""

    since: int = 0
    kinds: Sequence[Kind] = ()
    change_kinds: Sequence[ChangeKind] = ()
    most: int = 100
    record: str | None = None


def as_of(session: Session) -> AsOf:
    """The head of the log."""
    last = log.last_entry(session)
    return AsOf(last.log_index, last.recorded_at) if last else AsOf(0, None)


@dataclass(frozen=True, slots=True)
class LatestQuery:
    """The newest entries as ChangesQuery names them, of those before one."""

    before: int | None = None
    kinds: Sequence[Kind] = ()
    change_kinds: Sequence[ChangeKind] = ()
    most: int = 100
    record: str | None = None


def changes(session: Session, query: ChangesQuery) -> ChangePage:
    """Changes in the order of the log, with what may be read of each."""
    chosen, head = [_ENTRY.log_index > query.since, *chosen_of(query)], as_of(session)
    found, following = _read(session, _CHANGES.where(*chosen).order_by(_ENTRY.log_index), query.most)
    return ChangePage(found, _count(session, query, chosen, head), following, head)


def latest(session: Session, query: LatestQuery) -> LatestPage:
    """The newest changes first, with what may be read of each."""
    chosen = [*chosen_of(query), *([_ENTRY.log_index < query.before] if query.before is not None else [])]
    found, following = _read(session, _CHANGES.where(*chosen).order_by(_ENTRY.log_index.desc()), query.most)
    return LatestPage(found, following, as_of(session))


def _read(session: Session, statement: Line, most: int) -> tuple[tuple[Change, ...], int | None]:
    """The lines of a page, and the last of them where another one follows."""
    found = [_change(*row) for row in session.execute(statement.limit(most + 1))]
    return tuple(found[:most]), found[most - 1].log_index if len(found) > most else None


def entries(session: Session, start: int, end: int | None, most: int) -> EntryPage:
    """The entries from `start` to `end`, both included; to the head of the log when there is no end."""
    head = as_of(session)
    last = head.log_index if end is None else min(end, head.log_index)
    found = log.log_after(session, start - 1, min(most, max(0, last - start + 1)))
    following = found[-1].log_index + 1 if found and found[-1].log_index < last else None
    return EntryPage(tuple(found), max(0, last - start + 1), following, head)


def chosen_of(query: ChangesQuery | LatestQuery) -> Iterator[ColumnElement[bool]]:
    """What kinds and record that are asked for say of an entry."""
    if query.kinds:
        yield func.substr(_ENTRY.record_id, 1, 1).in_([PREFIXES[kind] for kind in query.kinds])
    if query.record is not None:
        yield _ENTRY.record_id == query.record
    if query.change_kinds:
        yield _ENTRY.change_kind.in_(query.change_kinds)


def _count(session: Session, query: ChangesQuery, chosen: list[ColumnElement[bool]], head: AsOf) -> int:
    if query.record is None and not query.kinds and not query.change_kinds:  # the log has no holes
        return max(0, head.log_index - query.since)
    return session.scalar(select(func.count()).select_from(models.LogEntry).where(*chosen)) or 0


def _change(entry: models.LogEntry, sha256: str, card: str, canonical: str, sealed_at: str | None) -> Change:
    is_withdrawal = entry.change_kind == ChangeKind.WITHDRAWAL
    return Change(
        log_index=entry.log_index,
        id=entry.record_id,
        kind=KIND_OF_LETTER[entry.record_id[0]],
        version_no=entry.version_no,
        change_kind=entry.change_kind,
        recorded_at=entry.recorded_at,
        sha256=sha256 or None,
        title=json.loads(card).get("title") if card else None,
        sealed_at=sealed_at,
        tombstone=tombstone_of(entry.record_id, canonical) if is_withdrawal and canonical else None,
    )
