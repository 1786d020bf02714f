"""The page of the bench says what its JSON files hold, bar by bar."""

from __future__ import annotations

import json
from pathlib import Path

from tests.bench.report import page, read_run
from tests.bench.sheet import Bar, Sheet

ABOUT = {"load": "0.2, 0.1, 0.1", **{name: name for name in ("machine", "system", "versions", "commit", "texts")}}


def _write(folder: Path, size: int, workers_ms: float, bytes_a_record: float) -> Path:
    sheet = Sheet()
    sheet.tell("search", "mid word", {"hits": 8, "workers_ms": workers_ms}, Bar("<= 3 ms", workers_ms <= 3))
    sheet.tell("size", "a record", {"index_bytes": bytes_a_record})
    sheet.check("right answers: 1 of 1", holds=True)
    path = folder / f"{size}.json"
    about = {**ABOUT, "store": "SQLite 3", "search": "tantivy", "records": str(size)}
    path.write_text(json.dumps({"about": about, **sheet.as_json()}), encoding="utf-8")
    return path


def test_the_page_tells_every_bar_and_what_grew(tmp_path: Path) -> None:
    files = [_write(tmp_path, 10_000, 2.0, 900.0), _write(tmp_path, 100_000, 30.0, 450.0)]
    text = page([read_run(path) for path in files])
    assert "| search | mid word | 10,000 SQLite, tantivy | <= 3 ms | hits 8, workers ms 2 | met |  |" in text
    assert "| search | mid word | 100,000 SQLite, tantivy | <= 3 ms | hits 8, workers ms 30 | **MISSED** |  |" in text
    assert "| mid word, ms | 2 | 30 | 15.00 | <= 12 | **MISSED** |" in text
    assert "| bytes of the index a record | 900 | 450 | 0.50 | <= 1.0 | met |" in text


def test_a_wrong_answer_stands_on_the_page_by_name(tmp_path: Path) -> None:
    path = _write(tmp_path, 10_000, 2.0, 900.0)
    held = json.loads(path.read_text(encoding="utf-8"))
    held["checks"].append(["records stored: 9 of 10", False])
    path.write_text(json.dumps(held), encoding="utf-8")
    assert "records stored: 9 of 10" in page([read_run(path)])


def test_a_run_on_a_busy_machine_says_so(tmp_path: Path) -> None:
    path = _write(tmp_path, 10_000, 2.0, 900.0)
    assert "The machine had other work" not in page([read_run(path)])
    held = json.loads(path.read_text(encoding="utf-8"))
    held["about"]["load"] = "6.0, 5.0, 1.0"
    path.write_text(json.dumps(held), encoding="utf-8")
    assert "The machine had other work" in page([read_run(path)])
