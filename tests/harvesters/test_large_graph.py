"""A catalogue of 40 MB: memory of the command and its child together, and seconds."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.figures import named
from tests.harvesters.graphs import PREFIXES, statements
from tests.harvesters.making import AGENCY, headers
from tests.running import kill_group, start

MOST_MEGABYTES = 300
SOURCE = """\
format: 1
id: sets
name: داده‌های نمونه
agency: shora
kind: dataset
protocol: dcat
url: https://data.example/catalog.ttl
limits: {document_bytes: 60000000}
ignore: ["dct:title@en"]
"""


@pytest.mark.long
@pytest.mark.timeout(900)
def test_a_graph_of_40_megabytes_in_any_order_takes_300_megabytes(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    lines = list(statements(38_000))
    random.Random(6).shuffle(lines)
    sources = tmp_path / "sources"
    recorded = sources / "recorded" / "sets"
    recorded.mkdir(parents=True)
    (sources / "agencies").mkdir()
    (sources / "agencies" / "shora.yaml").write_text(AGENCY, encoding="utf-8")
    (sources / "sets.yaml").write_text(SOURCE, encoding="utf-8")
    size = (recorded / "catalog.ttl").write_bytes((PREFIXES + "\n".join(lines)).encode())
    exchange = {"method": "GET", "address": "https://data.example/catalog.ttl", "status": 200, "file": "catalog.ttl"}
    (recorded / "index.jsonl").write_text(json.dumps({**exchange, "headers": headers("text/turtle")}), encoding="utf-8")
    del lines
    assert size > 38 * 10**6

    log, began, peak = tmp_path / "log", time.monotonic(), 0
    process = start(
        tmp_path / "data",
        "harvest",
        "sets",
        "--recorded",
        str(sources / "recorded"),
        log=log,
        DASTRAS_SOURCES=str(sources),
    )
    try:
        while process.poll() is None and time.monotonic() - began < 800:
            peak = max(peak, _resident(process.pid))
            time.sleep(0.1)
    finally:
        kill_group(process)
    said = log.read_text(encoding="utf-8")
    record_property(named(7, "a graph of 40 MB: MB of the job and its child"), round(peak / 2**20))
    record_property(named(7, "a graph of 40 MB: seconds"), round(time.monotonic() - began))
    assert process.returncode == 0, said
    assert "38,000" in said.replace("38000", "38,000"), said
    assert 0 < peak <= MOST_MEGABYTES * 2**20


def _resident(process: int) -> int:
    """Bytes of a process and those that it started; what they share counts once."""
    total = 0
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdecimal() and (int(folder.name) == process or _parent(folder) == process):
                rollup = (folder / "smaps_rollup").read_text()
                total += int(re.findall(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)[0]) * 1_024
        except (OSError, ValueError, IndexError):
            continue
    return total


def _parent(folder: Path) -> int:
    """The process that started another, in whatever group it is."""
    return int((folder / "stat").read_text().rpartition(")")[2].split()[1])
