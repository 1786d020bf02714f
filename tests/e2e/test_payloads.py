"""Script, addresses and turned text in every field, harvested for real and shown by every type of page in a browser."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests
from playwright.sync_api import Browser, Page

from harvesters.treatments import tidy
from schemas.our_fields import OUR_FIELDS, OurField
from tests.running import dastras, site

TEXTS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "</title></textarea><script>alert(1)</script>",
    "<a href=javascript:alert(1)>x</a><iframe srcdoc='<script>alert(1)</script>'>",
    "{{7*7}}{% raw %}${7*7}<%= 7*7 %>",
    "&lt;script&gt;alert(1)&lt;/script&gt;&#x3c;b>",
    "\u202eجعلی\u202c \u2067x\u2066y\u2069\u2069\u2069\u202d!\u202b",
    "--><style>*{display:none}</style><base href=//evil.example/><meta http-equiv=refresh content=0;//evil.example>",
)
ADDRESSES = (
    "javascript:alert(1)",
    " JaVa\tScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript&colon;alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "//evil.example/x",
    "/\\evil.example/x",
    'https://shora.example/"><script>alert(1)</script>',
    "https://shora.example/\u202e\u2069x",
    "file:///etc/passwd",
)
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
TYPES = {"decision": "resolution", "notice": "announcement"}
HOOK = """
window.__violations = [];
addEventListener("securitypolicyviolation", e => window.__violations.push(e.violatedDirective + " " + e.blockedURI));
"""
LINKS = """() => [...document.querySelectorAll("[href], [src], [action], [formaction]")]
    .map(e => e.href?.baseVal ?? e.href ?? e.src ?? e.action).filter(a => typeof a === "string")"""
WRITTEN = """() => [...document.querySelectorAll("[href], [src], [action]")]
    .map(e => e.getAttribute("href") ?? e.getAttribute("src") ?? e.getAttribute("action"))"""


def rules_of(kind: str) -> dict[str, dict[str, Any]]:
    """A rule for every field of a kind, each read from an element of its own."""
    rules: dict[str, dict[str, Any]] = {}
    for number, (path, field) in enumerate(fields_of(kind).items()):
        rules[path] = {"css": f".f{number}", **({"attr": "href"} if "url" in field.types else {})}
        if "[]" in path or path in ("tags", "files", "amounts", "signers"):
            rules[path]["many"] = True
    return rules | ({"type": {"const": TYPES[kind]}} if kind in TYPES else {})


def fields_of(kind: str) -> dict[str, OurField]:
    return {path: field for path, field in OUR_FIELDS.items() if kind in field.kinds}


def a_page(kind: str, number: int) -> str:
    """The page of one record with a payload in every field."""
    text, address = TEXTS[number % len(TEXTS)], ADDRESSES[number % len(ADDRESSES)]
    parts = [
        f'<a class=f{place} href="{html.escape(address)}">پیوند</a>'
        if "url" in field.types
        else f"<p class=f{place}>{html.escape(text)}</p>"
        for place, (_, field) in enumerate(fields_of(kind).items())
    ]
    return f"<!doctype html><html><body>{''.join(parts)}<dl><dt>{html.escape(text)}<dd>x</dl></body></html>"


def write_sources(folder: Path) -> None:
    """A source for each kind with its recording, one of files, and their agency."""
    (folder / "agencies").mkdir(parents=True)
    names = [{"text": TEXTS[0], "lang": "fa"}, {"text": TEXTS[1] + TEXTS[7], "lang": "en"}]
    agency = {"slug": "shora", "names": names, "aliases": list(TEXTS[2:]), "type": "municipal"}
    agency |= {"website": ADDRESSES[9].replace('"><', "%22%3E%3C"), "jurisdiction": TEXTS[7]}
    (folder / "agencies" / "shora.yaml").write_text(json.dumps(agency), encoding="utf-8")
    for kind in ("decision", "dataset", "notice"):
        _write_source(folder, kind)
    common = {"format": "1", "id": "files", "name": TEXTS[1], "agency": "shora", "kind": "decision"}
    rules = {"title": {"path": "lines.0"}, "number": {"name": "^(.+)\\.txt$"}, "text": {"path": "text"}}
    of_files = {**common, "protocol": "files", "folder": "laws", "read": "text", "fields": rules}
    (folder / "files.yaml").write_text(json.dumps(of_files), encoding="utf-8")
    laws = folder / "root" / "laws"
    laws.mkdir(parents=True)
    for text in TEXTS:
        (laws / (text.replace("/", "\u2215")[:60] + ".txt")).write_text(f"{text}\n{text}", encoding="utf-8")


def _write_source(folder: Path, kind: str) -> None:
    count = max(len(TEXTS), len(ADDRESSES))
    listing = {"rows": ".row", "detail": {"css": "a", "attr": "href"}, "native_id": {"css": "a", "attr": "title"}}
    source: dict[str, Any] = {
        "format": "1",
        "id": kind,
        "name": TEXTS[0] + kind,
        "agency": "shora",
        "kind": kind,
        "protocol": "html",
    }
    source |= {"url": "https://shora.example/list", "list": listing, "detail": {}, "fields": rules_of(kind)}
    (folder / f"{kind}.yaml").write_text(json.dumps(source, default=str).replace("true", '"true"'), encoding="utf-8")
    recording = folder / "recorded" / kind
    recording.mkdir(parents=True)
    ids = [f"{TEXTS[number % len(TEXTS)]} {number}" for number in range(count)]
    rows = "".join(f'<p class=row><a title="{html.escape(ids[n])}" href="/r/{n}">x</a></p>' for n in range(count))
    pages = {"list": f"<!doctype html><html><body>{rows}</body></html>"}
    pages |= {f"r/{number}": a_page(kind, number) for number in range(count)}
    lines = []
    for path, body in pages.items():
        file = path.replace("/", "-")
        (recording / file).write_text(body, encoding="utf-8")
        headers = {"Content-Type": "text/html; charset=utf-8", "Date": "Tue, 24 Nov 2026 05:30:12 GMT"}
        address = f"https://shora.example/{path}"
        lines.append(json.dumps({"method": "GET", "address": address, "status": 200, "headers": headers, "file": file}))
    (recording / "index.jsonl").write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """The settings of a site that harvested all this, with a tombstone whose ground is a payload."""
    write_sources(tmp_path / "sources")
    given = {"DASTRAS_SOURCES": str(tmp_path / "sources"), "DASTRAS_FILES_ROOT": str(tmp_path / "sources" / "root")}
    for arguments in (("decision", "dataset", "notice", "--recorded"), ("files",)):
        done = dastras(tmp_path / "data", "harvest", *arguments, **given)
        assert done.returncode in (0, 1) and "added" in done.stdout, done.stdout + done.stderr
        assert "internal" not in done.stdout, done.stdout
    return given


def paths_of(address: str) -> list[str]:
    """Every type of page, and each record."""
    records = requests.get(f"{address}/api/v1/search?limit=100", timeout=10).json()["items"]
    jobs = requests.get(f"{address}/api/v1/jobs", timeout=10).json()["items"]
    numbers = [job["number"] for job in jobs]
    asked = [f"/search?q={quote(text)}" for text in (*TEXTS, *ADDRESSES)]
    filtered = [f"/search?tag={quote(text)}&number={quote(text)}" for text in TEXTS]
    of_jobs = [f"/jobs/{number}" for number in numbers]
    of_records = [f"/jobs/{n}/records?outcome={word}" for n in numbers for word in ("added", "refused")]
    return [
        "/", "/search", "/agencies", "/agencies/shora", "/sources", "/jobs", "/about", "/facets/tag", "/facets/agency",
        *(f"/sources/{source}" for source in ("decision", "dataset", "notice", "files")),
        *(f"/{record['id']}" for record in records), *(f"/{record['id']}/v1" for record in records[:3]),
        *asked, *filtered, *of_jobs, *of_records, f"/search?from={quote(TEXTS[1])}", f"/{quote(TEXTS[0])}",
        f"/jobs?source={quote(TEXTS[1])}", f"/search?agancy={quote(TEXTS[0])}",
    ]  # fmt: skip


def test_no_payload_runs_leads_away_or_turns_what_stands_beside_it(
    settings: dict[str, str], tmp_path: Path, browser: Browser
) -> None:
    said: list[str] = []
    with site(tmp_path / "data", settings) as (address, _):
        gone = requests.get(f"{address}/api/v1/search?limit=1", timeout=10).json()["items"][0]["id"]
        ground = TEXTS[1] + TEXTS[7]
        done = dastras(tmp_path / "data", "withdraw", gone, "--reason", "court_or_law", "--ground", ground, **settings)
        assert done.returncode == 0, done.stderr
        page = browser.new_context().new_page()
        page.add_init_script(HOOK)
        page.on("dialog", lambda dialog: said.append(f"dialog {dialog.message}"))
        page.on("console", lambda message: said.append(f"{page.url} {message.text}"))
        page.on("request", lambda asked: said.append(asked.url) if not asked.url.startswith(address) else None)
        paths = [*paths_of(address), f"/{gone}"]
        assert len(paths) > 100
        for path in paths:
            look_at(page, address, path)
    assert not [text for text in said if "the server responded with a status of 4" not in text]


def look_at(page: Page, address: str, path: str) -> None:
    """Open a page and judge its links, its violations and its text."""
    answer = page.goto(address + path)
    assert answer is not None and answer.status < 500, path
    assert page.evaluate("window.__violations") == [], path
    schemes = {link.partition(":")[0] for link in page.evaluate(LINKS) if link}
    assert schemes <= {"http", "https", "mailto"}, (path, schemes)
    assert not [written for written in page.evaluate(WRITTEN) if re.match(r"[/\\]{2}|[^/#?:]*$", written)], path
    assert page.locator("iframe, object, embed, base, style, main script, svg[onload], img:not(.qr)").count() == 0, path
    assert not BIDI.search(answer.text()), path
    assert not BIDI.search(page.locator("body").inner_text()), path


def test_the_api_gives_the_texts_as_they_were_published(settings: dict[str, str], tmp_path: Path) -> None:
    with site(tmp_path / "data", settings) as (address, _):
        found = requests.get(f"{address}/api/v1/search?limit=100", timeout=10).json()["items"]
        records = [requests.get(f"{address}/api/v1/records/{one['id']}", timeout=10).json() for one in found]
    titles = {record["record"]["title"] for record in records}
    assert {tidy(text) for text in TEXTS} <= titles
    tags = {tag for record in records for tag in record["record"].get("tags", ())}
    assert tidy(TEXTS[7]) in tags
    links = [link["url"] for record in records for link in record["record"].get("links", ())]
    assert links and all(link.startswith(("http://", "https://")) for link in links)
