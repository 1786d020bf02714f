"""A long answer that fails half way ends without the mark of an end, so curl and every other client notice."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.running import ROOT, free_port

PARTIAL_FILE = 18
"""curl: fewer bytes came than were announced."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of the server of the product with the application of cut.py, and its log."""
    port, log = free_port(), tmp_path / "log"
    command = [sys.executable, "-m", "gunicorn", "-k", "gthread", "-b", f"127.0.0.1:{port}", "tests.e2e.cut:app"]
    with log.open("wb") as held:
        process = subprocess.Popen([*command, "--no-control-socket"], cwd=ROOT, stdout=held, stderr=held)
    try:
        _wait_for(f"http://127.0.0.1:{port}/", process)
        yield f"http://127.0.0.1:{port}/file", log
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            requests.get(address, timeout=10)
            return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_clients_notice_an_answer_that_was_cut_off(server: tuple[str, Path], coding: str) -> None:
    address, log = server
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        requests.get(address, headers={"Accept-Encoding": coding}, timeout=20)
    curl = ["curl", "-sS", "-H", f"Accept-Encoding: {coding}", "--max-time", "20", "-o", "/dev/null", address]
    assert subprocess.run(curl, check=False, capture_output=True).returncode == PARTIAL_FILE
    told = log.read_text()
    assert "file was cut off: OSError" in told and "secret words" not in told
