"""Known phrases among the words of a query: names of agencies, words of equal meaning.

A phrase is found however it is joined («صنعت معدن», «صنعت‌معدن», «صنعتمعدن»), with or without its «و», in every
spelling of vocabularies/spellings.toml. Not here: what a phrase means (understanding.py, synonyms.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from catalogue.persian.stems import cut, spellings_of
from catalogue.persian.words import analyse

_AND = "و"
_BEGINNING = 3
"""Letters by which most words are known to begin no phrase."""
LONGEST = 200
"""Letters of a phrase; a longer one is never found."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """The words first..last are a known phrase, which has these values."""

    first: int
    last: int
    values: tuple[Value, ...]


class Phrases(Generic[Value]):
    """Phrases with their values, built once."""

    def __init__(self, named: Iterable[tuple[str, Value]]) -> None:
        gathered: dict[str, dict[Value, None]] = {}
        for phrase, value in named:
            for key in _keys_of(phrase):
                gathered.setdefault(key, {})[value] = None
        self._values = {key: tuple(values) for key, values in gathered.items()}
        self._beginnings = frozenset(key[:_BEGINNING] for key in self._values)
        self._longest = max(map(len, self._values), default=0)

    def spans(self, words: Sequence[str]) -> Iterator[Found[Value]]:
        """Every run of words that is a known phrase, those that overlap included."""
        keys = [key_of(word) for word in words]
        for first, key in enumerate(keys):
            if key != _AND and (len(key) < _BEGINNING or key[:_BEGINNING] in self._beginnings):
                yield from self._from(first, words, keys)

    def _from(self, first: int, words: Sequence[str], keys: Sequence[str]) -> Iterator[Found[Value]]:
        with_and = without = ""
        for last in range(first, len(keys)):
            with_and += keys[last]
            without += "" if keys[last] == _AND else keys[last]
            if len(without) > self._longest:
                return
            values = self._values.get(with_and) or self._values.get(without)
            if values is None and first == last:
                values = self._values.get(_letters(words[first]))
            if values and keys[last] != _AND:
                yield Found(first, last, values)

    def find(self, words: Sequence[str]) -> tuple[Found[Value], ...]:
        """The known phrases among the words in order, the longest first where they overlap."""
        return longest(self.spans(words))


def longest(spans: Iterable[Found[Value]]) -> tuple[Found[Value], ...]:
    """Those that do not overlap, in order; of two that do the longer one, else the first given."""
    taken: set[int] = set()
    kept = []
    for span in sorted(spans, key=lambda span: span.first - span.last):
        places = range(span.first, span.last + 1)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(span)
    return tuple(sorted(kept, key=lambda span: span.first))


@lru_cache(maxsize=10_000)
def key_of(word: str) -> str:
    """The word of a query without joiners, plural and differences of spelling; empty for signs alone."""
    return "".join(_same(part) for part in analyse(word).parts())


@lru_cache(maxsize=10_000)
def _same(part: str) -> str:
    return spellings_of(cut(part))[0]


@lru_cache(maxsize=10_000)
def _letters(word: str) -> str:
    return "".join(analyse(word).parts())


def _keys_of(phrase: str) -> set[str]:
    """How the phrase may come, as keys: word by word or glued, with its «و» and without."""
    parts = analyse(phrase).parts()
    bare = [part for part in parts if part != _AND]
    keys = {"".join(words) for words in (parts, bare, map(_same, parts), map(_same, bare))}
    return {key for key in keys if 1 < len(key) <= LONGEST}
