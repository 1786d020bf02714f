"""`python -m tests.bench.report PAGE FILE...`: the page of the bench, from the JSON files of its runs."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.bench.costs import COSTS
from tests.bench.markdown import chart, columns, number, shown, table

HEAD = """\
# What the bench has measured

<div dir="rtl">

این صفحه را خود سنجه از روی نتیجه‌هایش می‌نویسد؛ با دست ویرایش نشود. هر عدد در کنار کف همان اجرا آمده است:
کوچک‌ترین برنامهٔ ممکن با همان کارساز؛ زیرا دو رایانه یا دو روز را نمی‌توان با هم سنجید.
«met» یعنی به هدف رسیده و «MISSED» یعنی نرسیده، و کنارش آمده که چه چیزی آن را گران می‌کند.

</div>

Made by `python -m tests.bench.report` of what `python -m tests.bench --json FILE` has written; not edited by hand.
Values ending in `ms` are milliseconds of the processor (user and system) for one request or record, of the group of
processes they are named after; `p50`, `p95` and `p99` are wall time. `floors` is a multiple of what the smallest Flask
application takes under the same server in the same run. Ratios hold for other machines, milliseconds for this one.
"""
BUSY = (
    "**رایانه هنگام این اجراها سرگرم کارهای دیگر هم بود: زمان‌ها بیش از اندازه‌اند | "
    "The machine had other work beside these runs, so times are too long and rates too low**"
)
PROCESSES = ("workers_ms", "postgresql_ms", "elasticsearch_ms")
GROWTH_CPU, GROWTH_RARE, GROWTH_SIZE, GROWTH_RATE = 6 / 5, 2.5 / 5, 1.0, 0.8
"""Of the ratio of two sizes: processor time of a class, and of rare words; bytes a record; rate of a rebuild."""


@dataclass(frozen=True, slots=True)
class Run:
    """One JSON file."""

    about: dict[str, str]
    figures: list[dict[str, Any]]
    checks: list[tuple[str, bool]]

    @property
    def size(self) -> int:
        """Made records."""
        return int(self.about["records"])

    @property
    def engines(self) -> str:
        """Store and search."""
        return f"{self.about['store'].split()[0]}, {self.about['search'].split()[0]}"

    @property
    def is_busy(self) -> bool:
        """Whether other work went on beside it: before the first measurement a core was taken."""
        return float(self.about["load"].split(",")[0]) >= 1

    @property
    def name(self) -> str:
        """How tables call it."""
        return f"{self.size:,} {self.engines}"

    def part(self, *names: str) -> list[dict[str, Any]]:
        """The figures of some parts."""
        return [figure for figure in self.figures if figure["part"] in names]

    def value(self, part: str, figure: str, value: str) -> float | None:
        """One value, if it was measured."""
        found = [one["values"].get(value) for one in self.part(part) if one["name"] == figure]
        return found[0] if found else None


def main() -> int:
    """Write the page; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.report", description=__doc__)
    parser.add_argument("page", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    asked = parser.parse_args()
    runs = sorted(map(read_run, asked.files), key=lambda run: (run.engines, run.size))
    asked.page.write_text(page(runs), encoding="utf-8")
    return 0


def read_run(path: Path) -> Run:
    """The run of a file."""
    held = json.loads(path.read_text(encoding="utf-8"))
    return Run(held["about"], held["figures"], [(what, holds) for what, holds in held["checks"]])


def page(runs: Sequence[Run]) -> str:
    """The whole page."""
    parts = [HEAD, *_runs(runs), *_bars(runs)]
    for run in runs:
        parts += _classes(run)
    parts += [*_growth(runs), *_engines(runs), *_others(runs)]
    return "\n".join(parts) + "\n"


def _runs(runs: Sequence[Run]) -> Iterator[str]:
    yield "\n## Runs\n"
    rows = [
        [run.name, run.about["store"], run.about["search"], run.about["texts"], run.about["load"], _right(run)]
        for run in runs
    ]
    yield table(["run", "store", "search", "texts", "load of the machine", "right"], rows)
    if busy := [run.name for run in runs if run.is_busy]:
        yield f"\n{BUSY}: {'; '.join(busy)}."
    yield "\n" + "\n".join(
        f"- {line}" for line in sorted({f"{run.about['machine']}; {run.about['system']}" for run in runs})
    )
    yield "\n".join(f"- {line}, commit {commit}" for line, commit in sorted({_versions(run) for run in runs}))


def _versions(run: Run) -> tuple[str, str]:
    return run.about["versions"], run.about["commit"]


def _right(run: Run) -> str:
    wrong = [what for what, holds in run.checks if not holds]
    return "everything" if not wrong else "; ".join(wrong)


def _bars(runs: Sequence[Run]) -> Iterator[str]:
    """Every bar: the figures of all runs beside it."""
    yield "\n## Bars\n"
    rows = [
        [figure["part"], figure["name"], run.name, figure["bar"]["text"], shown(figure["values"]), *_verdict(figure)]
        for run in runs
        for figure in run.figures
        if figure["bar"]
    ]
    rows.sort(key=lambda row: (row[0], row[1]))
    yield table(["part", "what", "run", "bar", "measured", "", "what costs it"], rows)


def _verdict(figure: dict[str, Any]) -> tuple[str, str]:
    if figure["bar"]["met"]:
        return "met", ""
    return "**MISSED**", COSTS.get((figure["part"], figure["name"]), "")


def _classes(run: Run) -> Iterator[str]:
    figures = run.part("search", "worst")
    if figures:
        yield f"\n## Searches, {run.name}\n"
        yield columns(figures)


def _growth(runs: Sequence[Run]) -> Iterator[str]:
    for small, large in _neighbours(runs):
        ratio = large.size / small.size
        yield f"\n## Growth from {small.size:,} to {large.size:,} records ({ratio:.3g} times), {small.engines}\n"
        yield table(["what", "before", "after", "times", "bar", ""], list(_grown(small, large, ratio)))
        yield chart(
            [(name, _number(after) / _number(before)) for name, before, after, *_ in _grown(small, large, ratio)], ratio
        )


def _number(shown: str) -> float:
    return float(shown.replace(",", ""))


def _neighbours(runs: Sequence[Run]) -> Iterator[tuple[Run, Run]]:
    for engines in dict.fromkeys(run.engines for run in runs):
        same = [run for run in runs if run.engines == engines]
        yield from pairwise(same)


def _grown(small: Run, large: Run, ratio: float) -> Iterator[list[str]]:
    """Rows: what, before, after, times, bar, verdict."""
    later = {figure["name"]: _processor(figure["values"]) for figure in large.part("search")}
    for figure in small.part("search"):
        before, after = _processor(figure["values"]), later.get(figure["name"])
        if after is not None:
            most = ratio * (GROWTH_RARE if figure["name"] == "rare word" else GROWTH_CPU)
            yield _row(f"{figure['name']}, ms", before, after, (f"<= {most:.3g}", after / before <= most))
    sizes = [run.value("size", "a record", "index_bytes") for run in (small, large)]
    rates = [run.value("rebuild", "dastras reindex", "rate") for run in (small, large)]
    if sizes[0] and sizes[1]:
        met = sizes[1] / sizes[0] <= GROWTH_SIZE
        yield _row("bytes of the index a record", sizes[0], sizes[1], (f"<= {GROWTH_SIZE}", met))
    if rates[0] and rates[1]:
        met = rates[1] / rates[0] >= GROWTH_RATE
        yield _row("records a second, rebuild", rates[0], rates[1], (f">= {GROWTH_RATE}", met))


def _processor(values: dict[str, float]) -> float:
    """Milliseconds of all groups of processes."""
    return sum(value for name, value in values.items() if name in PROCESSES)


def _row(what: str, before: float, after: float, bar: tuple[str, bool]) -> list[str]:
    text, met = bar
    return [what, number(before), number(after), f"{after / before:.2f}", text, "met" if met else "**MISSED**"]


def _engines(runs: Sequence[Run]) -> Iterator[str]:
    for run in runs:
        if run.part("engines"):
            yield f"\n## Elasticsearch beside tantivy, {run.name}\n"
            yield columns(run.part("engines"))


def _others(runs: Sequence[Run]) -> Iterator[str]:
    for part in ("fill", "harvest", "rebuild", "size", "memory", "load", "exports", "follow", "cold start"):
        figures = [{**figure, "name": f"{figure['name']}; {run.name}"} for run in runs for figure in run.part(part)]
        if figures:
            yield f"\n## {part.capitalize()}\n"
            yield columns(figures)


if __name__ == "__main__":
    sys.exit(main())
