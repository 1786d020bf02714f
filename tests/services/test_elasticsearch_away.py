"""What readers meet when a cluster is stopped, hangs, is slow, changes its index, loses a node or is not trusted."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise, product
from pathlib import Path
from threading import Event, Thread

import pytest

from catalogue.errors import IndexUnavailable, SearchTooSlow
from catalogue.search.elastic import Client, ElasticIndex
from catalogue.search.elastic.clauses import whole_query
from catalogue.search.elastic.reading import ENGINE_SECONDS
from catalogue.search.index import AnyOf, Filters, Phrase
from tests.services.elasticsearch import Node
from tests.services.laboratory import CLEAN, MANY, Laboratory, Readers, answers, has_caught_up, laboratory, wait_until

pytestmark = pytest.mark.timeout(900)

LONGEST_SEARCH = 1.6
LONGEST_OUTAGE = 120.0
AT_ONCE = 0.05
REST_SECONDS = 5.0
CERTIFICATES = Path(__file__).parents[1] / "harvesters/certificates"
WORDS = tuple(map("".join, product("بجدرسشفکلم", repeat=3)))
PAIRS = tuple(Phrase(pair) for pair in pairwise(WORDS))


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    """A cluster of one node with some records."""
    with laboratory(tmp_path_factory.mktemp("lab")) as opened:
        opened.put(0, 300)
        opened.put(300, 600, " ".join(WORDS))
        opened.follower.catch_up()
        yield opened


def refusal(index: ElasticIndex) -> float:
    """Seconds until a search was refused."""
    began = time.monotonic()
    with pytest.raises(IndexUnavailable):
        index.find(MANY)
    return time.monotonic() - began


@pytest.mark.parametrize(
    ("go", "come_back"),
    [(Node.kill, lambda node: (node.start(), node.wait())), (Node.suspend, Node.resume)],
    ids=["killed", "hanging"],
)
def test_nobody_waits_long_for_a_node_that_is_away(
    lab: Laboratory, go: Callable[[Node], None], come_back: Callable[[Node], object]
) -> None:
    index = lab.index()
    wait_until(lambda: answers(index))
    go(lab.nodes[0])
    try:
        assert max(refusal(index) for _ in range(3)) <= LONGEST_SEARCH
        assert max(refusal(index) for _ in range(50)) <= AT_ONCE
        assert refusal(lab.index()) <= LONGEST_SEARCH  # a process that begins now
    finally:
        come_back(lab.nodes[0])
    wait_until(lambda: answers(index), REST_SECONDS + 5)


def test_a_search_that_takes_over_a_second_says_so(lab: Laboratory) -> None:
    dear = whole_query(AnyOf(PAIRS), Filters(), scored=True)
    target = f"/{lab.generations.current()}/_search?allow_partial_search_results=false"
    with starved(lab.nodes[0]), pytest.raises(SearchTooSlow):
        lab.client.ask("POST", target, {"query": dear, "timeout": ENGINE_SECONDS})
    index = lab.index()
    wait_until(lambda: answers(index))


@contextmanager
def starved(node: Node) -> Iterator[None]:
    """It gets a small share of a processor."""
    stop = Event()

    def starve() -> None:
        while not stop.is_set():
            node.suspend()
            stop.wait(0.045)
            node.resume()
            stop.wait(0.003)

    thread = Thread(target=starve)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        os.kill(node.pid, signal.SIGCONT)


def test_a_rebuild_under_load_fails_no_search(lab: Laboratory) -> None:
    with Readers([lab.index() for _ in range(3)]) as readers:
        for _ in range(3):
            lab.follower.rebuild()
        lab.put(5000, 50)
        lab.follower.catch_up()
    assert readers.failed == []
    assert readers.asked > 20
    assert lab.drift() == CLEAN


def test_one_of_three_nodes_may_be_lost_under_load(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    with laboratory(tmp_path, 3) as lab:
        lab.put(0, 500)
        lab.follower.catch_up()
        lab.client.ask("GET", "/_cluster/health?wait_for_status=green&timeout=60s")
        killed = holder_of_primary(lab)
        with Readers([lab.index() for _ in range(3)]) as readers:
            time.sleep(1)
            killed.kill()
            wait_until(lambda: all(map(answers, readers.indexes)), LONGEST_OUTAGE)
            lab.put(1000, 200)
            wait_until(lambda: has_caught_up(lab), LONGEST_OUTAGE)
            time.sleep(1)
        figures = f"{len(readers.failed)} of {readers.asked} searches failed, the slowest took {readers.slowest:.2f} s"
        record_property("one of three nodes killed", figures)
        print(figures)
        wait_until(lambda: all(map(answers, readers.indexes)))
        assert readers.slowest <= LONGEST_SEARCH + 0.4, figures
        assert lab.drift() == CLEAN


def holder_of_primary(lab: Laboratory) -> Node:
    """The node with the shard that is written first."""
    shards = lab.client.ask("GET", "/_cat/shards/dastras?format=json&h=prirep,node")
    (name,) = [shard["node"] for shard in shards if shard["prirep"] == "p"]
    return next(node for node in lab.nodes if node.name == name)


def test_a_certificate_that_nobody_here_trusts_is_refused_with_the_reason(
    lab: Laboratory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with proxy(lab.nodes[0], CERTIFICATES / "localhost.pem") as port:
        address = f"https://reader:secret@127.0.0.1:{port}"
        with pytest.raises(IndexUnavailable) as refused:
            ElasticIndex(Client([address]), tmp_path).state()
        assert "certificate" in refused.value.reason and "secret" not in refused.value.reason
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "authority.pem"))
        client = Client([address])
        assert ElasticIndex(client, tmp_path).state().count
        client.close()
    assert "secret" not in caplog.text


@contextmanager
def proxy(node: Node, certificate: Path) -> Iterator[int]:
    """The port of a server that takes TLS and hands on what it hears, one connection after the other."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=hand_on_all, args=(listening, context, node), daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()


def hand_on_all(listening: socket.socket, context: ssl.SSLContext, node: Node) -> None:
    host, port = node.address.removeprefix("http://").split(":")
    while True:
        try:
            outside, _ = listening.accept()
        except OSError:
            return
        try:
            with (
                context.wrap_socket(outside, server_side=True) as near,
                socket.create_connection((host, int(port))) as far,
            ):
                back = Thread(target=hand_on, args=(far, near))
                back.start()
                hand_on(near, far)
                back.join()
        except OSError:
            outside.close()


def hand_on(source: socket.socket, target: socket.socket) -> None:
    try:
        while heard := source.recv(65_536):
            target.sendall(heard)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return
