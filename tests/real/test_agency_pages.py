"""Pages of public agencies in Illinois: listings in tables, lists and articles, three with a page of a record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from harvesters.agencies import AgencyRegister
from harvesters.config import load_source
from harvesters.keeping import ForNobody
from harvesters.replay import RecordedFetcher
from harvesters.run import preview
from harvesters.source import Source
from tests.real.agency_pages import FOLDER, LISTINGS, NOT_WRITTEN, record
from tests.real.figures import named
from tests.real.recording import SOURCES

pytestmark = pytest.mark.shared

NO_PAGE = "not-recorded"
"""Only one page of a record was kept of each pair; the others are refused, one by one."""

EXPECTED: dict[str, tuple[int, dict[str, int]]] = {
    "us-il-commerce": (74, {}),
    "us-il-commerce-pages": (1, {}),
    "us-chi-plan-commission": (15, {}),
    "us-chi-plan-commission-pages": (1, {NO_PAGE: 14}),
    "us-chi-low-income-housing": (4, {}),
    "us-chi-low-income-housing-pages": (1, {NO_PAGE: 3}),
    "us-chi-board-elections": (7, {}),
    "us-il-transit-past": (117, {}),
    "us-il-transit-upcoming": (10, {"duplicate-id": 1}),  # one meeting stands twice
    "us-chi-transit": (23, {}),
    "us-il-metra": (56, {"duplicate-id": 5}),  # meetings of one name on one day
    "us-chi-ethics": (149, {}),
    "us-chi-teacherpension": (5, {}),
    "us-chi-metro-pier": (17, {}),
    "us-chi-north-river": (25, {}),
    "us-chi-pedestrian": (13, {}),
    "us-il-examiners": (40, {"duplicate-id": 1}),  # two meetings of one day
    "us-chi-schools-calendar": (14, {"duplicate-id": 1}),  # one meeting stands twice
    "us-chi-labor-fund": (10, {}),
    "us-chi-police-district-1": (5, {}),
    "us-il-gaming": (21, {}),
    "us-chi-bicycle": (44, {"duplicate-id": 2}),  # two files are linked twice
}


@pytest.mark.parametrize("name", LISTINGS)
def test_a_listing_gives_its_records(
    name: str, register: AgencyRegister, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    if not FOLDER.is_dir():
        pytest.skip("html-us-agencies of ../shared/data is missing")
    source = load_source(SOURCES / f"{name}.yaml", register)
    assert isinstance(source, Source), [str(mistake) for mistake in source]
    fetcher = RecordedFetcher(record(tmp_path / name, name, source.address), ForNobody(), 20 * 2**20)
    found = list(preview(source, fetcher, 10_000))
    records = sum(one.record is not None for one in found)
    issues = Counter(issue.code for one in found for issue in one.issues)
    record_property(named("html-us-agencies", name), f"{records} records, issues {dict(issues)}")
    assert (records, dict(issues)) == EXPECTED[name]


def test_what_is_no_source_says_why(record_property: Callable[[str, object], None]) -> None:
    for names, reason in NOT_WRITTEN.items():
        record_property(named("html-us-agencies", f"not written: {names}"), reason)
    assert all(NOT_WRITTEN.values())
