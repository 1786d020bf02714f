from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.faults.figures import named
from tests.faults.harvesting import Figure
from tests.faults.laboratory import Laboratory, open_laboratory


@pytest.fixture(scope="session")
def laboratory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    """Made once for each process of pytest; tests work on copies of its folders."""
    with open_laboratory(tmp_path_factory.mktemp("laboratory")) as made:
        yield made


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Figure:
    """Notes what was measured of a promise, for the table at the end."""
    return lambda promise, what, value: record_property(named(promise, what), value)
