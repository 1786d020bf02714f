"""What stands behind DASTRAS_SEARCH may be anything: readers are told in time, and nothing of its texts."""

from __future__ import annotations

import gzip
import json
import logging
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from catalogue.errors import CatalogueError, IndexUnavailable
from catalogue.persian.words import ANALYSER
from catalogue.search.elastic import ENGINE, Client, ElasticGenerations, ElasticIndex
from catalogue.search.elastic.bounds import MOST_BYTES
from catalogue.search.elastic.client import kinds_of
from catalogue.search.index import Position, SearchQuery, Word
from tests.contract.corpus import document

NAME = f"dastras-{re.sub('[^a-z0-9.]+', '_', ENGINE)}-{ANALYSER}-1"
ASKED = SearchQuery(Word("پرسش"), facets=("kind",))
FOREIGN = "FOREIGN"
LONGEST_SECONDS = 2.0
HIT = {"fields": {"id": ["d-7k3m-9x2z-3"], "version_no": [1], "sha_head": [1]}, "sort": [7]}
COUNTED = {"buckets": [], "sum_other_doc_count": 0, "doc_count_error_upper_bound": 0}
FOUND: dict[str, Any] = {
    "timed_out": False,
    "_shards": {"failed": 0},
    "hits": {"total": {"value": 1, "relation": "eq"}, "hits": [HIT]},
    "aggregations": {"kind": COUNTED},
}
POSITION: dict[str, Any] = {"log_index": 5, "commitment": "c", "engine": ENGINE, "analyser": ANALYSER}
ANSWERS: dict[str, Any] = {
    "/ ": {"version": {"number": "9.5.3"}},
    "/dastras/_alias": {NAME: {}},
    "/_source/": POSITION,
    "/_search": FOUND,
    "/_pit": {"id": "p"},
    "/_count": {"count": 1},
}
"""What is told to a path that holds this; the first that fits."""

Send = Callable[[socket.socket], None]


def whole(body: bytes, status: str = "200 OK", head: str = "content-type: application/json") -> bytes:
    """An answer as it goes over the wire."""
    return f"HTTP/1.1 {status}\r\n{head}\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body


@contextmanager
def cluster(changed: dict[str, Any]) -> Iterator[str]:
    """The address of a server that answers as one of ours would, but for what is changed: a body, bytes or a Send."""
    told = {**changed, **{path: answer for path, answer in ANSWERS.items() if path not in changed}}
    told["/_msearch"] = of_many(told["/_search"])
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=serve, args=(listening, told), daemon=True)
        thread.start()
        yield f"http://reader:secret@127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def of_many(answer: Any) -> Any:
    """The same to each of two searches in one call: what counts, and the hits."""
    return {"responses": [{"status": 200, **answer}] * 2} if isinstance(answer, dict) else answer


def serve(listening: socket.socket, told: dict[str, Any]) -> None:
    while True:
        try:
            near, _ = listening.accept()
        except OSError:
            return
        Thread(target=answer_all, args=(near, told), daemon=True).start()


def answer_all(near: socket.socket, told: dict[str, Any]) -> None:
    with near, suppress(OSError):
        for path in asked(near):
            answer: Any = next((one for part, one in told.items() if part in path), {})
            if callable(answer):
                answer(near)
                return
            near.sendall(answer if isinstance(answer, bytes) else whole(json.dumps(answer).encode()))


def asked(near: socket.socket) -> Iterator[str]:
    """The target of each request on a connection, with a blank behind it, when all of the request has come."""
    heard = b""
    while more := near.recv(65_536):
        heard += more
        head, end, rest = heard.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head.lower())
        if end and len(rest) >= int(length[1] if length else 0):
            heard = b""
            yield head.split(b" ")[1].decode() + " "


def dripping(first: bytes, drop: bytes) -> Send:
    """Some bytes at once, then others, a few at a time and for longer than anybody waits."""

    def drip(near: socket.socket) -> None:
        near.sendall(first)
        stop, end = Event(), time.monotonic() + 8
        while time.monotonic() < end:
            near.sendall(drop)
            stop.wait(0.2)

    return drip


def endless(first: bytes, block: bytes) -> Send:
    """Some bytes, then others without end."""

    def flood(near: socket.socket) -> None:
        near.sendall(first)
        end = time.monotonic() + 8
        while time.monotonic() < end:
            near.sendall(block)

    return flood


def found(**changed: Any) -> dict[str, Any]:
    """The answer to a search, with another hit, total or facet."""
    hits = {**FOUND["hits"], **{name: value for name, value in changed.items() if name in ("total", "hits")}}
    facets = {"kind": changed.get("kind", COUNTED)}
    return {**FOUND, "hits": hits, "aggregations": facets}


def hit(**fields: Any) -> dict[str, Any]:
    return found(hits=[{**HIT, "fields": {**HIT["fields"], **fields}}])  # type: ignore[dict-item]


def counted(*buckets: Any) -> dict[str, Any]:
    return found(kind={**COUNTED, "buckets": list(buckets)})


def error(status: str, **what: Any) -> bytes:
    return whole(json.dumps({"error": what}).encode(), status)


HOSTILE: dict[str, dict[str, Any]] = {
    "drips headers": {"/_search": dripping(b"HTTP/1.1 200 OK\r\n", b"x: y\r\n")},
    "drips a body": {"/_search": dripping(b"HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\n", b" ")},
    "drips at the front": {"/ ": dripping(b"HTTP/1.1 200", b" ")},
    "chunks without end": {
        "/_search": endless(
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", b"10000\r\n" + b" " * 65_536 + b"\r\n"
        )
    },
    "a header without end": {"/_search": endless(b"HTTP/1.1 200 OK\r\nx: ", b"y" * 65_536)},
    "a body without end": {"/_search": endless(b"HTTP/1.1 200 OK\r\n\r\n", b" " * 65_536)},
    "too long": {"/_search": whole(b" " * MOST_BYTES + b"{}")},
    "packed": {"/_search": whole(gzip.compress(bytes(50_000_000)), head="content-encoding: gzip")},
    "nested": {"/_search": whole(b"[" * 1_000_000)},
    "no HTTP": {"/_search": f"{FOREIGN} {FOREIGN}\r\n\r\n".encode()},
    "no JSON": {"/_search": whole(f"<p>{FOREIGN}".encode())},
    "a page": {"/_search": whole(f"<p>{FOREIGN}".encode(), head="content-type: text/html")},
    "another kind": {"/_search": whole(b"{}", head=f"content-type: {FOREIGN}")},
    "moved": {"/_search": whole(b"", "302 Found", "location: /dastras/_alias")},
    "moved away": {"/_search": whole(b"", "307 Moved", f"location: http://127.0.0.1:1/{FOREIGN}")},
    "empty": {"/_search": whole(b"")},
    "nothing": {"/_search": whole(b"", "204 No Content")},
    "a list": {"/_search": []},
    "an error inside": {"/_search": {"error": {"type": FOREIGN, "reason": FOREIGN}, "status": 500}},
    "an error of a long name": {"/_search": error("500 No", type=FOREIGN * 1000)},
    "an error of no kind": {"/_search": error("400 No", type=[FOREIGN], root_cause=7, caused_by=[FOREIGN])},
    "a total that is a text": {"/_search": found(total={"value": FOREIGN, "relation": "eq"})},
    "a total below nothing": {"/_search": found(total={"value": -1, "relation": "eq"})},
    "a total beyond all": {"/_search": found(total={"value": 10**30, "relation": "eq"})},
    "a total that is half": {"/_search": found(total={"value": 1.5, "relation": "eq"})},
    "a hit without fields": {"/_search": found(hits=[{}])},
    "an id that is an object": {"/_search": hit(id=[{FOREIGN: 1}])},
    "an id with half a character": {"/_search": hit(id=["\ud800"])},
    "an id without end": {"/_search": hit(id=[FOREIGN * 1000])},
    "a version that is a text": {"/_search": hit(version_no=[FOREIGN])},
    "a key that is a text": {"/_search": found(hits=[{**HIT, "sort": [FOREIGN]}])},
    "a value that is an object": {"/_search": counted({"key": {FOREIGN: 1}, "doc_count": 1})},
    "a count that is a text": {"/_search": counted({"key": "decision", "doc_count": "1"})},
    "more values than asked": {"/_search": counted(*[{"key": str(n), "doc_count": 1} for n in range(51)])},
    "no facet": {"/_search": {**FOUND, "aggregations": {}}},
    "two indexes": {"/dastras/_alias": {NAME: {}, NAME[:-1] + "2": {}}},
    "an alias of others": {"/dastras/_alias": {f"{FOREIGN}\r\nx: y": {}}},
    "an index of that name": {"/dastras/_alias": {"dastras": {}}},
    "an alias that is a list": {"/dastras/_alias": [[FOREIGN]]},
    "an alias that is a number": {"/dastras/_alias": 7},
    "a position beyond all": {"/_source/": {**POSITION, "log_index": 10**30}},
    "a position of others": {"/_source/": {"user": FOREIGN}},
    "a position of long words": {"/_source/": {**POSITION, "engine": FOREIGN * 100_000}},
    "another server": {"/ ": {"version": {"number": FOREIGN * 1000}}},
    "no version": {"/ ": {"tagline": FOREIGN}},
    "yes to everything": {"/": {"acknowledged": True}},
    "nothing to everything": {"/": {}},
}


@pytest.mark.parametrize("changed", HOSTILE.values(), ids=HOSTILE.keys())
def test_readers_are_told_in_time_and_nothing_foreign(
    changed: dict[str, Any], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with cluster(changed) as address:
        began = time.monotonic()
        with pytest.raises(IndexUnavailable) as refused:
            ElasticIndex(Client([address]), tmp_path).find(ASKED)
        assert time.monotonic() - began <= LONGEST_SECONDS
    told = refused.value.reason + caplog.text
    assert "secret" not in told and "پرسش" not in told
    assert len(told) < 1000 and told.count(FOREIGN) <= 3


def test_a_server_that_answers_as_ours_is_read(tmp_path: Path) -> None:
    with cluster({}) as address:
        hits = ElasticIndex(Client([address]), tmp_path).find(ASKED)
    assert ([hit.id for hit in hits.hits], hits.total, hits.log_index) == (["d-7k3m-9x2z-3"], 1, 5)


@pytest.mark.parametrize(
    "changed",
    [
        {"/_bulk": {"errors": False}},
        {"/_bulk": {"errors": False, "items": []}},
        {"/_bulk": {"errors": True, "items": [{"index": {"status": FOREIGN}}]}},
        {"/_bulk": {"errors": True, "items": [{}]}},
        {"/_mget": {"docs": [{"found": True, "_version": FOREIGN}]}},
        {"/_mget": {}},
        {"/_mget": []},
    ],
)
def test_a_position_never_moves_past_what_nobody_accounts_for(changed: dict[str, Any]) -> None:
    done = {"/_bulk": {"errors": False, "items": [{"index": {"status": 201}}]}, "/_mget": {"docs": [{"found": False}]}}
    moved: list[socket.socket] = []
    with cluster({**done, **changed, "/_doc/": moved.append}) as address:
        writer = ElasticGenerations(Client([address]), nullcontext).open_writer(NAME)
        with pytest.raises(CatalogueError):
            writer.apply([document(1, ["word"])], ["d-7k3m-9x2z-3"], Position(6, "c"))
    assert moved == []


@pytest.mark.parametrize("names", [[FOREIGN], 7, [[1]], {f"{FOREIGN}-a,*-1": {}}])
def test_what_stands_beside_ours_is_never_touched(names: Any) -> None:
    removed: list[socket.socket] = []
    with cluster({"/dastras-*/_alias": names, f"/{FOREIGN}": removed.append}) as address:
        generations = ElasticGenerations(Client([address]), nullcontext)
        with suppress(IndexUnavailable):
            generations.remove_others()
    assert removed == []


def test_positions_that_others_wrote_stop_a_rebuild_before_it_begins() -> None:
    made: list[socket.socket] = []
    refusal = error("400 No", type="strict_dynamic_mapping_exception")
    told = {"/dastras-*/_alias": {}, "/_doc/": refusal, f"/{NAME} ": made.append}
    with cluster(told) as address, pytest.raises(IndexUnavailable, match="strict_dynamic_mapping_exception"):
        ElasticGenerations(Client([address]), nullcontext).create()
    assert made == []


def test_a_scan_that_turns_in_a_circle_ends(tmp_path: Path) -> None:
    with cluster({"/_search": found(hits=[HIT] * 10_000)}) as address, pytest.raises(IndexUnavailable):
        list(ElasticIndex(Client([address]), tmp_path).scan())


@pytest.mark.parametrize("answer", [{"error": {"type": "آب"}}, {"error": {"type": "a\nb"}}, {"error": 7}, [], None])
def test_only_names_of_errors_are_told(answer: Any) -> None:
    assert kinds_of(answer) == ()
