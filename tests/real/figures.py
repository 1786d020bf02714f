"""The table of the real inputs: what each held, what became of it, and what it cost."""

from __future__ import annotations

import resource
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from harvesters.reports import JobReport

KEY = "real input: "
HEADINGS = ("input", "records", "stored", "refused", "seconds", "MB here", "MB child", "issues")


def figures_of(report: JobReport, seconds: float, records: int) -> dict[str, object]:
    """What a test notes under named(…): `records` stand in the input, the rest is of its job."""
    codes: Counter[str] = Counter()
    for issue in report.issues:
        codes[issue.code] += issue.count
    return {
        "records": records,
        "stored": report.counts.get("added", 0) + report.counts.get("changed", 0) + report.counts.get("unchanged", 0),
        "refused": report.counts["refused"],
        "seconds": f"{seconds:.2f}",
        "MB here": _megabytes(resource.RUSAGE_SELF),
        "MB child": _megabytes(resource.RUSAGE_CHILDREN),
        "issues": ", ".join(f"{code} {count}" for code, count in sorted(codes.items())) or "-",
    }


def named(name: str, what: str = "") -> str:
    """The name under which a test notes the figures of an input (figures_of), or `what` was measured besides."""
    return f"{KEY}{name}: {what}"


def table(properties: Iterable[tuple[str, object]]) -> list[str]:
    """The lines of the table, and below it what was measured besides, by input; none when nothing was noted.

    Memory is the most of the process up to then.
    """
    rows: list[tuple[str, ...]] = []
    besides: dict[str, list[str]] = {}
    for key, found in properties:
        name, _, what = key.removeprefix(KEY).partition(": ")
        if key.startswith(KEY) and isinstance(found, Mapping):
            rows.append((name, *(str(found[heading]) for heading in HEADINGS[1:])))
        elif key.startswith(KEY):
            besides.setdefault(name, []).append(f"     {what}: {found}")
    return [*_aligned(rows), *(line for name in sorted(besides) for line in (name, *besides[name]))]


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    if not rows:
        return []
    widths = [max(len(row[place]) for row in (HEADINGS, *rows)) for place in range(len(HEADINGS))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in (HEADINGS, *rows)]


def _megabytes(of: int) -> int:
    return resource.getrusage(of).ru_maxrss // 1024
