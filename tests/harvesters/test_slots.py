"""One request at a time to each host, across threads and processes."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from catalogue.errors import JobStopped
from harvesters.slots import HostSlots

HOLD = """
import sys, time
from pathlib import Path
from harvesters.slots import HostSlots
with HostSlots(Path(sys.argv[1])).slot("http://a.example/x", 0, lambda: None):
    print("held", flush=True)
    time.sleep(60)
"""


def test_two_requests_to_one_host_never_overlap_and_other_hosts_do_not_wait(tmp_path: Path) -> None:
    inside: dict[str, int] = {"a": 0, "b": 0}
    most, both = {"a": 0, "b": 0}, threading.Event()

    def ask(number: int) -> None:
        host = "ab"[number % 2]
        with HostSlots(tmp_path).slot(f"http://{host}.example/{number}", 0, lambda: None):
            inside[host] += 1
            most[host] = max(most[host], inside[host])
            if inside["a"] and inside["b"]:
                both.set()
            time.sleep(0.01)
            inside[host] -= 1

    with ThreadPoolExecutor(8) as askers:
        list(askers.map(ask, range(40)))
    assert most == {"a": 1, "b": 1} and both.is_set()


def test_whoever_waits_is_asked_whether_to_go_on(tmp_path: Path) -> None:
    slots = HostSlots(tmp_path)

    def stop() -> None:
        raise JobStopped

    with (
        slots.slot("http://a.example/", 0, lambda: None),
        pytest.raises(JobStopped),
        slots.slot("http://a.example/", 0, stop),
    ):
        pass


def test_a_holder_that_stands_still_is_passed(tmp_path: Path) -> None:
    slots = HostSlots(tmp_path, longest_seconds=0.2)
    with slots.slot("http://a.example/", 0, lambda: None), slots.slot("http://a.example/", 0, lambda: None):
        pass


def test_the_slot_of_a_killed_process_is_free(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "held\n"
        got = threading.Event()

        def ask() -> None:
            with HostSlots(tmp_path).slot("http://A.example/y", 0, lambda: None):
                got.set()

        waiting = threading.Thread(target=ask, daemon=True)
        waiting.start()
        assert not got.wait(0.3)
        process.kill()
        assert got.wait(10)
        waiting.join(10)
