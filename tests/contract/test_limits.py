"""Contract 10: over a limit the same error with the same facts, before the engine is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from catalogue.errors import QueryRefused
from catalogue.search.index import (
    AllOf,
    AnyOf,
    DateRange,
    Filters,
    Match,
    Not,
    Order,
    Prefix,
    SearchQuery,
    Window,
    Word,
)
from tests.contract.conftest import ENGINES, Engine


def nested(depth: int, wrap: Callable[[Match], Match] = Not) -> Match:
    match: Match = Word("x")
    for _ in range(depth - 1):
        match = wrap(match)
    return match


REFUSED = {
    "query-too-deep": (SearchQuery(nested(17)), "q", 16, 17),
    "query-too-deep by far": (SearchQuery(nested(100_000)), "q", 16, 17),
    "query-too-deep in width": (SearchQuery(nested(17, lambda part: AllOf((Word("y"), part)))), "q", 16, 17),
    "too-many-patterns": (SearchQuery(AnyOf((Prefix("abc"),) * 5)), "q", 4, 5),
    "pattern-too-short": (SearchQuery(Prefix("ab")), "q", 3, 2),
    "unknown-facet": (SearchQuery(facets=("kind", "colour")), "facets", None, "colour"),
    "facet-too-large": (SearchQuery(facets=("kind",), facet_size=51), "facets", 50, 51),
    "unknown-filter": (SearchQuery(filters=Filters({"colour": ("red",)})), "colour", None, "colour"),
    "unknown-filter of dates": (
        SearchQuery(filters=Filters(dates=(DateRange("birthday", date.min, None),))),
        "date",
        None,
        "birthday",
    ),
    "too-many-values": (SearchQuery(filters=Filters({"tag": tuple(map(str, range(1001)))})), "tag", 1000, 1001),
    "too-many-values excluded": (
        SearchQuery(filters=Filters(excluded={"tag": tuple(map(str, range(1001)))})),
        "tag",
        1000,
        1001,
    ),
    "unknown-filter excluded": (SearchQuery(filters=Filters(excluded={"colour": ("red",)})), "colour", None, "colour"),
    "window-too-large": (SearchQuery(window=Window(1001)), "limit", 1000, 1001),
    "window-too-large below zero": (SearchQuery(window=Window(-1)), "limit", 1000, -1),
    "too-deep": (SearchQuery(Word("x"), order=Order.RELEVANCE, window=Window(20, 9981)), "offset", 10_000, 10_001),
}
ALLOWED = {
    "depth": SearchQuery(nested(8), window=Window(0)),
    "patterns": SearchQuery(AnyOf((Prefix("abc"),) * 4)),
    "values": SearchQuery(filters=Filters({"tag": tuple(map(str, range(1000)))})),
    "facets": SearchQuery(facets=("kind",), facet_size=50),
    "window": SearchQuery(window=Window(1000, 9000)),
    "offset": SearchQuery(Word("x"), order=Order.RELEVANCE, window=Window(20, 9980)),
    "many words": SearchQuery(AnyOf(tuple(Word(f"word{number}") for number in range(10_000)))),
    "the first and last day there is": SearchQuery(filters=Filters(dates=(DateRange("leading", date.min, date.max),))),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_query_over_a_limit_is_refused_with_its_facts(engine: Engine, case: str) -> None:
    query, limit, allowed, given = REFUSED[case]
    with pytest.raises(QueryRefused) as refused:
        engine.index.find(query)
    assert (refused.value.code, refused.value.limit, refused.value.given) == (case.split()[0], limit, given)
    assert allowed is None or refused.value.allowed == allowed


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_before_the_engine_is_asked(
    name: str, tmp_path_factory: pytest.TempPathFactory, case: str
) -> None:
    nowhere = ENGINES[name].open_index(tmp_path_factory.mktemp("empty"))
    with pytest.raises(QueryRefused):
        nowhere.find(REFUSED[case][0])


@pytest.mark.parametrize("case", ALLOWED)
def test_a_query_at_a_limit_is_answered(filled: Engine, case: str) -> None:
    assert filled.index.find(ALLOWED[case]).total >= 0
