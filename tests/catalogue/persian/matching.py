"""A small in-memory index that answers a Match: what the engines must find, without scores."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from catalogue.persian.knowledge import Knowledge
from catalogue.persian.query import read_query
from catalogue.persian.words import analyse
from catalogue.search.index import AllOf, Match, Most, Not, Phrase, Prefix, Word


class Shelf:
    """Texts by number, found by what analyse() makes of them."""

    def __init__(self, texts: Iterable[str]) -> None:
        analyses = [analyse(text) for text in texts]
        self._exact = [analysis.exact_tokens() for analysis in analyses]
        self._stems = [set(analysis.stem_tokens()) for analysis in analyses]

    def records(self, words: Collection[str]) -> dict[str, int]:
        counted = {word: sum(word in tokens for tokens in self._exact) for word in words}
        return {word: records for word, records in counted.items() if records}

    def find(self, query: str) -> set[int]:
        match = read_query(query, Knowledge(self)).match
        return {i for i in range(len(self._exact)) if match is None or self.holds(i, match)}

    def holds(self, i: int, match: Match) -> bool:
        if isinstance(match, Word):
            return match.token in (self._stems[i] if match.stem else self._exact[i])
        if isinstance(match, Prefix):
            return any(token.startswith(match.token) for token in self._exact[i])
        if isinstance(match, Phrase):
            size = len(match.tokens)
            return any(tuple(self._exact[i][at : at + size]) == match.tokens for at in range(len(self._exact[i])))
        if isinstance(match, Not):
            return not self.holds(i, match.part)
        if isinstance(match, Most):
            return sum(self.holds(i, part) for part in match.parts) >= match.least
        quantifier = all if isinstance(match, AllOf) else any
        return quantifier(self.holds(i, part) for part in match.parts)
