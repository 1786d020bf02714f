"""The two Persian keyboards people have: which key gives which letter, and which letters lie side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random

_KEYS = ("qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,")
_ISIRI_9147 = ("ضصثقفغعهخحجچ", "شسیبلاتنمکگ", "ظطزرذدپو")
_WINDOWS = ("ضصثقفغعهخحجچ", "شسیبلاتنمکگ", "ظطزرذدئو")

_SHIFTED = {"آ": "H", "ژ": "C", "؟": "?", "\u200c": " "}
_ISIRI_SHIFTED = {"ؤ": "A", "ئ": "S", "أ": "G", "إ": "F", "ة": "J", "ء": "M", "ۀ": "G"}
_WINDOWS_SHIFTED = {"ؤ": "V", "أ": "N", "إ": "B", "ة": "Z", "ء": "M", "ۀ": "G", "پ": "\\"}


def _layout(rows: tuple[str, ...], shifted: Mapping[str, str]) -> dict[str, str]:
    """Letter -> what the same key writes on an English keyboard."""
    plain = {
        letter: key
        for keys, letters in zip(_KEYS, rows, strict=True)
        for key, letter in zip(keys, letters, strict=True)
    }
    digits = {digit: str(value) for value, digit in enumerate("۰۱۲۳۴۵۶۷۸۹")}
    return {**plain, **digits, **_SHIFTED, **shifted}


LAYOUTS = (_layout(_ISIRI_9147, _ISIRI_SHIFTED), _layout(_WINDOWS, _WINDOWS_SHIFTED))


def typed_on_english(text: str, random: Random) -> str:
    """The text by one of the keyboards with the language not switched; half of the people forget Shift, too.

    Latin letters were typed as such on purpose and stay.
    """
    layout = random.choice(LAYOUTS)
    typed = "".join(layout.get(letter, letter) for letter in text)
    return typed.lower() if random.random() < 0.5 else typed


def _side_by_side() -> Iterator[tuple[str, str]]:
    """Letters whose keys touch, row by row; each lower row stands half a key to the right."""
    for above, row in zip(("", *_ISIRI_9147), _ISIRI_9147, strict=False):
        for place, letter in enumerate(row):
            near = [*row[max(0, place - 1) : place + 2], *above[place : place + 2]]
            yield from ((letter, other) for other in near if other != letter)
            yield from ((other, letter) for other in near if other != letter)


_SAME_KEY = {"آ": "ا", "ژ": "ز", "ئ": "ی", "ؤ": "و", "أ": "ا", "إ": "ا", "ء": "ی", "ۀ": "ه"}
_NEAR = sorted(set(_side_by_side()))
NEIGHBOURS: Mapping[str, str] = {
    letter: "".join(other for one, other in _NEAR if one == _SAME_KEY.get(letter, letter))
    for letter in {*(one for one, _ in _NEAR), *_SAME_KEY}
}
"""Letter -> the letters whose keys touch its own."""
