"""Stems: one token for the forms of a word, kept beside the word itself and never in its place.

Here: the plural family (ها and what follows it), the comparative, the ezafe of words in ا, and the
table of spellings (vocabularies/spellings.toml). Not here: how text is cut into words (words.py).

A stem is a function of the glued string alone, so that «روابط عمومی‌ها», «روابط عمومی ها» and
«روابطعمومیها» meet in one token whoever joined them.
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from catalogue.persian.letters import ZWNJ, fold_search

PLURALS = ("ها", "های", "هایی", "هایم", "هایت", "هایش", "هایمان", "هایتان", "هایشان")
COMPARATIVES = ("تر", "ترین")

_ENDS = frozenset(suffix[-2:] for suffix in (*PLURALS, *COMPARATIVES))
"""The last two letters of what is cut: most words are told apart by them. «ای» is among them."""

_SHORTEST = 3
"""Letters that a comparative or an ezafe leaves; a plural leaves two."""


def glue(text: str) -> str:
    """Folded and without its joiners."""
    return fold_search(text).replace(ZWNJ, "")


_TABLE = tomllib.loads(files("catalogue").joinpath("vocabularies", "spellings.toml").read_text(encoding="utf-8"))
_SAME = {glue(form): glue(line[0]) for line in _TABLE["same"] for form in line}
_SPELLINGS = {glue(line[0]): tuple(dict.fromkeys(map(glue, line))) for line in _TABLE["same"]}
_KEPT = frozenset(glue(word) for word in _TABLE["kept"])

_COMPOUNDS = [fold_search(line[0]).split(f"{ZWNJ}و") for line in _TABLE["same"] if f"{ZWNJ}و" in line[0]]
_COMPOUND = re.compile(" و (?:" + "|".join(rf"(?<=\b{first} و )(?={second})" for first, second in _COMPOUNDS) + ")")


def tie_compounds(folded: str) -> str:
    """The text with the listed compounds around و tied by ZWNJ: «گفت و گو» as «گفت‌و‌گو». No offset changes."""
    return _COMPOUND.sub(f"{ZWNJ}و{ZWNJ}", folded)


_UNDIVIDED = frozenset(glue(line[0]) for line in _TABLE["same"] if f"{ZWNJ}و" in line[0])


def is_compound(glued: str) -> bool:
    """Whether it is a listed compound around و (گفت‌وگو, in any spelling and form), which is never taken apart."""
    return stem(glued) in _UNDIVIDED


def forms_of(glued: str) -> tuple[str, ...]:
    """The glued word and the forms of it that are likely to be written without a joiner."""
    base = cut(glued)
    ezafe = [f"{base}ی"] if base.endswith("ا") else []
    return tuple(dict.fromkeys([glued, *spellings_of(base), f"{base}ها", f"{base}های", *ezafe]))


def spellings_of(word: str) -> tuple[str, ...]:
    """The forms of the table that are the same word; the word alone where the table does not know it."""
    return _SPELLINGS[_SAME[word]] if word in _SAME else (word,)


def cut(word: str) -> str:
    """The folded, glued word without plural, comparative and ezafe; the word itself where nothing is cut."""
    if word[-2:] not in _ENDS or word in _KEPT:
        return word
    start = word.rfind("ها", 2)
    if start > 0 and word[start:] in PLURALS and word[: start + 2] not in _KEPT:
        word = word[:start]
    for suffix in COMPARATIVES:
        if word.endswith(suffix) and len(word) >= len(suffix) + _SHORTEST and word not in _KEPT:
            return word[: -len(suffix)]
    if word.endswith("ای") and len(word) > _SHORTEST and word not in _KEPT:
        return word[:-1]
    return word


def stem(word: str) -> str:
    """The stem of a folded, glued word."""
    if word[-2:] in _ENDS and word not in _SAME:
        word = cut(word)
    return _SAME.get(word, word)


def stems_of(words: list[str]) -> list[str]:
    """The stem of each, for long lists."""
    ends, same = _ENDS, _SAME.get
    return [stem(word) if word[-2:] in ends else same(word, word) for word in words]
