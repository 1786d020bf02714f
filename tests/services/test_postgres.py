"""PostgreSQL under several processes: nothing lost, nothing doubled, a log without holes, whoever is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
import requests
from sqlalchemy import func, select, text

from catalogue import models
from catalogue.connection import StoreError, open_engine
from catalogue.errors import StoreUnusable
from catalogue.jobs import SCHEDULED, enqueue
from catalogue.log import log_after
from catalogue.search.local import LocalIndex
from catalogue.service import Catalogue
from catalogue.transactions import Transactions
from tests.making import Clock, a_decision, new_record
from tests.running import ROOT, environment, site
from tests.services import postgres
from tests.services.postgres import Server
from tests.services.working import RECORDS, a_source, open_intake

SOURCES = 6
WORKERS = 4


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server of one's own: it is killed too."""
    try:
        with postgres.running() as started:
            yield started
    except postgres.NoPostgres as reason:
        pytest.skip(str(reason))


@pytest.fixture
def address(server: Server) -> Iterator[str]:
    """A fresh database."""
    made = postgres.fresh(server.address)
    yield made
    postgres.drop(made)


@pytest.fixture
def catalogue(address: str, tmp_path: Path) -> Iterator[Catalogue]:
    """A catalogue over it."""
    engine = open_engine(address)
    opened = Catalogue(engine, tmp_path, LocalIndex(tmp_path / "search"), Clock(), Random(3).randbytes)
    yield opened
    opened.close()


def start(act: str, address: str, folder: Path) -> subprocess.Popen[str]:
    """A process of tests.services.working."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.services.working", act, address, str(folder)],
        cwd=ROOT,
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def queue_jobs(catalogue: Catalogue, address: str, count: int) -> None:
    """One job for each of so many sources."""
    catalogue.intake.register([], map(a_source, range(count)))
    engine = open_engine(address)
    with Transactions(engine, Clock()).write() as session:
        for number in range(count):
            assert enqueue(session, a_source(number).id, "2026-11-21T08:00:00Z", SCHEDULED)
    engine.dispose()


class LogReader(threading.Thread):
    """Follows the log as followers do, and notes every hole that it meets."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(daemon=True)
        self._catalogue, self.stop = catalogue, threading.Event()
        self.position, self.holes, self.looks = 0, list[tuple[int, int]](), 0

    def run(self) -> None:
        while not self.stop.is_set():
            with self._catalogue.read() as session:
                indexes = [entry.log_index for entry in log_after(session, self.position, 500)]
            self.holes += [(one, next_) for one, next_ in pairwise([self.position, *indexes]) if next_ != one + 1]
            self.position = max([self.position, *indexes])
            self.looks += 1


def test_nothing_is_lost_or_doubled_by_four_workers_of_which_two_are_killed(
    catalogue: Catalogue, address: str, tmp_path: Path
) -> None:
    queue_jobs(catalogue, address, SOURCES)
    reader = LogReader(catalogue)
    reader.start()
    workers = [start("harvest", address, tmp_path) for _ in range(WORKERS)]
    for killed in workers[:2]:
        for _ in range(3):  # in the middle of a job
            assert killed.stdout is not None and killed.stdout.readline()
        killed.kill()
    for worker in workers[2:]:
        _, said = worker.communicate(timeout=100)
        assert worker.returncode == 0, said
    for killed in workers[:2]:
        killed.communicate()
    time.sleep(0.2)
    reader.stop.set()
    reader.join()
    assert reader.holes == [] and reader.position == SOURCES * RECORDS and reader.looks > 10
    assert list(catalogue.faults()) == []
    assert catalogue.status().records["decision"] == catalogue.status().versions == SOURCES * RECORDS
    jobs = catalogue.jobs().jobs
    assert len(jobs) == SOURCES and {job.state for job in jobs} == {"succeeded"}
    assert sum(job.attempts > 1 for job in jobs) == 2
    with catalogue.read() as session:
        assert session.scalar(select(func.count()).select_from(models.Document)) == 6
        assert session.scalar(select(func.count()).select_from(models.Fetch)) == 0
        per_job = session.execute(text("SELECT count(*) FROM version GROUP BY job_number")).scalars().all()
    assert list(per_job) == [RECORDS] * SOURCES


def test_no_job_is_claimed_twice(catalogue: Catalogue, address: str, tmp_path: Path) -> None:
    queue_jobs(catalogue, address, 400)
    claimers = [start("claim", address, tmp_path / str(number)) for number in range(6)]
    claimed: list[str] = []
    for claimer in claimers:
        told, said = claimer.communicate(timeout=100)
        assert claimer.returncode == 0, said
        claimed += told.split()
    assert len(claimed) == len(set(claimed)) == 400


def test_a_writer_waits_for_its_turn_and_a_reader_for_nobody(catalogue: Catalogue, address: str) -> None:
    engine = open_engine(address)
    writers, order = Transactions(engine, Clock()), list[str]()
    began = threading.Event()

    def second() -> None:
        began.set()
        with writers.write() as session:
            order.append(f"second sees {session.scalar(select(func.count()).select_from(models.Agency))}")

    with writers.write() as session:
        session.execute(text("SELECT 1"))  # from its first statement on
        thread = threading.Thread(target=second)
        thread.start()
        began.wait(5)
        time.sleep(0.3)
        with writers.read() as reading:
            assert reading.scalar(select(func.count()).select_from(models.Agency)) == 0
        session.add(models.Agency(id="a-1", slug="shora", name="شورا", fields="{}"))
        session.flush()
        order.append("first")
    thread.join(10)
    assert order == ["first", "second sees 1"]
    engine.dispose()


def test_a_reader_cannot_write(catalogue: Catalogue) -> None:
    with catalogue.read() as session, pytest.raises(StoreError):
        session.execute(text("DELETE FROM agency"))


def test_work_goes_on_after_the_server_was_killed(
    catalogue: Catalogue, server: Server, address: str, tmp_path: Path
) -> None:
    """Killed in the middle of writes, it is there again with all that was acknowledged."""
    engine = open_engine(address)
    intake = open_intake(engine, tmp_path)
    worker = intake.worker()
    job = intake.begin_job(a_source(1), worker.name, recorded=False)
    acknowledged, refused, stop = list[str](), 0, threading.Event()

    def write() -> None:
        nonlocal refused
        for number in range(100_000):
            while not stop.is_set():
                try:
                    intake.put_records(job, [new_record(str(number), a_decision(f"مصوبهٔ {number}"))])
                    acknowledged.append(str(number))
                    break
                except (StoreUnusable, StoreError):
                    refused += 1
                    time.sleep(0.1)

    thread = threading.Thread(target=write)
    thread.start()
    for _ in range(2):
        time.sleep(1)
        server.stop(signal.SIGQUIT)
        time.sleep(0.5)
        server.start()
    before = len(acknowledged)
    time.sleep(1)
    stop.set()
    thread.join(20)
    engine.dispose()
    assert refused >= 2 and len(acknowledged) > before
    assert list(catalogue.faults()) == []
    with catalogue.read() as session:
        stored = set(session.scalars(select(models.Record.native_id)))
    assert set(acknowledged) == stored or len(stored - set(acknowledged)) == 1  # committed, and the word of it lost
    assert not set(acknowledged) - stored


def test_a_site_fails_no_more_than_one_request_after_its_server_is_back(server: Server, tmp_path: Path) -> None:
    address = postgres.fresh(server.address, empty=True)
    with site(tmp_path / "data", {"DASTRAS_STORE": address}, log=tmp_path / "log") as (url, _):

        def status() -> int:
            with suppress(requests.RequestException):
                return requests.get(f"{url}/api/v1/sources", timeout=10).status_code
            return 0

        assert {status() for _ in range(20)} == {200}
        server.stop(signal.SIGQUIT)
        down = [status() for _ in range(5)]
        assert set(down) == {503}
        server.start()
        back = [status() for _ in range(40)]
        assert back.count(200) >= 39, back
