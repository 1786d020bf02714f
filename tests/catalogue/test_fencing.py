"""A worker that lost its job writes nothing any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from catalogue import models
from catalogue.archive import Document
from catalogue.errors import JobLost
from catalogue.intake import JobEnd
from catalogue.issues import Read
from catalogue.jobs import NOTHING_DONE
from catalogue.leases import WorkerLock
from catalogue.queue import JobHandle
from catalogue.vocab import JobState
from tests.catalogue.queueing import Time, claimed, queue, watch_for_a_lease
from tests.making import FETCHED_AT, SEEN_AT, SOURCE, Store, a_decision, new_record

DOCUMENT = Document("https://shora.example/1", b"x", "text/html", None, 200, (), FETCHED_AT, recorded=False)
NINE = datetime(2026, 11, 21, 9, tzinfo=UTC)  # about where the clock of tests stands
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
END = JobEnd(JobState.SUCCEEDED, None, {}, {}, (), Read(frozenset(), frozenset(), whole=False), SEEN_AT)
LATE_WRITES: dict[str, Callable[[Store, JobHandle], object]] = {
    "records": lambda store, job: store.intake.put_records(job, [new_record("late", a_decision())]),
    "a document": lambda store, job: store.intake.keep(job, DOCUMENT.address, DOCUMENT, NOTHING_DONE),
    "documents at hand": lambda store, job: note(store, job),
    "its end": lambda store, job: store.intake.finish(job, END),
    "going back": lambda store, job: store.intake.give_back(job.claim),
    "going back for a retry": lambda store, job: store.intake.try_again_later(job, "unreachable", NOTHING_DONE),
    "failing": lambda store, job: store.intake.fail(job.claim, "internal"),
    "the source file": lambda store, job: store.intake.begin(job.claim, job.source),
}


def note(store: Store, job: JobHandle) -> None:
    store.intake.keep_body(DOCUMENT)
    store.intake.note(job, [DOCUMENT])


def taken_over(store: Store, workers: Callable[[], WorkerLock], time: Time) -> JobHandle:
    """The handle of a worker that stood still until another one took its job."""
    queue(store)
    late = store.intake.begin(claimed(store, workers().name), SOURCE)
    again = watch_for_a_lease(store, workers().name, time)
    assert again is not None
    store.intake.begin(again, SOURCE)
    return late


def aborted(store: Store, workers: Callable[[], WorkerLock], _time: Time) -> JobHandle:
    """The handle of a job that an operator ended."""
    queue(store)
    late = store.intake.begin(claimed(store, workers().name), SOURCE)
    assert store.intake.abort(late.number) and not store.intake.abort(late.number)
    return late


@pytest.mark.parametrize("loss", [taken_over, aborted])
@pytest.mark.parametrize("write", list(LATE_WRITES))
def test_every_late_write_is_refused(
    store: Store, workers: Callable[[], WorkerLock], time: Time, write: str, loss: Callable[..., JobHandle]
) -> None:
    late = loss(store, workers, time)
    before = rows(store)
    with pytest.raises(JobLost):
        LATE_WRITES[write](store, late)
    assert rows(store) == before


def rows(store: Store) -> list[object]:
    """Everything a job could write."""
    with store.catalogue.read() as session:
        tables = (models.Record, models.Version, models.LogEntry, models.Document, models.Fetch, models.Issue)
        return [
            *(session.query(table).count() for table in tables),
            *[tuple(row) for row in session.execute(models.Job.__table__.select())],
            *[tuple(row) for row in session.execute(models.Source.__table__.select())],
        ]


def test_a_late_heartbeat_learns_that_the_job_is_lost(
    store: Store, workers: Callable[[], WorkerLock], time: Time
) -> None:
    late = taken_over(store, workers, time)
    assert store.intake._beat(late.claim, 1.0) is False


def test_an_aborted_job_counts_what_it_wrote(store: Store) -> None:
    job = store.begin()
    store.intake.put_records(job, [new_record("1", a_decision()), new_record("2", a_decision("دو"))])
    store.intake.abort(job.number)
    found = store.catalogue.job(job.number)
    assert (found.state, found.reason, found.counts["added"]) == ("aborted", "by-operator", 2)
