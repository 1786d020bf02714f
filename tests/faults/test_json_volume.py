"""A source of 300,000 rows in one document of JSON: rows come as they are read, and memory stays flat."""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Callable

import pytest

from harvesters.sandbox import Sandbox
from tests.harvesters.readers.test_json_rows import question

ROWS = 300_000


def rss(pid: int) -> int:
    """MB that a process holds at most (VmHWM)."""
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        (line,) = (line for line in status if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


@pytest.mark.long
def test_many_rows_are_never_one_tree(record_property: Callable[[str, object], None]) -> None:
    one = {"id": 0, "t": "مصوبهٔ شمارهٔ یک دربارهٔ راه", "n": {"a": [1.5, 2]}}
    body = json.dumps({"items": [{**one, "id": number} for number in range(ROWS)]}, ensure_ascii=False).encode()
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, time.perf_counter()
    count = most = 0
    with Sandbox() as sandbox:
        for part in sandbox.parts("json", body, question("items")):
            count += len(part.get("rows", ()))
        most = rss(sandbox.pid) if sandbox.pid else 0
    seconds = time.perf_counter() - begun
    here = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    record_property("promise 07: rows a second of one JSON document", round(ROWS / seconds))
    record_property(f"promise 07: MB of the child for {len(body) >> 20} MB of JSON", most)
    assert (count, most < 300, here - before < 50) == (ROWS, True, True)
