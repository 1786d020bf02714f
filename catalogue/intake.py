"""Intake: where records come in. Documents are kept, records put, jobs ended.

Each is one transaction. Every write of a job shows its lease first (jobs.fence): a worker that lost it writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalogue import documents, jobs, models, reports, store
from catalogue.archive import Archive, Document
from catalogue.changes import changes_since
from catalogue.documents import Kept, Met
from catalogue.errors import InvalidRecord, NotFound, StoreUnusable
from catalogue.identity import RandomBytes
from catalogue.ingest import NewRecord, ingest, ingest_all
from catalogue.issues import IssueRow, Read, put_issues
from catalogue.jobs import NOTHING_DONE, Claim, Work
from catalogue.leases import locks_folder
from catalogue.persian.calendar import instant
from catalogue.queue import JobHandle, Queue
from catalogue.redaction import readable, redacted_again, without
from catalogue.tags import remember_tags
from catalogue.transactions import Transactions
from catalogue.vocab import JobState, Lane, Outcome
from catalogue.withdrawal import Absences, WithdrawRules, look_for_absences, mark_absences, withdraw_due, withhold
from catalogue.writing import Head, Ingest, heads

USUAL_JOBS = 5
"""By so many complete jobs a source is known."""


@dataclass(frozen=True, slots=True)
class JobEnd:
    """How a job ended. `seen_at` is when the source was last seen: the end of the job, or the time of a recording.

    `counts`: read, refused and issues, as this attempt counted them over the whole source; what was written is counted
    in the store. `stages`: see JobView. `absences` is what `Intake.absences` gave.
    """

    state: JobState
    reason: str | None
    counts: Mapping[str, int]
    stages: Mapping[str, Mapping[str, int]]
    issues: Sequence[IssueRow]
    read: Read
    seen_at: str
    work: Work = NOTHING_DONE
    absences: Absences = field(default_factory=Absences)


class Intake(Queue):
    """What workers and the commands about sources ask of the catalogue: the queue, and what its jobs bring."""

    def __init__(self, transactions: Transactions, folder: Path, random_bytes: RandomBytes) -> None:
        locks = locks_folder(folder, is_shared=not transactions.is_file)
        super().__init__(transactions, locks, Archive(folder / "archive"), random_bytes)

    # ---------- what a job brings ----------

    def digests(self, job: JobHandle) -> dict[str, str]:
        """native id -> raw digest of what stands published of a source; of a job taken up again nothing.

        It looks at every record anew, for the issues it had noted went with its worker.
        """
        if job.claim.attempts > 1:
            return {}
        with self._store.read() as session:
            return store.digests(session, job.source.id)

    def changes_since(self, job: JobHandle, reading: str, full_every: timedelta) -> str | None:
        """See changes.changes_since; what it says is noted with the job. Raises JobLost."""
        with self._store.write() as session:
            jobs.fence(session, job.claim)
            row = session.get_one(models.Job, job.number)
            return changes_since(session, row, reading, full_every, self._store.now())

    def keep(self, job: JobHandle, asked: str, document: Document, work: Work) -> None:
        """Keep what the network gave, durably and known to the job, before anybody interprets it; raises JobLost.

        Right beside others: the job's row is held by `fence`, and of documents only one is written.
        """
        self._put_body(document, durably=True)
        met = Met.of(document)
        with self._store.write_beside() as session:
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
        """What the network last gave at an address, when its bytes are there."""
        with self._store.read() as session:
            return self._with_body(documents.latest(session, address))

    def put_records(self, job: JobHandle, batch: Sequence[NewRecord]) -> list[Outcome | InvalidRecord]:
        """One transaction for a batch; what became of each record, in order. Raises JobLost."""
        with self._store.write() as session:
            jobs.fence(session, job.claim)
            writing = self._writing(session, job)
            known = heads(session, job.source.id, [new.native_id for new in batch])
            batch = _redacted(session, batch, known)
            outcomes = _put_all(writing, batch, known)
            written = (Outcome.ADDED, Outcome.CHANGED)
            remember_tags(session, (n.record for n, o in zip(batch, outcomes, strict=True) if o in written))
            return outcomes

    # ---------- how it ends ----------

    def absences(self, job: JobHandle, read: Read, rules: WithdrawRules) -> Absences:
        """What the whole reading of a job says about the records of its source, for `finish`; writes nothing."""
        with self._store.read() as session:
            return look_for_absences(session, job.source, read, rules, self._store.now())

    def usual_records(self, job: JobHandle) -> int:
        """Half of what its source's last complete jobs brought in the middle (median of five); 0 when there is none."""
        with self._store.read() as session:
            brought = reports.brought(session, job.source.id, USUAL_JOBS)
        return int(median(brought)) // 2 if brought else 0

    def finish(self, job: JobHandle, end: JobEnd) -> dict[str, int]:
        """Write how a job ended and what it saw; its counts. Raises JobLost."""
        now = self._store.instant()
        with self._store.write() as session:
            jobs.fence(session, job.claim, end.work, state=end.state, reason=end.reason, ended_at=now)
            row = session.get_one(models.Job, job.number)
            put_issues(session, row, readable(session, job.source.id, end.issues), end.read, now)
            mark_absences(session, end.absences, jobs.last_whole_at(session, job.source.id))
            withheld = end.absences.due if end.absences.are_too_many else []
            if withheld:
                withhold(session, job.number, withheld)
            else:
                withdraw_due(self._writing(session, job), end.absences.due)
            if end.state is JobState.SUCCEEDED:
                jobs.complete_at(session, job.source.id, end.seen_at, whole=not end.read.changes_only)
            written = reports.written_counts(session, job.number)
            stood = {*end.read.unchanged, *end.read.looked_at} - end.read.refused
            unchanged = reports.put_unchanged(session, row, stood)
            row.counts = {**end.counts, **written, "unchanged": unchanged, "withheld": len(withheld)}
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

    def try_again_later(self, job: JobHandle, reason: str, work: Work, wait_seconds: float = 0.0) -> datetime:
        """Back to the queue after trouble on the network; when it will be tried again. Only while `retries_left`.

        Not before `wait_seconds` have passed, which a source may ask for: at most jobs.LONGEST_WAIT.
        """
        left = job.claim.retries_left
        asked = min(timedelta(seconds=wait_seconds), jobs.LONGEST_WAIT)
        run_at = self._store.now() + max(jobs.RETRY_AFTER[len(jobs.RETRY_AFTER) - left], asked)
        with self._store.write() as session:
            jobs.give_back(session, job.claim, work, instant(run_at), reason=reason, retries_left=left - 1)
        return run_at

    def _writing(self, session: Session, job: JobHandle) -> Ingest:
        source = job.source
        return Ingest(session, source.id, source.agency, job.number, self._store.instant(), self._random_bytes)

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


def _redacted(session: Session, batch: Sequence[NewRecord], known: Mapping[str, Head]) -> Sequence[NewRecord]:
    """The batch without the words that an operator had taken out of its records."""
    again = redacted_again(session, [head.number for head in known.values()])
    if not again:
        return batch
    words = {native_id: again.get(head.number, []) for native_id, head in known.items()}
    return [replace(new, record=without(new.record, words.get(new.native_id, []))) for new in batch]


def _put_all(writing: Ingest, batch: Sequence[NewRecord], known: Mapping[str, Head]) -> list[Outcome | InvalidRecord]:
    """The batch at once; what the store refuses in it is found by a savepoint for each record."""
    try:
        with writing.session.begin_nested():
            return ingest_all(writing, batch, known)
    except IntegrityError:
        return [_put_one(writing, new, known) for new in batch]


def _put_one(writing: Ingest, new: NewRecord, known: Mapping[str, Head]) -> Outcome | InvalidRecord:
    """What became of one record. A random id that exists already is drawn once more: with 40 bits it does happen.

    A native id that stands twice in a batch is refused the second time: nobody knows which is the record.
    """
    for _ in range(2):
        with suppress(IntegrityError):
            return _try_one(writing, new, known)
    return InvalidRecord("native_id", "it stands twice")


def _try_one(writing: Ingest, new: NewRecord, known: Mapping[str, Head]) -> Outcome | InvalidRecord:
    try:
        with writing.session.begin_nested():
            return ingest(writing, new, known.get(new.native_id))
    except InvalidRecord as refused:
        return refused
