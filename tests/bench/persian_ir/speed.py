"""How long it takes: the analysis of texts, a query read with the vocabulary in place, an answer from end to end."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from statistics import median, quantiles

from catalogue.errors import QueryRefused
from catalogue.naming import Naming
from catalogue.persian.knowledge import Knowledge
from catalogue.persian.query import read_query
from catalogue.persian.words import analyse
from catalogue.search.local import LocalIndex
from deploy.opening import SYNONYMS
from deploy.settings import shipped_sources
from harvesters.synonyms import load_synonyms
from tests.bench.persian_ir.asking import Asked, ask_all, typed
from tests.bench.persian_ir.bench import Bench
from tests.bench.persian_ir.product import ProductDoor
from tests.bench.persian_ir.sheet import Bar

TEXTS = 2_000
ROUNDS = 3
REPAIRED = ("one typo", "missing space", "layout")
MOST_TIMES = 8.0
MOST_CLEAN, MOST_REPAIRED = 0.3, 1.0
"""Milliseconds of the processor, of the median query."""
_WORD = re.compile(r"\w+")


def measure_speed(bench: Bench) -> None:
    """Seconds of the processor, for the machine may be busy with other things."""
    bench.sheet.head("speed")
    _measure_analysis(bench)
    with bench.door("papers", bench.papers) as door:
        asked = typed(bench.queries)
        _judge_reading(bench, "query read, clean", _reading(door, asked), MOST_CLEAN)
        for slip in REPAIRED:
            _judge_reading(bench, f"query read, {slip}", _reading(door, typed(bench.queries, slip)), MOST_REPAIRED)
        ask_all(door.ask, asked)
        _tell(bench, "answer, by the clock", [seconds * 1000 for seconds in door.seconds])


def _measure_analysis(bench: Bench) -> None:
    texts = [paper.text for paper in bench.papers[:: max(1, len(bench.papers) // TEXTS)]]
    words, ours = _best(texts, _WORD.findall), _best(texts, _analyse)
    times = ours / words
    bench.sheet.tell("analysis", [f"{times:.1f} x \\w+", f"{ours / len(texts) * 1000:.3f} ms a text"])
    bench.sheet.bar(Bar("analysis", f"<= {MOST_TIMES:.0f} x \\w+", "", f"{times:.1f} x", times <= MOST_TIMES))


def _analyse(text: str) -> None:
    """All that the index gets of a text."""
    analysis = analyse(text)
    analysis.exact_tokens()
    analysis.stem_tokens()


def _best(texts: Sequence[str], work: Callable[[str], object]) -> float:
    """Seconds of the fastest round."""
    took = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for text in texts:
            work(text)
        took.append(time.process_time() - began)
    return min(took)


def _reading(door: ProductDoor, asked: Asked) -> list[float]:
    """Milliseconds of each query, with names and synonyms at hand."""
    index, naming = LocalIndex(door.store.folder / "search"), Naming(load_synonyms(shipped_sources() / SYNONYMS))
    with door.store.catalogue.read() as session:
        knowledge = Knowledge(index.vocabulary, naming.names(session), naming.synonyms)
    took = []
    for _, text in asked:
        began = time.process_time()
        with suppress(QueryRefused):
            read_query(text, knowledge)
        took.append((time.process_time() - began) * 1000)
    return took


def _judge_reading(bench: Bench, what: str, milliseconds: Sequence[float], most: float) -> None:
    _tell(bench, what, milliseconds)
    middle = median(milliseconds)
    bench.sheet.bar(Bar(what, f"<= {most} ms", "", f"{middle:.2f} ms", middle <= most))


def _tell(bench: Bench, what: str, milliseconds: Sequence[float]) -> None:
    cuts = quantiles(milliseconds, n=100, method="inclusive")
    bench.sheet.tell(what, [f"p50 {cuts[49]:.2f} ms", f"p95 {cuts[94]:.2f} ms", f"p99 {cuts[98]:.2f} ms"])
