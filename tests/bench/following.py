"""From a change that the store has acknowledged to the answer of the site that shows it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random
from statistics import quantiles

from catalogue.ingest import NewRecord
from catalogue.intake import Intake
from catalogue.jobs import SourceRow
from catalogue.transactions import Transactions
from deploy.opening import open_store
from tests.bench import machine
from tests.bench.asking import get
from tests.bench.made.filling import ADDRESS, end
from tests.bench.place import Place, Served, serving
from tests.bench.questions import search_path
from tests.bench.sheet import Bar, Sheet
from tests.making import a_decision, new_record

SOURCE = SourceRow("bench-follow", "آزمون پیگیری", "bench-agency-000", "decision", "html", "all", ADDRESS, "0" * 64)
CHANGES, NEW_RECORDS = 100, 50
LONGEST_SECONDS, LOOK_SECONDS = 30.0, 0.01
MOST_SECONDS, MOST_MEGABYTES = 2.0, 500
LETTERS = "ابپتجچخدرزسشفقکگلمنوهی"


def measure(sheet: Sheet, place: Place) -> None:
    """New records and new versions of them, one by one at random moments, each found by a word of its own."""
    engine = open_store(place.settings)
    random = Random()  # each run needs words that no record holds yet
    intake = Intake(Transactions(engine, lambda: datetime.now(UTC)), place.data, random.randbytes)
    worker = intake.worker()
    try:
        job = intake.begin_job(SOURCE, worker.name, recorded=False)
        with serving(place) as served:
            seconds = []
            for record, word in changes(random):
                time.sleep(random.random() / 2)
                intake.put_records(job, [record])
                seconds.append(until_found(served, word))
            peak = max(map(machine.peak_megabytes, served.followers))
        end(intake, job, datetime.now(UTC))
    finally:
        worker.release()
        engine.dispose()
    sheet.check(
        f"changes found: {sum(one < LONGEST_SECONDS for one in seconds)} of {CHANGES}", max(seconds) < LONGEST_SECONDS
    )
    p50, p95 = (quantiles(seconds, n=100, method="inclusive")[percent - 1] for percent in (50, 95))
    bar = Bar(f"p95 <= {MOST_SECONDS:.0f} s", p95 <= MOST_SECONDS)
    sheet.tell("follow", "change acknowledged to found", {"p50_s": p50, "p95_s": p95, "longest_s": max(seconds)}, bar)
    sheet.tell("memory", "follower", {"peak_mb": peak}, Bar(f"peak <= {MOST_MEGABYTES} MB", peak <= MOST_MEGABYTES))


def changes(random: Random) -> Iterator[tuple[NewRecord, str]]:
    """(record, a word that no other version holds): new records, then a second version of each."""
    run = f"{random.getrandbits(64):016x}"
    for number in range(CHANGES):
        word = "".join(random.choices(LETTERS, k=14))
        record = a_decision(f"مصوبهٔ {word}", f"متن {word} و چند واژهٔ دیگر.", roles=[{"role": "issuer", "raw": "شورا"}])
        yield new_record(f"{run}-{number % NEW_RECORDS}", record, word, document=f"{number:064x}"), word


def until_found(served: Served, word: str) -> float:
    """Seconds until a search finds it; LONGEST_SECONDS when none did."""
    began = time.monotonic()
    while (passed := time.monotonic() - began) < LONGEST_SECONDS:
        answer = json.loads(get(served.address, search_path({"q": word, "limit": "1", "repair": "off"})))
        if answer["total"] == 1:
            return time.monotonic() - began
        time.sleep(LOOK_SECONDS)
    return passed
