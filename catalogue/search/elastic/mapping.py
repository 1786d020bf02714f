"""What an index of a cluster holds: settings, a strict mapping, and an index document as it is sent.

Tokens are ours: the built-in whitespace analyser parts them again where we joined them by blanks, and does nothing
else. No document is kept (`_source`): an engine only finds, and what it answers stands in doc values.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue.errors import InvalidRecord
from catalogue.persian.words import ANALYSER
from catalogue.search.elastic.client import to_json
from catalogue.search.fields import KEYS, to_fields
from catalogue.search.index import DATES, FILTERS, Field, IndexDocument
from catalogue.search.limits import MAX_RELEVANCE

ENGINE = "elasticsearch-9/1"
"""Engine and version of the mapping; another one at a position means: build anew."""

BUILDING = {"refresh_interval": "30s", "number_of_replicas": 0}
"""While nobody reads a generation; `SERVING` afterwards."""
SERVING = {"refresh_interval": "1s", "auto_expand_replicas": "0-1"}

_LIMITS: Mapping[str, tuple[int, int]] = {
    "version_no": (0, (1 << 31) - 1),
    "sha_head": (0, (1 << 63) - 1),
    **dict.fromkeys(KEYS, (0, (1 << 63) - 1)),
}
_ANY_DAY = (-(1 << 63), (1 << 63) - 1)


def new_index() -> dict[str, Any]:
    """Settings and mapping of a new generation. How many shards it has, a template of the operator may say."""
    return {
        "settings": {
            **BUILDING,
            "max_result_window": MAX_RELEVANCE + 1,
        },  # one more tells whether it goes on
        "mappings": {
            "dynamic": "strict",
            "_meta": {"engine": ENGINE, "analyser": ANALYSER},
            "_source": {"enabled": False},
            "properties": dict(_properties()),
        },
    }


def new_positions() -> dict[str, Any]:
    """Settings and mapping of the small index of positions: one document for each generation, under its name."""
    keyword = {"type": "keyword", "index": False}
    return {
        "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1"},
        "mappings": {
            "dynamic": "strict",
            "properties": {
                "log_index": {"type": "long"},
                **dict.fromkeys(("commitment", "engine", "analyser"), keyword),
            },
        },
    }


def _properties() -> Mapping[str, Any]:
    tokens = {"type": "text", "analyzer": "whitespace"}
    stems = {**tokens, "index_options": "freqs"}
    found: dict[str, Any] = {"id": {"type": "keyword"}}
    for field in Field:
        found |= {str(field): tokens, f"{field}_stem": stems}
    found |= {name: {"type": "keyword"} for name in FILTERS}
    for name in DATES:
        found |= {f"day_{name}": {"type": "long"}, f"day_{name}_last": {"type": "long"}}
    found |= {name: {"type": "long"} for name in KEYS}
    numbers = {"index": False}
    return found | {"version_no": {"type": "integer", **numbers}, "sha_head": {"type": "long", **numbers}}


def to_line(document: IndexDocument) -> bytes:
    """The document as it is sent; raises InvalidRecord (with the id as field) for what the engine would not take."""
    try:
        fields = to_fields(document)
        for name, value in fields.items():
            _check(name, value)
        line = to_json(fields)
        line.decode()  # half a character is no UTF-8
    except (TypeError, ValueError) as error:
        raise InvalidRecord(document.id, str(error)) from error
    return line


def _check(name: str, value: object) -> None:
    limits = _ANY_DAY if name.startswith("day_") else _LIMITS.get(name)
    if limits is None:
        if not isinstance(value, str | list):
            raise TypeError(f"{name} is {type(value).__name__}")
    elif type(value) is not int or not limits[0] <= value <= limits[1]:
        raise ValueError(f"{name} is no number from {limits[0]} to {limits[1]}")
