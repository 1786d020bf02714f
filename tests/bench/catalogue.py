"""A CKAN of made packages on this machine, and the floor beside it: the same bytes read, hashed and put into SQLite.

`python -m tests.bench.catalogue RECORDS PORT` serves until it is killed. A seeded generator chooses the words.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit

from deploy.settings import shipped_sources

SEED = 1403
TEXT_CHARACTERS, RESOURCES, TAGS = 500, 3, 4
AT_ONCE = 200
SOURCE = """\
format: 1
id: bench-ckan
name: درگاه آزمون
agency: amar-nemouneh
kind: dataset
protocol: ckan
url: {address}
polite: {{gap_seconds: 0}}
robots: {{agreed: bench}}
limits: {{records: 10000000, job_bytes: 100000000000}}
"""
_WORD = re.compile(r"[آ-ی\u200c]{3,}")


def packages(records: int) -> Iterator[dict[str, Any]]:
    """So many packages with three resources each, in the order of their ids."""
    random = Random(SEED)
    pages = sorted((shipped_sources() / "recorded").glob("*/*.html"))
    words = sorted({word for page in pages for word in _WORD.findall(page.read_text(encoding="utf-8"))})

    def text(characters: int) -> str:
        return " ".join(random.choices(words, k=characters // 5))[:characters].strip()

    tags = [text(12) for _ in range(300)]
    for number in range(records):
        key = f"p{number:08}"
        yield {
            "id": key,
            "name": key,
            "title": text(60),
            "notes": text(TEXT_CHARACTERS),
            "organization": {"title": "سازمان آمار مهرکوه (نمونه)", "name": "amar"},
            "metadata_created": f"20{10 + number % 15}-0{1 + number % 9}-{10 + number % 18}T10:00:00.123456",
            "metadata_modified": f"2025-0{1 + number % 9}-{10 + number % 18}T10:00:00.654321",
            "license_id": "cc-by",
            "license_url": "https://creativecommons.org/licenses/by/4.0/",
            "tags": [{"name": tag, "display_name": tag} for tag in random.sample(tags, TAGS)],
            "resources": [
                {"id": f"{key}-{one}", "name": text(40), "url": f"https://amar.example/{key}/{one}", "format": "CSV",
                 "mimetype": "text/csv", "size": 1_000 + number, "state": "active"}
                for one in range(RESOURCES)
            ],
            "state": "active",
        }  # fmt: skip


def floor(folder: Path, records: int) -> float:
    """Seconds to parse, hash and insert the same packages, in batches that are synced; nothing of ours."""
    bodies = [json.dumps(package, ensure_ascii=False) for package in packages(records)]
    began = time.monotonic()
    with closing(sqlite3.connect(folder / "floor.sqlite", isolation_level=None)) as store:
        store.execute("PRAGMA journal_mode=WAL")
        store.execute("PRAGMA synchronous=FULL")
        store.execute("CREATE TABLE version (number INTEGER PRIMARY KEY, sha256 TEXT, canonical TEXT)")
        for start in range(0, records, AT_ONCE):
            texts = [json.dumps(json.loads(body), ensure_ascii=False) for body in bodies[start : start + AT_ONCE]]
            rows = [(hashlib.sha256(text.encode()).hexdigest(), text) for text in texts]
            store.execute("BEGIN IMMEDIATE")
            store.executemany("INSERT INTO version (sha256, canonical) VALUES (?, ?)", rows)
            store.execute("COMMIT")
    return time.monotonic() - began


def serve(records: int, port: int) -> None:
    """Answer package_search."""
    made = [json.dumps(package).encode() for package in packages(records)]

    class Search(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = parse_qs(urlsplit(self.path).query)
            start, rows = int(asked["start"][0]), min(int(asked["rows"][0]), 1_000)
            found = b",".join(made[start : start + rows])
            body = b'{"success":true,"result":{"count":%d,"results":[%s]}}' % (records, found)
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """The bench says enough."""

    HTTPServer(("127.0.0.1", port), Search).serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]), int(sys.argv[2]))
