"""Current versions -> index documents, in order; a rebuild has processes beside it do this, for it is most of the work.

A process beside reads batches from its standard input until that ends, as it does however its parent ends. A record
that our code cannot read stops only itself.
"""

from __future__ import annotations

import os
import pickle
import struct
import subprocess
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from catalogue.errors import IndexUnavailable, InvalidRecord
from catalogue.search.index import IndexDocument
from catalogue.searchable import to_index_document
from catalogue.store import Current

MOST_PROCESSES = 4
"""More would wait: what one process writes down takes as long as what so many analyse."""

WORTH = 2_000
"""Records; of fewer, the start of a process takes longer than what it saves."""

END_SECONDS = 10.0

_UNREADABLE = (ArithmeticError, InvalidRecord, LookupError, TypeError, ValueError)
"""What a record that our code cannot read may raise."""

_PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from catalogue.search.analysing import serve; serve()"
_ROOT = str(Path(__file__).resolve().parents[2])
_SIZE = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Analysed:
    """A record's number, id and document; `why` says what is wrong where there is none."""

    number: int
    id: str
    document: IndexDocument | None
    why: str = ""


def analysed(batch: Iterable[Current]) -> list[Analysed]:
    """A batch, in this process."""
    return [_analysed(current) for current in batch]


def _analysed(current: Current) -> Analysed:
    try:
        return Analysed(current.number, current.id, to_index_document(current))
    except _UNREADABLE as error:
        return Analysed(current.number, current.id, None, f"{type(error).__name__}: {error}")


def analysed_beside(batches: Iterable[Sequence[Current]], records: int) -> Generator[list[Analysed], None, None]:
    """Each batch in its turn, the next ones being worked on meanwhile; `records` is about how many there are in all.

    Raises IndexUnavailable when a process ends before its time.
    """
    if records < WORTH:
        yield from map(analysed, batches)
        return
    with _processes() as idle:
        busy: deque[_Process] = deque()
        for batch in batches:
            if idle:
                process, done = idle.popleft(), None
            else:
                process = busy.popleft()
                done = process.receive()
            process.send(batch)  # before what is done is given away: writing it down takes as long
            busy.append(process)
            if done is not None:
                yield done
        for process in busy:
            yield process.receive()


@contextmanager
def _processes() -> Iterator[deque[_Process]]:
    """One for each processor but that of whoever writes down what they give."""
    count = max(1, min(MOST_PROCESSES, (os.cpu_count() or 2) - 1))
    started = deque(_Process() for _ in range(count))
    everyone = tuple(started)
    try:
        yield started
    finally:
        for process in everyone:
            process.close()


class _Process:
    """It holds one batch at a time: so neither side waits for a full pipe of the other."""

    def __init__(self) -> None:
        command = [sys.executable, "-c", _PROGRAM, _ROOT]
        self._child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for whoever started it
        )

    def send(self, batch: Sequence[Current]) -> None:
        """Begin with a batch."""
        try:
            _write(_pipe(self._child.stdin), batch)
        except BrokenPipeError:
            raise IndexUnavailable("a process that analyses has ended") from None

    def receive(self) -> list[Analysed]:
        """What became of it; waits."""
        try:
            documents: list[Analysed] = _read(_pipe(self._child.stdout))
        except EOFError:
            raise IndexUnavailable("a process that analyses has ended") from None
        return documents

    def close(self) -> None:
        """Let it end, or end it."""
        self._child.kill()
        self._child.wait(END_SECONDS)
        for pipe in (_pipe(self._child.stdin), _pipe(self._child.stdout)):
            pipe.close()


def serve() -> None:
    """The process beside: answer batches until there are no more."""
    while True:
        try:
            batch = _read(sys.stdin.buffer)
        except EOFError:
            return
        try:
            _write(sys.stdout.buffer, analysed(batch))
        except BrokenPipeError:
            os._exit(0)  # nobody waits for it any more, nor for what stands in the buffer


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise RuntimeError("there is no pipe")
    return pipe


def _write(pipe: IO[bytes], held: object) -> None:
    """Only between this program and itself: what is unpickled is our own."""
    body = pickle.dumps(held, pickle.HIGHEST_PROTOCOL)
    pipe.write(_SIZE.pack(len(body)))
    pipe.write(body)
    pipe.flush()


def _read(pipe: IO[bytes]) -> Any:
    """Raises EOFError where the other side ended."""
    head = pipe.read(_SIZE.size)
    size = _SIZE.unpack(head)[0] if len(head) == _SIZE.size else 1
    body = pipe.read(size)
    if len(body) < size:
        raise EOFError
    return pickle.loads(body)
