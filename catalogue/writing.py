"""How a version is written: log entry, row, and the head of its record, in a given session. Never commits.

Who writes one, and why, is in ingest.py (jobs), withdrawal.py and redaction.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, select, update
from sqlalchemy.orm import Session

from catalogue import log, models
from catalogue.bulk import insert_rows, is_one_of
from catalogue.cards import issuing_role, jalali_year_and_month, leading_day, listed_day
from catalogue.identity import RandomBytes, commitment, sha256_hex
from catalogue.store import is_current
from catalogue.vocab import ChangeKind

SCHEMA_VERSION = 1
"""Raised when the record schemas change; stands beside each version."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record was read: its public address, and the document with its address and time of fetching (UTC, Z)."""

    address: str
    document_sha256: str
    document_address: str
    fetched_at: str
    recorded: bool


@dataclass(frozen=True, slots=True)
class Ingest:
    """What every write of one batch shares. `job_number` is None for a command of an operator."""

    session: Session
    source_id: str
    agency: str
    job_number: int | None
    now: str
    random_bytes: RandomBytes


@dataclass(frozen=True, slots=True)
class Head:
    """What a writer needs of a record that stands in the store already."""

    number: int
    id: str
    status: str
    version_no: int
    sha256: str
    fields_digest: str
    raw_digest: str
    canonical: str


@dataclass(frozen=True, slots=True)
class Written:
    """One version about to be written."""

    text: str
    card: str
    change_kind: ChangeKind
    origin: Origin | None


_VERSION = cast(Table, models.Version.__table__)
_NAMED = cast(Table, models.NamedAgency.__table__)
_HEAD = select(
    models.Record.native_id,
    models.Record.number,
    models.Record.id,
    models.Record.status,
    models.Record.version_no,
    models.Version.sha256,
    models.Record.fields_digest,
    models.Record.raw_digest,
    models.Version.canonical,
).join(models.Version, is_current())


_HEADS = _HEAD.where(models.Record.source_id == bindparam("of_source"), is_one_of(models.Record.native_id, "keys"))


def heads(session: Session, source_id: str, native_ids: list[str]) -> dict[str, Head]:
    """native id -> Head of those records of a source that exist."""
    rows = session.execute(_HEADS, {"of_source": source_id, "keys": native_ids})
    return {row[0]: Head(*row[1:]) for row in rows}


def heads_by_number(session: Session, numbers: list[int]) -> list[Head]:
    """The heads of these records, in the order of their numbers."""
    rows = session.execute(_HEAD.where(models.Record.number.in_(numbers)).order_by(models.Record.number))
    return [Head(*row[1:]) for row in rows]


def head_of(session: Session, record_id: str) -> tuple[Head, str, str] | None:
    """(Head, source id, agency) of one record by its id, or None."""
    row = session.execute(
        _HEAD.add_columns(models.Record.source_id, models.Record.agency).where(models.Record.id == record_id)
    ).one_or_none()
    return (Head(*row[1:9]), row[9], row[10]) if row else None


def described(writing: Ingest, record: Mapping[str, Any]) -> dict[str, Any]:
    """What a record's head says of it: the columns that lists sort and filter by."""
    return {
        "agency": agency_of(writing, record),
        "title": record["title"],
        "leading_day": leading_day(record),
        "listed_day": listed_day(record),
        "listed_month": jalali_year_and_month(record)[1],
    }


def put_named_agencies(writing: Ingest, records: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
    """Note which agencies these records (by number), of which none is noted, name beside those of their heads."""
    rows = [
        {"record_number": number, "agency": agency}
        for number, record in records
        for agency in sorted(_agencies_in(record) - {agency_of(writing, record)})
    ]
    insert_rows(writing.session, _NAMED, rows)


def forget_named_agencies(session: Session, number: int) -> None:
    """Forget those of a record's earlier versions."""
    session.execute(delete(models.NamedAgency).where(models.NamedAgency.record_number == number))


def agency_of(writing: Ingest, record: Mapping[str, Any]) -> str:
    """The one under which a record stands: its issuer's, else its publisher's, else its source's."""
    return str((issuing_role(record) or {}).get("agency", writing.agency))


def _agencies_in(record: Mapping[str, Any]) -> set[str]:
    return {role["agency"] for role in record.get("roles", ()) if "agency" in role}


def update_record(session: Session, number: int, **columns: Any) -> None:
    """Set columns of a record's head."""
    session.execute(update(models.Record).where(models.Record.number == number).values(**columns))


def renew_record(writing: Ingest, head: Head, **columns: Any) -> None:
    """Let a record's head tell of the version that follows."""
    now = {"version_no": head.version_no + 1, "changed_at": writing.now}
    update_record(writing.session, head.number, **now, **columns)


def write_version(writing: Ingest, head: Head, written: Written) -> None:
    """The next version of a record with its log entry; the head is the caller's."""
    write_versions(writing, [(head, written)])


def write_versions(writing: Ingest, versions: Sequence[tuple[Head, Written]]) -> None:
    """The next versions of several records, of each one, with their log entries in this order."""
    rows, entries = [], []
    for head, written in versions:
        row = _version(writing, head, written)
        entries.append(
            log.NewEntry(
                head.id,
                row["version_no"],
                written.change_kind,
                writing.now,
                commitment(row["salt"], row["sha256"]),
            )
        )
        rows.append(row)
    first = log.append(writing.session, entries)
    rows = [{**row, "log_index": index} for index, row in enumerate(rows, first)]
    insert_rows(writing.session, _VERSION, rows)


def _version(writing: Ingest, head: Head, written: Written) -> dict[str, Any]:
    """The columns of a version but for its place in the log."""
    origin = written.origin
    return {
        "record_number": head.number,
        "version_no": head.version_no + 1,
        "canonical": written.text,
        "sha256": sha256_hex(written.text),
        "salt": writing.random_bytes(16).hex(),
        "card": written.card,
        "change_kind": written.change_kind,
        "schema_version": SCHEMA_VERSION,
        "recorded_at": writing.now,
        "job_number": writing.job_number,
        "address": origin.address if origin else None,
        "document_sha256": origin.document_sha256 if origin else None,
        "document_address": origin.document_address if origin else None,
        "fetched_at": origin.fetched_at if origin else None,
        "recorded": origin.recorded if origin else False,
    }
