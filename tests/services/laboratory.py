"""A small catalogue whose index is in a cluster of one's own: what is put, what follows, and readers under load."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import pytest

from catalogue.errors import IndexUnavailable
from catalogue.ingest import NewRecord
from catalogue.issues import Read
from catalogue.search.elastic import Client, ElasticGenerations, ElasticIndex
from catalogue.search.follower import SearchFollower
from catalogue.search.index import SearchQuery, Word
from catalogue.search.verify import Drift
from catalogue.vocab import JobState
from tests.making import Store, a_decision, new_record, open_fresh
from tests.services import elasticsearch
from tests.services.elasticsearch import Node

CLEAN = Drift(0, 0, 0)
MANY = SearchQuery(Word("آب"), facets=("kind",))
BATCH = 200


@dataclass
class Laboratory:
    """A store, and what follows it into a cluster."""

    nodes: list[Node]
    store: Store
    client: Client
    generations: ElasticGenerations
    follower: SearchFollower
    folder: Path

    def index(self) -> ElasticIndex:
        """A reading side of its own, as another process has it."""
        return ElasticIndex(Client([node.address for node in self.nodes]), self.folder / "words")

    def put(self, first: int, count: int, text: str = "آب و برق") -> None:
        """Records of these numbers; again with another text: their next versions."""
        job = self.store.begin()
        for start in range(first, first + count, BATCH):
            numbers = range(start, min(start + BATCH, first + count))
            self.store.intake.put_records(job, [_record(number, text) for number in numbers])
        self.store.finish(job, JobState.SUCCEEDED, read=Read(frozenset(), frozenset(), whole=False))

    def drift(self) -> Drift:
        """Of the index from the store, once it has caught up."""
        self.follower.catch_up()
        return self.follower.drift()

    def block(self, closed: bool) -> None:
        """What the cluster does to its indexes when a disk is nearly full."""
        setting = {"index.blocks.read_only_allow_delete": True if closed else None}
        self.client.ask("PUT", "/_all/_settings", setting)


def _record(number: int, text: str) -> NewRecord:
    return new_record(f"n{number}", a_decision(f"مصوبه {number}", text), f"{text} {number}")


@contextmanager
def laboratory(folder: Path, nodes: int = 1, **settings: str) -> Iterator[Laboratory]:
    """An empty one; skips where no node can be started."""
    try:
        with elasticsearch.running(nodes, **settings) as cluster:
            store = open_fresh(folder)
            client = Client([node.address for node in cluster])
            generations = ElasticGenerations(client, nullcontext)
            follower = SearchFollower(generations, store.catalogue.read)
            yield Laboratory(cluster, store, client, generations, follower, folder)
            client.close()
            store.close()
    except elasticsearch.NotHere as reason:
        pytest.skip(str(reason))


@dataclass
class Readers:
    """Threads that search all the time, and count; each looks at every answer."""

    indexes: Sequence[ElasticIndex]
    asked: int = 0
    failed: list[str] = field(default_factory=list)
    slowest: float = 0.0
    _stop: Event = field(default_factory=Event)

    def __enter__(self) -> Readers:
        self._threads = [Thread(target=self._read, args=(index,)) for index in self.indexes]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _read(self, index: ElasticIndex) -> None:
        while not self._stop.is_set():
            began = time.monotonic()
            try:
                hits = index.find(MANY)
                if not hits.total or hits.total != sum(count for _, count in hits.facets["kind"].values):
                    self.failed.append(f"total {hits.total}, facets {hits.facets}")
            except IndexUnavailable as error:
                self.failed.append(error.reason)
                self._stop.wait(0.1)  # as a reader who reads why
            self.slowest = max(self.slowest, time.monotonic() - began)
            self.asked += 1


def wait_until(holds: Callable[[], bool], seconds: float = 60.0) -> None:
    """Raises when it does not come."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError("it did not come")
        time.sleep(0.1)


def answers(index: ElasticIndex) -> bool:
    """Whether a search is answered now."""
    try:
        index.find(MANY)
    except IndexUnavailable:
        return False
    return True


def has_caught_up(lab: Laboratory) -> bool:
    """Whether it is possible now."""
    try:
        lab.follower.catch_up()
    except IndexUnavailable:
        return False
    return True
