"""Issues of jobs, in a given session: what a job saw, what goes on, what is gone. Never commits."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue import models

ISSUES_PER_JOB = 1000
"""More issues than this are counted only (harvesting.md section 8)."""


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue of a job, ready to be stored; `excerpt` holds at most 500 characters.

    `refuses` says that the record it is about was not stored.
    """

    stage: str
    code: str
    native_id: str | None
    document: str | None
    place: str | None
    excerpt: str | None
    message_fa: str
    message_en: str
    count: int
    refuses: bool = False

    def key(self) -> tuple[str | None, ...]:
        """The same thing at the next job has the same key; the message holds the facts."""
        return (self.stage, self.code, self.native_id, self.place, self.message_en)


@dataclass(frozen=True, slots=True)
class Read:
    """What a job read: native ids unchanged by their raw digest, those looked at, and whether the listing was whole.

    `refused` are those looked at whose record did not pass. Of those that the listing shows, `gone` are those whose own
    page is not there any more (404, 410); `deleted` are those that the source itself calls deleted. `unnamed` counts
    those read without a key, any of which may be one that seems absent. `changes_only`: the source was asked only for
    what changed.
    """

    unchanged: Set[str]
    looked_at: Set[str]
    whole: bool
    refused: Set[str] = frozenset()
    gone: Set[str] = frozenset()
    deleted: Set[str] = frozenset()
    unnamed: int = 0
    changes_only: bool = False


def put_issues(session: Session, job: models.Job, issues: Sequence[IssueRow], read: Read, now: str) -> None:
    """Store the issues of a job; an open issue that was seen again goes on, one that is gone is closed.

    An unchanged record is not looked at again, so it keeps the issues it had; what was not read stays open.
    """
    seen = {issue.key(): issue for issue in issues[:ISSUES_PER_JOB]}
    before = _job_before(session, job)
    statement = select(models.Issue).where(models.Issue.source_id == job.source_id, models.Issue.is_open)
    for row in session.scalars(statement).all():
        again = seen.pop((row.stage, row.code, row.native_id, row.place, row.message_en), None)
        if again is not None or _may_stand(row, read):
            row = row if row.last_job == before else _again_after_a_gap(session, row, job)
            row.last_job, row.last_seen_at = job.number, now
        elif (read.whole and not read.changes_only) or row.native_id in read.looked_at:
            row.is_open = False
        if again is not None:
            row.count, row.excerpt, row.document_sha256 = again.count, again.excerpt, again.document
            row.refuses = again.refuses
    session.add_all(_issue(job, issue, now) for issue in seen.values())
    session.flush()


def _job_before(session: Session, job: models.Job) -> int | None:
    statement = select(func.max(models.Job.number)).where(
        models.Job.source_id == job.source_id, models.Job.number < job.number
    )
    return session.scalar(statement)


def _again_after_a_gap(session: Session, row: models.Issue, job: models.Job) -> models.Issue:
    """A row of its own for an issue that the jobs in between did not see; the time it was first seen stays."""
    kept = (
        "source_id",
        "stage",
        "code",
        "native_id",
        "document_sha256",
        "place",
        "excerpt",
        "message_fa",
        "message_en",
    )
    columns = {name: getattr(row, name) for name in (*kept, "count", "refuses", "first_seen_at")}
    again = models.Issue(**columns, first_job=job.number, is_open=True)
    session.add(again)
    row.is_open = False
    return again


def _may_stand(row: models.Issue, read: Read) -> bool:
    """Whether a record that has this issue was not looked at again: its example, or one of the others counted in it."""
    return row.native_id in read.unchanged or (row.count > 1 and bool(read.unchanged))


def _issue(job: models.Job, issue: IssueRow, now: str) -> models.Issue:
    return models.Issue(
        source_id=job.source_id,
        first_job=job.number,
        last_job=job.number,
        stage=issue.stage,
        code=issue.code,
        native_id=issue.native_id,
        document_sha256=issue.document,
        place=issue.place,
        excerpt=issue.excerpt,
        message_fa=issue.message_fa,
        message_en=issue.message_en,
        count=issue.count,
        refuses=issue.refuses,
        is_open=True,
        first_seen_at=now,
        last_seen_at=now,
    )


def issues_of(session: Session, job: models.Job) -> list[models.Issue]:
    """The issues that a job saw."""
    statement = (
        select(models.Issue)
        .where(
            models.Issue.source_id == job.source_id,
            models.Issue.first_job <= job.number,
            models.Issue.last_job >= job.number,
        )
        .order_by(models.Issue.number)
    )
    return list(session.scalars(statement))
