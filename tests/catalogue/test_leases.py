"""Leases: who lives, who is dead, and that a late worker writes nothing."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from catalogue import models
from catalogue.archive import Document
from catalogue.errors import JobLost, JobOverran, JobStopped, SourceBusy, SourcePaused
from catalogue.intake import JobEnd, JobHandle
from catalogue.issues import Read
from catalogue.jobs import ASKED_FOR, NOTHING_DONE, SCHEDULED, Claim, Work, enqueue
from catalogue.leases import LEASE_SECONDS, Hold, Lease, Watch, WorkerLock, forget_dead, is_dead
from catalogue.vocab import JobState, Lane
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


class Time:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def workers(store: Store) -> Iterator[Callable[[], WorkerLock]]:
    """Workers that live as long as the test."""
    made: list[WorkerLock] = []

    def make() -> WorkerLock:
        made.append(store.intake.worker())
        return made[-1]

    yield make
    for worker in made:
        worker.release()


def queue(store: Store, source_id: str = "src", priority: int = SCHEDULED) -> int:
    """The number of a queued job."""
    store.intake.register([], [replace(SOURCE, id=source_id)])
    with Session(store.engine) as session, session.begin():
        number = enqueue(session, source_id, "2026-11-21T08:00:00Z", priority)
    assert number is not None
    return number


def columns(store: Store, number: int, **values: object) -> None:
    with Session(store.engine) as session, session.begin():
        session.execute(update(models.Job).where(models.Job.number == number).values(**values))


# ---------- who lives ----------


def test_a_worker_is_dead_when_its_lock_is_free(tmp_path: Path) -> None:
    worker = WorkerLock(tmp_path)
    assert not is_dead(tmp_path, worker.name)
    worker.release()
    assert is_dead(tmp_path, worker.name)


def test_of_a_worker_of_another_machine_nothing_is_known(tmp_path: Path) -> None:
    assert not is_dead(tmp_path, "elsewhere-1-abcd")
    assert is_dead(tmp_path, None)


def test_a_killed_process_leaves_its_lock_free(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from catalogue.leases import WorkerLock;"
        "print(WorkerLock(Path(sys.argv[1])).name, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        name = process.stdout.readline().strip()
        assert not is_dead(tmp_path, name)
        process.kill()
        process.wait()
        assert is_dead(tmp_path, name)


def test_locks_of_dead_workers_go_once_they_hold_no_job(tmp_path: Path) -> None:
    living, holding, idle = WorkerLock(tmp_path), WorkerLock(tmp_path), WorkerLock(tmp_path)
    holding.release()
    idle.release()
    forget_dead(tmp_path, [holding.name])
    assert {path.stem for path in tmp_path.iterdir()} == {living.name, holding.name}
    living.release()


def test_a_lease_is_over_when_its_heartbeat_stood_still_for_a_minute(time: Time) -> None:
    watch, lease = Watch(time), Lease(1, 1, 5, "w")
    assert watch.over([lease]) == []
    time.now += LEASE_SECONDS - 1
    assert watch.over([lease]) == []
    time.now += 1
    assert watch.over([lease]) == [lease]


@pytest.mark.parametrize("moved", [Lease(1, 1, 6, "w"), Lease(1, 2, 5, "w")])
def test_a_heartbeat_that_moved_is_watched_anew(time: Time, moved: Lease) -> None:
    watch = Watch(time)
    watch.over([Lease(1, 1, 5, "w")])
    time.now += LEASE_SECONDS
    assert watch.over([moved]) == []


def test_a_watcher_that_slept_itself_takes_nothing_from_who_lives(time: Time) -> None:
    watch = Watch(time)
    watch.over([Lease(1, 1, 5, "w")])
    time.now += 10_000
    assert watch.over([Lease(1, 1, 700, "w")]) == []


def test_a_hold_that_is_lost_stopped_or_too_long_says_so() -> None:
    stop = threading.Event()
    Hold(lambda: True, stop, None).check()
    with pytest.raises(JobOverran):
        Hold(lambda: True, stop, -1.0).check()
    stop.set()
    with pytest.raises(JobStopped):
        Hold(lambda: True, stop, None).check()


# ---------- claims ----------


def test_a_job_is_claimed_once(store: Store, workers: Callable[[], WorkerLock]) -> None:
    number = queue(store)
    claims = [store.intake.claim(workers().name, Lane.SHORT) for _ in range(3)]
    assert [claim.number for claim in claims if claim] == [number]


def test_whoever_was_asked_for_goes_first(store: Store, workers: Callable[[], WorkerLock]) -> None:
    scheduled, asked = queue(store, "one"), queue(store, "two", ASKED_FOR)
    worker = workers().name
    assert [claimed(store, worker).number, claimed(store, worker).number] == [asked, scheduled]


def claimed(store: Store, worker: str, lane: Lane = Lane.SHORT, watch: Watch | None = None) -> Claim:
    claim = store.intake.claim(worker, lane, watch)
    assert claim is not None
    return claim


def test_a_source_has_one_open_job(store: Store) -> None:
    queue(store)
    with Session(store.engine) as session, session.begin():
        assert enqueue(session, "src", "2026-11-21T08:00:00Z", SCHEDULED) is None


def test_a_job_runs_in_the_lane_of_its_last_one(store: Store, workers: Callable[[], WorkerLock]) -> None:
    job = store.begin()
    store.intake.finish(job, replace(END, work=Work(seconds=301.0)))
    number = queue(store)
    assert store.catalogue.job(number).lane == "long"
    assert store.intake.claim(workers().name, Lane.SHORT) is None
    assert claimed(store, workers().name, Lane.LONG).number == number


def test_a_job_waits_for_its_time(store: Store, workers: Callable[[], WorkerLock]) -> None:
    number = queue(store)
    columns(store, number, run_at="2026-11-21T12:00:00Z")  # the clock of tests stands at nine
    assert store.intake.claim(workers().name, Lane.SHORT) is None


def test_a_clock_that_was_set_back_makes_nobody_wait(store: Store, workers: Callable[[], WorkerLock]) -> None:
    number = queue(store)
    columns(store, number, run_at="2027-11-21T12:00:00Z")
    assert claimed(store, workers().name).number == number


@pytest.mark.parametrize("queued", ["2025-11-21T08:00:00Z", "2027-11-21T08:00:00Z"])
def test_no_wall_clock_takes_a_lease_away(store: Store, workers: Callable[[], WorkerLock], queued: str) -> None:
    number = queue(store)
    claimed(store, workers().name)
    columns(store, number, queued_at=queued, run_at=queued, started_at=queued)
    assert store.intake.claim(workers().name, Lane.SHORT, Watch(Time())) is None


def test_a_killed_worker_loses_its_job_at_once_and_a_third_loss_ends_it(store: Store) -> None:
    number = queue(store)
    for attempts in (1, 2, 3):
        worker = store.intake.worker()
        claim = claimed(store, worker.name)
        assert (claim.number, claim.attempts) == (number, attempts)
        worker.release()
    assert store.intake.claim(store.intake.worker().name, Lane.SHORT) is None
    job = store.catalogue.job(number)
    assert (job.state, job.reason, job.attempts) == ("failed", "worker-lost", 3)


def test_one_that_stands_still_loses_it_after_a_minute(
    store: Store, workers: Callable[[], WorkerLock], time: Time
) -> None:
    number, watch, another = queue(store), Watch(time), workers().name
    claimed(store, workers().name)
    assert store.intake.claim(another, Lane.SHORT, watch) is None
    time.now += LEASE_SECONDS
    again = claimed(store, another, watch=watch)
    assert (again.number, again.attempts, again.worker) == (number, 2, another)


def test_a_paused_source_is_not_claimed_and_not_begun(store: Store, workers: Callable[[], WorkerLock]) -> None:
    queue(store)
    assert store.intake.pause("src") and not store.intake.pause("src")
    assert store.intake.claim(workers().name, Lane.SHORT) is None
    with pytest.raises(SourcePaused):
        store.begin()
    assert store.intake.resume("src") and not store.intake.resume("src")
    assert claimed(store, workers().name).source_id == "src"


def test_resuming_queues_a_job_before_all_scheduled_ones(store: Store, workers: Callable[[], WorkerLock]) -> None:
    queue(store, "scheduled")
    store.intake.register([], [SOURCE])
    store.intake.pause("src")
    store.intake.resume("src")
    assert claimed(store, workers().name).source_id == "src"


def test_a_person_takes_the_waiting_job_but_not_the_running_one(store: Store) -> None:
    number = queue(store)
    job = store.begin()
    assert job.number == number
    with pytest.raises(SourceBusy):
        store.begin()


# ---------- slots of schedules ----------


def test_a_slot_that_two_workers_see_is_queued_once(store: Store) -> None:
    store.intake.register([], [replace(SOURCE, schedule="0 5 * * *")])
    assert store.intake.slots(["src"]) == {"src": None}
    assert store.intake.move_slot("src", None, "2026-11-21T01:30:00Z", has_come=False) is None
    seen = store.intake.slots(["src"])["src"]
    first = store.intake.move_slot("src", seen, "2026-11-22T01:30:00Z", has_come=True)
    assert first is not None
    assert store.intake.move_slot("src", seen, "2026-11-22T01:30:00Z", has_come=True) is None
    assert store.catalogue.jobs().total == 1


def test_a_slot_that_comes_while_a_job_is_open_is_answered_by_that_job(store: Store) -> None:
    store.intake.register([], [replace(SOURCE, schedule="0 5 * * *")])
    store.intake.move_slot("src", None, "2026-11-21T01:30:00Z", has_come=True)
    assert store.intake.move_slot("src", "2026-11-21T01:30:00Z", "2026-11-22T01:30:00Z", has_come=True) is None
    assert store.catalogue.source("src").next_run_at == "2026-11-22T01:30:00Z"


def test_another_schedule_forgets_the_slot_of_the_old_one(store: Store) -> None:
    store.intake.register([], [replace(SOURCE, schedule="0 5 * * *")])
    store.intake.move_slot("src", None, "2026-11-21T01:30:00Z", has_come=False)
    store.intake.register([], [replace(SOURCE, schedule="0 6 * * *")])
    assert store.intake.slots(["src"]) == {"src": None}


# ---------- fencing ----------


def taken_over(store: Store, workers: Callable[[], WorkerLock], time: Time) -> JobHandle:
    """The handle of a worker that stood still until another one took its job."""
    queue(store)
    late = store.intake.begin(claimed(store, workers().name), SOURCE)
    watch = Watch(time)
    assert store.intake.claim(workers().name, Lane.SHORT, watch) is None
    time.now += LEASE_SECONDS
    store.intake.begin(claimed(store, workers().name, watch=watch), SOURCE)
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
    assert store.intake._beat(late.claim) is False


def test_an_aborted_job_counts_what_it_wrote(store: Store) -> None:
    job = store.begin()
    store.intake.put_records(job, [new_record("1", a_decision()), new_record("2", a_decision("دو"))])
    store.intake.abort(job.number)
    found = store.catalogue.job(job.number)
    assert (found.state, found.reason, found.counts["added"]) == ("aborted", "by-operator", 2)


# ---------- back to the queue ----------


def test_a_job_is_tried_again_after_five_minutes_half_an_hour_and_two_hours(
    store: Store, workers: Callable[[], WorkerLock]
) -> None:
    number, waits = queue(store), []
    for _ in range(3):
        columns(store, number, run_at="2026-11-21T08:00:00Z")
        job = store.intake.begin(claimed(store, workers().name), SOURCE)
        waits.append(
            round((store.intake.try_again_later(job, "unreachable", NOTHING_DONE) - NINE).total_seconds() / 60)
        )
        assert (store.catalogue.job(number).state, store.catalogue.job(number).reason) == ("queued", "unreachable")
    assert (waits, store.catalogue.job(number).retries_left) == ([5, 30, 120], 0)


def test_what_a_job_did_is_added_up_over_its_attempts(store: Store, workers: Callable[[], WorkerLock]) -> None:
    number = queue(store)
    job = store.intake.begin(claimed(store, workers().name), SOURCE)
    store.intake.keep(job, DOCUMENT.address, DOCUMENT, Work(requests=2, body_bytes=1))
    store.intake.give_back(job.claim, Work(requests=1, seconds=2.5))
    job = store.intake.begin(claimed(store, workers().name), SOURCE)
    store.intake.finish(job, replace(END, work=Work(requests=4, seconds=1.5)))
    found = store.catalogue.job(number)
    assert (found.requests, found.body_bytes, found.seconds, found.attempts) == (7, 1, 4.0, 2)


def test_a_job_that_went_back_has_its_documents_and_an_ended_one_needs_them_no_more(
    store: Store, workers: Callable[[], WorkerLock]
) -> None:
    queue(store)
    job = store.intake.begin(claimed(store, workers().name), SOURCE)
    store.intake.keep(job, "https://shora.example/hop", DOCUMENT, NOTHING_DONE)
    store.intake.give_back(job.claim)
    again = store.intake.begin(claimed(store, workers().name), SOURCE)
    since = LONG_AGO
    found = store.intake.fetched(again, "https://shora.example/hop", since)
    assert found is not None and (found[0].address, found[1]) == (DOCUMENT.address, b"x")
    assert store.intake.fetched(again, DOCUMENT.address, since) is None
    assert store.intake.fetched(again, "https://shora.example/hop", NINE) is None
    store.intake.finish(again, END)
    assert store.intake.fetched(again, "https://shora.example/hop", since) is None


def test_a_kept_document_whose_bytes_are_gone_is_asked_for_again(store: Store) -> None:
    job = store.begin()
    store.intake.keep(job, DOCUMENT.address, DOCUMENT, NOTHING_DONE)
    (store.folder / "archive" / DOCUMENT.sha256[:2] / DOCUMENT.sha256[2:]).unlink()
    since = LONG_AGO
    assert store.intake.fetched(job, DOCUMENT.address, since) is None
    assert store.intake.latest(DOCUMENT.address) is None
