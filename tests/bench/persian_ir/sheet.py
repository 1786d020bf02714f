"""What the bench says: tables as it goes, and at the end each bar with the figures beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.persian_ir.measures import Score, Scores, by_kind, compare

_MEASURES = ("nDCG@10", "MRR@10", "recall@10")


@dataclass(frozen=True, slots=True)
class Bar:
    """A promise: what, how far, what the others reach, what we reach."""

    what: str
    bar: str
    others: str
    ours: str
    is_met: bool


@dataclass(slots=True)
class Sheet:
    """Prints; keeps the bars, and the scores of the product by run."""

    bars: list[Bar] = field(default_factory=list)
    runs: dict[str, Scores] = field(default_factory=dict)

    def head(self, title: str) -> None:
        """The title of a part."""
        print(f"\n== {title}", flush=True)

    def tell(self, name: str, cells: Sequence[str]) -> None:
        """One row of a table."""
        print(f"{name:<24} {'  '.join(f'{cell:>7}' for cell in cells)}", flush=True)

    def scores(self, title: str, rows: Mapping[str, Scores], kinds: Mapping[str, str]) -> dict[str, dict[str, Score]]:
        """A table of systems by kinds, with MRR and recall of the mean; what it shows comes back."""
        means = {name: by_kind(scores, kinds) for name, scores in rows.items()}
        columns = sorted({kind for mean in means.values() for kind in mean if kind != "all"})
        self.head(f"{title}: nDCG@10 by kind, mean over kinds")
        self.tell("", [*columns, "all", *_MEASURES[1:]])
        for name, mean in means.items():
            shown = [mean[kind].ndcg if kind in mean else float("nan") for kind in (*columns, "all")]
            self.tell(name, [f"{one:.3f}" for one in (*shown, mean["all"].mrr, mean["all"].recall)])
        return means

    def bar(self, bar: Bar) -> None:
        """Keep it for the end."""
        self.bars.append(bar)

    def show_bars(self) -> None:
        """The last table."""
        self.head("bars")
        print(f"{'what':<44} {'bar':<22} {'others':<30} ours")
        for bar in self.bars:
            print(f"{bar.what:<44} {bar.bar:<22} {bar.others:<30} {bar.ours}  {'met' if bar.is_met else 'MISSED'}")

    def write(self, path: Path) -> None:
        """The product's scores, to be compared with those of another run."""
        path.write_text(json.dumps(self.runs), encoding="utf-8")

    def show_against(self, path: Path) -> None:
        """What changed since the run that wrote this file."""
        earlier = json.loads(path.read_text(encoding="utf-8"))
        self.head(f"nDCG@10 against {path.name}: mean difference over queries, 95 % interval, queries better and worse")
        for name in (name for name in self.runs if name in earlier):
            before = {query: Score(*values) for query, values in earlier[name].items()}
            found = compare(before, self.runs[name])
            interval = f"[{found.low:+.4f} {found.high:+.4f}]"
            self.tell(name, [f"{found.difference:+.4f}", interval, f"+{found.better}", f"-{found.worse}"])
