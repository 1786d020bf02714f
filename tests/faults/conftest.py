from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.laboratory import Laboratory, open_laboratory


@pytest.fixture(scope="session")
def laboratory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    """Made once for each process of pytest; tests work on copies of its folders."""
    with open_laboratory(tmp_path_factory.mktemp("laboratory")) as made:
        yield made
