"""The patterns of source files, tried with a time limit: no text of a publisher can keep one busy for ever.

What a pattern may say is judged at the door with Python's own `re`; it runs in `regex`, which can be stopped.
"""

from __future__ import annotations

import regex

Pattern = regex.Pattern[str]
Found = regex.Match[str]

LONGEST_SEARCHED = 200_000
"""Characters of a text in which a pattern is looked for: some patterns take the square of it, or more."""
SLOWEST_SECONDS = 1.0
"""For one pattern on one text; ordinary ones take less than a thousandth of it."""


class PatternTooSlow(Exception):
    """A pattern of the source file came to no end on one text: a problem of that value alone."""


def to_pattern(text: str) -> Pattern:
    """The pattern that a source file writes so; raises regex.error where the two engines differ."""
    return regex.compile(text)


def is_pattern(text: str) -> bool:
    """Whether the engine that runs it understands it too."""
    try:
        to_pattern(text)
    except regex.error:
        return False
    return True


def search(pattern: Pattern, folded: str) -> Found | None:
    """Where the pattern stands in the part that is searched; raises PatternTooSlow."""
    try:
        return pattern.search(folded, 0, LONGEST_SEARCHED, timeout=SLOWEST_SECONDS)
    except TimeoutError:
        raise PatternTooSlow from None
