"""Harvests documents of ../shared as if a server had given them, and measures it."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from harvesters.replay import RecordedFetcher
from harvesters.reports import JobReport
from harvesters.source import Source
from tests.harvesters.making import a_source, run_source
from tests.making import Store
from tests.real.figures import figures_of, named
from tests.real.recording import SHARED

Note = Callable[[str, object], None]
DAY = "Tue, 24 Nov 2026 05:30:12 GMT"


@dataclass(frozen=True)
class Answer:
    """What the server gives for one address, and when."""

    body: bytes
    media_type: str = "application/json"
    at: str = DAY


def shared(*path: str) -> bytes:
    """The bytes of a real input, unpacked; the test skips where it is missing."""
    file = SHARED.joinpath("sources", *path)
    if not file.is_file():
        pytest.skip(f"{file.name} of ../shared/data is missing")
    return gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()


def record(folder: Path, answers: Mapping[str, Answer]) -> Path:
    """A recording of these answers."""
    folder.mkdir(parents=True)
    lines = []
    for number, (address, answer) in enumerate(answers.items()):
        headers = {"Content-Type": answer.media_type, "Date": answer.at}
        exchange = {"method": "GET", "address": address, "status": 200, "headers": headers, "file": str(number)}
        lines.append(json.dumps(exchange))
        (folder / str(number)).write_bytes(answer.body)
    (folder / "index.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def harvest(store: Store, source: Source, recording: Path) -> JobReport:
    """One job over a recording."""
    store.catalogue.intake.register(list(source.register.files.values()))
    cap = source.limits.document_bytes
    return run_source(store, source, lambda keeping: RecordedFetcher(recording, keeping, cap))


@dataclass(frozen=True)
class Bench:
    """Where a test harvests real inputs: a store, a folder, and the table that their figures go to."""

    store: Store
    folder: Path
    note: Note

    def source(self, text: str) -> Source:
        """The source of a file with this text."""
        return a_source(self.folder, text)

    def harvest(self, source: Source, answers: Mapping[str, Answer], name: str, records: int) -> JobReport:
        """One job over these answers; its figures are noted under the name of the input."""
        recording = record(self.folder / "recorded" / name.replace("/", "-").replace(" ", "-"), answers)
        begun = time.perf_counter()
        report = harvest(self.store, source, recording)
        self.note(named(name), figures_of(report, time.perf_counter() - begun, records))
        return report


def codes(report: JobReport) -> dict[str, int]:
    """The issues of a job: code -> how often."""
    found: dict[str, int] = {}
    for issue in report.issues:
        found[issue.code] = found.get(issue.code, 0) + issue.count
    return found
