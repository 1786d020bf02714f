"""Catalogue: the small face of the house, and the only place that commits."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalogue import finding, integrity, jobs, log, models, registry, store, views
from catalogue.answers import (
    AgencyView,
    IssueView,
    JobPage,
    JobView,
    Page,
    Provenance,
    RecordView,
    SourceView,
    StatusView,
    VersionLine,
)
from catalogue.archive import Archive, Document
from catalogue.errors import InvalidRecord, NotFound, Withdrawn
from catalogue.identity import RandomBytes, read_id
from catalogue.ingest import Ingest, NewRecord, head_of, heads, ingest, mark_absent, remember_tags, withdraw
from catalogue.jobs import JobEnd, SourceLock, SourceRow
from catalogue.persian.calendar import instant
from catalogue.search.index import Index
from catalogue.store import Met, VersionRow
from catalogue.vocab import Outcome, Status, WithdrawReason

SEALING_REASONS = (WithdrawReason.COURT_OR_LAW, WithdrawReason.PERSONAL_DATA)
"""Withdrawals that leave nothing but the tombstone, and no title in it."""
KEPT_AT_ONCE = 200
LARGEST_NUMBER = 2**63 - 1
"""No row has a larger one, and the store cannot even ask for it."""


@dataclass(frozen=True, slots=True)
class JobHandle:
    """A running job: its number and the lock that keeps others from the source."""

    number: int
    source: SourceRow
    recorded: bool
    lock: SourceLock


class Catalogue:
    """Reads and writes of the whole catalogue. `now` gives a UTC time, `random_bytes(n)` n random bytes."""

    def __init__(
        self, engine: Engine, folder: Path, index: Index, now: Callable[[], datetime], random_bytes: RandomBytes
    ) -> None:
        self._engine = engine
        self._reading = engine.execution_options(read_only=True)
        self._folder = folder
        self._archive = Archive(folder / "archive")
        self._index = index
        self._now = now
        self._random_bytes = random_bytes
        self._kept: list[Met] = []  # documents whose rows are not written yet

    def close(self) -> None:
        """Let go of all connections, as before a fork."""
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state of the store and never waits for a writer."""
        with Session(self._reading) as session:
            yield session

    @contextmanager
    def _write(self) -> Iterator[Session]:
        with Session(self._engine) as session, session.begin():
            yield session

    def _instant(self) -> str:
        return instant(self._now())

    # ---------- finding and reading ----------

    def find(self, parameters: Mapping[str, Any]) -> Page:
        """The page of records for loaded search parameters (schemas.search)."""
        with self.read() as session:
            return finding.find(session, self._index, parameters)

    def get(self, record_id: str, version_no: int | None = None) -> RecordView:
        """One version of a record, the current one by default; raises NotFound, BadId, Withdrawn."""
        with self.read() as session:
            row = self._readable(session, record_id, version_no)
            return views.record_view(row, session.get(models.Source, row.record.source_id))

    def versions(self, record_id: str) -> tuple[VersionLine, ...]:
        """The history of a record, newest first; raises NotFound, BadId, and Withdrawn when no version may be read."""
        with self.read() as session:
            row = _existing(session, record_id)
            views.refuse_sealed(row)
            return tuple(views.version_line(version) for version in store.versions_of(session, row.record.id))

    def provenance(self, record_id: str, version_no: int | None = None) -> Provenance:
        """Where a version came from; raises NotFound, BadId, Withdrawn."""
        with self.read() as session:
            row = self._readable(session, record_id, version_no)
            job = session.get(models.Job, row.version.job_number) if row.version.job_number else None
            document = store.document(session, row.version)
            entry = log.log_entry(session, row.version.log_index)
            return views.provenance_view(row, job, document, entry.commitment if entry else "")

    def agencies(self) -> tuple[AgencyView, ...]:
        """All agencies in the order of the Persian alphabet."""
        with self.read() as session:
            return registry.agencies(session)

    def agency(self, key: str) -> AgencyView:
        """An agency by public id or slug; raises NotFound, BadId."""
        with self.read() as session:
            return registry.agency(session, key)

    def sources(self) -> tuple[SourceView, ...]:
        """All sources with their last job."""
        with self.read() as session:
            return registry.sources(session)

    def source(self, source_id: str) -> SourceView:
        """One source; raises NotFound."""
        with self.read() as session:
            return registry.source(session, source_id)

    def jobs(self, source_id: str | None = None, before: int | None = None) -> JobPage:
        """At most 100 jobs, newest first: of one source when it is named, older than job `before` when it is given."""
        with self.read() as session:
            return jobs.page(session, source_id, before)

    def job(self, number: int) -> JobView:
        """One job; raises NotFound."""
        with self.read() as session:
            return views.job_view(_job(session, number))

    def issues(self, number: int) -> tuple[IssueView, ...]:
        """The issues that a job saw; raises NotFound."""
        with self.read() as session:
            job = _job(session, number)
            down = store.withdrawn_ids(session, job.source_id)
            return tuple(views.issue_view(issue, issue.native_id in down) for issue in jobs.issues(session, job))

    def status(self) -> StatusView:
        """Counts, the head of the log and how far the index has read."""
        with self.read() as session:
            return registry.status(session, self._index)

    def mark(self) -> str:
        """A text that changes whenever the answer to a search could: index, log and the jobs that ended."""
        with self.read() as session:
            state = self._index.state()
            return f"{state.generation}|{state.log_index}|{log.log_head(session)[0]}|{jobs.last_end(session)}"

    def _readable(self, session: Session, record_id: str, version_no: int | None) -> VersionRow:
        current = _existing(session, record_id)
        if version_no is None or version_no == current.version.version_no:
            views.refuse_withdrawn(current)
            return current
        views.refuse_sealed(current)
        known = version_no < current.version.version_no
        row = store.version_row(session, current.record.id, version_no) if known else None
        if row is None:
            raise NotFound("version", f"{current.record.id}/v{version_no}")
        views.refuse_withdrawn(row)
        return row

    def faults(self) -> Iterator[str]:
        """What does not hold in store and log, one line each (integrity.py)."""
        with self.read() as session:
            yield from integrity.faults(session)

    # ---------- harvesting ----------

    def keep(self, document: Document) -> None:
        """Keep the bytes before anybody interprets them. They are durable, and known by address and time, before
        any record that was read from them is; bytes that are known already write nothing but a newer time."""
        self._archive.put(document.sha256, document.body)
        self._kept.append(Met.of(document))
        if len(self._kept) >= KEPT_AT_ONCE:
            self._note_kept()

    def _note_kept(self) -> None:
        kept, self._kept = self._kept, []
        with self.read() as session:
            new = store.news_of(session, kept)
        if new:
            self._archive.sync({met.sha256 for met in new})
            with self._write() as session:
                store.put_documents(session, new)

    def put_agencies(self, agencies: Sequence[Mapping[str, Any]]) -> None:
        """Register validated agency files; an unchanged one writes nothing."""
        with self._write() as session:
            for fields in agencies:
                registry.put_agency(session, fields, self._random_bytes)

    def begin_job(self, source: SourceRow, recorded: bool) -> JobHandle:
        """Start the only job of this source; raises SourceBusy. A job found running was lost with its process."""
        lock = SourceLock(self._folder / "locks", source.id)
        now = self._instant()
        try:
            with self._write() as session:
                jobs.fail_lost(session, source.id, now)
                jobs.put_source(session, source)
                number = jobs.start(session, source, recorded, now)
        except BaseException:
            lock.release()
            raise
        return JobHandle(number, source, recorded, lock)

    def digests(self, source_id: str) -> dict[str, str]:
        """native id -> raw digest of what stands published of a source."""
        with self.read() as session:
            return store.digests(session, source_id)

    def put_records(self, job: JobHandle, batch: Sequence[NewRecord]) -> list[Outcome | InvalidRecord]:
        """One transaction for a batch, one savepoint for each record; what became of each, in order."""
        self._note_kept()
        with self._write() as session:
            writing = Ingest(session, job.source.id, job.source.agency, job.number, self._instant(), self._random_bytes)
            known = heads(session, job.source.id, [new.native_id for new in batch])
            outcomes = [_put_one(writing, new, known) for new in batch]
            written = (Outcome.ADDED, Outcome.CHANGED)
            remember_tags(session, (n.record for n, o in zip(batch, outcomes, strict=True) if o in written))
            return outcomes

    def finish_job(self, job: JobHandle, end: JobEnd) -> None:
        """Write how a job ended and what it saw, and let the next one begin."""
        try:
            self._note_kept()
            now = self._instant()
            with self._write() as session:
                jobs.put_issues(session, _job(session, job.number), end.issues, end.read, now)
                if end.read.whole and job.source.coverage == "all":
                    seen = {*end.read.unchanged, *end.read.looked_at}
                    mark_absent(session, job.source.id, seen, jobs.last_complete_at(session, job.source.id))
                jobs.finish(session, job.number, end, now)
        finally:
            job.lock.release()

    def fail_lost_jobs(self) -> int:
        """Jobs whose process is gone become failed, `worker-lost`; their number."""
        with self.read() as session:
            running = jobs.running_sources(session)
        free = [lock for lock in (jobs.try_lock(self._folder / "locks", source) for source in running) if lock]
        if not free:
            return 0
        with self._write() as session:
            lost = sum(jobs.fail_lost(session, lock.source_id, self._instant()) for lock in free)
        for lock in free:
            lock.release()
        return lost

    def withdraw(self, record_id: str, reason: WithdrawReason, ground: str | None) -> None:
        """Take a record down and leave a tombstone; raises NotFound, BadId, or Withdrawn when it is down already."""
        with self._write() as session:
            found = head_of(session, read_id(record_id))
            if found is None:
                raise NotFound("record", record_id)
            head, source_id, agency = found
            if head.status == Status.WITHDRAWN:
                raise Withdrawn({"id": head.id})
            now = self._instant()
            writing = Ingest(session, source_id, agency, None, now, self._random_bytes)
            withdraw(writing, head, _tombstone(head.canonical, reason, ground, now))


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


def _tombstone(canonical: str, reason: WithdrawReason, ground: str | None, now: str) -> dict[str, Any]:
    record = json.loads(canonical)
    sealed = reason in SEALING_REASONS
    stone = {"kind": record["kind"], "reason": str(reason), "withdrawn_at": now}
    stone["what_remains"] = "tombstone" if sealed else "versions"
    if not sealed:
        stone["title"] = record["title"]
    if ground:
        stone["legal_ground"] = ground
    return stone


def _existing(session: Session, record_id: str) -> VersionRow:
    """The current version of a record, whatever it is."""
    return store.version_row(session, read_id(record_id), None) or _none("record", record_id)


def _job(session: Session, number: int) -> models.Job:
    found = session.get(models.Job, number) if number <= LARGEST_NUMBER else None
    return found or _none("job", str(number))


def _none(what: str, key: str) -> NoReturn:
    raise NotFound(what, key)
