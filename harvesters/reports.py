"""What a job counts while it works, and what it says in the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.jobs import ISSUES_PER_JOB, IssueRow
from catalogue.vocab import JobState, Outcome
from harvesters.issues import INCOMPLETE, Issue
from harvesters.protocols import RawRecord
from harvesters.source import Source
from schemas.messages import message

COUNTS = ("read", "added", "changed", "unchanged", "refused", "issues")


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
        counts = ", ".join(f"{name} {self.counts[name]}" for name in COUNTS)
        return f"{self.source}: {self.state}{why}: {counts}"


class Tally:
    """Counts and issues of a running job; equal issues are one with a count."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._counts: Counter[str] = Counter()
        self._issues: dict[tuple[object, ...], Issue] = {}
        self._times: Counter[tuple[object, ...]] = Counter()
        self._incomplete: str | None = None
        self._present: Counter[str] = Counter()
        self._shares = [
            (path, {rule.place.key for rule in source.rules if rule.path == path and rule.place.way != "const"})
            for path, _ in source.expect.required_share
        ]
        self.unchanged_ids: set[str] = set()
        self.looked_at_ids: set[str] = set()
        self.last_fetched_at = ""

    def note(self, issue: Issue) -> None:
        """One issue; some of them say that a record was refused, or that the job is not complete."""
        self._counts["issues"] += 1
        subject = issue.subject
        self._times[subject] += 1
        if len(self._issues) < ISSUES_PER_JOB:
            self._issues.setdefault(subject, issue)
        if issue.code in INCOMPLETE:
            self._incomplete = self._incomplete or issue.code
        if issue.refuses:
            self._counts["read"] += 1
            self.refused()
            if issue.native_id:
                self.looked_at_ids.add(issue.native_id)

    def saw(self, raw: RawRecord) -> None:
        """One record was read."""
        self._counts["read"] += 1
        self.last_fetched_at = max(self.last_fetched_at, raw.document.fetched_at)

    def unchanged(self, raw: RawRecord) -> None:
        """It is as it was; what its page shows of a field it has."""
        self._counts["unchanged"] += 1
        self.unchanged_ids.add(raw.native_id)
        for path, keys in self._shares:
            if not keys or any(value.strip() for key in keys for value in raw.fields.get(key, ())):
                self._present[path] += 1

    def looked_at(self, raw: RawRecord, record: Mapping[str, Any] | None, issues: tuple[Issue, ...]) -> None:
        """It was normalised to this record, and these issues came up."""
        self.looked_at_ids.add(raw.native_id)
        for issue in issues:
            self.note(issue)
        if record is None:
            self.refused()
            return
        for path, _ in self._shares:
            self._present[path] += has_value(record, path)

    def refused(self) -> None:
        """It did not pass."""
        self._counts["refused"] += 1

    def put(self, outcome: Outcome) -> None:
        """It passed, and this became of it."""
        self._counts[outcome] += 1

    def judge(self) -> tuple[JobState, str | None]:
        """Succeeded when the source was read to its end and brought what is expected; otherwise partial, and why."""
        expect, records = self._source.expect, self._counts["read"] - self._counts["refused"]
        reason = self._incomplete
        if reason is None and records < expect.least:
            reason = self._missed("too-few-records", given=records, allowed=expect.least)
        if reason is None and expect.most is not None and records > expect.most:
            reason = self._missed("more-than-expected", given=records, allowed=expect.most)
        for path, share in expect.required_share if reason is None else ():
            given = self._present[path] / max(records, 1)
            if given < share:
                reason = self._missed("share-missed", field=path, given=f"{given:.2f}", allowed=share)
        return (JobState.PARTIAL if reason else JobState.SUCCEEDED), reason

    def _missed(self, code: str, **facts: object) -> str:
        self.note(Issue("finish", code, facts=facts))
        return code

    def report(self, number: int, state: JobState, reason: str | None) -> JobReport:
        """The end of the job."""
        counts = {name: self._counts[name] for name in COUNTS}
        issues = tuple(_row(issue, self._times[subject]) for subject, issue in self._issues.items())
        return JobReport(number, self._source.id, state, reason, counts, issues)


def has_value(record: Mapping[str, Any], path: str) -> bool:
    """Whether a record has a field of ours; a date that could not be read does not count."""
    value: Any = record
    for step in path.replace("[]", "").split("."):
        if isinstance(value, list):
            return any(step in item or step in item.values() for item in value)
        value = value.get(step) if isinstance(value, dict) else None
    return bool(value) and not (isinstance(value, dict) and value.get("precision") == "none")


def _row(issue: Issue, count: int) -> IssueRow:
    fa, en = message(issue.code, issue.facts)
    return IssueRow(
        stage=issue.stage,
        code=issue.code,
        native_id=issue.native_id,
        document=issue.document,
        place=issue.place,
        excerpt=issue.excerpt,
        message_fa=fa,
        message_en=en,
        count=count,
    )
