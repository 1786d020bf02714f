"""Forms of running text against their lemmas: does a form meet its lemma, and not another's?

*Found*: share of the (form, lemma) pairs that are not the same word whose stem tokens meet; each pair counts once.
*Mixed*: share of all forms that meet a form of another lemma, leaving out what is written alike; a compound that meets
its part counts as mixed, too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Set

from catalogue.persian.letters import ZWNJ, fold_search
from catalogue.persian.words import analyse
from tests.bench.persian_ir.analyses import SNOWBALL
from tests.bench.persian_ir.bench import OURS, Bench
from tests.bench.persian_ir.shared_set import Form, forms
from tests.bench.persian_ir.sheet import Bar

Stems = Callable[[str], Set[str]]
LEAST_FOUND = {"NOUN": 0.74, "ADJ": 0.85, "VERB": 0.60}
MOST_MIXED = 0.14


def measure_stems(bench: Bench) -> None:
    """Ours, and Snowball's beside."""
    systems: dict[str, Stems] = {OURS: stem_tokens}
    if snowball := bench.analyses.found.get(SNOWBALL):
        systems[SNOWBALL] = lambda text: frozenset(snowball(text))
    held = forms()
    figures = {name: {**found(held, stems), "mixed": mixed(held, stems)} for name, stems in systems.items()}
    bench.sheet.head("stems: share of pairs found, by part of speech; share of forms mixed")
    bench.sheet.tell("", [*LEAST_FOUND, "mixed"])
    for name, shares in figures.items():
        bench.sheet.tell(name, [f"{share:.3f}" for share in shares.values()])
    beside = figures.get(SNOWBALL, {})
    for part, least in LEAST_FOUND.items():
        _judge(
            bench,
            f"stems found: {part}",
            f">= {least}",
            (beside.get(part), figures[OURS][part]),
            figures[OURS][part] >= least,
        )
    share = figures[OURS]["mixed"]
    _judge(bench, "stems mixed", f"<= {MOST_MIXED}", (beside.get("mixed"), share), share <= MOST_MIXED)


def stem_tokens(text: str) -> Set[str]:
    """What a word puts into the stem field of the index."""
    return frozenset(analyse(text).stem_tokens())


def found(held: Iterable[Form], stems: Stems) -> dict[str, float]:
    """Part of speech -> share of pairs that meet."""
    met: dict[str, list[bool]] = defaultdict(list)
    for one in held:
        if _glued(one.form) != _glued(one.lemma):
            met[one.part].append(not stems(one.form).isdisjoint(stems(one.lemma)))
    return {part: sum(met[part]) / len(met[part]) if met[part] else 0.0 for part in LEAST_FOUND}


def mixed(held: Collection[Form], stems: Stems) -> float:
    """Share of the forms that meet another lemma's."""
    lemmas: dict[str, set[str]] = defaultdict(set)
    for one in held:
        lemmas[_glued(one.form)].add(one.lemma)
    words = {_glued(one.form): stems(one.form) for one in held}
    holders: dict[str, set[str]] = defaultdict(set)
    for word, tokens in words.items():
        for token in tokens:
            holders[token].add(word)
    strayed = [word for word, tokens in words.items() if any(_strays(word, holders[token], lemmas) for token in tokens)]
    return len(strayed) / len(words)


def _strays(word: str, holders: Iterable[str], lemmas: Mapping[str, Set[str]]) -> bool:
    return any(lemmas[word].isdisjoint(lemmas[other]) for other in holders if other != word)


def _glued(text: str) -> str:
    return re.sub(rf"[\s{ZWNJ}]+", "", fold_search(text))


def _judge(bench: Bench, what: str, bar: str, figures: tuple[float | None, float], met: bool) -> None:
    beside, ours = figures
    told = "" if beside is None else f"{beside:.3f} ({SNOWBALL})"
    bench.sheet.bar(Bar(what, bar, told, f"{ours:.3f}", met))
