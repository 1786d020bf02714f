"""Intake: where records come in. Jobs are queued, claimed and ended, documents kept and records put.

Each is one transaction. Every write of a job shows its lease first (jobs.fence): a worker that lost it writes nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalogue import documents, jobs, leases, models, registry, reports, store
from catalogue.archive import Archive, Document
from catalogue.documents import Kept, Met
from catalogue.errors import InvalidRecord, JobLost, NotFound, StoreUnusable
from catalogue.identity import RandomBytes
from catalogue.ingest import Ingest, NewRecord, heads, ingest, mark_absent, remember_tags
from catalogue.issues import IssueRow, Read, put_issues
from catalogue.jobs import NOTHING_DONE, Claim, SourceRow, Work
from catalogue.leases import Hold, Lease, Watch
from catalogue.persian.calendar import instant
from catalogue.transactions import Transactions
from catalogue.vocab import JobState, Lane, Outcome

UNFINISHED_SECONDS = 3600.0
"""No body takes so long to be written: what is older was left by a writer that was killed."""


@dataclass(frozen=True, slots=True)
class JobHandle:
    """A job that this process runs, and the source it runs over."""

    claim: Claim
    source: SourceRow

    @property
    def number(self) -> int:
        """The number of the job."""
        return self.claim.number


@dataclass(frozen=True, slots=True)
class JobEnd:
    """How a job ended. `seen_at` is when the source was last seen: the end of the job, or the time of a recording.

    `counts`: read, refused and issues, as this attempt counted them over the whole source; what was written is counted
    in the store. `stages`: see JobView.
    """

    state: JobState
    reason: str | None
    counts: Mapping[str, int]
    stages: Mapping[str, Mapping[str, int]]
    issues: Sequence[IssueRow]
    read: Read
    seen_at: str
    work: Work = NOTHING_DONE


class Intake:
    """What workers and the commands about sources ask of the catalogue."""

    def __init__(self, transactions: Transactions, folder: Path, random_bytes: RandomBytes) -> None:
        self._store = transactions
        self._locks = folder / "locks"
        self._archive = Archive(folder / "archive")
        self._random_bytes = random_bytes

    # ---------- the queue ----------

    def register(self, agencies: Iterable[Mapping[str, Any]], sources: Iterable[SourceRow] = ()) -> None:
        """Register validated agency files, and source files before their first job; unchanged ones write nothing."""
        with self._store.write() as session:
            for fields in agencies:
                registry.put_agency(session, fields, self._random_bytes)
            for source in sources:
                jobs.put_source(session, source)

    def slots(self, source_ids: Sequence[str]) -> dict[str, str | None]:
        """source id -> its next slot (UTC, Z; None when none is set yet), without those that are paused."""
        with self._store.read() as session:
            return jobs.schedules(session, source_ids)

    def move_slot(self, source_id: str, seen: str | None, next_run_at: str, *, has_come: bool) -> int | None:
        """Set the next slot in the place of the one that was seen, and queue its job when it has come.

        The job's number, or None. However many workers see that a slot has come, one queues it; a slot that comes while
        a job is open is answered by that job.
        """
        with self._store.write() as session:
            if not jobs.move_slot(session, source_id, seen, next_run_at) or not has_come:
                return None
            return jobs.enqueue(session, source_id, self._store.instant(), jobs.SCHEDULED)

    def schedule_only(self, source_ids: Collection[str]) -> None:
        """Forget the schedules of all other sources: their files are gone, or ask for none any more."""
        with self._store.write() as session:
            jobs.schedule_only(session, source_ids)

    def pause(self, source_id: str) -> bool:
        """Begin no more jobs of this source; whether it was awake. Raises NotFound."""
        with self._store.write() as session:
            return jobs.pause(session, source_id, self._store.instant())

    def resume(self, source_id: str) -> bool:
        """Wake a paused source and queue a job before all scheduled ones; whether it was paused. Raises NotFound."""
        with self._store.write() as session:
            woken = jobs.pause(session, source_id, None)
            if woken:
                jobs.want_now(session, source_id, self._store.instant())
            return woken

    def abort(self, number: int, reason: str = "by-operator") -> bool:
        """End an open job; its worker writes nothing more. Whether it was open. Raises NotFound."""
        with self._store.write() as session:
            if jobs.get(session, number).state not in jobs.OPEN:
                return False
            self._end(session, number, JobState.ABORTED, reason)
            return True

    # ---------- leases ----------

    def worker(self) -> leases.WorkerLock:
        """A name to claim jobs under; release it in the end. What dead workers left and nobody needs is removed."""
        with self._store.read() as session:
            leases.forget_dead(self._locks, (lease.worker for lease in jobs.leases(session)))
        self._archive.remove_unfinished(UNFINISHED_SECONDS)
        return leases.WorkerLock(self._locks)

    def claim(self, worker: str, lane: Lane, watch: Watch | None = None) -> Claim | None:
        """The next job of a lane: due, or lost by its worker. Jobs lost for the third time are failed, `worker-lost`.

        Workers of this machine that are gone lose their jobs at once, others when `watch` says so.
        """
        with self._store.read() as session:
            held = jobs.leases(session)
            is_due = jobs.is_due(session, lane, self._store.instant())
        # What this worker holds itself it gives back itself.
        over = [lease for lease in self._over(held, watch) if lease.worker != worker]
        if not over and not is_due:
            return None
        with self._store.write() as session:
            self._sweep(session, over)
            return jobs.claim(session, worker, lane, over, self._store.instant())

    def begin(self, claim: Claim, source: SourceRow) -> JobHandle:
        """Start the work on a claimed job with the source file as it is now; raises JobLost."""
        with self._store.write() as session:
            jobs.put_source(session, source)
            jobs.fence(session, claim, config_sha256=source.config_sha256)
        return JobHandle(claim, source)

    def begin_job(self, source: SourceRow, worker: str, *, recorded: bool) -> JobHandle:
        """A job of this source now: the open one of a dead worker or of the queue, or a new one.

        Raises SourceBusy while a worker that may live runs one, SourcePaused.
        """
        with self._store.write() as session:
            held = [lease for lease in jobs.leases(session) if leases.is_dead(self._locks, lease.worker)]
            self._sweep(session, held)
            dead = {lease.worker for lease in held}
            claimed = (
                jobs.claim_recorded(session, source, worker, self._store.instant())
                if recorded
                else jobs.claim_of(session, source, worker, dead, self._store.instant())
            )
            jobs.fence(session, claimed, config_sha256=source.config_sha256)
        return JobHandle(claimed, source)

    def hold(self, claim: Claim, stop: threading.Event, seconds: float | None = None) -> Hold:
        """Keeps the lease of a job alive while its context lasts; see leases.Hold."""
        return Hold(partial(self._beat, claim), stop, seconds)

    def fail_lost_jobs(self) -> int:
        """End what no living worker can go on with: recordings, and jobs lost for the third time; their number."""
        with self._store.read() as session:
            over = self._over(jobs.leases(session), None)
        if not over:
            return 0
        with self._store.write() as session:
            return self._sweep(session, over)

    def forget_workers(self) -> None:
        """In a store that was put back from a backup: running jobs may be taken up at once."""
        with self._store.write() as session:
            jobs.forget_workers(session)

    def _over(self, held: Sequence[Lease], watch: Watch | None) -> list[Lease]:
        dead = [lease for lease in held if leases.is_dead(self._locks, lease.worker)]
        still = watch.over(held) if watch else []
        return [*dead, *(lease for lease in still if lease not in dead)]

    def _beat(self, claim: Claim, seconds: float) -> bool:
        try:
            with self._store.write() as session:
                jobs.fence(session, claim, Work(seconds=seconds))
        except JobLost:
            return False
        return True

    def _sweep(self, session: Session, over: Collection[Lease]) -> int:
        lost = jobs.lost_for_good(session, over) if over else []
        for number in lost:
            self._end(session, number, JobState.FAILED, "worker-lost")
        return len(lost)

    def _end(self, session: Session, number: int, state: JobState, reason: str) -> None:
        """End a job from outside; what it wrote is counted."""
        counts = reports.written_counts(session, number)
        jobs.end(session, number, self._store.instant(), state=state, reason=reason, counts=counts)
        documents.forget_fetches(session, number)

    # ---------- what a job brings ----------

    def digests(self, job: JobHandle) -> dict[str, str]:
        """native id -> raw digest of what stands published of a source; of a job taken up again nothing.

        It looks at every record anew, for the issues it had noted went with its worker.
        """
        if job.claim.attempts > 1:
            return {}
        with self._store.read() as session:
            return store.digests(session, job.source.id)

    def keep(self, job: JobHandle, asked: str, document: Document, work: Work) -> None:
        """Keep what the network gave, durably and known to the job, before anybody interprets it; raises JobLost."""
        self._put_body(document, durably=True)
        met = Met.of(document)
        with self._store.write() as session:
            jobs.fence(session, job.claim, work)
            documents.put_documents(session, [met])
            documents.put_fetch(session, job.number, asked, met)

    def keep_body(self, document: Document) -> None:
        """Keep the bytes of a document that lies at hand, as a recording does; `note` makes it durable and known."""
        self._put_body(document, durably=False)

    def note(self, job: JobHandle, kept: Sequence[Document]) -> None:
        """Make the documents of `keep_body` durable, then known; of known ones nothing is written. Raises JobLost."""
        met = [Met.of(document) for document in kept]
        with self._store.read() as session:
            new = documents.news_of(session, met)
        if new:
            with _as_unusable():
                self._archive.sync({one.sha256 for one in new})
            with self._store.write() as session:
                jobs.fence(session, job.claim)
                documents.put_documents(session, new)

    def fetched(self, job: JobHandle, asked: str, since: datetime) -> tuple[Kept, bytes] | None:
        """What this job has kept of an address since a time, when its bytes are there."""
        with self._store.read() as session:
            return self._with_body(documents.fetched(session, job.number, asked, instant(since)))

    def latest(self, address: str) -> tuple[Kept, bytes] | None:
        """What the network last gave at an address, when it has validators and its bytes are there."""
        with self._store.read() as session:
            kept = documents.latest(session, address)
        return self._with_body(kept) if kept and (kept.etag or kept.last_modified) else None

    def put_records(self, job: JobHandle, batch: Sequence[NewRecord]) -> list[Outcome | InvalidRecord]:
        """One transaction for a batch, one savepoint for each record; what became of each, in order. Raises JobLost."""
        source = job.source
        with self._store.write() as session:
            jobs.fence(session, job.claim)
            writing = Ingest(session, source.id, source.agency, job.number, self._store.instant(), self._random_bytes)
            known = heads(session, source.id, [new.native_id for new in batch])
            outcomes = [_put_one(writing, new, known) for new in batch]
            written = (Outcome.ADDED, Outcome.CHANGED)
            remember_tags(session, (n.record for n, o in zip(batch, outcomes, strict=True) if o in written))
            return outcomes

    # ---------- how it ends ----------

    def finish(self, job: JobHandle, end: JobEnd) -> dict[str, int]:
        """Write how a job ended and what it saw; its counts. Raises JobLost."""
        now = self._store.instant()
        with self._store.write() as session:
            jobs.fence(session, job.claim, end.work, state=end.state, reason=end.reason, ended_at=now)
            row = session.get_one(models.Job, job.number)
            put_issues(session, row, end.issues, end.read, now)
            seen = {*end.read.unchanged, *end.read.looked_at}
            if end.read.whole and job.source.coverage == "all":
                mark_absent(session, job.source.id, seen, jobs.last_complete_at(session, job.source.id))
            if end.state is JobState.SUCCEEDED:
                jobs.complete_at(session, job.source.id, end.seen_at)
            written = reports.written_counts(session, job.number)
            unchanged = reports.put_unchanged(session, row, seen - end.read.refused)
            row.counts = {**end.counts, **written, "unchanged": unchanged}
            row.stages = {stage: dict(passed) for stage, passed in end.stages.items()}
            documents.forget_fetches(session, job.number)
            return dict(row.counts)

    def fail(self, claim: Claim, reason: str) -> None:
        """End a job that could not be run; raises JobLost."""
        with self._store.write() as session:
            jobs.fence(session, claim)
            self._end(session, claim.number, JobState.FAILED, reason)

    def give_back(self, claim: Claim, work: Work = NOTHING_DONE, lane: Lane | None = None) -> None:
        """Back to the queue, to go on as soon as somebody has time for it; in another lane, if one is named."""
        moved = {"lane": lane} if lane else {}
        with self._store.write() as session:
            jobs.give_back(session, claim, work, self._store.instant(), **moved)

    def postpone(self, claim: Claim, reason: str) -> None:
        """Back to the queue for five minutes: what hinders it is with the operator. No retry is spent."""
        run_at = instant(self._store.now() + jobs.RETRY_AFTER[0])
        with self._store.write() as session:
            jobs.give_back(session, claim, NOTHING_DONE, run_at, reason=reason)

    def try_again_later(self, job: JobHandle, reason: str, work: Work) -> datetime:
        """Back to the queue after trouble on the network; when it will be tried again. Only while `retries_left`."""
        left = job.claim.retries_left
        run_at = self._store.now() + jobs.RETRY_AFTER[len(jobs.RETRY_AFTER) - left]
        with self._store.write() as session:
            jobs.give_back(session, job.claim, work, instant(run_at), reason=reason, retries_left=left - 1)
        return run_at

    def _put_body(self, document: Document, *, durably: bool) -> None:
        with _as_unusable():
            self._archive.put(document.sha256, document.body, durably=durably)

    def _with_body(self, kept: Kept | None) -> tuple[Kept, bytes] | None:
        try:
            return (kept, self._archive.get(kept.sha256)) if kept else None
        except NotFound:
            return None


@contextmanager
def _as_unusable() -> Iterator[None]:
    """The archive is a part of the store: what the system refuses it is no fault of the source."""
    try:
        yield
    except OSError as error:
        raise StoreUnusable(f"{error.filename or 'archive'}: {error.strerror}") from error


def _put_one(writing: Ingest, new: NewRecord, known: Mapping[str, Any]) -> Outcome | InvalidRecord:
    """What became of one record. A random id that exists already is drawn once more: with 40 bits it does happen."""
    try:
        return _try_one(writing, new, known)
    except IntegrityError:
        return _try_one(writing, new, known)


def _try_one(writing: Ingest, new: NewRecord, known: Mapping[str, Any]) -> Outcome | InvalidRecord:
    try:
        with writing.session.begin_nested():
            return ingest(writing, new, known.get(new.native_id))
    except InvalidRecord as refused:
        return refused
