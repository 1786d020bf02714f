"""However `dastras harvest` is ended, nothing of it goes on: no job that somebody waits for, no follower, no lock."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from catalogue.search.folder import locked
from tests.faults.source import Answer, Decisions, publisher
from tests.running import allowing, group_is_gone, kill_group, start


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_harvest_that_is_told_to_end_leaves_no_job_running(tmp_path: Path, number: signal.Signals) -> None:
    with silent_harvest(tmp_path) as process:
        process.send_signal(number)
        assert process.wait(20) == 1
        assert group_is_gone(process)
    with closing(sqlite3.connect(tmp_path / "data" / "dastras.sqlite")) as store:
        assert store.execute("SELECT state, reason FROM job").fetchall() == [("aborted", "interrupted")]


def test_the_follower_beside_a_harvest_ends_with_it_also_when_it_is_killed(tmp_path: Path) -> None:
    search = tmp_path / "data" / "search"
    with silent_harvest(tmp_path) as process:
        assert within(20, (search / "current").exists)  # it works while the harvest waits
        process.kill()
        process.wait(10)
        assert group_is_gone(process, 2)
    with locked(search):
        pass


@contextmanager
def silent_harvest(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A harvest that waits for a page that never comes."""
    with publisher(acts=Decisions(4)) as source:
        source.script("/acts/acts/2", Answer(silent=True))
        settings = {"DASTRAS_SOURCES": str(source.write_files(folder / "sources")), **allowing(source.address)}
        process = start(folder / "data", "harvest", "acts", log=folder / "log", prefix=(), **settings)
        try:
            assert within(30, lambda: "/acts/acts/2" in source.paths())
            yield process
        finally:
            kill_group(process)


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    """Whether something holds before the time is over."""
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    return holds()
