"""Contract 1 to 4: the same records for every form of query, and nothing in a token is syntax."""

from __future__ import annotations

from datetime import date

import pytest

from catalogue.search.index import (
    DATES,
    AllOf,
    AnyOf,
    DateRange,
    Field,
    Filters,
    Match,
    Not,
    Order,
    Phrase,
    Prefix,
    SearchQuery,
    Window,
    Word,
)
from tests.contract.conftest import Engine
from tests.contract.corpus import COMMON, COUNT, MID, RARE, corpus, document, expected

CORPUS = corpus()

MATCHES: dict[str, Match | None] = {
    "browse": None,
    "rare": Word(RARE),
    "mid": Word(MID),
    "common": Word(COMMON),
    "in titles": Word(COMMON, Field.TITLE),
    "in texts": Word(COMMON, Field.TEXT),
    "stem": Word(f"{MID}s", stem=True),
    "stem in titles": Word(f"{MID}s", Field.TITLE, stem=True),
    "a stem is no exact token": Word(f"{MID}s"),
    "unknown": Word("unknown"),
    "all of": AllOf((Word(COMMON), Word("w1"), Word("w2"))),
    "any of": AnyOf((Word(RARE), Word(MID), Word("unknown"))),
    "not": AllOf((Word(COMMON), Not(Word("w1")))),
    "lone not": Not(Word(COMMON)),
    "double not": Not(Not(Word(COMMON))),
    "not of several": Not(AnyOf((Word(COMMON), Word("w1")))),
    "any of with a not": AnyOf((Word(RARE), Not(Word(COMMON)))),
    "phrase": Phrase(("w0", "w1")),
    "phrase in titles": Phrase(("w0", "w0"), Field.TITLE),
    "phrase of three": Phrase(("w0", "w1", "w0")),
    "phrase of one word": Phrase((MID,)),
    "prefix": Prefix("w1"[:2] + "1"),
    "prefix in titles": Prefix("w12", Field.TITLE),
    "boosted": AnyOf((Word(RARE, boost=7.0), Phrase(("w0", "w1")), Word(MID, boost=0.0))),
    "nested": AllOf(
        (AnyOf((Word("w1"), AllOf((Word("w2"), Not(Word("w3")))))), AnyOf((Word(COMMON), Word("w4s", stem=True))))
    ),
}

FILTERED: dict[str, Filters] = {
    "nothing": Filters(),
    "no values": Filters({"kind": ()}),
    "kind": Filters({"kind": ("decision",)}),
    "two kinds": Filters({"kind": ("decision", "notice")}),
    "type": Filters({"type": ("law",)}),
    "agency": Filters({"agency": ("agency-3", "agency-4")}),
    "topic": Filters({"topic": ("money",)}),
    "tag with blanks and ZWNJ": Filters({"tag": ("آب و برق", "کتاب‌ها")}),
    "tag in its case": Filters({"tag": ("TAG",)}),
    "format": Filters({"format": ("CSV",)}),
    "language": Filters({"language": ("fa",)}),
    "licence": Filters({"licence": ("not-stated",)}),
    "source": Filters({"source": ("source-1",)}),
    "jalali_year": Filters({"jalali_year": ("1391", "1395")}),
    "jalali_month": Filters({"jalali_month": ("1391-02",)}),
    "status": Filters({"status": ("withdrawn",)}),
    "unknown value": Filters({"kind": ("nothing",), "status": ("published",)}),
    "several": Filters({"kind": ("decision",), "status": ("published",), "format": ("PDF",)}),
    "excluded": Filters(excluded={"kind": ("decision",)}),
    "excluded and chosen": Filters({"kind": ("decision", "notice")}, excluded={"kind": ("notice",), "tag": ("TAG",)}),
    "excluded of many values": Filters(excluded={"agency": ("agency-3", "agency-4"), "format": ("CSV", "PDF")}),
    "excluded: no values": Filters(excluded={"kind": ()}),
    "excluded: unknown value": Filters(excluded={"kind": ("nothing",)}),
    "from": Filters(dates=(DateRange("leading", date(2020, 3, 1), None),)),
    "to": Filters(dates=(DateRange("leading", None, date(2020, 2, 1)),)),
    "from and to": Filters(dates=(DateRange("leading", date(2020, 2, 1), date(2020, 2, 29)),)),
    "a day": Filters(dates=(DateRange("leading", date(2020, 2, 1), date(2020, 2, 1)),)),
    "open on both sides": Filters(dates=(DateRange("leading", None, None),)),
    "everything": Filters({"kind": ("decision",)}, (DateRange("leading", date(2020, 1, 5), date(2020, 3, 31)),)),
}


def found(engine: Engine, query: SearchQuery) -> tuple[list[str], int]:
    hits = engine.index.find(query)
    return sorted(hit.id for hit in hits.hits), hits.total


def wanted(query: SearchQuery) -> tuple[list[str], int]:
    ids = sorted(one.id for one in expected(CORPUS, query))
    return ids, len(ids)


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("name", MATCHES)
def test_every_form_of_match_finds_exactly_its_records(filled: Engine, name: str, order: Order) -> None:
    query = SearchQuery(MATCHES[name], order=order, window=Window(COUNT))
    assert found(filled, query) == wanted(query)


@pytest.mark.parametrize("match", [None, Word(COMMON)], ids=["browse", "common"])
@pytest.mark.parametrize("name", [name for name in FILTERED if name != "open on both sides"])
def test_every_filter_lets_exactly_its_records_through(filled: Engine, name: str, match: Match | None) -> None:
    for order in (Order.NEWEST, Order.RELEVANCE):
        query = SearchQuery(match, FILTERED[name], order=order, window=Window(COUNT))
        assert found(filled, query) == wanted(query)


def test_a_date_range_open_on_both_sides_asks_nothing(filled: Engine) -> None:
    assert found(filled, SearchQuery(filters=FILTERED["open on both sides"], window=Window(COUNT)))[1] == COUNT


@pytest.mark.parametrize("asked", DATES)
def test_a_date_matches_when_the_intervals_overlap(engine: Engine, asked: str) -> None:
    engine.put(
        document(1, days={asked: (100, 130)}), document(2, days={asked: (-200_000, -200_000)}), document(3, days={})
    )

    def ids(first: date | None, last: date | None) -> list[str]:
        return found(engine, SearchQuery(filters=Filters(dates=(DateRange(asked, first, last),))))[0]

    interval, ancient = document(1).id, document(2).id
    assert ids(date(1970, 5, 11), date(1970, 5, 11)) == [interval]
    assert ids(date(1970, 5, 12), None) == []
    assert ids(None, date(1970, 4, 10)) == [ancient]
    assert ids(date(1970, 4, 1), date(1970, 4, 11)) == [interval]
    assert ids(date(1400, 1, 1), date(1500, 1, 1)) == [ancient]


def test_a_phrase_counts_the_words_between(engine: Engine) -> None:
    engine.put(document(1, ["a1"], ["b1", "x", "c1"]), document(2, ["a1"], ["b1", "x", "y", "c1"]))
    assert found(engine, SearchQuery(Phrase(("b1", "c1"))))[1] == 0
    assert found(engine, SearchQuery(Phrase(("b1", "c1"), slop=1)))[0] == [document(1).id]
    assert found(engine, SearchQuery(Phrase(("b1", "c1"), slop=2)))[1] == 2


def test_a_phrase_does_not_reach_over_the_end_of_the_title(engine: Engine) -> None:
    engine.put(document(1, ["a1", "b1"], ["c1", "d1"]))
    assert found(engine, SearchQuery(Phrase(("b1", "c1"))))[1] == 0
    assert found(engine, SearchQuery(AllOf((Word("b1"), Word("c1")))))[1] == 1


def test_a_token_with_zwnj_is_one_token(engine: Engine) -> None:
    engine.put(document(1, ["کتاب‌ها"], ["می‌شود"]))
    assert found(engine, SearchQuery(Word("کتاب‌ها")))[1] == 1
    assert found(engine, SearchQuery(Word("می‌شود", Field.TEXT)))[1] == 1
    assert found(engine, SearchQuery(Word("کتاب")))[1] == 0
    assert found(engine, SearchQuery(Prefix("کتاب")))[1] == 1


@pytest.mark.parametrize(
    "token", ['"', "*", ":", "(", ")", "-", "[", "]", "\\", "\0", "~1", "/a|b/", "AND", "title:x", "w0*", "x" * 10_000]
)
def test_engine_syntax_inside_a_token_is_inert(filled: Engine, token: str) -> None:
    assert found(filled, SearchQuery(Word(token)))[1] == 0
    assert found(filled, SearchQuery(Word(token, stem=True)))[1] == 0
    assert found(filled, SearchQuery(Phrase(("w0", token))))[1] == 0
    assert found(filled, SearchQuery(Prefix(token * 3)))[1] == 0
    assert found(filled, SearchQuery(Not(Word(token)), window=Window(0)))[1] == COUNT
    assert found(filled, SearchQuery(filters=Filters({"tag": (token,)})))[1] == 0


@pytest.mark.parametrize("token", ["*", "AND", "title:x", "a\\b", "(", "x" * 100])
def test_a_token_that_looks_like_syntax_is_found_as_itself(engine: Engine, token: str) -> None:
    engine.put(document(1, [token]), document(2, ["other"]))
    assert found(engine, SearchQuery(Word(token)))[0] == [document(1).id]


def test_limit_zero_gives_the_total_alone(filled: Engine) -> None:
    for order in Order:
        for match in (None, Word(MID)):
            query = SearchQuery(match, facets=("kind",), order=order, window=Window(0))
            hits = filled.index.find(query)
            assert (hits.hits, hits.total) == ((), wanted(query)[1])
            assert hits.facets["kind"].values
            assert hits.more


def test_an_empty_index_answers(engine: Engine) -> None:
    hits = engine.index.find(SearchQuery(Word("w0"), facets=("kind", "tag"), order=Order.RELEVANCE))
    assert (hits.hits, hits.total, hits.more) == ((), 0, False)
    assert hits.facets["kind"].values == ()
    assert list(engine.index.scan()) == []


def test_the_vocabulary_tells_how_many_records_hold_each_token(filled: Engine) -> None:
    tokens = (RARE, MID, COMMON, "unknown", f"{MID}s")
    counted = {token: len(expected(CORPUS, SearchQuery(Word(token)))) for token in tokens}
    assert filled.index.vocabulary.records(tokens) == {token: records for token, records in counted.items() if records}
