"""A sentence to people, in Persian and English side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence in both languages, with places for facts."""

    fa: str
    en: str

    def say(self, facts: Mapping[str, object]) -> tuple[str, str]:
        """(Persian, English) with the facts filled in; a list has the commas of each language."""
        return self.fa.format_map(_listed(facts, "، ")), self.en.format_map(_listed(facts, ", "))


def _listed(facts: Mapping[str, object], comma: str) -> dict[str, object]:
    """The facts with lists as a sentence of a language has them."""
    return {
        name: comma.join(map(str, fact)) if isinstance(fact, list | tuple) else fact for name, fact in facts.items()
    }
