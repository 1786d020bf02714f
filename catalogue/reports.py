"""What jobs did, in a given session: their pages, their counts, and every record by name. Never commits.

Counts come from versions and issues, so they hold however often the job was killed in between.
"""

from __future__ import annotations

import json
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import cast

from sqlalchemy import ColumnElement, Select, Table, case, func, select, true
from sqlalchemy.orm import Session

from catalogue import models, store
from catalogue.answers import JobPage, JobRecord, JobRecords
from catalogue.issues import issues_of
from catalogue.packing import pack, unpack
from catalogue.persian.calendar import TEHRAN, instant
from catalogue.redaction import hiding
from catalogue.views import issue_view, job_view
from catalogue.vocab import ChangeKind, JobOutcome, JobState, Status

JOBS_PER_PAGE = 100
RECORDS_PER_PAGE = 200


@dataclass(frozen=True, slots=True)
class JobQuery:
    """Which jobs: of a source, in a state, queued from a first to a last day in Tehran; None leaves it open.

    `before` is the number of a job: only older ones. `most` is how many a page holds.
    """

    source: str | None = None
    state: JobState | None = None
    first: date | None = None
    last: date | None = None
    before: int | None = None
    most: int = JOBS_PER_PAGE


@dataclass(frozen=True, slots=True)
class RecordsQuery:
    """Which records of a job: those of which this became, after the `next_after` of a page; at most so many."""

    outcome: JobOutcome
    after: int = 0
    most: int = RECORDS_PER_PAGE


_CHANGES: dict[JobOutcome, tuple[ChangeKind, ...]] = {
    JobOutcome.ADDED: (ChangeKind.FIRST,),
    JobOutcome.CHANGED: tuple(set(ChangeKind) - {ChangeKind.FIRST, ChangeKind.WITHDRAWAL}),
    JobOutcome.WITHDRAWN: (ChangeKind.WITHDRAWAL,),
}


_PACKED: dict[JobOutcome, type[models.Packed]] = {
    JobOutcome.UNCHANGED: models.Unchanged,
    JobOutcome.WITHHELD: models.Withheld,
}


def written_counts(session: Session, number: int) -> dict[str, int]:
    """How many records a job has added, changed and withdrawn so far, by its versions."""
    return {outcome: session.scalar(_count(number, outcome)) or 0 for outcome in _CHANGES}


def _count(number: int, outcome: JobOutcome) -> Select[int]:
    return select(func.count()).select_from(_last_versions(number, outcome).subquery())


def _last_versions(number: int, outcome: JobOutcome) -> Select[int]:
    """Log index of the last version of each record of which this became; a record that was added counts as that."""
    version = models.Version
    last = func.max(case((version.change_kind.in_(_CHANGES[outcome]), version.log_index)))
    was_added = func.max(case((version.change_kind == ChangeKind.FIRST, 1), else_=0))
    is_it = last.is_not(None) & ((was_added == 0) if outcome is JobOutcome.CHANGED else true())
    return select(last).where(version.job_number == number).group_by(version.record_number).having(is_it)


def put_unchanged(session: Session, job: models.Job, met: Set[str]) -> int:
    """Remember which records of a job stood as they were: those it met that have no version of it; their number."""
    written = set(session.scalars(select(models.Version.record_number).where(models.Version.job_number == job.number)))
    its = select(models.Record.native_id, models.Record.number).where(models.Record.source_id == job.source_id)
    rows = session.execute(its.execution_options(yield_per=1000))  # of hundreds of thousands
    stood = sorted(number for native_id, number in rows if native_id in met and number not in written)
    if stood:
        session.add(models.Unchanged(job_number=job.number, records=pack(stood)))
    return len(stood)


# ---------- records by name ----------


def records(session: Session, job: models.Job, query: RecordsQuery) -> JobRecords:
    """The records of a job of which this became, in the order they came.

    `total` counts all of them; of refused ones only those are named whose issue was stored.
    """
    if query.outcome is JobOutcome.REFUSED:
        return _refused(session, job, query)
    if query.outcome in _PACKED:
        return _packed(session, job, query)
    return _written(session, job, query)


def _written(session: Session, job: models.Job, query: RecordsQuery) -> JobRecords:
    version, record = models.Version, models.Record
    statement = (
        select(version.log_index, record.id, record.native_id, version.version_no, version.card, record.status)
        .join(record, record.number == version.record_number)
        .where(version.log_index.in_(_last_versions(job.number, query.outcome)), version.log_index > query.after)
        .order_by(version.log_index)
        .limit(query.most + 1)
    )
    rows = session.execute(statement).all()
    total = session.scalar(_count(job.number, query.outcome)) or 0
    hide = hiding(session, job.source_id)
    found = [
        JobRecord(row[1], hide(row[2]), row[3], _title(row[4]) if row[5] == Status.PUBLISHED else None) for row in rows
    ]
    return _page(query, found, [row[0] for row in rows], total)


def _packed(session: Session, job: models.Job, query: RecordsQuery) -> JobRecords:
    row = session.get(_PACKED[query.outcome], job.number)
    numbers = unpack(row.records) if row else []
    wanted = [number for number in numbers if number > query.after][: query.most + 1]
    record = models.Record
    statement = select(record.number, record.id, record.native_id, record.title, record.status).where(
        record.number.in_(wanted)
    )
    rows = session.execute(statement.order_by(record.number)).all()
    hide = hiding(session, job.source_id)
    found = [JobRecord(row[1], hide(row[2]), None, row[3] if row[4] == Status.PUBLISHED else None) for row in rows]
    return _page(query, found, [row[0] for row in rows], len(numbers))


def _refused(session: Session, job: models.Job, query: RecordsQuery) -> JobRecords:
    """By native id, or by the place where a record without one stands; with the first of its reasons."""
    first: dict[str, models.Issue] = {}
    counted = job.counts.get("refused", 0)
    for issue in issues_of(session, job) if counted else ():  # one seen before and after may span a job that saw none
        if issue.refuses:
            first.setdefault(issue.native_id or f"{issue.document_sha256} {issue.place}", issue)
    rows = [issue for issue in first.values() if issue.number > query.after]
    down = store.withdrawn_ids(session, job.source_id)
    hide = hiding(session, job.source_id)
    shown = [issue_view(issue, issue.native_id in down, hide) for issue in rows]
    found = [
        JobRecord(None, line.native_id, None, None, line.place, line.code, line.message_fa, line.message_en)
        for line in shown
    ]
    named = _page(query, found, [issue.number for issue in rows], max(counted, len(first)))
    return replace(named, truncated=len(first) < counted)


def _title(card: str) -> str | None:
    if not card:  # the version is sealed
        return None
    return cast("str | None", json.loads(card).get("title"))


def _page(query: RecordsQuery, found: Sequence[JobRecord], keys: Sequence[int], total: int) -> JobRecords:
    following = keys[query.most - 1] if len(found) > query.most else None
    return JobRecords(tuple(found[: query.most]), total, following)


# ---------- pages of jobs ----------


def page(session: Session, query: JobQuery) -> JobPage:
    """The newest of the jobs that are asked for."""
    chosen = _chosen(query)
    total = session.scalar(select(func.count()).select_from(models.Job).where(*chosen)) or 0
    older = [models.Job.number < query.before] if query.before is not None else []
    statement = select(models.Job).where(*chosen, *older).order_by(models.Job.number.desc()).limit(query.most + 1)
    found = [job_view(job) for job in session.scalars(statement)]
    following = found[query.most - 1].number if len(found) > query.most else None
    return JobPage(tuple(found[: query.most]), total, following)


def _chosen(query: JobQuery) -> list[ColumnElement[bool]]:
    job = models.Job
    chosen: list[ColumnElement[bool]] = []
    if query.source is not None:
        chosen.append(job.source_id == query.source)
    if query.state is not None:
        chosen.append(job.state == query.state)
    if query.first is not None:
        chosen.append(job.queued_at >= _begin_of(query.first))
    if query.last is not None:
        chosen.append(job.queued_at < _begin_of(query.last + timedelta(days=1)))
    return chosen


def _begin_of(day: date) -> str:
    """The instant when a day begins in Tehran."""
    return instant(datetime.combine(day, time(), TEHRAN))


_JOB = cast(Table, models.Job.__table__)
_LAST_END = select(func.count(_JOB.c.ended_at), func.max(_JOB.c.ended_at))


def last_end(session: Session) -> str:
    """When the last job ended, with the number of ended jobs: it differs after every end."""
    number, ended_at = session.connection().execute(_LAST_END).one()
    return f"{number}@{ended_at}"


def brought(session: Session, source_id: str, most: int) -> list[int]:
    """How many records each of the last whole listings of a source brought that were not refused."""
    succeeded = (models.Job.source_id == source_id) & (models.Job.state == JobState.SUCCEEDED)
    succeeded &= models.Job.changes_since.is_(None)
    statement = select(models.Job.counts).where(succeeded).order_by(models.Job.number.desc()).limit(most)
    return [counts.get("read", 0) - counts.get("refused", 0) for counts in session.scalars(statement)]


def last_jobs(session: Session, source_id: str | None = None) -> dict[str, models.Job]:
    """source id -> its newest job."""
    return _newest(session, select(func.max(models.Job.number)), source_id)


def last_judged(session: Session, source_id: str | None = None) -> dict[str, models.Job]:
    """source id -> the newest of its jobs that came to an end of its own: what its health is judged by."""
    judged = models.Job.state.in_((JobState.SUCCEEDED, JobState.PARTIAL, JobState.FAILED))
    return _newest(session, select(func.max(models.Job.number)).where(judged), source_id)


def _newest(session: Session, numbers: Select[int], source_id: str | None) -> dict[str, models.Job]:
    chosen = numbers if source_id is None else numbers.where(models.Job.source_id == source_id)
    statement = select(models.Job).where(models.Job.number.in_(chosen.group_by(models.Job.source_id)))
    return {job.source_id: job for job in session.scalars(statement)}
