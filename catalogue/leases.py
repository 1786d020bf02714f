"""Who still lives: the lock of a worker, the watch over its heartbeat, and the heartbeat itself. No tables here.

A worker's lock goes with its process, so on one machine a killed worker is known at once. One that only stands still
(or stands on another machine) keeps its lease until its heartbeat has not moved for a minute, by the monotonic clock of
whoever watches: no wall clock takes part, so a clock that is set changes no lease.
"""

from __future__ import annotations

import fcntl
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from catalogue.connection import StoreError
from catalogue.errors import JobLost, JobOverran, JobStopped, StoreUnusable

LEASE_SECONDS = 60.0
BEAT_SECONDS = 15.0
_SUFFIX = ".worker"

LOG = logging.getLogger(__name__)


def locks_folder(data: Path, *, is_shared: bool) -> Path:
    """Where the locks of workers lie in a data folder; of a store that machines share each has a folder of its own.

    Such machines may share the data folder too, where they need not see each other's locks: of the workers of others
    nothing is known.
    """
    return data / "locks" / _machine() if is_shared else data / "locks"


class WorkerLock:
    """The name of a worker, and the lock that says it lives; `release` it, or end."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.name = f"{_machine()}-{os.getpid()}-{os.urandom(4).hex()}"
        self._handle = _open_locked(folder / f"{self.name}{_SUFFIX}")

    def release(self) -> None:
        """This worker ends; what it may still hold is free. The file goes with the next look at the folder."""
        os.close(self._handle)


def _machine() -> str:
    return socket.gethostname()[:60]


def _open_locked(path: Path) -> int:
    """A file that others took for a dead worker's before it was locked is made again."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return handle
        os.close(handle)


def is_dead(folder: Path, worker: str | None) -> bool:
    """Whether a worker of this machine is gone: its lock is there and free. Of any other nothing is known."""
    if worker is None:
        return True
    try:
        handle = os.open(folder / f"{worker}{_SUFFIX}", os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True


def forget_dead(folder: Path, holders: Iterable[str | None]) -> None:
    """Remove the locks of dead workers that hold no job."""
    held = set(holders)
    for path in folder.glob(f"*{_SUFFIX}"):
        name = path.name.removesuffix(_SUFFIX)
        if name not in held and is_dead(folder, name):
            path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Lease:
    """What a running job shows of its holder: `beat` moves while that lives, `attempts` with each claim."""

    number: int
    attempts: int
    beat: int
    worker: str | None


class Watch:
    """Remembers since when the heartbeat of each running job stands still. `monotonic` gives seconds."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._since: dict[Lease, float] = {}
        self._looked_at = monotonic()

    def over(self, leases: Iterable[Lease]) -> list[Lease]:
        """Those that this watch has seen unmoved for the length of a lease; call it every few seconds."""
        now = self._monotonic()
        if now - self._looked_at > BEAT_SECONDS:  # who did not look itself knows nothing of the time between
            self._since = {}
        self._looked_at = now
        self._since = {lease: self._since.get(lease, now) for lease in leases}
        return [lease for lease, since in self._since.items() if now - since >= LEASE_SECONDS]


class Hold:
    """Keeps the lease of a running job alive from a thread of its own; use it as a context.

    `beat` is given the seconds worked since the last one and says whether the job is still this worker's; `stop` asks
    for an orderly end; after `seconds` by the monotonic clock the job is too long for its lane (None: never). The heart
    beats `every` so many seconds.
    """

    def __init__(
        self,
        beat: Callable[[float], bool],
        stop: threading.Event,
        seconds: float | None = None,
        every: float = BEAT_SECONDS,
    ) -> None:
        self._beat, self._stop, self._every = beat, stop, every
        self._overruns_at = None if seconds is None else time.monotonic() + seconds
        self._told_at, self._telling = time.monotonic(), threading.Lock()
        self._done, self._lost = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._keep, name="heartbeat", daemon=True)

    def __enter__(self) -> Hold:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join(1.0)

    def check(self) -> None:
        """Raise JobLost, JobStopped or JobOverran when the work on this job shall end."""
        if self._lost.is_set():
            raise JobLost
        if self._stop.is_set():
            raise JobStopped
        if self._overruns_at is not None and time.monotonic() > self._overruns_at:
            raise JobOverran

    def take_seconds(self) -> float:
        """Seconds worked that nobody was told yet."""
        with self._telling:
            now = time.monotonic()
            passed, self._told_at = now - self._told_at, now
            return passed

    def _keep(self) -> None:
        while not self._done.wait(self._every):
            seconds = self.take_seconds()
            try:
                if not self._beat(seconds):
                    self._lost.set()
                    return
            except (StoreUnusable, StoreError) as error:  # the next one may reach the store
                LOG.warning("the heartbeat could not be written: %s", error)
                with self._telling:
                    self._told_at -= seconds
