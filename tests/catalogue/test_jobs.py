"""Jobs and their issues: what a job closes, what goes on, and how the pages of jobs are walked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from catalogue import models
from catalogue.answers import IssueView
from catalogue.errors import NotFound, SourceBusy
from catalogue.intake import JobEnd
from catalogue.issues import ISSUES_PER_JOB, IssueRow, Read
from catalogue.reports import JOBS_PER_PAGE, JobQuery
from catalogue.vocab import JobState
from tests.making import SOURCE, Store

NOTHING = {"added": 0, "changed": 0, "unchanged": 0, "withdrawn": 0, "withheld": 0}
OTHER = replace(SOURCE, id="other", name="منبع دیگر")
SUCCEEDED, PARTIAL, FAILED = JobState.SUCCEEDED, JobState.PARTIAL, JobState.FAILED


def an_issue(
    native_id: str | None = "1", code: str = "date-unreadable", place: str | None = None, count: int = 1
) -> IssueRow:
    return IssueRow("normalise", code, native_id, "d" * 64, place, "۳۱/۱۳", "تاریخ خوانا نیست", "unreadable", count)


def read(unchanged: set[str] | None = None, looked_at: set[str] | None = None, *, whole: bool = True) -> Read:
    return Read(unchanged or set(), looked_at or set(), whole)


def run(store: Store, *issues: IssueRow, state: JobState = SUCCEEDED, seen: Read | None = None) -> int:
    """The number of a job that ended so."""
    job = store.begin()
    store.finish(job, state, issues, seen)
    return job.number


def issues(store: Store, number: int) -> tuple[IssueView, ...]:
    return store.catalogue.issues(number)


def open_codes(store: Store) -> list[str]:
    with store.catalogue.read() as session:
        statement = select(models.Issue.code).where(models.Issue.is_open).order_by(models.Issue.number)
        return list(session.scalars(statement))


def rows(store: Store) -> int:
    with store.catalogue.read() as session:
        return len(session.scalars(select(models.Issue.number)).all())


def test_an_issue_seen_again_keeps_its_row_and_its_first_time(store: Store) -> None:
    first = run(store, an_issue())
    (before,) = issues(store, first)
    again = run(store, replace(an_issue(count=7), excerpt="۳۲/۱۳"))
    (after,) = issues(store, again)
    assert rows(store) == 1
    assert after.first_seen_at == before.first_seen_at and after.last_seen_at > before.last_seen_at
    assert (after.count, after.excerpt) == (7, "۳۲/۱۳")


@pytest.mark.parametrize(
    "another",
    [
        an_issue("2"),
        an_issue(None),
        an_issue(code="date-hijri"),
        an_issue(place="dates.adopted"),
        replace(an_issue(), message_en="another fact"),
    ],
)
def test_another_record_code_place_or_fact_is_another_issue(store: Store, another: IssueRow) -> None:
    run(store, an_issue())
    number = run(store, an_issue(), another)
    assert rows(store) == 2 and len(issues(store, number)) == 2


def test_a_job_in_between_that_saw_nothing_shows_nothing(store: Store) -> None:
    first = run(store, an_issue())
    failed = run(store, state=FAILED, seen=read(whole=False))
    assert open_codes(store) == ["date-unreadable"]
    again = run(store, an_issue())
    assert [len(issues(store, number)) for number in (first, failed, again)] == [1, 0, 1]
    assert issues(store, again)[0].first_seen_at == issues(store, first)[0].first_seen_at
    assert open_codes(store) == ["date-unreadable"]


def test_an_unchanged_record_keeps_its_issues(store: Store) -> None:
    run(store, an_issue("1"), an_issue("2"))
    number = run(store, seen=read(unchanged={"1"}, looked_at={"2"}))
    assert [issue.native_id for issue in issues(store, number)] == ["1"]
    assert len(open_codes(store)) == 1


def test_what_a_whole_job_does_not_see_any_more_is_closed(store: Store) -> None:
    first = run(store, an_issue("1"), an_issue(None, "listing-empty"))
    second = run(store)
    assert open_codes(store) == [] and issues(store, second) == ()
    assert len(issues(store, first)) == 2  # the earlier job still says what it saw


def test_what_comes_back_after_it_was_closed_is_a_new_issue(store: Store) -> None:
    first = run(store, an_issue())
    run(store)
    third = run(store, an_issue())
    assert rows(store) == 2
    assert issues(store, third)[0].first_seen_at > issues(store, first)[0].first_seen_at


@pytest.mark.parametrize("state", [PARTIAL, FAILED])
def test_a_job_that_did_not_read_all_closes_only_what_it_looked_at(store: Store, state: JobState) -> None:
    run(store, an_issue("1"), an_issue("2", "date-hijri"), an_issue(None, "listing-empty"))
    run(store, state=state, seen=read(looked_at={"1"}, whole=False))
    assert open_codes(store) == ["date-hijri", "listing-empty"]


def test_a_failed_job_that_read_nothing_closes_nothing(store: Store) -> None:
    run(store, an_issue("1"), an_issue("2"))
    run(store, an_issue(None, "unreachable"), state=FAILED, seen=read(whole=False))
    assert open_codes(store) == ["date-unreadable", "date-unreadable", "unreachable"]


def test_a_job_of_another_source_touches_no_issue_of_this_one(store: Store) -> None:
    run(store, an_issue())
    store.finish(store.begin(OTHER), SUCCEEDED)
    assert open_codes(store) == ["date-unreadable"]


def test_more_than_a_thousand_issues_are_counted_only(store: Store) -> None:
    many = [an_issue(str(number)) for number in range(ISSUES_PER_JOB + 5)]
    number = run(store, *many)
    assert rows(store) == len(issues(store, number)) == ISSUES_PER_JOB
    assert store.catalogue.job(number).counts["issues"] == ISSUES_PER_JOB + 5


def test_an_end_that_cannot_be_written_leaves_the_job_running(store: Store) -> None:
    job = store.begin()
    broken = replace(an_issue(), stage=None)  # type: ignore[arg-type]  # what no column takes
    with pytest.raises(Exception, match=r"(?i)not.null"):
        store.finish(job, SUCCEEDED, [an_issue("2"), broken])
    assert store.catalogue.job(job.number).state == "running" and rows(store) == 0


def test_only_a_succeeded_job_moves_the_last_complete_time(store: Store) -> None:
    def complete() -> str | None:
        return store.catalogue.source("src").last_complete_at

    for state in (FAILED, PARTIAL, JobState.ABORTED):
        run(store, state=state)
        assert complete() is None
    run(store)
    assert complete() == "2026-11-21T10:00:00Z"
    job = store.begin()
    end = JobEnd(PARTIAL, "page-unreadable", {}, {}, (), read(whole=False), "2026-12-01T00:00:00Z")
    store.catalogue.intake.finish(job, end)
    assert complete() == "2026-11-21T10:00:00Z"


def test_a_recorded_source_was_last_seen_when_it_was_recorded(store: Store) -> None:
    job = store.begin(recorded=True)
    store.catalogue.intake.finish(job, JobEnd(SUCCEEDED, None, {}, {}, (), read(), "2024-01-01T00:00:00Z"))
    assert store.catalogue.source("src").last_complete_at == "2024-01-01T00:00:00Z"
    found = store.catalogue.job(job.number)
    assert found.recorded and found.ended_at is not None and found.ended_at > "2026"


def test_a_job_says_how_it_ended(store: Store) -> None:
    job = store.begin()
    assert (store.catalogue.job(job.number).state, store.catalogue.job(job.number).ended_at) == ("running", None)
    store.catalogue.intake.finish(
        job, JobEnd(PARTIAL, "too-few-records", {"read": 3}, {}, (), read(), "2026-11-21T10:00:00Z")
    )
    found = store.catalogue.job(job.number)
    assert (found.state, found.reason, dict(found.counts)) == ("partial", "too-few-records", NOTHING | {"read": 3})
    assert found.config_sha256 == SOURCE.config_sha256


def test_pages_of_jobs_meet_every_job_once_newest_first(store: Store) -> None:
    made = [run(store) for _ in range(JOBS_PER_PAGE + 1)]
    store.finish(store.begin(OTHER), SUCCEEDED)
    page = store.catalogue.jobs(JobQuery("src"))
    assert (len(page.jobs), page.total, page.next_before) == (JOBS_PER_PAGE, JOBS_PER_PAGE + 1, made[1])
    rest = store.catalogue.jobs(JobQuery("src", before=page.next_before))
    assert [job.number for job in (*page.jobs, *rest.jobs)] == made[::-1]
    assert (rest.total, rest.next_before) == (JOBS_PER_PAGE + 1, None)
    assert store.catalogue.jobs().total == JOBS_PER_PAGE + 2


def test_a_full_last_page_has_no_next_one(store: Store) -> None:
    for _ in range(JOBS_PER_PAGE):
        run(store)
    assert store.catalogue.jobs().next_before is None


def test_an_unknown_source_has_no_jobs(store: Store) -> None:
    run(store)
    assert (store.catalogue.jobs(JobQuery("nobody")).jobs, store.catalogue.jobs(JobQuery("nobody")).total) == ((), 0)


@pytest.mark.parametrize("number", [0, -1, 2, 2**31, 2**63, 10**40])
def test_a_number_that_no_job_has_is_not_found(store: Store, number: int) -> None:
    run(store)
    with pytest.raises(NotFound):
        store.catalogue.job(number)
    with pytest.raises(NotFound):
        store.catalogue.issues(number)


def test_whoever_wants_a_source_next_goes_on_with_the_lost_job(store: Store) -> None:
    lost = store.begin()
    store.kill(lost)
    job = store.begin()
    assert (job.number, job.claim.attempts) == (lost.number, 2)
    store.finish(job, SUCCEEDED)


def test_a_recording_that_lost_its_worker_is_failed_by_the_next_job(store: Store) -> None:
    lost = store.begin(recorded=True)
    store.kill(lost)
    job = store.begin(recorded=True)
    found = store.catalogue.job(lost.number)
    assert (found.state, found.reason) == ("failed", "worker-lost") and found.ended_at is not None
    assert store.catalogue.job(job.number).state == "running"
    store.finish(job, SUCCEEDED)


def test_a_running_job_is_never_taken_for_a_lost_one(store: Store) -> None:
    job = store.begin()
    assert store.catalogue.intake.fail_lost_jobs() == 0
    assert store.catalogue.job(job.number).state == "running"
    with pytest.raises(SourceBusy) as caught:
        store.begin()
    assert caught.value.source == "src"
    store.finish(job, SUCCEEDED)


def test_jobs_of_two_sources_run_side_by_side(store: Store) -> None:
    one, two = store.begin(), store.begin(OTHER)
    store.finish(two, SUCCEEDED)
    store.finish(one, SUCCEEDED)
    assert {job.state for job in store.catalogue.jobs().jobs} == {"succeeded"}


def test_a_source_is_brought_up_to_date_by_its_next_job(store: Store) -> None:
    run(store)
    store.finish(store.begin(replace(SOURCE, name="نام نو", config_sha256="1" * 64)), FAILED)
    found = store.catalogue.source("src")
    assert (found.name, found.config_sha256, found.last_complete_at) == ("نام نو", "1" * 64, "2026-11-21T10:00:00Z")
    assert found.last_job is not None and found.last_job.state == "failed"


def test_an_issue_of_many_records_stands_while_some_of_them_were_not_looked_at_again(store: Store) -> None:
    run(store, an_issue("1", count=40))
    number = run(store, seen=Read({"2", "3"}, {"1"}, whole=True))
    assert [issue.count for issue in issues(store, number)] == [40]
    number = run(store, seen=Read(set(), {"1", "2", "3"}, whole=True))
    assert issues(store, number) == ()
