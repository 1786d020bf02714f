"""Verbs: every form of a simple verb has its past stem as its stem (می‌شود, نشوند, شده‌اند: شد), or its infinitive.

Here: the forms of the verbs in vocabularies/verbs.toml, as one mapping; forms are folded and glued.
Not here: verbs of two words, and what else is a stem (stems.py).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import NamedTuple

from catalogue.persian.letters import ZWNJ, fold_search

_PERSONS = ("م", "ی", "یم", "ید", "ند")
_PERFECT = ("", "ام", "ای", "ایم", "اید", "اند", "است")


def verb_stems() -> dict[str, str]:
    """The past stem of each form, or the infinitive where that stem is mostly a noun.

    Forms that are commoner as another word are left out.
    """
    table = tomllib.loads(files("catalogue").joinpath("vocabularies", "verbs.toml").read_text(encoding="utf-8"))
    stems: dict[str, str] = {}
    stem_of: dict[str, str] = {}
    nouns = [Verb.read(line) for line in table["nouns"]]
    for verb in (*nouns, *map(Verb.read, table["simple"]), *map(Verb.read, table["prefixed"])):
        own = f"{verb.past}ن" if verb in nouns else verb.past
        stem = stem_of.setdefault(verb.present, own) if verb.present else own
        for form in verb.forms():
            stems.setdefault(form, stem)
    for form, *others in map(str.split, map(fold_search, table["irregular"])):
        stems.update(dict.fromkeys((form, *others), form))
    for word in (*table["other_words"], *(verb.past for verb in nouns)):
        glued = fold_search(word).replace(ZWNJ, "")
        for other in (glued, f"{glued}ی", f"{glued}ای", f"{glued}های"):
            stems.pop(other, None)
    return stems


class Verb(NamedTuple):
    """The stems of a verb with its prefix, which stands before می, ن and ب; the present stem may be empty."""

    prefix: str
    past: str
    present: str

    @classmethod
    def read(cls, line: str) -> Verb:
        """A line of the table: «بر|گشت بر|گرد», «رفت رو», «کند»."""
        past, _, present = fold_search(line).partition(" ")
        prefix = past.partition("|")[0] if "|" in past else ""
        return cls(prefix, past.replace("|", ""), present.replace("|", ""))

    def forms(self) -> Iterator[str]:
        """Glued."""
        past, present = self.past.removeprefix(self.prefix), self.present.removeprefix(self.prefix)
        yield from (self.prefix + form for form in _past_forms(past))
        if present:
            yield from (self.prefix + form for form in _present_forms(present))


def _past_forms(past: str) -> Iterator[str]:
    """رفت, می‌رفتند, نرفته‌اند."""
    for core in (past, f"می{past}", f"نمی{past}", *_after("ن", past)):
        yield from (core + person for person in ("", *_PERSONS))
        yield from (f"{core}ه{person}" for person in _PERFECT)


def _present_forms(present: str) -> Iterator[str]:
    """می‌روم, رود, نروند, بروید. Forms that are seldom a verb are none: سازی, چشم, بدهی, برنج."""
    yield from (f"{start}{present}{person}" for start in ("می", "نمی") for person in (*_PERSONS, "د"))
    for core in (present, *_after("ب", present), *_after("ن", present)):
        yield from (core + person for person in ("د", "یم", "ید", "ند"))


def _after(letter: str, core: str) -> tuple[str, ...]:
    """The stem after ب or ن: بیاورد, بیفتد or بیافتد, بایستد."""
    if core[0] == "آ":
        return (f"{letter}یا{core[1:]}",)
    if core[0] == "ا" and core[1] != "ی":
        return f"{letter}ی{core[1:]}", f"{letter}یا{core[1:]}"
    return (letter + core,)
