"""Harvests a faulty source in this process, on the way of the real command but with a short deadline; counts what is
in the store afterwards."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from catalogue.archive import Archive
from catalogue.archive_integrity import document_faults
from catalogue.reports import RecordsQuery
from catalogue.search.verify import Drift
from catalogue.vocab import JobOutcome
from deploy.opening import utc_now
from harvesters.agencies import load_agencies
from harvesters.config import load_sources
from harvesters.door import Door
from harvesters.grants import Grants
from harvesters.keeping import FromNetwork
from harvesters.links import host_and_port
from harvesters.network import Fetcher
from harvesters.politeness import Manners
from harvesters.reports import JobReport
from harvesters.robots import Robots
from harvesters.run import row_of, run_job
from harvesters.slots import HostSlots
from harvesters.source import Source
from tests.faults.source import Publisher
from tests.faults.source.contents import SOURCE
from tests.making import Store, open_fresh
from tests.running import COMMAND, allowing, environment

DEADLINE_SECONDS = 1.0
CAP = 2**20
PUBLIC = (
    "SELECT id, kind, source_id, native_id, agency, title, status, source_status, last_seen_at FROM record ORDER BY id",
    "SELECT * FROM version ORDER BY record_number, version_no",
    "SELECT * FROM log ORDER BY log_index",
    "SELECT * FROM tag ORDER BY key",
)
"""What readers see; not a job's own rows, the fetch times of documents, and digests of what was compared."""

Figure = Callable[[int, str, object], None]
"""Notes what was measured of a promise: its number, what, and how much."""


@dataclass
class Harvesting:
    """A store, and the files that harvest a faulty source into it. `seconds` of the last job are kept."""

    store: Store
    folder: Path
    source: Publisher
    template: str = SOURCE
    more: str = ""
    deadline: float = DEADLINE_SECONDS
    cap: int = CAP
    seconds: float = 0.0

    def job(self, name: str = "acts") -> JobReport:
        """Harvest a source once, and let the index follow."""
        source = self.read(name)
        began = time.monotonic()
        job = self.store.begin(row_of(source))
        try:
            with self.store.intake.hold(job.claim, threading.Event()) as hold:
                keeping = FromNetwork(self.store.intake, job, hold, utc_now)
                with closing(Door(source.contact or "", self.cap, self._grants(), self.deadline)) as door:
                    slots = HostSlots(self.folder / "slots")
                    fetcher = Fetcher(keeping, door, slots, self._manners(source, slots), utc_now)
                    report = run_job(job, source, fetcher, self.store.intake, utc_now)
        finally:
            self.store.kill(job)
        self.seconds = time.monotonic() - began
        self.store.follower.catch_up()
        return report

    def read(self, name: str = "acts") -> Source:
        """The source as its file says, which is written anew."""
        files = self.source.write_files(self.folder / "sources", self.more, self.template)
        (source,) = load_sources([files / f"{name}.yaml"], load_agencies(files / "agencies"))
        return source

    def _grants(self) -> Grants:
        return Grants(frozenset({host_and_port(self.source.address)}))

    def _manners(self, source: Source, slots: HostSlots) -> Manners:
        robots = Robots(self.folder / "robots", slots, utc_now)
        return Manners(source.gap_seconds, self._grants().allow, robots)

    def published(self) -> int:
        """Records that readers see."""
        return sum(self.store.catalogue.status().records.values())

    def away(self) -> int:
        """Records that are withdrawn or said to be absent."""
        return self.count("SELECT count(*) FROM record WHERE status != 'published' OR source_status != 'present'")

    def count(self, query: str) -> int:
        """The one number that a query answers."""
        with self.store.engine.connect() as connection:
            return int(connection.execute(text(query)).scalar_one())

    def texts(self, query: str) -> list[str]:
        """The first column that a query answers."""
        with self.store.engine.connect() as connection:
            return [str(value) for value in connection.execute(text(query)).scalars()]

    def text(self, query: str) -> str:
        """The one text that a query answers."""
        (found,) = self.texts(query)
        return found

    def write(self, statement: str) -> None:
        """Change the store behind its back."""
        with self.store.engine.begin() as connection:
            connection.execute(text(statement))

    def listed(self, job: int, outcome: str) -> list[str | None]:
        """The native ids that a job's report lists, in their order."""
        query = RecordsQuery(JobOutcome(outcome))
        return [line.native_id for line in self.store.catalogue.job_records(job, query).records]

    def digest(self) -> str:
        """SHA-256 of everything that readers see in the store, and of the index's files."""
        found = hashlib.sha256()
        with self.store.engine.connect() as connection:
            for query in PUBLIC:
                for row in connection.execute(text(query)):
                    found.update(repr(tuple(row)).encode())
        for path in sorted((self.store.folder / "search").rglob("*.store")):
            found.update(f"{path.name} {path.stat().st_size}".encode())
        return found.hexdigest()

    def drift(self) -> Drift:
        """How far the index is from the store."""
        return self.store.follower.drift()

    def faults(self) -> list[str]:
        """Everything that does not fit: hashes and log, archive and documents, index and store."""
        archive = Archive(self.store.folder / "archive")
        found = [str(fault) for fault in document_faults(self.store.catalogue.read, archive, lambda _done: None)]
        drift = self.drift()
        return [*self.store.catalogue.faults(), *found, *([str(drift)] if drift else [])]


@contextmanager
def harvesting(folder: Path, source: Publisher, template: str = SOURCE, more: str = "") -> Iterator[Harvesting]:
    """An empty store for a source, while the context lasts."""
    store = open_fresh(folder / "data")
    try:
        yield Harvesting(store, folder, source, template, more)
    finally:
        store.close()


def run_measured(
    data: Path, source: Publisher, sources: Path, *arguments: str, seconds: float = 110
) -> tuple[str, int, float]:
    """Run the real command over the files of a source to its end: (what it said, most KiB in memory at once,
    seconds)."""
    began = time.monotonic()
    log = data.parent / f"{data.name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", MEASURING, *COMMAND, *arguments],
            env=environment(data, DASTRAS_SOURCES=str(sources), **allowing(source.address)),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            process.wait(seconds)
        finally:
            process.kill()
            process.wait()
    *said, peak = log.read_text(encoding="utf-8").splitlines()
    return "\n".join(said), int(peak), time.monotonic() - began


MEASURING = """
import os, sys
child = os.spawnv(os.P_NOWAIT, sys.argv[1], sys.argv[1:])
_, _, used = os.wait4(child, 0)
print(used.ru_maxrss, flush=True)
"""
"""Starts a command, waits for it, and says how much memory it took at most."""
