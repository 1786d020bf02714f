"""A job asks only for what changed: never before a whole listing, not for long, and not after we read differently."""

from __future__ import annotations

from datetime import timedelta

from catalogue.issues import IssueRow, Read
from catalogue.queue import JobHandle
from catalogue.vocab import JobState, SourceStatus
from tests.catalogue.queueing import columns
from tests.making import Store, a_decision, new_record

NOBODY: frozenset[str] = frozenset()
WEEK = timedelta(days=7)


def asks_since(store: Store, job: JobHandle, reading: str = "r", full_every: timedelta = WEEK) -> str | None:
    return store.intake.changes_since(job, reading, full_every)


def end(
    store: Store, job: JobHandle, *, since: str | None, state: JobState = JobState.SUCCEEDED, seen: str = ""
) -> None:
    whole = state is JobState.SUCCEEDED
    store.finish(job, state, read=Read(frozenset(seen), NOBODY, whole=whole, changes_only=since is not None))


def after_a_whole_listing(store: Store, seen: str = "") -> str:
    """When it began."""
    job = store.begin()
    assert asks_since(store, job) is None
    end(store, job, since=None, seen=seen)
    return str(store.catalogue.job(job.number).started_at)


def test_the_first_job_reads_everything_and_the_next_what_changed_since_it_began(store: Store) -> None:
    began = after_a_whole_listing(store)
    job = store.begin()
    assert asks_since(store, job) == began
    assert store.catalogue.job(job.number).changes_since == began


def test_a_job_of_changes_is_as_good_a_beginning_as_a_whole_one(store: Store) -> None:
    after_a_whole_listing(store)
    job = store.begin()
    end(store, job, since=asks_since(store, job))
    assert asks_since(store, store.begin()) == store.catalogue.job(job.number).started_at


def test_what_a_partial_job_missed_is_asked_for_again(store: Store) -> None:
    began = after_a_whole_listing(store)
    job = store.begin()
    end(store, job, since=asks_since(store, job), state=JobState.PARTIAL)
    assert asks_since(store, store.begin()) == began


def test_another_reading_or_a_recording_reads_everything(store: Store) -> None:
    after_a_whole_listing(store)
    job = store.begin()
    assert asks_since(store, job, "another") is None
    end(store, job, since=None, state=JobState.PARTIAL)
    assert asks_since(store, store.begin(recorded=True)) is None


def test_everything_is_read_again_when_the_last_whole_listing_is_old(store: Store) -> None:
    after_a_whole_listing(store)
    job = store.begin()
    end(store, job, since=asks_since(store, job))
    assert asks_since(store, store.begin(), full_every=timedelta(seconds=1)) is None


def test_a_job_that_is_taken_up_again_keeps_what_it_asked_for(store: Store) -> None:
    after_a_whole_listing(store)
    job = store.begin()
    since = asks_since(store, job)
    columns(store, job.number, started_at="2030-01-01T00:00:00Z")
    assert asks_since(store, job, full_every=timedelta(seconds=1)) == since


def test_what_did_not_change_is_not_absent_and_keeps_its_issues_and_the_time_it_was_seen(store: Store) -> None:
    store.put(*(new_record(key, a_decision(f"مصوبهٔ {key}")) for key in "abc"))
    began = after_a_whole_listing(store, "abc")
    job = store.begin()
    issue = IssueRow("read", "leftover", "a", None, None, None, "الف", "a", 1, refuses=False)
    read = Read(frozenset("bc"), frozenset("a"), whole=True)
    store.finish(job, JobState.SUCCEEDED, [issue], read)
    for _ in range(3):
        job = store.begin()
        since = asks_since(store, job)
        assert since is not None and since >= began
        end(store, job, since=since)
    with store.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT source_status, absent_jobs FROM record").all()
        open_issues = connection.exec_driver_sql("SELECT count(*) FROM issue WHERE is_open").scalar_one()
    assert [tuple(row) for row in rows] == [(SourceStatus.PRESENT, 0)] * 3
    assert open_issues == 1
