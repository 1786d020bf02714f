"""The pages of jobs and sources: every state in words, records by name, and nothing of a publisher read as markup."""

from __future__ import annotations

import gzip
import html
import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from api.app import create_app
from api.pages.job_views import FIRST_ISSUES, FIRST_RECORDS, LISTED_JOBS
from api.shown import wording
from catalogue import jobs, models
from catalogue.intake import JobEnd
from catalogue.issues import IssueRow, Read
from catalogue.jobs import Work
from catalogue.transactions import Transactions
from catalogue.vocab import JobOutcome, JobState, WithdrawReason
from schemas.source import SCHEMAS
from tests.api.pages.conftest import HOSTILE_TITLE
from tests.api.pages.wellformed import Page
from tests.making import SEEN_AT, SOURCE, Clock, Store, a_decision, new_record

HOSTILE = '<script>alert(1)</script>" onmouseover="x \u202e'
SECRET = "نامی که نباید بماند"


@pytest.fixture
def reader(store: Store) -> FlaskClient:
    """Somebody who reads the site; no page of these needs the index."""
    return create_app(store.catalogue, "", "https://dastras.example", "test", Clock()).test_client()


def shown(reader: FlaskClient, path: str) -> str:
    """A well-formed page within its limits."""
    answer = reader.get(path)
    assert answer.status_code == 200, path
    text = answer.get_data(as_text=True)
    assert Page(text).faults == []
    assert len(answer.data) <= 40_000 and len(gzip.compress(answer.data)) <= 10_000
    return text


def words(text: str) -> str:
    """What a reader reads, without tags."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text)))


def run(store: Store, state: JobState, reason: str | None = None, work: Work = jobs.NOTHING_DONE) -> int:
    job = store.begin()
    counts = {"read": 0, "refused": 0, "issues": 0}
    stages = {"fetch": {"passed": 31, "issues": 2}}
    seen = Read(frozenset(), frozenset(), whole=True)
    store.intake.finish(job, JobEnd(state, reason, counts, stages, (), seen, SEEN_AT, work))
    return job.number


def queue(store: Store, retries_left: int | None = None) -> None:
    """A queued job; with a number, one that had trouble on the network and is tried again at 13:35 in Tehran."""
    with Transactions(store.engine, Clock()).write() as session:
        jobs.put_source(session, SOURCE)
        jobs.enqueue(session, SOURCE.id, SEEN_AT, jobs.SCHEDULED)
        if retries_left is not None:
            claim = jobs.claim_of(session, SOURCE, "worker", [], SEEN_AT)
            waits = {"reason": "unreachable", "retries_left": retries_left}
            jobs.give_back(session, claim, Work(3, 0, 1.5), "2026-11-21T10:05:00Z", **waits)


def refusal(native_id: str | None, place: str | None = "row 3", excerpt: str | None = None) -> IssueRow:
    return IssueRow("validate", "required", native_id, "d" * 64, place, excerpt, "عنوان ندارد.", "No title.", 1, True)


def test_a_job_tells_its_time_requests_bytes_and_stages(store: Store, reader: FlaskClient) -> None:
    number = run(store, JobState.SUCCEEDED, work=Work(31, 418_000, 12.4))
    text = words(shown(reader, f"/jobs/{number}"))
    for part in ("۱۲ ثانیه کار", "درخواست از منبع۳۱", "۴۱۸ کیلوبایت", "دریافت۳۱۲"):
        assert part in text, part


def test_a_queued_job_breaks_no_page_and_says_what_it_waits_for(store: Store, reader: FlaskClient) -> None:
    queue(store)
    assert "در نوبت است" in words(shown(reader, "/jobs/1")) and "هنوز آغاز نشده" in words(shown(reader, "/jobs/1"))
    store.intake.pause("src")
    assert "تا از سر گرفته نشود" in words(shown(reader, "/jobs/1"))
    for path in ("/jobs", "/sources", "/sources/src", "/jobs/1/records?outcome=added"):
        shown(reader, path)


@pytest.mark.parametrize(("left", "how_often"), [(2, "اگر باز هم نشد، ۲ بار دیگر"), (0, "این آخرین بار است")])
def test_a_job_that_waits_for_a_retry_says_when_and_how_often(
    store: Store, reader: FlaskClient, left: int, how_often: str
) -> None:
    queue(store, left)
    text = words(shown(reader, "/jobs/1"))
    assert "منبع پاسخ نداد." in text and how_often in text
    assert "ساعت ۱۳:۳۵ دوباره آزموده می‌شود" in text
    assert "منبع پاسخ نداد." in words(shown(reader, "/jobs"))


def test_a_running_job_names_what_it_has_put_so_far(store: Store, reader: FlaskClient) -> None:
    job = store.begin()
    store.intake.put_records(job, [new_record("1", a_decision(title="نخستین مصوبه"))])
    text = words(shown(reader, f"/jobs/{job.number}"))
    assert "در حال اجراست." in text and "نخستین مصوبه" in text


@pytest.mark.parametrize(
    ("state", "reason", "sentence"),
    [
        (JobState.FAILED, "worker-lost", "برنامه‌ای که کار می‌کرد ناگهان بسته شد."),
        (JobState.FAILED, "unreachable", "منبع پاسخ نداد."),
        (JobState.PARTIAL, "out-of-time", "کار از زمانی که برای این منبع گذاشته‌ایم بیشتر شد"),
        (JobState.ABORTED, "by-operator", "گردانندهٔ دسترس آن را پایان داد."),
        (JobState.ABORTED, "interrupted", "گرداننده در میان کار آن را قطع کرد."),
        (JobState.FAILED, "never-heard-of", "کار کامل نشد (never-heard-of)."),
    ],
)
def test_a_job_says_in_a_sentence_why_it_did_not_succeed(
    store: Store, reader: FlaskClient, state: JobState, reason: str, sentence: str
) -> None:
    number = run(store, state, reason)
    for path in (f"/jobs/{number}", "/jobs", "/sources/src"):
        assert sentence in words(shown(reader, path)), path


def test_what_publishers_write_is_shown_as_text(store: Store, reader: FlaskClient) -> None:
    job = store.begin()
    store.intake.put_records(job, [new_record(HOSTILE, a_decision(title=HOSTILE_TITLE))])
    issues = [refusal(f"{HOSTILE}2", HOSTILE, HOSTILE), refusal(None, HOSTILE)]
    store.finish(job, JobState.PARTIAL, issues, Read(frozenset(), frozenset(), whole=False))
    for path in ("", "/records?outcome=added", "/records?outcome=refused"):
        text = shown(reader, f"/jobs/{job.number}{path}")
        assert "<script>" not in text and 'onmouseover="' not in text
        isolated = [html.unescape(part) for part in re.findall(r"<bdi>(.*?)</bdi>", text, re.DOTALL)]
        assert {words.replace("\u202e", "") for words in (HOSTILE_TITLE, HOSTILE)} & set(isolated)
        assert "\u202e" not in html.unescape(text)


def test_a_withdrawn_record_shows_no_title_on_any_page_of_a_job(store: Store, reader: FlaskClient) -> None:
    store.put(new_record("1", a_decision(title=SECRET)))
    again = store.begin()
    store.finish(again, JobState.SUCCEEDED, [refusal("1", SECRET, SECRET)], Read(frozenset(["1"]), frozenset(), True))
    assert SECRET in shown(reader, "/jobs/1")
    store.catalogue.withdraw(store.ids()[0], WithdrawReason.PERSONAL_DATA, None)
    for number in (1, again.number):
        paths = [f"/jobs/{number}", *(f"/jobs/{number}/records?outcome={outcome}" for outcome in JobOutcome)]
        for path in paths:
            assert SECRET not in shown(reader, path), path
    assert "سند برداشته‌شده" in shown(reader, "/jobs/1")


@pytest.mark.parametrize("outcome", ["added", "unchanged", "refused"])
def test_a_walk_over_the_pages_meets_every_record_once(store: Store, reader: FlaskClient, outcome: str) -> None:
    keys = [f"r{number:04}" for number in range(123)]
    job = store.begin()
    if outcome != "refused":
        store.intake.put_records(job, [new_record(key, a_decision()) for key in keys])
    issues = [refusal(key) for key in keys] if outcome == "refused" else []
    store.finish(job, JobState.SUCCEEDED, issues, Read(frozenset(keys), frozenset(), whole=True))
    if outcome == "unchanged":
        job = store.begin()
        store.finish(job, JobState.SUCCEEDED, read=Read(frozenset(keys), frozenset(), whole=True))
    path, met = f"/jobs/{job.number}/records?outcome={outcome}", list[str]()
    while path:
        text = shown(reader, path)
        met += re.findall(r"<bdi>(r\d{4})</bdi>", text)
        following = re.findall(r'<a href="([^"]+)" rel="next"', text)
        path = html.unescape(following[0]) if following else ""
    assert met == keys


def test_a_job_with_very_many_records_and_issues_keeps_its_page_small(store: Store, reader: FlaskClient) -> None:
    job = store.begin()
    long = "بودجهٔ سالانه " * 60
    store.intake.put_records(job, [new_record(f"n{number}", a_decision(title=long)) for number in range(60)])
    issues = [refusal(f"bad{number}", excerpt=long[:500]) for number in range(60)]
    store.finish(job, JobState.SUCCEEDED, issues, Read(frozenset(), frozenset(), whole=True))
    text = shown(reader, f"/jobs/{job.number}")
    assert f'href="/jobs/{job.number}/records?outcome=added"' in text
    assert text.count("نسخهٔ ۱") == FIRST_RECORDS and text.count("شناسه در منبع: <bdi>bad") == FIRST_ISSUES
    shown(reader, f"/jobs/{job.number}/records?outcome=added")


def test_jobs_are_filtered_and_paged_by_plain_links(store: Store, reader: FlaskClient) -> None:
    made = [run(store, JobState.SUCCEEDED) for _ in range(LISTED_JOBS + 2)]
    failed = run(store, JobState.FAILED, "internal")
    path, met = "/jobs?source=src&state=succeeded&from=1405", list[int]()
    while path:
        text = shown(reader, path)
        assert '<option value="succeeded" selected>' in text and 'value="1405"' in text
        met += [int(number) for number in re.findall(r'<th scope="row"><a href="/jobs/(\d+)"', text)]
        following = re.findall(r'<a href="([^"]+)" rel="next"', text)
        path = html.unescape(following[0]) if following else ""
    assert met == made[::-1]
    assert f'<a href="/jobs/{failed}">' in shown(reader, "/jobs?state=failed")
    assert 'href="/jobs"' in shown(reader, "/sources")


def test_a_wrong_filter_is_told_and_offers_no_search_by_its_days(store: Store, reader: FlaskClient) -> None:
    text = reader.get("/jobs?from=1403-13-45&state=done").get_data(as_text=True)
    assert Page(text).faults == []
    assert "تاریخ نیست" in text and 'name="from"' not in text and "aborted" in text


def test_every_protocol_has_a_word() -> None:
    assert set(wording.PROTOCOLS) == set(SCHEMAS)


def test_a_source_says_how_it_does_and_why(store: Store, reader: FlaskClient) -> None:
    scheduled = replace(SOURCE, schedule="15 5 * * *")
    store.intake.register([], [scheduled])
    assert "هنوز سنجیده نشده است." in words(shown(reader, "/sources/src"))

    def after(state: JobState, reason: str | None) -> str:
        job = store.begin(scheduled)
        store.intake.finish(job, JobEnd(state, reason, {}, {}, (), Read(frozenset(), frozenset(), True), SEEN_AT))
        return words(shown(reader, "/sources/src"))

    assert "نوبتی از دست نرفته است" in after(JobState.SUCCEEDED, None)
    doubtful = after(JobState.PARTIAL, "too-few-records")
    assert "آخرین گردآوری ناقص بود. رکوردها کمتر از انتظار بودند." in doubtful
    assert "آخرین گردآوری ناموفق بود. منبع پاسخ نداد." in after(JobState.FAILED, "unreachable")
    fine = after(JobState.SUCCEEDED, None)
    assert "15 5 * * *" in fine and "سالم" in fine
    store.intake.pause("src")
    assert "گردآوری متوقف است." in words(shown(reader, "/sources/src")) and "متوقف از" in shown(reader, "/sources/src")


def test_a_job_that_withholds_records_says_so_at_its_top(store: Store, reader: FlaskClient) -> None:
    records = [new_record(str(number), a_decision(f"مصوبهٔ {number}")) for number in range(8)]
    store.put(*records)
    for _ in range(2):
        job = store.begin()
        store.finish(job, JobState.SUCCEEDED, read=Read(frozenset(["0"]), frozenset(), whole=True))
    text = words(shown(reader, f"/jobs/{job.number}"))
    assert "۷ رکورد در منبع دیده نشد و برداشته نشده است." in text
    assert "مصوبهٔ 3" in text and "«dastras approve»" not in text


def test_an_agreement_in_the_place_of_robots_txt_is_shown(store: Store, reader: FlaskClient) -> None:
    store.intake.register([], [replace(SOURCE, robots_agreed=f"نامهٔ ۱۲/۳۴ {HOSTILE}")])
    assert "نامهٔ ۱۲/۳۴ " + HOSTILE.rstrip(" \u202e") in words(shown(reader, "/sources/src"))
    assert (reader.get("/api/v1/sources/src").json or {})["robots_agreed"].startswith("نامهٔ ۱۲/۳۴")
    store.intake.register([], [SOURCE])
    assert "robots.txt" not in words(shown(reader, "/sources/src"))


def test_a_missed_slot_is_told_on_the_page_of_its_source(store: Store, reader: FlaskClient) -> None:
    store.intake.register([], [replace(SOURCE, schedule="15 5 * * *")])
    run(store, JobState.SUCCEEDED)
    with Transactions(store.engine, Clock()).write() as session:
        session.execute(update(models.Source).values(schedule="15 5 * * *", next_run_at="2026-11-21T06:00:00Z"))
    text = words(shown(reader, "/sources/src"))
    assert "گردآوری دیر کرده است." in text and "نوبت بعد" in text


def test_sources_are_counted_by_health_and_each_count_is_its_list(store: Store, reader: FlaskClient) -> None:
    run(store, JobState.FAILED, "unreachable")
    store.finish(store.begin(replace(SOURCE, id="other", name="منبع دیگر")), JobState.SUCCEEDED)
    text = shown(reader, "/sources")
    chips = dict(re.findall(r'<a class="chip" href="([^"]+)"[^>]*>([^<]+)</a>', text))
    assert chips == {"/sources": "همه (۲)", "/sources?health=fine": "سالم (۱)", "/sources?health=failing": "ناموفق (۱)"}
    only = shown(reader, "/sources?health=failing")
    assert "/sources/src" in only and "/sources/other" not in only
