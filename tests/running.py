"""Runs the real `dastras` command in processes of their own, as a person does; or an application in this process."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import requests
from flask import Flask
from werkzeug.serving import make_server

COMMAND = (sys.executable, "-m", "deploy.cli")
ROOT = Path(__file__).parents[1]


def environment(data: Path, **more: str) -> dict[str, str]:
    """The environment of a command that keeps its data in a folder of the test."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DASTRAS_")}
    return {**kept, "DASTRAS_DATA": str(data), "PYTHONPATH": str(ROOT), **more}


def allowing(address: str) -> dict[str, str]:
    """The setting that allows exactly the host and port of a publisher on this machine."""
    return {"DASTRAS_ALLOW": urlsplit(address).netloc}


def dastras(data: Path, *arguments: str, prefix: Sequence[str] = (), **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, under another one (`prefix`) if there is one."""
    return subprocess.run(
        [*prefix, *COMMAND, *arguments],
        env=environment(data, **more),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def start(
    data: Path, *arguments: str, log: Path = Path(os.devnull), prefix: Sequence[str] = (), **more: str
) -> subprocess.Popen[bytes]:
    """Start a command in a process group of its own; what it says goes to `log`."""
    with log.open("wb") as output:
        return subprocess.Popen(
            [*prefix, *COMMAND, *arguments],
            env=environment(data, **more),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """kill -9 of the process and all its children."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


def group_is_gone(process: subprocess.Popen[bytes], seconds: float = 10) -> bool:
    """Whether no process of the group is left within this time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def site(
    data: Path,
    settings: Mapping[str, str] | None = None,
    log: Path = Path(os.devnull),
    prefix: Sequence[str] = (),
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A running site over a data folder: its address and its parent process."""
    port = free_port()
    process = start(data, "serve", log=log, prefix=prefix, DASTRAS_BIND=f"127.0.0.1:{port}", **(settings or {}))
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, process)
        yield address, process
    finally:
        kill_group(process)


@contextmanager
def served(app: Flask, port: int = 0) -> Iterator[str]:
    """The address of an application that answers in threads of this process; on any free port by default."""
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _wait_for(address: str, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            if requests.get(f"{address}/api/v1/status", timeout=seconds).status_code == 200:
                return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise RuntimeError(f"the site did not answer at {address}")
