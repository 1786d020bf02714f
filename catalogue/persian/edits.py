"""Slips of the hand: the words that are one slip away, with how likely each slip is.

Here: omission, insertion, substitution, transposition of letters. Not here: which of them are words
(repair.py), spellings of one sound (homophones.py).
"""

from __future__ import annotations

from catalogue.persian.keyboards import NEAR

_PERSIAN = "ایرنمودتهبسکشلفزقپگعخجحصطآضچغذثظژ"
_ENGLISH = "eaitnosrlcdhmupgfbyvkwxzjq"
"""Letters, the commonest first."""

_SHAPES = ("بپتثن", "جچحخ", "دذ", "رزژ", "سش", "صض", "طظ", "عغ", "فق", "کگ")
_SHAPED = {letter: shape.replace(letter, "") for shape in _SHAPES for letter in shape}

_LIKELY, _POSSIBLE, _RARE = 1.0, 0.4, 0.08
_FIRST = 0.4
"""How much rarer slips of the first letter are: people look at what they begin."""


def one_slip(word: str, most: int) -> dict[str, float]:
    """Candidate -> likelihood of its slip beside others, likely ones first; at most `most`."""
    letters = _ENGLISH if word.isascii() else _PERSIAN
    found: dict[str, float] = {}
    for candidate, likelihood in [*_swapped(word), *_shortened(word), *_nearly(word)]:
        found[candidate] = max(found.get(candidate, 0.0), likelihood)
    for rank, letter in enumerate(letters):
        if len(found) >= most:
            break
        weight = _POSSIBLE if rank < len(letters) // 2 else _POSSIBLE / 2
        for place in range(len(word) + 1):
            longer = word[:place] + letter + word[place:]
            found.setdefault(longer, weight if place else weight * _FIRST)
            if place < len(word):
                found.setdefault(word[:place] + letter + word[place + 1 :], _RARE if place else _RARE * _FIRST)
    found.pop(word, None)
    return dict(list(found.items())[:most])


def _swapped(word: str) -> list[tuple[str, float]]:
    return [
        (word[:place] + word[place + 1] + word[place] + word[place + 2 :], _LIKELY if place else _LIKELY * _FIRST)
        for place in range(len(word) - 1)
    ]


def _shortened(word: str) -> list[tuple[str, float]]:
    """Without one letter: one typed twice, or hit beside another, before any."""
    found = []
    for place, letter in enumerate(word):
        around = word[max(place - 1, 0) : place] + word[place + 1 : place + 2]
        likelihood = _LIKELY if letter in around else _POSSIBLE
        found.append((word[:place] + word[place + 1 :], likelihood if place else likelihood * _FIRST))
    return found


def _nearly(word: str) -> list[tuple[str, float]]:
    """With one letter exchanged for a neighbouring key's or one of its shape."""
    return [
        (word[:place] + other + word[place + 1 :], _POSSIBLE if place else _POSSIBLE * _FIRST)
        for place, letter in enumerate(word)
        for other in NEAR.get(letter, "") + _SHAPED.get(letter, "")
    ]
