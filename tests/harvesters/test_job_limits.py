"""A whole job against a server of this machine: its limits, what robots.txt forbids, being asked to wait."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from catalogue import models
from catalogue.answers import JobView
from catalogue.vocab import JobState, Lane
from harvesters.keeping import FromNetwork
from harvesters.reports import JobReport
from harvesters.run import row_of, run_job
from tests.harvesters.making import WITH_PAGES, a_source, act, listing, now, run_source
from tests.harvesters.sites import Said, Site, polite
from tests.making import Store

KEYS = "123"


@pytest.fixture
def site() -> Iterator[Site]:
    """Three decisions on one page of a listing."""
    with Site().running() as running:
        running.says("/list?page=1", page(listing(*((key, f"مصوبهٔ {key}", "۱۴۰۲/۰۵/۰۱") for key in KEYS))))
        running.says("/list?page=2", page(listing()))
        for key in KEYS:
            running.says(f"/acts/{key}?print=1", page(act(key)))
        yield running


def page(text: str) -> Said:
    return Said(text.encode())


def text_of(site: Site) -> str:
    """The source file of this site."""
    text = WITH_PAGES.replace("https://shora.example/list", f"{site.address}/list")
    return text.replace("  fields: {session.no: {column: جلسه}}\n", "")


def harvest(store: Store, folder: Path, site: Site, more: str = "") -> JobReport:
    return run_source(
        store, a_source(folder, text_of(site) + more), lambda keeping: polite(site.address, folder, keeping=keeping)
    )


class Harvested:
    """A queued job of the source, whose turn comes again and again."""

    def __init__(self, store: Store, folder: Path, site: Site) -> None:
        self._store, self._folder, self._site = store, folder, site
        self._source = a_source(folder, text_of(site))
        store.intake.register([], [row_of(self._source)])
        store.intake.move_slot("acts", None, "2026-11-27T01:30:00Z", has_come=True)

    def run(self) -> JobReport:
        """Claim the job and run it, as a worker does."""
        intake, worker = self._store.intake, self._store.intake.worker()
        claim = intake.claim(worker.name, Lane.SHORT)
        assert claim is not None
        job = intake.begin(claim, row_of(self._source))
        with intake.hold(claim, threading.Event()) as hold:
            fetcher = polite(self._site.address, self._folder, keeping=FromNetwork(intake, job, hold, now))
            report = run_job(job, self._source, fetcher, intake, now)
        worker.release()
        return report

    def let_be_due(self) -> None:
        """The time has come, and the host may be asked again."""
        with Session(self._store.engine) as session, session.begin():
            session.execute(update(models.Job).values(run_at="2026-11-21T00:00:00Z"))
        for slot in (self._folder / "hosts").iterdir():
            slot.unlink()

    def job(self) -> JobView:
        """The job as the catalogue shows it."""
        return self._store.catalogue.jobs().jobs[0]


@pytest.fixture
def harvested(store: Store, tmp_path: Path, site: Site) -> Harvested:
    return Harvested(store, tmp_path, site)


def end(report: JobReport) -> tuple[str, str | None, int]:
    return report.state, report.reason, report.counts["added"]


def test_an_unchanged_job_asks_for_no_robots_txt(store: Store, tmp_path: Path, site: Site) -> None:
    assert end(harvest(store, tmp_path, site)) == (JobState.SUCCEEDED, None, 3)
    assert len(site.asked) == 1 + 2 + 3
    assert harvest(store, tmp_path, site).counts["unchanged"] == 3
    assert site.paths().count("/robots.txt") == 1 and len(site.asked) == 6 + 5


def test_too_many_bytes_in_all_leave_what_was_read(store: Store, tmp_path: Path, site: Site) -> None:
    harvest(store, tmp_path, site)
    some = len(site.answers["/list?page=1"][0].body) + 2 * len(site.answers["/acts/1?print=1"][0].body)
    report = harvest(store, tmp_path, site, f"limits: {{job_bytes: {some}}}\n")
    assert end(report) == (JobState.PARTIAL, "too-many-bytes", 0)
    assert [issue.code for issue in report.issues] == ["too-many-bytes"]
    assert report.counts["read"] == 2 and len(store.ids()) == 3  # nothing withdrawn


def test_a_job_out_of_time_is_partial(store: Store, tmp_path: Path, site: Site) -> None:
    site.says("/robots.txt", Said(b"User-agent: *\nCrawl-delay: 0.6"))
    report = harvest(store, tmp_path, site, "limits: {seconds: 1}\n")
    assert end(report)[:2] == (JobState.PARTIAL, "out-of-time")


@pytest.mark.parametrize(
    ("limit", "reason"), [("max_pages: 4", "too-many-pages"), ("limits: {records: 5}", "too-many-records")]
)
def test_an_endless_listing_ends(store: Store, tmp_path: Path, site: Site, limit: str, reason: str) -> None:
    for number in range(1, 9):
        key = str(number)
        site.says(f"/list?page={key}", page(listing((key, f"مصوبهٔ {key}", "۱۴۰۲/۰۵/۰۱"))))
        site.says(f"/acts/{key}?print=1", page(act(key)))
    text = text_of(site)
    text = text.replace("max_pages: 50", limit) if "pages" in limit else f"{text}{limit}\n"
    source = a_source(tmp_path, text)
    report = run_source(store, source, lambda keeping: polite(site.address, tmp_path, keeping=keeping))
    assert end(report) == (JobState.PARTIAL, reason, 4 if "pages" in limit else 5)


def test_a_forbidden_listing_fails_the_job(store: Store, tmp_path: Path, site: Site) -> None:
    site.says("/robots.txt", Said(b"User-agent: *\nDisallow: /list"))
    assert end(harvest(store, tmp_path, site)) == (JobState.FAILED, "robots-forbid", 0)
    assert site.paths() == ["/robots.txt"]


def test_a_forbidden_page_of_a_record_is_its_issue(store: Store, tmp_path: Path, site: Site) -> None:
    site.says("/robots.txt", Said(b"User-agent: *\nDisallow: /acts/2"))
    report = harvest(store, tmp_path, site)
    assert end(report) == (JobState.SUCCEEDED, None, 2)
    assert [(issue.code, issue.native_id, issue.refuses) for issue in report.issues] == [("robots-forbid", "2", True)]


def test_an_hour_between_two_requests_ends_the_job_at_once(store: Store, tmp_path: Path, site: Site) -> None:
    site.says("/robots.txt", Said(b"User-agent: *\nCrawl-delay: 3600"))
    report = harvest(store, tmp_path, site)
    assert end(report) == (JobState.FAILED, "crawl-delay-too-long", 0)
    assert "3600" in report.issues[0].message_fa and "robots.agreed" in report.issues[0].message_en


@pytest.mark.parametrize(("path", "state"), [("/list?page=1", JobState.FAILED), ("/acts/3?print=1", JobState.PARTIAL)])
def test_being_asked_to_wait_ends_the_job_wherever_it_happens(
    store: Store, tmp_path: Path, site: Site, path: str, state: JobState
) -> None:
    site.says(path, Said(status=503, headers={"Retry-After": "3600"}))
    report = harvest(store, tmp_path, site)
    assert end(report) == (state, "asked-to-wait", 2 if "acts" in path else 0)
    assert site.paths()[-1] == path


@pytest.mark.parametrize(
    ("path", "seconds", "run_at"),
    [
        ("/acts/3?print=1", 7_200, "2026-11-21T11:00"),
        ("/list?page=2", 121, "2026-11-21T09:05"),
        ("/list?page=1", 9**99, "2026-11-22T09:00"),
    ],
)
def test_a_queued_job_that_is_asked_to_wait_goes_back_for_that_time(
    harvested: Harvested, site: Site, path: str, seconds: int, run_at: str
) -> None:
    whole = site.answers[path]
    site.says(path, Said(status=429, headers={"Retry-After": str(seconds)}))
    assert (harvested.run().state, harvested.job().reason) == (JobState.QUEUED, "asked-to-wait")
    assert harvested.job().run_at.startswith(run_at) and harvested.job().retries_left == 2
    site.says(path, *whole)
    harvested.let_be_due()
    assert end(harvested.run()) == (JobState.SUCCEEDED, None, 3)
    assert sorted(site.paths()) == sorted(["/robots.txt", *site.answers.keys() - {"/robots.txt"}, path])  # resumed


@pytest.mark.parametrize("status", [204, 206, 304, 302])
def test_a_page_that_did_not_come_whole_is_the_issue_of_its_record(
    store: Store, tmp_path: Path, site: Site, status: int
) -> None:
    site.says("/acts/2?print=1", Said(b"" if status in (204, 304) else act("2").encode(), status=status))
    report = harvest(store, tmp_path, site)
    assert end(report) == (JobState.SUCCEEDED, None, 2)
    assert [(issue.native_id, issue.refuses) for issue in report.issues] == [("2", True)]
