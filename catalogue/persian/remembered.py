"""What is remembered of single words, so that no text can fill the memory: only short texts, and so many of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

LONGEST_REMEMBERED = 60
"""Characters."""
MOST_REMEMBERED = 20_000

Answer = TypeVar("Answer")


def remembered(read: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """The same function, which must tell the same of the same text; what it tells of short texts is remembered."""
    known = lru_cache(maxsize=MOST_REMEMBERED)(read)

    def remembering(text: str) -> Answer:
        return known(text) if len(text) <= LONGEST_REMEMBERED else read(text)

    return remembering
