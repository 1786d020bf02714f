"""Loaded search parameters -> SearchQuery, and Hits -> Page. The one query behind every list of records."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import islice
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue import labels, log, models, store
from catalogue.answers import Facet, FacetValue, Item, Marked, Meant, Offer, Page
from catalogue.asking import NO_ANSWER, Asking, NoWords
from catalogue.cards import body_of, opening_of
from catalogue.cursor import Cursor, Way, digest_of, read_cursor
from catalogue.errors import IndexUnavailable, InvalidCursor, QueryRefused
from catalogue.log_answers import AsOf
from catalogue.persian.knowledge import Knowledge
from catalogue.persian.letters import fold_key
from catalogue.persian.query import FEW, Reading, read_query
from catalogue.persian.respelling import respelt
from catalogue.search.highlight import mark, snippet
from catalogue.search.index import (
    FILTERS,
    DateRange,
    FacetCounts,
    Filters,
    Hits,
    Order,
    SearchQuery,
    Terms,
    Window,
)
from catalogue.search.limits import MAX_RELEVANCE
from catalogue.vocab import Matching

COUNT = Window(0)
NO_TERMS = Terms()
IN_ORDER_OF_TIME = "jalali_month"
"""The facet whose values are shown one after the other, not by their counts."""
MOST_UNHELD = 10
"""Values that are looked at where nothing was found."""
OF_ANOTHER_STORE = "no record that the index finds is in the store: it is the index of another one"
AS_TYPED = "words-as-typed"
"""The note on a query whose words could not be looked up in the index."""


@dataclass(frozen=True, slots=True)
class Question:
    """A search as asked and as read."""

    parameters: Mapping[str, Any]
    reading: Reading
    query: SearchQuery
    digest: str


def find(session: Session, asking: Asking, knowledge: Knowledge, parameters: Mapping[str, Any]) -> Page:
    """The page of records that the parameters (of schemas.search) ask for.

    When the index does not answer, what the store can list comes from there. What would stand beside the records and
    could not be asked is left out, and a note says so. Raises QueryRefused, InvalidCursor, IndexUnavailable or
    SearchTooSlow.
    """
    answer = _answer(session, asking, knowledge, parameters)
    question, hits = answer.question, answer.hits
    shown = store.shown_versions(session, [hit.id for hit in hits.hits])
    if hits.hits and not shown:
        asking.fail(IndexUnavailable(OF_ANOTHER_STORE))
        return find(session, asking, knowledge, parameters)  # what the store lists is in the store
    understood = _offers(session, asking, question)
    did_you_mean = _meant(asking, knowledge, question, hits)
    unfiltered = None if hits.total else _unfiltered(asking, question.query)
    values = question.query.filters.values
    since, never = coverage(session, values)
    entry = log.log_entry(session, hits.log_index)
    return Page(
        items=_items(shown, hits, question),
        total=hits.total,
        truncated=not hits.total_is_exact or any(facet.truncated for facet in hits.facets.values()),
        next_cursor=_next_cursor(answer),
        facets=_facets(session, question, hits),
        parameters=question.parameters,
        sort=question.query.order,
        terms=question.reading.words,
        notes=(*question.reading.notes, *_missing(asking, question, hits)),
        ignored=question.reading.ignored,
        repaired=question.reading.repaired,
        understood=understood,
        same=question.reading.same,
        matching=answer.matching,
        with_all=answer.with_all,
        did_you_mean=did_you_mean,
        unfiltered=unfiltered,
        unheld=() if hits.total else _unheld(asking, question.query.filters),
        as_of=AsOf(hits.log_index, entry.recorded_at if entry else None),
        coverage_until=since,
        never_complete=never,
        is_whole=asking.is_whole,
    )


def ask(
    session: Session, asking: Asking, knowledge: Knowledge, parameters: Mapping[str, Any], *, is_plain: bool = False
) -> Question:
    """The engine's question. Filters that the words name are filters like those beside them."""
    reading = _read(asking, knowledge, parameters, is_plain=is_plain)
    if reading.filters:
        chosen = {
            name: tuple(dict.fromkeys((*parameters.get(name, ()), *values))) for name, values in reading.filters.items()
        }
        parameters = {**parameters, **chosen, "q": reading.text}
    filters = _filters(session, parameters)
    order = Order(parameters.get("sort") or (Order.RELEVANCE if reading.match else Order.NEWEST))
    digest = digest_of({**parameters, "sort": order})
    query = SearchQuery(
        match=reading.match,
        filters=filters,
        facets=tuple(parameters["facets"]),
        order=order,
        window=_window(asking, parameters, order, digest),
    )
    return Question(parameters, reading, query, digest)


def _read(asking: Asking, knowledge: Knowledge, parameters: Mapping[str, Any], *, is_plain: bool) -> Reading:
    """How the words are read: as they were typed when those of the index cannot be looked up."""
    text, repairs = parameters["q"], parameters["repair"] == "on"
    try:
        return read_query(text, knowledge, is_plain=is_plain, repairs=repairs)
    except IndexUnavailable:
        asking.is_whole = False
        reading = read_query(text, replace(knowledge, vocabulary=NoWords()), is_plain=is_plain, repairs=False)
        return replace(reading, notes=(*reading.notes, AS_TYPED))


def _missing(asking: Asking, question: Question, hits: Hits) -> Iterator[str]:
    """Notes on what was asked for and could not be answered."""
    if any(name not in hits.facets for name in question.query.facets):
        yield "facets-not-counted"
    if asking.has_missed:
        yield "offers-not-asked"


def _offers(session: Session, asking: Asking, question: Question) -> tuple[Offer, ...]:
    """What the words may mean, some record has, and the search is not limited to anyway."""
    filters = question.query.filters
    found = [
        one
        for one in question.reading.understood
        if one.value not in filters.values.get(one.kind, ())
        and (one.kind not in FILTERS or _is_held(asking, filters, one.kind, one.value))
    ]
    names = store.agency_names(session) if any(one.kind == "agency" for one in found) else {}
    return tuple(
        Offer(one.kind, one.value, labels.label(one.kind, one.value, names), one.text, one.rest) for one in found
    )


def _is_held(asking: Asking, filters: Filters, kind: str, value: str) -> bool:
    """Whether any record that the other filters let through has this value; not when nobody can tell now."""
    values = {**filters.values, kind: (value,)}
    return bool(asking.total(SearchQuery(filters=replace(filters, values=values), window=COUNT)))


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for a question in some way; `with_all` is how many records hold all words, where not all do."""

    question: Question
    hits: Hits
    way: Way
    with_all: int | None = None

    @property
    def matching(self) -> Matching:
        """Whether a record holds all words or most of them."""
        return Matching.ALL if self.way is Way.ALL or not self.question.reading.most else Matching.MOST


def _answer(session: Session, asking: Asking, knowledge: Knowledge, parameters: Mapping[str, Any]) -> Answer:
    """The answer in the way that was chosen, else by all words, and where they find few in another way.

    One call of the engine; a second one for the other way.
    """
    asked = partial(ask, session, asking, knowledge, parameters)
    if way := _chosen(parameters):
        chosen = _find(asking, asked(is_plain=way is Way.TITLE), way)
        return chosen if way is not Way.MOST else replace(chosen, with_all=_count_all(asking, chosen.question))
    first = _find(asking, asked(), Way.ALL)
    total = first.hits.total
    try:
        other = _other(asking, asked, first)
    except NO_ANSWER:
        asking.miss()
        return first
    return replace(other, with_all=total) if other and other.hits.total > total else first


def _other(asking: Asking, asked: Callable[..., Question], first: Answer) -> Answer | None:
    """The answer in another way, where all words find few records."""
    reading, total = first.question.reading, first.hits.total
    if not total and (reading.may_be_title or reading.filters):
        return _find(asking, asked(is_plain=True), Way.TITLE)
    return _find(asking, first.question, Way.MOST) if reading.most and total < reading.few else None


def _count_all(asking: Asking, question: Question) -> int | None:
    """How many records hold all words."""
    return asking.total(replace(question.query, facets=(), window=COUNT))


def _chosen(parameters: Mapping[str, Any]) -> Way | None:
    """The way that a cursor or the parameter `match` tells."""
    told = read_cursor(parameters["cursor"]).way if "cursor" in parameters else None
    match = parameters["match"]
    return told or (None if match == Matching.AUTO else Way(match))


def _find(asking: Asking, question: Question, way: Way) -> Answer:
    match = question.reading.match if way is Way.ALL else question.reading.most or question.reading.match
    return Answer(question, asking.find(replace(question.query, match=match)), way)


def _meant(asking: Asking, knowledge: Knowledge, question: Question, hits: Hits) -> Meant | None:
    """What may have been meant by a text that finds few records, if it finds more."""
    text = question.parameters["q"]
    if not text or hits.total >= FEW or question.parameters["repair"] == "off" or AS_TYPED in question.reading.notes:
        return None
    try:
        meant = respelt(text, knowledge.vocabulary)
        match = read_query(meant, knowledge).match if meant != text else None
    except IndexUnavailable:
        asking.miss()
        return None
    total = asking.total(replace(question.query, match=match, facets=(), window=COUNT)) if match else None
    return Meant(meant, total) if total is not None and total > hits.total else None


def _unfiltered(asking: Asking, query: SearchQuery) -> int | None:
    """How many records the words find without filters; None where there are none."""
    values = {name: values for name, values in query.filters.values.items() if name == "status"}
    if query.match is None or query.filters == Filters(values):
        return None
    return asking.total(replace(query, filters=Filters(values), facets=(), window=COUNT))


def _unheld(asking: Asking, filters: Filters) -> tuple[tuple[str, str], ...]:
    """Filter and value of those values that no record has at all: mistyped ones mostly."""
    given = ((name, value) for name, values in filters.values.items() if name != "status" for value in values)
    alone = ((name, value, Filters({name: (value,)})) for name, value in islice(given, MOST_UNHELD))
    return tuple(
        (name, value) for name, value, filter_ in alone if asking.total(SearchQuery(filters=filter_, window=COUNT)) == 0
    )


def coverage(session: Session, values: Mapping[str, tuple[str, ...]]) -> tuple[str | None, int]:
    """(oldest last complete job among the sources asked that have one, number of those that never had one)."""
    asked = select(func.min(models.Source.last_complete_at), func.count(), func.count(models.Source.last_complete_at))
    for name, column in (("source", models.Source.id), ("kind", models.Source.kind), ("agency", models.Source.agency)):
        if name in values:
            asked = asked.where(column.in_(values[name]))
    since, sources, complete = session.execute(asked).one()
    return since, sources - complete


def _filters(session: Session, parameters: Mapping[str, Any]) -> Filters:
    values = _values(session, parameters, "")
    if parameters["status"] != "all":
        values["status"] = (parameters["status"],)
    first: date | None = parameters["from_"][0] if "from_" in parameters else None
    last: date | None = parameters["to"][1] if "to" in parameters else None
    dates = (DateRange(parameters["date"], first, last),) if first or last else ()
    return Filters(values, dates, _values(session, parameters, "not_"))


def _values(session: Session, parameters: Mapping[str, Any], prefix: str) -> dict[str, tuple[str, ...]]:
    """Filter -> values as the index knows them, of the parameters whose names begin so."""
    named = ((name, parameters.get(prefix + name)) for name in FILTERS if name != "status")
    values = {name: tuple(given) for name, given in named if given}
    for name in ("type", "topic", "language"):
        if name in values:
            values[name] = tuple(dict.fromkeys(labels.code_of(name, value) for value in values[name]))
    if "agency" in values:
        slugs = labels.agency_slugs(session)
        chosen = dict.fromkeys(labels.slug_of(name, slugs) for name in values["agency"])
        values["agency"] = tuple(labels.with_subordinates(session, chosen) if parameters.get("tree") else chosen)
    if "tag" in values:
        values["tag"] = tuple(dict.fromkeys(fold_key(tag) for tag in values["tag"]))
    if "format" in values:
        values["format"] = tuple(dict.fromkeys(value.upper() for value in values["format"]))
    return values


def _window(asking: Asking, parameters: Mapping[str, Any], order: Order, digest: str) -> Window:
    limit = parameters["limit"]
    if "cursor" not in parameters:
        return Window(limit)
    cursor = read_cursor(parameters["cursor"])
    if cursor.query != digest or cursor.order != order:
        raise InvalidCursor("a cursor of another query")
    if order is not Order.RELEVANCE:
        return Window(limit, after=cursor.place)
    if cursor.generation != asking.generation():
        raise InvalidCursor("the index was rebuilt")
    if cursor.place + limit > MAX_RELEVANCE:
        raise QueryRefused("too-deep", "cursor", MAX_RELEVANCE, cursor.place + limit)
    return Window(limit, offset=cursor.place)


def _next_cursor(answer: Answer) -> str | None:
    question, hits = answer.question, answer.hits
    if not hits.more or not hits.hits:
        return None
    if question.query.order is Order.RELEVANCE:
        place = question.query.window.offset + len(hits.hits)
        return Cursor(Order.RELEVANCE, place, question.digest, hits.generation, answer.way).write()
    return Cursor(question.query.order, hits.hits[-1].key, question.digest, way=answer.way).write()


def _items(shown: Mapping[str, store.ShownVersion], hits: Hits, question: Question) -> tuple[Item, ...]:
    terms = question.reading.terms if question.parameters["highlight"] == "on" else NO_TERMS
    pairs = ((hit, shown[hit.id]) for hit in hits.hits if hit.id in shown)
    return tuple(
        _item(version, terms if version.version_no == hit.version_no else NO_TERMS)
        for hit, version in pairs
        if not (hit.version_no != version.version_no and version.status == "withdrawn")
    )


def _item(version: store.ShownVersion, terms: Terms) -> Item:
    """There are no terms when the index found an older version, or nobody asked for marks: then nothing is marked."""
    return Item(
        id=version.id,
        status=version.status,
        version_no=version.version_no,
        sha256=version.sha256,
        card=version.card,
        canonical=version.canonical,
        mark_title=partial(_title, version.card, terms),
        mark_text=partial(_text, version.canonical, terms),
    )


def _title(card: str, terms: Terms) -> Marked:
    return mark(json.loads(card).get("title", ""), terms)


def _text(canonical: str, terms: Terms) -> Marked:
    """The best place of a record's text, its beginning where nothing is to be marked."""
    record = json.loads(canonical)
    return snippet(body_of(record), terms) if terms else Marked(opening_of(record))


def _facets(session: Session, question: Question, hits: Hits) -> tuple[Facet, ...]:
    chosen = question.query.filters.values
    return tuple(
        _facet(name, hits.facets[name], chosen.get(name, ()), _names(session, name, hits.facets[name]))
        for name in question.query.facets
        if name in hits.facets
    )


def _names(session: Session, name: str, counts: FacetCounts) -> Mapping[str, str]:
    """The words of values that stand in the store: agencies and tags."""
    values = [value for value, _ in counts.values]
    if name == "agency":
        return store.names_of_agencies(session, values)
    return store.tag_names(session, values) if name == "tag" else {}


def _facet(name: str, counts: FacetCounts, chosen: tuple[str, ...], names: Mapping[str, str]) -> Facet:
    counted = sorted(counts.values) if name == IN_ORDER_OF_TIME else counts.values
    values = tuple(
        FacetValue(value, labels.label(name, value, names), count, value in chosen) for value, count in counted
    )
    return Facet(name, tuple(values), counts.other, counts.truncated)
