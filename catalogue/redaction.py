"""What is taken out of records that stay: by an operator, or because it is masked by now. Never commits.

A redaction is a version of its own. The versions before it that hold what was taken out are sealed, and the words an
operator named are kept beside the record, so that the next job takes them out again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from catalogue import models
from catalogue.cards import make_card
from catalogue.edges import with_found_edges, without_found_edges
from catalogue.errors import NothingToRedact
from catalogue.identity import canonical_json
from catalogue.issues import IssueRow
from catalogue.personal.labels import Personal
from catalogue.privacy import Exempt, mask, mask_text, redact, redact_text
from catalogue.relations import carry_verdicts, put_relations
from catalogue.sealing import seal
from catalogue.store import withdrawn_ids
from catalogue.tags import forget_tags
from catalogue.vocab import ChangeKind
from catalogue.writing import (
    Head,
    Ingest,
    Origin,
    Written,
    described,
    forget_named_agencies,
    put_named_agencies,
    renew_record,
    write_version,
)


def redact_record(writing: Ingest, head: Head, words: str, what: Personal) -> int:
    """Take words out of a record, now and whenever its source shows them again; how many earlier versions were sealed.

    Raises NothingToRedact when they do not stand in it.
    """
    session = writing.session
    before = json.loads(head.canonical)
    if not redact(before, words, what).findings:
        raise NothingToRedact(head.id)
    record = without(before, [(words, what)])
    origin = _origin(session, head)
    written = Written(canonical_json(record), make_card(head.id, record), ChangeKind.REDACTION, origin)
    write_version(writing, head, written)
    renew_record(writing, head, **described(writing, record))
    forget_named_agencies(session, head.number)
    put_named_agencies(writing, [(head.number, record)])
    carry_verdicts(session, head.number, before, record)
    put_relations(writing, [(head.number, record)])
    session.add(models.Redaction(record_number=head.number, words=words, what=what, redacted_at=writing.now))
    forget_tags(session, head, record.get("tags", ()))
    return seal(session, head.number, writing.now, lambda old: bool(redact(json.loads(old), words, what).findings))


def redacted_again(session: Session, numbers: Collection[int]) -> dict[int, list[tuple[str, Personal]]]:
    """Number of a record -> the words that were taken out of it, of those that have any."""
    found: dict[int, list[tuple[str, Personal]]] = {}
    statement = select(models.Redaction).where(models.Redaction.record_number.in_(numbers))
    for row in session.scalars(statement.order_by(models.Redaction.number)):
        found.setdefault(row.record_number, []).append((row.words, Personal(row.what)))
    return found


def without(record: Mapping[str, Any], redactions: Collection[tuple[str, Personal]]) -> dict[str, Any]:
    """The record without those words; what its texts say of others is found in what is left of them."""
    if not redactions:
        return dict(record)
    made = without_found_edges(record)
    for words, what in redactions:
        made = redact(made, words, what).record
    return with_found_edges(made)[0]


def seal_unmasked(writing: Ingest, number: int, exempt: Exempt) -> int:
    """Seal the earlier versions of a record in which something would be masked today; how many."""
    return seal(writing.session, number, writing.now, lambda old: bool(_masks(old, exempt)))


_ITS_SOURCE = (  # of the few redactions, one by one: a join may begin with all records of the source
    select(models.Record.source_id).where(models.Record.number == models.Redaction.record_number).scalar_subquery()
)
# Made once: every record that is read passes here.
_REDACTIONS = (
    select(models.Redaction.words, models.Redaction.what)
    .where(bindparam("source") == _ITS_SOURCE)
    .order_by(models.Redaction.number)
)


def hiding(session: Session, source_id: str) -> Callable[[str], str]:
    """What makes readable what is kept raw of a source: without personal numbers and without words taken out of it."""
    rows = session.connection().execute(_REDACTIONS, {"source": source_id})
    redactions = [(words, Personal(what)) for words, what in rows]

    def hide(text: str) -> str:
        shown = mask_text(text)
        for words, what in redactions:
            shown = redact_text(shown, words, what)
        return shown

    return hide


def readable(session: Session, source_id: str, issues: Sequence[IssueRow]) -> list[IssueRow]:
    """Issues as they may be stored: of a withdrawn record their code alone, of the others without words taken out."""
    down, hide = withdrawn_ids(session, source_id), hiding(session, source_id)
    return [_as_code(row) if row.native_id in down else _without_words(row, hide) for row in issues]


def _as_code(row: IssueRow) -> IssueRow:
    return replace(row, place=None, excerpt=None, message_fa=row.code, message_en=row.code)


def _without_words(row: IssueRow, hide: Callable[[str], str]) -> IssueRow:
    excerpt, place = (hide(text) if text else text for text in (row.excerpt, row.place))
    return replace(row, excerpt=excerpt, place=place, message_fa=hide(row.message_fa), message_en=hide(row.message_en))


def _masks(canonical: str, exempt: Exempt) -> list[Any]:
    return [finding for finding in mask(without_found_edges(json.loads(canonical)), exempt).findings if finding.span]


def _origin(session: Session, head: Head) -> Origin | None:
    """Where the version that stands came from: the redacted one came from there too."""
    version = session.get_one(models.Version, (head.number, head.version_no))
    if version.address is None or version.document_sha256 is None:
        return None
    return Origin(
        version.address,
        version.document_sha256,
        str(version.document_address),
        str(version.fetched_at),
        version.recorded,
    )
