"""Codes of our vocabularies in the publisher's words, by the patterns of the vocabularies (records.md section 3.1)."""

from __future__ import annotations

import re
from functools import cache

from catalogue.persian.letters import fold_key
from catalogue.vocab import vocabulary

_RELATION = re.compile(r"(اصلاح(یه)?|الحاق(یه)?|لغو|تمدید)(?!\w)")
"""A title that begins so says what it does to another act; its type is that of the next word of the table."""


def code_of(name: str, words: str) -> str | None:
    """The code of vocabulary `name` that the publisher's words mean: a code, a title, or a pattern at the start."""
    terms = vocabulary(name)
    if words in terms:
        return words
    folded = fold_key(words)
    return _titles(name).get(folded) or _at_start(name, folded)


def type_of_title(name: str, title: str) -> str | None:
    """The type a title begins with: the longest pattern wins; after «اصلاح» and its like the first one that follows."""
    folded = fold_key(title)
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
