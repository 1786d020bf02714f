"""The words that the bench asks for, by how many records hold them; counted in a sample of the made records."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from random import Random

from catalogue.persian.stop_words import STOP_WORDS
from catalogue.persian.words import analyse
from tests.bench.made.records import SEED, Records

SAMPLE = 3_000
LEAST_LETTERS = 3
COMMON_SHARE = 0.15
"""Of the records; "common" words stand in more of them."""
MID_SHARES = (0.0003, 0.003)
COMMON_WORDS = 60


@dataclass(frozen=True, slots=True)
class Sampled:
    """Words in random order, the common ones by frequency; titles and bodies are those of the sampled records.

    `tokens` is how many a record has, on average, in title and body.
    """

    rare: list[str]
    mid: list[str]
    common: list[str]
    titles: list[str]
    bodies: list[str]
    tokens: float


def sample(records: Records, size: int) -> Sampled:
    """What some of the first `size` records hold."""
    random = Random(SEED)
    fields = [records.fields(number) for number in random.sample(range(size), min(SAMPLE, size))]
    titles, bodies = [one["title"] for one in fields], [one["texts"][0]["text"] for one in fields]
    counted: Counter[str] = Counter()
    tokens = 0
    for title, body in zip(titles, bodies, strict=True):
        found = [*analyse(title).exact_tokens(), *analyse(body).exact_tokens()]
        counted.update(set(found))
        tokens += len(found)
    words = [word for word in sorted(counted) if _is_telling(word)]
    random.shuffle(words)
    shares = {word: counted[word] / len(fields) for word in words}
    return Sampled(
        rare=[word for word in words if counted[word] == 1],
        mid=[word for word in words if MID_SHARES[0] <= shares[word] <= MID_SHARES[1]],
        common=sorted(words, key=lambda word: -counted[word])[:COMMON_WORDS],
        titles=titles,
        bodies=bodies,
        tokens=tokens / len(fields),
    )


def _is_telling(word: str) -> bool:
    return len(word) >= LEAST_LETTERS and word.isalpha() and not word.isascii() and word not in STOP_WORDS
