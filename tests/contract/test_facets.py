"""Contract 5: facets are exact, with and without their own filter."""

from __future__ import annotations

import pytest

from catalogue.search.index import FILTERS, Filters, Match, Order, SearchQuery, Window, Word
from tests.contract.conftest import Engine
from tests.contract.corpus import COMMON, MID, corpus, document, expected_facet

CORPUS = corpus()
FILTERED = {
    "none": Filters(),
    "one": Filters({"kind": ("decision",)}),
    "two": Filters({"kind": ("decision", "notice"), "agency": ("agency-1", "agency-2")}),
    "excluded": Filters({"status": ("published",)}, excluded={"kind": ("notice",), "tag": ("TAG",)}),
    "all but status": Filters({"status": ("published",), "format": ("CSV",), "jalali_year": ("1391",)}),
}


@pytest.mark.parametrize("filters", FILTERED.values(), ids=FILTERED)
@pytest.mark.parametrize("match", [None, Word(COMMON), Word(MID)], ids=["browse", "common", "mid"])
def test_every_facet_is_exact(filled: Engine, match: Match | None, filters: Filters) -> None:
    for order in (Order.RELEVANCE, Order.ID):
        query = SearchQuery(match, filters, facets=FILTERS, order=order)
        facets = filled.index.find(query).facets
        assert tuple(facets) == FILTERS
        for name in FILTERS:
            counts = expected_facet(CORPUS, query, name)
            assert list(facets[name].values) == counts[:50]
            assert facets[name].other == sum(count for _, count in counts[50:])
            assert facets[name].truncated == (len(counts) > 50)


def test_each_count_is_the_total_of_the_query_with_that_value(filled: Engine) -> None:
    filters = Filters({"kind": ("decision",), "status": ("published",)})
    facets = filled.index.find(SearchQuery(Word(COMMON), filters, facets=("kind", "type", "tag"))).facets
    for name, counts in facets.items():
        for value, count in counts.values:
            alone = Filters({**filters.values, name: (value,)})
            assert filled.index.find(SearchQuery(Word(COMMON), alone, window=Window(0))).total == count


def test_a_facet_is_as_long_as_asked(filled: Engine) -> None:
    query = SearchQuery(facets=("agency", "kind"), facet_size=2)
    facets = filled.index.find(query).facets
    for name in ("agency", "kind"):
        counts = expected_facet(CORPUS, query, name)
        assert facets[name].values == tuple(counts[:2])
        assert facets[name].other == sum(count for _, count in counts[2:])
        assert facets[name].truncated


def test_a_keyset_page_counts_all_hits_not_the_rest(filled: Engine) -> None:
    first = filled.index.find(SearchQuery(Word(COMMON), facets=("kind",)))
    second = filled.index.find(SearchQuery(Word(COMMON), facets=("kind",), window=Window(after=first.hits[-1].key)))
    assert second.facets == first.facets
    assert second.total == first.total


@pytest.mark.parametrize("size", [2, 4, 50])
def test_equal_counts_stand_by_code_points(engine: Engine, size: int) -> None:
    values = ["ی", "آ", "b", "B", "\ufffd", "\U0001f600", "کتاب‌ها", "کتاب", "~", "1", "10", "2"]
    engine.put(
        *(document(number, keywords={"tag": values}) for number in (1, 2)), document(3, keywords={"tag": ["zz"]})
    )
    counts = engine.index.find(SearchQuery(facets=("tag",), facet_size=size)).facets["tag"]
    wanted = [*((value, 2) for value in sorted(values)), ("zz", 1)]
    assert list(counts.values) == wanted[:size]
    assert counts.other == sum(count for _, count in wanted[size:])


def test_facets_follow_a_change_at_once(engine: Engine) -> None:
    for version_no, kind in enumerate(("decision", "notice", "dataset"), 1):
        engine.put(document(1, version_no=version_no, keywords={"kind": [kind]}))
        assert engine.index.find(SearchQuery(facets=("kind",))).facets["kind"].values == ((kind, 1),)


def test_a_record_counts_once_for_a_value(engine: Engine) -> None:
    engine.put(document(1, keywords={"tag": ["a", "a", "b"]}), document(2, keywords={"tag": []}))
    counts = engine.index.find(SearchQuery(facets=("tag", "topic"))).facets
    assert counts["tag"].values == (("a", 1), ("b", 1))
    assert counts["topic"].values == ()


def test_thousands_of_values_are_counted_right(engine: Engine) -> None:
    engine.put(
        *(document(number, keywords={"tag": [f"tag {number}", f"shared {number % 700}"]}) for number in range(1, 3001))
    )
    counts = engine.index.find(SearchQuery(facets=("tag",))).facets["tag"]
    assert (
        counts.values
        == tuple((f"shared {number}", 5) for number in sorted(range(1, 201), key=lambda n: f"shared {n}"))[:50]
    )
    assert counts.other == 6000 - 250
