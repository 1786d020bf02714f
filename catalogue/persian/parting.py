"""Parting: a word of a document that is no word, but two or three glued together («روابطعمومی», «علمیبه»).

A function of the glued string and the list of words alone, so that an index and a highlight part alike. Here: which
words. Not here: the words of a query, which are parted by what the index knows (covers.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from catalogue.persian.lexicon import commonness
from catalogue.persian.stems import is_listed, stem

SHORTEST_GLUED = 6
LONGEST_GLUED = 30
"""Letters of what may be parted; longer runs are no words, and the work grows with the square."""
_LONGEST_PART = 14
_SHORTEST_PART = 3
_SHORT_WORDS = frozenset(("به", "از", "در", "که", "را", "با", "تا", "یا", "بر", "هر", "دو", "سه", "آن", "هم", "ما"))
"""Two letters that are glued to their neighbours often; others would be found in every foreign name."""
_MOST_PARTS = 3
_LEAST_COMMON = 36
"""Ten times the Zipf value of a part at least: once in 250,000 words."""
_ALL = 90
"""Ten times the Zipf value of what every word would be."""


@lru_cache(maxsize=20_000)
def parts_of(glued: str) -> tuple[str, ...]:
    """The words that it is glued of, those whose product of frequencies is greatest; none for a word."""
    if not SHORTEST_GLUED <= len(glued) <= LONGEST_GLUED or glued.isascii() or is_listed(glued):
        return ()
    return max(_partings(stem(glued), _MOST_PARTS), key=_chance, default=())


def _partings(text: str, most: int) -> Iterator[tuple[str, ...]]:
    """All ways to write the text in so many words."""
    if _is_part(text):
        yield (text,)
    for place in range(2, min(len(text) - 1, _LONGEST_PART + 1) if most > 1 else 0):
        if _is_part(text[:place]):
            yield from ((text[:place], *rest) for rest in _partings(text[place:], most - 1))


def _is_part(word: str) -> bool:
    if len(word) < _SHORTEST_PART:
        return word in _SHORT_WORDS
    return commonness().get(word, 0) >= _LEAST_COMMON


def _chance(words: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """How likely the words meet, in tenths of a power of ten; equal ones are told apart by their letters."""
    return sum(commonness()[word] - _ALL for word in words), words
