"""Files of everything: first byte, rate, memory of who sends them, and what another reader waits meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

from tests.bench import machine
from tests.bench.asking import Question, Timing, ask
from tests.bench.made.records import Records
from tests.bench.place import Place, Served, serving
from tests.bench.questions import MID, Chooser, to_question
from tests.bench.sheet import Bar, Sheet
from tests.bench.words import sample

FORMS = ("jsonl", "csv")
AT_ONCE, READERS_TIMES, PAUSE_SECONDS = 20, 200, 0.05
BLOCK = 65_536
FIRST_MS, RATE, MOST_MEANWHILE_MS = 200, 5_000, 500
"""Bars, set for 100,000 records."""


@dataclass(frozen=True, slots=True)
class Export:
    """One file that was read to its end."""

    first_ms: float
    seconds: float
    lines: int
    total: int


def measure(sheet: Sheet, place: Place, records: Records, size: int) -> None:
    """Each form alone, then many at once beside another reader who asks for words of middling frequency."""
    words = sample(records, size)
    with serving(place) as served:
        read(served, "jsonl", most_lines=1)  # the first question of a process opens the index
        for form in FORMS:
            _measure_form(sheet, served, form)
        mid = Chooser(served.address, size, READERS_TIMES).with_share(words.mid, MID)
        before = memory(served)
        with exporting(served):
            others = [_ask_patiently(served, one) for one in map(to_question, mid)]
            grown = memory(served) - before
    other = Timing(sum(one.asked for one in others), tuple(took for one in others for took in one.milliseconds))
    sheet.check(f"right answers beside {AT_ONCE} files: {len(other.milliseconds)} of {other.asked}", other.is_right)
    p99 = other.percentile(99)
    bar = Bar(f"p99 <= {MOST_MEANWHILE_MS} ms at 100,000", p99 <= MOST_MEANWHILE_MS)
    values = {"p50_ms": other.percentile(50), "p99_ms": p99, "grown_mb": grown}
    sheet.tell("exports", f"another reader beside {AT_ONCE} files", values, bar)


def _measure_form(sheet: Sheet, served: Served, form: str) -> None:
    before, spent = memory(served), machine.processor_seconds(served.workers)
    found = read(served, form)
    values = {
        "first_ms": found.first_ms,
        "rate": found.total / found.seconds,
        "cpu_ms": (machine.processor_seconds(served.workers) - spent) * 1000 / found.total,
        "grown_mb": memory(served) - before,
    }
    met = found.first_ms <= FIRST_MS and values["rate"] >= RATE
    sheet.check(f"whole file, {form}: {found.lines:,} of {found.total:,}", found.lines == found.total)
    sheet.tell("exports", form, values, Bar(f"first byte <= {FIRST_MS} ms, >= {RATE:,} /s at 100,000", met))


def read(served: Served, form: str, most_lines: int = 0) -> Export:
    """Read one file, to its end or at least so many lines."""
    began, lines = time.perf_counter(), 0
    with opened(served, form) as answer:
        block = answer.read1(BLOCK)
        first = time.perf_counter()
        while block and not (most_lines and lines >= most_lines):
            lines += block.count(b"\n")
            block = answer.read1(BLOCK)
        total = int(answer.headers["Dastras-Total"])
    heads = 1 if form == "csv" else 0
    return Export((first - began) * 1000, time.perf_counter() - began, lines - heads, total)


@contextmanager
def opened(served: Served, form: str) -> Iterator[HTTPResponse]:
    """The answer with the file of everything, before it is read."""
    connection = HTTPConnection(urlsplit(served.address).netloc, timeout=600)
    try:
        connection.request("GET", f"/api/v1/exports/search.{form}?sort=id")
        yield connection.getresponse()
    finally:
        connection.close()


@contextmanager
def exporting(served: Served) -> Iterator[None]:
    """So many files are being read while the context lasts, each from its beginning again when it ends."""
    stop = threading.Event()

    def read_on(form: str) -> None:
        while not stop.is_set():
            with opened(served, form) as answer:
                while not stop.is_set() and answer.read1(BLOCK):
                    pass

    readers = [threading.Thread(target=read_on, args=(FORMS[place % len(FORMS)],)) for place in range(AT_ONCE)]
    with ExitStack() as stack:
        for reader in readers:
            reader.start()
            stack.callback(reader.join)
        stack.callback(stop.set)
        yield


def _ask_patiently(served: Served, question: Question) -> Timing:
    time.sleep(PAUSE_SECONDS)
    return ask(served.address, [question])


def memory(served: Served) -> float:
    """Megabytes that the web workers have for themselves, the largest of them."""
    return max(map(machine.private_megabytes, served.workers))
