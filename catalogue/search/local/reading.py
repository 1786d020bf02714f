"""The reading side of the seam: finds, counts and scans. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tantivy import DocAddress, FieldType, Index, Query, Searcher, SearchResult
from tantivy import Order as Direction

from catalogue.errors import IndexUnavailable
from catalogue.persian.words import ANALYSER
from catalogue.search.folder import Stamp, current_generation, read_written, stamp_of
from catalogue.search.index import FacetCounts, Hit, Hits, Indexed, IndexState, Order, SearchQuery
from catalogue.search.limits import check_query
from catalogue.search.local.clauses import behind, both, whole_query
from catalogue.search.local.schema import ENGINE, SCHEMA, guard
from catalogue.search.vocabulary import Vocabulary

SCAN_STEP = 10_000
FACET_SIZES = {"size": 65_000, "segment_size": 65_000}
"""tantivy miscounts unless it counts at least as many values as there are, and cuts equal counts in any order."""
REMEMBERED_FACETS = 256
SORTED_PAGES = 10
"""Pages of a ranking on which equal scores are sorted."""

_ORDERS: Mapping[Order, tuple[str, Direction]] = {
    Order.NEWEST: ("key_newest", Direction.Desc),
    Order.OLDEST: ("key_newest", Direction.Asc),
    Order.CHANGED: ("key_changed", Direction.Desc),
    Order.ID: ("key_id", Direction.Asc),
}


@dataclass(frozen=True, slots=True)
class _Reading:
    """One generation at one moment; everything of one request is read through one searcher."""

    stamp: Stamp | None
    generation: str
    log_index: int
    index: Index
    searcher: Searcher
    facets: dict[object, dict[str, FacetCounts]] = field(default_factory=dict)

    def facets_of(self, query: SearchQuery) -> dict[str, FacetCounts]:
        """The facets; remembered until the next commit, for the dear queries are the repeated ones."""
        chosen, excluded = (tuple(sorted(one.items())) for one in (query.filters.values, query.filters.excluded))
        key = query.match, chosen, excluded, query.filters.dates, query.facets, query.facet_size
        counted = self.facets.get(key)
        if counted is None:
            if len(self.facets) >= REMEMBERED_FACETS:
                self.facets.clear()
            counted = self.facets[key] = _facets(self.searcher, query)
        return dict(counted)


class LocalIndex:
    """Reads the index under a folder; opened at the first use, so after any fork. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self.vocabulary = Vocabulary(folder)
        self._folder = folder
        self._last: _Reading | None = None

    def find(self, query: SearchQuery) -> Hits:
        """The answer; raises QueryRefused before the engine is asked, or IndexUnavailable."""
        check_query(query)
        reading = self._reading()
        with guard():
            hits, total, more = _window(reading.searcher, query)
            facets = reading.facets_of(query)
        return Hits(hits, total, facets, more, reading.generation, reading.log_index)

    def tags(self, beginning: str, limit: int) -> Sequence[tuple[str, int]]:
        """The commonest tags that begin so, by their keys, and how many index documents hold each."""
        return self.vocabulary.tags(beginning, limit)

    def scan(self) -> Iterator[Indexed]:
        """Every index document by `key_id`, all of one moment."""
        return _scan(self._reading().searcher)

    def state(self) -> IndexState:
        """What would answer now; raises IndexUnavailable when nothing can."""
        reading = self._reading()
        return IndexState(reading.generation, reading.log_index, reading.searcher.num_docs, ENGINE, ANALYSER)

    def _reading(self) -> _Reading:
        last = self._last
        if last and last.stamp and last.stamp == stamp_of(self._folder, last.generation):
            return last
        generation = current_generation(self._folder)
        if generation is None:
            raise IndexUnavailable(f"no index in {self._folder}")
        try:
            self._last = reading = self._read(generation, last)
            return reading
        except IndexUnavailable:
            if current_generation(self._folder) == generation:
                raise
            return self._reading()  # a rebuild replaced the pointer between two steps

    def _read(self, generation: str, last: _Reading | None) -> _Reading:
        path = self._folder / generation
        stamp = stamp_of(self._folder, generation)  # before what it stands for, so that nothing newer is missed
        written = read_written(path)
        if written is None or (written.engine, written.analyser) != (ENGINE, ANALYSER):
            raise IndexUnavailable(f"{path} was written by {written}, this is {ENGINE}, analyser {ANALYSER}")
        with guard():
            index = last.index if last and last.generation == generation else _open(path)
            index.reload()
            return _Reading(stamp, generation, written.log_index, index, index.searcher())


def scan_generation(path: Path) -> Iterator[Indexed]:
    """Every index document of one generation, whether or not the pointer names it."""
    with guard():
        searcher = _open(path).searcher()
    return _scan(searcher)


def _open(path: Path) -> Index:
    index = Index.open(str(path))
    index.config_reader("manual")  # we reload at each request; the other policy starts a thread, which a fork loses
    index.reload()
    return index


def _scan(searcher: Searcher) -> Iterator[Indexed]:
    after = -1
    while True:
        with guard():
            query = Query.range_query(SCHEMA, "key_id", FieldType.Unsigned, after + 1, None)
            found = searcher.search(query, SCAN_STEP, False, "key_id", 0, Direction.Asc).hits
            addresses = [address for _, address in found]
            rows = zip(
                _ids(searcher, addresses),
                searcher.fast_field_values("version_no", addresses),
                searcher.fast_field_values("sha_head", addresses),
                strict=True,
            )
            batch = [Indexed(record_id, int(version or 0), int(head or 0)) for record_id, version, head in rows]
        yield from batch
        if len(found) < SCAN_STEP:
            return
        after = found[-1][0]


def _ids(searcher: Searcher, addresses: Sequence[DocAddress]) -> list[str]:
    return [str(searcher.doc(address)["id"][0]) for address in addresses]


def _window(searcher: Searcher, query: SearchQuery) -> tuple[tuple[Hit, ...], int, bool]:
    """(hits, exact total, whether more stand behind them)."""
    window = query.window
    if query.order is Order.RELEVANCE:
        found, total = _by_relevance(searcher, query)
        more = total > window.offset + window.limit
    else:
        found, total, more = _by_key(searcher, query)
    addresses = [address for _, address in found]
    versions = searcher.fast_field_values("version_no", addresses)
    rows = zip(found, _ids(searcher, addresses), versions, strict=True)
    return tuple(Hit(record_id, int(version or 0), key) for (key, _), record_id, version in rows), total, more


def _by_key(searcher: Searcher, query: SearchQuery) -> tuple[list[tuple[int, DocAddress]], int, bool]:
    window = query.window
    name, direction = _ORDERS[query.order]
    whole = whole_query(query.match, query.filters)
    asked = whole if window.after is None else both(whole, behind(name, direction, window.after))
    found = searcher.search(asked, max(window.limit, 1), True, name, window.offset, direction)  # limit 0 panics
    total = _count(found) if window.after is None else _count(searcher.search(whole, 1))
    return found.hits[: window.limit], total, _count(found) > window.offset + window.limit


def _by_relevance(searcher: Searcher, query: SearchQuery) -> tuple[list[tuple[int, DocAddress]], int]:
    """Equal scores come in the order of segments, which a merge changes: the first pages are sorted by (score, newest).

    All of these are fetched each time: a tie that two pages share would else be sorted differently on each.
    """
    window = query.window
    whole = whole_query(query.match, query.filters, scored=True)
    sorted_size = SORTED_PAGES * window.limit
    if not window.limit or window.offset + window.limit > sorted_size:
        found = searcher.search(whole, max(window.limit, 1), True, None, window.offset)
        return [(0, address) for _, address in found.hits[: window.limit]], _count(found)
    found = searcher.search(whole, sorted_size)
    keys = searcher.fast_field_values("key_newest", [address for _, address in found.hits])
    ranked = sorted(zip(found.hits, keys, strict=True), key=lambda row: (-row[0][0], -int(row[1] or 0)))
    chosen = ranked[window.offset : window.offset + window.limit]
    return [(0, address) for (_, address), _ in chosen], _count(found)


def _count(found: SearchResult) -> int:
    return int(found.count)  # type: ignore[attr-defined]  # missing in tantivy's stubs


def _facets(searcher: Searcher, query: SearchQuery) -> dict[str, FacetCounts]:
    """Counts over all hits, those of a filtered facet without its own filter: then it needs a call of its own."""
    filtered = [name for name in query.facets if query.filters.values.get(name)]
    free = [name for name in query.facets if name not in filtered]
    calls = [(free, query.filters)] if free else []
    calls += [([name], query.filters.without(name)) for name in filtered]
    counted: dict[str, FacetCounts] = {}
    for names, filters in calls:
        asked = {name: {"terms": {"field": name, **FACET_SIZES}} for name in names}
        answer = searcher.aggregate(whole_query(query.match, filters), asked)
        counted |= {name: _counts(answer[name], query.facet_size) for name in names}
    return {name: counted[name] for name in query.facets}


def _counts(answer: Mapping[str, Any], size: int) -> FacetCounts:
    values = [(str(bucket["key"]), int(bucket["doc_count"])) for bucket in answer["buckets"]]
    values.sort(key=lambda value: (-value[1], value[0]))
    other = sum(count for _, count in values[size:])
    return FacetCounts(tuple(values[:size]), other, len(values) > size)
