"""Leases: who lives, and who is dead."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from time import monotonic, sleep

import pytest

from catalogue.errors import JobLost, JobOverran, JobStopped, StoreUnusable
from catalogue.leases import LEASE_SECONDS, Hold, Lease, Watch, WorkerLock, forget_dead, is_dead
from tests.catalogue.queueing import Time


def test_a_worker_is_dead_when_its_lock_is_free(tmp_path: Path) -> None:
    worker = WorkerLock(tmp_path)
    assert not is_dead(tmp_path, worker.name)
    worker.release()
    assert is_dead(tmp_path, worker.name)


def test_of_a_worker_of_another_machine_nothing_is_known(tmp_path: Path) -> None:
    assert not is_dead(tmp_path, "elsewhere-1-abcd")
    assert is_dead(tmp_path, None)


def test_a_killed_process_leaves_its_lock_free(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from catalogue.leases import WorkerLock;"
        "print(WorkerLock(Path(sys.argv[1])).name, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        name = process.stdout.readline().strip()
        assert not is_dead(tmp_path, name)
        process.kill()
        process.wait()
        assert is_dead(tmp_path, name)


def test_locks_of_dead_workers_go_once_they_hold_no_job(tmp_path: Path) -> None:
    living, holding, idle = WorkerLock(tmp_path), WorkerLock(tmp_path), WorkerLock(tmp_path)
    holding.release()
    idle.release()
    forget_dead(tmp_path, [holding.name])
    assert {path.stem for path in tmp_path.iterdir()} == {living.name, holding.name}
    living.release()


def test_a_lease_is_over_when_its_heartbeat_stood_still_for_a_minute(time: Time) -> None:
    watch, lease = Watch(time), Lease(1, 1, 5, "w")
    assert watch.over([lease]) == []
    for _ in range(int(LEASE_SECONDS) - 1):
        time.now += 1
        assert watch.over([lease]) == []
    time.now += 1
    assert watch.over([lease]) == [lease]


@pytest.mark.parametrize("moved", [Lease(1, 1, 6, "w"), Lease(1, 2, 5, "w")])
def test_a_heartbeat_that_moved_is_watched_anew(time: Time, moved: Lease) -> None:
    watch = Watch(time)
    watch.over([Lease(1, 1, 5, "w")])
    time.now += LEASE_SECONDS
    assert watch.over([moved]) == []


def test_a_watcher_that_slept_itself_takes_nothing_from_who_lives(time: Time) -> None:
    watch = Watch(time)
    watch.over([Lease(1, 1, 5, "w")])
    time.now += 10_000
    assert watch.over([Lease(1, 1, 5, "w")]) == []  # the other one may have slept as long


def test_a_heart_goes_on_when_the_store_takes_no_write_and_ends_when_the_job_is_lost() -> None:
    beats: list[int] = []

    def beat(_seconds: float) -> bool:
        beats.append(len(beats))
        if len(beats) < 3:
            raise StoreUnusable("full")
        return len(beats) < 5

    with Hold(beat, threading.Event(), every=0.01) as hold:
        end = monotonic() + 10
        while monotonic() < end:
            try:
                hold.check()
            except JobLost:
                break
            sleep(0.01)
    assert len(beats) == 5


def test_a_hold_that_is_lost_stopped_or_too_long_says_so() -> None:
    stop = threading.Event()
    Hold(lambda _seconds: True, stop, None).check()
    with pytest.raises(JobOverran):
        Hold(lambda _seconds: True, stop, -1.0).check()
    stop.set()
    with pytest.raises(JobStopped):
        Hold(lambda _seconds: True, stop, None).check()


def test_a_heart_tells_the_seconds_worked_each_once() -> None:
    told: list[float] = []

    def beat(seconds: float) -> bool:
        told.append(seconds)
        return True

    began = monotonic()
    with Hold(beat, threading.Event(), every=0.02) as hold:
        sleep(0.15)
    told.append(hold.take_seconds())
    assert sum(told) == pytest.approx(monotonic() - began, abs=0.05)
