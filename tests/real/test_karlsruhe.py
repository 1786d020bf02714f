"""Eight Atom feeds of a city's council: 2,128 entries with 1,960 ids, as entries stand in several feeds."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from catalogue.vocab import JobState
from harvesters.agencies import AgencyRegister
from harvesters.config import load_source
from harvesters.replay import RecordedFetcher
from harvesters.reports import JobReport
from harvesters.source import Source
from tests.harvesters.making import headers, run_source
from tests.making import Store
from tests.real.figures import named
from tests.real.recording import SHARED

pytestmark = pytest.mark.shared
FEEDS = SHARED / "sources" / "atom-karlsruhe"
SOURCE = """\
format: 1
id: {id}
name: Tagesordnungspunkte
agency: majlis
kind: notice
protocol: feed
url: https://karlsruhe.example/{id}.xml
language: und
fields: {{type: {{const: announcement}}}}
"""


@pytest.fixture
def sources(tmp_path: Path, register: AgencyRegister) -> list[Source]:
    if not FEEDS.is_dir():
        pytest.skip("atom-karlsruhe of ../shared/data is missing")
    return [_recorded(tmp_path, register, path) for path in sorted(FEEDS.glob("*.xml.gz"))]


def _recorded(folder: Path, register: AgencyRegister, path: Path) -> Source:
    """The source of a feed; its recording lies in a folder of its name."""
    name = path.name.removesuffix(".xml.gz")
    file = folder / f"{name}.yaml"
    file.write_text(SOURCE.format(id=name).replace("majlis", next(iter(register.files))), encoding="utf-8")
    (folder / name).mkdir()
    (folder / name / "feed.xml").write_bytes(gzip.decompress(path.read_bytes()))
    address = f"https://karlsruhe.example/{name}.xml"
    exchange = {"method": "GET", "address": address, "status": 200, "headers": headers("application/atom+xml")}
    (folder / name / "index.jsonl").write_text(json.dumps({**exchange, "file": "feed.xml"}), encoding="utf-8")
    source = load_source(file, register)
    assert isinstance(source, Source), [str(mistake) for mistake in source]
    return source


def harvest(store: Store, source: Source, folder: Path) -> JobReport:
    return run_source(store, source, lambda keeping: RecordedFetcher(folder / source.id, keeping, 20 * 2**20))


def test_every_entry_is_a_record_of_its_own_source_and_a_second_job_writes_nothing(
    store: Store, sources: list[Source], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    store.catalogue.intake.register(list(sources[0].register.files.values()))
    begun = time.monotonic()
    reports = [harvest(store, source, tmp_path) for source in sources]
    seconds = time.monotonic() - begun
    issues = [issue for report in reports for issue in store.catalogue.issues(report.number)]
    record_property(named("atom-karlsruhe", "entries, ingested"), (2128, sum(r.counts["added"] for r in reports)))
    record_property(named("atom-karlsruhe", "issues by code"), sorted({issue.code for issue in issues}))
    record_property(named("atom-karlsruhe", "seconds"), round(seconds, 1))
    assert {report.state for report in reports} == {JobState.SUCCEEDED}
    assert sum(report.counts["read"] for report in reports) == 2128
    assert sum(report.counts["added"] for report in reports) == 2128
    assert not issues

    before = store.catalogue.status()
    again = [harvest(store, source, tmp_path) for source in sources]
    assert sum(report.counts["unchanged"] for report in again) == 2128
    assert store.catalogue.status() == before
