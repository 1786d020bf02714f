"""What is written to a cluster that is killed, full, read-only or of another mapping: nothing is lost or doubled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from catalogue.errors import IndexReadOnly, IndexUnavailable, InvalidRecord
from catalogue.search.elastic import Client, ElasticWriter
from catalogue.search.elastic.client import EngineRefused
from catalogue.search.elastic.mapping import new_index
from catalogue.search.index import Position
from tests.contract.corpus import document
from tests.services.laboratory import CLEAN, MANY, Laboratory, answers, has_caught_up, laboratory, wait_until

RECORDS = 1500

pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    """A cluster of one node for all tests of this file: each puts records of its own."""
    with laboratory(tmp_path_factory.mktemp("lab")) as opened:
        opened.put(0, 100)
        opened.follower.catch_up()
        yield opened


def test_a_node_that_is_killed_while_it_is_written_loses_nothing(lab: Laboratory) -> None:
    stop = Event()
    following = Thread(target=lab.follower.follow, args=(stop, 0.01))
    following.start()
    try:
        for version in range(2):
            lab.put(1000, RECORDS, f"آب و برق {version}")
            lab.nodes[0].kill()
            lab.nodes[0].start()
            lab.nodes[0].wait()
    finally:
        stop.set()
        following.join()
    assert lab.drift() == CLEAN
    assert lab.index().find(MANY).total == RECORDS + 100


def test_a_full_disk_stops_the_follower_and_not_the_readers(lab: Laboratory) -> None:
    lab.put(10_000, 50)
    lab.block(closed=True)
    try:
        for _ in range(4):
            with pytest.raises(IndexReadOnly):
                lab.follower.catch_up()
        assert answers(lab.index())
    finally:
        lab.block(closed=False)
    assert lab.drift() == CLEAN


def test_a_field_that_the_mapping_does_not_know_is_refused_and_never_added(lab: Laboratory) -> None:
    generation = lab.generations.current()
    with pytest.raises(EngineRefused) as refused:
        lab.client.ask("PUT", f"/{generation}/_doc/x", {"nope": 1})
    assert refused.value.status == 400
    held = lab.client.ask("GET", f"/{generation}/_mapping")[generation]["mappings"]
    assert set(held["properties"]) == set(new_index()["mappings"]["properties"])


def test_a_document_that_the_cluster_refuses_is_named_before_the_position_moves(lab: Laboratory) -> None:
    poorer = new_index()
    del poorer["mappings"]["properties"]["tag"]
    lab.client.ask("PUT", "/dastras-poor-1-1", poorer)
    writer = ElasticWriter(lab.client, "dastras", "dastras-poor-1-1")
    with pytest.raises(InvalidRecord) as refused:
        writer.apply([document(1), document(2, keywords={"tag": ["x"]}), document(3)], (), Position(1, "one"))
    assert refused.value.field == document(2).id
    assert writer.position() == Position(0, "")
    writer.apply([document(1), document(3)], [document(2).id], Position(1, "one"))
    assert writer.position() == Position(1, "one")
    assert lab.client.ask("GET", "/dastras-poor-1-1/_count")["count"] == 2
    lab.generations.remove_others()
    assert not lab.client.ask("GET", "/dastras-poor-*/_alias")


def test_a_rebuild_leaves_one_generation_whatever_was_killed_before_it(lab: Laboratory) -> None:
    before = lab.generations.current()
    left = {lab.generations.create() for _ in range(3)}
    lab.follower.rebuild()
    names = set(lab.client.ask("GET", "/dastras-*/_alias"))
    assert names == {lab.generations.current(), "dastras-positions"}
    assert before not in names and len(left) == 3
    assert lab.drift() == CLEAN


def test_a_full_queue_loses_nothing(tmp_path: Path) -> None:
    with laboratory(tmp_path, thread_pool__write__size="1", thread_pool__write__queue_size="1") as lab:
        lab.put(0, RECORDS)
        stop = Event()
        crowd = [Thread(target=write_noise, args=(lab.nodes[0].address, number, stop)) for number in range(3)]
        for thread in crowd:
            thread.start()
        try:
            wait_until(lambda: has_caught_up(lab), 300)
        finally:
            stop.set()
            for thread in crowd:
                thread.join()
        nodes = lab.client.ask("GET", "/_nodes/stats/thread_pool")["nodes"]
        assert sum(node["thread_pool"]["write"]["rejected"] for node in nodes.values())
        assert lab.drift() == CLEAN
        assert lab.index().find(MANY).total == RECORDS


def write_noise(address: str, number: int, stop: Event) -> None:
    """Another tenant of the cluster."""
    client = Client([address])
    lines = [b'{"index":{}}', b'{"a":1}'] * 1000
    while not stop.is_set():
        try:
            client.ask_lines(f"/noise{number}/_bulk", lines)
        except IndexUnavailable:
            stop.wait(0.001)
    client.close()
