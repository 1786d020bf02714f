"""SearchQuery -> tantivy's query objects, built by hand: one clause function for each part. No text is parsed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tantivy import FieldType, Occur, Query
from tantivy import Order as Direction

from catalogue.search.fields import EPOCH
from catalogue.search.index import (
    AllOf,
    AnyOf,
    DateRange,
    Field,
    Filters,
    Match,
    Most,
    Not,
    Phrase,
    Prefix,
    Word,
)
from catalogue.search.local.schema import SCHEMA
from catalogue.search.ranking import ALL_FIRST, TITLE_WEIGHT, first_parts


def whole_query(match: Match | None, filters: Filters, scored: bool = False) -> Query:
    """Match and filters as one query; `scored` adds what only ranks. Filters never score."""
    clauses = [_clause(match, scored)] if match is not None else []
    clauses += [Query.const_score_query(clause, 0.0) for clause in _filter_clauses(filters)]
    return _all(clauses)


def _filter_clauses(filters: Filters) -> Iterator[Query]:
    for name, values in filters.values.items():
        if values:
            yield _any([Query.term_query(SCHEMA, name, value, "basic") for value in values])
    for name, values in filters.excluded.items():
        if values:
            held = _any([Query.term_query(SCHEMA, name, value, "basic") for value in values])
            yield Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, held)])
    for asked in filters.dates:
        yield from _date_clauses(asked)


def _date_clauses(asked: DateRange) -> Iterator[Query]:
    """The record's interval overlaps the one asked for."""
    if asked.last is not None:
        yield Query.range_query(SCHEMA, f"day_{asked.name}", FieldType.Integer, None, (asked.last - EPOCH).days)
    if asked.first is not None:
        yield Query.range_query(SCHEMA, f"day_{asked.name}_last", FieldType.Integer, (asked.first - EPOCH).days, None)


def _clause(match: Match, scored: bool) -> Query:
    """The clause of a tree. When scored, a word of ALL must stand anywhere and weighs more in the title."""
    if isinstance(match, AllOf):
        return _all([_clause(part, scored) for part in match.parts])
    if isinstance(match, AnyOf):
        return _any([_clause(part, scored) for part in match.parts])
    if isinstance(match, Most):
        return _most(match, scored)
    if isinstance(match, Not):
        excluded = _clause(match.part, scored=False)
        return Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, excluded)])
    clause = _leaf(match, match.field)
    if scored and match.field is Field.ALL:
        title = Query.boost_query(_leaf(match, Field.TITLE), TITLE_WEIGHT)
        clause = Query.boolean_query([(Occur.Must, clause), (Occur.Should, title)])
    if isinstance(match, Word | Phrase) and match.boost != 1.0:
        return Query.boost_query(clause, match.boost)
    return clause


def _leaf(match: Word | Prefix | Phrase, field: Field) -> Query:
    if isinstance(match, Word):
        if match.stem:
            return Query.term_query(SCHEMA, f"{field}_stem", match.token, "freq")
        return Query.term_query(SCHEMA, field, match.token)
    if isinstance(match, Prefix):
        return Query.fuzzy_term_query(SCHEMA, field, match.token, 0, True, True)
    if len(match.tokens) == 1:  # a phrase query of one word panics
        return Query.term_query(SCHEMA, field, match.tokens[0])
    return Query.phrase_query(SCHEMA, field, list(match.tokens), match.slop) if match.tokens else Query.all_query()


def _all(clauses: Sequence[Query]) -> Query:
    if len(clauses) == 1:
        return clauses[0]
    return Query.boolean_query([(Occur.Must, clause) for clause in clauses]) if clauses else Query.all_query()


def _any(clauses: Sequence[Query]) -> Query:
    return clauses[0] if len(clauses) == 1 else Query.boolean_query([(Occur.Should, clause) for clause in clauses])


def _most(match: Most, scored: bool) -> Query:
    shoulds = [(Occur.Should, _clause(part, scored)) for part in match.parts]
    most = Query.boolean_query(shoulds, minimum_number_should_match=match.least)
    if not scored:
        return most
    first = _all([_clause(part, scored=False) for part in first_parts(match)])
    all_of_them = Query.const_score_query(first, ALL_FIRST)
    return Query.boolean_query([(Occur.Must, most), (Occur.Should, all_of_them)])


def both(first: Query, second: Query) -> Query:
    """What matches both."""
    return _all([first, second])


def behind(name: str, direction: Direction, after: int) -> Query:
    """The records that stand behind a key in this order: the keyset of the next window."""
    if direction is Direction.Desc:
        return Query.range_query(SCHEMA, name, FieldType.Unsigned, None, after, include_upper=False)
    return Query.range_query(SCHEMA, name, FieldType.Unsigned, after, None, include_lower=False)
