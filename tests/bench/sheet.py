"""The figures of a run: printed as they come, kept as JSON; a missed bar is told, a wrong answer is remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

Value = float | int | str


@dataclass(frozen=True, slots=True)
class Bar:
    """What a figure should be, in words, and whether it is."""

    text: str
    met: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report. The endings of the names in `values` say the unit: `_ms`, `_s`, `_mb`, `_rate` (/s)."""

    part: str
    name: str
    values: Mapping[str, Value]
    bar: Bar | None = None

    def __str__(self) -> str:
        shown = "  ".join(f"{name} {_shown(value)}" for name, value in self.values.items())
        verdict = f"   bar {self.bar.text}: {'met' if self.bar.met else 'MISSED'}" if self.bar else ""
        return f"{self.part + ': ' + self.name:<38} {shown}{verdict}"


class Sheet:
    """All figures of a run, and whether everything was right."""

    def __init__(self) -> None:
        self.figures: list[Figure] = []
        self.checks: list[tuple[str, bool]] = []

    @property
    def is_right(self) -> bool:
        """Whether every check held."""
        return all(holds for _, holds in self.checks)

    def tell(self, part: str, name: str, values: Mapping[str, Value], bar: Bar | None = None) -> None:
        """One figure."""
        self.figures.append(Figure(part, name, values, bar))
        print(self.figures[-1], flush=True)

    def check(self, what: str, holds: bool) -> None:
        """Something that must hold whatever the speed."""
        self.checks.append((what, holds))
        print(f"{'' if holds else 'WRONG: '}{what}", flush=True)

    def as_json(self) -> dict[str, Any]:
        """Figures and checks as plain values."""
        return {"figures": [asdict(figure) for figure in self.figures], "checks": self.checks}


def _shown(value: Value) -> str:
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
