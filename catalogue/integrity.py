"""Checks the store against itself: stored text -> version hash -> commitment of its log entry, a log without holes."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, LargeBinary, Select, cast, func, select
from sqlalchemy.orm import Session, aliased

from catalogue import models
from catalogue.identity import commitment, sha256_hex
from catalogue.vocab import ChangeKind


def faults(session: Session) -> Iterator[str]:
    """One line for each version or log entry that does not hold; nothing when the store is whole."""
    stored = _canonical_bytes(session)
    statement = (
        select(
            models.LogEntry,
            models.Record.id,
            models.Version.version_no,
            stored,
            models.Version.sha256,
            models.Version.salt,
            models.Version.sealed_at,
        )
        .outerjoin(models.Version, models.Version.log_index == models.LogEntry.log_index)
        .outerjoin(models.Record, models.Record.number == models.Version.record_number)
        .order_by(models.LogEntry.log_index)
    )
    expected = 1
    rows = session.execute(statement.execution_options(yield_per=500))
    for entry, record_id, version_no, text, sha256, salt, sealed_at in rows:
        if entry.log_index != expected:
            yield f"log: entries {expected} to {entry.log_index - 1} are missing"
        expected = entry.log_index + 1
        if (record_id, version_no) != (entry.record_id, entry.version_no):
            yield f"log entry {entry.log_index}: its version {entry.record_id}/v{entry.version_no} is missing"
        elif sealed_at is not None:
            if text or sha256 or salt:
                yield f"{record_id}/v{version_no}: sealed, but something of it is left"
        elif sha256_hex(text) != sha256:
            yield f"{record_id}/v{version_no}: the stored text does not give its hash"
        elif _commitment_of(salt, sha256) != entry.commitment:
            yield f"{record_id}/v{version_no}: the hash does not give the commitment of its log entry"
    for version_no, record_id in session.execute(_without_entry()):
        yield f"{record_id}/v{version_no}: no log entry"
    for version_no, record_id in session.execute(_without_version()):
        yield f"{record_id}/v{version_no}: the current version is missing"
    for version_no, record_id in session.execute(_sealed_without_reason()):
        yield f"{record_id}/v{version_no}: sealed, but no later version says why"


def _canonical_bytes(session: Session) -> ColumnElement[bytes]:
    """The stored text as bytes: in a damaged file it may be no text any more."""
    if session.get_bind().dialect.name == "sqlite":
        return cast(models.Version.canonical, LargeBinary)
    return func.convert_to(models.Version.canonical, "UTF8", type_=LargeBinary)


def _commitment_of(salt: str, sha256: str) -> str:
    """Empty when salt or hash are no hex digits any more."""
    try:
        return commitment(salt, sha256)
    except ValueError:
        return ""


def _without_entry() -> Select[int, str]:
    return (
        select(models.Version.version_no, models.Record.id)
        .join(models.Record, models.Record.number == models.Version.record_number)
        .outerjoin(models.LogEntry, models.LogEntry.log_index == models.Version.log_index)
        .where(models.LogEntry.log_index.is_(None))
    )


def _sealed_without_reason() -> Select[int, str]:
    """Only a redaction or a withdrawal seals what was before it."""
    later = aliased(models.Version)
    says_why = (
        select(later.record_number)
        .where(
            later.record_number == models.Version.record_number,
            later.version_no > models.Version.version_no,
            later.change_kind.in_((ChangeKind.REDACTION, ChangeKind.WITHDRAWAL)),
        )
        .exists()
    )
    return (
        select(models.Version.version_no, models.Record.id)
        .join(models.Record, models.Record.number == models.Version.record_number)
        .where(models.Version.sealed_at.is_not(None), ~says_why)
    )


def _without_version() -> Select[int, str]:
    return (
        select(models.Record.version_no, models.Record.id)
        .outerjoin(
            models.Version,
            (models.Version.record_number == models.Record.number)
            & (models.Version.version_no == models.Record.version_no),
        )
        .where(models.Version.record_number.is_(None))
    )
