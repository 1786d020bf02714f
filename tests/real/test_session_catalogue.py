"""66 daily snapshots of a rolling window of 20 recordings of sessions, as 66 jobs into one store."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import datetime
from email.utils import format_datetime
from typing import Any

import pytest

from catalogue.vocab import JobState
from tests.real.figures import figures_of, named
from tests.real.harvesting import Answer, Bench, harvest, record, shared
from tests.real.recording import SHARED

FOLDER = SHARED / "sources" / "ir-majlis-session-catalogue"
ADDRESS = "https://sessions.example/catalog.json"
TEXT = f"""\
format: 1
id: acts
name: پخش زندهٔ مذاکرات مجلس
agency: shora
kind: notice
protocol: json
url: {ADDRESS}
coverage: window
list:
  rows: Channels.Sessions
  detail: {{path: Url}}
  native_id: {{path: Url, match: '[?&]e=(\\d+)'}}
fields:
  title: {{const: پخش زندهٔ مذاکرات مجلس شورای اسلامی}}
  type: {{const: announcement}}
  description: {{path: Description}}
  published_on: {{path: Date, type: date}}
  files: {{path: FileInfos.FileUrl, many: true}}
ignore: [Date, FileInfos]
"""
pytestmark = [pytest.mark.shared, pytest.mark.long]


def sessions(day: str) -> dict[str, Any]:
    """The sessions of a snapshot by their addresses."""
    snapshot = json.loads(shared(FOLDER.name, f"catalog.bundle.{day}.json.gz"))
    return {one["Url"]: one for channel in snapshot["Channels"] for one in channel["Sessions"]}


def test_a_window_rolls_and_nothing_is_withdrawn_or_written_without_a_change(bench: Bench) -> None:
    days = sorted(path.name.split(".")[2] for path in FOLDER.glob("*.gz"))
    if not days:
        pytest.skip("ir-majlis-session-catalogue of ../shared/data is missing")
    assert (len(days), "2022-04-26" in days) == (66, False)
    source, store, begun = bench.source(TEXT), bench.store, time.perf_counter()
    before: dict[str, Any] = {}
    seen: set[str] = set()
    rolled_off: set[str] = set()
    quiet = versions = 0
    for day in days:
        at = format_datetime(datetime.fromisoformat(f"{day}T06:00:00+00:00"), usegmt=True)
        body = shared(FOLDER.name, f"catalog.bundle.{day}.json.gz")
        recording = record(bench.folder / "recorded" / day, {ADDRESS: Answer(body, at=at)})
        now, status = sessions(day), store.catalogue.status()
        report = harvest(store, source, recording)
        counts = report.counts
        assert (report.state, report.reason) == (JobState.SUCCEEDED, None)
        assert (counts["read"], counts["withdrawn"], counts["withheld"], counts["refused"]) == (len(now), 0, 0, 0)
        assert counts["added"] == len(set(now) - seen)
        assert counts["changed"] <= sum(one in before and before[one] != now[one] for one in now)
        if now == before:
            quiet += 1
            assert replace(store.catalogue.status(), last_complete_at=status.last_complete_at) == status
        versions += counts["added"] + counts["changed"]
        rolled_off |= set(before) - set(now)
        seen |= set(now)
        before = now
    assert (len(rolled_off), len(rolled_off & set(before)), len(store.ids())) == (37, 0, 57)
    assert quiet > 33
    figures = figures_of(report, time.perf_counter() - begun, len(seen))
    bench.note(named("ir-majlis-session-catalogue, 66 jobs"), {**figures, "stored": f"57 in {versions} versions"})
