"""The faulty source itself: it listens on a port of this machine, notes each request, and plays its script."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.faults.source.answer import Answer, play
from tests.faults.source.contents import AGENCY, SOURCE, Decisions
from tests.faults.source.tls import Handshake

MOST_LINES, LINE_BYTES = 200, 65_536


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came: when (monotonic seconds), path with query, headers with names in lower case, and the
    number of the connection it came on, from 1."""

    at: float
    path: str
    headers: Mapping[str, str]
    connection: int


Rule = Callable[[Asked], Answer | None]
"""What a request gets for which no answer is scripted; None leaves it to the next rule, or to what the source shows."""


class Publisher:
    """The running source; `asked` are all requests in order, `most_open` how many of a source were open at once.

    `/<source>/list?page=N` are the pages of a listing, `/<source>/acts/<key>` the pages of its decisions; a path that
    is in neither is 404.
    """

    def __init__(self, sources: Mapping[str, Decisions], handshake: Handshake | None = None) -> None:
        self.sources = sources
        self.asked: list[Asked] = []
        self.connections = 0
        self.most_open: Counter[str] = Counter()
        self.rules: list[Rule] = []
        self._handshake = handshake
        self._open: Counter[str] = Counter()
        self._script: dict[str, list[Answer]] = {}
        self._repeating: set[str] = set()
        self._sockets: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._listening = self._listen(0)
        self.port = int(self._listening.getsockname()[1])
        self.address = f"{'https' if handshake else 'http'}://127.0.0.1:{self.port}"

    def script(self, path: str, *answers: Answer, repeat: bool = False) -> None:
        """What the next requests of this path get; the last answer again and again, if it shall `repeat`."""
        with self._lock:
            self._script.setdefault(path, []).extend(answers)
            if repeat:
                self._repeating.add(path)

    def heal(self) -> None:
        """Forget all scripted answers and rules: from now on the source is a good one."""
        with self._lock:
            self._script.clear()
            self._repeating.clear()
            self.rules.clear()

    def paths(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [asked.path for asked in self.asked]

    def write_files(self, folder: Path, more: str = "", template: str = SOURCE) -> Path:
        """Write the files that harvest all sources, with `more` lines in each; the folder, for DASTRAS_SOURCES."""
        (folder / "agencies").mkdir(parents=True, exist_ok=True)
        (folder / "agencies" / "azmayeshgah.yaml").write_text(AGENCY, encoding="utf-8")
        for name in self.sources:
            text = template.replace("ROOT", self.address).replace("ID", name)
            (folder / f"{name}.yaml").write_text(text + more, encoding="utf-8")
        return folder

    def page(self, path: str) -> str | None:
        """The page that stands at a path, or None."""
        parts = urlsplit(path)
        name, _, rest = parts.path.removeprefix("/").partition("/")
        decisions = self.sources.get(name)
        if decisions is None:
            return None
        if rest == "list":
            return decisions.listing(int(parse_qs(parts.query).get("page", ["1"])[0]))
        return decisions.act(rest.removeprefix("acts/")) if rest.startswith("acts/") else None

    # ---------- its port ----------

    def begin(self) -> None:
        """Answer from now on."""
        threading.Thread(target=self._accept, args=(self._listening,), daemon=True).start()

    def refuse(self) -> None:
        """Take no connection from now on, and shut those there are."""
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)  # or the one who waits for connections would take one more
        self._listening.close()
        with self._lock:
            for opened in list(self._sockets):
                with suppress(OSError):
                    opened.shutdown(socket.SHUT_RDWR)

    def accept_again(self) -> None:
        """Take connections at the same port again."""
        self._listening = self._listen(self.port)
        self.begin()

    def end(self) -> None:
        """Answer no more; whoever waits is let go."""
        self._ended.set()
        self.refuse()

    def _listen(self, port: int) -> socket.socket:
        listening = socket.create_server(("127.0.0.1", port), backlog=128)
        listening.settimeout(0.05)
        return listening

    def _accept(self, listening: socket.socket) -> None:
        with suppress(OSError):  # it was closed
            while True:
                with suppress(TimeoutError):
                    connection, _ = listening.accept()
                    threading.Thread(target=self._converse, args=(connection,), daemon=True).start()

    # ---------- one connection ----------

    def _converse(self, accepted: socket.socket) -> None:
        with self._lock:
            self.connections += 1
            number = self.connections
            self._sockets.add(accepted)
        with accepted, suppress(OSError):  # a client that is killed in the middle is what these tests are about
            accepted.settimeout(None)
            accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection = accepted if self._handshake is None else self._handshake.shake(accepted, self._ended.wait)
            with connection, connection.makefile("rb") as stream:
                self._answer_all(connection, stream, number)
        with self._lock:
            self._sockets.discard(accepted)

    def _answer_all(self, connection: socket.socket, stream: BufferedReader, number: int) -> None:
        while (request := _request(stream)) is not None:
            path, headers = request
            with self._met(Asked(time.monotonic(), path, headers, number)) as (answer, page):
                goes_on = play(answer, page, connection, self._ended.wait)
            if not goes_on or headers.get("connection") == "close":
                return

    @contextmanager
    def _met(self, asked: Asked) -> Iterator[tuple[Answer, str | None]]:
        """Note a request, and count it as open until its answer is sent."""
        name = asked.path.split("/")[1].partition("?")[0]
        with self._lock:
            self.asked.append(asked)
            self._open[name] += 1
            self.most_open[name] = max(self.most_open[name], self._open[name])
            answer = self._scripted(asked.path) or self._ruled(asked) or Answer()
            page = self.page(asked.path) if answer.body is None else None
            if answer.body is None and page is None and not answer.silent:
                answer = Answer("", status=404)
        try:
            yield answer, page
        finally:
            with self._lock:
                self._open[name] -= 1

    def _scripted(self, path: str) -> Answer | None:
        waiting = self._script.get(path)
        if not waiting:
            return None
        return waiting[0] if len(waiting) == 1 and path in self._repeating else waiting.pop(0)

    def _ruled(self, asked: Asked) -> Answer | None:
        return next((answer for rule in self.rules if (answer := rule(asked)) is not None), None)


@contextmanager
def publisher(**sources: Decisions) -> Iterator[Publisher]:
    """A publisher of these sources while the context lasts."""
    with running(Publisher(sources)) as published:
        yield published


@contextmanager
def running(published: Publisher) -> Iterator[Publisher]:
    """The same of a publisher that was made otherwise."""
    published.begin()
    try:
        yield published
    finally:
        published.end()


def every(step: int, prefix: str, answer: Answer) -> Rule:
    """A rule: of the paths that begin so, every n-th new one gets this answer, whenever it is asked."""
    seen: list[str] = []

    def rule(asked: Asked) -> Answer | None:
        if not asked.path.startswith(prefix):
            return None
        if asked.path not in seen:
            seen.append(asked.path)
        return answer if (seen.index(asked.path) + 1) % step == 0 else None

    return rule


def _request(stream: BufferedReader) -> tuple[str, dict[str, str]] | None:
    """Path and headers of the next request, or None when there is none."""
    words = stream.readline(LINE_BYTES).split()
    if len(words) != 3:
        return None
    headers: dict[str, str] = {}
    for _ in range(MOST_LINES):
        name, _, value = stream.readline(LINE_BYTES).decode("latin-1").partition(":")
        if not name.strip():
            return words[1].decode("latin-1"), headers
        headers[name.strip().lower()] = value.strip()
    return None
