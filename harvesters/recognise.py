"""Codes of our vocabularies in the publisher's words, by the patterns of the vocabularies (records.md section 3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from catalogue.persian.letters import fold_key
from catalogue.vocab import vocabulary

_RELATION = re.compile(r"(اصلاح(یه)?|الحاق(یه)?|لغو|تمدید)(?!\w)")
"""A title that begins so says what it does to another act; its type is that of the next word of the table."""
_BETWEEN = re.compile(r"\s*[:|؛«»\-–—/]\s*")
MOST_PREFIXES = 3
"""Names and kickers in front of a title."""


def code_of(name: str, words: str) -> str | None:
    """The code of vocabulary `name` that the publisher's words mean: a code, a title, or a pattern at the start."""
    terms = vocabulary(name)
    if words in terms:
        return words
    folded = fold_key(words)
    return _titles(name).get(folded) or _at_start(name, folded)


def type_of_title(name: str, title: str, site: Iterable[str] = ()) -> str | None:
    """The type a title begins with: the longest pattern wins; after «اصلاح» and its like the first one that follows.

    `site` are names that the site writes in front of its titles; they and kickers («متن کامل») are left out.
    """
    folded, names = fold_key(title), [fold_key(part) for part in site]
    for _ in range(MOST_PREFIXES):
        found = _type_at_start(name, folded)
        rest = _without_prefix(folded, names)
        if found or rest == folded:
            return found
        folded = rest
    return _type_at_start(name, folded)


def _without_prefix(folded: str, names: list[str]) -> str:
    """The title without a name of the site and the sign behind it, or without a kicker."""
    for name in sorted(names, key=len, reverse=True):
        between = _BETWEEN.match(folded, len(name)) if name and folded.startswith(name) else None
        if between:
            return folded[between.end() :]
    kickers = [match.end() for _, pattern in _patterns("kickers") if (match := pattern.match(folded))]
    if not kickers:
        return folded
    between = _BETWEEN.match(folded, max(kickers))
    return folded[between.end() if between else max(kickers) :].lstrip()


def _type_at_start(name: str, folded: str) -> str | None:
    found = _at_start(name, folded)
    relation = _RELATION.match(folded)
    if found or not relation:
        return found
    searched = ((code, pattern.search(folded, relation.end())) for code, pattern in _patterns(name))
    later = [(match.start(), -match.end(), code) for code, match in searched if match]
    return min(later)[2] if later else None


def _at_start(name: str, folded: str) -> str | None:
    found = [(match.end(), code) for code, pattern in _patterns(name) if (match := pattern.match(folded))]
    return max(found)[1] if found else None


@cache
def _titles(name: str) -> dict[str, str]:
    return {fold_key(term.fa): code for code, term in vocabulary(name).items()}


@cache
def _patterns(name: str) -> list[tuple[str, re.Pattern[str]]]:
    """`_` stands for a blank or nothing; a pattern begins and ends with a word."""
    return [
        (code, re.compile(rf"(?<!\w)(?:{pattern.replace('_', ' ?')})(?!\w)"))
        for code, term in vocabulary(name).items()
        for pattern in term.patterns
    ]
