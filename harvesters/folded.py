"""Labels and patterns meet a text folded; what is cut out is the publisher's own text (harvesting.md section 2)."""

from __future__ import annotations

from functools import lru_cache

from catalogue.persian.letters import fold_key, map_key
from harvesters.patterns import LONGEST_SEARCHED, Pattern, search


@lru_cache(maxsize=10_000)
def to_label(text: str) -> str:
    """A label or heading in the form in which labels are compared: folded, without its colon.

    Remembered, as the pages of one site say the same hundred short texts again and again.
    """
    return fold_key(text).rstrip(" :：")


def cut_out(pattern: Pattern, text: str) -> str | None:
    """The part of `text` that the pattern's first group (else all of it) found on the folded text; None: no match.

    What runs into the end of the part that is searched might go on behind it, so it is no match. Raises PatternTooSlow.
    """
    folded = fold_key(text)
    found = search(pattern, folded)
    if found is None or found.end() == LONGEST_SEARCHED < len(folded):
        return None
    start, end = found.span(1 if pattern.groups else 0)
    if start < 0 or start == end:
        return ""
    if folded == text:
        return text[start:end]
    return text[slice(*map_key(text).span(start, end))]
