"""Pinglish: Persian in Latin letters, as people type it, and the spellings it may stand for.

There is no standard: short vowels are written here and not in Persian, one Latin letter stands for
several Persian ones of the same sound. So each piece of the word has options with their likelihood,
and the likeliest combinations are the candidates. Not here: which of them are words (repair.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from heapq import nlargest

Option = tuple[str, float]
"""Persian letters and their likelihood."""

LONGEST = 24
"""Letters of a word that is read so."""
_OF_A_HALF = 40
"""Combinations of each half of a word that are joined with those of the other."""

_CONSONANTS: dict[str, tuple[Option, ...]] = {
    "b": (("ب", 1.0),),
    "p": (("پ", 1.0),),
    "t": (("ت", 0.85), ("ط", 0.15)),
    "th": (("ث", 0.5), ("ته", 0.3), ("تح", 0.1)),
    "s": (("س", 0.7), ("ص", 0.22), ("ث", 0.08)),
    "j": (("ج", 0.95), ("ژ", 0.05)),
    "ch": (("چ", 1.0),),
    "h": (("ه", 0.55), ("ح", 0.45)),
    "kh": (("خ", 1.0),),
    "d": (("د", 1.0),),
    "z": (("ز", 0.6), ("ض", 0.15), ("ظ", 0.13), ("ذ", 0.12)),
    "r": (("ر", 1.0),),
    "zh": (("ژ", 0.95), ("زه", 0.05)),
    "sh": (("ش", 0.97), ("سه", 0.03)),
    "gh": (("ق", 0.7), ("غ", 0.3)),
    "q": (("ق", 0.85), ("غ", 0.15)),
    "g": (("گ", 0.93), ("ق", 0.04), ("ج", 0.03)),
    "f": (("ف", 1.0),),
    "k": (("ک", 1.0),),
    "c": (("ک", 0.6), ("س", 0.2), ("چ", 0.2)),
    "x": (("خ", 0.6), ("کس", 0.4)),
    "l": (("ل", 1.0),),
    "m": (("م", 1.0),),
    "mb": (("مب", 0.6), ("نب", 0.4)),
    "n": (("ن", 1.0),),
    "v": (("و", 1.0),),
    "w": (("و", 1.0),),
    "y": (("ی", 0.9), ("یی", 0.1)),
    "ck": (("ک", 1.0),),
    "'": (("ع", 0.85), ("", 0.1), ("ی", 0.05)),
}
_FIRST: dict[str, tuple[Option, ...]] = {
    "a": (("ا", 0.45), ("آ", 0.3), ("ع", 0.15), ("عا", 0.06), ("اع", 0.04)),
    "aa": (("آ", 0.8), ("ا", 0.15), ("عا", 0.05)),
    "e": (("ا", 0.68), ("ع", 0.16), ("اع", 0.1), ("ای", 0.04), ("عا", 0.02)),
    "i": (("ای", 0.82), ("ا", 0.05), ("عی", 0.08), ("ع", 0.05)),
    "o": (("ا", 0.65), ("ع", 0.2), ("او", 0.15)),
    "u": (("او", 0.8), ("ا", 0.1), ("ع", 0.1)),
    "ey": (("ای", 0.5), ("عی", 0.5)),
}
_INNER: dict[str, tuple[Option, ...]] = {
    "a": (("ا", 0.44), ("", 0.43), ("ع", 0.05), ("عا", 0.04), ("اع", 0.03), ("آ", 0.01)),
    "aa": (("ا", 0.8), ("اعا", 0.08), ("عا", 0.06), ("اع", 0.03), ("ع", 0.03)),
    "e": (("", 0.86), ("ی", 0.06), ("ع", 0.05), ("ه", 0.03)),
    "i": (("ی", 0.9), ("یی", 0.05), ("", 0.02), ("عی", 0.03)),
    "o": (("", 0.6), ("و", 0.33), ("ع", 0.04), ("عو", 0.03)),
    "u": (("و", 0.9), ("", 0.05), ("عو", 0.03), ("وو", 0.02)),
    "ey": (("ی", 0.8), ("ای", 0.1), ("یی", 0.1)),
    "ai": (("ای", 0.3), ("ی", 0.25), ("ایی", 0.15), ("یی", 0.15), ("اعی", 0.1), ("عی", 0.05)),
    "ua": (("وا", 0.4), ("وعا", 0.3), ("وع", 0.3)),
    "un": (("ون", 0.7), ("ان", 0.3)),
    "ol": (("ل", 0.55), ("ول", 0.3), ("ال", 0.15)),
    "kha": (("خا", 0.4), ("خ", 0.35), ("خوا", 0.25)),
}
_LAST: dict[str, tuple[Option, ...]] = {
    "a": (("ا", 0.78), ("ه", 0.1), ("", 0.04), ("ی", 0.04), ("ع", 0.04)),
    "aa": (("ا", 0.95), ("اع", 0.05)),
    "e": (("ه", 0.75), ("", 0.18), ("ع", 0.04), ("ی", 0.03)),
    "eh": (("ه", 0.93), ("ح", 0.07)),
    "i": (("ی", 0.95), ("یی", 0.03), ("یع", 0.02)),
    "o": (("و", 0.85), ("", 0.15)),
    "u": (("و", 0.97), ("وع", 0.03)),
    "ey": (("ی", 0.7), ("یی", 0.2), ("عی", 0.1)),
    "ai": (("ای", 0.4), ("ایی", 0.3), ("اعی", 0.2), ("ی", 0.1)),
    "ee": (("ی", 0.85), ("عه", 0.08), ("عی", 0.05), ("یه", 0.02)),
    "eeh": (("عه", 0.5), ("یه", 0.5)),
    "ie": (("یه", 1.0),),
    "iye": (("یه", 1.0),),
    "an": (("ان", 0.6), ("ن", 0.3), ("ا", 0.1)),
    "at": (("ات", 0.55), ("ت", 0.35), ("ط", 0.05), ("عت", 0.05)),
    "ye": (("", 0.4), ("یه", 0.35), ("ی", 0.25)),
    "yeh": (("یه", 1.0),),
    "kha": (("خا", 0.8), ("خ", 0.2)),
}
_WRITTEN = {
    **dict.fromkeys(("oo", "ou", "ow"), "u"),
    **dict.fromkeys(("ee", "ii", "iy"), "i"),
    **dict.fromkeys(("oon", "un"), "un"),
    **dict.fromkeys(("ooa", "oua"), "ua"),
    **dict.fromkeys(("ay", "aei", "aee", "aie"), "ai"),
    **{"â": "aa", "ei": "ey"},
}
"""Other ways to write a piece."""


def _longest_first(pieces: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(pieces, key=len, reverse=True)))


_PIECE = re.compile(
    rf"(?P<last>{_longest_first(_LAST.keys() - {'a', 'i', 'u', 'o'})})$"
    r"|(?P<twice>[bcdfgjklmnpqrstvwxz])(?P=twice)"
    rf"|(?:{_longest_first({*_CONSONANTS, *_FIRST, *_INNER, *_WRITTEN})})"
)
_LETTERS = re.compile(r"[a-zâ']+")


def persian_spellings(latin: str, most: int) -> dict[str, float]:
    """Persian spelling -> likelihood of a lower-case Latin word, likeliest first; {} for what is no such word."""
    if not _LETTERS.fullmatch(latin) or not 2 <= len(latin) <= LONGEST:
        return {}
    pieces = list(_options(latin))
    middle = (len(pieces) + 1) // 2
    heads, tails = _likeliest(pieces[:middle]), _likeliest(pieces[middle:])
    spellings: dict[str, float] = {}
    for head, likely in heads.items():
        for tail, likelihood in tails.items():
            spellings[head + tail] = spellings.get(head + tail, 0.0) + likely * likelihood
    return dict(nlargest(most, spellings.items(), key=lambda spelling: spelling[1]))


def _options(latin: str) -> Iterator[tuple[Option, ...]]:
    """The options of each piece, by its place in the word."""
    for piece in _PIECE.finditer(latin):
        text = _WRITTEN.get(piece[0], piece[0])
        if piece["last"]:
            yield _LAST[piece["last"]]
        elif piece["twice"]:
            letters = _CONSONANTS[piece["twice"]]
            yield (*letters, *[(letter * 2, likelihood * 0.1) for letter, likelihood in letters])
        elif piece.start() == 0 and text in _FIRST:
            yield _FIRST[text]
        elif piece.end() == len(latin) and text in _LAST:
            yield _LAST[text]
        else:
            yield _INNER[text] if text in _INNER else _CONSONANTS[text]


def _likeliest(pieces: list[tuple[Option, ...]]) -> dict[str, float]:
    """The likeliest combinations of the pieces."""
    best = {"": 1.0}
    for options in pieces:
        grown: dict[str, float] = {}
        for start, likely in best.items():
            for letters, likelihood in options:
                grown[start + letters] = grown.get(start + letters, 0.0) + likely * likelihood
        best = grown
        if len(best) > _OF_A_HALF:
            best = dict(nlargest(_OF_A_HALF, best.items(), key=lambda spelling: spelling[1]))
    return best
