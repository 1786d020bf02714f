"""Workers as processes: killed, told to stop, standing still, and two of them on one store."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from catalogue.answers import JobView
from catalogue.service import Catalogue
from deploy.opening import migrate, open_catalogue
from deploy.settings import Settings
from harvesters.run import row_of
from harvesters.source_folder import SourceFolder
from tests.faults.source import Answer, Decisions, Publisher, publisher
from tests.running import allowing, kill_group, start

CLAIMED_AGAIN_SECONDS = 75.0
Record = Callable[[str, object], None]
NEXT_SLOT = "2099-01-01T00:00:00Z"


class Site:
    """A store with queued jobs over the sources of a publisher; workers are started on it."""

    def __init__(self, folder: Path, publishing: Publisher) -> None:
        self.data, self.log = folder / "data", folder / "work.log"
        self.allow = allowing(publishing.address)
        self.sources = publishing.write_files(folder / "sources")
        settings = Settings.from_env({"DASTRAS_DATA": str(self.data), "DASTRAS_SOURCES": str(self.sources)})
        migrate(settings)
        self.catalogue: Catalogue = open_catalogue(settings)
        files = SourceFolder(self.sources).read()
        intake = self.catalogue.intake
        intake.register(files.register.files.values(), [row_of(source) for source in files.sources.values()])
        for name in files.sources:
            assert intake.move_slot(name, None, NEXT_SLOT, has_come=True) is not None

    @contextmanager
    def worker(self) -> Iterator[subprocess.Popen[bytes]]:
        """A `dastras work` in a process of its own."""
        process = start(self.data, "work", log=self.log, DASTRAS_SOURCES=str(self.sources), **self.allow)
        try:
            yield process
        finally:
            kill_group(process)

    def jobs(self) -> tuple[JobView, ...]:
        """All jobs, newest first."""
        return self.catalogue.jobs().jobs

    def states(self) -> Counter[str]:
        """state -> how many jobs are in it."""
        return Counter(job.state for job in self.jobs())

    def added(self) -> int:
        """Published records."""
        return sum(self.catalogue.status().records.values())


def wait_for(is_so: Callable[[], bool], seconds: float) -> float:
    """How long it took."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < seconds, "it did not happen in time"
        time.sleep(0.05)
    return time.monotonic() - began


def asked_twice(publishing: Publisher) -> list[str]:
    return [path for path, times in Counter(publishing.paths()).items() if times > 1]


def test_a_killed_job_is_claimed_again_and_asks_only_for_what_is_missing(
    tmp_path: Path, record_property: Record
) -> None:
    with publisher(acts=Decisions(40)) as publishing:
        site = Site(tmp_path, publishing)
        publishing.script("/acts/acts/23", Answer(wait=30.0))
        with site.worker() as worker:
            wait_for(lambda: "/acts/acts/23" in publishing.paths(), 30)
            kill_group(worker)
        with site.worker():
            seconds = wait_for(lambda: site.jobs()[0].attempts == 2, CLAIMED_AGAIN_SECONDS)
            wait_for(lambda: site.states()["succeeded"] == 1, 60)
        assert asked_twice(publishing) == ["/acts/acts/23"], "the one that was in flight, and no other"
        (job,) = site.jobs()
        assert (job.counts["read"], job.counts["added"], site.added()) == (40, 40, 40)
        assert list(site.catalogue.faults()) == []
        record_property("claimed_again_seconds, start of the process included", seconds)


def test_a_worker_told_to_stop_ends_soon_and_gives_its_job_back(tmp_path: Path) -> None:
    with publisher(acts=Decisions(40)) as publishing:
        site = Site(tmp_path, publishing)
        with site.worker() as worker:
            wait_for(lambda: "/acts/acts/15" in publishing.paths(), 30)
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(15) == 0
        (job,) = site.jobs()
        assert (job.state, job.reason, job.attempts) == ("queued", None, 1)
        with site.worker():
            wait_for(lambda: site.states()["succeeded"] == 1, 60)
        assert asked_twice(publishing) == []
        assert "Traceback" not in site.log.read_text(encoding="utf-8")


@pytest.mark.long
def test_a_worker_told_to_stop_does_not_wait_for_a_silent_source(tmp_path: Path) -> None:
    with publisher(acts=Decisions(5)) as publishing:
        site = Site(tmp_path, publishing)
        publishing.script("/acts/acts/3", Answer(wait=60.0))
        with site.worker() as worker:
            wait_for(lambda: "/acts/acts/3" in publishing.paths(), 30)
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(15) == 0
        assert site.jobs()[0].state == "queued"


@pytest.mark.long
@pytest.mark.timeout(240)
def test_a_worker_that_stood_still_past_its_lease_writes_nothing_when_it_goes_on(
    tmp_path: Path, record_property: Record
) -> None:
    with publisher(acts=Decisions(400)) as publishing:
        site = Site(tmp_path, publishing)
        publishing.script("/acts/acts/30", Answer(wait=1.0))
        with site.worker() as late:
            wait_for(lambda: "/acts/acts/30" in publishing.paths(), 30)
            os.killpg(late.pid, signal.SIGSTOP)
            with site.worker():
                seconds = wait_for(lambda: site.jobs()[0].attempts == 2, 100)
                os.killpg(late.pid, signal.SIGCONT)
                wait_for(lambda: "no longer this worker's" in site.log.read_text(encoding="utf-8"), 30)
                wait_for(lambda: site.states()["succeeded"] == 1, 100)
        (job,) = site.jobs()
        assert (job.attempts, job.counts["added"], site.added()) == (2, 400, 400)
        assert site.catalogue.status().versions == 400
        assert list(site.catalogue.faults()) == []
        record_property("taken_over_seconds", seconds)


@pytest.mark.long
@pytest.mark.timeout(240)
def test_fifty_sources_two_of_them_endless_and_eight_claims_at_once_from_two_processes(
    tmp_path: Path, record_property: Record
) -> None:
    short = {f"short{n}": Decisions(3) for n in range(48)}
    endless = {f"endless{n}": Decisions(0, per_page=2, endless=True) for n in range(2)}
    with publisher(**endless, **short) as publishing:
        site = Site(tmp_path, publishing)
        with site.worker(), site.worker():
            seconds = wait_for(lambda: site.states()["succeeded"] == 48, 150)
            assert {job.source for job in site.jobs() if job.state == "running"} == set(endless)
            workers = {job.attempts for job in site.jobs()}
        assert workers == {1}, "no job was ever claimed twice"
        assert set(publishing.most_open.values()) == {1}, "no source was asked twice at once"
        assert not [path for path in asked_twice(publishing) if path.startswith("/short")]
        record_property("48_short_sources_seconds", seconds)
