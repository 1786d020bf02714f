"""The reading side of the seam: finds, counts and scans. Writes nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from catalogue.errors import IndexUnavailable, SearchTooSlow
from catalogue.persian.words import ANALYSER
from catalogue.search.elastic.clauses import EVERYTHING, whole_query
from catalogue.search.elastic.client import Client, answer_of, guard, to_json, to_number, to_text
from catalogue.search.elastic.mapping import ENGINE
from catalogue.search.elastic.names import PREFIX
from catalogue.search.elastic.positions import current_of, read_written
from catalogue.search.elastic.rest import Rest
from catalogue.search.index import FacetCounts, Filters, Hit, Hits, Indexed, IndexState, Order, SearchQuery
from catalogue.search.limits import check_query
from catalogue.search.vocabulary import Vocabulary

FIND_SECONDS = 1.5
"""For one search, all its calls together; the engine itself gives up after ENGINE_SECONDS."""
ENGINE_SECONDS = "1s"
LOOK_SECONDS = 0.25
"""So often at most a process asks which generation is read, and how far that has read the log."""
MOST_COUNTED = 10_000_000
"""Hits; of more, the total is only known to be at least this."""
SCAN_STEP = 10_000
SCAN_SECONDS = "2m"
"""So long the cluster keeps the state of a scan between two pages."""
FACET_VALUES = 10_000
"""Asked of each shard: where an index has several and a facet more values, counts may be too low, and say so."""

_KEYS: Mapping[Order, tuple[str, str]] = {
    Order.NEWEST: ("key_newest", "desc"),
    Order.OLDEST: ("key_newest", "asc"),
    Order.CHANGED: ("key_changed", "desc"),
    Order.ID: ("key_id", "asc"),
}
_NOTHING_KEPT = {"_source": False, "stored_fields": "_none_", "timeout": ENGINE_SECONDS}

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Reading:
    """The generation that is read, and how far it had read the log before `looked_at`."""

    generation: str
    log_index: int
    looked_at: float


class ElasticIndex:
    """Reads the index of a cluster; opened at the first use, so after any fork. Safe to share between threads."""

    def __init__(self, client: Client, folder: Path, prefix: str = PREFIX) -> None:
        self.vocabulary = Vocabulary(folder)
        self._client = client
        self._prefix = prefix
        self._last: _Reading | None = None
        self._rest = Rest()

    def find(self, query: SearchQuery) -> Hits:
        """The answer; raises QueryRefused before the engine is asked, or IndexUnavailable, or SearchTooSlow."""
        check_query(query)
        end = time.monotonic() + FIND_SECONDS
        with self._rest, guard():
            reading = self._reading(end)
            try:
                return self._find(query, reading, end)
            except IndexUnavailable:
                self._last = None
                again = self._reading(end)
                if again.generation == reading.generation:
                    raise
            return self._find(query, again, end)  # a rebuild put this one in its place, and removed the other

    def tags(self, beginning: str, limit: int) -> Sequence[tuple[str, int]]:
        """The commonest tags that begin so, by their keys, and how many index documents hold each."""
        return self.vocabulary.tags(beginning, limit)

    def scan(self) -> Iterator[Indexed]:
        """Every index document by `key_id`, all of one moment."""
        return scan_generation(self._client, self._reading(time.monotonic() + FIND_SECONDS).generation)

    def state(self) -> IndexState:
        """What would answer now; raises IndexUnavailable when nothing can."""
        end = time.monotonic() + FIND_SECONDS
        with self._rest, guard():
            reading = self._reading(end)
            count = to_number(self._client.ask("GET", f"/{reading.generation}/_count", end=end)["count"])
            return IndexState(reading.generation, reading.log_index, count, ENGINE, ANALYSER)

    def _reading(self, end: float) -> _Reading:
        last, now = self._last, time.monotonic()
        if last and now < last.looked_at + LOOK_SECONDS:
            return last
        generation = current_of(self._client, self._prefix, end)
        if generation is None:
            raise IndexUnavailable(f"there is no index {self._prefix}")
        written = read_written(self._client, self._prefix, generation, end)
        if written is None or (written.engine, written.analyser) != (ENGINE, ANALYSER):
            raise IndexUnavailable(f"{generation} was written by {written}, this is {ENGINE}, analyser {ANALYSER}")
        self._last = reading = _Reading(generation, written.log_index, now)
        return reading

    def _find(self, query: SearchQuery, reading: _Reading, end: float) -> Hits:
        answers = self._answers(reading.generation, _searches(query), end)
        facets: dict[str, FacetCounts] = {}
        for answer in answers:
            counted = answer.get("aggregations", {})
            facets |= {name: _counts(counted[name], query.facet_size) for name in query.facets if name in counted}
        total, found = answers[0]["hits"]["total"], answers[-1]["hits"]["hits"]
        window = query.window
        return Hits(
            hits=tuple(_hit(one, query.order) for one in found[: window.limit]),
            total=to_number(total["value"]),
            facets={name: facets[name] for name in query.facets},
            more=len(found) > window.limit or (_only_counts(query) and total["value"] > window.offset),
            generation=reading.generation,
            log_index=reading.log_index,
            total_is_exact=total["relation"] == "eq",
        )

    def _answers(self, generation: str, searches: Sequence[Body], end: float) -> list[Any]:
        """One call, however many searches. The same question goes to the same copy: others may be a second behind."""
        copy = f"q{crc32(to_json(searches[0]['query']))}"
        if len(searches) == 1:
            parameters = f"allow_partial_search_results=false&preference={copy}"
            return [_whole(self._client.ask("POST", f"/{generation}/_search?{parameters}", searches[0], end))]
        head = to_json({"allow_partial_search_results": False, "preference": copy})
        lines = [line for search in searches for line in (head, to_json(search))]
        answer = self._client.ask_lines(f"/{generation}/_msearch", lines, end)
        return [_whole(answer_of(one["status"], one)) for one in answer["responses"]]


def _only_counts(query: SearchQuery) -> bool:
    return not query.window.limit and query.window.after is None


def _searches(query: SearchQuery) -> list[Body]:
    """What is asked in one call: the first answer has the total, the last one the hits.

    Where facets are asked, what counts is asked apart from the hits: the engine remembers it until a change shows, and
    finds the first hits without looking at all the others.
    """
    filtered = [name for name in query.facets if query.filters.values.get(name)]
    free = [name for name in query.facets if name not in filtered]
    if not query.facets and not _only_counts(query):
        return [_window(query) | {"track_total_hits": MOST_COUNTED}]
    searches = [_counting(query, free, query.filters) | {"track_total_hits": MOST_COUNTED}]
    for name in filtered:
        searches.append(_counting(query, [name], query.filters.without(name)))
    return searches if _only_counts(query) else [*searches, _window(query)]


def _window(query: SearchQuery) -> Body:
    """The hits. One more than is asked for tells whether it goes on."""
    window = query.window
    is_ranked = query.order is Order.RELEVANCE
    name, direction = _KEYS.get(query.order, ("key_newest", "desc"))
    body: Body = {
        "query": whole_query(query.match, query.filters, scored=is_ranked),
        "size": window.limit + 1,
        "sort": [{"_score": "desc"}, {name: direction}] if is_ranked else [{name: direction}],
        "track_total_hits": False,
        "docvalue_fields": ["id", "version_no"],
        **_NOTHING_KEPT,
    }
    return body | ({"from": window.offset} if window.after is None or is_ranked else {"search_after": [window.after]})


def _counting(query: SearchQuery, names: Sequence[str], filters: Filters) -> Body:
    """Facets of these names over everything these filters let through.

    Equal counts come by value, as we want them: the engine compares bytes of UTF-8, which sort as code points do.
    """
    values = {"size": query.facet_size, "shard_size": FACET_VALUES}
    body: Body = {"query": whole_query(query.match, filters), "size": 0, "track_total_hits": False}
    facets = {name: {"terms": {"field": name, **values}} for name in names}
    return body | {"timeout": ENGINE_SECONDS} | ({"aggs": facets} if facets else {})


def _counts(answer: Mapping[str, Any], size: int) -> FacetCounts:
    values = tuple((to_text(bucket["key"]), to_number(bucket["doc_count"])) for bucket in answer["buckets"])
    if len(values) > size:
        raise ValueError("more values than were asked for")
    other = to_number(answer["sum_other_doc_count"])
    return FacetCounts(values, other, other > 0 or answer["doc_count_error_upper_bound"] > 0)


def _hit(found: Mapping[str, Any], order: Order) -> Hit:
    (record_id,), (version_no,) = found["fields"]["id"], found["fields"]["version_no"]
    key = 0 if order is Order.RELEVANCE else to_number(found["sort"][0])
    return Hit(to_text(record_id), to_number(version_no), key)


def _whole(answer: Any) -> Any:
    """Half an answer is none."""
    if answer["timed_out"]:
        raise SearchTooSlow("the search engine gave up")
    if answer["_shards"]["failed"]:
        raise IndexUnavailable("a part of the index did not answer")
    return answer


def scan_generation(client: Client, generation: str) -> Iterator[Indexed]:
    """Every index document of one generation by `key_id`, all of one moment, whether or not the alias names it."""
    with guard():
        point = client.ask("POST", f"/{generation}/_pit?keep_alive={SCAN_SECONDS}")["id"]
    body: Body = {
        "size": SCAN_STEP,
        "query": EVERYTHING,
        "sort": [{"key_id": "asc"}],
        "track_total_hits": False,
        "docvalue_fields": ["id", "version_no", "sha_head"],
        **_NOTHING_KEPT,
        "timeout": SCAN_SECONDS,
    }
    try:
        size = SCAN_STEP
        while size == SCAN_STEP:
            body["pit"] = {"id": point, "keep_alive": SCAN_SECONDS}
            page, last, point = _page(client, body)
            yield from page
            size = len(page)
            body["search_after"] = last
    finally:
        client.ask("DELETE", "/_pit", {"id": point})


def _page(client: Client, body: Body) -> tuple[list[Indexed], list[int], str]:
    """(a page of a scan, the key of its last one, the name of the moment from now on)."""
    with guard():
        answer = _whole(client.ask("POST", "/_search?allow_partial_search_results=false", body))
        found = answer["hits"]["hits"]
        last = [to_number(key) for key in found[-1]["sort"]] if found else []
        if found and last <= body.get("search_after", []):
            raise ValueError("a page that stands before the last one")  # it would never end
        return [_indexed(one) for one in found], last, answer["pit_id"]


def _indexed(found: Mapping[str, Any]) -> Indexed:
    fields = found["fields"]
    return Indexed(to_text(fields["id"][0]), to_number(fields["version_no"][0]), to_number(fields["sha_head"][0]))
