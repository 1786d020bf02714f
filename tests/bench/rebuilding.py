"""The index built anew by the command: rate, memory and size; and how long a cold start takes."""

from __future__ import annotations

import json
import time
from urllib.request import urlopen

from catalogue.connection import STORE_FILE
from catalogue.search.vocabulary import FILE
from tests.bench import machine
from tests.bench.asking import get
from tests.bench.made.records import Records
from tests.bench.place import Place, Served, serving
from tests.bench.questions import FACETS, search_path
from tests.bench.sheet import Bar, Sheet
from tests.bench.words import sample

LEAST_RATE = 3_000
"""Records a second; 5,000 where several processes analyse."""
MOST_MEGABYTES, MOST_BYTES_A_TOKEN = 500, 8
"""The index may have 1 kB for a record of 128 tokens."""
COLD_SECONDS = 60.0
COLD = search_path({"q": "گزارش مجلس", **FACETS})
"""Two common words; the answer is whatever it is."""


def measure(sheet: Sheet, place: Place, records: Records, size: int) -> None:
    """`dastras reindex`, its start and its comparison with the store included; then size and cold start."""
    before = place.spent()
    began = time.monotonic()
    ended = machine.wait_for(place.start("reindex"), began)
    sheet.check(f"reindex ended with {ended.code}", ended.code == 0)
    rate = size / ended.seconds
    values = {"rate": rate, "took_s": ended.seconds, "command_ms": sum(ended.cpu.values()) * 1000 / size}
    values |= {f"{name}_ms": (spent - before[name]) * 1000 / size for name, spent in place.spent().items()}
    sheet.tell("rebuild", "dastras reindex", values, Bar(f">= {LEAST_RATE:,} /s", rate >= LEAST_RATE))
    peak = ended.peak_megabytes
    sheet.tell("memory", "reindex", {"peak_mb": peak}, Bar(f"peak <= {MOST_MEGABYTES} MB", peak <= MOST_MEGABYTES))
    measure_size(sheet, place, size, sample(records, size).tokens)
    measure_cold_start(sheet, place)


def measure_size(sheet: Sheet, place: Place, size: int, tokens: float) -> None:
    """Bytes on the disk for each record: the engine's, and those of the vocabulary beside it."""
    words = sum(path.stat().st_size for path in place.data.rglob(FILE)) / size
    if place.search:
        index = sum(int(line["store.size"]) for line in _indexes(place.search.split(",")[0])) / size
    else:
        index = machine.folder_bytes(place.data / "search") / size - words
    values = {"index_bytes": index, "tokens": tokens, "bytes_a_token": index / tokens, "vocabulary_bytes": words}
    if not place.store:
        values["store_bytes"] = (place.data / STORE_FILE).stat().st_size / size
    sheet.tell(
        "size",
        "a record",
        values,
        Bar(f"index <= {MOST_BYTES_A_TOKEN} bytes a token", index / tokens <= MOST_BYTES_A_TOKEN),
    )


def measure_cold_start(sheet: Sheet, place: Place) -> None:
    """From nothing, the files not in memory, to the first answers; a service stays warm."""
    machine.forget_cached(place.data)
    began = time.monotonic()
    with serving(place) as served:
        ready = time.monotonic() - began
        answers = [_milliseconds(served) for _ in range(3)]
    values = {"started_s": ready, "first_ms": answers[0], "second_ms": answers[1], "third_ms": answers[2]}
    sheet.tell("cold start", "`dastras serve` to its first searches", values)


def _milliseconds(served: Served) -> float:
    """Until there is an answer: a service that is cold may first be too slow for its readers."""
    began = time.perf_counter()
    while time.perf_counter() - began < COLD_SECONDS:
        try:
            get(served.address, COLD)
            break
        except ValueError:
            time.sleep(0.1)
    return (time.perf_counter() - began) * 1000


def _indexes(address: str) -> list[dict[str, str]]:
    with urlopen(f"{address.rstrip('/')}/_cat/indices/dastras*?format=json&bytes=b", timeout=30) as answer:
        return list(json.load(answer))
