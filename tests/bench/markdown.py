"""Tables and charts of Markdown; nothing here knows what was measured."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

CHART_WIDTH = 40


def columns(figures: Sequence[dict[str, Any]]) -> str:
    """A table with a column for each value that any of the figures has."""
    names = list(dict.fromkeys(name for figure in figures for name in figure["values"]))
    rows = [[figure["name"], *(number(figure["values"].get(name, "")) for name in names)] for figure in figures]
    return table(["what", *(name.replace("_", " ") for name in names)], rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def shown(values: dict[str, Any]) -> str:
    """All values of a figure."""
    return ", ".join(f"{name.replace('_', ' ')} {number(value)}" for name, value in values.items())


def number(value: float | str) -> str:
    """As people read it."""
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def chart(grown: Iterable[tuple[str, float]], ratio: float) -> str:
    """Each as a bar; where all would end if cost were linear in the number of records is marked."""
    lines = [f"{name:<34} {'█' * round(times / ratio * CHART_WIDTH / 2)} {times:.2f}" for name, times in grown]
    return "\n```\n" + "\n".join([f"{'linear':<34} {'░' * (CHART_WIDTH // 2)} {ratio:.2f}", *lines]) + "\n```"
