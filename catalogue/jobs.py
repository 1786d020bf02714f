"""The lease table: jobs are queued, claimed by one worker, held by a fencing number, and ended. Never commits.

A claim is one statement, and one partial unique index allows one open job a source. `attempts` grows with each claim;
whoever writes for a job shows worker and attempts first (`fence`), so a worker that wakes up late writes nothing.

On PostgreSQL claims and heartbeats go beside the other writers (Transactions.write_beside). So who decides by the state
of a job, and has the turn, locks its row when looking: `_open_job`, `lost_for_good`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Table, case, func, insert, select, tuple_, update
from sqlalchemy.orm import Session

from catalogue import models
from catalogue.errors import JobLost, NotFound, SourceBusy, SourcePaused
from catalogue.leases import Lease
from catalogue.persian.calendar import instant
from catalogue.vocab import JobState, Lane

LEASES_TO_LOSE = 3
"""A job that lost so many workers is `failed: worker-lost`."""

LONG_SECONDS = 300.0
"""A source whose last job took longer runs in the long lane."""

RETRY_AFTER = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
"""How long a job waits after trouble on the network: the first, second and third time."""

LONGEST_WAIT = timedelta(hours=24)
"""However long a source asks a job to stay away."""

ASKED_FOR, SCHEDULED = 0, 10
"""Priorities: what a person waits for goes first."""

LARGEST_NUMBER = 2**63 - 1
"""No row has a larger one, and the store cannot even ask for it."""

OPEN = (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """What the store keeps of a source file. `schedule` is cron in Asia/Tehran, None when it runs by hand only;
    `robots_agreed` names the letter by which the publisher agreed to be harvested whatever its robots.txt says."""

    id: str
    name: str
    agency: str
    kind: str
    protocol: str
    coverage: str
    url: str
    config_sha256: str
    schedule: str | None = None
    robots_agreed: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that one worker holds. `attempts` is the fencing number; above 1 the job was begun before."""

    number: int
    source_id: str
    lane: str
    recorded: bool
    attempts: int
    retries_left: int
    worker: str


@dataclass(frozen=True, slots=True)
class Work:
    """What an attempt did: requests sent, bytes of documents fetched, seconds by a monotonic clock."""

    requests: int = 0
    body_bytes: int = 0
    seconds: float = 0.0


NOTHING_DONE = Work()


def put_source(session: Session, source: SourceRow) -> models.Source:
    """Insert the source or bring its row up to date; an equal row is not written."""
    row = session.get(models.Source, source.id)
    if row is None:
        row = models.Source(id=source.id)
        session.add(row)
    if row.schedule != source.schedule:
        row.next_run_at = None  # the next slot belongs to the old schedule
    for name in SourceRow.__dataclass_fields__:
        setattr(row, name, getattr(source, name))
    session.flush()
    return row


def get(session: Session, number: int) -> models.Job:
    """One job; raises NotFound, also for a number that the store could not even ask for."""
    found = session.get(models.Job, number) if number <= LARGEST_NUMBER else None
    if found is None:
        raise NotFound("job", str(number))
    return found


# ---------- queue and claim ----------


def enqueue(session: Session, source_id: str, now: str, priority: int) -> int | None:
    """The number of a new queued job, or None while one of this source is open."""
    if _open_job(session, source_id) is not None:
        return None
    return _insert(session, source_id, now, {"priority": priority, "retries_left": len(RETRY_AFTER)})


def want_now(session: Session, source_id: str, now: str) -> None:
    """A person waits for this source: its waiting job goes before all scheduled ones, or a new one is queued."""
    waiting = (models.Job.source_id == source_id) & (models.Job.state == JobState.QUEUED)
    session.execute(update(models.Job).where(waiting).values(run_at=now, priority=ASKED_FOR))
    enqueue(session, source_id, now, ASKED_FOR)


def is_due(session: Session, lane: Lane, now: str) -> bool:
    """Whether a queued job of a lane may begin; a look that writes nothing."""
    statement = select(models.Job.number).where(_is_due(now), models.Job.lane == lane).limit(1)
    return session.scalar(statement) is not None


def claim(session: Session, worker: str, lane: Lane, over: Collection[Lease], now: str) -> Claim | None:
    """The next job of a lane that is due, or whose lease is over; None when there is none.

    One statement, right beside others: the row it chooses is locked when it is chosen, and one that somebody else has
    locked is passed over, so no job is claimed twice and no claim waits.
    """
    job = models.Job
    lost = (job.state == JobState.RUNNING) & _is_one_of(over)
    chosen = (
        select(job.number)
        .where(_is_due(now) | lost, job.lane == lane, job.recorded.is_(False))
        .order_by(job.priority, job.run_at, job.number)
        .limit(1)
        .with_for_update(skip_locked=True, key_share=True)  # of PostgreSQL; SQLite has one writer
        .scalar_subquery()
    )
    return _take(session, chosen, worker, now)


def claim_of(session: Session, source: SourceRow, worker: str, dead: Collection[str | None], now: str) -> Claim:
    """A job of this very source for somebody who wants it now: one that waits or was lost, else a new one.

    Raises SourceBusy while a worker that may live runs it, SourcePaused.
    """
    _put_awake(session, source)
    job = _open_job(session, source.id)
    if job is not None and job.state == JobState.RUNNING and job.worker not in dead:
        raise SourceBusy(source.id, job.number)
    number = job.number if job else _insert(session, source.id, now, {"priority": ASKED_FOR})
    return cast(Claim, _take(session, number, worker, now, retries_left=0))  # the person will try again


def claim_recorded(session: Session, source: SourceRow, worker: str, now: str) -> Claim:
    """A new job over a recording; raises SourceBusy while any other job of the source is open, SourcePaused."""
    _put_awake(session, source)
    job = _open_job(session, source.id)
    if job is not None:
        raise SourceBusy(source.id, job.number)
    number = _insert(session, source.id, now, {"priority": ASKED_FOR, "recorded": True})
    return cast(Claim, _take(session, number, worker, now))


def _put_awake(session: Session, source: SourceRow) -> None:
    if put_source(session, source).paused_at is not None:
        raise SourcePaused(source.id)


def leases(session: Session) -> list[Lease]:
    """What every running job shows of its holder."""
    job = models.Job
    rows = session.execute(
        select(job.number, job.attempts, job.beat, job.worker).where(job.state == JobState.RUNNING).order_by(job.number)
    )
    return [Lease(*row) for row in rows]


def lost_for_good(session: Session, over: Collection[Lease]) -> list[int]:
    """Jobs whose lease is over and that nobody may claim again: the third loss, or a recording that only one has."""
    job = models.Job
    spent = (job.losses >= LEASES_TO_LOSE - 1) | job.recorded
    statement = select(job.number).where(job.state == JobState.RUNNING, spent, _is_one_of(over))
    return list(session.scalars(statement.with_for_update(key_share=True)))  # a heartbeat comes before or after


def _is_due(now: str) -> Any:
    """No job waits longer than LONGEST_WAIT, so one that seems to is left from before a clock was set back."""
    job = models.Job
    paused = select(models.Source.id).where(models.Source.paused_at.is_not(None))
    has_come = (job.run_at <= now) | (job.run_at > instant(datetime.fromisoformat(now) + LONGEST_WAIT))
    return (job.state == JobState.QUEUED) & has_come & job.source_id.not_in(paused)


def _is_one_of(over: Collection[Lease]) -> Any:
    """Also the beat is compared: a holder that moved since it was looked at lives."""
    job = models.Job
    seen = [(lease.number, lease.attempts, lease.beat) for lease in over]
    return tuple_(job.number, job.attempts, job.beat).in_(seen)


def _open_job(session: Session, source_id: str) -> models.Job | None:
    """The row as it is, locked: nobody claims or ends it in this transaction."""
    statement = select(models.Job).where(models.Job.source_id == source_id, models.Job.state.in_(OPEN))
    return session.scalars(statement.with_for_update(key_share=True)).one_or_none()


def _insert(session: Session, source_id: str, now: str, columns: dict[str, Any]) -> int:
    statement = insert(models.Job).values(
        {
            "source_id": source_id,
            "state": JobState.QUEUED,
            "recorded": False,
            "lane": _lane(session, source_id),
            "queued_at": now,
            "run_at": now,
            "attempts": 0,
            "losses": 0,
            "beat": 0,
            "retries_left": 0,
            "seconds": 0.0,
            "requests": 0,
            "body_bytes": 0,
            "config_sha256": select(models.Source.config_sha256).where(models.Source.id == source_id).scalar_subquery(),
            "counts": {},
            "stages": {},
            **columns,
        }
    )
    return session.scalars(statement.returning(models.Job.number)).one()


def _lane(session: Session, source_id: str) -> Lane:
    """By how long the last job took that ended; a new source starts in the short lane."""
    last = (
        select(models.Job.seconds)
        .where(models.Job.source_id == source_id, models.Job.state.not_in(OPEN))
        .order_by(models.Job.number.desc())
        .limit(1)
    )
    return Lane.LONG if (session.scalar(last) or 0.0) > LONG_SECONDS else Lane.SHORT


def _take(session: Session, number: Any, worker: str, now: str, **columns: Any) -> Claim | None:
    job = models.Job
    was_lost = case((job.state == JobState.RUNNING, 1), else_=0)
    statement = (
        update(job)
        .where(job.number == number)
        .values(
            state=JobState.RUNNING,
            worker=worker,
            attempts=job.attempts + 1,
            losses=job.losses + was_lost,
            beat=job.beat + 1,
            started_at=func.coalesce(job.started_at, now),
            reason=None,
            **columns,
        )
        .returning(job.number, job.source_id, job.lane, job.recorded, job.attempts, job.retries_left)
    )
    row = session.execute(statement.execution_options(synchronize_session=False)).one_or_none()
    return Claim(*row, worker) if row else None


# ---------- held ----------

_JOB = cast(Table, models.Job.__table__)


def fence(session: Session, claim: Claim, work: Work = NOTHING_DONE, **columns: Any) -> None:
    """Write to the job's row as its holder, in the transaction of what it guards; raises JobLost.

    One statement, right beside others: it finds the row as its holder or not at all, and holds it to the end. `work` is
    added to what the job has done, the heartbeat moves, `columns` are set.
    """
    statement = (
        _JOB.update()
        .where(
            _JOB.c.number == claim.number,
            _JOB.c.state == JobState.RUNNING,
            _JOB.c.worker == claim.worker,
            _JOB.c.attempts == claim.attempts,
        )
        .values(
            beat=_JOB.c.beat + 1,
            requests=_JOB.c.requests + work.requests,
            body_bytes=_JOB.c.body_bytes + work.body_bytes,
            seconds=_JOB.c.seconds + work.seconds,
            **columns,
        )
    )
    result = cast("CursorResult[Any]", session.connection().execute(statement))
    if result.rowcount != 1:
        raise JobLost


def give_back(session: Session, claim: Claim, work: Work, run_at: str, **columns: Any) -> None:
    """Back to the queue until `run_at`; what the job has put and fetched stays. Raises JobLost."""
    fence(session, claim, work, state=JobState.QUEUED, worker=None, run_at=run_at, **columns)


def complete_at(session: Session, source_id: str, seen_at: str, *, whole: bool) -> None:
    """A succeeded job moves the source's last complete time, never back; a whole listing also the time of that."""
    names = ("last_complete_at", "last_whole_at") if whole else ("last_complete_at",)
    for name in names:
        column = getattr(models.Source, name)
        earlier = column.is_(None) | (column < seen_at)
        session.execute(update(models.Source).where(models.Source.id == source_id, earlier).values({name: seen_at}))


def last_whole_at(session: Session, source_id: str) -> str | None:
    """When the last job of a source that succeeded and asked for everything saw it."""
    return session.scalar(select(models.Source.last_whole_at).where(models.Source.id == source_id))


def end(session: Session, number: int, now: str, **columns: Any) -> None:
    """End a job from outside, whoever holds it: it is aborted, or its workers are lost."""
    statement = update(models.Job).where(models.Job.number == number, models.Job.state.in_(OPEN))
    session.execute(statement.values(ended_at=now, **columns))


def forget_workers(session: Session) -> int:
    """Nobody holds the running jobs of a store that was put back from a backup; their number."""
    statement = update(models.Job).where(models.Job.state == JobState.RUNNING).values(worker=None)
    return cast("CursorResult[Any]", session.execute(statement)).rowcount


# ---------- pause ----------


def pause(session: Session, source_id: str, now: str | None) -> bool:
    """Let a source rest since `now`, or wake it (None); whether anything changed. Raises NotFound."""
    row = session.get(models.Source, source_id)
    if row is None:
        raise NotFound("source", source_id)
    if (row.paused_at is None) == (now is None):
        return False
    row.paused_at = now
    return True


def schedules(session: Session, ids: Sequence[str]) -> dict[str, str | None]:
    """source id -> its next slot, of those that exist and do not rest."""
    statement = select(models.Source.id, models.Source.next_run_at).where(
        models.Source.id.in_(ids), models.Source.paused_at.is_(None)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def schedule_only(session: Session, source_ids: Collection[str]) -> None:
    """No source but these has a schedule."""
    others = models.Source.schedule.is_not(None) & models.Source.id.not_in(source_ids)
    session.execute(update(models.Source).where(others).values(schedule=None, next_run_at=None))


def move_slot(session: Session, source_id: str, seen: str | None, next_run_at: str) -> bool:
    """Set the next slot if nobody did since `seen`; whether it was we who moved it."""
    unmoved = models.Source.next_run_at.is_(None) if seen is None else models.Source.next_run_at == seen
    statement = update(models.Source).where(models.Source.id == source_id, unmoved).values(next_run_at=next_run_at)
    return cast("CursorResult[Any]", session.execute(statement)).rowcount == 1
