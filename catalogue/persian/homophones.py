"""Spellings of one sound: what folding keeps apart and people mix up.

Here: the candidates for a misspelt word that differ in one or two such places, with how likely each is.
Not here: which of them are words (repair.py), slips of the hand (edits.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, islice
from typing import NamedTuple

_SOUNDS = ("اآع", "ذزظض", "سصث", "تط", "غق", "حه")
_LIKE = {letter: sound.replace(letter, "") for sound in _SOUNDS for letter in sound}
_SEATS = {"ی": ("ا", "و"), "و": ("ی", "ا"), "ا": ("ی",)}
"""Seats of a hamza, folded: مسئله/مسأله/مسله, هیئت/هیأت, مسئول/مسؤول."""
_DOUBLED = re.compile(r"(.)\1")

SOUND, MADDA, DOUBLED, SPOKEN, SEAT = 0.5, 20.0, 1.0, 0.3, 0.05
"""A missing madda is no other letter: it comes before every other mistake."""
_BOTH = 0.2
"""How much rarer two changes are, beside their product."""
_MOST_CHANGES = 24
_MOST = 60
"""Changes tried in one word, and candidates of it."""


class _Change(NamedTuple):
    """What stands instead of word[start:end]."""

    start: int
    end: int
    instead: str
    likelihood: float


def homophones(word: str) -> dict[str, float]:
    """Other spellings of a folded word -> likelihood, those with one change first; at most 60."""
    changes = list(islice(_changes(word), _MOST_CHANGES))
    found: dict[str, float] = {}
    for change in changes:
        found.setdefault(_apply(word, (change,)), change.likelihood)
    for first, second in combinations(sorted(changes), 2):
        if first.end <= second.start and max(first.likelihood, second.likelihood) != SEAT:
            found.setdefault(_apply(word, (first, second)), _BOTH * first.likelihood * second.likelihood)
    found.pop(word, None)
    return dict(islice(found.items(), _MOST))


def with_madda(word: str) -> list[str]:
    """The word with one of its ا as آ."""
    return [word[:place] + "آ" + word[place + 1 :] for place, letter in enumerate(word) if letter == "ا"]


def of_same_sound(word: str) -> list[str]:
    """The word with one letter as another of the same sound, or as people say it; seats of a hamza are left out."""
    changes = islice(_changes(word), _MOST_CHANGES)
    return [_apply(word, (change,)) for change in changes if change.likelihood != SEAT and word[change.start] != "آ"]


def _changes(word: str) -> Iterator[_Change]:
    """Sounds and doubled letters first, as the seats of a hamza are many and rarely meant."""
    for place, letter in enumerate(word):
        for other in _LIKE.get(letter, ""):
            if other != "آ" or letter == "ا" or place == 0:
                yield _Change(place, place + 1, other, MADDA if (letter, other) == ("ا", "آ") else SOUND)
    for double in _DOUBLED.finditer(word):
        yield _Change(double.start(), double.end(), double[1], DOUBLED)
    for spoken in re.finditer(r"(?<=.)و(?=[نم])", word):
        yield _Change(spoken.start(), spoken.end(), "ا", SPOKEN)
    if word.endswith("هی"):
        yield _Change(len(word) - 1, len(word), "", DOUBLED)
    for place, letter in enumerate(word[1:-1], start=1):
        for other in _SEATS.get(letter, ()):
            yield _Change(place, place + 1, other, SEAT)


def _apply(word: str, changes: tuple[_Change, ...]) -> str:
    """The word with changes that stand in order."""
    for start, end, instead, _ in reversed(changes):
        word = word[:start] + instead + word[end:]
    return word
