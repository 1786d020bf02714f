"""Every engine the contract suite runs on: tantivy always, Elasticsearch where there is a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.contract.corpus import corpus
from tests.contract.engines import ENGINES, Elasticsearch, Engine, Tantivy, version_of_cluster
from tests.making import SEARCH

__all__ = ["ENGINES", "Engine", "Tantivy"]

RUN = [
    pytest.param(name, marks=pytest.mark.skipif(name == Elasticsearch.name and not SEARCH, reason=version_of_cluster()))
    for name in ENGINES
]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What the suite ran on."""
    terminalreporter.section("engines of the contract suite")
    terminalreporter.write_line(f"tantivy {version('tantivy')}; Elasticsearch {version_of_cluster()}")


@pytest.fixture(params=RUN)
def name(request: pytest.FixtureRequest) -> str:
    """The name of an engine."""
    return str(request.param)


@pytest.fixture
def engine(name: str, tmp_path: Path) -> Iterator[Engine]:
    """An empty index."""
    opened = ENGINES[name](tmp_path / "search")
    yield opened
    opened.close()


@pytest.fixture(scope="module", params=RUN)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An index of the whole corpus that nobody writes to any more."""
    opened = ENGINES[request.param](tmp_path_factory.mktemp("filled") / "search")
    documents = corpus()
    for start in range(0, len(documents), 50):  # several segments
        opened.put(*documents[start : start + 50])
    yield opened
    opened.close()
