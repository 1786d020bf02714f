"""One plain BM25 for every analysis that the product is compared with: k1 1.2, b 0.75, OR of the query's tokens."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from heapq import nlargest
from math import log

from tests.bench.persian_ir.measures import DEPTH

K1, B = 1.2, 0.75
Analyse = Callable[[str], Sequence[str]]


class Bm25:
    """Documents by their tokens. `ask` gives the ten best ids; of equal ones the first that was given."""

    def __init__(self, documents: Mapping[str, str], analyse: Analyse) -> None:
        self._analyse = analyse
        self._ids = list(documents)
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._lengths = [self._add(number, documents[one]) for number, one in enumerate(self._ids)]
        self._usual = sum(self._lengths) / max(len(self._lengths), 1)
        self._weighed: dict[str, tuple[dict[int, float], float]] = {}

    def ask(self, text: str) -> list[str]:
        """The ids of the best documents."""
        asked = Counter(token for token in self._analyse(text) if token in self._counts)
        parts = [(times, *self._weights(token)) for token, times in asked.items()]
        parts.sort(key=lambda part: -part[0] * part[2])
        sums: dict[int, float] = {}
        rest = sum(times * most for times, _, most in parts)
        for times, weights, most in parts:
            if _tenth(sums) > rest:  # whoever is not among them yet cannot come among the ten any more
                _add_to(sums, weights, times)
            else:
                for number, weight in weights.items():
                    sums[number] = sums.get(number, 0.0) + times * weight
            rest -= times * most
        best = nlargest(DEPTH, sums.items(), key=lambda pair: (pair[1], -pair[0]))
        return [self._ids[number] for number, _ in best]

    def _add(self, number: int, text: str) -> int:
        tokens = self._analyse(text)
        for token, count in Counter(tokens).items():
            self._counts[token][number] = count
        return len(tokens)

    def _weights(self, token: str) -> tuple[dict[int, float], float]:
        """(document -> what the token adds to its score, the most it adds)."""
        if token not in self._weighed:
            counts = self._counts[token]
            rarity = log(1 + (len(self._ids) - len(counts) + 0.5) / (len(counts) + 0.5))
            weights = {
                number: rarity * count / (count + K1 * (1 - B + B * self._lengths[number] / self._usual))
                for number, count in counts.items()
            }
            self._weighed[token] = weights, max(weights.values())
        return self._weighed[token]


def _tenth(sums: Mapping[int, float]) -> float:
    return nlargest(DEPTH, sums.values())[-1] if len(sums) >= DEPTH else 0.0


def _add_to(sums: dict[int, float], weights: Mapping[int, float], times: int) -> None:
    for number in sums:
        sums[number] += times * weights.get(number, 0.0)
