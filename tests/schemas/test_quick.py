"""The short way of a record gives what the long one gives, in the same order, or nothing."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from marshmallow import ValidationError

from schemas.kinds import SCHEMAS
from schemas.quick import Quick
from schemas.record import Record
from tests.schemas.test_record import DATASET, DECISION, NOTICE

RECORDS: dict[str, dict[str, Any]] = {"decision": DECISION, "dataset": DATASET, "notice": NOTICE}
WRONG: tuple[Any, ...] = (
    None,
    "",
    " ",
    "\0",
    "\ud800",
    0,
    -1,
    2**60,
    1.5,
    True,
    "true",
    [],
    [None],
    {},
    {"x": 1},
    ("a",),
)


def long_way(schema: Record, given: dict[str, Any]) -> dict[str, Any] | None:
    try:
        return dict(schema.load(given))
    except ValidationError:
        return None


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every member of a record, as the way to it."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield (*path, key)
        yield from places(part, (*path, key))


def changed(record: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    made = copy.deepcopy(record)
    at: Any = made
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return made


@pytest.mark.parametrize("kind", RECORDS)
def test_a_good_record_goes_the_short_way_and_looks_the_same(kind: str) -> None:
    record = dict(reversed(RECORDS[kind].items()))
    short = Quick(SCHEMAS[kind]).load(record)
    assert short is not None
    assert repr(short) == repr(long_way(SCHEMAS[kind], record))


@pytest.mark.parametrize("kind", RECORDS)
def test_what_the_short_way_passes_the_long_way_passes_alike(kind: str) -> None:
    quick = Quick(SCHEMAS[kind])
    spoilt = [changed(RECORDS[kind], path, value) for path in places(RECORDS[kind]) for value in WRONG]
    spoilt += [
        changed(RECORDS[kind], (*path[:-1], "unknown"), "x")
        for path in places(RECORDS[kind])
        if isinstance(path[-1], str)
    ]
    passed = [(short, long_way(SCHEMAS[kind], one)) for one in spoilt if (short := quick.load(one)) is not None]
    assert passed and all(repr(short) == repr(long) for short, long in passed)


@pytest.mark.parametrize("kind", RECORDS)
@pytest.mark.parametrize("missing", ["kind", "title", "roles"])
def test_a_record_without_a_required_member_goes_the_long_way(kind: str, missing: str) -> None:
    record = {key: value for key, value in RECORDS[kind].items() if key != missing}
    assert Quick(SCHEMAS[kind]).load(record) is None
