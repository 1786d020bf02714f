"""Asks a running server over HTTP, one question after the other on one connection, and checks every answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from statistics import quantiles
from urllib.parse import urlsplit

WARM_UP = 20
SECONDS = 60.0
"""Longer no answer is waited for."""


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

    @property
    def is_right(self) -> bool:
        """Whether every answer was."""
        return len(self.milliseconds) == self.asked

    def percentile(self, percent: int) -> float:
        """The p-th percentile of the right answers; infinite when there are fewer than two."""
        if len(self.milliseconds) < 2:
            return float("inf")
        return quantiles(self.milliseconds, n=100, method="inclusive")[percent - 1]


def ask(address: str, questions: Iterable[Question]) -> Timing:
    """Ask them all."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=SECONDS)
    took = [_ask(connection, question) for question in questions]
    connection.close()
    return Timing(len(took), tuple(one for one in took if one is not None))


def warmed(address: str, questions: Sequence[Question]) -> Sequence[Question]:
    """Ask the first few, which nobody measures; the others."""
    ask(address, questions[:WARM_UP])
    return questions[WARM_UP:]


def get(address: str, path: str) -> bytes:
    """The body of one answer; raises ValueError for any status but 200."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=SECONDS)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200:
        raise ValueError(f"{answer.status} for {path}: {body[:300]!r}")
    return body


def _ask(connection: HTTPConnection, question: Question) -> float | None:
    """Milliseconds until the whole body was there, or None when it was not the right one."""
    began = time.perf_counter()
    connection.request("GET", question.path)
    answer = connection.getresponse()
    body = answer.read()
    took = (time.perf_counter() - began) * 1000
    return took if answer.status == 200 and question.is_right(body) else None
