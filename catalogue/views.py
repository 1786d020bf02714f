"""Rows of the store -> the answers of answers.py. Decides what may be read of a withdrawn record.

Native ids, addresses and the texts of issues leave masked: in the store they are raw, for records are known by them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from catalogue import models
from catalogue.answers import AgencyView, IssueView, JobView, Provenance, RecordView, SourceView
from catalogue.errors import Sealed, Withdrawn
from catalogue.store import VersionRow
from catalogue.vocab import ChangeKind, Health, SourceStatus, Status

Hide = Callable[[str], str]
"""What is kept raw, because records are known by it, as readers may see it (redaction.hiding)."""


def _hidden(text: str | None, hide: Hide) -> str | None:
    return None if text is None else hide(text)


def tombstone_of(record_id: str, canonical: str) -> dict[str, Any]:
    """What may still be said of a withdrawn record: the text of the version that withdrew it."""
    return {"id": record_id, **json.loads(canonical)}


def refuse_withdrawn(row: VersionRow) -> None:
    """Raise Withdrawn for the version that is a withdrawal."""
    if row.version.change_kind == ChangeKind.WITHDRAWAL:
        raise Withdrawn(tombstone_of(row.record.id, row.version.canonical))


def refuse_sealed(current: VersionRow) -> None:
    """Raise Withdrawn for every version of a withdrawn record but those its tombstone leaves (`what_remains`)."""
    if current.record.status == Status.WITHDRAWN:
        tombstone = tombstone_of(current.record.id, current.version.canonical)
        if tombstone["what_remains"] != "versions":
            raise Withdrawn(tombstone)


def refuse_unreadable(row: VersionRow) -> None:
    """Raise Sealed for a version whose text was destroyed, Withdrawn for one that is a withdrawal."""
    if row.version.sealed_at is not None:
        raise Sealed(row.record.id, row.version.version_no, row.version.sealed_at)
    refuse_withdrawn(row)


def record_view(row: VersionRow, source: models.Source, agency_name: str | None) -> RecordView:
    """One version and what stands beside it.

    A present record was seen by its source's last whole listing, unless the source shows only its newest records.
    """
    record, version = row.record, row.version
    last_seen_at = record.last_seen_at
    if source.coverage == "all" and record.source_status == SourceStatus.PRESENT:
        last_seen_at = max(record.first_seen_at, source.last_whole_at or "")
    return RecordView(
        id=record.id,
        kind=record.kind,
        source=record.source_id,
        source_name=source.name,
        agency=record.agency,
        agency_name=agency_name,
        version_no=version.version_no,
        current_version_no=record.version_no,
        sha256=version.sha256,
        log_index=version.log_index,
        change_kind=version.change_kind,
        recorded_at=version.recorded_at,
        status=record.status,
        source_status=record.source_status,
        first_seen_at=record.first_seen_at,
        last_seen_at=last_seen_at,
        canonical=version.canonical,
    )


def provenance_view(
    row: VersionRow, job: models.Job | None, document: models.Document | None, commitment: str, hide: Hide
) -> Provenance:
    """The chain from a version to the bytes it was read from; parts that a command has not are empty."""
    record, version = row.record, row.version
    return Provenance(
        id=record.id,
        version_no=version.version_no,
        sha256=version.sha256,
        log_index=version.log_index,
        recorded_at=version.recorded_at,
        commitment=commitment,
        job=job.number if job else None,
        source=record.source_id,
        native_id=hide(record.native_id),
        config_sha256=job.config_sha256 if job else None,
        address=_hidden(version.address, hide),
        document_address=_hidden(version.document_address, hide),
        document_sha256=version.document_sha256,
        document_bytes=document.body_bytes if document else None,
        document_media_type=document.media_type if document else None,
        fetched_at=version.fetched_at,
        recorded=version.recorded,
    )


def agency_view(agency: models.Agency, counts: Mapping[str, int]) -> AgencyView:
    """An agency with the number of its published records by kind."""
    return AgencyView(agency.id, agency.slug, agency.name, json.loads(agency.fields), counts)


def job_view(job: models.Job) -> JobView:
    """A job as reports show it."""
    return JobView(
        number=job.number,
        source=job.source_id,
        state=job.state,
        reason=job.reason,
        recorded=job.recorded,
        lane=job.lane,
        queued_at=job.queued_at,
        run_at=job.run_at,
        started_at=job.started_at,
        ended_at=job.ended_at,
        approved_at=job.approved_at,
        changes_since=job.changes_since,
        attempts=job.attempts,
        retries_left=job.retries_left,
        seconds=round(job.seconds, 1),
        requests=job.requests,
        body_bytes=job.body_bytes,
        config_sha256=job.config_sha256,
        counts=dict(job.counts),
        stages=dict(job.stages),
    )


def issue_view(issue: models.Issue, is_withdrawn: bool, hide: Hide) -> IssueView:
    """An issue as reports show it; of a withdrawn record only its code, for the rest may hold what was taken down."""
    return IssueView(
        stage=issue.stage,
        code=issue.code,
        native_id=_hidden(issue.native_id, hide),
        document=issue.document_sha256,
        place=None if is_withdrawn else _hidden(issue.place, hide),
        excerpt=None if is_withdrawn else _hidden(issue.excerpt, hide),
        message_fa=issue.code if is_withdrawn else hide(issue.message_fa),
        message_en=issue.code if is_withdrawn else hide(issue.message_en),
        count=issue.count,
        first_seen_at=issue.first_seen_at,
        last_seen_at=issue.last_seen_at,
    )


def source_view(
    source: models.Source,
    agency_name: str,
    records: int,
    jobs: tuple[models.Job | None, models.Job | None],
    health: Health | None,
) -> SourceView:
    """A source with its last and its judged job, and the number of its published records."""
    last_job, judged = jobs
    return SourceView(
        id=source.id,
        name=source.name,
        agency=source.agency,
        agency_name=agency_name,
        kind=source.kind,
        protocol=source.protocol,
        url=source.url,
        config_sha256=source.config_sha256,
        schedule=source.schedule,
        next_run_at=source.next_run_at,
        paused_at=source.paused_at,
        robots_agreed=source.robots_agreed,
        health=health,
        records=records,
        last_job=job_view(last_job) if last_job else None,
        judged_job=job_view(judged) if judged else None,
        last_complete_at=source.last_complete_at,
    )
