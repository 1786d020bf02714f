"""One validated record in a given session -> ADDED | CHANGED | UNCHANGED; withdrawal and return. Never commits."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, select, update
from sqlalchemy.orm import Session

from catalogue import log, models, store
from catalogue.cards import issuing_role, leading_day, make_card
from catalogue.errors import InvalidRecord
from catalogue.identity import PREFIXES, RandomBytes, canonical_json, commitment, new_id, sha256_hex
from catalogue.persian.letters import fold_key
from catalogue.privacy import is_redaction
from catalogue.search.index import LONGEST_KEYWORD
from catalogue.vocab import ChangeKind, Outcome, SourceStatus, Status, WithdrawReason

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
class NewRecord:
    """A validated record of a source, ready to be ingested.

    `fields_digest` is of what the publisher shows, `raw_digest` of that, the source file and our mapping.
    """

    native_id: str
    record: Mapping[str, Any]
    fields_digest: str
    raw_digest: str
    origin: Origin


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
    """What ingest needs of a record that stands in the store already."""

    number: int
    id: str
    status: str
    version_no: int
    sha256: str
    fields_digest: str
    raw_digest: str
    canonical: str


def ingest(writing: Ingest, new: NewRecord, head: Head | None) -> Outcome:
    """Write what changed. `head` is the record under (source, native id), or None when it is new.

    Raises InvalidRecord before anything is written when the record has no canonical form or another kind.
    A change although the publisher shows the same is a change of our mapping, not of the source. One of masks alone is
    a redaction, after which the earlier versions still hold what is masked now.
    """
    text = canonical_json(new.record)
    sha256 = sha256_hex(text)
    if head is None:
        _add(writing, new, text)
        return Outcome.ADDED
    if head.id[0] != PREFIXES[new.record["kind"]]:
        raise InvalidRecord("kind", "the kind of a record never changes")
    if head.status == Status.WITHDRAWN:
        return _meet_withdrawn(writing, new, head, text)
    if head.sha256 == sha256:
        _renew_digest(writing, new, head)
        return Outcome.UNCHANGED
    _append_version(writing, new, head, text, _change_kind(new, head))
    return Outcome.CHANGED


def _change_kind(new: NewRecord, head: Head) -> ChangeKind:
    if new.record.get("masks") and is_redaction(json.loads(head.canonical), new.record):
        return ChangeKind.REDACTION
    return ChangeKind.METADATA if new.fields_digest == head.fields_digest else ChangeKind.SOURCE_EDIT


def remember_tags(session: Session, records: Iterable[Mapping[str, Any]]) -> None:
    """Keep the first form of each tag of a batch, which is the one that readers see."""
    shown: dict[str, str] = {}
    for record in records:
        for tag in record.get("tags", ()):
            shown.setdefault(fold_key(tag)[:LONGEST_KEYWORD], tag)
    known = store.tag_names(session, list(shown))
    new = [{"key": key, "shown": tag} for key, tag in shown.items() if key and key not in known]
    if new:
        session.connection().execute(_INSERT_TAG, new)


def heads(session: Session, source_id: str, native_ids: list[str]) -> dict[str, Head]:
    """native id -> Head of those records of a source that exist."""
    rows = session.execute(
        _HEAD.where(models.Record.source_id == source_id, models.Record.native_id.in_(native_ids)),
    )
    return {row[0]: Head(*row[1:]) for row in rows}


def head_of(session: Session, record_id: str) -> tuple[Head, str, str] | None:
    """(Head, source id, agency) of one record by its id, or None."""
    row = session.execute(
        _HEAD.add_columns(models.Record.source_id, models.Record.agency).where(models.Record.id == record_id)
    ).one_or_none()
    return (Head(*row[1:9]), row[9], row[10]) if row else None


def withdraw(writing: Ingest, head: Head, tombstone: Mapping[str, Any]) -> None:
    """Write the tombstone as the record's newest version; the record itself stays in the table."""
    text = canonical_json(tombstone)
    _write_version(writing, head, Written(text, make_card(head.id, tombstone), ChangeKind.WITHDRAWAL, None))
    gone = tombstone["reason"] == WithdrawReason.GONE_AT_SOURCE
    _update_record(
        writing,
        head.number,
        status=Status.WITHDRAWN,
        source_status=SourceStatus.GONE if gone else SourceStatus.UNKNOWN,
        version_no=head.version_no + 1,
        title=tombstone.get("title", ""),
        fields_digest="",
        raw_digest="",
    )


def mark_absent(session: Session, source_id: str, seen: Set[str], last_seen_at: str | None) -> None:
    """After a whole listing: published records that it did not show are missing since `last_seen_at`.

    Those that are shown again are present. Nothing is written for a record that stands as it stood.
    """
    statement = select(models.Record.number, models.Record.native_id, models.Record.source_status).where(
        models.Record.source_id == source_id, models.Record.status == Status.PUBLISHED
    )
    for number, native_id, status in session.execute(statement).all():
        if native_id in seen and status == SourceStatus.MISSING:
            columns: dict[str, str | None] = {"source_status": SourceStatus.PRESENT, "last_seen_at": None}
        elif native_id not in seen and status == SourceStatus.PRESENT:
            columns = {"source_status": SourceStatus.MISSING, "last_seen_at": last_seen_at}
        else:
            continue
        session.execute(update(models.Record).where(models.Record.number == number).values(**columns))


@dataclass(frozen=True, slots=True)
class Written:
    """One version about to be written."""

    text: str
    card: str
    change_kind: ChangeKind
    origin: Origin | None


_RECORD = cast(Table, models.Record.__table__)
_VERSION = cast(Table, models.Version.__table__)
# Made once: building an INSERT costs more than running it.
_INSERT_RECORD = _RECORD.insert().returning(_RECORD.c.number)
_INSERT_VERSION = _VERSION.insert()
_INSERT_TAG = cast(Table, models.Tag.__table__).insert()
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
).join(
    models.Version,
    (models.Version.record_number == models.Record.number) & (models.Version.version_no == models.Record.version_no),
)


def _add(writing: Ingest, new: NewRecord, text: str) -> None:
    record_id = new_id(new.record["kind"], writing.random_bytes)
    columns = {
        "id": record_id,
        "kind": new.record["kind"],
        "source_id": writing.source_id,
        "native_id": new.native_id,
        "version_no": 1,
        "first_seen_at": writing.now,
        **_head_columns(writing, new),
    }
    number = writing.session.connection().execute(_INSERT_RECORD, columns).scalar_one()
    head = Head(number, record_id, Status.PUBLISHED, 0, "", new.fields_digest, new.raw_digest, "")
    card = make_card(record_id, new.record)
    _write_version(writing, head, Written(text, card, ChangeKind.FIRST, new.origin))


def _append_version(writing: Ingest, new: NewRecord, head: Head, text: str, change_kind: ChangeKind) -> None:
    card = make_card(head.id, new.record)
    _write_version(writing, head, Written(text, card, change_kind, new.origin))
    _update_record(writing, head.number, version_no=head.version_no + 1, **_head_columns(writing, new))


def _meet_withdrawn(writing: Ingest, new: NewRecord, head: Head, text: str) -> Outcome:
    """A record whose source had taken it back returns with id and history; one that we took down stays down."""
    reason = json.loads(head.canonical)["reason"]
    if reason != WithdrawReason.GONE_AT_SOURCE:
        return Outcome.UNCHANGED
    _append_version(writing, new, head, text, ChangeKind.RETURN)
    return Outcome.CHANGED


def _renew_digest(writing: Ingest, new: NewRecord, head: Head) -> None:
    if head.raw_digest != new.raw_digest:
        _update_record(writing, head.number, raw_digest=new.raw_digest, fields_digest=new.fields_digest)


def _head_columns(writing: Ingest, new: NewRecord) -> dict[str, Any]:
    role = issuing_role(new.record) or {}
    return {
        "agency": role.get("agency", writing.agency),
        "title": new.record["title"],
        "leading_day": leading_day(new.record),
        "status": Status.PUBLISHED,
        "source_status": SourceStatus.PRESENT,
        "last_seen_at": None,
        "fields_digest": new.fields_digest,
        "raw_digest": new.raw_digest,
    }


def _update_record(writing: Ingest, number: int, **columns: Any) -> None:
    writing.session.execute(update(models.Record).where(models.Record.number == number).values(**columns))


def _write_version(writing: Ingest, head: Head, written: Written) -> None:
    sha256 = sha256_hex(written.text)
    salt = writing.random_bytes(16).hex()
    version_no = head.version_no + 1
    entry = log.NewEntry(head.id, version_no, written.change_kind, writing.now, commitment(salt, sha256))
    origin = written.origin
    columns = {
        "record_number": head.number,
        "version_no": version_no,
        "canonical": written.text,
        "sha256": sha256,
        "salt": salt,
        "card": written.card,
        "change_kind": written.change_kind,
        "schema_version": SCHEMA_VERSION,
        "recorded_at": writing.now,
        "log_index": log.append(writing.session, entry),
        "job_number": writing.job_number,
        "address": origin.address if origin else None,
        "document_sha256": origin.document_sha256 if origin else None,
        "document_address": origin.document_address if origin else None,
        "fetched_at": origin.fetched_at if origin else None,
        "recorded": origin.recorded if origin else False,
    }
    writing.session.connection().execute(_INSERT_VERSION, columns)
