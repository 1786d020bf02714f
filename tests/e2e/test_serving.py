"""The site as it runs: counts that agree, data that survives, and no process left behind."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

import requests

from catalogue.persian.numbers import latin_digits
from tests.running import dastras, group_is_gone, kill_group, site, start


def test_the_counts_on_the_home_page_are_those_of_the_api(examples: Path) -> None:
    with site(examples) as (address, _):
        records = requests.get(f"{address}/api/v1/status", timeout=5).json()["records"]
        home = requests.get(address, timeout=5).text
        for kind, count in records.items():
            assert requests.get(f"{address}/api/v1/search?kind={kind}&limit=0", timeout=5).json()["total"] == count
            shown = re.search(rf'href="/search\?kind={kind}"[^>]*>\s*<b>(?:<data[^>]*>)?([۰-۹٬]+)', home)
            assert shown and int(latin_digits(shown[1]).replace("٬", "")) == count, kind
    assert sum(records.values()) >= 120


def test_an_interrupt_ends_every_process(examples: Path) -> None:
    with site(examples) as (_, process):
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(20) == 0
        assert group_is_gone(process)


def test_children_end_when_the_parent_is_killed(examples: Path) -> None:
    with site(examples) as (address, process):
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
        assert group_is_gone(process)
    try:
        requests.get(address, timeout=1)
    except requests.ConnectionError:
        return
    raise AssertionError("somebody still answers")


def test_a_change_is_found_while_the_site_runs(examples: Path) -> None:
    with site(examples) as (address, _):
        found = requests.get(f"{address}/api/v1/search?limit=1", timeout=5).json()
        record_id = found["items"][0]["id"]
        done = dastras(examples, "withdraw", record_id, "--reason", "mistake")
        assert done.returncode == 0, done.stderr
        assert requests.get(f"{address}/api/v1/records/{record_id}", timeout=5).status_code == 410
        assert requests.get(f"{address}/{record_id}", timeout=5).status_code == 410
        end = time.monotonic() + 5
        while time.monotonic() < end:
            if requests.get(f"{address}/api/v1/search?limit=0", timeout=5).json()["total"] == found["total"] - 1:
                return
            time.sleep(0.1)
    raise AssertionError("the withdrawn record is still counted")


def test_the_site_answers_on_an_empty_store(tmp_path: Path) -> None:
    with site(tmp_path / "data") as (address, _):
        assert requests.get(address, timeout=5).status_code == 200
        assert requests.get(f"{address}/api/v1/search", timeout=5).json()["total"] == 0


def test_a_second_harvest_of_the_examples_changes_nothing(examples: Path) -> None:
    before = dastras(examples, "verify")
    assert before.returncode == 0, before.stdout + before.stderr
    again = dastras(examples, "harvest", "--all", "--recorded")
    assert again.returncode in (0, 1), again.stderr
    assert "added 0" in again.stdout and "changed 0" in again.stdout
    process = start(examples, "verify")
    assert process.wait(60) == 0
    kill_group(process)
