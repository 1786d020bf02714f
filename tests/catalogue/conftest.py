"""Workers, and a clock for their leases."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from catalogue.leases import WorkerLock
from tests.catalogue.queueing import Time
from tests.making import Store


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def workers(store: Store) -> Iterator[Callable[[], WorkerLock]]:
    """Workers that live as long as the test."""
    made: list[WorkerLock] = []

    def make() -> WorkerLock:
        made.append(store.intake.worker())
        return made[-1]

    yield make
    for worker in made:
        worker.release()
