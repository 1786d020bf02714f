"""Where untrusted bytes are parsed: in a child with limits, so that no document harms more than itself.

Parsers abort their process when memory runs out, loop, or have holes; `except` is no help. The child gets bytes and
a question, and gives JSON; it has no environment, no network, no file, little memory and little time. It is started by
the first question, serves one job, and is killed at the end.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import select
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

from harvesters.errors import ParserDied, StructureBroken
from harvesters.frames import ANSWERED, LARGEST_ANSWER, question_head

CPU_SECONDS, CLOCK_SECONDS = 10, 30
"""What one document may take; the clock also counts the start of the child and waiting for a busy machine."""

MOST_DOCUMENTS = 1_000
"""For one child: what a parser leaks goes with it."""

_PROGRAM = """\
import sys; sys.argv[1] in sys.path or sys.path.insert(0, sys.argv[1])
from harvesters.confinement import limit_memory; limit_memory()
from harvesters.child import serve; serve()
"""
_ROOT = str(Path(__file__).resolve().parents[1])
_BLOCK = 2**20
_SCHEDULED = 2
"""In Linux's number of the clock of another process (clock_getcpuclockid): time on the processor."""

_log = logging.getLogger(__name__)


class Sandbox:
    """The child of one job, for one thread; a context manager that leaves no process behind.

    `seconds` by the clock may one document take, each of two times.
    """

    def __init__(self, seconds: float = CLOCK_SECONDS) -> None:
        self._seconds = seconds
        self._child: Child | None = None  # waits for a question
        self._asked: Child | None = None  # was asked last

    @property
    def pid(self) -> int | None:
        """The process of the child that was asked last and is there still, or None."""
        return self._asked.pid if self._asked and self._asked.is_there else None

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def ask(self, reader: str, body: bytes, question: Mapping[str, Any]) -> Any:
        """The JSON that a reader (readers.READERS) gives for a document and a question in JSON.

        A document that ends or stops its child is tried once more in a fresh one. Raises StructureBroken as the reader
        does, and ParserDied.
        """
        (answer,) = self.parts(reader, body, question)
        return answer

    def parts(self, reader: str, body: bytes, question: Mapping[str, Any]) -> Iterator[Any]:
        """The parts that a reader of many parts (readers.STREAMS) gives, one by one; the document is never whole here.

        The child reads on while a part is dealt with, so others may be asked in between. After a death the parts that
        came already are not given again. Raises as `ask` does; the limits of time are for each part.
        """
        head, came = question_head(reader, body, question), 0
        for _ in range(2):
            try:
                for part in islice(self._parts(head, body), came, None):
                    came += 1
                    yield part
            except _Died as died:
                _log.warning("reader %s ended by %s", reader, died)
            else:
                return
        raise ParserDied

    def _parts(self, head: bytes, body: bytes) -> Iterator[Any]:
        """All parts from one child; it is kept for the next question unless it died or nobody wanted the rest."""
        child, is_whole = self._take_child(), False
        try:
            yield from child.parts(head, body, self._seconds)
            is_whole = True
        except StructureBroken:
            is_whole = True
            raise
        finally:  # also after GeneratorExit and Ctrl-C: an answer may be half read
            if is_whole:
                self._give_back(child)
            else:
                child.end()

    def close(self) -> None:
        """End the child that waits, if there is one; the next question starts another."""
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def _take_child(self) -> Child:
        if self._child is not None and self._child.asked >= MOST_DOCUMENTS:
            self.close()
        self._asked, self._child = self._child or Child(), None
        return self._asked

    def _give_back(self, child: Child) -> None:
        """Keep a child for the next question; one of two is enough."""
        if self._child is None:
            self._child = child
        else:
            child.end()


class Child:
    """A process that reads documents, and how many it was asked for."""

    def __init__(self) -> None:
        self.asked = 0
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _PROGRAM, _ROOT],
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={},
            start_new_session=True,
        )
        self.end = weakref.finalize(self, _end, self._process)  # kills it, also when nobody remembers to
        if self._process.stdin is None or self._process.stdout is None:
            raise TypeError("pipes are needed")
        self._stdin, self._stdout = self._process.stdin.fileno(), self._process.stdout.fileno()
        for pipe in (self._stdin, self._stdout):
            os.set_blocking(pipe, False)

    @property
    def pid(self) -> int:
        """The process, which leads a group of its own."""
        return self._process.pid

    @property
    def is_there(self) -> bool:
        """Whether nobody has ended it here."""
        return self.end.alive

    def parts(self, head: bytes, body: bytes, seconds: float) -> Iterator[Any]:
        """The parts of the answer to one question, each within so many seconds by the clock.

        Raises StructureBroken as the reader does, and _Died with the reason.
        """
        self.asked += 1
        _allow_cpu(self.pid)
        until = time.monotonic() + seconds
        self._send(head, until)
        self._send(body, until)
        while "part" in (answer := self._answer(until)):
            yield answer["part"]
            _allow_cpu(self.pid)
            until = time.monotonic() + seconds
        if "broken" in answer:
            raise _broken(answer["broken"])
        if "end" not in answer:
            raise _Died(ascii(answer.get("fault"))[:100])

    def _answer(self, until: float) -> dict[str, Any]:
        (size,) = ANSWERED.unpack(self._receive(ANSWERED.size, until))
        if size > LARGEST_ANSWER:
            raise _Died("too large an answer")
        try:
            answer = json.loads(self._receive(size, until))
        except (ValueError, RecursionError):
            raise _Died("an answer that is no JSON") from None
        if not isinstance(answer, dict):
            raise _Died("an answer of another form")
        return answer

    def _send(self, part: bytes, until: float) -> None:
        rest = memoryview(part)
        while rest:
            self._wait(self._stdin, select.POLLOUT, until)
            try:
                rest = rest[os.write(self._stdin, rest[:_BLOCK]) :]
            except BlockingIOError:
                continue
            except BrokenPipeError:
                raise _Died(self._death()) from None

    def _receive(self, size: int, until: float) -> bytes:
        parts, missing = [], size
        while missing:
            self._wait(self._stdout, select.POLLIN, until)
            part = os.read(self._stdout, min(missing, _BLOCK))
            if not part:
                raise _Died(self._death())
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    def _wait(self, pipe: int, event: int, until: float) -> None:
        ready = select.poll()  # select.select knows no descriptor above 1023
        ready.register(pipe, event)
        if not ready.poll(max(0, until - time.monotonic()) * 1000):
            raise _Died("silence")

    def _death(self) -> str:
        """How it ended; its pipe may be shut a moment before it is gone."""
        _kill(self._process)
        code = self._process.wait()
        return f"signal {-code}" if code < 0 else f"exit {code}"


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill a child and whatever it may have started, and leave nothing of it."""
    _kill(process)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a child with its group; never once it was waited for, as its number may be a stranger's by then."""
    if process.returncode is None:
        with suppress(ProcessLookupError, PermissionError):  # nobody is left in its group
            os.killpg(process.pid, signal.SIGKILL)


def _broken(said: object) -> StructureBroken:
    match said:
        case {"code": str(code), "facts": dict(facts)}:
            broken = StructureBroken(code)
            broken.facts.update(facts)
            return broken
    raise _Died("an answer of another form")


class _Died(Exception):
    """Why a child gave no answer."""


def _allow_cpu(pid: int) -> None:
    """Let a process use so much more time of the processor; where there is no prlimit (not Linux) the clock limits."""
    if not hasattr(resource, "prlimit"):
        return
    with suppress(OSError):  # it died a moment ago: the question will tell
        used = time.clock_gettime(~pid << 3 | _SCHEDULED)
        _, hard = resource.prlimit(pid, resource.RLIMIT_CPU)
        soft = int(used) + 1 + CPU_SECONDS
        resource.prlimit(pid, resource.RLIMIT_CPU, (soft if hard < 0 else min(soft, hard), hard))
