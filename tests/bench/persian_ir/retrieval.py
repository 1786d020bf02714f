"""The shared set: clean queries, queries with slips, and documents as real pages have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.bench.persian_ir.analyses import LUCENE, LUCENE_STEMS
from tests.bench.persian_ir.asking import Baselines, ask_all, typed
from tests.bench.persian_ir.bench import OURS, Bench
from tests.bench.persian_ir.measures import Score, Scores, by_kind, loss
from tests.bench.persian_ir.noise import LETTER_SLIPS, SLIPS
from tests.bench.persian_ir.real_pages import as_real_page
from tests.bench.persian_ir.sheet import Bar, Sheet

NEAR = 0.003
GAIN, GOAL = 0.010, 0.023
REALISTIC_GAIN = 0.050
MOST_LOST = {
    **dict.fromkeys(LETTER_SLIPS, 0.3),
    "presentation forms": 1.0,
    "one typo": 7.0,
    "missing space": 6.0,
    "extra space": 2.0,
    "layout": 8.0,
    "Pinglish": 10.0,
    "realistic": 3.0,
}
"""Percent of the clean score, by slip."""
MOST_LOST_ON_REAL_PAGES = 1.0


def measure_clean(bench: Bench) -> None:
    """Every query as it was meant."""
    asked = typed(bench.queries)
    others = bench.others(bench.papers)
    rows: dict[str, Scores] = {name: others.ask_all(name, asked) for name in others.names}
    with bench.door("papers", bench.papers) as door:
        rows[OURS] = bench.sheet.runs["clean"] = ask_all(door.ask, asked)
        means = bench.sheet.scores("clean queries", rows, bench.kinds)
        bench.sheet.tell("refused", [f"{count} x {reason}" for reason, count in door.refused.items()])
    if best := best_lucene(means):
        _judge_clean(bench.sheet, means[OURS], best)


def measure_slips(bench: Bench, slips: Sequence[str] = tuple(SLIPS)) -> None:
    """Every query with every slip, Lucene beside; the loss is over the queries that a slip changes."""
    others = bench.others(bench.papers)
    chosen = [name for name in (LUCENE, LUCENE_STEMS) if name in others.names]
    clean = typed(bench.queries)
    plain: dict[str, Scores] = {name: others.ask_all(name, clean) for name in chosen}
    lost: dict[str, dict[str, float]] = {}
    with bench.door("papers", bench.papers) as door:
        plain[OURS] = ask_all(door.ask, clean)
        for slip in slips:
            bench.sheet.runs[slip] = ask_all(door.ask, typed(bench.queries, slip))
            lost[slip] = {OURS: loss(plain[OURS], bench.sheet.runs[slip], bench.kinds)}
    for name in chosen:
        for slip in slips:
            lost[slip][name] = loss(plain[name], others.ask_all(name, typed(bench.queries, slip)), bench.kinds)
    _show_lost(bench, lost)
    if "realistic" in slips:
        _judge_realistic(bench, others)


def measure_documents(bench: Bench) -> None:
    """Clean queries over the documents as real pages have them."""
    spoilt = [as_real_page(paper) for paper in bench.papers]
    asked = typed(bench.queries)
    others, changed = bench.others(bench.papers), bench.others(spoilt)
    lost = {name: loss(others.ask_all(name, asked), changed.ask_all(name, asked), bench.kinds) for name in others.names}
    with bench.door("papers", bench.papers) as door:
        clean = ask_all(door.ask, asked)
    with bench.door("real-pages", spoilt) as door:
        bench.sheet.runs["real-page documents"] = ask_all(door.ask, asked)
    ours = loss(clean, bench.sheet.runs["real-page documents"], bench.kinds)
    bench.sheet.head("documents as on real pages: loss in % of the clean nDCG@10")
    for name, one in {**lost, OURS: ours}.items():
        bench.sheet.tell(name, [f"{one:.1f}"])
    told = f"<= {MOST_LOST_ON_REAL_PAGES} %"
    met = ours <= MOST_LOST_ON_REAL_PAGES
    bench.sheet.bar(Bar("loss: real-page documents", told, _least(lost), f"{ours:.1f} %", met))


def best_lucene(means: Mapping[str, Mapping[str, Score]]) -> Mapping[str, Score]:
    """The better of Lucene's two Persian analyses by its mean; empty when it was not asked."""
    found = [means[name] for name in (LUCENE, LUCENE_STEMS) if name in means]
    return max(found, key=lambda mean: mean["all"].ndcg) if found else {}


def _judge_clean(sheet: Sheet, ours: Mapping[str, Score], best: Mapping[str, Score]) -> None:
    gain = ours["all"].ndcg - best["all"].ndcg
    told = f"Lucene + {GAIN:.3f} (goal {GOAL:.3f})"
    sheet.bar(Bar("clean, mean over kinds", told, f"{best['all'].ndcg:.3f}", f"{gain:+.3f}", gain >= GAIN))
    for kind in (kind for kind in ours if kind != "all"):
        below = ours[kind].ndcg - best[kind].ndcg
        sheet.bar(Bar(f"clean: {kind}", f">= -{NEAR}", f"{best[kind].ndcg:.3f}", f"{below:+.3f}", below >= -NEAR))


def _judge_realistic(bench: Bench, others: Baselines) -> None:
    asked = typed(bench.queries, "realistic")
    rows: dict[str, Scores] = {name: others.ask_all(name, asked) for name in others.names}
    rows[OURS] = bench.sheet.runs["realistic"]
    means = bench.sheet.scores("realistic queries", rows, bench.kinds)
    if best := best_lucene(means):
        gain = means[OURS]["all"].ndcg - best["all"].ndcg
        told = f"Lucene + {REALISTIC_GAIN:.3f}"
        met = gain >= REALISTIC_GAIN
        bench.sheet.bar(Bar("realistic, mean over kinds", told, f"{best['all'].ndcg:.3f}", f"{gain:+.3f}", met))


def _show_lost(bench: Bench, lost: Mapping[str, Mapping[str, float]]) -> None:
    names = list(next(iter(lost.values())))
    bench.sheet.head("loss in % of the clean nDCG@10, over the queries that the slip changes (n)")
    bench.sheet.tell("", ["n", "nDCG", *(name[:11] for name in names)])
    for slip, losses in lost.items():
        scores = bench.sheet.runs[slip]
        reached = by_kind(scores, bench.kinds)["all"].ndcg
        bench.sheet.tell(slip, [f"{len(scores)}", f"{reached:.3f}", *(f"{losses[name]:.1f}" for name in names)])
        if slip in MOST_LOST:
            most, ours = MOST_LOST[slip], losses[OURS]
            rest = {name: one for name, one in losses.items() if name != OURS}
            bench.sheet.bar(Bar(f"loss: {slip}", f"<= {most} %", _least(rest), f"{ours:.1f} %", ours <= most))


def _least(lost: Mapping[str, float]) -> str:
    """The best of the others."""
    if not lost:
        return ""
    name = min(lost, key=lambda name: lost[name])
    return f"{lost[name]:.1f} % ({name})"
