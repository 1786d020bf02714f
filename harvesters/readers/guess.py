"""Looks at one document of an address that nobody has described yet: which form it has, and where its rows are.

Gives {form, count, …}: form is html, json, ckan, datajson, jsonfeed, feed, sitemap, oai, rdf, table, robots or unknown.
What it says are guesses for a person to judge, never rules that run unseen.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import islice
from typing import Any

from python_calamine import CalamineWorkbook

from harvesters.column_words import is_total
from harvesters.decode import Received, decode
from harvesters.readers.guess_html import guess_page
from harvesters.readers.guess_shapes import shape_of

MOST_ROWS = 200
"""Rows that are looked at."""
DEEPEST_LIST = 4
"""Levels at which the list of rows is looked for."""
_ROOT = re.compile(r"<(?![?!])([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_SITEMAP = re.compile(r"(?im)^\s*sitemap\s*:\s*(\S+)")
_ENTRIES = {"rss": "item", "feed": "entry", "RDF": "item", "urlset": "url", "sitemapindex": "sitemap"}
_DELIMITERS = (",", ";", "\t", "|")


def read(body: bytes, question: Mapping[str, Any]) -> dict[str, Any]:
    """The guess for a document; `question` has media_type, charset, and path (of its address)."""
    if body[:4] == b"PK\x03\x04" or body[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _workbook(body)
    text = decode(Received(body, question["media_type"], question["charset"]), None).text
    start = text.lstrip()[:1]
    path, media_type = str(question["path"]), str(question["media_type"])
    if path.endswith("/robots.txt"):
        return {"form": "robots", "count": 0, "sitemaps": _SITEMAP.findall(text)[:20]}
    if start in ("{", "["):
        return _json(text)
    if start == "<":
        return _markup(text)
    if "turtle" in media_type or "n-triples" in media_type or "@prefix" in text[:2_000]:
        return {"form": "rdf", "count": len(re.findall(r"dcat:Dataset\b(?!\w)|ns/dcat#Dataset>", text))}
    return _separated(text) if media_type != "text/html" else {"form": "unknown", "count": 0}


# ---------- markup ----------


def _markup(text: str) -> dict[str, Any]:
    root = _ROOT.search(text)
    name = root[2] if root else ""
    if name == "RDF" and "dcat#" in text[:20_000]:
        return {"form": "rdf", "count": len(re.findall(r"<dcat:Dataset\b", text))}
    if name in _ENTRIES:
        form = "sitemap" if name in ("urlset", "sitemapindex") else "feed"
        addresses = re.findall(r"<loc>\s*([^<\s]+)", text)[:MOST_ROWS] if form == "sitemap" else []
        return {"form": form, "count": len(re.findall(rf"<{_ENTRIES[name]}[\s>]", text)), "addresses": addresses}
    if name == "OAI-PMH":
        return {"form": "oai", "count": 0}
    return guess_page(text)


# ---------- JSON ----------


def _json(text: str) -> dict[str, Any]:
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError):
        return {"form": "unknown", "count": 0}
    if isinstance(tree, dict):
        result = tree.get("result")
        if isinstance(result, dict) and "success" in tree and ("ckan_version" in result or "results" in result):
            return {"form": "ckan", "count": result.get("count", 0)}
        if "jsonfeed.org" in str(tree.get("version")):
            return {"form": "jsonfeed", "count": len(tree.get("items", ()))}
        if isinstance(tree.get("dataset"), list) and ("conformsTo" in tree or "describedBy" in tree):
            return {"form": "datajson", "count": len(tree["dataset"])}
        if "@context" in tree and "dcat" in text[:20_000]:
            return {"form": "rdf", "count": 0}
    path, rows = _rows(tree, "", 0)
    return {"form": "json", "count": len(rows), "rows": path, "keys": _keys(rows[:MOST_ROWS])}


def _rows(tree: Any, path: str, level: int) -> tuple[str, list[dict[str, Any]]]:
    """The longest list of maps, and its path."""
    if isinstance(tree, list):
        return path, [row for row in tree if isinstance(row, dict)]
    best: tuple[str, list[dict[str, Any]]] = ("", [])
    if isinstance(tree, dict) and level < DEEPEST_LIST:
        for key, inner in tree.items():
            name = str(key).replace("\\", "\\\\").replace(".", "\\.")
            found = _rows(inner, f"{path}.{name}" if path else name, level + 1)
            best = max(best, found, key=lambda one: len(one[1]))
    return best


def _keys(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """{name, shape, share, unique, example} of each key that holds plain values, also one level below and in lists."""
    found: dict[str, list[str]] = {}
    for row in rows:
        for name, inner in _plain_values(row):
            found.setdefault(name, []).append(inner)
    return [_described(name, values, len(rows)) for name, values in islice(found.items(), 60)]


def _plain_values(tree: Any, path: str = "", level: int = 0) -> Iterator[tuple[str, str]]:
    """(path, text) of what stands in a row and one level below."""
    if isinstance(tree, dict) and level < 2:
        for key, inner in tree.items():
            name = str(key).replace("\\", "\\\\").replace(".", "\\.")
            yield from _plain_values(inner, f"{path}.{name}" if path else name, level + 1)
    elif isinstance(tree, list) and level < 3:
        for inner in tree[:20]:
            yield from _plain_values(inner, f"{path}[]", level if isinstance(inner, dict) else level + 1)
    elif isinstance(tree, str | int | float) and not isinstance(tree, bool) and str(tree).strip():
        yield path, str(tree)


def _described(name: str, values: list[str], count: int) -> dict[str, Any]:
    is_unique = len(set(values)) == len(values) == count
    share = len(values) / max(count, 1)
    return {"name": name, "shape": shape_of(values), "share": share, "unique": is_unique, "example": values[0][:80]}


# ---------- tables ----------


def _separated(text: str) -> dict[str, Any]:
    first = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    if not first.count(delimiter):
        return {"form": "unknown", "count": 0}
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    rows = list(csv.reader(lines[:MOST_ROWS] + lines[MOST_ROWS:][-1:], delimiter=delimiter))
    table = _table(rows)
    above = table["header_row"] + bool(table["total"])
    return {**table, "count": max(len(lines) - above, 0)}


def _workbook(body: bytes) -> dict[str, Any]:
    sheet = CalamineWorkbook.from_filelike(BytesIO(body)).get_sheet_by_index(0)
    rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.to_python()]
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    table = _table(filled[:MOST_ROWS] + filled[MOST_ROWS:][-1:])
    return {**table, "count": max(len(filled) - table["header_row"] - bool(table["total"]), 0), "sheet": sheet.name}


def _table(rows: list[list[str]]) -> dict[str, Any]:
    """Headings are the first row that is as wide as most; the others are values. `total` is what the last row is called
    when it sums up the others."""
    wide = max((sum(bool(cell.strip()) for cell in row) for row in rows), default=0)
    at = next((n for n, row in enumerate(rows) if sum(bool(cell.strip()) for cell in row) >= wide * 0.8), 0)
    headings = [cell.strip() for cell in rows[at]] if rows else []
    last = next((cell.strip() for cell in rows[-1] if cell.strip()), "") if rows[at + 1 :] else ""
    total = last if is_total(last) else ""
    rows = rows[:-1] if total else rows
    values = [
        [row[place] for row in rows[at + 1 :] if place < len(row) and row[place].strip()]
        for place in range(len(headings))
    ]
    keys = [
        _described(name, found, len(rows) - at - 1)
        for name, found in zip(headings, values, strict=True)
        if name and found
    ]
    return {"form": "table", "keys": keys, "header_row": at + 1, "total": total}
