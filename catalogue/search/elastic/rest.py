"""Spares readers the wait for an engine that does not answer: after some failures in a row nobody waits for a while."""

from __future__ import annotations

import time
from types import TracebackType

from catalogue.errors import IndexUnavailable
from catalogue.search.elastic.client import EngineRefused

FAILURES_BEFORE_REST = 3
REST_SECONDS = 5.0


class Rest:
    """Stands around every search. While it rests it raises IndexUnavailable at once; then one search tries again."""

    def __init__(self) -> None:
        self._failures = 0
        self._until = 0.0

    def __enter__(self) -> None:
        if self._failures < FAILURES_BEFORE_REST:
            return
        now = time.monotonic()
        if now < self._until:
            raise IndexUnavailable("the search engine did not answer just now, and is left alone for some seconds")
        self._until = now + REST_SECONDS  # this search tries, the others need not wait for what becomes of it

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if not isinstance(error, IndexUnavailable) or isinstance(error, EngineRefused):
            self._failures = 0
            return
        self._failures += 1
        if self._failures >= FAILURES_BEFORE_REST:
            self._until = time.monotonic() + REST_SECONDS
