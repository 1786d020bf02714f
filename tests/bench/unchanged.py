"""A harvest that finds nothing new, as the catalogue sees it: digests read, compared, the job ended. No network.

The whole way, over a publisher on this machine, is measured in harvesting.py.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from random import Random

from catalogue.intake import Intake, JobEnd
from catalogue.issues import Read
from catalogue.persian.calendar import instant
from catalogue.queue import JobHandle
from catalogue.transactions import Transactions
from catalogue.vocab import JobState, Kind
from catalogue.withdrawal import WithdrawRules
from deploy.opening import open_store
from tests.bench.made.filling import SOURCES
from tests.bench.made.records import Records
from tests.bench.place import Place
from tests.bench.sheet import Bar, Sheet

LEAST_RATE = 3_000
"""Records a second."""


def measure(sheet: Sheet, place: Place, records: Records, size: int) -> None:
    """The largest source of the made records, read whole and found as it stood."""
    engine = open_store(place.settings)
    intake = Intake(Transactions(engine, lambda: datetime.now(UTC)), place.data, Random().randbytes)
    worker = intake.worker()
    try:
        job = intake.begin_job(SOURCES[Kind.DECISION], worker.name, recorded=False)
        shown = dict(records.digests(size, Kind.DECISION))
        began = time.perf_counter()
        counts = _read_again(intake, job, shown)
        seconds = time.perf_counter() - began
    finally:
        worker.release()
        engine.dispose()
    sheet.check(f"found unchanged: {counts['unchanged']} of {len(shown)}", counts["unchanged"] == len(shown))
    rate = len(shown) / seconds
    sheet.tell(
        "harvest", "unchanged, catalogue alone", {"rate": rate}, Bar(f">= {LEAST_RATE:,} /s", rate >= LEAST_RATE)
    )


def _read_again(intake: Intake, job: JobHandle, shown: dict[str, str]) -> dict[str, int]:
    stands = intake.digests(job)
    unchanged = {native_id for native_id, digest in shown.items() if stands.get(native_id) == digest}
    read = Read(unchanged, frozenset(), whole=True)
    absences = intake.absences(job, read, WithdrawRules())
    end = JobEnd(JobState.SUCCEEDED, None, {}, {}, (), read, instant(datetime.now(UTC)), absences=absences)
    return intake.finish(job, end)
