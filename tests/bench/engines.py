"""The two engines over the same records: whether they find the same, then what a search costs the processor.

tantivy runs in this process; Elasticsearch in its own, with a client here. Queries are those of the table in the plan
(search.md, section 3): plain words of our analyser, no stems, so that figures can be laid beside it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import combinations, islice

from catalogue.errors import IndexUnavailable
from catalogue.follower_lock import follower_lock
from catalogue.search.engines import open_search
from catalogue.search.follower import SearchFollower
from catalogue.search.index import (
    AllOf,
    DateRange,
    Filters,
    Index,
    Match,
    Order,
    Phrase,
    Prefix,
    SearchQuery,
    Window,
    Word,
)
from catalogue.transactions import Transactions
from deploy.opening import open_store, search_of
from tests.bench import machine
from tests.bench.made.records import Records
from tests.bench.place import Place
from tests.bench.sheet import Bar, Sheet
from tests.bench.words import Sampled, sample

TIMES, WARM_UP = 100, 20
ROUNDS = 5
"""Times all queries are asked before: a virtual machine needs thousands until its code is compiled."""
FACETS = ("kind", "type", "agency", "jalali_year")
COMPARED = Window(100)
PAGE_500 = Window(20, offset=9_980)
TABLE = {
    "rare word": 4.7,
    "mid word": 4.5,
    "common AND": 1.6,
    "phrase": 2.4,
    "prefix": 5.1,
    "filter, 4 facets": 1.7,
    "common AND, 4 facets": 1.3,
    "newest, page 500": 0.9,
    "everything, 4 facets": 2.8,
}
"""Node and client, as a multiple of tantivy: the table of search.md 3, 200,000 records."""
ALLOWED = 1.3
"""Times that multiple."""


def measure(sheet: Sheet, place: Place, records: Records, size: int) -> None:
    """Build tantivy's index beside the cluster's, compare, then measure each class on one after the other."""
    engine = open_store(place.settings)
    read = Transactions(engine, lambda: datetime.now(UTC)).read
    local = open_search(place.data.with_name("tantivy"), (), partial(follower_lock, engine, place.data / "locks"))
    SearchFollower(local.generations[0], read).rebuild()
    for generations in search_of(place.settings, engine).generations:
        _bring_up(SearchFollower(generations, read))
    cluster = search_of(place.settings, engine).index
    node = place.services().get("elasticsearch")
    all_queries = queries(sample(records, size))
    for _ in range(ROUNDS):
        _ask(cluster, [query for asked in all_queries.values() for query in asked])
    for name, asked in all_queries.items():
        _compare(sheet, name, asked, (local.index, cluster))
        here, there = _spent(local.index, asked, None), _spent(cluster, asked, node)
        ratio = sum(there) / here[0]
        values = {"tantivy_ms": here[0], "node_ms": there[1], "client_ms": there[0], "ratio": ratio}
        most = TABLE[name] * ALLOWED
        sheet.tell("engines", name, values, Bar(f"<= {most:.1f} times tantivy", ratio <= most))
    engine.dispose()


def _bring_up(follower: SearchFollower) -> None:
    """To the end of the log; built anew where the cluster holds the index of another store."""
    try:
        follower.catch_up()
    except IndexUnavailable:
        follower.rebuild()


def queries(words: Sampled) -> dict[str, list[SearchQuery]]:
    """Class -> its queries; none of one class is like another, or its facets would be remembered."""
    common = [AllOf((Word(first), Word(second))) for first, second in combinations(words.common, 2)]
    every = [DateRange("leading", date(1996, 3, 20) + timedelta(days=day), None) for day in range(TIMES + WARM_UP)]
    years = [Filters({"jalali_year": (str(year),)}) for year in range(1380, 1405)]
    with_filter = [SearchQuery(match, years[n % len(years)], FACETS) for n, match in enumerate(common)]
    return {
        "rare word": _by_relevance(map(Word, words.rare)),
        "mid word": _by_relevance(map(Word, words.mid)),
        "common AND": _by_relevance(common),
        "phrase": _by_relevance(Phrase(tuple(body.split()[10:12])) for body in words.bodies),
        "prefix": _by_relevance(Prefix(word[:4]) for word in words.mid),
        "filter, 4 facets": _some(replace(one, order=Order.RELEVANCE) for one in with_filter),
        "common AND, 4 facets": _by_relevance(common, FACETS),
        "newest, page 500": _some(SearchQuery(match, window=PAGE_500) for match in common),
        "everything, 4 facets": _some(SearchQuery(filters=Filters(dates=(day,)), facets=FACETS) for day in every),
    }


def _by_relevance(matches: Iterable[Match], facets: Sequence[str] = ()) -> list[SearchQuery]:
    return _some(SearchQuery(match, facets=tuple(facets), order=Order.RELEVANCE) for match in matches)


def _some(asked: Iterable[SearchQuery]) -> list[SearchQuery]:
    return list(islice(asked, TIMES + WARM_UP))


def _compare(sheet: Sheet, name: str, asked: Sequence[SearchQuery], indexes: tuple[Index, Index]) -> None:
    """By date, for which both promise the same order: the first ids, the total, all facets."""
    same = 0
    for query in asked:
        first, second = (
            index.find(replace(query, order=Order.NEWEST, window=COMPARED, facets=FACETS)) for index in indexes
        )
        same += (first.hits, first.total, first.facets) == (second.hits, second.total, second.facets)
    sheet.check(f"the same ids, totals and facets, {name}: {same} of {len(asked)}", same == len(asked))


def _spent(index: Index, asked: Sequence[SearchQuery], node: int | None) -> tuple[float, float]:
    """Milliseconds of the processor for a query: of this process, and of the node. The first few only warm up."""
    _ask(index, asked[:WARM_UP])
    here, there = time.process_time(), machine.service_seconds(node) if node else 0.0
    _ask(index, asked[WARM_UP:])
    each = 1000 / len(asked[WARM_UP:])
    spent_there = machine.service_seconds(node) - there if node else 0.0
    return (time.process_time() - here) * each, spent_there * each


def _ask(index: Index, asked: Iterable[SearchQuery]) -> None:
    for query in asked:
        index.find(query)
