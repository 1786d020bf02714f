"""Promises 3, 4, 7, 10, 12 and 13: odd records, unchanged ones, their limits, their way back to the bytes."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from catalogue.archive import Archive
from catalogue.vocab import JobState
from harvesters.reports import JobReport
from tests.faults.harvesting import Figure, Harvesting, harvesting, run_measured
from tests.faults.source import Answer, Decisions, publisher
from tests.faults.source.contents import DATASETS, RICH, ROWS_ONLY
from tests.faults.source.listings import FAULTS as LISTINGS
from tests.faults.source.records import FAULTS as RECORDS
from tests.faults.source.records import MOST_DISTRIBUTIONS, MOST_KEYWORDS
from tests.faults.source.validators import TAGGINGS, with_validators

ONE_PAGE = ROWS_ONLY.replace("?page={page}", "").replace("{style: page, start: 1, max_pages: 200}", "{style: none}")


def first_record(made: Harvesting) -> dict[str, Any]:
    """The record of the first decision."""
    record_id = made.text("SELECT id FROM record WHERE native_id = '1'")
    return made.store.catalogue.get(record_id).record()


def codes(report: JobReport) -> set[str]:
    return {issue.code for issue in report.issues}


# ---------- 3: a record's failure is its own ----------


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_an_odd_record_harms_no_other(tmp_path: Path, figure: Figure, name: str) -> None:
    acts = Decisions(20)
    RECORDS[name](acts)
    with publisher(acts=acts) as source, harvesting(tmp_path, source, RICH) as made:
        report = made.job()
        assert report.state is JobState.SUCCEEDED and report.reason is None, report
        assert made.published() >= 19 and report.counts["refused"] <= 1
        assert "internal" not in codes(report)
        assert made.faults() == []
        figure(3, "odd records; good ones lost to them", f"{len(RECORDS)}; 0")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("no_title", "required"),
        ("no_id", "native-id-refused"),
        ("thousands_of_keywords", "cut-to-limit"),
        ("a_long_title", "too-long"),
        ("a_new_field", "leftover"),
        ("an_impossible_date", "date-impossible"),
        ("a_date_of_nonsense", "date-impossible"),
    ],
)
def test_what_is_odd_about_a_record_is_an_issue_by_its_name(tmp_path: Path, name: str, code: str) -> None:
    acts = Decisions(5)
    RECORDS[name](acts)
    with publisher(acts=acts) as source, harvesting(tmp_path, source, RICH) as made:
        made.cap = 20 * 2**20
        assert codes(made.job()) == {code}


def test_text_that_lies_and_scripts_are_stored_as_they_were_written(tmp_path: Path) -> None:
    for name in ("text_that_lies", "script_in_every_field"):
        acts = Decisions(3)
        RECORDS[name](acts)
        with publisher(acts=acts) as source, harvesting(tmp_path / name, source) as made:
            made.job()
            shown = json.dumps(first_record(made), ensure_ascii=False)
            wanted = "раураl" if name == "text_that_lies" else "<script>alert(1)</script><img src=x onerror=alert(1)>"
            assert wanted in shown


# ---------- 4: an unchanged job writes nothing ----------


@pytest.mark.parametrize("validators", ["none", "honest", "restless", "from_the_future", "a_year_off", "not_ascii"])
def test_a_second_job_writes_nothing_readers_could_see(tmp_path: Path, figure: Figure, validators: str) -> None:
    with publisher(acts=Decisions(30)) as source, harvesting(tmp_path, source) as made:
        if validators != "none":
            source.rules.append(with_validators(source, TAGGINGS[validators]))
        assert made.job().counts["added"] == 30
        before = made.digest()
        report = made.job()
        assert (report.counts["unchanged"], made.digest()) == (30, before)
        figure(4, f"versions and log entries of a second job, validators {validators}", 0)


def test_a_frozen_etag_hides_an_edit_for_a_week_at_most(tmp_path: Path, figure: Figure) -> None:
    """The promise is the publisher's; after a week the page is asked for without it."""
    with publisher(acts=Decisions(3)) as source, harvesting(tmp_path, source) as made:
        source.rules.append(with_validators(source, TAGGINGS["frozen"]))
        made.job()
        source.sources["acts"].edited["2"] += 1
        assert made.job().counts["changed"] == 0
        made.write("UPDATE document SET received_at = '2020-01-01T00:00:00Z'")
        assert made.job().counts["changed"] == 1
        figure(4, "days an ETag that lies hides an edit", "7")


@pytest.mark.parametrize("name", ["reversed_order", "blanks_everywhere", "counter_that_moves"])
def test_order_blanks_and_counters_are_no_change(tmp_path: Path, figure: Figure, name: str) -> None:
    fault = {**LISTINGS, **RECORDS}[name]
    acts = Decisions(30)
    ignoring = "ignore: [عنوان, تعداد بازدید]"
    with publisher(acts=acts) as source, harvesting(tmp_path, source) as made:
        made.template = made.template.replace("ignore: [عنوان]", ignoring)
        if name == "counter_that_moves":
            fault(acts)
        made.job()
        before = made.digest()
        fault(acts)
        report = made.job()
        assert (report.counts["unchanged"], made.digest()) == (30, before), report
        figure(4, f"versions and log entries after {name}", 0)


@pytest.mark.parametrize("count", [500, pytest.param(10_000, marks=[pytest.mark.long, pytest.mark.timeout(300)])])
def test_a_list_that_answers_304_is_one_request_and_no_write(tmp_path: Path, figure: Figure, count: int) -> None:
    with publisher(acts=Decisions(count, per_page=count)) as source, harvesting(tmp_path, source, ONE_PAGE) as made:
        made.cap = 20 * 2**20
        made.deadline = 20.0
        source.rules.append(with_validators(source, TAGGINGS["honest"]))
        assert made.job().counts["added"] == count
        before, asked = made.digest(), len(source.asked)
        report = made.job()
        assert (report.counts["unchanged"], made.digest(), len(source.asked) - asked) == (count, before, 1)
        figure(4, f"unchanged records/s, list of {count}, 1 request, 0 writes", round(count / made.seconds))


# ---------- 7: limits, and memory that is flat ----------


def test_keywords_and_distributions_are_cut_at_their_limit_and_said(tmp_path: Path, figure: Figure) -> None:
    for template, name, field, most in (
        (RICH, "thousands_of_keywords", "tags", 200),
        (DATASETS, "thousands_of_distributions", "distributions", 1_500),
    ):
        acts = Decisions(3)
        RECORDS[name](acts)
        with publisher(acts=acts) as source, harvesting(tmp_path / name, source, template) as made:
            made.cap = 20 * 2**20
            report = made.job()
            assert "cut-to-limit" in codes(report) and report.state is JobState.SUCCEEDED, report
            assert len(first_record(made)[field]) == most
    figure(7, "tags kept of a record, distributions kept", f"200 of {MOST_KEYWORDS}, 1500 of {MOST_DISTRIBUTIONS}")


def test_a_line_of_37000_characters_is_kept_whole(tmp_path: Path) -> None:
    acts = Decisions(3)
    RECORDS["a_long_line"](acts)
    with publisher(acts=acts) as source, harvesting(tmp_path, source) as made:
        assert made.job().counts["issues"] == 0
        assert len(first_record(made)["texts"][0]["text"]) > 36_900


@pytest.mark.skipif(not os.environ.get("HUGE"), reason="takes minutes; HUGE=1 runs it")
@pytest.mark.timeout(900)
def test_memory_does_not_grow_with_the_source(tmp_path: Path, figure: Figure) -> None:
    small, large = 3_000, 30_000
    template = ROWS_ONLY.replace("max_pages: 200", "max_pages: 5000")
    peaks, seconds = [], 0.0
    for count in (small, large):
        with publisher(acts=Decisions(count, per_page=100)) as source:
            files = source.write_files(tmp_path / str(count) / "sources", template=template)
            said, peak, seconds = run_measured(
                tmp_path / str(count) / "data", source, files, "harvest", "acts", seconds=500
            )
            assert f"acts: succeeded: read {count}, added {count}" in said, said
            peaks.append(peak)
    figure(7, f"MiB at most, {small} and {large} records", f"{peaks[0] // 1024} and {peaks[1] // 1024}")
    figure(7, f"records/s of the real command, {large} records", round(large / seconds))
    assert peaks[1] - peaks[0] < 100 * 1024 and peaks[1] < 500 * 1024


@pytest.mark.skipif(not os.environ.get("HUGE"), reason="takes half an hour; HUGE=1 runs it")
@pytest.mark.timeout(3_000)
def test_a_source_of_300000_is_read_to_its_end(tmp_path: Path, figure: Figure) -> None:
    template = ROWS_ONLY.replace("max_pages: 200", "max_pages: 5000") + "limits: {records: 400000}\n"
    with publisher(acts=Decisions(300_000, per_page=1_000)) as source:
        files = source.write_files(tmp_path / "sources", template=template)
        said, peak, seconds = run_measured(tmp_path / "data", source, files, "harvest", "acts", seconds=2_900)
        assert "acts: succeeded: read 300000, added 300000" in said, said
        figure(7, "MiB at most, 300000 records", peak // 1024)
        figure(7, "records/s of the real command, 300000 records", round(300_000 / seconds))
        assert peak < 500 * 1024


# ---------- 10: provenance ----------


def test_every_version_leads_back_to_the_bytes_and_the_source_file(tmp_path: Path, figure: Figure) -> None:
    with publisher(acts=Decisions(12, per_page=5)) as source, harvesting(tmp_path, source) as made:
        made.job()
        source.sources["acts"].edited["3"] += 1
        made.job()
        archive = Archive(made.store.folder / "archive")
        file_hash = hashlib.sha256((made.folder / "sources" / "acts.yaml").read_bytes()).hexdigest()
        walked = 0
        for record_id in made.store.ids():
            for line in made.store.catalogue.versions(record_id):
                origin = made.store.catalogue.provenance(record_id, line.version_no)
                body = archive.get(str(origin.document_sha256))
                assert hashlib.sha256(body).hexdigest() == origin.document_sha256
                assert len(body) == origin.document_bytes and origin.config_sha256 == file_hash
                assert str(origin.document_address).removeprefix(source.address) in source.paths()
                assert origin.job is not None and origin.fetched_at is not None and not origin.recorded
                title = made.store.catalogue.get(record_id, line.version_no).record()["title"]
                assert title in body.decode()
                walked += 1
        assert walked == 13
        figure(10, "versions walked back to their bytes", f"{walked} of {walked}")


# ---------- 12: identity ----------


def test_the_same_id_twice_in_a_list_is_one_record_and_said(tmp_path: Path, figure: Figure) -> None:
    acts = Decisions(20)
    LISTINGS["doubled_ids"](acts)
    with publisher(acts=acts) as source, harvesting(tmp_path, source) as made:
        report = made.job()
        doubles = [issue for issue in report.issues if issue.code == "duplicate-id"]
        assert (made.published(), len(doubles)) == (20, 3)
        figure(12, "doubled ids said, records made of them", "3 of 3, 0")


def test_the_same_id_in_two_sources_is_two_records(tmp_path: Path, figure: Figure) -> None:
    with publisher(acts=Decisions(5), rules=Decisions(5)) as source, harvesting(tmp_path, source) as made:
        made.job("acts")
        made.job("rules")
        assert made.published() == len(set(made.store.ids())) == 10
        assert made.count("SELECT count(DISTINCT native_id) FROM record") == 5
        figure(12, "ids shared by two sources, records merged", "5, 0")


def test_an_id_given_to_another_thing_is_a_new_version_and_the_old_one_stays(tmp_path: Path) -> None:
    acts = Decisions(5)
    with publisher(acts=acts) as source, harvesting(tmp_path, source) as made:
        made.job()
        before = made.text("SELECT id FROM record WHERE native_id = '1'")
        LISTINGS["id_of_another_thing"](acts)
        assert made.job().counts["changed"] == 1
        assert made.text("SELECT id FROM record WHERE native_id = '1'") == before
        assert [made.store.catalogue.get(before, n).record()["title"] for n in (1, 2)] == [
            "مصوبهٔ آزمایشی شمارهٔ 1",
            "چیزی دیگر",
        ]


def test_a_record_that_vanishes_and_returns_is_the_same_one(tmp_path: Path, figure: Figure) -> None:
    acts = Decisions(30)
    with publisher(acts=acts) as source, harvesting(tmp_path, source) as made:
        made.job()
        before = made.text("SELECT id FROM record WHERE native_id = '1'")
        RECORDS["vanished"](acts)
        made.job()
        RECORDS["returned"](acts)
        report = made.job()
        assert report.counts["added"] == 0
        assert made.text("SELECT id FROM record WHERE native_id = '1'") == before
        assert made.away() == 0
        figure(12, "records made new by vanishing and returning", 0)


# ---------- 13: reports ----------


def test_a_report_lists_what_the_versions_and_issues_of_its_job_are(tmp_path: Path, figure: Figure) -> None:
    """Added, changed, unchanged, refused in one job: the report's lists against the store's rows."""
    acts = Decisions(20)
    with publisher(acts=acts) as source, harvesting(tmp_path, source) as made:
        made.job()
        acts.count += 5
        for key in ("3", "7"):
            acts.edited[key] += 1
        RECORDS["no_title"](acts)
        source.script("/acts/acts/4", Answer("", status=500))
        report = made.job()
        listed = {
            outcome: made.listed(report.number, outcome) for outcome in ("added", "changed", "unchanged", "refused")
        }
        assert listed["added"] == made.texts(_versions(report.number, "= 1"))
        assert listed["changed"] == made.texts(_versions(report.number, "> 1")) == ["3", "7"]
        assert sorted(str(key) for key in listed["refused"]) == ["1", "4"]
        for outcome, keys in listed.items():
            assert len(keys) == report.counts[outcome], outcome
        assert sum(map(len, listed.values())) == report.counts["read"] == 25
        issues = made.store.catalogue.issues(report.number)
        assert sum(issue.count for issue in issues) == report.counts["issues"] == 2
        figure(13, "records of a mixed job listed by name", f"{report.counts['read']} of 25")


def _versions(job: int, number: str) -> str:
    return (
        "SELECT native_id FROM version JOIN record ON record.number = record_number "
        f"WHERE job_number = {job} AND version.version_no {number} ORDER BY log_index"
    )
