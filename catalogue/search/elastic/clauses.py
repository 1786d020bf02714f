"""SearchQuery -> the clauses of the engine, built by hand: one function for each part. No text is parsed.

Where a clause does not score it stands under `filter`, and its weight is nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from catalogue.search.fields import EPOCH
from catalogue.search.index import AllOf, AnyOf, DateRange, Field, Filters, Match, Most, Not, Phrase, Prefix, Word
from catalogue.search.ranking import ALL_FIRST, TITLE_WEIGHT, first_parts

Clause = dict[str, Any]

CONSTANT = 1 / 2.2
"""Of what has no weight of its own (a prefix, a Not). Lucene leaves out the factor k1 + 1 = 2.2 of its word weights."""

LONGEST_PREFIX = 1000
"""Characters. The engine refuses more, and no token is that long."""

EVERYTHING: Clause = {"match_all": {}}
NOTHING: Clause = {"match_none": {}}


def whole_query(match: Match | None, filters: Filters, scored: bool = False) -> Clause:
    """Match and filters as one clause; `scored` adds what only ranks. Filters never score."""
    clauses = [] if match is None else [_clause(match, scored)]
    filtering = list(_filter_clauses(filters))
    if scored:
        return {"bool": {"must": clauses or [EVERYTHING], "filter": filtering}}
    return _all([*clauses, *filtering], scored=False)


def _filter_clauses(filters: Filters) -> Iterator[Clause]:
    for name, values in filters.values.items():
        if values:
            yield {"terms": {name: list(values)}}
    for name, values in filters.excluded.items():
        if values:
            yield {"bool": {"must_not": [{"terms": {name: list(values)}}]}}
    for asked in filters.dates:
        yield from _date_clauses(asked)


def _date_clauses(asked: DateRange) -> Iterator[Clause]:
    """The record's interval overlaps the one asked for."""
    if asked.last is not None:
        yield {"range": {f"day_{asked.name}": {"lte": (asked.last - EPOCH).days}}}
    if asked.first is not None:
        yield {"range": {f"day_{asked.name}_last": {"gte": (asked.first - EPOCH).days}}}


def _clause(match: Match, scored: bool) -> Clause:
    """The clause of a tree. When scored, a word of ALL must stand anywhere and weighs more in the title."""
    if isinstance(match, AllOf):
        return _all([_clause(part, scored) for part in match.parts], scored)
    if isinstance(match, AnyOf):
        return _any_scored(match) if scored else _any(match)
    if isinstance(match, Most):
        return _most(match, scored)
    if isinstance(match, Not):
        excluded = {"must_not": [_clause(match.part, scored=False)]}
        return {"bool": {"must": [_constant(EVERYTHING, CONSTANT)], **excluded} if scored else excluded}
    if not scored:
        return _leaf(match, match.field)
    clause = _leaf(match, match.field)
    if match.field is Field.ALL:
        title = {"bool": {"must": [_leaf(match, Field.TITLE)], "boost": TITLE_WEIGHT}}
        clause = {"bool": {"must": [clause], "should": [title]}}
    if isinstance(match, Word | Phrase) and match.boost != 1.0:
        return {"bool": {"must": [clause], "boost": match.boost}}
    return clause


def _leaf(match: Word | Prefix | Phrase, field: Field) -> Clause:
    if isinstance(match, Word):
        return {"term": {_field_of(match, field): match.token}}
    if isinstance(match, Prefix):
        if len(match.token) > LONGEST_PREFIX:
            return NOTHING
        return _constant({"prefix": {field: match.token}}, CONSTANT)
    if len(match.tokens) == 1:
        return {"term": {field: match.tokens[0]}}
    if not match.tokens:
        return EVERYTHING
    return {"match_phrase": {field: {"query": " ".join(match.tokens), "slop": match.slop}}}


def _field_of(word: Word, field: Field) -> str:
    return f"{field}_stem" if word.stem else str(field)


def _constant(clause: Clause, weight: float) -> Clause:
    return {"constant_score": {"filter": clause, "boost": weight}}


def _all(clauses: Sequence[Clause], scored: bool) -> Clause:
    if len(clauses) == 1:
        return clauses[0]
    return {"bool": {"must" if scored else "filter": list(clauses)}} if clauses else EVERYTHING


def _any_scored(match: AnyOf) -> Clause:
    return _should([_clause(part, scored=True) for part in match.parts], 1)


def _any(match: AnyOf) -> Clause:
    """Unscored words of one field are one clause, for there may be ten thousand of them."""
    words: dict[str, list[str]] = {}
    clauses = []
    for part in match.parts:
        if isinstance(part, Word):
            words.setdefault(_field_of(part, part.field), []).append(part.token)
        else:
            clauses.append(_clause(part, scored=False))
    return _should([*({"terms": {field: tokens}} for field, tokens in words.items()), *clauses], 1)


def _should(clauses: Sequence[Clause], least: int) -> Clause:
    if least > len(clauses):
        return NOTHING  # the engine would take all of them for enough
    if len(clauses) == 1 and least == 1:
        return clauses[0]
    return {"bool": {"should": list(clauses), "minimum_should_match": least}}


def _most(match: Most, scored: bool) -> Clause:
    most = _should([_clause(part, scored) for part in match.parts], match.least)
    if not scored:
        return most
    first = _all([_clause(part, scored=False) for part in first_parts(match)], scored=False)
    return {"bool": {"must": [most], "should": [_constant(first, ALL_FIRST)]}}
