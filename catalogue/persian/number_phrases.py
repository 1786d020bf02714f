"""Numbers of several words, in words, in digits or in both («دو هزار و سیصد میلیارد», «۳ میلیارد و ۲۰۰ میلیون»,
«یک و نیم درصد»): the one reader of them, for texts (counted.py) and queries (understanding.py).

What can be read in two ways has no value, as a wrong number is worse than none: «دو سه میلیون» (two or three),
«سه و چهار میلیون» (3 or 3,000,000), «دو میلیون و سیصد» (2,000,300 or 2,300,000), «سه چهارم» (a fraction).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from catalogue.persian.date_forms import MONTH_NAMES
from catalogue.persian.number_words import HALF, MAGNITUDES, NUMBER_WORDS, ORDINALS, SMALL, parted, room_after, value_of
from catalogue.persian.numbers import readings
from catalogue.persian.remembered import remembered

LONGEST = 30
"""Words of a number, with every و; a longer one has no value."""
YEAR_SIGNS = frozenset(("سال", "year"))
_AND = "و"
_YEAR_DIGITS = 4
_MOST_DIGITS = 15
_MOST = Decimal(10) ** 21
"""Above it nothing is counted, and a Decimal could not hold every digit."""
_SHORTENED = 10**6
"""From this size on the word «thousand» behind a number is often left out («دو میلیون و سیصد»)."""

Read = tuple[int, Decimal | None]
"""How many words, and their value."""


def number_at(words: Sequence[str], first: int = 0) -> Read:
    """(how many words from `first` on belong together, their value); the value is None where they have none.

    Words are folded; one of them may be several words of a number («دوازده‌هزار»).
    """
    if _is_year(words, first):
        return 1, Decimal(words[first])
    run = [parted(word).split() or [word] for word in words[first : first + LONGEST + 1]]
    sum_ = _Sum()
    read: Read = 0, None
    before_and: Read = 0, None
    for place, parts in enumerate(run):
        if parts == [_AND]:
            before_and = read
        if not all(map(sum_.take, parts)):
            return _broken(run, place, read, before_and) if _is_number(parts) else read
        if place == LONGEST:
            return place, None
        if not sum_.is_open:
            read = place + 1, sum_.value
    return read


def _is_year(words: Sequence[str], first: int) -> bool:
    """Whether a year stands there, which no magnitude behind it counts: «سال ۱۴۰۲ هزار میلیارد ریال»."""
    word = words[first] if first else ""
    return len(word) == _YEAR_DIGITS and word.isdecimal() and words[first - 1] in YEAR_SIGNS | MONTH_NAMES


def _broken(run: Sequence[Sequence[str]], place: int, read: Read, before_and: Read) -> Read:
    """What is to be said where the number at `place` does not go on with the words before it."""
    before = run[place - 1]
    if before != [_AND] and before[-1] in ORDINALS and run[place][0] not in MAGNITUDES:
        return read
    if before[-1] in NUMBER_WORDS and run[place][0].isdecimal():
        return read
    if before == [_AND] and run[place] != [HALF]:
        return _listed(run, place, before_and)
    size = MAGNITUDES.get(run[place][0])
    own = _largest(run[: before_and[0]])
    if size and run[place - 2] == [_AND] and before != [HALF] and (size <= own or own >= _SHORTENED):
        return _listed(run, place - 1, before_and)
    return _end_of_run(run, place), None


def _listed(run: Sequence[Sequence[str]], following: int, read: Read) -> Read:
    """A number before و and another one: «سه و چهار میلیون» may be three, or three million."""
    size, value = read
    own = _largest(run[:size])
    is_whole = own >= _SHORTENED or own >= _largest(run[following : _end_of_run(run, following)])
    return size, value if is_whole else None


def _largest(run: Sequence[Sequence[str]]) -> int:
    return max((MAGNITUDES.get(word, 1) for parts in run for word in parts), default=1)


def _end_of_run(run: Sequence[Sequence[str]], first: int) -> int:
    """Where the numbers end that stand side by side, or with و between them."""
    place = first
    while place < len(run) and (_is_number(run[place]) or (run[place] == [_AND] and _is_number(*run[place + 1 :][:1]))):
        place += 1
    return place


def _is_number(parts: Sequence[str] = ()) -> bool:
    return bool(parts) and (parts[0].isdecimal() or bool(_readings(parts[0])) or parts[0] in NUMBER_WORDS)


_small = remembered(value_of)
_readings = remembered(readings)


class _Sum:
    """What was read so far: numbers with their size, each smaller than the one before: (2000, 1000), (300, 1).

    `is_open`: another must follow.
    """

    def __init__(self) -> None:
        self.is_open = True
        self._parts: list[tuple[Decimal, int]] = []
        self._room = Decimal("Infinity")
        """Below what a number must be that follows و."""
        self._can_grow = True
        """Whether a magnitude may count the last part."""
        self._is_whole = True
        """Whether half of the last part may follow."""
        self._alone = ""
        """The word of the last part, if it is one."""

    @property
    def value(self) -> Decimal | None:
        """Of all parts; None where it may be another."""
        for (_, size), (last, last_size) in list(pairwise(self._parts))[-1:]:
            if size >= _SHORTENED and last_size == 1 and last % 100 == 0:
                return None
        return sum((value for value, _ in self._parts), Decimal(0))

    def take(self, word: str) -> bool:
        """Whether the word goes on with the number; nothing may be taken after one that does not."""
        if word == _AND:
            self.is_open, was_open = True, self.is_open
            return not was_open
        if word in MAGNITUDES:
            return self._multiply(MAGNITUDES[word])
        was_open, self.is_open = self.is_open, False
        if not was_open:
            return self._join(word)
        return self._halve() if word == HALF else self._add(word)

    def _multiply(self, size: int) -> bool:
        """A magnitude counts all that stands before it and is smaller: «دو هزار و سیصد میلیارد» is 2,300 · 10⁹."""
        counted: list[tuple[Decimal, int]] = []
        while not self.is_open and self._parts and self._parts[-1][1] < size:
            counted.insert(0, self._parts.pop())
        value = size * (Decimal(1) if self.is_open else sum((value for value, _ in counted), Decimal(0)))
        is_clear = self._can_grow and all(rest * 10 >= before for (_, before), (rest, _) in pairwise(counted))
        if not is_clear or not 0 < value < (self._parts[-1][1] if self._parts else _MOST):
            return False
        self._parts.append((value, size))
        self.is_open, self._alone = False, ""
        self._is_whole = value % size == 0
        self._room = Decimal(size if self._is_whole else 0)
        return True

    def _halve(self) -> bool:
        """«یک و نیم», «۲ میلیون و نیم»: half of what was counted last."""
        size = self._parts[-1][1] if self._parts else 1
        if not self._is_whole or len(self._parts) > 1:
            return False
        self._parts.append((Decimal(size) / 2, size))
        self._room, self._can_grow, self._is_whole, self._alone = Decimal(0), size == 1, False, ""
        return True

    def _join(self, word: str) -> bool:
        """«یک صد», «چهار صد»."""
        value = SMALL.get(self._alone + word)
        if not self._alone or value is None:
            return False
        self._parts[-1] = (Decimal(value), 1)
        self._room, self._alone = Decimal(room_after(value)), ""
        return True

    def _add(self, word: str) -> bool:
        is_digits = word[:1].isdecimal()
        value = _in_digits(word) if is_digits else _small(word)
        if value is None or value >= self._room or (is_digits and self._parts and self._parts[-1][1] == 1):
            return False
        self._room = Decimal(0 if is_digits or word in ORDINALS else room_after(int(value)))
        self._can_grow = word not in ORDINALS
        self._is_whole = self._can_grow and value % 1 == 0
        before = self._parts.pop()[0] if self._parts and self._parts[-1][1] == 1 else 0
        self._alone = "" if before or is_digits else word
        self._parts.append((before + Decimal(value), 1))
        return True


def _in_digits(word: str) -> Decimal | None:
    """The value of digits that can be read in one way."""
    found = _readings(word)
    return Decimal(found[0]) if len(found) == 1 and len(word) <= _MOST_DIGITS and found[0][0] != "-" else None
