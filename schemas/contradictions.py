"""Keys of a source file that are right each by itself and cannot hold together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from schemas.our_fields import DEFAULTED, FRESH_DATES

Place = tuple[str, ...]
"""The keys that lead to a place of the file."""

BY_ABSENCE = ("absent_jobs", "grace_days")


def contradictions(data: Mapping[str, Any], named: Collection[str]) -> Iterator[tuple[Place, Any]]:
    """(place, code and facts) of each; `data` is the loaded file, `named` are the paths of ours that have a rule."""
    expect, limits = data.get("expect", {}), data.get("limits", {})
    if data.get("coverage") == "window":
        for key in BY_ABSENCE:
            if key in data.get("withdraw", {}):
                yield ("withdraw", key), ("withdraw-of-window", {})
    if "first_year" in data.get("paging", {}) and "total" in data["paging"]:
        yield ("paging", "total"), ("total-of-years", {})
    least = expect.get("records", {}).get("min", 0)
    if least > limits.get("records", least):
        yield ("expect", "records", "min"), ("expect-above-limit", {"allowed": limits["records"]})
    for path in expect.get("required_share", {}):
        if path not in named and path not in DEFAULTED:
            yield ("expect", "required_share"), ("share-without-rule", {"field": path})
    if "fresh_within_days" in expect and not any(path in named for path in FRESH_DATES):
        yield ("expect", "fresh_within_days"), ("fresh-without-date", {"allowed": FRESH_DATES})
