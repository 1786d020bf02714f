"""The worst question that is permitted, and what another reader waits meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from random import Random

from tests.bench.asking import Question, Timing, ask
from tests.bench.classes import timed
from tests.bench.made.records import SEED, Records
from tests.bench.place import Place, Served, serving
from tests.bench.questions import FACETS, LAST_PAGE, MID, PAGE, Asked, Chooser, to_question
from tests.bench.sheet import Bar, Sheet
from tests.bench.words import Sampled, sample

WORDS, LONGEST_QUERY = 40, 512
TIMES, READERS_TIMES = 40, 200
PAUSE_SECONDS = 0.02
MOST_MS, MOST_MEANWHILE_MS = 150, 500
"""Of the processor, and another reader's 99th percentile; set for 100,000 records."""


def measure(sheet: Sheet, place: Place, records: Records, size: int) -> None:
    """Both; the other reader asks for words of middling frequency."""
    words = sample(records, size)
    with serving(place) as served:
        chooser = Chooser(served.address, size, TIMES)
        worst = [to_question(one) for one in worst_questions(chooser, words)]
        timing, spent = timed(served, worst)
        cpu = sum(spent.values()) * 1000 / timing.asked
        sheet.check(f"right answers, worst: {len(timing.milliseconds)} of {timing.asked}", timing.is_right)
        values = {"cpu_ms": cpu, "p50_ms": timing.percentile(50), "p95_ms": timing.percentile(95)}
        sheet.tell("worst", "40 words OR, 4 facets, deep", values, Bar(f"<= {MOST_MS} ms of the processor", cpu <= MOST_MS))
        mid = Chooser(served.address, size, READERS_TIMES).with_share(words.mid, MID)
        other = _meanwhile(served, worst, [to_question(one) for one in mid])
    sheet.check(f"right answers meanwhile: {len(other.milliseconds)} of {other.asked}", other.is_right)
    p99 = other.percentile(99)
    bar = Bar(f"p99 <= {MOST_MEANWHILE_MS} ms", p99 <= MOST_MEANWHILE_MS)
    sheet.tell("worst", "another reader meanwhile", {"p50_ms": other.percentile(50), "p99_ms": p99}, bar)


def worst_questions(chooser: Chooser, words: Sampled) -> list[Asked]:
    """Forty common words of which a record must hold any, four facets, the last page that relevance has."""
    told = chooser.accepted(({"q": text, "repair": "off", **FACETS} for text in _any_of(words.common)), lambda _: True)
    return [chooser.at(one, min(LAST_PAGE, (one.total - 1) // PAGE * PAGE)) for one in told]


def _any_of(common: list[str]) -> Iterator[str]:
    random = Random(SEED)
    short = sorted(common, key=len)
    while True:
        text = " OR ".join(random.sample(short[: WORDS + 5], WORDS))
        if len(text) <= LONGEST_QUERY:
            yield text


def _meanwhile(served: Served, worst: list[Question], others: list[Question]) -> Timing:
    stop = threading.Event()

    def ask_worst() -> None:
        while not stop.is_set():
            ask(served.address, worst[:1])
            worst.append(worst.pop(0))

    asking = threading.Thread(target=ask_worst)
    asking.start()
    try:
        found = [ask(served.address, [other]) for other in others if not time.sleep(PAUSE_SECONDS)]
    finally:
        stop.set()
        asking.join()
    return Timing(sum(one.asked for one in found), tuple(took for one in found for took in one.milliseconds))
