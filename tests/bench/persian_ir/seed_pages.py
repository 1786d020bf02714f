"""Five news pages put among the papers, and our questions to them (seed_queries.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.bench.persian_ir.asking import ask_all, typed
from tests.bench.persian_ir.bench import OURS, Bench
from tests.bench.persian_ir.measures import Scores, mean_score
from tests.bench.persian_ir.shared_set import DATA, Paper, Query
from tests.bench.persian_ir.sheet import Bar

FOLDER = DATA / "seed-pages"
QUERIES = Path(__file__).with_name("seed_queries.toml")
LEAST_NDCG, LEAST_RECALL = 0.95, 0.98


def measure_seed_pages(bench: Bench) -> None:
    """Whether careful questions find the page they are about."""
    pages = {path.name[:3]: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt"))}
    if not pages:
        print(f"{FOLDER} is missing: nothing to measure")
        return
    papers = [*bench.papers, *(Paper(number, "", text) for number, text in pages.items())]
    asked = typed(list(seed_queries()))
    others = bench.others(papers)
    rows: dict[str, Scores] = {name: others.ask_all(name, asked) for name in others.names}
    with bench.door("seed-pages", papers) as door:
        rows[OURS] = bench.sheet.runs["seed pages"] = ask_all(door.ask, asked)
    means = bench.sheet.scores("five news pages", rows, {query.id: query.kind for query, _ in asked})
    for query, text in asked:
        if rows[OURS][query.id].ndcg < 1:
            bench.sheet.tell(f"not first: {query.kind}", [f"{rows[OURS][query.id].ndcg:.2f}", text])
    ours = mean_score(rows[OURS].values())
    best = max((mean["all"].ndcg for name, mean in means.items() if name != OURS), default=0.0)
    bench.sheet.bar(
        Bar("news pages: nDCG@10", f">= {LEAST_NDCG}", f"{best:.3f}", f"{ours.ndcg:.3f}", ours.ndcg >= LEAST_NDCG)
    )
    bench.sheet.bar(
        Bar("news pages: recall@10", f">= {LEAST_RECALL}", "", f"{ours.recall:.3f}", ours.recall >= LEAST_RECALL)
    )


def seed_queries() -> Iterator[Query]:
    """Our questions; the page is the kind, too."""
    for page, texts in tomllib.loads(QUERIES.read_text(encoding="utf-8"))["pages"].items():
        for place, text in enumerate(texts):
            yield Query(f"seed {page} {place}", page, text, frozenset((page,)))
