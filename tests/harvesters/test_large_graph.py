"""A catalogue of 40 MB: memory of the command and its child together, and seconds."""

from __future__ import annotations

import json
import os
import random
import time
from pathlib import Path

import pytest

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
def test_a_graph_of_40_megabytes_in_any_order_takes_300_megabytes(tmp_path: Path) -> None:
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
            time.sleep(0.05)
    finally:
        kill_group(process)
    said = log.read_text(encoding="utf-8")
    print(f"{size / 1e6:.1f} MB, {peak / 2**20:.0f} MB at most, {time.monotonic() - began:.0f} s")
    assert process.returncode == 0, said
    assert "38,000" in said.replace("38000", "38,000"), said
    assert 0 < peak <= MOST_MEGABYTES * 2**20


def _resident(group: int) -> int:
    """Bytes of all processes of a group together."""
    total = 0
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdecimal() and os.getpgid(int(folder.name)) == group or _leader(folder, group):
                pages = int((folder / "statm").read_text().split()[1])
                total += pages * os.sysconf("SC_PAGE_SIZE")
        except (OSError, ValueError, IndexError):
            continue
    return total


def _leader(folder: Path, parent: int) -> bool:
    """Whether a process is a child of another, in whatever group."""
    if not folder.name.isdecimal():
        return False
    return int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == parent
