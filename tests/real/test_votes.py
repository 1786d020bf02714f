"""The listing of votes of the Majlis: mixed letters, padded titles, text dates, and a vote without a title."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from catalogue.store import currents, scan_by_id
from catalogue.vocab import JobState
from harvesters.agencies import AgencyRegister
from harvesters.config import load_source
from harvesters.replay import RecordedFetcher
from harvesters.reports import JobReport
from harvesters.source import Source
from tests.harvesters.making import run_source
from tests.making import Store, open_fresh
from tests.real.recording import SHARED, SOURCES

pytestmark = pytest.mark.shared


@pytest.fixture
def votes(register: AgencyRegister) -> Source:
    source = load_source(SOURCES / "ir-majlis-votes.yaml", register)
    assert isinstance(source, Source), source
    return source


def harvest(store: Store, votes: Source, recording: Path) -> JobReport:
    store.catalogue.intake.register(list(votes.register.files.values()))
    folder, cap = recording / votes.id, votes.limits.document_bytes
    return run_source(store, votes, lambda keeping: RecordedFetcher(folder, keeping, cap))


def all_records(store: Store) -> list[dict[str, Any]]:
    with store.catalogue.read() as session:
        return [json.loads(current.canonical) for current in currents(session, store.ids())]


def test_1040_rows_are_1039_decisions_and_one_issue(store: Store, votes: Source, recording: Path) -> None:
    report = harvest(store, votes, recording)
    assert (report.state, report.reason) == (JobState.SUCCEEDED, None)
    assert report.counts == {
        "read": 1040,
        "added": 1039,
        "changed": 0,
        "unchanged": 0,
        "withdrawn": 0,
        "withheld": 0,
        "refused": 1,
        "issues": 1,
    }
    (issue,) = store.catalogue.issues(report.number)
    assert (issue.native_id, issue.code, issue.place) == ("166", "required", "title")

    records = all_records(store)
    published = json.loads((SHARED / "sources" / "ir-majlis-votes" / "votes-parsed.json").read_text(encoding="utf-8"))
    assert {record["links"][0]["url"] for record in records} == {vote["url"] for vote in published if vote["title"]}
    assert len({record["number"]["raw"] for record in records}) == 1039
    for record in records:
        assert (record["type"], record["type_asserted_by"]) == ("vote", "source")
        adopted = record["dates"]["adopted"]
        assert set(adopted) == {"raw", "iso", "jalali", "precision", "rule", "weekday"}
        assert adopted["jalali"] == adopted["raw"].replace("/", "-")
    vote = next(record for record in records if record["number"]["raw"] == "8")
    assert vote["title"] == "اصل گزارش كميسيون در ماده 17-طرح اصلاح موادی از قانون انتخابات مجلس شورای اسلامی"
    assert vote["dates"]["adopted"]["iso"] == "2023-03-12"

    before = store.catalogue.status()
    again = harvest(store, votes, recording)
    assert again.counts == {
        "read": 1040,
        "added": 0,
        "changed": 0,
        "unchanged": 1039,
        "withdrawn": 0,
        "withheld": 0,
        "refused": 1,
        "issues": 1,
    }
    assert store.catalogue.status() == before


def test_two_empty_stores_get_the_same_hashes(votes: Source, recording: Path, tmp_path: Path) -> None:
    hashes = []
    for name in ("one", "two"):
        store = open_fresh(tmp_path / name)
        harvest(store, votes, recording)
        with store.catalogue.read() as session:
            hashes.append(sorted(sha256 for _, _, sha256 in scan_by_id(session)))
        store.close()
    assert hashes[0] == hashes[1]
