"""The real inputs with their sources; tests that want them skip with the reason where ../shared is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvesters.agencies import AgencyRegister, load_agencies
from tests.making import Store
from tests.real.harvesting import Bench, Note
from tests.real.recording import SEED_PAGES, SOURCES, VOTES, make_recording


@pytest.fixture(scope="session")
def register() -> AgencyRegister:
    """The agencies of the real inputs."""
    return load_agencies(SOURCES / "agencies")


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The recording folder of the real inputs."""
    if not VOTES.is_file():
        pytest.skip(f"{VOTES.name} of ../shared/data is missing")
    folder = tmp_path_factory.mktemp("recording")
    make_recording(folder)
    return folder


@pytest.fixture(scope="session")
def seed_pages() -> Path:
    """The five pages."""
    if not SEED_PAGES.is_dir():
        pytest.skip("seed-pages of ../shared/data is missing")
    return SEED_PAGES


@pytest.fixture
def bench(store: Store, tmp_path: Path, record_property: Note) -> Bench:
    """Where real inputs are harvested and measured."""
    return Bench(store, tmp_path, record_property)
