"""JSON Lines: one record a line, whole, in the shape of a single record of the API."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.v1.record_answers import record_json
from catalogue.whole import Line, Part

MEDIA_TYPE = "application/jsonl"


def chunks(parts: Iterator[Part]) -> Iterator[str]:
    """The file, a part at a time. Of a withdrawn record `record` is its tombstone."""
    return (text_of(part.lines) for part in parts)


def text_of(lines: Sequence[Line]) -> str:
    """These records, one a line."""
    return "".join(f"{record_json(line.view)}\n" for line in lines)
