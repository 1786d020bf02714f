"""Records that are taken down: by their sources, which show them no more, or by command. Never commits.

A source withdraws a record only by whole listings that did not show it, several in a row, and never many at once:
then they are withheld until a person looks (harvesting.md section 7).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, bindparam, func, select
from sqlalchemy.orm import Session

from catalogue import models
from catalogue.cards import make_card
from catalogue.errors import NothingWithheld
from catalogue.identity import canonical_json
from catalogue.issues import Read
from catalogue.jobs import SourceRow
from catalogue.packing import pack, unpack
from catalogue.persian.calendar import instant
from catalogue.relations import forget_known, forget_relations
from catalogue.vocab import ChangeKind, SourceStatus, Status, WithdrawReason
from catalogue.writing import (
    Head,
    Ingest,
    Written,
    forget_named_agencies,
    heads_by_number,
    renew_record,
    write_version,
)

SEALING_REASONS = (WithdrawReason.COURT_OR_LAW, WithdrawReason.PERSONAL_DATA)
"""Withdrawals that leave nothing but the tombstone, and no title in it."""

FEW = 3
"""So many records may be withdrawn whatever share of a source they are."""

SHARE_OVER = timedelta(days=7)
"""A source may not lose its records piece by piece either."""

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class WithdrawRules:
    """When a record that its source shows no more is withdrawn: the key `withdraw` of a source file.

    After `absent_jobs` whole listings in a row without it and `grace_days` since the first of them; at most `max_share`
    of the source's records (0 to 1) within seven days.
    """

    absent_jobs: int = 2
    grace_days: int = 0
    max_share: float = 0.10


@dataclass(slots=True)
class Absences:
    """What a job found out about the published records of its source, by their numbers.

    `back` are seen again; `marked` (number, jobs in a row, since when) are absent; `due` shall be withdrawn.
    `published` counts the source's records, `recent` those withdrawn within seven days that nobody approved.
    """

    published: int = 0
    recent: int = 0
    max_share: float = 0.0
    back: list[int] = field(default_factory=list)
    marked: list[tuple[int, int, str]] = field(default_factory=list)
    due: list[int] = field(default_factory=list)

    @property
    def are_too_many(self) -> bool:
        """Whether those that are due shall be withheld until a person approves."""
        gone = len(self.due) + self.recent
        return bool(self.due) and gone > FEW and gone > self.max_share * (self.published + self.recent)


def look_for_absences(session: Session, source: SourceRow, read: Read, rules: WithdrawRules, now: datetime) -> Absences:
    """What the reading of a job says about the records of its source; writes nothing.

    Only from a whole listing of everything, each row with its key, a record is absent; one that was seen is back after
    any job. What a whole reading marks as deleted is due at once.
    """
    shows_all = read.whole and not read.changes_only and source.coverage == "all" and not read.unnamed
    seen = {*read.unchanged, *read.looked_at} - read.gone - read.deleted
    found = Absences(max_share=rules.max_share, recent=_recent(session, source.id, now))
    for row in _published(session, source.id):
        found.published += 1
        if row.native_id in read.deleted and read.whole:
            found.marked.append((row.number, max(1, rules.absent_jobs), row.absent_since or instant(now)))
            found.due.append(row.number)
        elif row.native_id in seen:
            if row.absent_jobs or row.source_status == SourceStatus.MISSING:
                found.back.append(row.number)
        elif shows_all:
            _count_absence(found, row, rules, now)
    return found


def mark_absences(session: Session, absences: Absences, last_seen_at: str | None) -> None:
    """Write the marks; those that stand as they stood are not written. `last_seen_at` is for records newly absent."""
    if absences.back:
        session.connection().execute(_BACK, [{"its": number} for number in absences.back])
    if absences.marked:
        marks = [{"its": mark[0], "jobs": mark[1], "since": mark[2], "seen": last_seen_at} for mark in absences.marked]
        session.connection().execute(_MARK, marks)


def withdraw_due(writing: Ingest, numbers: Sequence[int]) -> int:
    """Withdraw those of these records that are published, as gone at their source; how many were."""
    count = 0
    for begin in range(0, len(numbers), AT_ONCE):
        for head in heads_by_number(writing.session, list(numbers[begin : begin + AT_ONCE])):
            if head.status == Status.PUBLISHED:
                stone = tombstone(head.canonical, writing.now, WithdrawReason.GONE_AT_SOURCE)
                withdraw(writing, head, stone)
                count += 1
    return count


def withhold(session: Session, job_number: int, numbers: Sequence[int]) -> None:
    """Remember which records a job would have withdrawn."""
    session.add(models.Withheld(job_number=job_number, records=pack(sorted(numbers))))


def approve(writing: Ingest, job: models.Job) -> tuple[int, int]:
    """Withdraw what a job has withheld and its source has not shown since; (withdrawn, shown again meanwhile).

    Raises NothingWithheld when it withheld nothing, or when a newer job of the source looked at it again.
    """
    session = writing.session
    withheld = session.get(models.Withheld, job.number)
    newest = session.scalar(
        select(models.Withheld.job_number)
        .join(models.Job, models.Job.number == models.Withheld.job_number)
        .where(models.Job.source_id == job.source_id)
        .order_by(models.Withheld.job_number.desc())
        .limit(1)
    )
    if withheld is None or newest != job.number:
        raise NothingWithheld(job.number, newest if newest and newest > job.number else None)
    numbers = unpack(withheld.records)
    ended_at = str(job.ended_at)  # an absence that began later is another one
    absent = [
        row.number for row in _published(session, job.source_id) if row.absent_since and row.absent_since <= ended_at
    ]
    still = sorted(set(absent) & set(numbers))
    count = withdraw_due(writing, still)
    session.delete(withheld)
    job.approved_at = writing.now
    job.counts = {**job.counts, "withdrawn": job.counts.get("withdrawn", 0) + count, "withheld": 0}
    return count, len(numbers) - count


def tombstone(
    canonical: str, now: str, reason: WithdrawReason, ground: str | None = None, asked_by: str | None = None
) -> dict[str, Any]:
    """What stays of a record (records.md section 7); `ground` is a law or order, `asked_by` an office."""
    record = json.loads(canonical)
    sealed = reason in SEALING_REASONS
    stone = {"kind": record["kind"], "reason": str(reason), "withdrawn_at": now}
    stone["what_remains"] = "tombstone" if sealed else "versions"
    if not sealed:
        stone["title"] = record["title"]
    stated = {"legal_ground": ground, "asked_by": asked_by}
    return stone | {name: words for name, words in stated.items() if words}


def leaves_versions(stone: str) -> bool:
    """Whether a tombstone (canonical JSON) leaves what was before it readable."""
    return bool(json.loads(stone)["what_remains"] == "versions")


def withdraw(writing: Ingest, head: Head, stone: Mapping[str, Any]) -> None:
    """Write the tombstone as the record's newest version; the record itself stays in the table."""
    text = canonical_json(stone)
    write_version(writing, head, Written(text, make_card(head.id, stone), ChangeKind.WITHDRAWAL, None))
    gone = stone["reason"] == WithdrawReason.GONE_AT_SOURCE
    renew_record(
        writing,
        head,
        status=Status.WITHDRAWN,
        source_status=SourceStatus.GONE if gone else SourceStatus.UNKNOWN,
        title=stone.get("title", ""),
        listed_day=0,
        listed_month=None,
        fields_digest="",
        raw_digest="",
    )
    forget_named_agencies(writing.session, head.number)
    forget_relations(writing.session, head.number)
    if stone["reason"] in SEALING_REASONS:
        forget_known(writing.session, head.number)


_RECORD = cast(Table, models.Record.__table__)
_ONE = _RECORD.update().where(_RECORD.c.number == bindparam("its"), _RECORD.c.status == Status.PUBLISHED)
_BACK = _ONE.values(source_status=SourceStatus.PRESENT, last_seen_at=None, absent_jobs=0, absent_since=None)
_MARK = _ONE.values(
    source_status=SourceStatus.MISSING,
    last_seen_at=func.coalesce(_RECORD.c.last_seen_at, bindparam("seen")),
    absent_jobs=bindparam("jobs"),
    absent_since=bindparam("since"),
)


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    native_id: str
    source_status: str
    absent_jobs: int
    absent_since: str | None


def _published(session: Session, source_id: str) -> Iterator[_Row]:
    record = models.Record
    statement = select(
        record.number, record.native_id, record.source_status, record.absent_jobs, record.absent_since
    ).where(record.source_id == source_id, record.status == Status.PUBLISHED)
    for row in session.execute(statement.order_by(record.number).execution_options(yield_per=1000)):
        yield _Row(*row)


def _count_absence(found: Absences, row: _Row, rules: WithdrawRules, now: datetime) -> None:
    """One more listing without this record; the count stands still at what is needed, as does the row."""
    count = min(row.absent_jobs + 1, max(rules.absent_jobs, row.absent_jobs))
    since = row.absent_since or instant(now)
    if count != row.absent_jobs:
        found.marked.append((row.number, count, since))
    grace_is_over = datetime.fromisoformat(since) + timedelta(days=rules.grace_days) <= now
    if count >= rules.absent_jobs and grace_is_over:
        found.due.append(row.number)


def _recent(session: Session, source_id: str, now: datetime) -> int:
    """How many records jobs of this source have withdrawn within seven days, without those a person approved."""
    ended = models.Job.ended_at >= instant(now - SHARE_OVER)
    statement = select(models.Job.counts).where(
        models.Job.source_id == source_id, ended, models.Job.approved_at.is_(None)
    )
    return sum(counts.get("withdrawn", 0) for counts in session.scalars(statement))
