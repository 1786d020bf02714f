"""Numbers written in words, as acts write days, years and amounts («بیست و سوم», «یک هزار و سیصد و نود و هشت»).

Words arrive folded as dates are (catalogue.persian.date_forms.letters): no joiner, no madda. A phrase counts only when
it is a number by the rules of the language from its first word to its last.
"""

from __future__ import annotations

import re

from catalogue.persian.letters import ZWNJ

_ONES = (
    "یک", "دو", "سه", "چهار", "پنج", "شش", "هفت", "هشت",
    "نه", "ده", "یازده", "دوازده", "سیزده", "چهارده", "پانزده", "شانزده",
    "هفده", "هجده", "نوزده",
)  # fmt: skip
_TENS = (
    "بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود",
)  # fmt: skip
_HUNDREDS = (
    "صد", "دویست", "سیصد", "چهارصد", "پانصد", "ششصد", "هفتصد", "هشتصد",
    "نهصد",
)  # fmt: skip

SMALL = {
    **{word: number for number, word in enumerate(_ONES, start=1)},
    **{word: number * 10 for number, word in enumerate(_TENS, start=2)},
    **{word: number * 100 for number, word in enumerate(_HUNDREDS, start=1)},
    "هیجده": 18,
    "هیفده": 17,
    "یکصد": 100,
}
MAGNITUDES = {"هزار": 10**3, "میلیون": 10**6, "میلیارد": 10**9, "تریلیون": 10**12}

ORDINALS = {f"{word}م": number for word, number in SMALL.items()} | {"اول": 1, "سوم": 3, "سیم": 30, "سیام": 30}

HALF = "نیم"


def _written_as_one() -> dict[str, str]:
    """Words that are two or three words of a number: «یکهزار», «سی‌وسه», «صدوده», «یک‌و‌نیم» -> «یک هزار», «سی و سه»."""
    parted = {f"سی{ZWNJ}ام": "سیام"}
    for word in SMALL:
        for tie in ("", ZWNJ):
            parted |= {f"{word}{tie}{size}": f"{word} {size}" for size in MAGNITUDES}
    for first, before in SMALL.items():
        room = room_after(before)
        following = [word for word, number in (SMALL | ORDINALS).items() if number < room]
        for second in (*following, HALF):
            for tie in ("و", f"{ZWNJ}و", f"و{ZWNJ}", f"{ZWNJ}و{ZWNJ}"):
                parted[f"{first}{tie}{second}"] = f"{first} و {second}"
    return parted


def room_after(small: int) -> int:
    """Below what must be what may follow in the same group: tens after hundreds, ones after tens."""
    if small >= 100:
        return 100
    return 10 if small >= 20 else 0


_PARTED = _written_as_one()

NUMBER_WORDS = frozenset((*SMALL, *MAGNITUDES, *ORDINALS, HALF, *_PARTED))
"""All words that a number may be written with, beside و."""

_SMALL_WORD = "|".join(sorted(SMALL, key=len, reverse=True))
_ORDINAL_WORD = "|".join(sorted(ORDINALS, key=len, reverse=True))
WORD = rf"(?:{_SMALL_WORD})"
"""One word of a number below 1,000."""
DAY = rf"(?:(?:بیست|سی)\s?و\s?)?(?:{_ORDINAL_WORD}|سی ام|{_SMALL_WORD})(?!\w)"
"""A day of the month in words, as part of a regular expression: cardinal or ordinal."""
YEAR = rf"(?:یک\s?)?هزار\s?و\s?(?:{_SMALL_WORD})(?:\s?و\s?(?:{_SMALL_WORD})){{0,2}}(?!\w)"
"""A year from 1001 on in words."""
AMOUNT = rf"(?:{_SMALL_WORD})(?:\s?و\s?(?:{_SMALL_WORD})){{0,2}}(?!\w)"
"""A number below 1,000 in words."""
_AND = re.compile(r"\s?(?<=\s)و\s")


def value_of(words: str) -> int | None:
    """The number that the words write, a cardinal or an ordinal; None for anything else."""
    words = " ".join(map(parted, words.replace("سی ام", "سیام").split()))
    parts = [part.split() for part in _AND.split(words)]
    if parts[-1] and parts[-1][-1] in ORDINALS:
        parts[-1][-1] = next(word for word, number in SMALL.items() if number == ORDINALS[parts[-1][-1]])
    total = group = 0
    room, below = 1000, 10**16
    for part in parts:
        small = SMALL.get(part[0], 0) if part else 0
        rest = part[1:] if small else part
        if not (small or rest) or any(word not in MAGNITUDES for word in rest) or small >= room:
            return None
        group += small
        room = room_after(small)
        if rest:
            size = _product(rest)
            if size >= below:
                return None
            total, group, room, below = total + (group or 1) * size, 0, 1000, size
    return total + group


def parted(word: str) -> str:
    """The words of a number that are written as one («صدوده» is «صد و ده»); any other word as it is."""
    return _PARTED.get(word, word)


def _product(words: list[str]) -> int:
    size = 1
    for word in words:
        size *= MAGNITUDES[word]
    return size
