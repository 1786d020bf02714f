"""The index built anew by the command: rate, memory and size; and how long a cold start takes."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

from catalogue.search.vocabulary import FILE
from tests.bench import machine
from tests.bench.asking import get
from tests.bench.place import Place, serving
from tests.bench.questions import FACETS, search_path
from tests.bench.sheet import Bar, Sheet
from tests.running import start

LEAST_RATE, LEAST_RATE_OF_ONE = 5_000, 3_000
MOST_MEGABYTES, MOST_BYTES = 500, 1_024
COLD = search_path({"q": "گزارش مجلس", **FACETS})
"""Two common words; the answer is whatever it is."""


def measure(sheet: Sheet, place: Place, size: int) -> None:
    """`dastras reindex`, its start and its comparison with the store included."""
    services = place.services()
    before = {name: machine.processor_seconds(machine.tree_of(root)) for name, root in services.items()}
    began = time.monotonic()
    ended = machine.wait_for(start(place.data, "reindex", **place.variables), began)
    sheet.check(f"reindex ended with {ended.code}", ended.code == 0)
    rate = size / ended.seconds
    values = {"rate": rate, "seconds_s": ended.seconds, "cpu_ms": sum(ended.cpu.values()) * 1000 / size}
    for name, root in services.items():
        spent = machine.processor_seconds(machine.tree_of(root)) - before[name]
        values[f"{name}_ms"] = spent * 1000 / size
    sheet.tell("rebuild", "reindex", values, Bar(f">= {LEAST_RATE_OF_ONE:,} /s", rate >= LEAST_RATE_OF_ONE))
    peak = ended.peak_megabytes
    sheet.tell("memory", "reindex", {"peak_mb": peak}, Bar(f"<= {MOST_MEGABYTES} MB", peak <= MOST_MEGABYTES))
