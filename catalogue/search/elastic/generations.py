"""The builds of a cluster's index: one index for each, an alias that names the one that is read."""

from __future__ import annotations

from contextlib import AbstractContextManager
from http import HTTPStatus
from typing import Any

from sqlalchemy.orm import Session

from catalogue.errors import IndexUnavailable
from catalogue.persian.words import ANALYSER
from catalogue.search.elastic.client import Client, EngineRefused, guard, to_text
from catalogue.search.elastic.mapping import ENGINE, SERVING, new_index, new_positions
from catalogue.search.elastic.names import PREFIX, generation_name, number_of, positions_of
from catalogue.search.elastic.positions import current_of, read_written, write_written
from catalogue.search.elastic.reading import scan_generation
from catalogue.search.elastic.writing import ElasticWriter
from catalogue.search.generations import Lock
from catalogue.search.index import IndexWriter, Written
from catalogue.search.verify import Drift, drift


class ElasticGenerations:
    """Generations in a cluster; raises IndexUnavailable when it does not answer."""

    engine = ENGINE
    is_shared = True

    def __init__(self, client: Client, lock: Lock, prefix: str = PREFIX) -> None:
        self._client = client
        self._lock = lock
        self._prefix = prefix

    def locked(self) -> AbstractContextManager[None]:
        """See Generations."""
        return self._lock()

    def current(self) -> str | None:
        """See Generations."""
        return current_of(self._client, self._prefix)

    def written(self, generation: str) -> Written | None:
        """See Generations."""
        return read_written(self._client, self._prefix, generation)

    def create(self) -> str:
        """See Generations."""
        number = max(self._all().values(), default=0) + 1
        name = generation_name(self._prefix, number)
        self._create_positions()
        write_written(self._client, self._prefix, name, Written(0, "", ENGINE, ANALYSER))  # fails before all is sent
        self._client.ask("PUT", f"/{name}", new_index())
        return name

    def open_writer(self, generation: str) -> IndexWriter:
        """See Generations."""
        return ElasticWriter(self._client, self._prefix, generation)

    def point_to(self, generation: str) -> None:
        """See Generations. The one before goes at the next turn: what was taken down may stand in it."""
        before = self.current()
        self._client.ask("PUT", f"/{generation}/_settings", SERVING)
        actions: list[Any] = [{"add": {"index": generation, "alias": self._prefix}}]
        if before and before != generation:
            actions.append({"remove": {"index": before, "alias": self._prefix}})
        self._client.ask("POST", "/_aliases", {"actions": actions})

    def remove_others(self) -> None:
        """See Generations."""
        kept = self.current()
        for name in self._all():
            if name != kept:
                self._remove(name)

    def is_damaged(self) -> bool:
        """Whether the index answers, but not to our questions. One whose shards are missing may come back."""
        generation = self.current()
        if generation is None:
            return False
        look = {"size": 1, "sort": [{"key_id": "asc"}], "docvalue_fields": ["id"], "_source": False}
        try:
            self._client.ask("POST", f"/{generation}/_search", look)
        except EngineRefused as refused:
            return refused.status in (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND)
        except IndexUnavailable:
            pass
        return False

    def drift(self, session: Session, generation: str) -> Drift:
        """See Generations."""
        return drift(session, scan_generation(self._client, generation))

    def _all(self) -> dict[str, int]:
        """Name -> number of every generation there is."""
        numbers = {name: number_of(self._prefix, name) for name in self._names()}
        return {name: number for name, number in numbers.items() if number is not None}

    def _create_positions(self) -> None:
        try:
            self._client.ask("PUT", f"/{positions_of(self._prefix)}", new_positions())
        except EngineRefused:
            if positions_of(self._prefix) not in self._names():
                raise

    def _names(self) -> list[str]:
        """Of all indexes that begin like ours."""
        with guard():
            return [to_text(name) for name in self._client.ask("GET", f"/{self._prefix}-*/_alias")]

    def _remove(self, generation: str) -> None:
        self._client.ask("DELETE", f"/{generation}")
        try:
            self._client.ask("DELETE", f"/{positions_of(self._prefix)}/_doc/{generation}")
        except EngineRefused as refused:
            if refused.status != 404:
                raise
