"""The API's jobs and issues: what is shown, and whether more was counted."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from catalogue.intake import JobEnd
from catalogue.issues import ISSUES_PER_JOB, IssueRow, Read
from catalogue.reports import JOBS_PER_PAGE
from catalogue.vocab import JobState
from tests.api.asking import get
from tests.making import Store


def a_job(store: Store, counted: int, *counts: int) -> int:
    """A job that counted so many issues and stored one row for each of `counts`."""
    job = store.begin()
    rows = [
        IssueRow("normalise", "date-unreadable", str(number), None, None, None, "خوانا نیست", "unreadable", count)
        for number, count in enumerate(counts)
    ]
    read = Read(frozenset(), frozenset(), whole=True)
    end = JobEnd(JobState.PARTIAL, "too-few-records", {"issues": counted}, {}, rows, read, "2026-11-21T10:00:00Z")
    store.catalogue.intake.finish(job, end)
    return job.number


@pytest.mark.parametrize(
    ("counted", "rows", "expected"),
    [
        (0, (), (0, False)),
        (2, (1, 1), (2, False)),
        (7, (5, 2), (2, False)),  # equal issues are one with a count: nothing is missing
        (ISSUES_PER_JOB + 5, (1,) * (ISSUES_PER_JOB + 5), (ISSUES_PER_JOB + 5, True)),
    ],
)
def test_a_list_of_issues_says_when_more_were_counted(
    store: Store, client: FlaskClient, counted: int, rows: tuple[int, ...], expected: tuple[int, bool]
) -> None:
    number = a_job(store, counted, *rows)
    found = get(client, f"/api/v1/jobs/{number}/issues")
    assert (found["total"], found["truncated"]) == expected
    assert len(found["items"]) == min(len(rows), ISSUES_PER_JOB)


def test_an_issue_is_told_in_both_languages(store: Store, client: FlaskClient) -> None:
    (issue,) = get(client, f"/api/v1/jobs/{a_job(store, 1, 1)}/issues")["items"]
    assert (issue["message_fa"], issue["message_en"]) == ("خوانا نیست", "unreadable")


def test_a_job_tells_its_state_and_counts(store: Store, client: FlaskClient) -> None:
    number = a_job(store, 3, 3)
    job = client.get(f"/api/v1/jobs/{number}").json
    assert job is not None
    assert (job["number"], job["state"], job["reason"], job["counts"]) == (
        number,
        "partial",
        "too-few-records",
        {"issues": 3, "added": 0, "changed": 0, "withdrawn": 0, "withheld": 0, "unchanged": 0},
    )


def test_a_walk_over_jobs_meets_each_once(store: Store, client: FlaskClient) -> None:
    made = [a_job(store, 0) for _ in range(JOBS_PER_PAGE + 3)]
    address, met = "/api/v1/jobs?source=src", []
    while address:
        found = get(client, address)
        assert found["total"] == len(made)
        met += [job["number"] for job in found["items"]]
        address = found["next"]
    assert met == made[::-1]


@pytest.mark.parametrize("query", ["before=0", "before=-1", "before=x", "before=1&before=2", "sources=src", "before=²"])
def test_what_no_list_of_jobs_can_answer_is_refused(client: FlaskClient, query: str) -> None:
    assert client.get(f"/api/v1/jobs?{query}").status_code in (400, 422)


def test_a_source_that_nobody_knows_has_no_jobs(client: FlaskClient) -> None:
    found = get(client, "/api/v1/jobs?source=nobody")
    assert (found["items"], found["total"], found["truncated"], found["next"]) == ([], 0, False, None)
    assert found["effective_query"] == {"filters": {"source": "nobody"}, "url": "/api/v1/jobs?source=nobody"}
    assert found["as_of"] == {"log_index": 0, "at": None}
