"""The table of the fourteen promises (harvesting.md section 1) with what the tests measured of each."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

PROMISES = (
    "Every job ends; a killed one is taken up again",
    "Deadlines and caps on every request",
    "A record's failure is its own",
    "An unchanged job writes nothing",
    "Withdrawal only after complete, plausible listings",
    "Listings that are cut or shift are noticed",
    "Limits, and memory flat in the size of the source",
    "Polite and guarded",
    "Store and index do not drift",
    "Provenance of every version",
    "A source is a file",
    "Identity is (source, native id)",
    "Reports name every record",
    "Fair to small sources",
)
KEY = "promise "


def named(promise: int, what: str) -> str:
    """The name under which a test notes a figure."""
    return f"{KEY}{promise:02}: {what}"


def table(properties: Iterable[tuple[str, object]]) -> list[str]:
    """The lines of the table of all figures noted: of numbers under one name the largest. A promise without one says
    so."""
    figures: dict[int, dict[str, list[object]]] = {}
    for name, value in properties:
        if name.startswith(KEY):
            number, _, what = name.removeprefix(KEY).partition(": ")
            figures.setdefault(int(number), {}).setdefault(what, []).append(value)
    if not figures:
        return []
    lines = [f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()}"]
    for place, promise in enumerate(PROMISES, start=1):
        lines.append(f"{place:2} {promise}")
        found = figures.get(place) or {}
        lines += [f"     {what}: {_largest(values)}" for what, values in sorted(found.items())]
        lines += [] if found else ["     not measured in this run"]
    return lines


def _largest(values: list[object]) -> str:
    """The largest of numbers, else all there are; and of how many, when there are more than one."""
    numbers = [value for value in values if isinstance(value, int | float)]
    shown = f"{max(numbers):g}" if len(numbers) == len(values) else ", ".join(sorted({str(value) for value in values}))
    return shown if len(values) == 1 else f"{shown} (of {len(values)})"


def write(lines: list[str], path: str) -> None:
    """Leave the table in a file."""
    Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")
