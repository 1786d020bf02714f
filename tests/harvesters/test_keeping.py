"""What a fetcher finds kept already: documents of an interrupted job, and those that a publisher says still hold."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from catalogue.documents import Kept
from catalogue.errors import JobStopped
from catalogue.jobs import NOTHING_DONE
from catalogue.vocab import JobState
from harvesters.errors import BadStatus, OutOfTime
from harvesters.fetch import Answer, Getter
from harvesters.keeping import FromHand, FromNetwork, Keeping
from tests.making import Store

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
LIST = "https://shora.example/list"
HTML = ("Content-Type", "text/html; charset=windows-1256")


class Publisher(Getter):
    """Answers from a script, one answer a request; notes what was asked with which validators."""

    def __init__(self, keeping: Keeping, *answers: Answer) -> None:
        super().__init__(keeping)
        self.answers, self.asked = list(answers), list[tuple[str, str | None, str | None]]()

    def _exchange(self, address: str, known: Kept | None) -> Answer:
        self._requests += 1
        self.asked.append((address, known.etag if known else None, known.last_modified if known else None))
        return self.answers.pop(0)


class Desk:
    """Opens keepings of jobs, at a time that a test moves."""

    def __init__(self, store: Store) -> None:
        self.store, self.now, self.stop = store, NOON, threading.Event()

    def keeping(self, *, again: bool = False) -> FromNetwork:
        """Of a new job, or of the last one after its worker was killed."""
        if again:
            (number,) = self.store.workers
            self.store.workers.pop(number).release()
        self.job = self.store.begin()
        hold = self.store.intake.hold(self.job.claim, self.stop)
        return FromNetwork(self.store.intake, self.job, hold, lambda: self.now)

    def end(self) -> None:
        """End the job that runs."""
        self.store.finish(self.job, JobState.SUCCEEDED)


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


def page(body: bytes, at: datetime = NOON, **headers: str) -> Answer:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Answer(200, (HTML, *named), body, f"{at:%Y-%m-%dT%H:%M:%SZ}", "HTTP/1.1 200 OK")


def not_modified(at: datetime) -> Answer:
    return Answer(304, (), b"", f"{at:%Y-%m-%dT%H:%M:%SZ}", "HTTP/1.1 304 Not Modified")


def test_a_new_job_asks_for_everything(desk: Desk) -> None:
    publisher = Publisher(desk.keeping(), page(b"1"), page(b"2"))
    assert [publisher.get(LIST).body, publisher.get(LIST).body] == [b"1", b"2"]


def test_a_job_taken_up_again_has_what_it_fetched_with_all_that_was_known_of_it(desk: Desk) -> None:
    first = Publisher(desk.keeping(), page(b"1")).get(LIST)
    publisher = Publisher(desk.keeping(again=True))
    assert publisher.get(f"{LIST}#top") == first
    assert (first.charset, first.status_line, publisher.asked) == ("windows-1256", "HTTP/1.1 200 OK", [])


def test_a_redirected_address_is_found_under_the_address_that_was_asked(desk: Desk) -> None:
    moved = Answer(301, (("Location", "/new"),), b"", "2026-11-21T12:00:00Z")
    Publisher(desk.keeping(), moved, page(b"1")).get(LIST)
    publisher = Publisher(desk.keeping(again=True))
    assert publisher.get(LIST).address == "https://shora.example/new"


def test_after_six_hours_a_job_starts_afresh(desk: Desk) -> None:
    Publisher(desk.keeping(), page(b"1")).get(LIST)
    desk.now += timedelta(hours=6, seconds=1)
    assert Publisher(desk.keeping(again=True), page(b"2", desk.now)).get(LIST).body == b"2"


def test_the_next_job_asks_with_the_validators_of_the_last_bytes(desk: Desk, store: Store) -> None:
    modified = "Sat, 21 Nov 2026 10:00:00 GMT"
    Publisher(desk.keeping(), page(b"1", ETag='"a"', Last_Modified=modified)).get(LIST)
    desk.end()
    desk.now += timedelta(days=1)
    publisher = Publisher(desk.keeping(), not_modified(desk.now))
    document = publisher.get(LIST)
    assert publisher.asked == [(LIST, '"a"', modified)]
    assert (document.body, document.again, document.fetched_at) == (b"1", True, "2026-11-22T12:00:00Z")
    assert store.catalogue.job(desk.job.number).body_bytes == 0


def test_a_promise_that_is_a_week_old_is_not_trusted(desk: Desk) -> None:
    Publisher(desk.keeping(), page(b"1", ETag='"a"')).get(LIST)
    desk.end()
    for day in (3, 6, 7):
        desk.now = NOON + timedelta(days=day)
        publisher = Publisher(desk.keeping(), not_modified(desk.now) if day < 7 else page(b"2", desk.now))
        publisher.get(LIST)
        desk.end()
        assert (publisher.asked[0][1] is None) == (day == 7)


def test_a_304_to_nothing_that_was_asked_is_no_document(desk: Desk) -> None:
    with pytest.raises(BadStatus):
        Publisher(desk.keeping(), not_modified(NOON)).get(LIST)


def test_other_bytes_bring_other_validators(desk: Desk) -> None:
    for body, etag in ((b"1", '"a"'), (b"2", '"b"'), (b"1", '"c"')):
        publisher = Publisher(desk.keeping(), page(body, desk.now, ETag=etag))
        publisher.get(LIST)
        desk.end()
        desk.now += timedelta(hours=1)
    assert publisher.asked == [(LIST, '"b"', None)]
    publisher = Publisher(desk.keeping(), not_modified(desk.now))
    assert (publisher.get(LIST).body, publisher.asked) == (b"1", [(LIST, '"c"', None)])


def test_a_stopped_job_asks_nothing_more(desk: Desk) -> None:
    publisher = Publisher(desk.keeping(), page(b"1"))
    desk.stop.set()
    with pytest.raises(JobStopped):
        publisher.get(LIST)
    assert publisher.asked == []


def test_a_job_over_its_time_asks_nothing_more(desk: Desk) -> None:
    publisher = Publisher(desk.keeping(), page(b"1"))
    publisher.until = 0.0
    with pytest.raises(OutOfTime):
        publisher.get(LIST)


def test_requests_are_counted_with_the_document_they_brought(desk: Desk, store: Store) -> None:
    moved = Answer(302, (("Location", "/new"),), b"", "2026-11-21T12:00:00Z")
    publisher = Publisher(desk.keeping(), moved, page(b"1"), page(b"22"), Answer(500, (), b"", "2026-11-21T12:00:00Z"))
    publisher.get(LIST)
    publisher.get(f"{LIST}?page=2")
    with pytest.raises(BadStatus):
        publisher.get(f"{LIST}?page=3")
    job = store.catalogue.job(desk.job.number)
    assert (job.requests, job.body_bytes, publisher.take_requests()) == (3, 3, 1)


def test_what_lies_at_hand_is_noted_once_and_known_documents_write_nothing(store: Store) -> None:
    for _ in range(2):
        job = store.begin(recorded=True)
        keeping = FromHand(store.intake, job, store.intake.hold(job.claim, threading.Event()))
        Publisher(keeping, page(b"1")).get(LIST)
        before = store.catalogue.job(job.number)
        keeping.note()
        assert store.intake.fetched(job, LIST, NOON) is None
        assert store.catalogue.job(job.number) == before
        store.intake.give_back(job.claim, NOTHING_DONE)
        store.intake.abort(job.number)
        store.kill(job)
    with store.catalogue.read() as session:
        assert session.connection().exec_driver_sql("select count(*) from document").scalar() == 1


def test_a_kept_document_that_was_damaged_is_asked_for_whole(desk: Desk, store: Store) -> None:
    first = Publisher(desk.keeping(), page(b"1", ETag='"a"')).get(LIST)
    desk.end()
    (store.folder / "archive" / first.sha256[:2] / first.sha256[2:]).write_bytes(b"2")
    publisher = Publisher(desk.keeping(), page(b"1", ETag='"a"'))
    assert (publisher.get(LIST).body, publisher.asked) == (b"1", [(LIST, None, None)])
    assert (store.folder / "archive" / first.sha256[:2] / first.sha256[2:]).read_bytes() == b"1"
