"""`python -m tests.bench.made.filling FOLDER --records N`: made records, straight into a store through its own door.

Killed at any moment it goes on where it stopped, for a batch is whole or absent. Clock and randomness are made of the
number of the batch, so the same records have the same ids, hashes and log on every machine. Not here: the index.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from catalogue.intake import Intake, JobEnd
from catalogue.issues import Read
from catalogue.jobs import SourceRow
from catalogue.persian.calendar import instant
from catalogue.queue import JobHandle
from catalogue.store import counts_by_source
from catalogue.transactions import Transactions
from catalogue.vocab import JobState, Kind, Outcome
from deploy.opening import migrate, open_store
from deploy.settings import Settings
from tests.bench.made.records import BATCH, SEED, Records

START = datetime(2026, 11, 21, 9, 0, 0, tzinfo=UTC)
ADDRESS = "https://bench.example/"
SOURCES = {
    kind: SourceRow(f"bench-{kind}", f"آزمون {kind}", "bench-agency-000", kind, "html", "all", ADDRESS, "0" * 64)
    for kind in Kind
}
Progress = Callable[[int], None]


class BatchTime:
    """Clock and randomness of a batch; `begin` is called before each."""

    def __init__(self) -> None:
        self.begin(0)

    def begin(self, batch: int) -> None:
        """From now on it is the time of this batch."""
        self._now = START + timedelta(seconds=batch)
        self._random = Random(f"{SEED} batch {batch}")

    def now(self) -> datetime:
        """The time of the batch."""
        return self._now

    def random_bytes(self, size: int) -> bytes:
        """Random bytes of the batch."""
        return self._random.randbytes(size)


@dataclass(frozen=True, slots=True)
class Filled:
    """What a filling wrote; the seconds in the door of the catalogue alone, and those of making the records too.

    `size` is how many records there are now.
    """

    size: int
    added: int
    door_seconds: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Door:
    """A store and what lets records in."""

    store: Transactions
    intake: Intake
    moment: BatchTime


def fill(settings: Settings, records: Records, wanted: int, progress: Progress) -> Filled:
    """Bring the store up to at least `wanted` records, in whole batches; told of each how many there are."""
    migrate(settings)
    engine = open_store(settings)
    moment = BatchTime()
    store = Transactions(engine, moment.now)
    door = Door(store, Intake(store, settings.data, moment.random_bytes), moment)
    try:
        done = batches_in(store)
        return _fill(door, records, range(done, max(done, -(-wanted // BATCH))), progress)
    finally:
        engine.dispose()


def batches_in(store: Transactions) -> int:
    """Batches that stand in the store; they are put one after the other."""
    with store.read() as session:
        counted = counts_by_source(session)
    return sum(counted.get(source.id, 0) for source in SOURCES.values()) // BATCH


def end(intake: Intake, job: JobHandle, now: datetime) -> None:
    """End a job that saw no whole listing, so that nothing is withdrawn for want of it."""
    read = Read(frozenset(), frozenset(), whole=False)
    intake.finish(job, JobEnd(JobState.SUCCEEDED, None, {}, {}, (), read, instant(now)))


def _fill(door: Door, records: Records, batches: range, progress: Progress) -> Filled:
    if not batches:
        return Filled(batches.start * BATCH, 0, 0.0, 0.0)
    began = time.perf_counter()
    intake = door.intake
    intake.register(records.agency_files(), SOURCES.values())
    worker = intake.worker()
    door_seconds = 0.0
    try:
        jobs = {kind: intake.begin_job(source, worker.name, recorded=False) for kind, source in SOURCES.items()}
        for batch in batches:
            door.moment.begin(batch)
            door_seconds += _put(intake, jobs, records, batch)
            progress((batch + 1) * BATCH)
        for job in jobs.values():
            end(intake, job, door.moment.now())
    finally:
        worker.release()
    return Filled(batches.stop * BATCH, len(batches) * BATCH, door_seconds, time.perf_counter() - began)


def _put(intake: Intake, jobs: Mapping[Kind, JobHandle], records: Records, number: int) -> float:
    """Seconds in the door."""
    kind, batch = records.batch(number)
    began = time.perf_counter()
    outcomes = intake.put_records(jobs[kind], batch)
    seconds = time.perf_counter() - began
    if outcomes != [Outcome.ADDED] * len(batch):
        raise RuntimeError(f"batch {number} was not all added: {sorted(set(map(str, outcomes)))}")
    return seconds


def main() -> int:
    """Fill a store; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.made.filling", description=__doc__)
    parser.add_argument("folder", type=Path, help="DASTRAS_DATA")
    parser.add_argument("--records", type=int, default=10_000, help="at least so many (10,000)")
    parser.add_argument("--store", default="", help="DASTRAS_STORE")
    asked = parser.parse_args()
    settings = Settings.from_env({"DASTRAS_DATA": str(asked.folder), "DASTRAS_STORE": asked.store})
    filled = fill(settings, Records(), asked.records, show)
    rate = filled.added / filled.door_seconds if filled.added else 0.0
    print(f"{filled.added} records in {filled.seconds:.1f} s; through the door {rate:.0f} /s")
    return 0


def show(done: int) -> None:
    """The number of records so far, on one line."""
    print(f"\r{done:,} records ", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
