"""What ranks, the same on every engine: weights, and which parts of a Most come first."""

from __future__ import annotations

from dataclasses import replace

from catalogue.search.index import AllOf, AnyOf, Field, Match, Most, Not

TITLE_WEIGHT = 1.0
"""Of a word in the title beside its weight in the whole record."""
ALL_FIRST = 1000.0
"""Added to what all parts of a Most match: more than any sum of words scores."""
SENTENCE = 6
"""Parts; of more, only a record with all of them in its title comes first: else the telling ones decide (measured)."""


def first_parts(match: Most) -> tuple[Match, ...]:
    """A record that matches all of these comes before all others that the Most finds."""
    return match.parts if len(match.parts) <= SENTENCE else tuple(map(_in_title, match.parts))


def _in_title(match: Match) -> Match:
    """The same, looked for in the title alone: of a pasted title the record that has it comes first."""
    if isinstance(match, AllOf | AnyOf | Most):
        return replace(match, parts=tuple(map(_in_title, match.parts)))
    return replace(match, part=_in_title(match.part)) if isinstance(match, Not) else replace(match, field=Field.TITLE)
