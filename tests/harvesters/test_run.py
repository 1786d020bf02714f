from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from catalogue.archive import Archive
from catalogue.documents import Kept
from catalogue.errors import SourceBusy
from catalogue.vocab import JobState
from harvesters.fetch import Answer, Getter
from harvesters.issues import Issue
from harvesters.patterns import to_pattern
from harvesters.reports import JobReport, Tally
from harvesters.run import preview, row_of
from harvesters.source import Source
from tests.harvesters.making import LISTING, WITH_PAGES, a_source, act, listing, now, record_pages, run_source
from tests.making import Store

LIST = "https://shora.example/list?page="
ACT = "https://shora.example/acts/"
ROWS = (("a", "مصوبهٔ یک", "۱۴۰۲/۰۵/۰۱"), ("b", "مصوبهٔ دو", "1402/5/2"), ("c", "بخشنامهٔ سه", "۱۴۰۲/۰۵/۰۳"))
Pages = dict[str, str | bytes | int]


@pytest.fixture
def harvest(store: Store, tmp_path: Path) -> Any:
    """Harvests a recording of these pages into the store."""

    def run(pages: Pages, text: str = LISTING) -> JobReport:
        fetcher = record_pages(tmp_path / "recorded", pages)
        return run_source(store, a_source(tmp_path, text), lambda _keeping: fetcher)

    return run


def one_page(*rows: tuple[str, str, str]) -> Pages:
    return {f"{LIST}1": listing(*rows), f"{LIST}2": listing()}


def counts(report: JobReport) -> dict[str, int]:
    return {name: number for name, number in report.counts.items() if number}


def codes(report: JobReport) -> list[str]:
    return [issue.code for issue in report.issues]


def test_a_new_source_is_added_and_a_second_job_writes_nothing(harvest: Any, store: Store) -> None:
    first = harvest(one_page(*ROWS))
    assert (first.state, counts(first)) == (JobState.SUCCEEDED, {"read": 3, "added": 3})
    before = store.catalogue.status()
    second = harvest(one_page(*ROWS))
    assert (second.state, counts(second)) == (JobState.SUCCEEDED, {"read": 3, "unchanged": 3})
    assert store.catalogue.status() == before
    assert str(second) == "acts: succeeded: read 3, added 0, changed 0, unchanged 3, withdrawn 0, refused 0, issues 0"


def test_an_edit_at_the_source_is_one_version_of_that_record(harvest: Any, store: Store) -> None:
    harvest(one_page(*ROWS))
    report = harvest(one_page(ROWS[0], ("b", "مصوبهٔ دوم", "1402/5/2"), ROWS[2]))
    assert counts(report) == {"read": 3, "changed": 1, "unchanged": 2}
    assert store.catalogue.status().versions == 4


def test_reordered_rows_are_no_change(harvest: Any, store: Store) -> None:
    harvest(one_page(*ROWS))
    assert counts(harvest(one_page(*reversed(ROWS)))) == {"read": 3, "unchanged": 3}
    assert store.catalogue.status().versions == 3


def test_a_counter_that_moves_is_looked_at_but_makes_no_version(harvest: Any, store: Store) -> None:
    def pages(visits: int) -> Pages:
        more = f"<dl><dt>تعداد بازدید</dt><dd>{visits}</dd></dl>"
        return {**one_page(ROWS[0]), f"{ACT}a?print=1": act("a", more=more)}

    harvest(pages(1), WITH_PAGES)
    report = harvest(pages(2), WITH_PAGES)
    assert report.counts["unchanged"] == 1
    assert codes(report) == ["column-missing", "leftover"]
    assert store.catalogue.status().versions == 1


def test_the_same_page_under_an_edited_source_file_is_normalised_again(harvest: Any, store: Store) -> None:
    harvest(one_page(*ROWS))
    report = harvest(one_page(*ROWS), LISTING + "  number: {css: a, attr: href, match: '(\\w)$'}\n")
    assert counts(report) == {"read": 3, "changed": 3}


def test_a_bad_record_is_an_issue_and_the_job_goes_on(harvest: Any, store: Store) -> None:
    report = harvest(one_page(ROWS[0], ("b", "", "1402/5/2"), ROWS[2]))
    assert (report.state, counts(report)) == (JobState.SUCCEEDED, {"read": 3, "added": 2, "refused": 1, "issues": 1})
    (issue,) = store.catalogue.issues(report.number)
    assert (issue.stage, issue.code, issue.native_id, issue.place) == ("validate", "required", "b", "title")
    again = harvest(one_page(ROWS[0], ("b", "", "1402/5/2"), ROWS[2]))
    assert counts(again) == {"read": 3, "unchanged": 2, "refused": 1, "issues": 1}
    assert len(store.catalogue.issues(again.number)) == 1


def test_rows_that_are_refused_while_reading_are_counted(harvest: Any) -> None:
    report = harvest(one_page(*ROWS, ROWS[0], ("TODO", "چهار", "1402/05/01")))
    assert counts(report) == {"read": 5, "added": 3, "refused": 2, "issues": 2}


@pytest.mark.parametrize("broken", [listing(), "<form>ورود</form>", 500, b"\x1f\x8b\x00"])
def test_a_broken_first_page_fails_the_job_and_changes_no_record(harvest: Any, store: Store, broken: str) -> None:
    harvest(one_page(*ROWS))
    before = store.catalogue.status()
    report = harvest({f"{LIST}1": broken})
    assert (report.state, codes(report)[-1]) == (JobState.FAILED, report.reason)
    assert report.reason in ("listing-empty", "bad-status")
    assert store.catalogue.status() == before
    assert counts(harvest(one_page(*ROWS))) == {"read": 3, "unchanged": 3}


def test_a_listing_that_breaks_off_is_partial_and_what_was_read_stays(harvest: Any, store: Store) -> None:
    report = harvest({f"{LIST}1": listing(*ROWS), f"{LIST}2": 503})
    assert (report.state, report.reason) == (JobState.PARTIAL, "page-unreadable")
    assert counts(report) == {"read": 3, "added": 3, "issues": 1}


@pytest.mark.parametrize(
    ("expect", "reason"),
    [
        ("records: {min: 4}", "too-few-records"),
        ("records: {max: 2}", "more-than-expected"),
        ("required_share: {adopted_on: 0.9}", "share-missed"),
        ("fresh_within_days: 1", "not-fresh"),
        ("fresh_within_days: 3000", None),
        ("required_share: {adopted_on: 0.6, title: 1.0, type: 1.0, issuer: 1.0}", None),
    ],
)
def test_a_job_that_brings_less_than_expected_is_partial(harvest: Any, expect: str, reason: str | None) -> None:
    pages = one_page(ROWS[0], ROWS[1], ("c", "بخشنامهٔ سه", "به زودی"))
    for _ in range(2):
        report = harvest(pages, LISTING + f"expect: {{{expect}}}\n")
        assert report.reason == reason
        assert report.state is (JobState.PARTIAL if reason else JobState.SUCCEEDED)


def test_leftovers_are_one_issue_with_a_count(harvest: Any, store: Store) -> None:
    report = harvest(one_page(*ROWS), LISTING.replace("  adopted_on: {column: تاریخ تصویب}\n", ""))
    (issue,) = report.issues
    assert (issue.code, issue.count, issue.native_id) == ("leftover", 3, "a")
    assert issue.message_en == "The field 'تاريخ تصويب:' is neither mapped nor ignored."


def test_beyond_a_thousand_issues_are_counted_only(tmp_path: Path) -> None:
    tally = Tally(a_source(tmp_path), now().date())
    for number in range(1_100):
        tally.note(Issue("validate", "required", native_id=str(number)))
    assert (len(tally.issues()), tally.counts()["issues"]) == (1_000, 1_100)


def test_a_fault_of_ours_ends_the_job_and_is_logged(
    store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Faulty(Getter):
        def _exchange(self, address: str, known: Kept | None) -> Answer:
            raise ZeroDivisionError

    with caplog.at_level(logging.CRITICAL):
        report = run_source(store, a_source(tmp_path), Faulty)
    assert (report.state, report.reason, codes(report)) == (JobState.FAILED, "internal", ["internal"])
    assert store.catalogue.job(report.number).state == "failed"


def test_only_one_job_of_a_source_runs_and_others_are_refused(harvest: Any, store: Store, tmp_path: Path) -> None:
    class Nested(Getter):
        def _exchange(self, address: str, known: Kept | None) -> Answer:
            with pytest.raises(SourceBusy):
                store.begin(row_of(source))
            return Answer(200, (), listing(*ROWS).encode(), "2026-11-24T05:30:12Z")

    source = a_source(
        tmp_path, LISTING.replace("?page={page}", "").replace("style: page, start: 1, max_pages: 50", "style: none")
    )
    report = run_source(store, source, Nested)
    assert report.state is JobState.SUCCEEDED


def test_documents_are_kept_before_they_are_read_and_records_point_to_them(store: Store, tmp_path: Path) -> None:
    fetcher = record_pages(tmp_path / "recorded", one_page(ROWS[0]))
    run_source(store, a_source(tmp_path), lambda _keeping: fetcher)
    provenance = store.catalogue.provenance(store.ids()[0])
    body = Archive(store.folder / "archive").get(str(provenance.document_sha256))
    assert body == listing(ROWS[0]).encode()
    assert provenance.recorded


def test_a_preview_goes_the_same_way_and_writes_nothing(tmp_path: Path) -> None:
    fetcher = record_pages(tmp_path / "recorded", one_page(ROWS[0], ("b", "", "1402/05/02"), ROWS[2]))
    shown = list(preview(a_source(tmp_path), fetcher, 2))
    assert [(item.record is not None, len(item.issues)) for item in shown] == [(True, 0), (False, 1)]
    assert '→ title: "مصوبهٔ یک"' in str(shown[0])
    assert "! validate required title: این کلید باید باشد. | This key is required." in str(shown[1])


def test_a_preview_says_what_would_end_the_job(tmp_path: Path) -> None:
    (shown,) = preview(a_source(tmp_path), record_pages(tmp_path / "recorded", {f"{LIST}1": 500}), 2)
    assert str(shown).strip().startswith("! fetch bad-status")


def test_what_was_read_before_the_listing_broke_is_ingested(harvest: Any, store: Store) -> None:
    report = harvest({f"{LIST}1": listing(*ROWS), f"{LIST}2": 500})
    assert report.state is JobState.PARTIAL and counts(report)["added"] == 3
    assert store.catalogue.status().versions == 3


def with_a_fault(source: Source) -> Source:
    """A source with a rule whose type we cannot make: a fault of ours wherever `number` is printed."""
    title = source.rules[0]
    place = replace(title.place, what="a", way="css", attr="href", key="row css:a@href")
    broken = replace(title, path="number", place=place, type="of-no-maker", match=to_pattern("x"), many=True)
    return replace(source, rules=(*source.rules, broken))


@pytest.mark.parametrize(("most", "state"), [(20, JobState.PARTIAL), (21, JobState.FAILED)])
def test_a_fault_of_ours_with_a_record_is_its_issue_but_not_more_than_twenty_times(
    store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture, most: int, state: JobState
) -> None:
    rows = [ROWS[0], *((f"x{number}", f"مصوبهٔ {number}", "1402/05/01") for number in range(most))]
    fetcher = record_pages(tmp_path / "recorded", one_page(*rows))
    with caplog.at_level(logging.ERROR):
        report = run_source(store, with_a_fault(a_source(tmp_path)), lambda _keeping: fetcher)
    assert (report.state, report.counts["added"]) == (state, 1)
    assert codes(report)[:20] == ["internal"] * 20
    assert "treatments.py" in caplog.records[0].getMessage() and "مصوبه" not in caplog.records[0].getMessage()


def test_a_corrected_agency_file_is_read_at_the_next_harvest(harvest: Any, store: Store, tmp_path: Path) -> None:
    harvest(one_page(*ROWS))
    source = a_source(tmp_path)
    named = {**source.register.files["shora"], "names": [{"text": "شورای دیگر", "lang": "fa"}]}
    register = replace(source.register, files={"shora": named}, digest="another")
    fetcher = record_pages(tmp_path / "recorded", one_page(*ROWS))
    report = run_source(store, replace(source, register=register), lambda _keeping: fetcher)
    assert counts(report) == {"read": 3, "changed": 3}
