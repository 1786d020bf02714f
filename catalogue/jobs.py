"""Jobs and their issues, in a given session; never commits. The lock of a source is the operating system's.

A process that is killed loses its lock, so whoever gets the lock next knows that a row found `running` is lost.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from sqlalchemy import Table, func, insert, select, update
from sqlalchemy.orm import Session

from catalogue import models
from catalogue.answers import JobPage
from catalogue.errors import SourceBusy
from catalogue.views import job_view
from catalogue.vocab import JobState

JOBS_PER_PAGE = 100
ISSUES_PER_JOB = 1000
"""More issues than this are counted only (harvesting.md section 8)."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """What the store keeps of a source file."""

    id: str
    name: str
    agency: str
    kind: str
    protocol: str
    coverage: str
    url: str
    config_sha256: str


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue of a job, ready to be stored; `excerpt` holds at most 500 characters."""

    stage: str
    code: str
    native_id: str | None
    document: str | None
    place: str | None
    excerpt: str | None
    message_fa: str
    message_en: str
    count: int

    def key(self) -> tuple[str | None, ...]:
        """The same thing at the next job has the same key; the message holds the facts."""
        return (self.stage, self.code, self.native_id, self.place, self.message_en)


@dataclass(frozen=True, slots=True)
class Read:
    """What a job read: native ids unchanged by their raw digest, those looked at, and whether the listing was whole."""

    unchanged: Set[str]
    looked_at: Set[str]
    whole: bool


@dataclass(frozen=True, slots=True)
class JobEnd:
    """How a job ended. `seen_at` is when the source was last seen: the end of the job, or the time of a recording.

    `counts`: read, added, changed, unchanged, refused, issues.
    """

    state: JobState
    reason: str | None
    counts: Mapping[str, int]
    issues: Sequence[IssueRow]
    read: Read
    seen_at: str


class SourceLock:
    """Held while a job of one source runs; goes with the process, however that ends."""

    def __init__(self, folder: Path, source_id: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.source_id = source_id
        self._handle = os.open(folder / f"{source_id}.lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._handle)
            raise SourceBusy(source_id) from None

    def release(self) -> None:
        """Let the next job of this source begin."""
        os.close(self._handle)


def try_lock(folder: Path, source_id: str) -> SourceLock | None:
    """The lock of a source, or None while a job of it runs."""
    try:
        return SourceLock(folder, source_id)
    except SourceBusy:
        return None


def put_source(session: Session, source: SourceRow) -> None:
    """Insert the source or bring its row up to date; an equal row is not written."""
    row = session.get(models.Source, source.id)
    if row is None:
        row = models.Source(id=source.id, last_complete_at=None)
        session.add(row)
    for name in ("name", "agency", "kind", "protocol", "coverage", "url", "config_sha256"):
        setattr(row, name, getattr(source, name))
    session.flush()


def fail_lost(session: Session, source_id: str, now: str) -> int:
    """Jobs found running although their lock is free become failed, `worker-lost`; their number."""
    lost = session.scalars(
        update(models.Job)
        .where(models.Job.source_id == source_id, models.Job.state == JobState.RUNNING)
        .values(state=JobState.FAILED, reason="worker-lost", ended_at=now)
        .returning(models.Job.number)
    )
    return len(lost.all())


def start(session: Session, source: SourceRow, recorded: bool, now: str) -> int:
    """The number of a new running job."""
    statement = insert(models.Job).values(
        source_id=source.id,
        state=JobState.RUNNING,
        recorded=recorded,
        started_at=now,
        config_sha256=source.config_sha256,
        counts={},
    )
    return session.scalars(statement.returning(models.Job.number)).one()


def finish(session: Session, number: int, end: JobEnd, now: str) -> None:
    """Write the end of a job; a succeeded one moves the source's last complete time, never back."""
    session.execute(
        update(models.Job)
        .where(models.Job.number == number)
        .values(state=end.state, reason=end.reason, counts=dict(end.counts), ended_at=now)
    )
    if end.state is JobState.SUCCEEDED:
        source_id = select(models.Job.source_id).where(models.Job.number == number).scalar_subquery()
        earlier = models.Source.last_complete_at.is_(None) | (models.Source.last_complete_at < end.seen_at)
        session.execute(
            update(models.Source).where(models.Source.id == source_id, earlier).values(last_complete_at=end.seen_at)
        )


def last_complete_at(session: Session, source_id: str) -> str | None:
    """When the last job of a source that succeeded saw it."""
    return session.scalar(select(models.Source.last_complete_at).where(models.Source.id == source_id))


def running_sources(session: Session) -> list[str]:
    """Sources with a job that says it is running."""
    return list(session.scalars(select(models.Job.source_id).where(models.Job.state == JobState.RUNNING)))


def put_issues(session: Session, job: models.Job, issues: Sequence[IssueRow], read: Read, now: str) -> None:
    """Store the issues of a job; an open issue that was seen again goes on, one that is gone is closed.

    An unchanged record is not looked at again, so it keeps the issues it had; what was not read stays open.
    """
    seen = {issue.key(): issue for issue in issues[:ISSUES_PER_JOB]}
    statement = select(models.Issue).where(models.Issue.source_id == job.source_id, models.Issue.is_open)
    for row in session.scalars(statement).all():
        again = seen.pop((row.stage, row.code, row.native_id, row.place, row.message_en), None)
        if again is not None:
            row.count, row.excerpt, row.document_sha256 = again.count, again.excerpt, again.document
        if again is not None or _may_stand(row, read):
            row.last_job, row.last_seen_at = job.number, now
        elif read.whole or row.native_id in read.looked_at:
            row.is_open = False
    session.add_all(_issue(job, issue, now) for issue in seen.values())
    session.flush()


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
        is_open=True,
        first_seen_at=now,
        last_seen_at=now,
    )


def page(session: Session, source_id: str | None, before: int | None) -> JobPage:
    """The newest jobs: of one source when it is named, older than job `before` when it is given."""
    chosen = [models.Job.source_id == source_id] if source_id is not None else []
    total = session.scalar(select(func.count()).select_from(models.Job).where(*chosen)) or 0
    older = [models.Job.number < before] if before is not None else []
    statement = select(models.Job).where(*chosen, *older).order_by(models.Job.number.desc()).limit(JOBS_PER_PAGE + 1)
    found = [job_view(job) for job in session.scalars(statement)]
    following = found[JOBS_PER_PAGE - 1].number if len(found) > JOBS_PER_PAGE else None
    return JobPage(tuple(found[:JOBS_PER_PAGE]), total, following)


def last_end(session: Session) -> str:
    """When the last job ended, with the number of ended jobs: it differs after every end."""
    number, ended_at = session.connection().execute(_LAST_END).one()
    return f"{number}@{ended_at}"


_JOB = cast(Table, models.Job.__table__)
_LAST_END = select(func.count(_JOB.c.ended_at), func.max(_JOB.c.ended_at))


def last_jobs(session: Session) -> dict[str, models.Job]:
    """source id -> its newest job."""
    newest = select(func.max(models.Job.number)).group_by(models.Job.source_id)
    return {job.source_id: job for job in session.scalars(select(models.Job).where(models.Job.number.in_(newest)))}


def last_job(session: Session, source_id: str) -> models.Job | None:
    """The newest job of one source."""
    statement = select(models.Job).where(models.Job.source_id == source_id).order_by(models.Job.number.desc()).limit(1)
    return session.scalars(statement).one_or_none()


def issues(session: Session, job: models.Job) -> list[models.Issue]:
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
