"""Two lists of shares become one list of words with their commonness."""

from __future__ import annotations

import math
from collections.abc import Mapping

SHORTEST_PART = 2
SHORTEST_GLUED = 6
"""Letters. A shorter word is never taken for two (catalogue/persian/parting.py)."""


def make_list(*sources: Mapping[str, float]) -> str:
    """A line for each word in the order of code points: word, tab, ten times its Zipf value.

    The Zipf value of a word is log10 of how often it stands in 10^9 words; the sources weigh alike.
    """
    words = {word for source in sources for word in source}
    shares = {word: sum(source.get(word, 0) for source in sources) / len(sources) for word in words}
    return "".join(
        f"{word}\t{round(10 * math.log10(share * 1e9))}\n"
        for word, share in sorted(shares.items())
        if not _is_glued(word, shares)
    )


def _is_glued(word: str, shares: Mapping[str, float]) -> bool:
    """Whether it is two words that met by chance: chance would glue them as often as it stands here (درکشور)."""
    return len(word) >= SHORTEST_GLUED and any(
        shares.get(word[:place], 0) * shares.get(word[place:], 0) > shares[word]
        for place in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
    )
