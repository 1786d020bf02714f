"""The worst questions that are permitted, and what another reader waits meanwhile."""

from __future__ import annotations

import threading
import time
from random import Random

from tests.bench.asking import WARM_UP, Question, Timing, ask
from tests.bench.classes import timed
from tests.bench.made.records import SEED, Records
from tests.bench.place import Place, Served, serving
from tests.bench.questions import FACETS, LAST_PAGE, MID, PAGE, Asked, Chooser, to_question
from tests.bench.sheet import Bar, Sheet
from tests.bench.words import Sampled, sample

WORDS = {"20 words by OR": (20, " OR "), "40 words, most of them": (40, " ")}
"""Common ones, and what stands between them: an OR counts as a word, and 40 may be asked for."""
TIMES, READERS_TIMES = 40, 200
PAUSE_SECONDS = 0.02
MOST_MS, MOST_MEANWHILE_MS = 150, 500
"""Of the processor, and another reader's 99th percentile; set for 100,000 records."""


def measure(sheet: Sheet, place: Place, records: Records, size: int) -> None:
    """Each with four facets and on the last page; the other reader asks for words of middling frequency."""
    words = sample(records, size)
    with serving(place) as served:
        worst: list[Question] = []
        for name, texts in worst_texts(words).items():
            asked = [to_question(one) for one in on_the_last_page(Chooser(served.address, size, TIMES), texts)]
            _measure_worst(sheet, served, name, asked)
            worst += asked
        mid = Chooser(served.address, size, READERS_TIMES).with_share(words.mid, MID)
        other = _meanwhile(served, worst, [to_question(one) for one in mid])
    sheet.check(f"right answers meanwhile: {len(other.milliseconds)} of {other.asked}", other.is_right)
    p99 = other.percentile(99)
    bar = Bar(f"p99 <= {MOST_MEANWHILE_MS} ms at 100,000", p99 <= MOST_MEANWHILE_MS)
    sheet.tell("worst", "another reader meanwhile", {"p50_ms": other.percentile(50), "p99_ms": p99}, bar)


def _measure_worst(sheet: Sheet, served: Served, name: str, asked: list[Question]) -> None:
    timing, spent = timed(served, asked)
    sheet.check(f"right answers, {name}: {len(timing.milliseconds)} of {timing.asked}", timing.is_right)
    cpu = {f"{group}_ms": seconds * 1000 / timing.asked for group, seconds in spent.items()}
    walls = {"p50_ms": timing.percentile(50), "p95_ms": timing.percentile(95)}
    all_of_it = sum(cpu.values())
    bar = Bar(f"<= {MOST_MS} ms at 100,000", all_of_it <= MOST_MS)
    sheet.tell("worst", f"{name}, 4 facets, last page", {**cpu, **walls}, bar)


def worst_texts(words: Sampled) -> dict[str, list[str]]:
    """Name -> texts of so many common words, none like the other."""
    random = Random(SEED)
    return {
        name: [between.join(random.sample(words.common, count)) for _ in range(TIMES + WARM_UP)]
        for name, (count, between) in WORDS.items()
    }


def on_the_last_page(chooser: Chooser, texts: list[str]) -> list[Asked]:
    """The questions with four facets, entered at the last page that relevance has, or the last there is."""
    told = chooser.accepted(({"q": text, **FACETS} for text in texts), lambda answer: answer["total"] > PAGE)
    return [chooser.at(one, min(LAST_PAGE, (one.total - 1) // PAGE * PAGE)) for one in told]


def _meanwhile(served: Served, worst: list[Question], others: list[Question]) -> Timing:
    stop = threading.Event()

    def ask_worst() -> None:
        while not stop.is_set():
            ask(served.address, worst[:1])
            worst.append(worst.pop(0))

    found: list[Timing] = []
    asking = threading.Thread(target=ask_worst)
    asking.start()
    try:
        for other in others:
            time.sleep(PAUSE_SECONDS)
            found.append(ask(served.address, [other]))
    finally:
        stop.set()
        asking.join()
    return Timing(sum(one.asked for one in found), tuple(took for one in found for took in one.milliseconds))
