"""23 data.json of US agencies, valid and broken: what is stored of each, and what is refused, and why that is right."""

from __future__ import annotations

import json
from typing import Any

import pytest

from catalogue.store import currents
from catalogue.vocab import JobState
from tests.making import Store
from tests.real.harvesting import Answer, Bench, codes, shared

ADDRESS = "https://agency.example/data.json"
TEXT = f"""\
format: 1
id: acts
name: فهرست داده‌ها
agency: shora
kind: dataset
protocol: datajson
url: {ADDRESS}
"""
NOTED = {"agency-unknown", "word-unknown"}
"""Every file names agencies and topics of another country; that is told once a job for each."""
pytestmark = pytest.mark.shared

FILES: dict[str, tuple[int, dict[str, int]]] = {
    "arm.data.json": (3, {}),
    "collection-1-parent-2-children.data.json": (3, {}),
    "dcatus.json": (7, {}),
    "dcatus3_0.json": (4, {}),
    "dcatus3_0_no_identifier.json": (0, {"native-id-refused": 1}),
    "dcatus3_0_record_no_id.json": (1, {"nested-left": 1}),
    "dcatus3_0_series_member_also_top_level.json": (1, {"nested-left": 1}),
    "dcatus3_0_service_no_identifier.json": (1, {"nested-left": 1}),
    "dcatus3_0_service_serves_dataset.json": (0, {"nested-left": 1, "rows-missing": 1}),
    "dcatus3_0_warning.json": (3, {"date-in-future": 1}),
    "dcatus3_0_with_records.json": (1, {"nested-left": 2}),
    "dcatus_bad_license_uri.json": (1, {"words-too-long": 1}),  # a contract of 11,000 characters in HTML
    "dcatus_long_description.json": (1, {}),
    "dcatus_no_identifier.json": (0, {"native-id-refused": 1}),
    "dcatus_single_record.json": (1, {}),
    "dcatus_single_record_non-federal.json": (1, {}),
    "dol-example.json": (0, {"rows-missing": 1}),  # a dataset without a catalogue around it
    "geospatial.data.json": (2, {}),
    "large-spatial.data.json.gz": (1, {"words-too-long": 1}),  # a polygon
    "missing-dataset-fields.data.json": (1, {"native-id-refused": 1}),
    "missing-identifier-title.data.json": (1, {"native-id-refused": 1, "required": 1}),
    "numerical-title.data.json": (1, {}),
    "ny.data.json": (1, {}),
}
"""File -> records stored, issues by code beside those NOTED."""


@pytest.mark.parametrize("name", FILES)
def test_a_real_file_gives_its_datasets_and_names_what_it_refuses(name: str, bench: Bench) -> None:
    body = shared("data-json-us", name)
    given = json.loads(body).get("dataset", [])
    report = bench.harvest(bench.source(TEXT), {ADDRESS: Answer(body)}, f"data-json-us/{name}", len(given))
    stored, issues = FILES[name]
    found = {code: count for code, count in codes(report).items() if code not in NOTED}
    assert (len(bench.store.ids()), found) == (stored, issues)
    if "rows-missing" in issues:
        assert (report.state, report.reason) == (JobState.FAILED, "rows-missing")
    else:
        assert (report.state, report.counts["read"]) == (JobState.SUCCEEDED, len(given))
    for record in records(bench.store):
        source = next(one for one in given if str(one.get("title")) == record["title"])
        tags = {" ".join(word.split()) for word in source.get("keyword", ())}
        assert len(record.get("distributions", ())) == len(source.get("distribution", ()))
        assert set(record.get("tags", ())) <= tags


def records(store: Store) -> list[dict[str, Any]]:
    """All there are."""
    with store.catalogue.read() as session:
        return [json.loads(current.canonical) for current in currents(session, store.ids())]
