"""Numbers of several words, in words, in digits or in both («دو هزار و سیصد میلیارد», «۳ میلیارد و ۲۰۰ میلیون»,
«یک و نیم درصد»): the one reader of them, for texts (counted.py) and queries (understanding.py).

A run of numbers that no rule joins to the end («دو سه میلیون») has no value: a wrong number is worse than none.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from catalogue.persian.number_words import MAGNITUDES, NUMBER_WORDS, ORDINALS, room_after, value_of
from catalogue.persian.numbers import readings
from catalogue.persian.remembered import remembered

LONGEST = 14
"""Words of a number, with every و."""
_AND, _HALF = "و", "نیم"


def number_at(words: Sequence[str], first: int = 0) -> tuple[int, Decimal | None]:
    """(how many words from `first` on belong to one number, its value); the value is None where they have none.

    Words are folded as number_words wants them; a word may be several of them («دوازده هزار»).
    """
    sum_ = _Sum()
    size, value = 0, None
    end = min(len(words), first + LONGEST)
    for place in range(first, end):
        if not all(map(sum_.take, words[place].split())):
            return (size, value) if sum_.is_open or not _is_number(words[place]) else (_run(words, first, end), None)
        if not sum_.is_open:
            size, value = place - first + 1, sum_.value
    return size, value


def _run(words: Sequence[str], first: int, end: int) -> int:
    """How many numbers stand side by side."""
    return next((place for place in range(first, end) if not _is_number(words[place])), end) - first


def _is_number(word: str) -> bool:
    return word[:1].isdecimal() or not NUMBER_WORDS.isdisjoint(word.split()[:1])


_small = remembered(value_of)
_readings = remembered(readings)


class _Sum:
    """What was read so far: numbers with their size (2000, 1000), (300, 1). `is_open`: another must follow."""

    def __init__(self) -> None:
        self.is_open = True
        self._parts: list[tuple[Decimal, int]] = []
        self._is_whole = False

    @property
    def value(self) -> Decimal:
        """Of all parts."""
        return sum((value for value, _ in self._parts), Decimal(0))

    def take(self, word: str) -> bool:
        """Whether the word goes on with the number; nothing may be taken after one that does not."""
        if word == _AND:
            self.is_open, was_open = True, self.is_open
            return not was_open and not self._is_whole
        if word in MAGNITUDES:
            return self._multiply(MAGNITUDES[word])
        was_open, self.is_open = self.is_open, False
        if not was_open:
            return False
        if word == _HALF:
            return self._halve()
        return self._add(word)

    def _multiply(self, size: int) -> bool:
        """A magnitude counts all that stands before it and is smaller: «دو هزار و سیصد میلیارد» is 2,300 · 10⁹."""
        counted = Decimal(1) if self.is_open else Decimal(0)
        while not self.is_open and self._parts and self._parts[-1][1] < size:
            counted += self._parts.pop()[0]
        value = counted * size
        if not value or (self._parts and value >= self._parts[-1][1]):
            return False
        self._parts.append((value, size))
        self.is_open = self._is_whole = False
        return True

    def _halve(self) -> bool:
        """«یک و نیم», «۲ میلیون و نیم»: half of what was counted last."""
        size = self._parts[-1][1] if self._parts else 1
        self._parts.append((Decimal(size) / 2, size))
        self._is_whole = True
        return True

    def _add(self, word: str) -> bool:
        is_digits = word[:1].isdecimal()
        found = _readings(word) if is_digits else ()
        small = None if is_digits else _small(word)
        if (len(found) != 1 or found[0].startswith("-")) and small is None:
            return False
        value = Decimal(found[0]) if small is None else Decimal(small)
        if self._parts:
            before, size = self._parts[-1]
            room = size if size > 1 else 0 if is_digits or before % 1 else room_after(int(before))
            if value >= room:
                return False
        self._parts.append((value, 1))
        self._is_whole = word in ORDINALS
        return True
