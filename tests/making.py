"""What tests make records and stores with; only the clock and the randomness are theirs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine

from catalogue.answers import RecordView
from catalogue.archive import Document
from catalogue.connection import open_engine, sqlite_url
from catalogue.follower_lock import follower_lock
from catalogue.identity import RandomBytes
from catalogue.ingest import NewRecord
from catalogue.intake import Intake, JobEnd
from catalogue.issues import IssueRow, Read
from catalogue.jobs import SourceRow
from catalogue.leases import WorkerLock
from catalogue.models import Base
from catalogue.queue import JobHandle
from catalogue.search.elastic import Client, open_elastic
from catalogue.search.engines import open_search
from catalogue.search.follower import Progress, SearchFollower
from catalogue.search.generations import Generations, Lock
from catalogue.search.index import Index
from catalogue.search.local import LocalGenerations, LocalIndex
from catalogue.search.together import Together
from catalogue.search.verify import Read as OpenSession
from catalogue.service import Catalogue
from catalogue.store import currents_after
from catalogue.vocab import JobState
from catalogue.withdrawal import Absences, WithdrawRules
from catalogue.writing import Origin
from tests.services import postgres

SOURCE = SourceRow("src", "منبع نمونه", "shora-nemouneh", "decision", "html", "all", "https://shora.example/", "0" * 64)
SEEN_AT = "2026-11-21T10:00:00Z"
FETCHED_AT = "2026-11-20T05:00:00Z"
MOST_RECORDS = 100_000
"""No test has more."""


SERVER = os.environ.get("TEST_DASTRAS_STORE", "")
"""The address of a PostgreSQL server on which tests make their stores; none: each has an SQLite file."""

SEARCH = tuple(filter(None, os.environ.get("TEST_DASTRAS_SEARCH", "").split(",")))
"""Addresses of an Elasticsearch cluster for tests; none: tantivy alone."""

needs_embedded = pytest.mark.skipif(bool(SEARCH), reason="looks into the files of the embedded engine")
"""A mark for tests and modules."""

needs_sqlite = pytest.mark.skipif(bool(SERVER), reason="looks into the SQLite file itself; this store is PostgreSQL")
"""A mark for tests and modules."""


class Clock:
    """A clock that moves one second at each look."""

    def __init__(self) -> None:
        self._now = datetime(2026, 11, 21, 9, 0, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


class Followers(SearchFollower):
    """The follower of the engine, and where that is a cluster the one of the words behind it."""

    def __init__(self, generations: Sequence[Generations], read: OpenSession) -> None:
        first, *others = generations
        super().__init__(first, read)
        self._all = SearchFollower(Together(generations), read)
        self._others = [SearchFollower(one, read) for one in others]

    def catch_up(self, least: int = 1, progress: Progress | None = None) -> int:
        done = super().catch_up(least, progress)
        for other in self._others:
            other.catch_up(least)
        return done

    def rebuild(self, progress: Progress | None = None) -> int:
        return self._all.rebuild(progress) if self._others else super().rebuild(progress)


@dataclass(frozen=True)
class Store:
    """A catalogue over a fresh store with its follower; `address` is that of a PostgreSQL database, None of SQLite."""

    catalogue: Catalogue
    follower: SearchFollower
    folder: Path
    engine: Engine
    workers: dict[int, WorkerLock] = field(default_factory=dict)  # by the job each of them runs
    rules: WithdrawRules = field(default_factory=WithdrawRules)
    address: str | None = None

    def close(self) -> None:
        """Let go of the files, and drop the database."""
        for worker in self.workers.values():
            worker.release()
        self.engine.dispose()
        if self.address:
            postgres.drop(self.address)
        if SEARCH:
            remove_all(prefix_of(self.folder))

    @property
    def intake(self) -> Intake:
        """Where records come in."""
        return self.catalogue.intake

    def begin(self, source: SourceRow = SOURCE, *, recorded: bool = False) -> JobHandle:
        """A running job of a worker of its own."""
        worker = self.intake.worker()
        try:
            job = self.intake.begin_job(source, worker.name, recorded=recorded)
        except BaseException:
            worker.release()
            raise
        self.workers[job.number] = worker
        return job

    def kill(self, job: JobHandle) -> None:
        """End the worker of a job as the end of its process does."""
        self.workers.pop(job.number).release()

    def finish(
        self, job: JobHandle, state: JobState, issues: Sequence[IssueRow] = (), read: Read | None = None
    ) -> None:
        """End it."""
        seen = read or Read(frozenset(), frozenset(), whole=True)
        counts = {"refused": sum(issue.refuses for issue in issues), "issues": len(issues)}
        absences = self.intake.absences(job, seen, self.rules) if read else Absences()
        self.intake.finish(job, JobEnd(state, None, counts, {}, issues, seen, SEEN_AT, absences=absences))
        self.kill(job)

    def put(self, *records: NewRecord, source: SourceRow = SOURCE) -> None:
        """Ingest in a job of its own and let the index follow."""
        job = self.begin(source)
        self.intake.put_records(job, records)
        seen = frozenset([*self.intake.digests(job), *(record.native_id for record in records)])
        self.finish(job, JobState.SUCCEEDED, read=Read(seen, frozenset(), whole=True))
        self.follower.catch_up()

    def keep(self, *documents: Document) -> None:
        """Keep documents in a job of its own."""
        job = self.begin(recorded=True)
        for document in documents:
            self.intake.keep_body(document)
        self.intake.note(job, documents)
        self.finish(job, JobState.SUCCEEDED, read=Read(frozenset(), frozenset(), whole=False))

    def ids(self) -> list[str]:
        """All ids, in the order they were given."""
        with self.catalogue.read() as session:
            return [current.id for current in currents_after(session, 0, MOST_RECORDS)]

    def only_record(self) -> RecordView:
        """The one record there is."""
        (record_id,) = self.ids()
        return self.catalogue.get(record_id)


def prefix_of(folder: Path) -> str:
    """The names in the cluster of what a test keeps in this folder: the same in every process of one test."""
    return f"t{sha256(str(folder).encode()).hexdigest()[:16]}"


def remove_all(prefix: str, addresses: Sequence[str] = SEARCH) -> None:
    """Every index of this prefix."""
    client = Client(addresses)
    for name in client.ask("GET", f"/{prefix}-*/_alias"):
        client.ask("DELETE", f"/{name}")
    client.close()


def open_fresh(folder: Path, random_bytes: RandomBytes | None = None) -> Store:
    """An empty store in a folder, with a seeded randomness."""
    folder.mkdir(parents=True, exist_ok=True)
    address = postgres.fresh(SERVER) if SERVER else None
    if SEARCH:
        remove_all(prefix_of(folder))  # of an earlier run with a folder of the same name
    engine = open_engine(address or sqlite_url(folder))
    if not address:
        Base.metadata.create_all(engine)
    index, generations = _open_index(folder, partial(follower_lock, engine, folder / "locks"))
    catalogue = Catalogue(engine, folder, index, Clock(), random_bytes or Random(14).randbytes)
    return Store(catalogue, Followers(generations, catalogue.read), folder, engine, address=address)


def _open_index(folder: Path, lock: Lock) -> tuple[Index, tuple[Generations, ...]]:
    """The embedded engine, or names of one's own in the cluster of the tests."""
    if SEARCH:
        return open_elastic(SEARCH, folder / "words", lock, prefix_of(folder))
    search = open_search(folder, (), lock)
    return search.index, search.generations


def embedded(store: Store) -> Store:
    """The same store, read and followed by the engine in its own folder, whichever engine the tests run on."""
    folder = store.folder / "search"
    catalogue = Catalogue(store.engine, store.folder, LocalIndex(folder), Clock(), Random(15).randbytes)
    follower = SearchFollower(LocalGenerations(folder), catalogue.read)
    follower.catch_up()
    return replace(store, catalogue=catalogue, follower=follower)


def a_date(iso: str = "2023-07-23", jalali: str = "1402-05-01", raw: str = "۱۴۰۲/۰۵/۰۱") -> dict[str, str]:
    """A DualDate."""
    return {"raw": raw, "iso": iso, "jalali": jalali, "precision": "day", "rule": "jalali_ymd", "weekday": "absent"}


def a_decision(title: str = "مصوبهٔ نمونه", text: str = "متن نمونهٔ مصوبه.", **more: Any) -> dict[str, Any]:
    """A valid decision."""
    return {
        "kind": "decision",
        "title": title,
        "type": "resolution",
        "type_asserted_by": "source",
        "roles": [{"role": "issuer", "agency": "shora-nemouneh", "raw": "شورای شهر نمونه"}],
        "texts": [{"role": "body", "text": text}],
        "dates": {"adopted": a_date()},
        **more,
    }


def new_record(
    native_id: str, record: dict[str, Any], raw_digest: str = "", document: str = "d" * 64, shows: str = ""
) -> NewRecord:
    """Ready to be ingested; with another document the publisher shows something else, unless `shows` is the same."""
    address = f"https://shora.example/{native_id}"
    origin = Origin(address, document, address, FETCHED_AT, recorded=False)
    return NewRecord(native_id, record, shows or document, raw_digest or f"digest of {native_id}", origin)
