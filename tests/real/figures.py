"""The table of what tests measured on real inputs, printed at the end of a run."""

from __future__ import annotations

from collections.abc import Iterable

KEY = "real input "


def named(name: str, what: str) -> str:
    """The name under which a test notes a figure of an input."""
    return f"{KEY}{name}: {what}"


def table(properties: Iterable[tuple[str, object]]) -> list[str]:
    """The lines of the table, by input and in the order of the tests."""
    found: dict[str, list[str]] = {}
    for key, value in properties:
        if key.startswith(KEY):
            name, _, what = key.removeprefix(KEY).partition(": ")
            found.setdefault(name, []).append(f"     {what}: {value}")
    return [line for name in sorted(found) for line in (name, *found[name])]
