"""A wrong clock is harmless: the log and the jobs keep their order, whatever time the machine believes it is (R14)."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.faults.crashing import INSIDE, Command, Ended, Point, Runner
from tests.faults.source import Answer, Decisions, Publisher, publisher
from tests.running import allowing

CONVERGED = "index: missing 0, extra 0, stale 0\nstore: faults 0\narchive: missing 0, damaged 0\n"
LATE = Point("commit", 7)
"""Where a harvest is killed: it has fetched something, and has not put it."""


@dataclass(frozen=True)
class Machine:
    """Runs commands over one data folder under the clock that stands in a file: `+90d` is ninety days ahead."""

    data: Path
    runner: Runner
    clock: Path
    settings: Mapping[str, str]

    def run(self, *arguments: str, at: str, killed: Point | None = None) -> Ended:
        """Run `dastras` under a clock."""
        self.clock.write_text(at)
        return self.runner.run(self.data, Command(arguments, self.settings), INSIDE if killed else None, killed)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """What the store answers."""
        with closing(sqlite3.connect(self.data / "dastras.sqlite")) as store:
            return store.execute(statement).fetchall()


@pytest.fixture
def source() -> Iterator[Publisher]:
    with publisher(acts=Decisions(5, per_page=3)) as running:
        yield running


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """The variables that give a process the clock of a file; skips where no clock can be set wrong."""
    if shutil.which("faketime") is None:
        pytest.skip("no clock can be set wrong: faketime is not installed")
    library = ["faketime", "-f", "+0", "printenv", "LD_PRELOAD"]
    clock = tmp_path_factory.mktemp("clock") / "clock"
    clock.write_text("+0")
    return {
        "LD_PRELOAD": subprocess.run(library, capture_output=True, text=True, check=True).stdout.strip(),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }


@pytest.fixture(scope="module")
def runner(wrong: Mapping[str, str]) -> Iterator[Runner]:
    with Runner(wrong) as running:
        yield running


@pytest.fixture
def machine(wrong: Mapping[str, str], runner: Runner, source: Publisher, tmp_path: Path) -> Machine:
    settings = {
        **wrong,
        "DASTRAS_SOURCES": str(source.write_files(tmp_path / "sources")),
        **allowing(source.address),
    }
    return Machine(tmp_path / "data", runner, Path(wrong["FAKETIME_TIMESTAMP_FILE"]), settings)


@pytest.mark.long
def test_harvests_under_other_clocks_keep_the_order_of_log_and_jobs(source: Publisher, machine: Machine) -> None:
    for clock in ("+0", "+90d", "-1y"):
        source.sources["acts"].edited["2"] += 1
        done = machine.run("harvest", "acts", at=clock)
        assert done.code == 0, done.output
    assert machine.run("verify", at="+0").output == CONVERGED
    times = [row[0] for row in machine.rows("SELECT recorded_at FROM log ORDER BY log_index")]
    assert times != sorted(times)  # or the clock was never wrong
    versions = "SELECT version_no, log_index, job_number FROM version WHERE version_no > 1 ORDER BY log_index"
    assert machine.rows(versions) == [(2, 6, 2), (3, 7, 3)]
    jobs = "SELECT state, started_at <= ended_at, json_extract(counts, '$.changed') FROM job ORDER BY number"
    assert machine.rows(jobs) == [("succeeded", 1, 0), ("succeeded", 1, 1), ("succeeded", 1, 1)]
    ((complete_at, latest),) = machine.rows("SELECT last_complete_at, (SELECT max(ended_at) FROM job) FROM source")
    assert complete_at == latest  # it never moves back


@pytest.mark.parametrize("clocks", [("+90d", "-1y"), ("-1y", "+90d")], ids=" then ".join)
def test_a_job_is_taken_over_by_who_has_another_clock(clocks: tuple[str, str], machine: Machine) -> None:
    assert machine.run("harvest", "acts", at=clocks[0], killed=LATE).was_killed
    assert machine.rows("SELECT state, attempts FROM job") == [("running", 1)]
    done = machine.run("harvest", "acts", at=clocks[1])
    assert done.code == 0, done.output
    assert machine.rows("SELECT state, attempts FROM job") == [("succeeded", 2)]
    assert machine.run("verify", at="+0").output == CONVERGED


def test_a_clock_that_is_set_back_during_a_job_does_not_end_it(source: Publisher, machine: Machine) -> None:
    source.script("/acts/acts/4", Answer(wait=2))
    threading.Thread(target=_set_back, args=(source, machine.clock)).start()
    done = machine.run("harvest", "acts", at="+90d")
    assert done.code == 0, done.output
    assert machine.rows("SELECT state, started_at > ended_at FROM job") == [("succeeded", 1)]
    assert machine.run("verify", at="+0").output == CONVERGED


def _set_back(source: Publisher, clock: Path, seconds: float = 30) -> None:
    """Set the clock back while the publisher lets the harvest wait."""
    end = time.monotonic() + seconds
    while "/acts/acts/4" not in source.paths() and time.monotonic() < end:
        time.sleep(0.05)
    clock.write_text("-1y")
