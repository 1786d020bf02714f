"""What a reader may mean who has typed a beginning: agencies, types, tags and titles, never other text of records.

Titles are found by the index and read from the store, so what was taken down is in no answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache

from sqlalchemy.orm import Session

from catalogue import store
from catalogue.answers import Suggestion, Suggestions
from catalogue.labels import label
from catalogue.persian.letters import fold_key, fold_search
from catalogue.persian.sorting import sort_key
from catalogue.persian.words import analyse
from catalogue.search.index import AllOf, Field, Filters, Index, Match, Order, Prefix, SearchQuery, Window, Word
from catalogue.vocab import Status

FEWEST_LETTERS = 2
MOST_NAMES = 2
"""Agencies, types and tags each; the rest is for titles."""
TITLES_LOOKED_AT = 50
"""The newest, of which those that begin as typed come first."""
MOST_WORDS = 12

_PUBLISHED = Filters({"status": (Status.PUBLISHED.value,)})


def suggest(session: Session, index: Index, typed: str, limit: int) -> Suggestions:
    """At most `limit` suggestions; none for less than two letters. Raises IndexUnavailable."""
    begun = _fold(typed)
    if sum(map(str.isalnum, begun)) < FEWEST_LETTERS:
        return Suggestions((), truncated=False)
    names = [_agencies(session, begun), _types(index, begun), _tags(session, index, typed)]
    found = [one for group in names for one in group[:MOST_NAMES]][:limit]
    titles, has_more = _titles(session, index, typed)
    left = limit - len(found)
    cut = has_more or len(titles) > left or sum(map(len, names)) > len(found)
    return Suggestions((*found, *titles[:left]), cut)


def _fold(text: str) -> str:
    """Letters, blanks and joiners in one form."""
    return fold_search(fold_key(text))


def _has(name: str, begun: str) -> bool:
    """Whether a word of the folded name begins so, and what follows goes on so."""
    return f" {begun}" in f" {name}"


def _agencies(session: Session, begun: str) -> list[Suggestion]:
    """Those with records, by name or alias; the ones whose name begins so first, in the order of the alphabet."""
    rows = store.agency_rows(session)
    named = [slug for _, slug, fields in rows if any(_has(name, begun) for name in _names_of(fields))]
    used, shown = store.publishing(session, named), store.agency_names(session)
    ranked = sorted(used, key=lambda slug: (not _fold(shown[slug]).startswith(begun), sort_key(shown[slug]), slug))
    return [Suggestion("agency", slug, shown[slug]) for slug in ranked]


@lru_cache(maxsize=10_000)
def _names_of(fields: str) -> tuple[str, ...]:
    """The folded names and aliases of an agency's file."""
    held = json.loads(fields)
    return tuple(_fold(name) for name in (*(name["text"] for name in held["names"]), *held.get("aliases", ())))


def _types(index: Index, begun: str) -> list[Suggestion]:
    """Those of published records, the commonest first."""
    counted = index.find(SearchQuery(filters=_PUBLISHED, facets=("type",), window=Window(0))).facets["type"]
    named = [Suggestion("type", value, label("type", value, {})) for value, _ in counted.values]
    return [suggestion for suggestion in named if _has(_fold(suggestion.text), begun)]


def _tags(session: Session, index: Index, typed: str) -> list[Suggestion]:
    keys = [key for key, _ in index.tags(typed, MOST_NAMES + 1)]
    names = store.tag_names(session, keys)
    return [Suggestion("tag", key, names[key]) for key in keys if key in names]


def _titles(session: Session, index: Index, typed: str) -> tuple[list[Suggestion], bool]:
    """Those that hold all words, the last one as a beginning, each title once; and whether there may be more."""
    tokens = analyse(typed).exact_tokens()[:MOST_WORDS]
    if not tokens:
        return [], False
    query = SearchQuery(_in_title(tokens), _PUBLISHED, order=Order.NEWEST, window=Window(TITLES_LOOKED_AT))
    hits = index.find(query)
    titles = store.titles(session, [hit.id for hit in hits.hits])
    found = (Suggestion("title", hit.id, titles[hit.id]) for hit in hits.hits if hit.id in titles)
    return _sorted(found, _fold(typed)), hits.more


def _in_title(tokens: Sequence[str]) -> Match:
    words = tuple(Word(token, Field.TITLE) for token in dict.fromkeys(tokens[:-1]))
    return AllOf((*words, Prefix(tokens[-1], Field.TITLE))) if words else Prefix(tokens[-1], Field.TITLE)


def _sorted(found: Iterable[Suggestion], begun: str) -> list[Suggestion]:
    """Joined and parted words are one title."""
    newest: dict[str, Suggestion] = {}
    for suggestion in found:
        newest.setdefault(_fold(suggestion.text).replace(" ", ""), suggestion)
    joined = begun.replace(" ", "")
    return [newest[title] for title in sorted(newest, key=lambda title: not title.startswith(joined))]
