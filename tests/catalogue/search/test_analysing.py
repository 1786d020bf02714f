"""Records are analysed in processes beside: the same documents in the same order, and no process is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.errors import IndexUnavailable
from catalogue.search import analysing
from catalogue.search.analysing import WORTH, analysed, analysed_beside
from catalogue.store import Current
from tests.making import a_decision
from tests.running import ROOT


def current(number: int, canonical: str | None = None) -> Current:
    text = canonical or str(a_decision(f"تصمیم {number}", f"متن {number}")).replace("'", '"')
    day = "2026-01-01T00:00:00Z"
    record_id = f"d-{number:04}-0000-0"
    return Current(number, record_id, 1, "a" * 64, "published", "decision", "src", "shora", day, day, text)


def batches(count: int, size: int = 40) -> Iterator[list[Current]]:
    for first in range(0, count, size):
        yield [current(number) for number in range(first, min(first + size, count))]


def children() -> set[str]:
    """Processes that this one has started, and that have not ended."""
    threads = Path(f"/proc/{os.getpid()}/task").iterdir()
    return {pid for thread in threads for pid in (thread / "children").read_text().split()}


@pytest.mark.parametrize("count", [0, 1, 39, 40, 41, 500])
def test_the_same_in_the_same_order(count: int) -> None:
    beside = [one for batch in analysed_beside(batches(count), WORTH) for one in batch]
    assert beside == [one for batch in batches(count) for one in analysed(batch)]


def test_a_record_that_cannot_be_read_stops_only_itself() -> None:
    batch = [current(1), current(2, "{"), current(3)]
    ((first, second, third),) = analysed_beside([batch], WORTH)
    assert first.document and third.document
    assert second.document is None and second.why.startswith("JSONDecodeError")


def test_every_process_works_while_one_is_written_down() -> None:
    before = children()
    taken: list[int] = []

    def counted() -> Iterator[list[Current]]:
        for number, batch in enumerate(batches(2_000)):
            taken.append(number)
            yield batch

    walk = analysed_beside(counted(), WORTH)
    next(walk)
    assert len(taken) == len(children() - before) + 1
    walk.close()


def test_no_process_is_left_when_nobody_asks_on() -> None:
    before = children()
    walk = analysed_beside(batches(500), WORTH)
    next(walk)
    assert children() - before
    walk.close()
    assert not children() - before


def test_a_process_that_is_killed_is_told() -> None:
    before = children()
    walk = analysed_beside(batches(500), WORTH)
    next(walk)
    for pid in children() - before:
        os.kill(int(pid), signal.SIGKILL)
    with pytest.raises(IndexUnavailable):
        list(walk)
    walk.close()


def test_they_end_with_the_process_that_started_them() -> None:
    program = (
        "from tests.catalogue.search.test_analysing import *\n"
        "walk = analysed_beside(batches(10_000), WORTH); next(walk); print(*children(), flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert parent.stdout is not None
    started = [int(pid) for pid in parent.stdout.readline().split()]
    parent.kill()
    parent.communicate()
    end = time.monotonic() + 20
    while any(os.path.exists(f"/proc/{pid}") for pid in started) and time.monotonic() < end:
        time.sleep(0.1)
    assert started and not [pid for pid in started if os.path.exists(f"/proc/{pid}")]


def test_what_runs_beside_is_this_very_code() -> None:
    assert str(ROOT) == analysing._ROOT
