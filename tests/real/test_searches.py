"""More than 200 needs, each typed in two ways, over all the Iranian inputs; what fails is known and marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.making import Store
from tests.real import iran
from tests.real.figures import named
from tests.real.searches import QUERIES, ask_set
from tests.search.needs import LEAST, fails_of, needs_of, table, unexpected

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The catalogue of all the inputs."""
    if not iran.is_here():
        pytest.skip("the Iranian inputs of ../shared/data are missing")
    store = iran.open_catalogue(tmp_path_factory.mktemp("iran"))
    yield store
    store.close()


def test_the_set_is_large_and_says_nothing_twice() -> None:
    needs = needs_of(QUERIES)
    queries = [query for need in needs for query in need.typed]
    assert len(needs) >= 200 and all(len(need.typed) == 2 for need in needs)
    assert len(set(queries)) == len(queries)
    assert {need.least for need in needs} == set(LEAST)
    assert sum(len(query.split()) <= 3 for query in queries) >= len(queries) / 2
    assert set(fails_of(QUERIES)) <= set(queries)


def test_the_searches_find_what_they_are_marked_to_find(
    everything: Store, record_property: Callable[[str, object], None]
) -> None:
    asked = ask_set(everything)
    for line in table(asked):
        record_property(named("searches", line[:18].strip()), line[18:])
    told = unexpected(asked, fails_of(QUERIES))
    assert not told, "\n".join(told)
