"""Keyboards: the same keys read in the other layout, and which keys lie side by side.

Persian on an English layout by two layouts: ISIRI 9147 (Linux, macOS, Windows' «Persian (Standard)») and
Windows' older «Persian». Not here: whether a word is known (repair.py).
"""

from __future__ import annotations

from itertools import product

from catalogue.persian.letters import ZWNJ
from catalogue.persian.stems import glue

_ROWS = (
    ("qwertyuiop[]", "ضصثقفغعهخحجچ"),
    ("asdfghjkl;'", "شسیبلاتنمکگ"),
    ("zxcvbn", "ظطزرذد"),
)
_SAME_KEYS = {latin: persian for row in _ROWS for latin, persian in zip(*row, strict=True)} | {",": "و"}
_STANDARD = {
    **_SAME_KEYS,
    **{"m": "پ", "C": "ژ", "H": "آ", "A": "ؤ", "S": "ئ", "F": "إ", "G": "أ", "J": "ة", "M": "ء", "Z": "ك", "D": "ي"},
    **{"B": ZWNJ, "n": "د"},
}
_OLDER = {
    **_SAME_KEYS,
    **{"m": "ئ", "\\": "پ", "`": "پ", "C": "ژ", "H": "آ", "V": "ؤ", "G": "ۀ", "B": "إ", "N": "أ", "M": "ء", "Z": "ة"},
    **{"X": "ي"},
}
_LAYOUTS = (_STANDARD, _OLDER)
_KEYS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ[];',\\`")

_LATIN = {persian: latin for latin, persian in _SAME_KEYS.items() if latin.isalpha()} | {"پ": "m", "آ": "H", "ژ": "C"}
_MOST_AMBIGUOUS = 4
"""Letters ی of a word, each of which may be ی (d) or the ئ of the older layout (m), folded to ی."""


SIGNS = frozenset("[];',\\`")
"""Keys that are signs in one layout and letters in the other."""


def persian_keys(latin: str) -> tuple[str, ...]:
    """What the keys of a Latin word give in each Persian layout, glued, likeliest first; () for other signs."""
    if not latin or not _KEYS.issuperset(latin):
        return ()
    typed = dict.fromkeys((latin, latin.lower()))
    found = [
        glue("".join(layout.get(key, layout.get(key.lower(), key)) for key in t)) for t in typed for layout in _LAYOUTS
    ]
    return tuple(dict.fromkeys(reading for reading in found if reading.isalpha()))


def latin_keys(persian: str) -> tuple[str, ...]:
    """What the keys of a folded Persian word give in the English layout, in lower case; () where it is no word."""
    if not persian or any(letter not in _LATIN for letter in persian) or persian.count("ی") > _MOST_AMBIGUOUS:
        return ()
    options = [("d", "m") if letter == "ی" else (_LATIN[letter].lower(),) for letter in persian]
    return tuple(map("".join, product(*options)))


def _side_by_side() -> dict[str, str]:
    """Letter -> those a finger meets instead: beside it in its row, and above and below."""
    rows = [*[persian for _, persian in _ROWS[:2]], _ROWS[2][1] + "پو"]
    near: dict[str, str] = {}
    for i, row in enumerate(rows):
        for place, letter in enumerate(row):
            around = [row[place - 1] if place else "", *row[place + 1 : place + 2]]
            for other in rows[max(i - 1, 0) : i] + rows[i + 1 : i + 2]:
                around += other[max(place - 1, 0) : place + 2]
            near[letter] = "".join(around)
    return near


NEAR = _side_by_side()
"""Persian letter -> the letters of the keys around it, in the standard layout."""
