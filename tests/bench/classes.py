"""Every class of questions over HTTP, the floor beside it in turns: processor and wall time, multiples of the floor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from tests.bench import machine
from tests.bench.asking import WARM_UP, Question, Timing, ask, warmed
from tests.bench.made.records import Records
from tests.bench.place import Place, Served, floor, serving
from tests.bench.questions import Asked, Chooser, questions, to_question
from tests.bench.sheet import Bar, Sheet, Value
from tests.bench.words import sample

PART = "search"
TIMES = 200
"""Requests of a class; fewer say nothing of the slowest."""
BARS = {"mid word, 4 facets": 3.0, "common AND, 4 facets": 12.0, "search page": 10.0, "record page": 5.0}
"""Milliseconds of the processor; those of searches were set for 200,000 records."""
RECORD_FLOORS = 3.0
MOST_WORKER_MEGABYTES = 300
FLOOR = Question("/floor", lambda body: len(body) > 5_000)
PERCENTILES = (50, 95, 99)


def measure(sheet: Sheet, place: Place, records: Records, size: int) -> None:
    """All classes, pages of the website and single records; the memory of the workers in the end."""
    with serving(place) as served, floor() as lowest:
        for name, asked in questions(served.address, records, size, TIMES):
            _measure(sheet, name, (served, lowest), [to_question(one) for one in asked], _hits(asked))
        for name, page in pages(served, records, size).items():
            _measure(sheet, name, (served, lowest), page, {})
        peaks = [machine.peak_megabytes(worker) for worker in served.workers]
        private = [machine.private_megabytes(worker) for worker in served.workers]
    memory: dict[str, Value] = {"peak_mb": max(peaks), "private_mb": max(private)}
    met = max(peaks) <= MOST_WORKER_MEGABYTES
    sheet.tell("memory", "web worker", memory, Bar(f"peak <= {MOST_WORKER_MEGABYTES} MB", met))


def pages(served: Served, records: Records, size: int) -> dict[str, list[Question]]:
    """Single records, and pages of the website."""
    ids = Chooser(served.address, size, TIMES).ids(TIMES)
    words = sample(records, size).mid[: TIMES + WARM_UP]
    return {
        "record, JSON": [Question(f"/api/v1/records/{one}", lambda body: b'"record":{' in body) for one in ids],
        "record page": [Question(f"/{one}", lambda body: b'dir="rtl"' in body) for one in ids],
        "search page": [
            Question(f"/search?{urlencode({'q': word})}", lambda body: b"<mark>" in body) for word in words
        ],
    }


def _hits(asked: Sequence[Asked]) -> dict[str, Value]:
    return {"hits": sum(one.total for one in asked) / len(asked)} if asked else {}


def _measure(
    sheet: Sheet, name: str, sites: tuple[Served, Served], asked: Sequence[Question], more: Mapping[str, Value]
) -> None:
    served, lowest = sites
    timing, spent = timed(served, asked)
    at_the_floor, floor_spent = timed(lowest, [FLOOR] * TIMES)
    sheet.check(f"right answers, {name}: {len(timing.milliseconds)} of {timing.asked}", timing.is_right)
    if not timing.asked:
        return
    cpu = {f"{group}_ms": seconds * 1000 / timing.asked for group, seconds in spent.items()}
    floors = sum(cpu.values()) / (floor_spent["workers"] * 1000 / at_the_floor.asked)
    walls = {f"p{percent}_ms": timing.percentile(percent) for percent in PERCENTILES}
    sheet.tell(PART, name, {**more, **cpu, "floors": floors, **walls}, _bar(name, sum(cpu.values()), floors))


def _bar(name: str, cpu: float, floors: float) -> Bar | None:
    if name == "record, JSON":
        return Bar(f"<= {RECORD_FLOORS:.0f} floors", floors <= RECORD_FLOORS)
    return Bar(f"<= {BARS[name]:.0f} ms at 200,000", cpu <= BARS[name]) if name in BARS else None


def timed(served: Served, questions: Sequence[Question]) -> tuple[Timing, dict[str, float]]:
    """How long the answers took, and the seconds that each group of processes spent on them."""
    measured = warmed(served.address, questions)
    before = served.spent()
    timing = ask(served.address, measured)
    return timing, {group: seconds - before[group] for group, seconds in served.spent().items()}
