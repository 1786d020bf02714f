"""Limits of what an engine is asked, whoever built the query; checked before every search (search.md section 1)."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.errors import QueryRefused
from catalogue.search.index import (
    DATES,
    FILTERS,
    MAX_FACET_SIZE,
    AllOf,
    AnyOf,
    Field,
    Match,
    Most,
    Not,
    Prefix,
    SearchQuery,
)

MAX_DEPTH = 16
"""Of a built tree; a reader's query may nest 4 deep, with OR and - at each of them.

Deep trees end the process (search.md section 2)."""
MAX_PATTERNS = 4
MIN_PREFIX = 3
"""Letters; but of words of a title, which are few, any beginning may be asked for: suggestions do."""
MAX_VALUES = 1_000
"""Of one filter. A reader may give MAX_GIVEN; an agency may have more below it."""
MAX_GIVEN = 50
MAX_WINDOW = 1000
"""The largest that any door allows."""
MAX_RELEVANCE = 10_000
"""Only relevance has an end: its order cannot be continued by a key."""


def check_query(query: SearchQuery) -> None:
    """Raise QueryRefused for the first limit that the query breaks."""
    _check_window(query)
    _check_facets(query)
    _check_filters(query)
    if query.match is not None:
        _check_patterns(list(_leaves(query.match)))


def _check_window(query: SearchQuery) -> None:
    window = query.window
    if not 0 <= window.limit <= MAX_WINDOW:
        raise QueryRefused("window-too-large", "limit", MAX_WINDOW, window.limit)
    reach = window.offset + window.limit
    if window.offset < 0 or reach > MAX_RELEVANCE:
        raise QueryRefused("too-deep", "offset", MAX_RELEVANCE, reach)


def _check_facets(query: SearchQuery) -> None:
    for name in query.facets:
        if name not in FILTERS:
            raise QueryRefused("unknown-facet", "facets", ", ".join(FILTERS), name)
    if not 1 <= query.facet_size <= MAX_FACET_SIZE:
        raise QueryRefused("facet-too-large", "facets", MAX_FACET_SIZE, query.facet_size)


def _check_filters(query: SearchQuery) -> None:
    for name, values in (*query.filters.values.items(), *query.filters.excluded.items()):
        if name not in FILTERS:
            raise QueryRefused("unknown-filter", name, ", ".join(FILTERS), name)
        if len(values) > MAX_VALUES:
            raise QueryRefused("too-many-values", name, MAX_VALUES, len(values))
    for asked in query.filters.dates:
        if asked.name not in DATES:
            raise QueryRefused("unknown-filter", "date", ", ".join(DATES), asked.name)


def _check_patterns(leaves: list[Match]) -> None:
    prefixes = [leaf for leaf in leaves if isinstance(leaf, Prefix)]
    if len(prefixes) > MAX_PATTERNS:
        raise QueryRefused("too-many-patterns", "q", MAX_PATTERNS, len(prefixes))
    for prefix in prefixes:
        if len(prefix.token) < MIN_PREFIX and prefix.field is not Field.TITLE:
            raise QueryRefused("pattern-too-short", "q", MIN_PREFIX, len(prefix.token))


def _leaves(match: Match) -> Iterator[Match]:
    """Level by level, so that a tree too deep is refused before anything recurses into it."""
    level = [match]
    depth = 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise QueryRefused("query-too-deep", "q", MAX_DEPTH, depth)
        yield from (node for node in level if not isinstance(node, AllOf | AnyOf | Most | Not))
        level = [part for node in level for part in _parts(node)]


def _parts(match: Match) -> tuple[Match, ...]:
    if isinstance(match, Not):
        return (match.part,)
    return match.parts if isinstance(match, AllOf | AnyOf | Most) else ()
