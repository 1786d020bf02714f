"""The queue: who may claim what, and when; what goes back to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from catalogue.archive import Document
from catalogue.errors import NotFound, SourceBusy, SourcePaused
from catalogue.intake import JobEnd
from catalogue.issues import Read
from catalogue.jobs import ASKED_FOR, NOTHING_DONE, SCHEDULED, Work, enqueue
from catalogue.leases import Watch, WorkerLock
from catalogue.vocab import JobState, Lane
from tests.catalogue.queueing import Time, claimed, columns, queue, watch_for_a_lease
from tests.making import FETCHED_AT, SEEN_AT, SOURCE, Store

DOCUMENT = Document("https://shora.example/1", b"x", "text/html", None, 200, (), FETCHED_AT, recorded=False)
NINE = datetime(2026, 11, 21, 9, tzinfo=UTC)  # about where the clock of tests stands
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
END = JobEnd(JobState.SUCCEEDED, None, {}, {}, (), Read(frozenset(), frozenset(), whole=False), SEEN_AT)
# ---------- claims ----------


def test_a_job_is_claimed_once(store: Store, workers: Callable[[], WorkerLock]) -> None:
    number = queue(store)
    claims = [store.intake.claim(workers().name, Lane.SHORT) for _ in range(3)]
    assert [claim.number for claim in claims if claim] == [number]


def test_whoever_was_asked_for_goes_first(store: Store, workers: Callable[[], WorkerLock]) -> None:
    scheduled, asked = queue(store, "one"), queue(store, "two", ASKED_FOR)
    worker = workers().name
    assert [claimed(store, worker).number, claimed(store, worker).number] == [asked, scheduled]


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
    columns(store, number, run_at="2026-11-21T10:00:00Z")  # the clock of tests stands at nine
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


def test_a_worker_takes_no_job_that_it_holds_itself(
    store: Store, workers: Callable[[], WorkerLock], time: Time
) -> None:
    queue(store)
    worker = workers().name
    claimed(store, worker)
    assert watch_for_a_lease(store, worker, time) is None


def test_one_that_stands_still_loses_it_after_a_minute(
    store: Store, workers: Callable[[], WorkerLock], time: Time
) -> None:
    number, another = queue(store), workers().name
    claimed(store, workers().name)
    again = watch_for_a_lease(store, another, time)
    assert again is not None
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


def test_resuming_a_source_whose_job_waits_for_a_retry_brings_it_forward(
    store: Store, workers: Callable[[], WorkerLock]
) -> None:
    queue(store, "scheduled")
    number = queue(store)
    columns(store, number, run_at="2026-11-21T11:00:00Z", reason="unreachable")
    store.intake.pause("src")
    store.intake.resume("src")
    assert claimed(store, workers().name).number == number
    assert store.catalogue.jobs().total == 2


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


def test_a_job_that_ran_when_its_store_was_backed_up_is_taken_up_at_once(
    store: Store, workers: Callable[[], WorkerLock]
) -> None:
    number = queue(store)
    claimed(store, workers().name)
    store.intake.forget_workers()
    again = claimed(store, workers().name)
    assert (again.number, again.attempts) == (number, 2)


@pytest.mark.parametrize("number", [2, 2**63, 10**40])
def test_a_job_that_is_not_there_cannot_be_aborted(store: Store, number: int) -> None:
    queue(store)
    with pytest.raises(NotFound):
        store.intake.abort(number)
