"""kill -9 at random moments of a harvest, then again: nothing lost, nothing double, index equal to the store."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from random import Random

import pytest

from catalogue.search.verify import Drift
from deploy.opening import open_catalogue, open_followers
from deploy.settings import Settings
from tests.running import dastras, kill_group, start

KILLS = int(os.environ.get("KILLS", "6"))
"""How many; twenty and more by hand: KILLS=20 make test."""
LONGEST_SECONDS = 3.0


@pytest.mark.long
def test_a_harvest_killed_again_and_again_ends_whole(tmp_path: Path) -> None:
    data, random = tmp_path / "data", Random(1402)
    assert dastras(data, "migrate").returncode == 0
    for _ in range(KILLS):
        process = start(data, "harvest", "--all", "--recorded")
        time.sleep(random.uniform(0.3, LONGEST_SECONDS))
        kill_group(process)
        _assert_holds(data)
    last = dastras(data, "harvest", "--all", "--recorded")
    assert last.returncode in (0, 1), last.stdout + last.stderr
    assert "missing 0, extra 0, stale 0" in dastras(data, "verify").stdout
    _assert_holds(data)
    _assert_whole(data / "dastras.sqlite")


def _assert_holds(data: Path) -> None:
    """What `dastras verify` asks, without a process of its own."""
    settings = Settings.from_env({"DASTRAS_DATA": str(data)})
    catalogue = open_catalogue(settings)
    (follower,) = open_followers(settings, catalogue)
    follower.catch_up()
    assert follower.drift() == Drift(0, 0, 0)
    assert list(catalogue.faults()) == []
    catalogue.close()


def _assert_whole(path: Path) -> None:
    store = sqlite3.connect(path)
    (records,) = store.execute("select count(*) from record").fetchone()
    (versions,) = store.execute("select count(*) from version").fetchone()
    (entries, head) = store.execute("select count(*), max(log_index) from log").fetchone()
    (running,) = store.execute("select count(*) from job where state = 'running'").fetchone()
    (double,) = store.execute("select count(*) - count(distinct source_id || ' ' || native_id) from record").fetchone()
    store.close()
    assert records >= 120 and versions == entries == head == records
    assert (double, running) == (0, 0)
