"""Many readers at once: `wrk` asks the site for searches by relevance, none of which is like the other, and the floor.

The load tool runs on the same machine and takes its part of it. Without it the part is skipped, and says so.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from random import Random
from typing import Any

from tests.bench.made.records import SEED, Records
from tests.bench.place import Place, Served, floor, serving
from tests.bench.questions import FACETS, search_path
from tests.bench.sheet import Bar, Sheet
from tests.bench.words import Sampled, sample

SCRIPT = Path(__file__).with_name("load.lua")
READERS, SECONDS, WARM_UP_SECONDS = 10, 20, 3
QUERIES = 3_000
LEAST_RATE, MOST_MS = 300, 150
"""Requests a second and milliseconds (99th percentile) of the bar, which was set for 100,000 records."""


def measure(sheet: Sheet, place: Place, records: Records, size: int) -> None:
    """Requests a second, and what they waited for, of the floor, of searches, and of searches with facets."""
    if shutil.which("wrk") is None:
        print("load: skipped, there is no wrk here")
        return
    asked = queries(sample(records, size))
    with tempfile.TemporaryDirectory() as folder, serving(place) as served:
        with floor() as lowest:
            _tell(sheet, "the floor", run(lowest, ["/floor"], Path(folder)))
        found = run(served, [search_path({"q": text}) for text in asked], Path(folder))
        met = found["rate"] >= LEAST_RATE and found["p99_ms"] <= MOST_MS and not found["refused"] + found["broken"]
        _tell(sheet, "searches", found, Bar(f">= {LEAST_RATE} /s, p99 <= {MOST_MS} ms, none refused, at 100,000", met))
        _tell(
            sheet,
            "searches, 4 facets",
            run(served, [search_path({"q": text, **FACETS}) for text in asked], Path(folder)),
        )


def queries(words: Sampled) -> list[str]:
    """One to three words of a title, as people type them."""
    random = Random(SEED)
    found: dict[str, None] = {}
    for title in words.titles * 3:
        parts = [word for word in title.split() if word.isalpha()]
        if parts:
            begin = random.randrange(len(parts))
            found[" ".join(parts[begin : begin + random.randint(1, 3)])] = None
    return list(found)[:QUERIES]


def run(served: Served, paths: list[str], folder: Path, seconds: int = SECONDS) -> dict[str, Any]:
    """What wrk saw, after a few seconds that only warm up; `rate` is requests a second."""
    listed = folder / "paths"
    listed.write_text("\n".join(paths), encoding="utf-8")
    _wrk(served, listed, WARM_UP_SECONDS)
    found = _wrk(served, listed, seconds)
    return {"rate": found["asked"] / found.pop("seconds"), **found}


def _wrk(served: Served, listed: Path, seconds: int) -> dict[str, Any]:
    command = ["wrk", "-t1", f"-c{READERS}", f"-d{seconds}s", "--timeout", "30s", "-s", str(SCRIPT), served.address]
    told = subprocess.run(
        [*command, "--", str(listed)], capture_output=True, text=True, check=True, timeout=seconds + 60
    )
    return dict(json.loads(told.stdout.splitlines()[-1]))


def _tell(sheet: Sheet, name: str, found: dict[str, Any], bar: Bar | None = None) -> None:
    sheet.tell("load", name, found, bar)
    sheet.check(
        f"load, {name}: {found['refused']} refused, {found['broken']} broken", not found["refused"] + found["broken"]
    )
