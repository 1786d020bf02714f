"""What tests of the queue share: queued and claimed jobs, and a monotonic clock that they move."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import update
from sqlalchemy.orm import Session

from catalogue import models
from catalogue.jobs import SCHEDULED, Claim, enqueue
from catalogue.leases import LEASE_SECONDS, Watch
from catalogue.vocab import Lane
from tests.making import SOURCE, Store


class Time:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def watch_for_a_lease(store: Store, worker: str, time: Time) -> Claim | None:
    """What a worker claims that looks every second for as long as a lease."""
    watch = Watch(time)
    for _ in range(int(LEASE_SECONDS)):
        assert store.intake.claim(worker, Lane.SHORT, watch) is None
        time.now += 1
    return store.intake.claim(worker, Lane.SHORT, watch)


def queue(store: Store, source_id: str = "src", priority: int = SCHEDULED) -> int:
    """The number of a queued job."""
    store.intake.register([], [replace(SOURCE, id=source_id)])
    with Session(store.engine) as session, session.begin():
        number = enqueue(session, source_id, "2026-11-21T08:00:00Z", priority)
    assert number is not None
    return number


def columns(store: Store, number: int, **values: object) -> None:
    with Session(store.engine) as session, session.begin():
        session.execute(update(models.Job).where(models.Job.number == number).values(**values))


def claimed(store: Store, worker: str, lane: Lane = Lane.SHORT, watch: Watch | None = None) -> Claim:
    claim = store.intake.claim(worker, lane, watch)
    assert claim is not None
    return claim
