"""What the bench runs on, and what its processes take: names, versions, memory. Memory is read from /proc (Linux)."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from tests.running import ROOT

PACKAGES = ("dastras", "tantivy", "sqlalchemy", "flask", "gunicorn", "marshmallow", "selectolax")
MEGABYTE = 1024 * 1024
LOOK_SECONDS = 0.25
"""Between two looks at the children: so much of their time may be counted as the command's."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: wall time in seconds, largest resident memory in MB of it and its children, exit code.

    The memory is that of the worst look (LOOK_SECONDS), what processes share counted once. The system's own figure is
    that of whoever started the command, where that is larger.
    `cpu`: seconds on a processor of the command itself, of its followers of the log and of its readers of documents.
    """

    seconds: float
    peak_megabytes: float
    code: int
    cpu: Mapping[str, float]


SQLITE = sqlite3.sqlite_version


def about() -> dict[str, str]:
    """The machine, its load now, and the versions."""
    installed = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "machine": f"{_processor()}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "load": load(),
        "versions": f"Python {platform.python_version()}, SQLite {SQLITE}, {installed}",
        "commit": _commit(),
    }


def load() -> str:
    """Processes that run or wait to run, over 1, 5 and 15 minutes."""
    return ", ".join(f"{one:.1f}" for one in os.getloadavg())


def describe() -> list[str]:
    """The same, a line each."""
    return [f"{name:<10} {value}" for name, value in about().items()]


def wait_for(process: subprocess.Popen[bytes], began: float) -> Ended:
    """Wait for a command that was started at `began` (monotonic)."""
    spent: dict[int, tuple[str, float]] = {}
    peak = 0.0
    while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        spent |= _spent_by(process.pid)
        peak = max(peak, sum(map(share_megabytes, tree_of(process.pid))))
        time.sleep(LOOK_SECONDS)
    seconds = time.monotonic() - began
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    cpu = {"command": usage.ru_utime + usage.ru_stime}  # of itself and of what it waited for: the others go off
    for name, used in spent.values():
        cpu[name] = cpu.get(name, 0.0) + used
        cpu["command"] -= used
    return Ended(seconds, peak, process.returncode, cpu)


def _spent_by(parent: int) -> Iterator[tuple[int, tuple[str, float]]]:
    """(process, (what it is, its seconds on a processor)) of each child."""
    for process, above in _parents():
        if above != parent:
            continue
        with suppress(OSError, IndexError):  # it ended meanwhile
            command = Path(f"/proc/{process}/cmdline").read_bytes()
            fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            name = "readers" if b"confinement" in command else "index"
            yield process, (name, (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"))


def processor_seconds(processes: Iterable[int]) -> float:
    """What these processes have spent on a processor so far, user and system, to the nanosecond (Linux)."""
    spent = 0.0
    for process in processes:
        with suppress(OSError):  # it ended meanwhile
            spent += time.clock_gettime(~process << 3 | 2)  # clock_getcpuclockid(3)
    return spent


def tree_of(root: int) -> list[int]:
    """A process and all below it."""
    parents = dict(_parents())
    found = [root]
    for above in found:
        found += [process for process, parent in parents.items() if parent == above]
    return found


def service_seconds(root: int) -> float:
    """What a service has spent on a processor so far: all its processes, and those that have ended."""
    fields = Path(f"/proc/{root}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    ended = (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")
    return processor_seconds(tree_of(root)) + ended


def children_of(parent: int) -> list[int]:
    """The children of a process in the order of their numbers, which is that of their start."""
    return sorted(process for process, above in _parents() if above == parent)


def listener(port: int) -> int | None:
    """The process that listens on a port of this machine; None where that cannot be seen."""
    sockets = {f"socket:[{inode}]" for inode in _listening(port)}
    for handle in Path("/proc").glob("[0-9]*/fd/*"):
        with suppress(OSError):
            if os.readlink(handle) in sockets:
                return int(handle.parts[2])
    return None


def _listening(port: int) -> Iterator[str]:
    for table in ("tcp", "tcp6"):
        for line in Path("/proc/net", table).read_text(encoding="ascii").splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port:
                yield fields[9]


def private_megabytes(process: int) -> float:
    """Memory that a running process shares with no other one, now."""
    rows = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return sum(int(row.split()[1]) for row in rows if row.startswith("Private_")) / 1024


def share_megabytes(process: int) -> float:
    """Memory of a process now, its share of what it has in common with others; nothing of one that has ended."""
    with suppress(OSError, ValueError):
        rows = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
        return sum(int(row.split()[1]) for row in rows if row.startswith("Pss:")) / 1024
    return 0.0


def folder_bytes(folder: Path) -> int:
    """The bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def forget_cached(folder: Path) -> None:
    """Let the system drop what it keeps in memory of these files, so that the next reader finds a cold disk."""
    for path in folder.rglob("*"):
        if path.is_file():
            handle = os.open(path, os.O_RDONLY)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(handle)


def workers_of(parent: int) -> Iterator[int]:
    """The web workers below `dastras serve`: its grandchildren, whose own parent is gunicorn's."""
    parents = dict(_parents())
    for process, above in parents.items():
        if parents.get(above) == parent:
            yield process


def peak_megabytes(process: int) -> float:
    """The largest resident memory that a running process has had."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _parents() -> Iterator[tuple[int, int]]:
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        yield int(path.parent.name), int(fields[1])


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _commit() -> str:
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return told.stdout.strip() or "not a git checkout"
