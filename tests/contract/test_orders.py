"""Contract 6 and 7: orders, ties, walks by cursor, and ranking."""

from __future__ import annotations

from datetime import date

import pytest

from catalogue.search.index import AnyOf, Field, Filters, IndexDocument, Match, Most, Order, SearchQuery, Window, Word
from tests.contract.conftest import Engine
from tests.contract.corpus import COMMON, COUNT, corpus, document, expected

CORPUS = corpus()
KEYED = [order for order in Order if order is not Order.RELEVANCE]


def key(one: IndexDocument, order: Order) -> int:
    return {Order.CHANGED: one.key_changed, Order.ID: one.key_id}.get(order, one.key_newest)


def walk(engine: Engine, match: Match | None, order: Order, limit: int) -> list[str]:
    ids: list[str] = []
    after = None
    while True:
        hits = engine.index.find(SearchQuery(match, order=order, window=Window(limit, after=after)))
        ids += [hit.id for hit in hits.hits]
        if not hits.more:
            return ids
        after = hits.hits[-1].key


@pytest.mark.parametrize("order", KEYED)
@pytest.mark.parametrize("match", [None, Word(COMMON)], ids=["browse", "common"])
def test_a_walk_by_cursor_meets_every_record_once_and_in_order(
    filled: Engine, match: Match | None, order: Order
) -> None:
    down = order in (Order.NEWEST, Order.CHANGED)
    wanted = sorted(expected(CORPUS, SearchQuery(match)), key=lambda one: key(one, order), reverse=down)
    for limit in (1, 7, COUNT, 500):
        assert walk(filled, match, order, limit) == [one.id for one in wanted]


@pytest.mark.parametrize("order", KEYED)
def test_offset_and_cursor_give_the_same_windows(filled: Engine, order: Order) -> None:
    first = filled.index.find(SearchQuery(order=order, window=Window(10)))
    second = filled.index.find(SearchQuery(order=order, window=Window(10, after=first.hits[-1].key)))
    assert filled.index.find(SearchQuery(order=order, window=Window(10, offset=10))).hits == second.hits
    assert second.total == COUNT


def test_a_cursor_at_the_end_finds_nothing_more_but_the_whole_total(filled: Engine) -> None:
    last = filled.index.find(SearchQuery(order=Order.ID, window=Window(500))).hits[-1]
    hits = filled.index.find(SearchQuery(order=Order.ID, window=Window(20, after=last.key)))
    assert (hits.hits, hits.total, hits.more) == ((), COUNT, False)


def test_days_before_1970_and_1677_sort_rightly_and_no_day_comes_last(engine: Engine) -> None:
    days = {1: date(2020, 1, 1), 2: date(1969, 12, 31), 3: date(1640, 5, 5), 4: date(1601, 1, 1)}
    engine.put(*(document(number, day=day) for number, day in days.items()), document(5, days={}, key_newest=5))
    newest = [hit.id for hit in engine.index.find(SearchQuery()).hits]
    assert newest == [document(number).id for number in (1, 2, 3, 4, 5)]
    assert walk(engine, None, Order.OLDEST, 2) == newest[::-1]


def test_ties_of_a_day_go_by_record_number(engine: Engine) -> None:
    engine.put(*(document(number, day=date(2020, 1, 1)) for number in (3, 1, 2)))
    assert walk(engine, None, Order.NEWEST, 1) == [document(number).id for number in (3, 2, 1)]
    assert walk(engine, None, Order.OLDEST, 2) == [document(number).id for number in (1, 2, 3)]


def test_a_walk_by_id_meets_every_record_once_while_others_are_written(engine: Engine) -> None:
    engine.put(*CORPUS)
    ids: list[str] = []
    after = None
    while True:
        hits = engine.index.find(SearchQuery(order=Order.ID, window=Window(7, after=after)))
        ids += [hit.id for hit in hits.hits]
        if not hits.more:
            break
        after = hits.hits[-1].key
        number = len(ids) % COUNT + 1
        engine.put(document(number, ["changed"], version_no=2), document(5000 + len(ids), key_id=200_000 + len(ids)))
    assert len(ids) == len(set(ids))
    assert {one.id for one in CORPUS} <= set(ids)


def test_a_word_in_the_title_ranks_above_one_in_the_text(engine: Engine) -> None:
    engine.put(
        document(1, ["x", "y"], ["word", "z"]),
        document(2, ["word", "y"], ["x", "z"]),
        document(3, ["x"], ["y", "z", "u"]),
    )
    for match in (Word("word"), AnyOf((Word("word"), Word("unknown")))):
        hits = engine.index.find(SearchQuery(match, order=Order.RELEVANCE)).hits
        assert [hit.id for hit in hits] == [document(2).id, document(1).id]


CLEAR: dict[str, tuple[Match, list[int]]] = {
    "the rarer word": (AnyOf((Word("common"), Word("seldom"))), [1, 2]),
    "more of the words": (AnyOf((Word("one"), Word("two"), Word("three"))), [5, 4, 3]),
    "in the shorter text": (Word("long"), [6, 7]),
    "all of them first": (Most((Word("rare"), Word("one"), Word("two")), 1), [9, 5, 4, 8, 3]),
    "more often": (Word("often"), [11, 10]),
}


@pytest.mark.parametrize("case", CLEAR)
def test_what_ranks_clearly_ranks_the_same(engine: Engine, case: str) -> None:
    match, wanted = CLEAR[case]
    fill = [f"f{number}" for number in range(12)]
    engine.put(
        document(1, [], ["seldom", *fill]),
        document(8, [], ["rare", *fill]),
        document(2, [], ["common", *fill]),
        document(3, [], ["one", *fill, "g1", "g2"]),
        document(4, [], ["one", "two", *fill, "g1"]),
        document(5, [], ["one", "two", "three", *fill]),
        document(6, [], ["long", *fill]),
        document(7, [], ["long", *fill * 5]),
        document(9, [], ["one", "two", "rare", *fill * 9]),
        document(10, [], ["often", "x", "y", *fill]),
        document(11, [], ["often", "often", "often", *fill]),
        *(document(number, [], ["common", *fill]) for number in range(20, 40)),
    )
    found = engine.index.find(SearchQuery(match, order=Order.RELEVANCE, window=Window(50))).hits
    assert [hit.id for hit in found if hit.id in {document(number).id for number in range(1, 12)}][: len(wanted)] == [
        document(number).id for number in wanted
    ]


def test_a_boost_ranks(engine: Engine) -> None:
    engine.put(document(1, [], ["one", "z"]), document(2, [], ["two", "z"]))
    for first, boosts in ((1, (5.0, 1.0)), (2, (1.0, 5.0))):
        match = AnyOf((Word("one", Field.TEXT, boost=boosts[0]), Word("two", Field.TEXT, boost=boosts[1])))
        assert engine.index.find(SearchQuery(match, order=Order.RELEVANCE)).hits[0].id == document(first).id


@pytest.mark.parametrize("limit", [1, 7, 20])
def test_pages_by_relevance_meet_every_record_once(filled: Engine, limit: int) -> None:
    wanted = {one.id for one in expected(CORPUS, SearchQuery(Word(COMMON)))}
    ids: list[str] = []
    while len(ids) < len(wanted):
        window = Window(limit, offset=len(ids))
        hits = filled.index.find(SearchQuery(Word(COMMON), order=Order.RELEVANCE, window=window))
        ids += [hit.id for hit in hits.hits]
        assert hits.more == (len(ids) < len(wanted))
    assert len(ids) == len(wanted)
    assert set(ids) == wanted


def test_equal_scores_are_sorted_by_day(engine: Engine) -> None:
    for number in (4, 2, 5, 1, 3):
        engine.put(document(number, ["same"]))
    hits = engine.index.find(SearchQuery(Word("same"), order=Order.RELEVANCE, window=Window(2, offset=1)))
    assert [hit.id for hit in hits.hits] == [document(4).id, document(3).id]


def test_a_filter_does_not_change_the_ranking(filled: Engine) -> None:
    from_all = [
        hit.id for hit in filled.index.find(SearchQuery(Word(COMMON), order=Order.RELEVANCE, window=Window(COUNT))).hits
    ]
    for kind in ("decision", "dataset"):
        query = SearchQuery(
            Word(COMMON), order=Order.RELEVANCE, window=Window(COUNT), filters=Filters({"kind": (kind,)})
        )
        ids = [hit.id for hit in filled.index.find(query).hits]
        assert ids == [record_id for record_id in from_all if record_id in ids]
