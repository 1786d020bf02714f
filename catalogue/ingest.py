"""One validated record in a given session -> ADDED | CHANGED | UNCHANGED. Never commits."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, func, select

from catalogue import models
from catalogue.bulk import insert_rows
from catalogue.cards import make_card
from catalogue.errors import InvalidRecord
from catalogue.identity import PREFIXES, canonical_json, new_id, sha256_hex
from catalogue.privacy import NOTHING_EXEMPT, Exempt, is_redaction
from catalogue.redaction import seal_unmasked
from catalogue.relations import put_relations, settle_known
from catalogue.vocab import ChangeKind, Outcome, SourceStatus, Status, WithdrawReason
from catalogue.writing import (
    Head,
    Ingest,
    Origin,
    Written,
    described,
    forget_named_agencies,
    put_named_agencies,
    renew_record,
    update_record,
    write_version,
    write_versions,
)


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A validated record of a source, ready to be ingested.

    `fields_digest` is of what the publisher shows, `raw_digest` of that, the source file and our mapping; `exempt` is
    what the source file exempts from masks.
    """

    native_id: str
    record: Mapping[str, Any]
    fields_digest: str
    raw_digest: str
    origin: Origin
    exempt: Exempt = NOTHING_EXEMPT


def ingest(writing: Ingest, new: NewRecord, head: Head | None) -> Outcome:
    """Write what changed. `head` is the record under (source, native id), or None when it is new.

    Raises InvalidRecord before anything is written when the record has no canonical form or another kind.
    A change although the publisher shows the same is a change of our mapping, not of the source. One of masks alone is
    a redaction, which seals the earlier versions that hold what is masked now.
    """
    text = canonical_json(new.record)
    sha256 = sha256_hex(text)
    if head is None:
        _add(writing, [(new, text)])
        return Outcome.ADDED
    if head.id[0] != PREFIXES[new.record["kind"]]:
        raise InvalidRecord("kind", "the kind of a record never changes")
    if head.status == Status.WITHDRAWN:
        return _meet_withdrawn(writing, new, head, text)
    if head.sha256 == sha256:
        _renew_digest(writing, new, head)
        return Outcome.UNCHANGED
    _append_version(writing, new, head, text, _change_kind(new, head))
    if new.record.get("masks"):  # earlier versions may hold what is masked now
        seal_unmasked(writing, head.number, new.exempt)
    return Outcome.CHANGED


def ingest_all(writing: Ingest, batch: Sequence[NewRecord], known: Mapping[str, Head]) -> list[Outcome | InvalidRecord]:
    """As `ingest` for a batch, in order; new records are written together. `known` has heads by native id."""
    outcomes: list[Outcome | InvalidRecord] = []
    waiting: list[tuple[NewRecord, str]] = []
    for new in batch:
        head = known.get(new.native_id)
        try:
            if head is None:
                waiting.append((new, canonical_json(new.record)))
                outcomes.append(Outcome.ADDED)
                continue
            _add(writing, waiting)  # the log has the order of the batch
            waiting = []
            outcomes.append(ingest(writing, new, head))
        except InvalidRecord as refused:
            outcomes.append(refused)
    _add(writing, waiting)
    return outcomes


def _change_kind(new: NewRecord, head: Head) -> ChangeKind:
    if new.record.get("masks") and is_redaction(json.loads(head.canonical), new.record):
        return ChangeKind.REDACTION
    return ChangeKind.METADATA if new.fields_digest == head.fields_digest else ChangeKind.SOURCE_EDIT


_RECORD = cast(Table, models.Record.__table__)
_LAST_NUMBER = select(func.coalesce(func.max(_RECORD.c.number), 0))


def _add(writing: Ingest, added: Sequence[tuple[NewRecord, str]]) -> None:
    """Write new records, each with its canonical text. Their numbers follow the last one: writers take turns."""
    if not added:
        return
    first = int(writing.session.connection().execute(_LAST_NUMBER).scalar_one()) + 1
    rows, versions, records = [], [], []
    for number, (new, text) in enumerate(added, first):
        record_id = new_id(new.record["kind"], writing.random_bytes)
        head = Head(number, record_id, Status.PUBLISHED, 0, "", new.fields_digest, new.raw_digest, "")
        card = make_card(record_id, new.record)
        rows.append(_new_head(writing, new, head))
        versions.append((head, Written(text, card, ChangeKind.FIRST, new.origin)))
        records.append((number, new.record))
    insert_rows(writing.session, _RECORD, rows)
    write_versions(writing, versions)
    put_named_agencies(writing, records)
    put_relations(writing, records)


def _new_head(writing: Ingest, new: NewRecord, head: Head) -> dict[str, Any]:
    return {
        "number": head.number,
        "id": head.id,
        "kind": new.record["kind"],
        "source_id": writing.source_id,
        "native_id": new.native_id,
        "version_no": 1,
        "first_seen_at": writing.now,
        "changed_at": writing.now,
        **_head_columns(writing, new),
    }


def _append_version(writing: Ingest, new: NewRecord, head: Head, text: str, change_kind: ChangeKind) -> None:
    card = make_card(head.id, new.record)
    write_version(writing, head, Written(text, card, change_kind, new.origin))
    renew_record(writing, head, **_head_columns(writing, new))
    forget_named_agencies(writing.session, head.number)
    put_named_agencies(writing, [(head.number, new.record)])
    put_relations(writing, [(head.number, new.record)])


def _meet_withdrawn(writing: Ingest, new: NewRecord, head: Head, text: str) -> Outcome:
    """A record whose source had taken it back returns with id and history; one that we took down stays down."""
    reason = json.loads(head.canonical)["reason"]
    if reason != WithdrawReason.GONE_AT_SOURCE:
        return Outcome.UNCHANGED
    _append_version(writing, new, head, text, ChangeKind.RETURN)
    settle_known(writing.session, head.number)
    return Outcome.CHANGED


def _renew_digest(writing: Ingest, new: NewRecord, head: Head) -> None:
    if head.raw_digest != new.raw_digest:
        update_record(writing.session, head.number, raw_digest=new.raw_digest, fields_digest=new.fields_digest)


def _head_columns(writing: Ingest, new: NewRecord) -> dict[str, Any]:
    return {
        **described(writing, new.record),
        "status": Status.PUBLISHED,
        "source_status": SourceStatus.PRESENT,
        "last_seen_at": None,
        "absent_jobs": 0,
        "absent_since": None,
        "fields_digest": new.fields_digest,
        "raw_digest": new.raw_digest,
    }
