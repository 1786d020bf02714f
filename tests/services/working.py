"""What the tests of PostgreSQL run in processes of their own: workers that claim, and workers that harvest.

`python -m tests.services.working claim|harvest ADDRESS FOLDER`: tells on its output what it did, a line for each step.
"""

from __future__ import annotations

import secrets
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from catalogue.archive import Document
from catalogue.connection import StoreEngine, open_engine
from catalogue.intake import Intake, JobEnd
from catalogue.issues import Read
from catalogue.jobs import NOTHING_DONE, Claim, SourceRow, Work
from catalogue.leases import Watch
from catalogue.transactions import Transactions
from catalogue.vocab import JobState, Lane
from tests.making import FETCHED_AT, SEEN_AT, SOURCE, a_decision, new_record

RECORDS, BATCH, DOCUMENTS = 40, 4, 6
"""Of each source; the documents are the same for all sources, so that several workers keep the same one."""


def open_intake(engine: StoreEngine, folder: Path) -> Intake:
    """Where records come in, over a PostgreSQL database."""
    return Intake(Transactions(engine, lambda: datetime.now(UTC)), folder, secrets.token_bytes)


def a_source(number: int) -> SourceRow:
    """One of the sources."""
    return replace(SOURCE, id=f"src-{number}")


def claim_all(intake: Intake) -> None:
    """Claim jobs until there are none, and tell their numbers."""
    worker = intake.worker()
    while claim := intake.claim(worker.name, Lane.SHORT):
        tell(claim.number)


def harvest_all(intake: Intake) -> None:
    """Run jobs until none is open any more."""
    worker, watch = intake.worker(), Watch(time.monotonic)
    quiet = 0
    while quiet < 20:
        claim = intake.claim(worker.name, Lane.SHORT, watch)
        quiet = 0 if claim else quiet + 1
        if claim is None:
            time.sleep(0.1)
        else:
            run(intake, claim)


def run(intake: Intake, claim: Claim) -> None:
    """Keep the documents, put the records in batches, and end the job."""
    job = intake.begin(claim, replace(SOURCE, id=claim.source_id))
    for number in range(DOCUMENTS):
        intake.keep(job, f"https://shora.example/{number}", a_document(number), Work(requests=1))
    keys = [str(number) for number in range(RECORDS)]
    for begin in range(0, RECORDS, BATCH):
        batch = [new_record(key, a_decision(f"مصوبهٔ {claim.source_id} {key}")) for key in keys[begin : begin + BATCH]]
        intake.put_records(job, batch)
        tell("put")
    read = Read(frozenset(keys), frozenset(), whole=True)
    intake.finish(job, JobEnd(JobState.SUCCEEDED, None, {"read": RECORDS}, {}, (), read, SEEN_AT, NOTHING_DONE))
    tell("finished", claim.number, claim.attempts)


def tell(*words: object) -> None:
    """A line, at once."""
    sys.stdout.write(f"{' '.join(map(str, words))}\n")
    sys.stdout.flush()


def a_document(number: int) -> Document:
    """A page that all sources have."""
    body = f"<p>{number}</p>".encode()
    return Document(f"https://shora.example/{number}", body, "text/html", None, 200, (), FETCHED_AT, recorded=False)


if __name__ == "__main__":
    ACTS = {"claim": claim_all, "harvest": harvest_all}
    ACTS[sys.argv[1]](open_intake(open_engine(sys.argv[2]), Path(sys.argv[3])))
