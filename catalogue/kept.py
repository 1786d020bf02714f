"""Which kept documents readers may have: a page as it was fetched may hold what we mask, seal or refuse. Never commits.

A document that is the page of one record alone is judged by the versions that were read from it, but pages name their
neighbours: it is withheld, too, once anything of its source is sealed, or masked in a title. Any other document, as a
listing or the answer of an API, holds its neighbours whole: it is withheld as long as its source has anything hidden at
all, and when a job that may have read it refused a row or has not ended yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Row, Table, exists, select, text
from sqlalchemy.orm import Session

from catalogue import models
from catalogue.errors import NotFound, Withheld
from catalogue.redaction import hiding

_VERSION = cast(Table, models.Version.__table__)
_RECORD = cast(Table, models.Record.__table__)
_READ_FROM_IT = (
    select(
        _RECORD.c.number,
        _RECORD.c.source_id,
        (_VERSION.c.address == _VERSION.c.document_address).label("is_page"),
        text(f"({models.HIDES}) AS hides"),
    )
    .join(_RECORD, _RECORD.c.number == _VERSION.c.record_number)
    .where(_VERSION.c.document_sha256 == text(":sha256"))
)

_ANYTHING = "TRUE"
_TOLD_ELSEWHERE = 'sealed_at IS NOT NULL OR canonical LIKE \'%"masks":[%"path":"title"%\''
"""Of a version that hides something: it may stand on pages of other records too, as their neighbour's title does."""


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """A document that readers may have; `body_bytes` is its length."""

    sha256: str
    media_type: str
    body_bytes: int


def readable_document(session: Session, sha256: str) -> KeptDocument:
    """The document of this hash that versions were read from; raises NotFound, or Withheld."""
    rows = session.execute(_READ_FROM_IT, {"sha256": sha256}).all()
    document = session.scalars(select(models.Document).where(models.Document.sha256 == sha256).limit(1)).first()
    if document is None or not rows:
        raise NotFound("document", sha256)
    sources = {row.source_id for row in rows}
    if any(row.hides for row in rows) or _holds_refused(session, sha256):
        raise _withheld(session, document, sources)
    is_page = _is_page_of_one(rows)
    if _hide_something(session, sources, _TOLD_ELSEWHERE if is_page else _ANYTHING):
        raise _withheld(session, document, sources)
    if not is_page and _is_unjudged(session, sha256, sources):
        raise _withheld(session, document, sources)
    return KeptDocument(sha256, document.media_type, document.body_bytes)


def _is_page_of_one(rows: Sequence[Row[Any]]) -> bool:
    return all(row.is_page for row in rows) and len({row.number for row in rows}) == 1


def _hide_something(session: Session, sources: set[str], how: str) -> bool:
    """Whether any version of these sources is masked or sealed, in this way."""
    version = select(_VERSION.c.record_number).where(text(f"({models.HIDES})"), text(f"({how})")).subquery()
    hidden = select(_RECORD.c.number).where(_RECORD.c.number == version.c.record_number)
    return bool(session.scalar(select(exists(hidden.where(_RECORD.c.source_id.in_(sources))))))


def _holds_refused(session: Session, sha256: str) -> bool:
    """Whether a record in it was refused: nobody has looked for what must be masked there."""
    refused = select(models.Issue.number).where(models.Issue.document_sha256 == sha256, models.Issue.refuses)
    return bool(session.scalar(select(exists(refused))))


def _is_unjudged(session: Session, sha256: str, sources: set[str]) -> bool:
    """Whether a job that may have read it refused a record, or has not said whether it did.

    Only some refusals of a job are told one by one, each with the last document it was met in (issues.py).
    """
    job, document = models.Job, models.Document
    refused = job.counts["refused"].as_integer()
    ended_after = job.ended_at >= document.fetched_at
    silent = refused.is_(None) & (job.started_at <= document.fetched_at) & (job.ended_at.is_(None) | ended_after)
    jobs = select(job.number).join(document, document.sha256 == sha256)
    unjudged = jobs.where(job.source_id.in_(sources), ((refused > 0) & ended_after) | silent)
    return bool(session.scalar(select(exists(unjudged))))


def _withheld(session: Session, document: models.Document, sources: set[str]) -> Withheld:
    address = document.address
    for source in sorted(sources):
        address = hiding(session, source)(address)
    return Withheld(document.sha256, address)
