"""The queue of jobs: sources are registered and scheduled, jobs queued, claimed, held and let go.

Each is one transaction. Every write of a job shows its lease first (jobs.fence): a worker that lost it writes nothing.
What a job brings, and how it ends by itself, is in intake.py.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from catalogue import documents, jobs, leases, registry, reports
from catalogue.archive import Archive
from catalogue.errors import JobLost
from catalogue.identity import RandomBytes
from catalogue.jobs import Claim, SourceRow, Work
from catalogue.leases import Hold, Lease, Watch
from catalogue.transactions import Transactions
from catalogue.vocab import JobState, Lane

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


class Queue:
    """Jobs that wait and jobs that are held; `locks` is the folder of the workers' locks."""

    def __init__(self, transactions: Transactions, locks: Path, archive: Archive, random_bytes: RandomBytes) -> None:
        self._store = transactions
        self._locks = locks
        self._archive = archive
        self._random_bytes = random_bytes

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
        if over:
            with self._store.write() as session:
                self._sweep(session, over)
        with self._store.write_beside() as session:
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
            with self._store.write_beside() as session:
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
