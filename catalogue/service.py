"""Catalogue: the small face of the house, for readers and operators.

Records come in through its `intake`; whoever takes all of it along asks its `copies`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from catalogue import (
    audit,
    finding,
    history,
    integrity,
    jobs,
    log,
    log_pages,
    models,
    moving,
    registry,
    reports,
    store,
    suggesting,
    views,
    whole,
)
from catalogue.answers import (
    AgencyView,
    IssueView,
    JobPage,
    JobRecords,
    JobView,
    Page,
    Provenance,
    RecordView,
    SourceView,
    StatusView,
    Subordinate,
    Suggestions,
    VersionLine,
)
from catalogue.archive import Archive
from catalogue.asking import NO_ANSWER, Asking
from catalogue.audit import AuditLine
from catalogue.copying import Copies
from catalogue.coverage import Coverage, CoverageQuery, coverage_of
from catalogue.documents import document_of
from catalogue.errors import IndexUnavailable, NotFound, Withdrawn
from catalogue.history import Point, VersionPage, VersionPair
from catalogue.identity import RandomBytes, read_id
from catalogue.intake import Intake
from catalogue.issues import issues_of
from catalogue.kept import KeptDocument, readable_document
from catalogue.log_answers import AsOf, ChangePage, EntryPage, LatestPage
from catalogue.log_pages import ChangesQuery, LatestQuery
from catalogue.naming import Naming
from catalogue.persian.knowledge import Knowledge
from catalogue.personal.labels import Personal
from catalogue.privacy import mask_text
from catalogue.redaction import hiding, redact_record
from catalogue.registry import ALL_AGENCIES, AgencyQuery
from catalogue.relation_pages import RelationPage, RelationQuery, relation_page, stated_edges
from catalogue.relations import judge
from catalogue.reports import JobQuery, RecordsQuery
from catalogue.sealing import seal
from catalogue.search.index import Index
from catalogue.tags import forget_tags
from catalogue.transactions import Transactions
from catalogue.vocab import Health, Said, Status, WithdrawReason
from catalogue.whole import Part
from catalogue.withdrawal import SEALING_REASONS, approve, leaves_versions, tombstone, withdraw
from catalogue.writing import Head, Ingest, head_of

ALL_JOBS = JobQuery()


class Catalogue:
    """Reads and writes of the whole catalogue. `now` gives a UTC time, `random_bytes(n)` n random bytes."""

    def __init__(
        self, engine: Engine, folder: Path, index: Index, now: Callable[[], datetime], random_bytes: RandomBytes
    ) -> None:
        self._store = Transactions(engine, now)
        self._index = index
        self._random_bytes = random_bytes
        self._naming = Naming()
        self._archive = Archive(folder / "archive")
        self.intake = Intake(self._store, folder, random_bytes)
        self.copies = Copies(self._store, folder / "dumps")

    def learn(self, groups: Sequence[Sequence[str]]) -> None:
        """From now on the words of each group mean the same to a search."""
        self._naming = Naming(groups)

    def close(self) -> None:
        """Let go of all connections, as before a fork."""
        self._store.close()

    def read(self) -> AbstractContextManager[Session]:
        """A session that sees one state of the store and never waits for a writer."""
        return self._store.read()

    # ---------- finding and reading ----------

    def find(self, parameters: Mapping[str, Any], *, from_store: bool = False) -> Page:
        """The page of records for loaded search parameters (schemas.search).

        `from_store` when the index is known not to answer: it is not asked again. Raises IndexUnavailable or
        SearchTooSlow when it does not answer what the store cannot list.
        """
        failure = IndexUnavailable("it did not answer just now") if from_store else None
        with self._store.read() as session:
            return self._page(session, parameters, failure)

    def _page(self, session: Session, parameters: Mapping[str, Any], failure: IndexUnavailable | None = None) -> Page:
        knowledge = Knowledge(self._index.vocabulary, self._naming.names(session), self._naming.synonyms)
        return finding.find(session, Asking(session, self._index, failure), knowledge, parameters)

    def part(self, parameters: Mapping[str, Any]) -> Part:
        """A page of records as `find` answers it, and the records themselves; raises as that."""
        with self._store.read() as session:
            page = self._page(session, parameters)
            return Part(page, whole.lines_of(session, [item.id for item in page.items]))

    def suggest(self, typed: str, limit: int) -> Suggestions:
        """What a reader may mean who has typed a beginning; raises IndexUnavailable."""
        with self._store.read() as session:
            return suggesting.suggest(session, self._index, typed, limit)

    def get(self, record_id: str, at: int | Point | None = None) -> RecordView:
        """A version of a record by its number or a point in time, the current one by default.

        Raises NotFound, BadId, BeforeFirst, Withdrawn, Sealed.
        """
        with self._store.read() as session:
            return history.view(session, history.readable(session, record_id, at))

    def versions(self, record_id: str) -> tuple[VersionLine, ...]:
        """The history of a record, newest first; raises NotFound, BadId, and Withdrawn when no version may be read."""
        with self._store.read() as session:
            return history.lines(session, record_id)

    def version_page(self, record_id: str, after: int | None, most: int) -> VersionPage:
        """A page of the history of a record, newest first; raises as `versions`."""
        with self._store.read() as session:
            return history.page(session, record_id, after, most)

    def version_pair(self, record_id: str, since: Point | None, until: Point | None) -> VersionPair:
        """Two versions of a record: by default the current one and that before it; raises as `get`."""
        with self._store.read() as session:
            return history.pair(session, record_id, since, until)

    def provenance(self, record_id: str, version_no: int | None = None) -> Provenance:
        """Where a version came from; raises NotFound, BadId, Withdrawn."""
        with self._store.read() as session:
            row = history.readable(session, record_id, version_no)
            job = session.get(models.Job, row.version.job_number) if row.version.job_number else None
            document = document_of(session, row.version)
            entry = log.log_entry(session, row.version.log_index)
            return views.provenance_view(
                row, job, document, entry.commitment if entry else "", hiding(session, row.record.source_id)
            )

    def relations(self, record_id: str, query: RelationQuery) -> RelationPage:
        """What a record says of others and they of it; raises NotFound, BadId, Withdrawn."""
        with self._store.read() as session:
            return relation_page(session, history.readable(session, record_id), query)

    def document(self, sha256: str) -> tuple[KeptDocument, Path]:
        """A kept document and where its bytes lie; raises NotFound, Withheld."""
        with self._store.read() as session:
            document = readable_document(session, sha256)
        path = self._archive.path(sha256)
        if path.stat().st_size != document.body_bytes:  # `dastras verify` names it
            raise NotFound("document", sha256)
        return document, path

    def agencies(self, query: AgencyQuery = ALL_AGENCIES) -> tuple[AgencyView, ...]:
        """The agencies that are asked for, in the order of the Persian alphabet."""
        with self._store.read() as session:
            return registry.agencies(session, query)

    def subordinates(self, slug: str) -> tuple[Subordinate, ...]:
        """The agencies below one, each with those below it."""
        with self._store.read() as session:
            return registry.subordinates(session, slug)

    def coverage(self, query: CoverageQuery) -> Coverage:
        """What is held, by month; raises NotFound of a source."""
        with self._store.read() as session:
            return coverage_of(session, query)

    def agency_names(self) -> Mapping[str, str]:
        """Slug -> name of all agencies."""
        with self._store.read() as session:
            return store.agency_names(session)

    def agency(self, key: str) -> AgencyView:
        """An agency by public id or slug; raises NotFound, BadId."""
        with self._store.read() as session:
            return registry.agency(session, key)

    def sources(self, agency: str | None = None, health: Health | None = None) -> tuple[SourceView, ...]:
        """Sources with their last job: of an agency by id, slug or name, and in this health, when they are given."""
        with self._store.read() as session:
            found = registry.sources(session, self._store.now())
            slug = registry.agency_slug(session, agency) if agency is not None else None
        of_agency = (source for source in found if slug in (None, source.agency))
        return tuple(source for source in of_agency if health in (None, source.health))

    def source(self, source_id: str) -> SourceView:
        """One source; raises NotFound."""
        with self._store.read() as session:
            return registry.source(session, source_id, self._store.now())

    def jobs(self, query: JobQuery = ALL_JOBS) -> JobPage:
        """Jobs, newest first."""
        with self._store.read() as session:
            return reports.page(session, query)

    def job(self, number: int) -> JobView:
        """One job; raises NotFound."""
        with self._store.read() as session:
            return views.job_view(jobs.get(session, number))

    def job_records(self, number: int, query: RecordsQuery) -> JobRecords:
        """Records of a job by name; raises NotFound."""
        with self._store.read() as session:
            return reports.records(session, jobs.get(session, number), query)

    def issues(self, number: int) -> tuple[IssueView, ...]:
        """The issues that a job saw; raises NotFound."""
        with self._store.read() as session:
            job = jobs.get(session, number)
            down = store.withdrawn_ids(session, job.source_id)
            hide = hiding(session, job.source_id)
            return tuple(views.issue_view(issue, issue.native_id in down, hide) for issue in issues_of(session, job))

    def status(self) -> StatusView:
        """Counts, the head of the log and how far the index has read."""
        with self._store.read() as session:
            return registry.status(session, self._index)

    def as_of(self) -> AsOf:
        """The head of the log. Ask before what it shall date: then that is at least as new."""
        with self._store.read() as session:
            return log_pages.as_of(session)

    def changes(self, query: ChangesQuery) -> ChangePage:
        """Changes of records in the order of the log, withdrawals included; raises NotFound, BadId of a record."""
        with self._store.read() as session:
            return log_pages.changes(session, history.of_known_record(session, query))

    def last_number(self) -> int:
        """The largest number of a record: about how many there are."""
        with self._store.read() as session:
            return store.last_number(session)

    def published_between(self, first: int, last: int) -> list[tuple[str, str]]:
        """(id, instant of the current version) of the published records with these numbers."""
        with self._store.read() as session:
            return store.published_between(session, first, last)

    def latest_changes(self, query: LatestQuery) -> LatestPage:
        """Changes of records, the newest first; raises NotFound, BadId of a record."""
        with self._store.read() as session:
            return log_pages.latest(session, history.of_known_record(session, query))

    def entries(self, start: int, end: int | None, most: int) -> EntryPage:
        """The entries of the log from `start` to `end`, or to its head."""
        with self._store.read() as session:
            return log_pages.entries(session, start, end, most)

    def mark(self) -> str | None:
        """A text that changes whenever the answer to a search could: index, log, jobs that ended, equal words.

        None while the index does not answer.
        """
        with self._store.read() as session:
            try:
                state = self._index.state()
            except NO_ANSWER:
                return None
            head, ended = log.log_head(session)[0], reports.last_end(session)
            return f"{state.generation}|{state.log_index}|{head}|{ended}|{self._naming.mark}"

    def faults(self) -> Iterator[str]:
        """What does not hold in store and log, one line each (integrity.py)."""
        with self._store.read() as session:
            yield from integrity.faults(session)

    # ---------- operators ----------

    def note(self, operator: str, command: str, subject: str) -> None:
        """Add to the audit what an operator asks for, before it is done (audit.py)."""
        with self._store.write() as session:
            audit.append(session, self._store.instant(), operator, command, mask_text(subject))

    def audit_lines(self, most: int) -> Sequence[AuditLine]:
        """The newest lines of the audit."""
        with self._store.read() as session:
            return audit.lines(session, most)

    def withdraw(self, record_id: str, reason: WithdrawReason, ground: str | None, asked_by: str | None = None) -> None:
        """Take a record down and leave a tombstone; raises NotFound, BadId, or Withdrawn when it is down already.

        By law, and for personal data, its earlier versions are sealed, also those of one that was withdrawn otherwise.
        """
        with self._store.write() as session:
            head, writing = self._head(session, record_id)
            if head.status == Status.WITHDRAWN and not (reason in SEALING_REASONS and leaves_versions(head.canonical)):
                raise Withdrawn({"id": head.id})
            stated = [mask_text(words) if words else None for words in (ground, asked_by)]
            withdraw(writing, head, tombstone(head.canonical, writing.now, reason, *stated))
            if reason in SEALING_REASONS:
                forget_tags(session, head)
                seal(session, head.number, writing.now, lambda _: True)

    def redact(self, record_id: str, words: str, what: Personal) -> int:
        """Take words out of a record that stays; how many earlier versions were sealed.

        Raises NotFound, BadId, Withdrawn, and NothingToRedact when they do not stand in it.
        """
        with self._store.write() as session:
            head, writing = self._head(session, record_id)
            if head.status == Status.WITHDRAWN:
                raise Withdrawn({"id": head.id})
            return redact_record(writing, head, words, what)

    def judge(self, record_id: str, kind: str, to: str, said: Said) -> int:
        """Confirm or refuse what a record says of another, by its words or the other's id; how many edges that are.

        Raises NotFound (`what` is record or relation) and BadId.
        """
        with self._store.write() as session:
            edges = stated_edges(session, record_id, kind, to)
            judge(session, edges, said, self._store.instant())
            return len(edges)

    def scrub(self) -> bool:
        """After something was sealed: let its bytes stand in no file of the store; False while somebody reads there."""
        return self._store.scrub()

    # ---------- moving to another store ----------

    def rest(self, operator: str) -> None:
        """Begin no more jobs: this store is about to be moved. Its sources wake in the new one."""
        moving.rest(self._store, operator)

    def wake(self) -> None:
        """Wake the sources that rest for a move."""
        moving.wake(self._store)

    def running(self) -> list[int]:
        """The numbers of the jobs that run."""
        return moving.running(self._store)

    def is_moved_to(self, other: Catalogue) -> bool:
        """Whether an earlier move has copied everything into another catalogue's store."""
        return moving.is_moved(self._store, other._store)

    def refuse_filled(self) -> None:
        """Raises MoveRefused where something is in this store: nothing can be moved into it."""
        moving.refuse_filled(self._store)

    def move_to(self, other: Catalogue, progress: moving.Progress) -> moving.Moved:
        """Copy everything into another catalogue's store, which is empty; raises MoveRefused."""
        return moving.move(self._store, other._store, progress)

    # ---------- withheld ----------

    def approve(self, job_number: int) -> tuple[int, int]:
        """Withdraw what a job has withheld; (withdrawn, shown again by now). Raises NotFound, NothingWithheld."""
        with self._store.write() as session:
            job = jobs.get(session, job_number)
            source = session.get_one(models.Source, job.source_id)
            now = self._store.instant()
            return approve(Ingest(session, source.id, source.agency, job.number, now, self._random_bytes), job)

    def _head(self, session: Session, record_id: str) -> tuple[Head, Ingest]:
        """A record, and how an operator writes to it; raises NotFound, BadId."""
        found = head_of(session, read_id(record_id))
        if found is None:
            raise NotFound("record", record_id)
        head, source_id, agency = found
        return head, Ingest(session, source_id, agency, None, self._store.instant(), self._random_bytes)
