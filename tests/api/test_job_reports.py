"""The API's reports of jobs: every record by name, why a job ended or waits, and which jobs and sources are listed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from catalogue import jobs, models
from catalogue.intake import JobEnd
from catalogue.issues import IssueRow, Read
from catalogue.reports import JOBS_PER_PAGE, RECORDS_PER_PAGE
from catalogue.transactions import Transactions
from catalogue.vocab import JobOutcome, JobState, WithdrawReason
from catalogue.withdrawal import withdraw
from catalogue.writing import Ingest, head_of
from tests.api.asking import get
from tests.making import SEEN_AT, SOURCE, Clock, Store, a_decision, new_record

TITLE = "آنچه نباید بماند"
OTHER = replace(SOURCE, id="other", name="منبع دیگر", agency="abfa-nemouneh", schedule="15 5 * * *")


def listed(client: FlaskClient, number: int, outcome: str) -> list[dict[str, Any]]:
    """All records of a job of which this became, page by page; each page tells the same total."""
    address, met = f"/api/v1/jobs/{number}/records?outcome={outcome}", []
    while address:
        found = get(client, address)
        met += found["items"]
        address = found["next"]
    assert found["total"] >= len(met)
    return met


def refusal(native_id: str | None, place: str = "row 3") -> IssueRow:
    return IssueRow("validate", "required", native_id, "d" * 64, place, None, "عنوان ندارد.", "No title.", 1, True)


def id_of(store: Store, native_id: str) -> str:
    """The id of a record."""
    with store.catalogue.read() as session:
        return session.scalars(select(models.Record.id).where(models.Record.native_id == native_id)).one()


def a_full_job(store: Store) -> int:
    """The number of a job that added, changed, left, withdrew and refused something."""
    store.put(*(new_record(key, a_decision(title=f"مصوبهٔ {key}")) for key in ("same", "new-text", "down")))
    down = id_of(store, "down")
    job = store.begin()
    changed = new_record("new-text", a_decision(title="متن تازه"), "another digest", document="e" * 64)
    store.intake.put_records(job, [changed, new_record("first", a_decision(title="نخستین"))])
    with Transactions(store.engine, Clock()).write() as session:
        head, source_id, agency = head_of(session, down) or pytest.fail("no such record")
        writing = Ingest(session, source_id, agency, job.number, SEEN_AT, lambda size: b"\1" * size)
        stone = {"kind": "decision", "reason": "gone_at_source", "withdrawn_at": SEEN_AT, "what_remains": "versions"}
        withdraw(writing, head, {**stone, "title": TITLE})
    read = Read(frozenset(["same"]), frozenset(["new-text", "first"]), True, frozenset(["bad"]))
    issues = [refusal("bad"), refusal(None)]
    end = JobEnd(JobState.SUCCEEDED, None, {"read": 5, "refused": 3, "issues": 3}, {}, issues, read, SEEN_AT)
    store.intake.finish(job, end)
    return job.number


def test_every_record_of_a_job_is_named_with_links(store: Store, client: FlaskClient) -> None:
    number = a_full_job(store)
    (added,), (changed,), (same,) = (listed(client, number, name) for name in ("added", "changed", "unchanged"))
    assert (added["native_id"], added["version_no"], added["title"]) == ("first", 1, "نخستین")
    assert (changed["native_id"], changed["version_no"], changed["title"]) == ("new-text", 2, "متن تازه")
    assert (same["native_id"], same["version_no"], same["title"]) == ("same", None, "مصوبهٔ same")
    assert set(same["links"]) == {"record", "page"}
    for link in [*added["links"].values(), *changed["links"].values(), *same["links"].values()]:
        assert client.get(link).status_code == 200, link


def test_a_refused_record_is_named_by_its_id_or_its_place_and_says_why(store: Store, client: FlaskClient) -> None:
    number = a_full_job(store)
    bad, nameless = listed(client, number, "refused")
    assert (bad["id"], bad["native_id"], bad["title"], bad["links"]) == (None, "bad", None, {})
    assert (nameless["native_id"], nameless["place"]) == (None, "row 3")
    assert (bad["code"], bad["message_fa"], bad["message_en"]) == ("required", "عنوان ندارد.", "No title.")
    found = get(client, f"/api/v1/jobs/{number}/records?outcome=refused")
    assert (found["total"], found["truncated"]) == (3, True)  # three were counted, two are named


def test_a_withdrawn_record_shows_no_title_in_any_list(store: Store, client: FlaskClient) -> None:
    number = a_full_job(store)
    (down,) = listed(client, number, "withdrawn")
    assert (down["native_id"], down["title"], down["version_no"]) == ("down", None, 2)
    for native_id in ("same", "new-text", "first"):
        store.catalogue.withdraw(id_of(store, native_id), WithdrawReason.PERSONAL_DATA, None)
    for outcome in set(JobOutcome) - {JobOutcome.WITHHELD}:
        lines = listed(client, number, outcome)
        assert lines and [line["title"] for line in lines] == [None] * len(lines)


def test_a_refused_record_that_is_withdrawn_tells_only_its_code(store: Store, client: FlaskClient) -> None:
    store.put(new_record("1", a_decision()))
    job = store.begin()
    store.finish(job, JobState.PARTIAL, [refusal("1", TITLE)])
    store.catalogue.withdraw(store.ids()[0], WithdrawReason.PERSONAL_DATA, None)
    (line,) = listed(client, job.number, "refused")
    assert (line["place"], line["code"], line["message_fa"]) == (None, "required", "required")


def test_a_job_that_read_nothing_names_no_record_that_others_refused(store: Store, client: FlaskClient) -> None:
    numbers = []
    for state, issues in (
        (JobState.SUCCEEDED, [refusal("1")]),
        (JobState.FAILED, []),
        (JobState.PARTIAL, [refusal("1")]),
    ):
        job = store.begin()
        store.finish(job, state, issues, Read(frozenset(), frozenset(), whole=state is JobState.SUCCEEDED))
        numbers.append(job.number)
    assert [len(listed(client, number, "refused")) for number in numbers] == [1, 0, 1]


@pytest.mark.parametrize("outcome", ["added", "unchanged", "refused"])
def test_a_walk_over_the_records_of_a_job_meets_each_once(store: Store, client: FlaskClient, outcome: str) -> None:
    keys = [f"r{number:04}" for number in range(RECORDS_PER_PAGE * 2 + 1)]
    job = store.begin()
    if outcome != "refused":
        store.intake.put_records(job, [new_record(key, a_decision()) for key in keys])
    issues = [refusal(key) for key in keys] if outcome == "refused" else []
    store.finish(job, JobState.SUCCEEDED, issues, Read(frozenset(keys), frozenset(), whole=True))
    if outcome == "unchanged":
        job = store.begin()
        store.finish(job, JobState.SUCCEEDED, read=Read(frozenset(keys), frozenset(), whole=True))
    assert [line["native_id"] for line in listed(client, job.number, outcome)] == keys
    assert get(client, f"/api/v1/jobs/{job.number}/records?outcome={outcome}")["truncated"] is False


def test_a_job_tells_its_lists_and_each_of_them_answers(store: Store, client: FlaskClient) -> None:
    number = a_full_job(store)
    job = client.get(f"/api/v1/jobs/{number}").json or {}
    assert {"lane", "attempts", "retries_left", "queued_at", "run_at", "seconds", "requests", "stages"} <= set(job)
    assert set(job["links"]) == {"self", "page", "source", "issues", *JobOutcome}
    assert all(client.get(link).status_code == 200 for link in job["links"].values())
    assert (job["reason"], job["reason_fa"], job["reason_en"]) == (None, None, None)


def test_a_job_that_waits_says_why_and_until_when(store: Store, client: FlaskClient) -> None:
    with Transactions(store.engine, Clock()).write() as session:
        jobs.put_source(session, SOURCE)
        jobs.enqueue(session, SOURCE.id, SEEN_AT, jobs.SCHEDULED)
        claim = jobs.claim_of(session, SOURCE, "worker", [], SEEN_AT)
        waits = {"reason": "unreachable", "retries_left": 2}
        jobs.give_back(session, claim, jobs.Work(3, 0, 1.5), "2026-11-21T10:05:00Z", **waits)
    job = client.get("/api/v1/jobs/1").json or {}
    assert (job["state"], job["run_at"], job["retries_left"], job["seconds"]) == (
        "queued",
        "2026-11-21T10:05:00Z",
        2,
        1.5,
    )
    assert (job["reason"], job["reason_fa"]) == ("unreachable", "منبع پاسخ نداد.")
    assert job["started_at"] is not None and job["ended_at"] is None


def run(store: Store, state: JobState, source: Any = SOURCE) -> int:
    job = store.begin(source)
    store.finish(job, state)
    return job.number


def test_jobs_are_listed_by_source_state_and_day_of_either_calendar(store: Store, client: FlaskClient) -> None:
    numbers = [
        run(store, state, source) for state in (JobState.SUCCEEDED, JobState.FAILED) for source in (SOURCE, OTHER)
    ]

    def found(query: str) -> list[int]:
        return [job["number"] for job in get(client, f"/api/v1/jobs?{query}")["items"]]

    assert found("state=failed") == [numbers[3], numbers[2]]
    assert found("state=failed&source=other") == [numbers[3]]
    assert found("state=queued") == []
    for day in ("2026-11-21", "1405-08-30", "۱۴۰۵/۸/۳۰", "1405", "2026-11"):
        assert found(f"from={day}&to={day}") == numbers[::-1], day
    assert found("to=2026-11-20") == found("from=2026-11-22") == []


def test_a_day_of_a_job_is_one_in_tehran(store: Store, client: FlaskClient) -> None:
    with Transactions(store.engine, Clock()).write() as session:
        jobs.put_source(session, SOURCE)
        jobs.enqueue(session, SOURCE.id, "2026-11-20T20:30:00Z", jobs.SCHEDULED)  # midnight there
    assert get(client, "/api/v1/jobs?from=2026-11-21")["total"] == 1
    assert get(client, "/api/v1/jobs?to=2026-11-20")["total"] == 0


def test_the_next_page_of_jobs_keeps_what_was_asked(store: Store, client: FlaskClient) -> None:
    made = [run(store, JobState.SUCCEEDED) for _ in range(JOBS_PER_PAGE + 1)]
    first = get(client, "/api/v1/jobs?source=src&state=succeeded&from=1405&to=1405-08-30")
    for part in ("source=src", "state=succeeded", "from=1405&", "to=2026-11-21", f"before={made[1]}"):
        assert part in first["next"]
    rest = get(client, first["next"])
    assert [job["number"] for job in rest["items"]] == made[:1] and rest["next"] is None


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/jobs?state=done",
        "/api/v1/jobs?from=1403-13-45",
        "/api/v1/jobs?from=1405&to=1404",
        "/api/v1/jobs?status=failed",
        "/api/v1/jobs/1/records",
        "/api/v1/jobs/1/records?outcome=lost",
        "/api/v1/jobs/1/records?outcome=added&before=1",
        "/api/v1/jobs/1/records?outcome=added&after=-1",
        "/api/v1/jobs/1/issues?codes=x",
        "/api/v1/jobs/1?source=src",
        "/api/v1/sources?health=ill",
        "/api/v1/sources?source=src",
        "/api/v1/sources/src?health=fine",
    ],
)
def test_what_was_not_meant_so_is_refused(store: Store, client: FlaskClient, path: str) -> None:
    run(store, JobState.SUCCEEDED)
    answer = client.get(path)
    assert answer.status_code == 422, answer.text
    assert (answer.json or {})["errors"]


def test_a_list_without_its_outcome_is_told_what_to_say(store: Store, client: FlaskClient) -> None:
    run(store, JobState.SUCCEEDED)
    assert "refused" in (client.get("/api/v1/jobs/1/records").json or {})["detail_fa"]


@pytest.mark.parametrize("path", ["/api/v1/jobs/9/records?outcome=added", "/api/v1/jobs/9/issues", "/api/v1/sources/x"])
def test_what_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_issues_of_one_code_are_counted_as_shown(store: Store, client: FlaskClient) -> None:
    job = store.begin()
    store.finish(job, JobState.PARTIAL, [refusal("1"), replace(refusal("2"), code="empty")])
    found = get(client, f"/api/v1/jobs/{job.number}/issues?code=empty")
    assert (found["total"], found["truncated"], found["items"][0]["native_id"]) == (1, False, "2")
    assert get(client, f"/api/v1/jobs/{job.number}/issues?code=nothing")["total"] == 0


def test_sources_are_listed_by_agency_and_health(store: Store, client: FlaskClient) -> None:
    store.intake.register([{"slug": "abfa-nemouneh", "names": [{"text": "شرکت آب (نمونه)", "lang": "fa"}]}])
    run(store, JobState.FAILED)
    run(store, JobState.PARTIAL, OTHER)

    def found(query: str) -> list[str]:
        return [source["id"] for source in get(client, f"/api/v1/sources?{query}")["items"]]

    assert found("health=failing") == ["src"] and found("health=doubtful") == ["other"]
    for name in ("abfa-nemouneh", "شركت آب (نمونه)"):
        assert found(f"agency={name}") == ["other"]
    assert found("agency=abfa-nemouneh&health=failing") == found("agency=nobody") == []
    store.intake.pause("src")
    assert found("health=paused") == ["src"]


def test_a_source_tells_its_schedule_and_the_job_its_health_is_judged_by(store: Store, client: FlaskClient) -> None:
    judged = run(store, JobState.FAILED, OTHER)
    open_job = store.begin(OTHER)
    source = client.get("/api/v1/sources/other").json or {}
    assert (source["health"], source["schedule"], source["paused_at"]) == ("failing", "15 5 * * *", None)
    assert (source["judged_job"]["number"], source["last_job"]["number"]) == (judged, open_job.number)
    assert all(client.get(link).status_code in (200, 404) for link in source["links"].values())
