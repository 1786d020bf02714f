"""The real commands on PostgreSQL and an Elasticsearch node: harvest, site, move, and what readers see of an outage."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import pytest
import requests

from catalogue.vocab import WithdrawReason
from tests.running import dastras, site
from tests.services import elasticsearch, postgres
from tests.services.elasticsearch import Node

WORD = "بودجه"
CLEAN = "missing 0, extra 0, stale 0"
MOST_SECONDS_TO_REFUSE = 2.0
MOST_SECONDS_TO_RECOVER = 60.0


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL and an Elasticsearch of one's own."""

    node: Node
    store: str

    @property
    def settings(self) -> dict[str, str]:
        """The two addresses."""
        return {"DASTRAS_STORE": self.store, "DASTRAS_SEARCH": self.node.address}


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """Both services, empty."""
    try:
        with postgres.running() as server, elasticsearch.running() as (node,):
            yield Cluster(node, postgres.fresh(server.address, empty=True))
    except (postgres.NoPostgres, elasticsearch.NotHere) as reason:
        pytest.skip(str(reason))


@pytest.fixture
def filled(cluster: Cluster, tmp_path: Path) -> Cluster:
    """With the shipped examples, harvested by the real command."""
    done = dastras(tmp_path / "data", "harvest", "--all", "--recorded", **cluster.settings)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return cluster


def get(address: str, path: str, **parameters: str) -> requests.Response:
    return requests.get(f"{address}{path}", params=parameters, timeout=10)


def wait_until(holds: Callable[[], bool], seconds: float = MOST_SECONDS_TO_RECOVER) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.2)


def test_the_same_commands_run_on_both_services(filled: Cluster, examples: Path, tmp_path: Path) -> None:
    verified = dastras(tmp_path / "data", "verify", **filled.settings)
    assert (verified.returncode, verified.stderr) == (0, "")
    assert f"index: {CLEAN}\nwords: {CLEAN}\nstore: faults 0\n" in verified.stdout
    with site(tmp_path / "data", filled.settings) as (address, _), site(examples) as (embedded, _):
        for path, parameters in (
            ("/api/v1/search", {"q": WORD}),
            ("/api/v1/search", {"q": "بودجخ"}),
            ("/api/v1/search", {"kind": "dataset", "facets": "type,agency"}),
            ("/api/v1/suggest", {"q": "شور"}),
        ):
            ours, theirs = (get(one, path, **parameters).json() for one in (address, embedded))
            assert ours.get("total") == theirs.get("total")
            assert ours.get("facets") == theirs.get("facets")
            assert [one["text"] for one in ours.get("suggestions", ())] == [
                one["text"] for one in theirs.get("suggestions", ())
            ]
    assert dastras(tmp_path / "data", "reindex", **filled.settings).returncode == 0
    assert dastras(tmp_path / "data", "verify", **filled.settings).returncode == 0


def test_readers_go_on_while_the_node_is_away(filled: Cluster, tmp_path: Path) -> None:
    with site(tmp_path / "data", filled.settings) as (address, _):
        wait_until(lambda: get(address, "/api/v1/search", q=WORD).status_code == 200)
        listed = get(address, "/api/v1/search", kind="decision").json()
        record_id = listed["items"][0]["id"]
        filled.node.kill()
        for _ in range(5):
            began = time.monotonic()
            refused = get(address, "/api/v1/search", q=WORD)
            assert refused.status_code == 503 and refused.headers["Retry-After"]
            assert time.monotonic() - began <= MOST_SECONDS_TO_REFUSE
        for path in ("/", f"/api/v1/records/{record_id}", "/api/v1/agencies", "/api/v1/status", "/sources"):
            assert get(address, path).status_code == 200, path
        still = get(address, "/api/v1/search", kind="decision").json()
        assert still["total"] == listed["total"]
        assert [one["id"] for one in still["items"]] == [one["id"] for one in listed["items"]]
        reason = str(WithdrawReason.MISTAKE)
        withdrawn = dastras(tmp_path / "data", "withdraw", record_id, "--reason", reason, **filled.settings)
        assert "the index is still behind" in withdrawn.stdout
        assert get(address, f"/api/v1/records/{record_id}").status_code == 410
        filled.node.start()
        filled.node.wait()
        wait_until(lambda: get(address, "/api/v1/search", q=WORD).status_code == 200)
        wait_until(lambda: get(address, "/api/v1/search", kind="decision").json()["total"] == listed["total"] - 1)
    verified = dastras(tmp_path / "data", "verify", **filled.settings)
    assert f"index: {CLEAN}\nwords: {CLEAN}\n" in verified.stdout


@dataclass
class Reader:
    """Reads pages of a site all the time, and counts."""

    address: str
    asked: int = 0
    failed: list[str] = field(default_factory=list)
    stop: Event = field(default_factory=Event)

    def read(self) -> None:
        paths = ("/", f"/search?q={WORD}", "/api/v1/search?kind=dataset&facets=type", "/agencies", "/api/v1/status")
        while not self.stop.is_set():
            path = paths[self.asked % len(paths)]
            answer = get(self.address, path)
            self.asked += 1
            if answer.status_code != 200:
                self.failed.append(f"{path}: {answer.status_code}")


def test_a_move_to_both_services_is_not_noticed_by_readers(cluster: Cluster, examples: Path, tmp_path: Path) -> None:
    with site(examples) as (address, _):
        reader = Reader(address)
        thread = Thread(target=reader.read)
        thread.start()
        try:
            done = dastras(examples, "migrate-store", **cluster.settings)
        finally:
            reader.stop.set()
            thread.join()
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"index: {CLEAN}\nnew:\nstore: faults 0\nindex: {CLEAN}\nwords: {CLEAN}\n" in done.stdout
    assert reader.asked > 5 and reader.failed == []
    shutil.rmtree(examples / "search")
    with site(examples, cluster.settings) as (address, _):
        assert get(address, "/api/v1/search", q=WORD).json()["total"]
