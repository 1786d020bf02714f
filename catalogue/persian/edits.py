"""Slips of the hand: the words that are one slip away, with how likely each slip is.

Here: omission, insertion, substitution, transposition of letters. Not here: which of them are words
(repair.py), spellings of one sound (homophones.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from catalogue.persian.keyboards import NEAR

_PERSIAN = "ایرنمودتهبسکشلفزقپگعخجحصطآضچغذثظژ"
_ENGLISH = "eaitnosrlcdhmupgfbyvkwxzjq"
"""Letters, the commonest first."""

_SHAPES = ("بپتثن", "جچحخ", "دذ", "رزژ", "سش", "صض", "طظ", "عغ", "فق", "کگ")
_SHAPED = {letter: shape.replace(letter, "") for shape in _SHAPES for letter in shape}

_LIKELY_ONES = 10
"""About so many likely slips a letter has."""

SWAPPED, MISSING, TWICE, NEARBY, BESIDE, EXTRA, OTHER = 1.0, 1.0, 0.8, 0.3, 0.1, 0.02, 0.03
"""BESIDE: two keys hit at once. EXTRA and OTHER: any letter more, or instead."""
FIRST = 0.4
"""How much rarer slips of the first letter are: people look at what they begin."""


def one_slip(word: str, most: int) -> dict[str, float]:
    """Candidate -> likelihood of its slip beside others; at most `most`, where rare letters are left out first."""
    letters = _ENGLISH if word.isascii() else _PERSIAN
    letters = letters[: max(most - _LIKELY_ONES * len(word), 0) * 2 // (3 * len(word) + 1)]
    parts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    found = dict.fromkeys([a + letter + b[1:] for a, b in parts[:-1] for letter in letters[: len(letters) // 2]], OTHER)
    found.update(dict.fromkeys([a + letter + b for a, b in parts for letter in letters], MISSING))
    found.update(_few(parts))
    for candidate in found:
        if candidate[0] != word[0]:
            found[candidate] *= FIRST
    found.pop(word, None)
    return dict(islice(found.items(), most)) if len(found) > most else found


def _few(parts: list[tuple[str, str]]) -> Iterator[tuple[str, float]]:
    """The likely slips, which are few: rarer ones first, as later ones take their place."""
    for a, b in parts[:-1]:
        near = NEAR.get(b[0], "") + _SHAPED.get(b[0], "")
        yield from [(a + other + b[1:], NEARBY) for other in near]
        yield a + b[1:], BESIDE if b[0] in NEAR.get(a[-1:], "") + NEAR.get(b[1:2], "") else EXTRA
    for a, b in parts[1:-1]:
        if a[-1] == b[0]:
            yield a + b[1:], TWICE
        yield a[:-1] + b[0] + a[-1] + b[1:], SWAPPED
