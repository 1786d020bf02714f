"""One document that kills its parser costs its own record and its deadline, and no other record."""

from __future__ import annotations

import resource
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from catalogue.vocab import JobState
from harvesters.replay import RecordedFetcher
from harvesters.reports import JobReport
from tests.harvesters.making import WITH_PAGES, a_source, act, listing, record_pages, run_source
from tests.harvesters.test_sandbox import OUT_OF_MEMORY, OUT_OF_TIME
from tests.making import Store

LIST, ACT = "https://shora.example/list?page=", "https://shora.example/acts/"
KEYS = [f"k{number}" for number in range(60)]


def harvested(store: Store, folder: Path, pages: Mapping[str, str | bytes | int]) -> JobReport:
    rows = [(key, f"مصوبهٔ شمارهٔ {key}", "1402/05/01") for key in KEYS]
    whole = {f"{LIST}1": listing(*rows), f"{LIST}2": listing()}
    whole |= {f"{ACT}{key}?print=1": act(key, f"مصوبهٔ شمارهٔ {key}") for key in KEYS}
    record_pages(folder / "recorded", {**whole, **pages})
    source = a_source(folder, WITH_PAGES)
    cap = source.limits.document_bytes
    return run_source(store, source, lambda keeping: RecordedFetcher(folder / "recorded", keeping, cap))


@pytest.mark.parametrize(
    ("place", "killer"),
    [
        (29, OUT_OF_MEMORY),
        pytest.param(0, OUT_OF_MEMORY, marks=pytest.mark.long),
        pytest.param(59, OUT_OF_MEMORY, marks=pytest.mark.long),
        pytest.param(29, OUT_OF_TIME, marks=pytest.mark.long),
    ],
)
def test_a_document_that_kills_its_parser_costs_one_record(
    store: Store, tmp_path: Path, place: int, killer: bytes
) -> None:
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    report = harvested(store, tmp_path, {f"{ACT}{KEYS[place]}?print=1": killer})
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    issues = [(issue.code, issue.native_id) for issue in report.issues if issue.code != "column-missing"]
    assert issues == [("parser-died", KEYS[place])]
    assert (report.state, report.counts["added"]) == (JobState.SUCCEEDED, 59)
    assert time.monotonic() - began < 2 * 30 + 20
    assert grown < 100 * 1024  # the document itself, never what a parser makes of it


def test_a_listing_that_kills_its_parser_ends_the_job_with_what_it_was(store: Store, tmp_path: Path) -> None:
    report = harvested(store, tmp_path, {f"{LIST}1": OUT_OF_MEMORY})
    assert (report.state, report.reason) == (JobState.FAILED, "parser-died")
    assert [issue.code for issue in report.issues] == ["parser-died"]


@pytest.mark.long
def test_a_later_page_of_the_listing_that_kills_leaves_the_rest_unread(store: Store, tmp_path: Path) -> None:
    report = harvested(store, tmp_path, {f"{LIST}2": OUT_OF_MEMORY})
    assert (report.state, report.counts["added"]) == (JobState.PARTIAL, 60)
    assert "page-unreadable" in [issue.code for issue in report.issues]
