"""Source files and recordings as tests write them."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from catalogue.archive import Document
from harvesters.agencies import AgencyRegister, load_agencies
from harvesters.config import load_source
from harvesters.fetch import Getter
from harvesters.keeping import ForNobody, FromHand, Keeping
from harvesters.links import host_and_port
from harvesters.mistakes import Mistake
from harvesters.politeness import Manners
from harvesters.replay import RecordedFetcher
from harvesters.reports import JobReport
from harvesters.run import row_of, run_job
from harvesters.source import Source
from tests.making import Store

AGENCY = """\
slug: shora
names: [{text: شورای شهر نمونه, lang: fa}, {text: Sample City Council, lang: en}]
aliases: [شورای نمونه]
type: municipal
website: https://shora.example/
"""

LISTING = """\
format: 1
id: acts
name: مصوبات نمونه
agency: shora
kind: decision
protocol: html
url: https://shora.example/list?page={page}
paging: {style: page, start: 1, max_pages: 50}
list:
  rows: "table tr.row"
  detail: {css: a, attr: href}
  native_id: {css: a, attr: href, match: 'acts/(\\w+)'}
fields:
  title: {column: عنوان}
  adopted_on: {column: تاریخ تصویب}
"""

WITH_PAGES = LISTING.replace(
    """\
fields:
  title: {column: عنوان}
  adopted_on: {column: تاریخ تصویب}
""",
    """\
  fields: {session.no: {column: جلسه}}
detail: {url: "{detail}?print=1", must_contain: شماره مصوبه, drop: [.share]}
fields:
  title: {css: h1}
  number: {label: شماره مصوبه}
  type: {label: نوع, map: {مصوبه: resolution, بخشنامه: circular}}
  adopted_on: {label: تاریخ تصویب}
  text: {css: div.body}
ignore: [عنوان]
""",
)


def a_register(folder: Path) -> AgencyRegister:
    """A register with the one agency `shora`."""
    agencies = folder / "agencies"
    agencies.mkdir(exist_ok=True)
    (agencies / "shora.yaml").write_text(AGENCY, encoding="utf-8")
    return load_agencies(agencies)


def load_text(folder: Path, text: str, name: str = "acts") -> Source | list[Mistake]:
    """What a source file with this text loads to."""
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return load_source(path, a_register(folder))


def a_source(folder: Path, text: str = LISTING) -> Source:
    """The source of a good file."""
    loaded = load_text(folder, text)
    assert isinstance(loaded, Source), [str(mistake) for mistake in loaded]
    return loaded


def html(body: str) -> str:
    """A page around a body."""
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>سایت نمونه</title></head><body>{body}</body></html>'
    )


def listing(*rows: tuple[str, str, str]) -> str:
    """A page of the listing: (key, title, date) each."""
    lines = "".join(
        f'<tr class=row><td>{date}</td><td><a href="/acts/{key}">{title}</a></td></tr>' for key, title, date in rows
    )
    return html(f"<table><tr><th>تاريخ تصويب:</th><th>عنوان</th></tr>{lines}</table>")


def act(key: str = "1", title: str = "مصوبهٔ نخست", more: str = "") -> str:
    """The page of one act."""
    return html(
        f"<h1>{title}</h1><dl><dt>شمارة مصوبه:</dt><dd>{key}/ش</dd><dt>نوع</dt><dd>مصوبه</dd>"
        f"<dt>تاریخ تصویب</dt><dd>۱۴۰۲/۰۵/۰۱</dd></dl><div class=body><p>متن {key}.</p></div>{more}"
    )


def record_pages(
    folder: Path, pages: Mapping[str, str | bytes | int], content_type: str = "text/html; charset=utf-8"
) -> RecordedFetcher:
    """A recording of address -> page (or the status of an answer without one), and its fetcher."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for number, (address, page) in enumerate(pages.items()):
        exchange: dict[str, object] = {"method": "GET", "address": address, "status": 200}
        exchange["headers"] = headers(content_type)
        if isinstance(page, int):
            exchange["status"] = page
        else:
            exchange["file"] = f"{number}.html"
            (folder / f"{number}.html").write_bytes(page if isinstance(page, bytes) else page.encode())
        lines.append(json.dumps(exchange))
    (folder / "index.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return RecordedFetcher(folder, ForNobody(), 2**20)


class Keeper(ForNobody):
    """Shows a test what was kept."""

    def __init__(self, kept: list[Document]) -> None:
        super().__init__()
        self.kept = kept

    def keep(self, asked: str, document: Document, requests: int) -> None:
        """Append it."""
        self.kept.append(document)


def run_source(store: Store, source: Source, open_fetcher: Callable[[Keeping], Getter]) -> JobReport:
    """Harvest a source in a job of its own; `open_fetcher` gives its documents."""
    fetcher = open_fetcher(ForNobody())
    job = store.begin(row_of(source), recorded=fetcher.recorded)
    with store.intake.hold(job.claim, threading.Event()) as hold:
        fetcher.keeping = FromHand(store.intake, job, hold)
        report = run_job(job, source, fetcher, store.intake, now)
    store.kill(job)
    return report


def hasty(site: str) -> Manners:
    """No pause between two requests to a server of this machine, and no robots.txt."""
    return Manners(0, frozenset({host_and_port(site)}), None)


def headers(content_type: str = "text/html; charset=utf-8") -> dict[str, str]:
    """Headers of a recorded answer."""
    return {"Content-Type": content_type, "Date": "Tue, 24 Nov 2026 05:30:12 GMT"}


def now() -> datetime:
    """A time that stands still."""
    return datetime(2026, 11, 25, 9, 0, 0, tzinfo=UTC)
