"""How well forms of a word meet, against the lemmas of a treebank, and what the analysis costs. Figures, with bars."""

from __future__ import annotations

import gzip
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable

import pytest

from catalogue.persian.words import analyse
from tests.real.figures import named
from tests.real.recording import SHARED

pytestmark = pytest.mark.shared
MORPHOLOGY = SHARED / "persian-ir" / "morph.tsv.gz"
GOVERNMENT = SHARED / "scale" / "scale-fa" / "scale-fa-government.jsonl.gz"
LEAST_FOUND = {"NOUN": 0.74, "ADJ": 0.85, "VERB": 0.60}
MOST_MIXED = 0.14
"""Bars of the search plan."""
MOST_TIMES_SLOWER = 40
"""A guard against an analysis that went wrong, far above what is measured: machines are shared."""
Note = Callable[[str, object], None]


def test_forms_of_a_word_meet_and_others_do_not(record_property: Note) -> None:
    """Found: a form, other than its lemma, has a token with it. Mixed: its stem is that of a form of another lemma."""
    if not MORPHOLOGY.is_file():
        pytest.skip(f"{MORPHOLOGY.name} of ../shared/data is missing")
    with gzip.open(MORPHOLOGY, "rt", encoding="utf-8") as lines:
        forms = [line.rstrip("\n").split("\t")[:3] for line in lines][1:]
    found: Counter[str] = Counter()
    total: Counter[str] = Counter()
    lemmas: defaultdict[str, set[str]] = defaultdict(set)
    for form, lemma, kind in forms:
        lemmas[_stem(form)].add(lemma)
        if form != lemma:
            total[kind] += 1
            found[kind] += not _stems(form).isdisjoint(_stems(lemma))
    mixed = sum(len(lemmas[_stem(form)]) > 1 for form, _, _ in forms) / len(forms)
    shares = {kind: found[kind] / total[kind] for kind in LEAST_FOUND}
    record_property(named("stems", "found"), ", ".join(f"{kind} {share:.3f}" for kind, share in shares.items()))
    record_property(named("stems", "mixed"), round(mixed, 3))
    assert all(shares[kind] >= least for kind, least in LEAST_FOUND.items())
    assert mixed <= MOST_MIXED


def test_the_analysis_costs_a_few_times_what_finding_words_does(record_property: Note) -> None:
    if not GOVERNMENT.is_file():
        pytest.skip(f"{GOVERNMENT.name} of ../shared/data is missing")
    with gzip.open(GOVERNMENT, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["body"] for _, line in zip(range(3_000), lines, strict=False)]
    word = re.compile(r"\w+")
    plain = min(_seconds(lambda: [word.findall(text) for text in texts]) for _ in range(3))
    ours = min(_seconds(lambda: [analyse(text).stem_tokens() for text in texts]) for _ in range(3))
    record_property(named("analysis", "times a plain search for words"), round(ours / plain, 1))
    assert ours / plain < MOST_TIMES_SLOWER


def _stems(text: str) -> set[str]:
    return set(analyse(text).stem_tokens())


def _stem(text: str) -> str:
    return " ".join(word.stems[0] for word in analyse(text).words)


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
