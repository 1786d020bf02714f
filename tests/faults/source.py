"""A publisher on this machine: pages of invented decisions over HTTP, which behave as a test's script says.

One server serves any number of sources: `/<source>/list?page=N` are the pages of its listing, `/<source>/acts/<key>`
the pages of its decisions. A scripted address gives its answers one after the other, then behaves normally again.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

AGENCY = """\
slug: azmayeshgah
names: [{text: شورای شهر آزمایشگاه, lang: fa}]
type: municipal
"""

SOURCE = """\
format: 1
id: ID
name: مصوبات آزمایشگاه (ID)
agency: azmayeshgah
kind: decision
protocol: html
contact: publisher@example.org
url: "ROOT/ID/list?page={page}"
polite: {gap_seconds: 0}
paging: {style: page, start: 1, max_pages: 200}
list:
  rows: "table tr.row"
  detail: {css: a, attr: href}
  native_id: {css: a, attr: href, match: 'acts/(\\w+)'}
detail: {must_contain: شماره مصوبه}
fields:
  title: {css: h1}
  type: {const: resolution}
  number: {label: شماره مصوبه}
  adopted_on: {label: تاریخ تصویب}
  text: {css: div.body}
ignore: [عنوان]
"""

LONGEST_SILENCE = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request gets: after `wait` seconds a status and a body, of which only `sent` bytes come (None: all).

    A silent one gets nothing until the server ends. `body` None is the page that stands at the address.
    """

    body: str | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0
    sent: int | None = None
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came: when (monotonic seconds), path with query, headers with names in lower case."""

    at: float
    path: str
    headers: Mapping[str, str]


@dataclass(slots=True)
class Decisions:
    """What a source publishes: keys `1` to `count`, so many on a page; `endless` is a listing without a last page."""

    count: int
    per_page: int = 10
    endless: bool = False
    edited: Counter[str] = field(default_factory=Counter)  # key -> how often its text was changed

    def listing(self, page: int) -> str:
        """The page with this number; one after the last has the table and no rows."""
        first = (page - 1) * self.per_page + 1
        last = first + self.per_page - 1 if self.endless else min(first + self.per_page - 1, self.count)
        rows = "".join(
            f'<tr class=row><td><a href="acts/{key}">{_title(str(key))}</a></td></tr>' for key in range(first, last + 1)
        )
        return _page(f"<table><tr><th>عنوان</th></tr>{rows}</table>")

    def act(self, key: str) -> str:
        """The page of one decision."""
        return _page(
            f"<h1>{_title(key)}</h1><dl><dt>شماره مصوبه</dt><dd>{key}/ش</dd>"
            f"<dt>تاریخ تصویب</dt><dd>۱۴۰۲/۰۵/{int(key) % 29 + 1:02}</dd></dl>"
            f"<div class=body><p>متن مصوبهٔ {key}، بازنگری {self.edited[key]}.</p></div>"
        )


class Publisher:
    """The running server; `asked` are all requests in order, `most_open` how many of a source were open at once."""

    def __init__(self, sources: Mapping[str, Decisions]) -> None:
        self.sources = sources
        self.asked: list[Asked] = []
        self.most_open: Counter[str] = Counter()
        self._open: Counter[str] = Counter()
        self._script: dict[str, list[Answer]] = {}
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._server = _Server(self)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def script(self, path: str, *answers: Answer) -> None:
        """What the next requests of this path get."""
        with self._lock:
            self._script.setdefault(path, []).extend(answers)

    def paths(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [asked.path for asked in self.asked]

    def write_files(self, folder: Path, more: str = "") -> Path:
        """Write the files that harvest all sources, with `more` lines in each; the folder, for DASTRAS_SOURCES."""
        (folder / "agencies").mkdir(parents=True, exist_ok=True)
        (folder / "agencies" / "azmayeshgah.yaml").write_text(AGENCY, encoding="utf-8")
        for name in self.sources:
            text = SOURCE.replace("ROOT", self.address).replace("ID", name)
            (folder / f"{name}.yaml").write_text(text + more, encoding="utf-8")
        return folder

    # ---------- one request ----------

    @contextmanager
    def met(self, path: str, headers: Mapping[str, str]) -> Iterator[Answer]:
        """Note a request, and count it as open until its answer is sent."""
        name = path.split("/")[1]
        with self._lock:
            self.asked.append(Asked(time.monotonic(), path, headers))
            self._open[name] += 1
            self.most_open[name] = max(self.most_open[name], self._open[name])
            waiting = self._script.get(path)
            answer = waiting.pop(0) if waiting else Answer()
        try:
            self._ended.wait(LONGEST_SILENCE if answer.silent else answer.wait)
            yield answer
        finally:
            with self._lock:
                self._open[name] -= 1

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

    def begin(self) -> None:
        """Answer from now on."""
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def end(self) -> None:
        """Answer no more; whoever waits is let go."""
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def publisher(**sources: Decisions) -> Iterator[Publisher]:
    """A publisher of these sources while the context lasts."""
    running = Publisher(sources)
    running.begin()
    try:
        yield running
    finally:
        running.end()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, owner: Publisher) -> None:
        self.owner = owner
        super().__init__(("127.0.0.1", 0), _Answering)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that is killed in the middle is what these tests are about."""


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or each answer takes 40 ms
    server: _Server

    def do_GET(self) -> None:
        owner = self.server.owner
        headers = {name.lower(): value for name, value in self.headers.items()}
        with owner.met(self.path, headers) as answer, suppress(ConnectionError):
            if answer.silent:
                self.close_connection = True
            else:
                self._send(answer, owner.page(self.path) if answer.body is None else answer.body)

    def _send(self, answer: Answer, page: str | None) -> None:
        body = (page or "").encode()
        self.send_response(answer.status if page is not None else 404)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: answer.sent])
        if answer.sent is not None:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Tests look at `asked` instead."""


def _title(key: str) -> str:
    return f"مصوبهٔ آزمایشی شمارهٔ {key}"


def _page(body: str) -> str:
    return f'<!doctype html><html lang=fa><head><meta charset="utf-8"></head><body>{body}</body></html>'
