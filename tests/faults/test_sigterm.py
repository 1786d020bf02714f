"""SIGTERM and Ctrl-C end `dastras harvest` with its job aborted, so that nobody waits for it."""

from __future__ import annotations

import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.source import Answer, Decisions, publisher
from tests.running import allowing, start


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_harvest_that_is_told_to_end_leaves_no_job_running(tmp_path: Path, number: signal.Signals) -> None:
    with publisher(acts=Decisions(4)) as source:
        source.script("/acts/acts/2", Answer(silent=True))
        settings = {"DASTRAS_SOURCES": str(source.write_files(tmp_path / "sources")), **allowing(source.address)}
        process = start(tmp_path / "data", "harvest", "acts", log=tmp_path / "log", prefix=(), **settings)
        end = time.monotonic() + 30
        while "/acts/acts/2" not in source.paths() and time.monotonic() < end:
            time.sleep(0.05)
        process.send_signal(number)
        assert process.wait(20) == 1
    with closing(sqlite3.connect(tmp_path / "data" / "dastras.sqlite")) as store:
        assert store.execute("SELECT state, reason FROM job").fetchall() == [("aborted", "interrupted")]
