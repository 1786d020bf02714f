"""A catalogue of 40 MB: memory of the job and its reader, of the index that follows beside them, and seconds."""

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
"""Of the job and its reader."""
MOST_MEGABYTES_OF_THE_INDEX = 200
"""Of the process that follows the log, whatever is harvested."""
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

    log, began, peak, peak_of_index = tmp_path / "log", time.monotonic(), 0, 0
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
            reading, indexing = _resident(process.pid)
            peak, peak_of_index = max(peak, reading), max(peak_of_index, indexing)
            time.sleep(0.1)
    finally:
        kill_group(process)
    said = log.read_text(encoding="utf-8")
    record_property(named(7, "a graph of 40 MB: MB of the job and its reader"), round(peak / 2**20))
    record_property(named(7, "a graph of 40 MB: MB of the index that follows"), round(peak_of_index / 2**20))
    record_property(named(7, "a graph of 40 MB: seconds"), round(time.monotonic() - began))
    assert process.returncode == 0, said
    assert "38,000" in said.replace("38000", "38,000"), said
    assert 0 < peak <= MOST_MEGABYTES * 2**20
    assert 0 < peak_of_index <= MOST_MEGABYTES_OF_THE_INDEX * 2**20


def _resident(process: int) -> tuple[int, int]:
    """Bytes of (a job and its reader, the index beside it): the index is a fork, with the command's own words.

    What several processes share counts once.
    """
    reading = indexing = 0
    for folder in Path("/proc").iterdir():
        try:
            if not folder.name.isdecimal() or (int(folder.name) != process and _parent(folder) != process):
                continue
            rollup = (folder / "smaps_rollup").read_text()
            size = int(re.findall(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)[0]) * 1_024
            if int(folder.name) != process and b"child import serve" not in (folder / "cmdline").read_bytes():
                indexing += size
            else:
                reading += size
        except (OSError, ValueError, IndexError):
            continue
    return reading, indexing


def _parent(folder: Path) -> int:
    """The process that started another, in whatever group it is."""
    return int((folder / "stat").read_text().rpartition(")")[2].split()[1])
