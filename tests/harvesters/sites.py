"""A server on this machine that answers as a test says, and remembers when it was asked what."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

from harvesters.door import Door
from harvesters.grants import Grants
from harvesters.keeping import ForNobody, Keeping
from harvesters.links import host_and_port
from harvesters.network import Fetcher
from harvesters.politeness import Manners
from harvesters.robots import Robots
from harvesters.slots import HostSlots
from tests.harvesters.making import now


@dataclass(frozen=True, slots=True)
class Said:
    """One answer; a broken one closes the connection without a word, a silent one after a second."""

    body: bytes = b"page"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    broken: bool = False
    silent: bool = False


class Site:
    """`answers` has the answers of a path in their order, the last one for ever; `asked` is (when, path)."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Said]] = {}
        self.asked: list[tuple[float, str]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _answering(self))
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def says(self, path: str, *answers: Said) -> None:
        """What this path gives from now on."""
        self.answers[path] = list(answers)

    def answer(self, path: str) -> Said:
        """The next answer of a path; robots.txt is not there unless a test says so."""
        waiting = self.answers.get(path) or [Said(status=404 if path == "/robots.txt" else 200)]
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [path for _, path in self.asked]

    def pauses(self) -> list[float]:
        """The seconds from each request to the next; it answers at once, and nothing to speak of is in between."""
        return [later - earlier for (earlier, _), (later, _) in pairwise(sorted(self.asked))]

    @contextmanager
    def running(self) -> Iterator[Site]:
        """Answer while the context lasts."""
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join(5)


def _answering(site: Site) -> type[BaseHTTPRequestHandler]:
    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            said = site.answer(self.path)
            site.asked.append((time.monotonic(), self.path))
            if said.silent:
                time.sleep(1.0)
            elif not said.broken:
                with suppress(OSError):
                    self._send(said)
            self.close_connection = True

        def _send(self, said: Said) -> None:
            self.send_response(said.status)
            for name, value in {"Content-Type": "text/html; charset=utf-8", **said.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(said.body)))
            self.end_headers()
            self.wfile.write(said.body)

        def log_message(self, *_: object) -> None:
            """Tests look at `asked` instead."""

    return Answering


def polite(
    site: str, folder: Path, gap: float = 0, keeping: Keeping | None = None, seconds: float = 5.0, *more: str
) -> Fetcher:
    """A fetcher that keeps a pause to this allowed server, and its robots.txt; a request has so many seconds."""
    slots = HostSlots(folder / "hosts")
    allow = frozenset(map(host_and_port, (site, *more)))
    manners = Manners(gap, allow, Robots(folder / "robots", slots, now))
    return Fetcher(keeping or ForNobody(), Door("", 10_000, Grants(allow), seconds), slots, manners, now)
