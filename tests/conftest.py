"""Fixtures of all tests: a fresh store for each, a client of the whole application, and the harvested examples."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import settings

from api.app import create_app
from tests.conforming import ConformingClient
from tests.faults import figures
from tests.making import Clock, Store, open_fresh
from tests.real import figures as real_figures
from tests.running import dastras

settings.register_profile("untimed", settings.get_profile(settings.get_current_profile_name()), deadline=None)
settings.load_profile("untimed")  # a busy machine is slow, and no test is timed


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what takes long, and say so, unless it is asked for.

    Then it comes first: others fill its waits.
    """
    if os.environ.get("LONG"):
        items.sort(key=lambda item: item.get_closest_marker("long") is None)
    else:
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(pytest.mark.skip(reason="takes long; LONG=1 runs it"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show the table of promises, if any test measured one; PROMISES=file keeps it."""
    reports = terminalreporter.getreports("passed")
    noted = [found for report in reports for found in report.user_properties]
    if of_inputs := real_figures.table(noted):
        terminalreporter.section("real inputs")
        terminalreporter.write_line("\n".join(of_inputs))
    lines = figures.table(noted)
    if lines:
        terminalreporter.section("promises of the harvester")
        terminalreporter.write_line("\n".join(lines))
    if lines and os.environ.get("PROMISES"):
        figures.write(lines, os.environ["PROMISES"])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty catalogue over a fresh SQLite, with its index."""
    store = open_fresh(tmp_path / "data")
    yield store
    store.close()


@pytest.fixture
def client(store: Store) -> FlaskClient:
    """Asks the application over `store`; every answer of the API is held against its description."""
    store.follower.catch_up()
    app = create_app(store.catalogue, "contact@dastras.example", "https://dastras.example", "test", Clock())
    app.test_client_class = ConformingClient
    return app.test_client()


@pytest.fixture(scope="session")
def harvested(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The data folder of the harvested examples, made once by the real command; tests work on copies of it."""
    root = tmp_path_factory.getbasetemp()
    shared = root if worker_id == "master" else root.parent
    data = shared / "examples"
    with (shared / "examples.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one of the workers makes it, the others wait
        if not data.exists():
            done = dastras(data, "harvest", "--all", "--recorded")
            assert done.returncode in (0, 1), done.stdout + done.stderr
    return data


@pytest.fixture
def examples(harvested: Path, tmp_path: Path) -> Path:
    """A data folder of one's own with the harvested examples."""
    return Path(shutil.copytree(harvested, tmp_path / "examples"))
