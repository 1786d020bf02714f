"""Runs a command and kills it with SIGKILL at a chosen point: the n-th system call, or the n-th event, of a kind.

Two layers do the same: `Tracing` kills at system calls from outside, by strace; `Inside` kills at events inside Python
(dying.py) where nothing may be traced. n counts for each thread by itself, in both the first thread to reach it dies
and takes the process along, before the call has any effect.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.faults.dying import KINDS
from tests.running import ROOT, environment

LONGEST_RUN = 60.0


@dataclass(frozen=True, slots=True)
class Command:
    """What is run: a program of forking.py with its arguments and settings, over a data folder."""

    arguments: tuple[str, ...]
    settings: Mapping[str, str]
    program: str = "dastras"


@dataclass(frozen=True, slots=True)
class Point:
    """Where a run is killed."""

    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: its exit code (-9: killed) and all it said."""

    code: int
    output: str

    @property
    def was_killed(self) -> bool:
        """Whether the point was reached."""
        return self.code == -signal.SIGKILL


class Layer(ABC):
    """A way to kill a run at a point, and to count the points of a run that is left alone."""

    name: str
    kinds: tuple[str, ...]

    @abstractmethod
    def unusable(self) -> str | None:
        """Why it cannot work on this machine."""

    @contextmanager
    def watching(self, child: int, point: Point | None, notes: Path) -> Iterator[None]:
        """Around the life of a stopped child, whose events are noted in a file."""
        yield

    @abstractmethod
    def counted(self, notes: Path) -> Counter[str]:
        """kind -> how many points there are, from what was noted."""


class Tracing(Layer):
    """System calls, by strace. `does` is what happens at the point instead of a kill, `and_on` at all later ones too.

    Without --seccomp-bpf: a signal is never delivered from a stop of that filter, so nobody would die.
    """

    name = "strace"
    kinds = ("pwrite64", "write", "fsync", "fdatasync", "ftruncate", "rename", "renameat", "unlink", "rmdir", "mkdir")

    def __init__(self, does: str = "signal=SIGKILL", *, and_on: bool = False) -> None:
        self._does, self._and_on = does, "+" if and_on else ""

    def unusable(self) -> str | None:
        """No strace, or it may not attach here."""
        return _no_tracing()

    @contextmanager
    def watching(self, child: int, point: Point | None, notes: Path) -> Iterator[None]:
        """Attach to the child, and see strace end with it."""
        kinds = (point.kind,) if point else self.kinds
        inject = [f"--inject={point.kind}:{self._does}:when={point.number}{self._and_on}"] if point else []
        with traced(child, kinds, notes, inject):
            yield

    def counted(self, notes: Path) -> Counter[str]:
        """The most that any one thread made."""
        threads: Counter[tuple[str, str]] = Counter()
        for line in notes.read_text(errors="replace").splitlines():
            if (call := re.match(r"(\d+) +(\w+)\(", line)) is not None:
                threads[call[1], call[2]] += 1
        most: Counter[str] = Counter()
        for (_, kind), count in threads.items():
            most[kind] = max(most[kind], count)
        return most


class Inside(Layer):
    """Events inside Python; the child kills itself."""

    name = "inside"
    kinds = KINDS

    def unusable(self) -> str | None:
        """It always can."""
        return None

    def counted(self, notes: Path) -> Counter[str]:
        """What dying.py noted."""
        return Counter(notes.read_text().split())


TRACING, INSIDE = Tracing(), Inside()


class Runner:
    """Runs commands, one at a time, in children of one warm process. Use it as a context.

    `variables` are of the environment that the warm process itself begins with.
    """

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self._environment = environment(Path(os.devnull), **(variables or {}))

    def __enter__(self) -> Runner:
        self._warm = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.forking"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=self._environment,
            cwd=ROOT,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._warm.communicate()

    def run(self, data: Path, command: Command, layer: Layer | None = None, point: Point | None = None) -> Ended:
        """Run a command over a data folder to its end, or to the point; with a layer and no point it is only watched.

        What it said and what the layer noted lie beside the data folder.
        """
        output = data.with_name(f"{data.name}.output")
        child = self._begin(data, command, output, (point or Point("", 0)) if layer is INSIDE else None)
        late = threading.Timer(LONGEST_RUN, os.killpg, (child, signal.SIGTERM))
        late.start()
        try:
            with (layer or INSIDE).watching(child, point, self.notes(data)):
                os.kill(child, signal.SIGCONT)
                code = os.waitstatus_to_exitcode(self._read())
        finally:
            late.cancel()
        return Ended(code, output.read_text(encoding="utf-8", errors="replace"))

    def counted(self, data: Path, command: Command, layer: Layer) -> tuple[Ended, Counter[str]]:
        """A run that is left alone, and its points by kind."""
        ended = self.run(data, command, layer)
        return ended, layer.counted(self.notes(data))

    def notes(self, data: Path) -> Path:
        """What the layer noted of the last run over this folder."""
        return data.with_name(f"{data.name}.output.events")

    def _begin(self, data: Path, command: Command, output: Path, dying: Point | None) -> int:
        asked = {
            "program": command.program,
            "arguments": command.arguments,
            "environment": environment(data, **command.settings),
            "output": str(output),
            "dying": dying and [dying.kind, dying.number],
        }
        assert self._warm.stdin
        self._warm.stdin.write(json.dumps(asked) + "\n")
        self._warm.stdin.flush()
        return self._read()

    def _read(self) -> int:
        assert self._warm.stdout
        return int(self._warm.stdout.readline())


@contextmanager
def traced(process: int, kinds: Sequence[str], notes: Path, options: Sequence[str] = ()) -> Iterator[None]:
    """strace over a process that stands still, with all its threads, until it ends; raises RuntimeError."""
    command = ["strace", "-f", "-qq", "-o", str(notes), f"--trace={','.join(kinds)}", *options, "-p", str(process)]
    tracer = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        _wait_until_traced(process, tracer)
        yield
        tracer.wait(10)
    finally:
        tracer.kill()
        tracer.communicate()


def _wait_until_traced(process: int, tracer: subprocess.Popen[bytes], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    status = Path(f"/proc/{process}/status")
    while time.monotonic() < end and tracer.poll() is None:
        if f"TracerPid:\t{tracer.pid}\n" in status.read_text():
            return
        time.sleep(0.005)
    tracer.kill()
    raise RuntimeError(f"strace: {tracer.communicate()[1].decode(errors='replace').strip() or 'did not attach'}")


@cache
def _no_tracing() -> str | None:
    """Why strace cannot be used here, tried once on a process of ours."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    sleeping = subprocess.Popen(["sleep", "10"])
    try:
        with traced(sleeping.pid, ["nanosleep"], Path(os.devnull)):
            sleeping.kill()
    except (RuntimeError, subprocess.TimeoutExpired) as error:
        return f"strace may not trace here: {error}"
    finally:
        sleeping.kill()
        sleeping.wait()
    return None
