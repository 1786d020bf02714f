"""Words of like frequency: a text gets other words, and the more texts there are, the more words there are in all.

Of real texts the vocabulary grows without end, more and more slowly, because rare words are made of known parts. So
here: a word gives way to another of its band of frequency, and one of the rare bands, now and then, to the beginning
of one rare word with the end of another, which nobody may have written before.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from random import Random

SHARE = 0.3
"""So many words of a text are replaced."""
RARE_BAND, INVENTED_SHARE = 3, 0.5
"""Words met fewer than 2 ** 3 times are rare; so many of those that are replaced are replaced by an invented one."""
BEGINNING, ENDING = 4, 4
"""Letters, at most, of the two parts of an invented word."""
MIDDLE_BANDS = (4, 5, 6)
_WORD = re.compile(r"([ء-يپچژکگیۀ\u200c]{3,})")


Pieces = list[str]
"""A text in pieces: what stands before a word, the word, what stands behind it and before the next, and so on."""


class Wording:
    """The words of some texts by their frequency, in bands of powers of two."""

    def __init__(self, texts: Iterable[str]) -> None:
        counted = Counter(word for text in texts for word in _WORD.findall(text))
        bands: dict[int, list[str]] = defaultdict(list)
        for word, count in sorted(counted.items()):
            bands[count.bit_length()].append(word)
        self._like = {word: words for words in bands.values() for word in words}
        self._rare = [word for band in range(RARE_BAND + 1) for word in bands[band]]
        self._rare_words = set(self._rare)
        self._middle = [word for band in MIDDLE_BANDS for word in bands[band]] or self._rare

    def vary(self, pieces: Pieces, random: Random) -> str:
        """The text with some of its words replaced."""
        varied = list(pieces)
        for place in range(1, len(pieces), 2):
            if random.random() < SHARE:
                varied[place] = self._other(pieces[place], random)
        return "".join(varied)

    def word(self, random: Random) -> str:
        """Any word that is neither rare nor one of the commonest."""
        return random.choice(self._middle)

    def _other(self, word: str, random: Random) -> str:
        if word in self._rare_words and random.random() < INVENTED_SHARE:
            first, second = _any(self._rare, random), _any(self._rare, random)
            return first[: random.randint(2, BEGINNING)] + second[-random.randint(2, ENDING) :]
        return _any(self._like[word], random)


def pieces_of(text: str) -> Pieces:
    """The text in pieces."""
    return _WORD.split(text)


def _any(words: Sequence[str], random: Random) -> str:
    return words[int(random.random() * len(words))]  # random.choice takes three times as long
