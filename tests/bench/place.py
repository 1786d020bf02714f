"""Where the product keeps what is measured, and the product serving it: addresses and processes of one run."""

from __future__ import annotations

import os
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
from tests.running import ROOT, free_port, kill_group, site, start
from tests.services import postgres

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

    def start(self, *arguments: str, **more: str) -> subprocess.Popen[bytes]:
        """Start a command of the product."""
        return start(self.data, *arguments, log=Path(os.devnull), prefix=(), **self.variables, **more)

    def services(self) -> dict[str, int]:
        """Name -> process of the services of this machine, with all their children below."""
        addresses = {"postgresql": self.store, "elasticsearch": self.search.split(",")[0]}
        ports = {name: make_url(address).port for name, address in addresses.items() if address}
        found = {name: machine.listener(port) for name, port in ports.items() if port}
        return {name: process for name, process in found.items() if process is not None}

    def spent(self) -> dict[str, float]:
        """Seconds on a processor so far, of each service."""
        return {name: machine.service_seconds(root) for name, root in self.services().items()}


@dataclass(frozen=True, slots=True)
class Served:
    """A running site: its address, its web workers, the followers of the log, and services beside it."""

    address: str
    workers: tuple[int, ...]
    followers: tuple[int, ...]
    services: dict[str, int]

    def spent(self) -> dict[str, float]:
        """Seconds on a processor so far, of the web workers and of each service."""
        spent = {name: machine.service_seconds(root) for name, root in self.services.items()}
        return {"workers": machine.processor_seconds(self.workers), **spent}


@contextmanager
def empty_place(beside: Place, folder: Path) -> Iterator[Place]:
    """A place of its own, with an empty database that is dropped in the end where there is one.

    Its index is tantivy's: the cluster has one index, and that belongs to the other place.
    """
    store = postgres.fresh(beside.store, empty=True) if beside.store else ""
    try:
        yield Place(folder, store)
    finally:
        if store:
            postgres.drop(store)


@contextmanager
def serving(place: Place) -> Iterator[Served]:
    """The real site over a place."""
    with site(place.data, place.variables) as (address, process):
        workers = tuple(machine.workers_of(process.pid))
        followers = 2 if place.search else 1
        following = machine.children_of(process.pid)[1 : 1 + followers]  # serve starts the web server, then these
        yield Served(address, workers, tuple(following), place.services())


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
        yield Served(f"http://127.0.0.1:{port}", tuple(machine.children_of(process.pid)), (), {})
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
