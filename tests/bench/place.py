"""Where the product keeps what is measured, and the product serving it: addresses and processes of one run."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from deploy.settings import Settings
from tests.bench import machine
from tests.running import ROOT, free_port, kill_group, site

FLOOR_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Place:
    """A data folder, and the addresses of PostgreSQL and Elasticsearch; empty ones mean SQLite and tantivy."""

    data: Path
    store: str = ""
    search: str = ""

    @property
    def variables(self) -> dict[str, str]:
        """The settings beside the data folder."""
        return {
            name: value for name, value in (("DASTRAS_STORE", self.store), ("DASTRAS_SEARCH", self.search)) if value
        }

    @property
    def settings(self) -> Settings:
        """All settings, as a process reads them."""
        return Settings.from_env({"DASTRAS_DATA": str(self.data), **self.variables})

    def services(self) -> dict[str, int]:
        """Name -> process of the services of this machine, with all their children below."""
        addresses = {"postgresql": self.store, "elasticsearch": self.search.split(",")[0]}
        ports = {name: make_url(address).port for name, address in addresses.items() if address}
        found = {name: machine.listener(port) for name, port in ports.items() if port}
        return {name: process for name, process in found.items() if process is not None}


@dataclass(frozen=True, slots=True)
class Served:
    """A running site: its address, its web workers, the follower of the log, and services beside it."""

    address: str
    workers: tuple[int, ...]
    follower: int
    services: dict[str, int]

    def spent(self) -> dict[str, float]:
        """Seconds on a processor so far, of the web workers and of each service."""
        groups = {"workers": list(self.workers)} | {name: machine.tree_of(root) for name, root in self.services.items()}
        return {name: machine.processor_seconds(group) for name, group in groups.items()}


@contextmanager
def serving(place: Place) -> Iterator[Served]:
    """The real site over a place."""
    with site(place.data, place.variables) as (address, process):
        workers = tuple(machine.workers_of(process.pid))
        follower = machine.children_of(process.pid)[1]  # serve starts the web server, then the follower
        yield Served(address, workers, follower, place.services())


@contextmanager
def floor() -> Iterator[Served]:
    """The floor, through gunicorn with the product's workers and threads."""
    port = free_port()
    gunicorn = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "16"]
    process = subprocess.Popen(
        [*gunicorn, "--no-control-socket", "--log-level", "error", "tests.bench.floor:create_app()"],
        cwd=ROOT,
        start_new_session=True,
    )
    try:
        wait_until_listening(port, FLOOR_SECONDS)
        yield Served(f"http://127.0.0.1:{port}", tuple(machine.children_of(process.pid)), process.pid, {})
    finally:
        kill_group(process)


def wait_until_listening(port: int, seconds: float) -> None:
    """Until somebody listens there; raises TimeoutError."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            time.sleep(1)  # its other workers begin meanwhile
            return
        except ConnectionError:
            time.sleep(0.2)
    raise TimeoutError(f"nobody listens on port {port}")
