"""A worker: queues what is due, claims jobs and runs them, until it is told to stop. No signals and no click here."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from catalogue.connection import StoreError
from catalogue.errors import JobLost, JobOverran, JobStopped, StoreUnusable
from catalogue.intake import Intake
from catalogue.jobs import LONG_SECONDS, Claim, Work
from catalogue.leases import Hold, Watch
from catalogue.persian.calendar import instant
from catalogue.queue import JobHandle
from catalogue.vocab import Lane
from harvesters.errors import HarvestError
from harvesters.fetch import Getter
from harvesters.reports import JobReport
from harvesters.run import row_of, run_job
from harvesters.schedule import next_slot
from harvesters.source import Source
from harvesters.source_folder import SourceFiles, SourceFolder
from schemas.messages import message

LOG = logging.getLogger(__name__)

LANES = (Lane.SHORT, Lane.SHORT, Lane.SHORT, Lane.LONG)
"""One thread for each: most of a job is waiting for its source."""

PAUSE_SECONDS = 1.0
"""Between two looks at the queue."""

SCHEDULE_SECONDS = 15.0
"""Between two looks at the schedules and the source files."""

TROUBLE_SECONDS = 5.0
"""After the store took no write: a full disk is not hammered."""


OpenFetcher = Callable[[Source, JobHandle, Hold], Getter]
Tell = Callable[[str], None]


class Worker:
    """Works on one store under one name. `now` gives a UTC time; `tell` shows a line to the operator."""

    def __init__(
        self, intake: Intake, sources: SourceFolder, open_fetcher: OpenFetcher, now: Callable[[], datetime], tell: Tell
    ) -> None:
        self._intake, self._sources, self._open_fetcher = intake, sources, open_fetcher
        self._now, self._tell = now, tell
        self._lock = intake.worker()
        self._watch, self._claiming = Watch(time.monotonic), threading.Lock()
        self._running: dict[int, tuple[Claim, Hold]] = {}
        self._registered: SourceFiles | None = None
        self.stop = threading.Event()
        self.short_seconds = LONG_SECONDS  # so long a job may take in the short lane

    def work(self, stop_seconds: float) -> bool:
        """Work until `stop` is set; a job that has not come to a halt in time goes back to the queue where it is.

        False when a lane ended by a fault of ours: then the others are stopped too, and a new worker shall begin.
        """
        lanes = [threading.Thread(target=self._serve, args=(lane,), name=lane, daemon=True) for lane in LANES]
        for thread in lanes:
            thread.start()
        while not self.stop.is_set() and all(thread.is_alive() for thread in lanes):
            with self._patiently():
                self.queue_due()
                self.stop.wait(SCHEDULE_SECONDS)
        is_orderly = self.stop.is_set()
        self.stop.set()
        end = time.monotonic() + stop_seconds
        for thread in lanes:
            thread.join(max(0.0, end - time.monotonic()))
        for claim, hold in list(self._running.values()):
            self._give_back(claim, hold)
        self._lock.release()
        return is_orderly

    # ---------- what is due ----------

    def queue_due(self) -> None:
        """Queue a job of every source whose slot has come, and set its next one."""
        files = self._sources.read()
        scheduled = {source.id: source for source in files.sources.values() if source.schedule}
        if files is not self._registered:
            self._intake.register(files.register.files.values(), [row_of(source) for source in scheduled.values()])
            self._intake.schedule_only(list(scheduled))
            self._registered = files
        now = self._now()
        for source_id, seen in self._intake.slots(list(scheduled)).items():
            source = scheduled[source_id]
            following = instant(next_slot(str(source.schedule), source.id, source.jitter_minutes, now))
            has_come = seen is not None and seen <= instant(now)
            if seen is None or has_come or seen > following:  # later than the next one: a clock was set back
                self._intake.move_slot(source_id, seen, following, has_come=has_come)

    # ---------- one lane ----------

    def _serve(self, lane: Lane) -> None:
        """Claim and run one job after the other."""
        while not self.stop.is_set():
            with self._patiently():
                claim = self._claim(lane)
                if claim is None:
                    self.stop.wait(PAUSE_SECONDS)
                else:
                    self._run(claim)

    def _claim(self, lane: Lane) -> Claim | None:
        with self._claiming:  # the watch remembers what all lanes saw
            return self._intake.claim(self._lock.name, lane, self._watch)

    def _run(self, claim: Claim) -> None:
        hold = self._intake.hold(claim, self.stop, self.short_seconds if claim.lane == Lane.SHORT else None)
        self._running[claim.number] = claim, hold
        try:
            self._tell(str(self._work_on(claim, hold)))
        except JobLost:
            self._tell(f"job {claim.number} of {claim.source_id}: کار از دست این کارگر رفت | no longer this worker's")
        except JobStopped:
            self._give_back(claim, hold)
        except JobOverran:
            self._give_back(claim, hold, Lane.LONG)
        except (StoreUnusable, StoreError) as error:
            self._wait_for_store(error)
            self._give_back(claim, hold)
        except Exception:  # a fault of ours around a job ends this job, never the lane
            LOG.exception("job %s of %s", claim.number, claim.source_id)
            with suppress(JobLost):
                self._intake.fail(claim, "internal")
        finally:
            self._running.pop(claim.number, None)

    def _work_on(self, claim: Claim, hold: Hold) -> JobReport | str:
        files = self._sources.read()
        source = files.sources.get(claim.source_id)
        if claim.source_id in files.broken:
            self._intake.postpone(claim, "source-file-broken")
            return f"{claim.source_id}: فایل این منبع اشکال دارد؛ کار می‌ماند | its file has mistakes; the job waits"
        if source is None:
            self._intake.fail(claim, "source-file-missing")
            return f"{claim.source_id}: فایل این منبع نیست | its source file is gone"
        with hold:
            job = self._intake.begin(claim, row_of(source))
            try:
                fetcher = self._open_fetcher(source, job, hold)
            except HarvestError as error:
                self._intake.fail(claim, error.code)
                return " | ".join(message(error.code, error.facts))
            return run_job(job, source, fetcher, self._intake, self._now)

    def _give_back(self, claim: Claim, hold: Hold, lane: Lane | None = None) -> None:
        """To the queue, as soon as the store takes it; when it does not, the lock of this worker says that it ended."""
        is_over = False
        while not is_over:
            is_over = self.stop.is_set()
            with self._patiently():
                with suppress(JobLost):
                    self._intake.give_back(claim, Work(seconds=hold.take_seconds()), lane)
                is_over = True

    @contextmanager
    def _patiently(self) -> Iterator[None]:
        """What the store cannot take now comes again."""
        try:
            yield
        except (StoreUnusable, StoreError) as error:
            self._wait_for_store(error)

    def _wait_for_store(self, error: Exception) -> None:
        LOG.warning("the store cannot be used now: %s", error)
        self.stop.wait(TROUBLE_SECONDS)
