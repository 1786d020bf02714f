"""Promises 5, 6, 8 and 14: a list that lies withdraws nothing and is noticed; small sources wait for nobody."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from catalogue.vocab import JobState
from harvesters.reports import JobReport
from tests.faults.harvesting import Figure, Harvesting, harvesting
from tests.faults.source import Answer, Decisions, Publisher, publisher
from tests.faults.source.contents import FOLLOWING, ROWS_ONLY, SOURCE
from tests.faults.source.listings import FAULTS, login_page
from tests.faults.source.records import FAULTS as RECORDS
from tests.faults.source.robots import ANSWERS as ROBOTS
from tests.faults.source.server import every
from tests.faults.test_workers import Site, wait_for

JOBS = 3
"""So often a fault is met: once more than a record must be absent before it may be withdrawn."""

KEPT, PER_PAGE = 20, 5
OF_PAGES = ("all_records_are_gone", "id_of_another_thing")
"""Those that show in the pages of records only."""

BY_LINKS = ("links_in_a_circle", "link_to_another_host")


def break_it(source: Publisher, name: str) -> None:
    """Let the list of the source lie, by the name of a fault or of one of the faults here."""
    acts = source.sources["acts"]
    others: dict[str, Callable[[], None]] = {
        "login_page": lambda: source.rules.append(login_page("/acts/")),
        "login_page_from_page_two": lambda: source.rules.append(login_page("/acts/list?page=2")),
        "every_second_page_fails": lambda: source.rules.append(every(2, "/acts/list", Answer("", status=500))),
        "all_records_are_gone": lambda: source.rules.append(every(1, "/acts/acts/", Answer("", status=404))),
        "all_pages_are_empty": lambda: source.rules.append(every(1, "/acts/", Answer(""))),
        "nobody_listens": source.refuse,
    }
    if name in others:
        others[name]()
    else:
        FAULTS[name](acts)


LIES = sorted(
    {
        "login_page",
        "login_page_from_page_two",
        "every_second_page_fails",
        "all_records_are_gone",
        "all_pages_are_empty",
        "nobody_listens",
        *(set(FAULTS) - {*BY_LINKS, "endless", "row_removed_while_it_is_read"}),
    }
)


def job_of(made: Harvesting) -> JobReport:
    """A job now, also when the last one shall be tried again later only."""
    report = made.job()
    assert report.reason != "internal", report
    return report


@pytest.mark.parametrize("name", LIES)
def test_a_list_that_lies_withdraws_no_record_however_often_it_does(tmp_path: Path, figure: Figure, name: str) -> None:
    template = SOURCE if name in OF_PAGES else ROWS_ONLY
    with publisher(acts=Decisions(KEPT, per_page=PER_PAGE)) as source, harvesting(tmp_path, source, template) as made:
        assert job_of(made).counts["added"] == KEPT
        before = {record: made.store.catalogue.get(record).status for record in made.store.ids()}
        break_it(source, name)
        for _ in range(JOBS):
            report = job_of(made)
            assert report.counts.get("withdrawn", 0) == 0, report
        after = {record: made.store.catalogue.get(record).status for record in made.store.ids()}
        withdrawn = [record for record in before if after[record] != before[record]]
        assert withdrawn == [] and made.published() >= KEPT
        assert made.faults() == []
        figure(5, f"lists that lie, {JOBS} jobs each, records withdrawn by them", f"{len(LIES)}: 0")


def test_a_row_that_slips_between_two_pages_is_not_withdrawn(tmp_path: Path, figure: Figure) -> None:
    """The first decision goes while the list is read; the one that moved to a page read before stays, whatever
    becomes of the first."""
    acts = Decisions(KEPT, per_page=PER_PAGE)
    with publisher(acts=acts) as source, harvesting(tmp_path, source, ROWS_ONLY) as made:
        job_of(made)
        FAULTS["row_removed_while_it_is_read"](acts)
        for _ in range(JOBS):
            job_of(made)
        gone = made.texts("SELECT native_id FROM record WHERE status != 'published'")
        assert set(gone) <= {"1"}
        figure(6, "records withdrawn because they slipped between two pages", 0)


@pytest.mark.parametrize("name", ["halved", "total_above_the_rows", "all_ids_changed"])
def test_withdrawals_that_are_too_many_wait_for_a_person(tmp_path: Path, figure: Figure, name: str) -> None:
    with publisher(acts=Decisions(KEPT, per_page=PER_PAGE)) as source, harvesting(tmp_path, source, ROWS_ONLY) as made:
        job_of(made)
        break_it(source, name)
        reports = [job_of(made) for _ in range(JOBS)]
        absent = KEPT if name == "all_ids_changed" else KEPT // 2
        assert [report.counts["withheld"] for report in reports] == [0, absent, absent]
        assert "too-many-withdrawals" in {issue.code for issue in reports[-1].issues}
        figure(5, f"{name}: absent, withheld, withdrawn", f"{absent} of {KEPT}, {absent}, 0")


def test_what_is_gone_for_good_is_withdrawn_after_two_complete_jobs(tmp_path: Path, figure: Figure) -> None:
    acts = Decisions(KEPT, per_page=PER_PAGE)
    with publisher(acts=acts) as source, harvesting(tmp_path, source, ROWS_ONLY) as made:
        job_of(made)
        RECORDS["vanished"](acts)
        assert [job_of(made).counts["withdrawn"] for _ in range(JOBS)] == [0, 1, 0]
        before = made.text("SELECT id FROM record WHERE native_id = '1'")
        RECORDS["returned"](acts)
        job_of(made)
        assert made.text("SELECT id FROM record WHERE native_id = '1' AND status = 'published'") == before
        kinds = [line.change_kind for line in made.store.catalogue.versions(before)]
        assert sorted(kinds) == ["first", "return", "withdrawal"]
        assert made.faults() == []
        figure(
            5, "a record gone for good: withdrawn in its n-th complete job without it; returns under its id", "2; yes"
        )


def test_a_list_that_was_wrong_once_leaves_no_trace(tmp_path: Path) -> None:
    """The good list again: every record is there under its id."""
    acts = Decisions(KEPT, per_page=PER_PAGE)
    with publisher(acts=acts) as source, harvesting(tmp_path, source) as made:
        job_of(made)
        before = made.texts("SELECT id || status || source_status FROM record ORDER BY id")
        for name in ("halved", "emptied", "all_ids_changed"):
            FAULTS[name](acts)
            job_of(made)
            acts.keys = None
        job_of(made)
        of_old = made.texts(
            "SELECT id || status || source_status FROM record WHERE native_id NOT LIKE 'new%' ORDER BY id"
        )
        assert of_old == before


# ---------- 6: noticed ----------


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("page_three_for_ever", "paging-stuck"),
        ("two_pages_for_ever", "paging-loops"),
        ("row_added_while_it_is_read", "duplicate-id"),
        ("row_moved_while_it_is_read", "duplicate-id"),
        ("doubled_ids", "duplicate-id"),
        ("emptied", "listing-empty"),
        ("login_page", "listing-empty"),
        ("login_page_from_page_two", "page-unreadable"),
        ("every_second_page_fails", "page-unreadable"),
        ("endless", "too-many-pages"),
    ],
)
def test_a_list_that_is_cut_or_shifts_is_noticed(tmp_path: Path, figure: Figure, name: str, code: str) -> None:
    template = SOURCE.replace("max_pages: 200", "max_pages: 12")
    with publisher(acts=Decisions(KEPT, per_page=PER_PAGE)) as source, harvesting(tmp_path, source, template) as made:
        break_it(source, name)
        report = job_of(made)
        assert code in {issue.code for issue in report.issues}, report
        assert len(source.asked) < 12 * 11 + 10, "an endless list is read to its bound"
        figure(6, f"{name}: noticed as", f"{code}, {report.state}")


@pytest.mark.parametrize("name", BY_LINKS)
def test_links_that_lead_in_a_circle_end_the_list(tmp_path: Path, figure: Figure, name: str) -> None:
    acts = Decisions(KEPT, per_page=PER_PAGE)
    with publisher(acts=acts) as source, harvesting(tmp_path, source, FOLLOWING) as made:
        if name == "link_to_another_host":
            acts.following = lambda _page: f"http://127.0.0.1:{source.port + 1}/list?page=2"
        else:
            FAULTS[name](acts)
        report = job_of(made)
        assert report.state in (JobState.PARTIAL, JobState.QUEUED), report
        assert report.reason in ("paging-loops", "page-unreadable") and made.published() in (PER_PAGE, 2 * PER_PAGE)
        figure(6, f"{name}: noticed as", report.reason)


def test_a_list_without_an_end_is_read_to_its_bound_and_is_partial(tmp_path: Path, figure: Figure) -> None:
    with publisher(acts=Decisions(0, per_page=5, endless=True)) as source, harvesting(tmp_path, source) as made:
        made.template = SOURCE.replace("max_pages: 200", "max_pages: 6")
        report = job_of(made)
        assert (report.state, report.reason, made.published()) == (JobState.PARTIAL, "too-many-pages", 30)
        made.more = "limits: {records: 12}\n"
        report = job_of(made)
        assert (report.state, report.reason, report.counts["read"]) == (JobState.PARTIAL, "too-many-records", 12)
        made.more = "limits: {seconds: 1}\n"
        source.rules.append(every(1, "/acts/acts/", Answer(wait=0.3)))
        report = job_of(made)
        assert (report.state, report.reason) == (JobState.PARTIAL, "out-of-time")
        figure(1, "seconds of an endless source limited to 1", round(made.seconds, 1))


# ---------- 8: polite ----------


def test_a_source_is_asked_one_thing_at_a_time_by_who_says_who_he_is(tmp_path: Path, figure: Figure) -> None:
    with publisher(acts=Decisions(20)) as source, harvesting(tmp_path, source) as made:
        job_of(made)
        assert source.most_open["acts"] == 1
        agents = {asked.headers["user-agent"] for asked in source.asked}
        assert agents == {"Dastras (+mailto:publisher@example.org)"}
        assert {asked.headers.get("accept-encoding") for asked in source.asked} == {"gzip"}
        figure(8, "requests to a host at once, and with a contact", f"1, {len(source.asked)} of {len(source.asked)}")


@pytest.mark.parametrize(
    ("name", "reason", "asked"),
    [
        ("free", None, 21),
        ("missing", None, 21),
        ("is_a_page", None, 21),
        ("large", None, 21),
        ("persian", None, 21),
        ("forbids_all", "robots-forbid", 0),
        ("forbids_us", "robots-forbid", 0),
        ("broken", "robots-unreachable", 0),
        ("hangs", "robots-unreachable", 0),
        ("slow", "crawl-delay-too-long", 0),
    ],
)
def test_robots_txt_decides_whether_a_source_is_asked(
    tmp_path: Path, figure: Figure, name: str, reason: str | None, asked: int
) -> None:
    with publisher(acts=Decisions(20, per_page=50)) as source, harvesting(tmp_path, source) as made:
        made.template = SOURCE.replace("max_pages: 200", "max_pages: 1")
        made.more = "coverage: window\n"
        source.script("/robots.txt", ROBOTS[name], repeat=True)
        report = job_of(made)
        assert report.reason == reason
        assert len([path for path in source.paths() if path != "/robots.txt"]) == asked
        figure(8, f"robots.txt that {name}: other requests, job", f"{asked}, {reason or 'succeeded'}")


# ---------- 14: fair ----------


def test_small_sources_do_not_wait_for_one_that_drips(tmp_path: Path, figure: Figure) -> None:
    """Two publishers: one whose pages come a byte a second, one with three small sources."""
    with (
        publisher(slow=Decisions(40)) as dripping,
        publisher(a=Decisions(10), b=Decisions(10), c=Decisions(10)) as good,
    ):
        dripping.rules.append(every(1, "/slow/acts/", Answer(drip="body")))
        dripping.write_files(tmp_path / "sources")
        site = Site(tmp_path, good)
        site.allow = {"DASTRAS_ALLOW": f"127.0.0.1:{good.port},127.0.0.1:{dripping.port}"}
        began = time.monotonic()
        with site.worker():
            wait_for(lambda: site.states()["succeeded"] == 3, 60)
            seconds = time.monotonic() - began
            assert {job.source for job in site.jobs() if job.state == "running"} == {"slow"}
        assert site.added() == 30
        figure(14, "seconds of three small sources beside one that drips, start included", round(seconds, 1))
