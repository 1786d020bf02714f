"""The order of the Persian alphabet for small lists: پ after ب, گ after ک, joiners ignored, digits by value."""

from __future__ import annotations

import re

from catalogue.persian.letters import fold_key

ALPHABET = "آاءبپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_PLACES = {letter: place for place, letter in enumerate(ALPHABET)}
_PLACES |= {letter: _PLACES[carrier] for letter, carrier in zip("أإؤئ", "ااوی", strict=True)}
_PIECES = re.compile(r"\d+|\D")


def sort_key(text: str) -> tuple[tuple[int, int], ...]:
    """A key that sorts as a Persian reader expects: blanks, digits, Persian letters, then all other characters."""
    return tuple(_place(piece) for piece in _PIECES.findall(fold_key(text).lower()))


def _place(piece: str) -> tuple[int, int]:
    if piece.isdigit():
        return (1, int(piece))
    if piece.isspace():
        return (0, 0)
    return (2, _PLACES[piece]) if piece in _PLACES else (3, ord(piece))
