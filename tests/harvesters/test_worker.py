"""A worker: what is due is queued, claimed in its lane, run, given back, tried again and ended."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from catalogue import models
from catalogue.answers import JobView
from catalogue.documents import Kept
from catalogue.leases import Hold
from catalogue.queue import JobHandle
from harvesters.errors import StructureBroken, Unreachable
from harvesters.fetch import Answer, Getter
from harvesters.keeping import FromNetwork
from harvesters.run import row_of
from harvesters.source import Source
from harvesters.source_folder import SourceFolder
from harvesters.worker import Worker
from tests.harvesters.making import AGENCY, WITH_PAGES, act, listing
from tests.making import Store

NOW = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
ROWS = [(str(n), f"مصوبهٔ {n}", "۱۴۰۲/۰۵/۰۱") for n in range(1, 6)]


class Publisher:
    """All sources at once, without a network: counts what is asked, and how many ask a source at a time."""

    def __init__(self) -> None:
        self.asked: Counter[tuple[str, str]] = Counter()
        self.at_once: Counter[str] = Counter()
        self.most_at_once: Counter[str] = Counter()
        self.endless: set[str] = set()
        self.down: set[str] = set()
        self.before: Callable[[str, str], None] = lambda _source, _address: None

    def answer(self, source: str, address: str) -> str:
        """The page at an address."""
        self.asked[source, address] += 1
        self.before(source, address)
        if source in self.down:
            raise Unreachable(address)
        if "/acts/" in address:
            return act(address.partition("/acts/")[2].partition("?")[0])
        page = int(address.rsplit("=", 1)[1])
        if source in self.endless:
            return listing((str(page), f"مصوبهٔ {page}", "۱۴۰۲/۰۵/۰۱"))
        return listing(*ROWS) if page == 1 else listing()


class Asking(Getter):
    """Asks the publisher for one source."""

    def __init__(self, publisher: Publisher, source: Source, keeping: FromNetwork) -> None:
        super().__init__(keeping)
        self._publisher, self._source = publisher, source.id

    def _exchange(self, address: str, known: Kept | None) -> Answer:
        publisher = self._publisher
        publisher.at_once[self._source] += 1
        publisher.most_at_once[self._source] = max(
            publisher.most_at_once[self._source], publisher.at_once[self._source]
        )
        self._requests += 1
        try:
            page = publisher.answer(self._source, address)
        finally:
            publisher.at_once[self._source] -= 1
        return Answer(200, (("Content-Type", "text/html; charset=utf-8"),), page.encode(), "2026-11-26T02:00:00Z")


@pytest.fixture
def publisher() -> Publisher:
    return Publisher()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of source files with one source, which is due."""
    folder = tmp_path / "sources"
    (folder / "agencies").mkdir(parents=True)
    (folder / "agencies" / "shora.yaml").write_text(AGENCY, encoding="utf-8")
    put_source(folder, "acts")
    return folder


def put_source(folder: Path, name: str) -> None:
    text = WITH_PAGES.replace("id: acts", f"id: {name}", 1).replace("  fields: {session.no: {column: جلسه}}\n", "")
    text = text.replace("max_pages: 50", "max_pages: 100000")
    text = text.replace("agency: shora\n", "agency: shora\ncontact: data@shora.example\nschedule: 0 5 * * *\n", 1)
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def a_worker(store: Store, folder: Path, publisher: Publisher, told: list[str] | None = None) -> Worker:
    def open_fetcher(source: Source, job: JobHandle, hold: Hold) -> Getter:
        return Asking(publisher, source, FromNetwork(store.intake, job, hold, lambda: NOW))

    return Worker(
        store.intake, SourceFolder(folder), open_fetcher, lambda: NOW, (told if told is not None else []).append
    )


@contextmanager
def working(*workers: Worker) -> Iterator[None]:
    """Let them work; stop them in the end."""
    threads = [threading.Thread(target=worker.work, args=(5.0,), daemon=True) for worker in workers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for worker in workers:
            worker.stop.set()
        for thread in threads:
            thread.join(10)
            assert not thread.is_alive()


def wait_for(is_so: Callable[[], bool], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def make_due(store: Store, folder: Path) -> None:
    """Queue a job of every source, as the worker does when their slots have come."""
    sources = SourceFolder(folder).read()
    store.intake.register(sources.register.files.values(), [row_of(source) for source in sources.sources.values()])
    for source_id in sources.sources:
        store.intake.move_slot(source_id, None, "2026-11-27T01:30:00Z", has_come=True)


def jobs(store: Store) -> tuple[JobView, ...]:
    return store.catalogue.jobs().jobs


def ended(store: Store) -> bool:
    return bool(jobs(store)) and all(job.ended_at for job in jobs(store))


def test_a_new_source_gets_its_next_slot_and_nothing_else(store: Store, folder: Path, publisher: Publisher) -> None:
    a_worker(store, folder, publisher).queue_due()
    assert store.catalogue.source("acts").next_run_at is not None
    assert str(store.catalogue.source("acts").next_run_at) > "2026-11-26T02:00:00Z"
    assert jobs(store) == ()


@pytest.mark.parametrize("slot", ["2026-11-26T01:30:00Z", "2026-05-01T01:30:00Z"])
def test_a_slot_that_has_come_or_was_missed_queues_one_job(
    store: Store, folder: Path, publisher: Publisher, slot: str
) -> None:
    worker = a_worker(store, folder, publisher)
    worker.queue_due()
    with Session(store.engine) as session, session.begin():
        session.execute(update(models.Source).values(next_run_at=slot))
    worker.queue_due()
    worker.queue_due()
    assert [job.state for job in jobs(store)] == ["queued"]
    assert "2026-11-27T01:30" <= str(store.catalogue.source("acts").next_run_at) < "2026-11-27T01:51"


def test_a_slot_from_before_a_clock_was_set_back_is_brought_back(
    store: Store, folder: Path, publisher: Publisher
) -> None:
    worker = a_worker(store, folder, publisher)
    worker.queue_due()
    with Session(store.engine) as session, session.begin():
        session.execute(update(models.Source).values(next_run_at="2027-11-26T01:30:00Z"))
    worker.queue_due()
    assert str(store.catalogue.source("acts").next_run_at) < "2026-11-28"
    assert jobs(store) == ()


def test_a_schedule_that_is_gone_from_its_file_or_with_it_is_forgotten(
    store: Store, folder: Path, publisher: Publisher
) -> None:
    put_source(folder, "other")
    worker = a_worker(store, folder, publisher)
    worker.queue_due()
    assert store.catalogue.source("other").next_run_at and store.catalogue.source("acts").next_run_at
    (folder / "other.yaml").unlink()
    text = (folder / "acts.yaml").read_text(encoding="utf-8").replace("schedule: 0 5 * * *\n", "")
    (folder / "acts.yaml").write_text(text, encoding="utf-8")
    worker.queue_due()
    for name in ("acts", "other"):
        source = store.catalogue.source(name)
        assert (source.schedule, source.next_run_at) == (None, None)


def test_a_listing_that_breaks_off_by_trouble_on_the_network_is_tried_again(
    store: Store, folder: Path, publisher: Publisher
) -> None:
    make_due(store, folder)
    broken = threading.Event()

    def break_off(_source: str, address: str) -> None:
        if address.endswith("page=2") and not broken.is_set():
            broken.set()
            raise Unreachable(address)

    publisher.before = break_off
    with working(a_worker(store, folder, publisher)):
        wait_for(lambda: jobs(store)[0].reason == "page-unreadable")
        assert jobs(store)[0].state == "queued"
        with Session(store.engine) as session, session.begin():
            session.execute(update(models.Job).values(run_at="2026-11-21T00:00:00Z"))
        wait_for(lambda: ended(store))
    (job,) = jobs(store)
    assert (job.state, job.attempts, job.counts["read"], job.counts["added"]) == ("succeeded", 2, 5, 5)
    assert publisher.asked["acts", "https://shora.example/list?page=1"] == 1


def test_a_due_job_is_run_to_its_end_and_told(store: Store, folder: Path, publisher: Publisher) -> None:
    told: list[str] = []
    make_due(store, folder)
    with working(a_worker(store, folder, publisher, told)):
        wait_for(lambda: ended(store))
    (job,) = jobs(store)
    assert (job.state, job.counts["added"], job.requests, job.attempts) == ("succeeded", 5, 7, 1)
    assert told == ["acts: succeeded: read 5, added 5, changed 0, unchanged 0, withdrawn 0, refused 0, issues 0"]


def test_a_worker_told_to_stop_gives_its_job_back_and_the_next_asks_only_for_what_is_missing(
    store: Store, folder: Path, publisher: Publisher
) -> None:
    make_due(store, folder)
    worker = a_worker(store, folder, publisher)
    publisher.before = lambda _source, address: worker.stop.set() if "/acts/3" in address else None
    with working(worker):
        wait_for(worker.stop.is_set)
    (job,) = jobs(store)
    assert (job.state, job.reason, job.attempts) == ("queued", None, 1) and job.seconds > 0
    publisher.before = lambda _source, _address: None
    with working(a_worker(store, folder, publisher)):
        wait_for(lambda: ended(store))
    (job,) = jobs(store)
    assert (job.state, job.attempts, job.counts["read"], job.counts["added"]) == ("succeeded", 2, 5, 5)
    assert set(publisher.asked.values()) == {1}
    assert job.requests == sum(publisher.asked.values())


def test_trouble_on_the_network_is_tried_again_three_times_and_then_fails(
    store: Store, folder: Path, publisher: Publisher
) -> None:
    make_due(store, folder)
    publisher.down.add("acts")
    with working(a_worker(store, folder, publisher)):
        for left in (2, 1, 0):
            wait_for(lambda left=left: jobs(store)[0].retries_left == left)  # type: ignore[misc]
            assert (jobs(store)[0].state, jobs(store)[0].reason) == ("queued", "unreachable")
            with Session(store.engine) as session, session.begin():
                session.execute(update(models.Job).values(run_at="2026-11-21T00:00:00Z"))
        wait_for(lambda: ended(store))
    (job,) = jobs(store)
    assert (job.state, job.reason, job.attempts) == ("failed", "unreachable", 4)
    assert store.catalogue.source("acts").health == "failing"


def test_a_job_too_long_for_the_short_lane_goes_on_in_the_long_one_once(
    store: Store, folder: Path, publisher: Publisher
) -> None:
    make_due(store, folder)
    publisher.before = lambda _source, _address: time.sleep(0.1)
    worker = a_worker(store, folder, publisher)
    worker.short_seconds = 0.25
    with working(worker):
        wait_for(lambda: ended(store))
    (job,) = jobs(store)
    assert (job.state, job.lane, job.attempts, job.counts["added"]) == ("succeeded", "long", 2, 5)
    assert set(publisher.asked.values()) == {1}


def test_short_sources_never_wait_for_endless_ones_and_no_source_is_asked_twice_at_once(
    store: Store, folder: Path, publisher: Publisher
) -> None:
    names = [f"source-{n}" for n in range(14)]
    for name in (*names, "endless-1", "endless-2"):
        put_source(folder, name)
    (folder / "acts.yaml").unlink()
    publisher.endless = {"endless-1", "endless-2"}
    publisher.before = lambda source, _address: time.sleep(0.01) if source in publisher.endless else None
    make_due(store, folder)
    with working(a_worker(store, folder, publisher), a_worker(store, folder, publisher)):
        wait_for(lambda: sum(job.state == "succeeded" for job in jobs(store)) == 14, 60)
        assert {job.source for job in jobs(store) if job.state == "running"} == publisher.endless
    assert set(publisher.most_at_once.values()) == {1}
    assert {job.attempts for job in jobs(store)} == {1}


def test_a_job_whose_source_file_is_gone_fails_and_says_so(store: Store, folder: Path, publisher: Publisher) -> None:
    make_due(store, folder)
    (folder / "acts.yaml").unlink()
    with working(a_worker(store, folder, publisher)):
        wait_for(lambda: ended(store))
    assert (jobs(store)[0].state, jobs(store)[0].reason) == ("failed", "source-file-missing")


def test_a_job_whose_source_file_has_mistakes_waits_for_its_author(
    store: Store, folder: Path, publisher: Publisher
) -> None:
    make_due(store, folder)
    good = (folder / "acts.yaml").read_text(encoding="utf-8")
    (folder / "acts.yaml").write_text(good + "nonsense: 1\n", encoding="utf-8")
    with working(a_worker(store, folder, publisher)):
        wait_for(lambda: jobs(store)[0].reason == "source-file-broken")
        assert (jobs(store)[0].state, jobs(store)[0].retries_left) == ("queued", 3)
        (folder / "acts.yaml").write_text(good, encoding="utf-8")
        with Session(store.engine) as session, session.begin():
            session.execute(update(models.Job).values(run_at="2026-11-21T00:00:00Z"))
        wait_for(lambda: ended(store))
    assert jobs(store)[0].state == "succeeded"


def test_a_fetcher_that_cannot_be_had_fails_the_job_in_words(store: Store, folder: Path, publisher: Publisher) -> None:
    told: list[str] = []
    make_due(store, folder)
    worker = a_worker(store, folder, publisher, told)

    def no_root(source: Source, _job: JobHandle, _hold: Hold) -> Getter:
        raise StructureBroken("files-root-missing", source=source.id)

    worker._open_fetcher = no_root
    with working(worker):
        wait_for(lambda: ended(store))
    assert (jobs(store)[0].state, jobs(store)[0].reason) == ("failed", "files-root-missing")
    assert "acts: set DASTRAS_FILES_ROOT" in told[0]


def test_an_aborted_job_stops_at_its_next_word_to_the_store(store: Store, folder: Path, publisher: Publisher) -> None:
    told: list[str] = []
    make_due(store, folder)
    publisher.endless.add("acts")
    publisher.before = lambda _source, _address: time.sleep(0.01)
    with working(a_worker(store, folder, publisher, told)):
        wait_for(lambda: publisher.asked["acts", "https://shora.example/list?page=3"] == 1)
        store.intake.abort(jobs(store)[0].number)
        wait_for(lambda: bool(told))
    assert "no longer this worker's" in told[0]
    assert (jobs(store)[0].state, jobs(store)[0].reason) == ("aborted", "by-operator")


def test_a_job_lost_while_it_is_stopped_keeps_no_lane(store: Store, folder: Path, publisher: Publisher) -> None:
    make_due(store, folder)
    worker = a_worker(store, folder, publisher)

    def abort_and_stop(_source: str, address: str) -> None:
        if "/acts/3" in address:
            store.intake.abort(jobs(store)[0].number)
            worker.stop.set()

    publisher.before = abort_and_stop
    with working(worker):
        wait_for(worker.stop.is_set)
    assert jobs(store)[0].state == "aborted"


def test_a_worker_whose_lane_broke_ends_and_says_so(
    store: Store, folder: Path, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken: list[object] = []
    monkeypatch.setattr(threading, "excepthook", broken.append)
    worker = a_worker(store, folder, publisher)
    worker._lock.name = "\ud800"  # nothing the store could take
    make_due(store, folder)
    assert worker.work(5.0) is False
    assert broken


def test_a_fault_of_ours_around_a_job_ends_the_job_and_not_the_lane(
    store: Store, folder: Path, publisher: Publisher, caplog: pytest.LogCaptureFixture
) -> None:
    put_source(folder, "other")
    make_due(store, folder)
    worker = a_worker(store, folder, publisher)
    inner = worker._open_fetcher

    def faulty(source: Source, job: JobHandle, hold: Hold) -> Getter:
        if source.id == "acts":
            raise ZeroDivisionError
        return inner(source, job, hold)

    worker._open_fetcher = faulty
    with caplog.at_level(logging.CRITICAL), working(worker):
        wait_for(lambda: ended(store))
    assert {(job.source, job.state, job.reason) for job in jobs(store)} == {
        ("acts", "failed", "internal"),
        ("other", "succeeded", None),
    }
