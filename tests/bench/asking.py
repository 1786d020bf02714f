"""Asks a running server over HTTP, one question after the other on one connection, and checks every answer."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from random import Random
from statistics import quantiles
from urllib.parse import urlencode, urlsplit

from tests.bench.corpus import SEED

WARM_UP = 20
FACETS = "kind,type,agency,jalali_year,tag,format"


@dataclass(frozen=True, slots=True)
class Question:
    """A path and what its body must be."""

    path: str
    is_right: Callable[[bytes], bool]


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of the right answers; a refused or wrong one counts as none."""

    asked: int
    milliseconds: tuple[float, ...]

    def percentile(self, percent: int) -> float:
        """The p-th percentile of the right answers; infinite when there are fewer than two."""
        if len(self.milliseconds) < 2:
            return float("inf")
        return quantiles(self.milliseconds, n=100, method="inclusive")[percent - 1]

    def __str__(self) -> str:
        shown = "  ".join(f"p{percent} {self.percentile(percent):6.1f} ms" for percent in (50, 95, 99))
        return f"{shown}  ({len(self.milliseconds)} right of {self.asked})"


def ask(address: str, questions: Sequence[Question]) -> Timing:
    """Ask them all, after a few that only warm up."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
    took = [_ask(connection, question) for question in (*questions[:WARM_UP], *questions)][
        min(WARM_UP, len(questions)) :
    ]
    connection.close()
    return Timing(len(questions), tuple(one for one in took if one is not None))


def questions_about(titles: Sequence[str], count: int) -> dict[str, list[Question]]:
    """Questions by their sort. Each is made of a title that stands in the corpus, so each must find something."""
    random = Random(SEED)
    chosen = [random.choice(titles).split() for _ in range(count)]
    words = {
        "one word": ([max(title, key=len)] for title in chosen),
        "two words": (sorted(title, key=len)[-2:] for title in chosen),
        "phrase": ([f'"{" ".join(title[:3])}"'] for title in chosen),
    }
    sorts = {name: [_search({"q": " ".join(part)}) for part in parts] for name, parts in words.items()}
    sorts["word, 6 facets"] = [_search({"q": max(title, key=len), "facets": FACETS}) for title in chosen]
    sorts["filter, by date"] = [
        _search({"jalali_year": str(random.randint(1399, 1404)), "limit": str(random.randint(1, 100))})
        for _ in range(count)
    ]
    sorts["page (HTML)"] = [
        Question(f"/search?{urlencode({'q': max(title, key=len)})}", lambda body: b'dir="rtl"' in body)
        for title in chosen
    ]
    return sorts


def one_after_the_other(sorts: Iterable[Timing]) -> Timing:
    """Several timings as one."""
    held = list(sorts)
    return Timing(sum(one.asked for one in held), tuple(took for one in held for took in one.milliseconds))


def _search(parameters: dict[str, str]) -> Question:
    return Question(f"/api/v1/search?{urlencode(parameters)}", _finds_something)


def _finds_something(body: bytes) -> bool:
    answer = json.loads(body)
    return answer["total"] >= len(answer["items"]) > 0 and all(item["title"] for item in answer["items"])


def _ask(connection: HTTPConnection, question: Question) -> float | None:
    """Milliseconds until the whole body was there, or None when it was not the right one."""
    began = time.perf_counter()
    connection.request("GET", question.path)
    answer = connection.getresponse()
    body = answer.read()
    took = (time.perf_counter() - began) * 1000
    return took if answer.status == 200 and question.is_right(body) else None
