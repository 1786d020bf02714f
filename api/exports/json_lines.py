"""JSON Lines: one record a line, whole, in the shape of a single record of the API."""

from __future__ import annotations

from collections.abc import Iterator

from api.v1.record_answers import record_json
from catalogue.whole import Part

MEDIA_TYPE = "application/jsonl"


def chunks(parts: Iterator[Part]) -> Iterator[str]:
    """The file, a part at a time. Of a withdrawn record `record` is its tombstone."""
    for part in parts:
        yield "".join(f"{record_json(line.view)}\n" for line in part.lines)
