"""Verbs: every form of a simple verb has its past stem as its stem (می‌شود, نشوند, شده‌اند: شد).

Here: the forms of the verbs in vocabularies/verbs.toml, as one mapping; forms are folded and glued.
Not here: verbs of two words, and what else is a stem (stems.py).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files

from catalogue.persian.letters import ZWNJ, fold_search

_PERSONS = ("م", "ی", "یم", "ید", "ند")
_PERFECT = ("", "ام", "ای", "ایم", "اید", "اند", "است")


def verb_stems() -> dict[str, str]:
    """The past stem of each form; forms that are commoner as another word are left out."""
    table = tomllib.loads(files("catalogue").joinpath("vocabularies", "verbs.toml").read_text(encoding="utf-8"))
    stems: dict[str, str] = {}
    for line in (*table["simple"], *table["prefixed"]):
        past, present = fold_search(line).split()
        prefix = past.partition("|")[0] if "|" in past else ""
        past, present = past.removeprefix(f"{prefix}|"), present.removeprefix(f"{prefix}|")
        for form in (*_past_forms(past), *_present_forms(present)):
            stems.setdefault(prefix + form, prefix + past)
    for form, *others in map(str.split, map(fold_search, table["irregular"])):
        stems.update(dict.fromkeys((form, *others), form))
    for word in table["other_words"]:
        stems.pop(fold_search(word).replace(ZWNJ, ""), None)
    return stems


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
