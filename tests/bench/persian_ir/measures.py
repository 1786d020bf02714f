"""nDCG@10, MRR@10, recall@10; their means over kinds, loss, and two runs side by side. Relevance is yes or no."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from random import Random
from statistics import mean
from typing import NamedTuple

DEPTH = 10
LEAST_OF_A_KIND = 20
"""Queries. In a loss, a kind that a slip touches less often says nothing by itself and is left out."""
RESAMPLES = 2_000


class Score(NamedTuple):
    """Of one answer, each 0 to 1."""

    ndcg: float
    mrr: float
    recall: float


NOTHING = Score(0.0, 0.0, 0.0)
Scores = Mapping[str, Score]
"""Score by the id of the query."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Mean difference of nDCG (second - first), its 95 % interval, and how many queries went up and down."""

    difference: float
    low: float
    high: float
    better: int
    worse: int


def score(found: Sequence[str], relevant: Collection[str]) -> Score:
    """Of the first ten found."""
    first = found[:DEPTH]
    ranks = [rank for rank, one in enumerate(first, 1) if one in relevant]
    if not ranks:
        return NOTHING
    ideal = sum(1 / log2(rank + 1) for rank in range(1, min(len(relevant), DEPTH) + 1))
    gained = sum(1 / log2(rank + 1) for rank in ranks)
    return Score(gained / ideal, 1 / ranks[0], len(ranks) / len(relevant))


def mean_score(scores: Iterable[Score]) -> Score:
    """The mean of each measure; of none it is 0."""
    held = list(scores)
    return Score(*(mean(values) for values in zip(*held, strict=True))) if held else NOTHING


def by_kind(scores: Scores, kinds: Mapping[str, str]) -> dict[str, Score]:
    """Kind -> its mean; `all` is the mean over the kinds."""
    groups: dict[str, list[Score]] = defaultdict(list)
    for query, one in scores.items():
        groups[kinds[query]].append(one)
    means = {kind: mean_score(groups[kind]) for kind in sorted(groups)}
    return {**means, "all": mean_score(means.values())}


def loss(clean: Scores, noisy: Scores, kinds: Mapping[str, str]) -> float:
    """Percent of the nDCG that the queries of `noisy` have without noise; mean over kinds touched often enough."""
    counted: dict[str, int] = defaultdict(int)
    for query in noisy:
        counted[kinds[query]] += 1
    least = min(LEAST_OF_A_KIND, max(counted.values(), default=0))
    kept = [query for query in noisy if counted[kinds[query]] >= least]
    before, after = (by_kind({query: run[query] for query in kept}, kinds)["all"].ndcg for run in (clean, noisy))
    return 100 * (1 - after / before) if before else 0.0


def compare(first: Scores, second: Scores) -> Compared:
    """Over the queries that both runs asked; the interval is a paired bootstrap's, with a fixed seed."""
    differences = [second[query].ndcg - first[query].ndcg for query in sorted(first.keys() & second.keys())]
    if not differences:
        return Compared(0.0, 0.0, 0.0, 0, 0)
    random = Random(7)
    means = sorted(mean(random.choices(differences, k=len(differences))) for _ in range(RESAMPLES))
    better, worse = (sum(sign * one > 1e-9 for one in differences) for sign in (1, -1))
    return Compared(mean(differences), means[RESAMPLES // 40], means[-RESAMPLES // 40], better, worse)
