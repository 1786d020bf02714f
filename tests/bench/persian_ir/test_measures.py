"""The measures, and the BM25 of the bench, on sets made by hand."""

from __future__ import annotations

from collections import Counter
from math import log, log2
from random import Random

import pytest

from tests.bench.persian_ir.bm25 import K1, B, Bm25
from tests.bench.persian_ir.measures import NOTHING, Score, by_kind, compare, loss, score


def test_a_score_looks_at_ten_places() -> None:
    assert score(["a"], {"a"}) == Score(1.0, 1.0, 1.0)
    both = score(["x", "a", "b"], {"a", "b"})
    assert both.ndcg == pytest.approx((1 / log2(3) + 1 / 2) / (1 + 1 / log2(3)))
    assert (both.mrr, both.recall) == (0.5, 1.0)
    assert score([*"0123456789", "a"], {"a"}) == NOTHING
    assert score([], {"a"}) == NOTHING


def test_the_mean_over_kinds_gives_each_kind_one_voice() -> None:
    scores = {"1": Score(1, 1, 1), "2": Score(1, 1, 1), "3": Score(0, 0, 0)}
    means = by_kind(scores, {"1": "qa", "2": "qa", "3": "tag"})
    assert (means["qa"].ndcg, means["tag"].ndcg, means["all"].ndcg) == (1, 0, 0.5)


def test_a_loss_is_over_the_queries_that_were_spoilt() -> None:
    clean = {"1": Score(1, 1, 1), "2": Score(0.5, 1, 1), "3": Score(1, 1, 1)}
    assert loss(clean, {"1": Score(1, 1, 1), "2": Score(0.25, 1, 1)}, dict.fromkeys("123", "qa")) == pytest.approx(
        100 * 0.25 / 1.5
    )


def test_two_runs_are_compared_query_by_query() -> None:
    first = {str(number): Score(0.5, 0, 0) for number in range(100)}
    second = {str(number): Score(0.5 if number < 90 else 1.0, 0, 0) for number in range(100)}
    found = compare(first, second)
    assert found.difference == pytest.approx(0.05)
    assert 0 < found.low < 0.05 < found.high
    assert (found.better, found.worse) == (10, 0)


def test_bm25_is_the_formula_and_cutting_changes_nothing() -> None:
    random = Random(5)
    words = [f"w{int(random.paretovariate(0.6))}" for _ in range(8_000)]
    documents = {f"d{n}": " ".join(random.choices(words, k=random.randint(5, 40))) for n in range(300)}
    index = Bm25(documents, str.split)
    for _ in range(50):
        query = " ".join(random.choices(words, k=6))
        assert index.ask(query) == _by_the_book(documents, query)


def _by_the_book(documents: dict[str, str], query: str) -> list[str]:
    counts = {name: Counter(text.split()) for name, text in documents.items()}
    usual = sum(found.total() for found in counts.values()) / len(counts)
    sums: dict[str, float] = {}
    for word, times in Counter(query.split()).items():
        holding = [name for name in counts if word in counts[name]]
        rarity = log(1 + (len(counts) - len(holding) + 0.5) / (len(holding) + 0.5))
        for name in holding:
            norm = K1 * (1 - B + B * counts[name].total() / usual)
            sums[name] = sums.get(name, 0) + times * rarity * counts[name][word] / (counts[name][word] + norm)
    order = {name: place for place, name in enumerate(documents)}
    return sorted(sums, key=lambda name: (-round(sums[name], 9), order[name]))[:10]
