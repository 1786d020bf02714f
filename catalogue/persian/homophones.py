"""Spellings of one sound: what folding keeps apart and people mix up.

Here: the candidates for a misspelt word that differ in one or two such places. Not here: which of them
are words (repair.py), slips of the hand (edits.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, islice

_SOUNDS = ("اآع", "ذزظض", "سصث", "تط", "غق", "حه")
_LIKE = {letter: sound.replace(letter, "") for sound in _SOUNDS for letter in sound}

_SEATS = {"ی": ("ا", "و", ""), "و": ("ی", "ا"), "ا": ("ی", "")}
"""Seats of a hamza, folded: مسئله/مسأله/مسله, هیئت/هیأت, مسئول/مسؤول."""
_DOUBLED = re.compile(r"(.)\1")
_MOST = 60
"""Candidates of one word."""

_Change = tuple[int, int, str]
"""Start, end, what stands there instead."""


def homophones(word: str) -> tuple[str, ...]:
    """Other spellings of a folded word, those with one change first; at most 60."""
    changes = list(islice(_changes(word), _MOST))
    found = dict.fromkeys(_apply(word, (change,)) for change in changes)
    for pair in combinations(changes, 2):
        if len(found) >= _MOST:
            break
        if pair[0][1] <= pair[1][0]:
            found[_apply(word, pair)] = None
    found.pop(word, None)
    return tuple(islice(found, _MOST))


def _changes(word: str) -> Iterator[_Change]:
    """In the order of the places, each kind for itself: sounds, doubled letters, colloquial forms, seats of hamza."""
    for place, letter in enumerate(word):
        for other in _LIKE.get(letter, ""):
            if other != "آ" or place == 0:
                yield place, place + 1, other
    for double in _DOUBLED.finditer(word):
        yield double.start(), double.end(), double[1]
    for spoken in re.finditer(r"(?<=.)و(?=[نم])", word):
        yield spoken.start(), spoken.end(), "ا"
    if word.endswith("هی"):
        yield len(word) - 1, len(word), ""
    for place, letter in enumerate(word[1:-1], start=1):
        for other in _SEATS.get(letter, ()):
            yield place, place + 1, other
        if letter in "یو":
            yield place, place, letter


def _apply(word: str, changes: tuple[_Change, ...]) -> str:
    """The word with changes that stand in order."""
    for start, end, instead in reversed(changes):
        word = word[:start] + instead + word[end:]
    return word
