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
        """(Persian, English) with the facts filled in."""
        return self.fa.format_map(facts), self.en.format_map(facts)
