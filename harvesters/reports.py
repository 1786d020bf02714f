"""What a job counts while it works, and what it says in the end."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from catalogue.issues import ISSUES_PER_JOB, IssueRow, Read
from catalogue.privacy import mask_text
from catalogue.vocab import JobState
from harvesters.issues import INCOMPLETE, ONCE_PER_JOB, Issue
from harvesters.protocols import Deleted, RawRecord
from harvesters.source import Source
from harvesters.treatments import is_readable, newest_day
from schemas.messages import message
from schemas.our_fields import DEFAULTED, FRESH_DATES

SHOWN = 200
"""Characters of a field that a preview shows."""

MOST_FAULTS = 20
FEW = 3
"""So many refused records are single ones, however few the others are."""
COUNTS = ("read", "added", "changed", "unchanged", "withdrawn", "refused", "issues")
STAGES = ("fetch", "read", "normalise", "validate", "mask", "ingest")


@dataclass(frozen=True, slots=True)
class JobReport:
    """How a job ended: counts of records by what became of them, and its issues (the first thousand)."""

    number: int
    source: str
    state: JobState
    reason: str | None
    counts: Mapping[str, int]
    issues: tuple[IssueRow, ...]

    def __str__(self) -> str:
        why = f" ({self.reason})" if self.reason else ""
        withheld = ("withheld",) if self.counts.get("withheld") else ()
        counts = ", ".join(f"{name} {self.counts[name]}" for name in (*COUNTS, *withheld) if name in self.counts)
        return f"{self.source}: {self.state}{why}: {counts}"


@dataclass(frozen=True, slots=True)
class Prepared:
    """What became of one raw record on the way to the door: a validated record, or None, and issues.

    Printed, it is what `dastras preview` shows. `raw` is None for issues met before there was a record.
    """

    raw: RawRecord | None
    record: dict[str, Any] | None
    issues: tuple[Issue, ...]

    def __str__(self) -> str:
        return "\n".join((*self._raw_lines(), *self._record_lines(), *map(_issue_line, self.issues)))

    def _raw_lines(self) -> list[str]:
        if self.raw is None:
            return []
        fields = [_short(f"{key}: {mask_text(' | '.join(values))}") for key, values in self.raw.fields.items()]
        name = " · ".join(map(mask_text, (self.raw.native_id, self.raw.place, self.raw.address)))
        return [f"── {name}", *(f"    {line}" for line in fields)]

    def _record_lines(self) -> list[str]:
        if self.record is None:
            return []
        return [f"    → {key}: {_short(json.dumps(part, ensure_ascii=False))}" for key, part in self.record.items()]


class Tally:
    """Counts and issues of a running job; equal issues are one with a count.

    `changes_only`: the source was only asked for what changed, which may be nothing at all.
    """

    def __init__(self, source: Source, today: date, *, changes_only: bool = False) -> None:
        self._source, self._today = source, today
        self._changes_only = changes_only
        self._counts: Counter[str] = Counter()
        self._passed: Counter[str] = Counter()
        self._issues_at: Counter[str] = Counter()
        self._issues: dict[tuple[object, ...], Issue] = {}
        self._times: Counter[tuple[object, ...]] = Counter()
        self._incomplete: str | None = None
        self._present: Counter[str] = Counter()
        self._shares = [
            (path, [rule for rule in source.rules if rule.path == path]) for path, _ in source.expect.required_share
        ]
        self._dates = [rule for rule in source.rules if rule.path in FRESH_DATES and rule.type == "date"]
        self._newest = date.min  # the day of the newest record, where the file expects one
        self._faults = 0
        self._refusing: set[tuple[object, ...]] = set()
        self.unchanged_ids: set[str] = set()
        self.looked_at_ids: set[str] = set()
        self.refused_ids: set[str] = set()
        self._unnamed = 0
        self.gone_ids: set[str] = set()
        self.deleted_ids: set[str] = set()
        self.last_fetched_at = ""
        self.may_pass = False  # trouble on the network kept a part from being read

    def note(self, issue: Issue) -> None:
        """One issue; some of them say that a record was refused, or that the job is not complete."""
        self._counts["issues"] += 1
        self._issues_at[issue.stage] += 1
        subject = issue.subject
        self._times[subject] += 1
        if len(self._issues) < ISSUES_PER_JOB:
            self._issues.setdefault(subject, issue)
        if issue.code in INCOMPLETE:
            self.may_pass = self.may_pass or issue.may_pass
            self._incomplete = self._incomplete or issue.code
        if issue.refuses:
            self._counts["read"] += 1
            self._counts["refused"] += 1
            self._refusing.add(subject)
            if issue.native_id:
                self.looked_at_ids.add(issue.native_id)
            self._unnamed += issue.native_id is None
            if issue.native_id and issue.is_gone:
                self.gone_ids.add(issue.native_id)
            if issue.native_id and issue.code != "duplicate-id":  # the first of that id may stand
                self.refused_ids.add(issue.native_id)

    def deleted(self, mark: Deleted) -> None:
        """The source says that it has deleted this one."""
        self.deleted_ids.add(mark.native_id)

    def saw(self, raw: RawRecord) -> None:
        """One record was read."""
        self._counts["read"] += 1
        self._passed["read"] += 1
        self.last_fetched_at = max(self.last_fetched_at, raw.document.fetched_at)

    def unchanged(self, raw: RawRecord) -> None:
        """It is as it was."""
        self.unchanged_ids.add(raw.native_id)
        self._count_present(raw)

    def looked_at(self, raw: RawRecord, is_good: bool, issues: tuple[Issue, ...]) -> None:
        """It was normalised and validated, and these issues came up."""
        self.looked_at_ids.add(raw.native_id)
        for issue in issues:
            self.note(issue)
        if is_good or any(issue.stage == "validate" for issue in issues):
            self._passed["normalise"] += 1
        if is_good:
            self._passed["validate"] += 1
            self._passed["mask"] += 1
            self._count_present(raw)
        else:
            self.refuse(raw.native_id, issues)

    def _count_present(self, raw: RawRecord) -> None:
        """By the raw record, so that a job over unchanged records judges as the one that first read them."""
        for path, rules in self._shares:
            if any(is_readable(rule, raw.fields.get(rule.place.key, ())) for rule in rules) or (
                not rules and path in DEFAULTED
            ):
                self._present[path] += 1
        if self._source.expect.fresh_within_days is not None:
            self._newest = max(self._newest, newest_day(raw.fields, self._dates, self._today))

    def refuse(self, native_id: str, issues: Iterable[Issue]) -> None:
        """A record did not pass, for these issues that were noted."""
        self._counts["refused"] += 1
        self.refused_ids.add(native_id)
        self._refusing.update(issue.subject for issue in issues if issue.code not in ONCE_PER_JOB)

    def put(self) -> None:
        """It stands in the store."""
        self._passed["ingest"] += 1

    def stages(self, documents: int) -> dict[str, dict[str, int]]:
        """What passed each stage, and the issues met there."""
        passed = Counter({**self._passed, "fetch": documents})
        stages = (*STAGES, *(stage for stage in self._issues_at if stage not in STAGES))
        return {stage: {"passed": passed[stage], "issues": self._issues_at[stage]} for stage in stages}

    def bears_another_fault(self) -> bool:
        """Whether a fault of our own may be taken for that of one record: not after the twentieth."""
        self._faults += 1
        return self._faults <= MOST_FAULTS

    def judge(self, usual: int) -> tuple[JobState, str | None]:
        """Succeeded when the source was read to its end and brought what is expected; otherwise partial, and why.

        `usual` is how many records a listing that shows everything brings at least, where its file does not say.
        """
        records = self._counts["read"] - self._counts["refused"]
        reason = self._incomplete
        if reason is None and self._counts["refused"] > max(FEW, records):
            reason = self._missed("most-refused", given=self._counts["refused"], records=self._counts["read"])
        if reason is None and not self._changes_only:
            reason = self._judge_listing(records, usual)
        return (JobState.PARTIAL if reason else JobState.SUCCEEDED), reason

    def _judge_listing(self, records: int, usual: int) -> str | None:
        """Which expectation a whole listing missed."""
        expect, reason = self._source.expect, None
        least = expect.least if expect.least is not None else usual if self._source.coverage == "all" else 0
        if records < least:
            reason = self._missed("too-few-records", given=records, allowed=least)
        if reason is None and expect.most is not None and records > expect.most:
            reason = self._missed("more-than-expected", given=records, allowed=expect.most)
        for path, share in expect.required_share if reason is None else ():
            given = self._present[path] / max(records, 1)
            if given < share:
                reason = self._missed("share-missed", field=path, given=f"{given:.2f}", allowed=share)
        if reason is None and not self._is_fresh():
            newest = "-" if self._newest == date.min else self._newest.isoformat()
            reason = self._missed("not-fresh", newest=newest, allowed=expect.fresh_within_days)
        return reason

    def _is_fresh(self) -> bool:
        """Whether the newest record is as new as the file expects."""
        within = self._source.expect.fresh_within_days
        return within is None or self._today - self._newest <= timedelta(within)

    def _missed(self, code: str, **facts: object) -> str:
        self.note(Issue("finish", code, facts=facts))
        return code

    def read(self, *, whole: bool) -> Read:
        """What was read; `whole` says that nothing of the source was left out."""
        return Read(
            self.unchanged_ids,
            self.looked_at_ids,
            whole,
            self.refused_ids,
            self.gone_ids,
            self.deleted_ids,
            self._unnamed,
            self._changes_only,
        )

    def counts(self) -> dict[str, int]:
        """What was read, refused and noted, over the whole source."""
        return {name: self._counts[name] for name in ("read", "refused", "issues")}

    def issues(self) -> tuple[IssueRow, ...]:
        """The issues with their counts, the first thousand."""
        return tuple(
            _row(issue, self._times[subject], subject in self._refusing) for subject, issue in self._issues.items()
        )


def _issue_line(issue: Issue) -> str:
    fa, en = message(issue.code, _masked(issue.facts))
    return mask_text(f"    ! {issue.stage} {issue.code} {issue.place or ''}: {fa} | {en}")


def _masked(facts: Mapping[str, object]) -> dict[str, object]:
    return {name: mask_text(value) if isinstance(value, str) else value for name, value in facts.items()}


def _short(text: str) -> str:
    line = " ".join(mask_text(text).split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"


def _row(issue: Issue, count: int, refuses: bool) -> IssueRow:
    """Masked; the native id stays raw, for by it the record is known."""
    fa, en = message(issue.code, _masked(issue.facts))
    return IssueRow(
        stage=issue.stage,
        code=issue.code,
        native_id=issue.native_id,
        document=issue.document,
        place=mask_text(issue.place) if issue.place else None,
        excerpt=mask_text(issue.excerpt) if issue.excerpt else None,
        message_fa=fa,
        message_en=en,
        count=count,
        refuses=refuses,
    )
