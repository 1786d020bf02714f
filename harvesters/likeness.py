"""Which known name a name on a page was probably meant to be: by whole words, rare ones first, and by slips in them.

The kind of an office («وزارت», «شهرداری») stands in very many names and says little; its own words say which one it
is. So two ministries are not like each other, and a name with one word more, less or misspelt is like the right one.
"""

from __future__ import annotations

import difflib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

from catalogue.persian.stems import glue, spellings_of, stem

LEAST_LIKENESS = 0.5
"""Below, nothing is suggested: half of what both names say, by weight."""
SAME_WORD = 0.75
"""Two words this alike (difflib's ratio) are one word with a slip in it."""
LONGEST = 200
"""Characters of a name; a longer text is no name."""

_WORD = re.compile(r"[^\W_]+")
_JOINING = frozenset(("و", "of", "and", "the"))


def squeezed(name: str) -> str:
    """The name without blanks, joiners, signs and differences of spelling: equal for «وزارتکشور» and «وزارت کشور»."""
    return "".join(spellings_of(word)[0] for word in _WORD.findall(glue(name)))


class Likeness:
    """Names to compare with. Built once for a register; a name costs what shares a word with it."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._words: dict[str, frozenset[str]] = {name: _words(name) for name in names}
        self._holders: dict[str, list[str]] = defaultdict(list)
        for name, words in self._words.items():
            for word in words:
                self._holders[word].append(name)
        self.nearest = lru_cache(maxsize=1024)(self._nearest)

    def _nearest(self, name: str) -> str | None:
        """The name most like this one, when one is like it at all."""
        words = frozenset(map(self._known_word, _words(name[:LONGEST])))
        shared: Counter[str] = Counter()
        for word in words:
            for holder in self._holders.get(word, ()):
                shared[holder] += 1
        mine = self._weight(words)
        alike = {}
        for holder in shared:
            common = self._weight(words & self._words[holder])
            alike[holder] = common / (mine + self._weight(self._words[holder]) - common)
        best = max(alike, key=lambda holder: (alike[holder], -len(holder), holder), default=None)
        return best if best is not None and alike[best] >= LEAST_LIKENESS else None

    def _weight(self, words: Iterable[str]) -> float:
        return sum(math.log(1 + len(self._words) / max(1, len(self._holders.get(word, ())))) for word in words)

    def _known_word(self, word: str) -> str:
        """The word itself, or the known one that it is a slip of."""
        if word in self._holders or len(word) < 4:
            return word
        close = difflib.get_close_matches(word, self._holders, n=1, cutoff=SAME_WORD)
        return close[0] if close else word


def _words(name: str) -> frozenset[str]:
    return frozenset(stem(word) for word in _WORD.findall(glue(name)) if word not in _JOINING)
