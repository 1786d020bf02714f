"""The tests of this folder start servers of their own, which takes minutes: they wait to be asked for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ASKED = "TEST_DASTRAS_SERVICES"
"""Set by `make test-services`."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave them out, and say so; servers take their time to start."""
    here = Path(__file__).parent
    for item in items:
        if here not in item.path.parents:
            continue
        item.add_marker(pytest.mark.timeout(600))
        if not os.environ.get(ASKED):
            item.add_marker(
                pytest.mark.skip(reason="starts PostgreSQL and Elasticsearch; `make test-services` runs it")
            )
