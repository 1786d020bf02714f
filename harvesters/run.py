"""The whole story of one job: read, compare, normalise, validate, mask, look for edges, ingest, finish."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from time import monotonic
from traceback import format_tb
from typing import Any

from catalogue.connection import StoreError
from catalogue.edges import MOST_FOUND, with_found_edges
from catalogue.errors import InvalidRecord, JobInterrupted, StoreUnusable
from catalogue.ingest import NewRecord
from catalogue.intake import Intake, JobEnd
from catalogue.jobs import SourceRow, Work
from catalogue.persian.calendar import instant
from catalogue.privacy import Exempt, mask
from catalogue.queue import JobHandle
from catalogue.vocab import JobState, Outcome, vocabularies_sha256
from catalogue.writing import Origin
from harvesters.errors import AskedToWait, FetchError, HarvestError, LimitReached
from harvesters.fetch import Getter
from harvesters.issues import Issue, excerpt_of, privacy_issues
from harvesters.keeping import Keeping
from harvesters.normalise import MAPPING_REVISION, to_record
from harvesters.protocols import Deleted, Found, RawRecord
from harvesters.protocols.registry import PROTOCOLS
from harvesters.reports import JobReport, Prepared, Tally
from harvesters.source import Source
from schemas.errors import InvalidInput
from schemas.kinds import load

BATCH_RECORDS, BATCH_SECONDS = 200, 1.0

_log = logging.getLogger(__name__)


def run_job(job: JobHandle, source: Source, fetcher: Getter, intake: Intake, now: Callable[[], datetime]) -> JobReport:
    """Harvest a source once. Every way a job can go ends in its report, or in the queue after trouble on the network.

    Raises JobInterrupted when it shall not go on here, and what the store raises when it can neither read nor write.
    """
    fetcher.until, fetcher.most_bytes = monotonic() + source.limits.seconds, source.limits.job_bytes
    if source.full_every is not None:
        fetcher.since = intake.changes_since(job, reading_digest(source), source.full_every)
    tally = Tally(source, fetcher.today, changes_only=fetcher.since is not None)
    batch = Batch(intake, job, tally, fetcher.keeping)
    state, reason, may_pass, wait_seconds = JobState.FAILED, None, False, 0.0
    try:
        try:
            with fetcher.sandbox:
                _read(source, fetcher, intake.digests(job), tally, batch)
        finally:
            batch.put()  # what was read stays, also when the listing breaks later
        (state, reason), may_pass = tally.judge(intake.usual_records(job)), tally.may_pass
    except (JobInterrupted, StoreUnusable, StoreError):
        raise
    except HarvestError as error:
        tally.note(_ending(error))
        state = _state_after(error, tally)
        reason, may_pass = error.code, error.may_pass
        wait_seconds = error.seconds if isinstance(error, AskedToWait) else 0.0
    except Exception as fault:  # noqa: BLE001  # one of three broad handlers: a fault of ours ends this job and no other
        _log.error("job %s of %s: %s", job.number, source.id, _without_values(fault))
        tally.note(Issue("finish", "internal"))
        reason = "internal"
    fetcher.keeping.note()
    if may_pass and job.claim.retries_left:
        intake.try_again_later(job, str(reason), _work(fetcher), wait_seconds)
        return JobReport(job.number, source.id, JobState.QUEUED, reason, tally.counts(), tally.issues())
    read = tally.read(whole=state is JobState.SUCCEEDED)
    absences = intake.absences(job, read, source.withdraw)
    if absences.are_too_many:
        facts = {"count": len(absences.due), "records": absences.published}
        tally.note(Issue("finish", "too-many-withdrawals", facts=facts))
    end = JobEnd(
        state=state,
        reason=reason,
        counts=tally.counts(),
        stages=tally.stages(fetcher.keeping.documents),
        issues=tally.issues(),
        read=read,
        absences=absences,
        seen_at=(fetcher.recorded and tally.last_fetched_at) or instant(now()),  # a recording was seen when it was made
        work=_work(fetcher),
    )
    counts = intake.finish(job, end)
    return JobReport(job.number, source.id, state, reason, counts, tuple(end.issues))


def _read(source: Source, fetcher: Getter, digests: dict[str, str], tally: Tally, batch: Batch) -> None:
    """Every record of the source: compared with what stands, and put into the batch when it is new or changed.

    `digests` is used up: of a large source each kept text counts.
    """
    reading = reading_digest(source)
    for found in PROTOCOLS[source.protocol](source, fetcher):
        fetcher.check()  # the job's time passes also over rows that take long
        if isinstance(found, Issue):
            tally.note(found)
            continue
        if isinstance(found, Deleted):
            tally.deleted(found)
            continue
        tally.saw(found)
        digest = raw_digest(found, reading)
        if digests.pop(found.native_id, None) == digest:
            tally.unchanged(found)
            continue
        prepared = _prepare_safely(found, source, tally)
        tally.looked_at(found, prepared.record is not None, prepared.issues)
        if prepared.record is not None:
            batch.add(_new_record(found, prepared.record, digest, source.privacy))


def preview(source: Source, fetcher: Getter, most: int) -> Iterator[Prepared]:
    """At most `most` records on the same way up to the door, with the issues met; writes nothing.

    What goes wrong before there is a record is shown as an issue without one; what would end the job ends the preview.
    """
    shown = 0
    try:
        for found in PROTOCOLS[source.protocol](source, fetcher):
            yield _prepared(found, source)
            shown += isinstance(found, RawRecord)
            if shown == most:
                return
    except HarvestError as error:
        yield Prepared(None, None, (_ending(error),))
    finally:
        fetcher.sandbox.close()


def _prepared(found: Found, source: Source) -> Prepared:
    if isinstance(found, Deleted):
        found = Issue("read", "deleted-at-source", found.native_id, found.document.sha256, found.place)
    return Prepared(None, None, (found,)) if isinstance(found, Issue) else prepare(found, source)


def prepare(raw: RawRecord, source: Source) -> Prepared:
    """Normalise, validate and mask one record, and find what its texts say of others."""
    normalised = to_record(raw, source)
    if normalised.record is None:
        return Prepared(raw, None, normalised.issues)
    try:
        masked = mask(load(source.kind, normalised.record), source.privacy)
    except InvalidInput as invalid:
        return Prepared(raw, None, (*normalised.issues, *_refusals(raw, invalid)))
    issues = [*privacy_issues(masked.findings, raw.native_id, raw.document.sha256)]
    record, left_out = with_found_edges(masked.record)
    if left_out:
        facts: dict[str, object] = {"field": "relations", "allowed": MOST_FOUND}
        issues.append(Issue("normalise", "cut-to-limit", raw.native_id, raw.document.sha256, "relations", facts=facts))
    return Prepared(raw, record, (*normalised.issues, *issues))


def _prepare_safely(raw: RawRecord, source: Source, tally: Tally) -> Prepared:
    """As `prepare`; a fault of ours with one record is its issue, but too many of them end the job."""
    try:
        return prepare(raw, source)
    except Exception as fault:  # the record's part of the broad handler of run_job
        if not tally.bears_another_fault():
            raise
        _log.error("a record of %s: %s", source.id, _without_values(fault))
        issue = Issue("normalise", "internal", raw.native_id, raw.document.sha256, raw.place)
        return Prepared(raw, None, (issue,))


def _without_values(fault: Exception) -> str:
    """What failed and where; not its words, which may hold what stands in a record."""
    return f"{type(fault).__name__}\n{''.join(format_tb(fault.__traceback__))}"


def reading_digest(source: Source) -> str:
    """SHA-256 of all that decides how a raw record is read: our mapping, source file, agencies, vocabularies."""
    reading = f"{MAPPING_REVISION}|{source.config_sha256}|{source.register.digest}|{vocabularies_sha256()}"
    return hashlib.sha256(reading.encode()).hexdigest()


def raw_digest(raw: RawRecord, reading: str) -> str:
    """SHA-256 of the raw record and of how it is read (reading_digest): equal means nothing to do."""
    return hashlib.sha256(f"{reading}|{fields_digest(raw)}".encode()).hexdigest()


def fields_digest(raw: RawRecord) -> str:
    """SHA-256 of what the publisher shows of a record: equal while only our reading changes."""
    text = json.dumps([raw.address, raw.fields], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


class Batch:
    """Records on their way into the catalogue: at most 200 or what came within a second, in one transaction."""

    def __init__(self, intake: Intake, job: JobHandle, tally: Tally, keeping: Keeping) -> None:
        self._intake, self._job, self._tally, self._keeping = intake, job, tally, keeping
        self._waiting: list[NewRecord] = []
        self._since = monotonic()

    def add(self, new: NewRecord) -> None:
        """Take one more, and put all when it is time."""
        if not self._waiting:
            self._since = monotonic()
        self._waiting.append(new)
        if len(self._waiting) >= BATCH_RECORDS or monotonic() - self._since >= BATCH_SECONDS:
            self.put()

    def put(self) -> None:
        """Put what waits; the store may still refuse single records."""
        batch, self._waiting = self._waiting, []
        if not batch:
            return
        self._keeping.note()  # the documents stand in the store before what was read from them
        for new, outcome in zip(batch, self._intake.put_records(self._job, batch), strict=True):
            if isinstance(outcome, Outcome):
                self._tally.put()
            else:
                issue = _ingest_issue(new, outcome)
                self._tally.note(issue)
                self._tally.refuse(new.native_id, (issue,))


def _state_after(error: HarvestError, tally: Tally) -> JobState:
    """Partial when the listing was in order and only the rest of it could not be read."""
    is_partial = isinstance(error, LimitReached) or (isinstance(error, AskedToWait) and tally.counts()["read"] > 0)
    return JobState.PARTIAL if is_partial else JobState.FAILED


def _ending(error: HarvestError) -> Issue:
    return Issue("fetch" if isinstance(error, FetchError | AskedToWait) else "read", error.code, facts=error.facts)


def row_of(source: Source) -> SourceRow:
    """What the store keeps of a source file."""
    return SourceRow(
        id=source.id,
        name=source.name,
        agency=source.agency,
        kind=source.kind,
        protocol=source.protocol,
        coverage=source.coverage,
        url=source.address,
        config_sha256=source.config_sha256,
        schedule=source.schedule,
        robots_agreed=source.robots_agreed,
    )


def _new_record(raw: RawRecord, record: Mapping[str, Any], digest: str, exempt: Exempt) -> NewRecord:
    document = raw.document
    origin = Origin(raw.address, document.sha256, document.address, document.fetched_at, document.recorded)
    return NewRecord(raw.native_id, record, fields_digest(raw), digest, origin, exempt)


def _refusals(raw: RawRecord, invalid: InvalidInput) -> Iterator[Issue]:
    fields = {key: [excerpt_of(value, key) for value in values] for key, values in raw.fields.items()}
    excerpt = excerpt_of(json.dumps(fields, ensure_ascii=False))
    for error in invalid.errors:
        facts = {"name": error.name, **error.facts}
        yield Issue("validate", error.code, raw.native_id, raw.document.sha256, error.name, excerpt, facts)


def _ingest_issue(new: NewRecord, refused: InvalidRecord) -> Issue:
    facts = {"field": refused.field, "reason": refused.reason}
    return Issue("ingest", "record-refused", new.native_id, new.origin.document_sha256, refused.field, facts=facts)


def _work(fetcher: Getter) -> Work:
    return Work(requests=fetcher.take_requests(), seconds=fetcher.keeping.take_seconds())
