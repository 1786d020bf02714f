"""The publisher's fields -> ours. Each mapped value is popped; what is left over is an issue of the job.

Everything that a job can find different without a change is settled here: order of sets, blanks, line ends.
How one value is read is in treatments.py, how fields are put together in assemble.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from harvesters.assemble import Assembly
from harvesters.fetch import day_in_tehran
from harvesters.issues import Issue, excerpt_of, shown
from harvesters.protocols import RawRecord
from harvesters.source import Rule, Source
from harvesters.treatments import Value, treat

MAPPING_REVISION = 6
"""Raised with every change of this room or of catalogue/persian that can give another record from the same page."""


@dataclass(frozen=True, slots=True)
class Normalised:
    """A record in our words, not yet validated (None: it cannot be put together), and what was strange about it."""

    record: dict[str, Any] | None
    issues: tuple[Issue, ...]


def to_record(raw: RawRecord, source: Source) -> Normalised:
    """The record that the rules of a source make of a raw one."""
    assembly = Assembly(source)
    issues: list[Issue] = []
    left = dict(raw.fields)
    for rule in source.rules:
        values = list(_treated(rule, raw, source))
        issues += _others(rule, raw)
        issues += [_problem(rule, value, code, raw) for value in values for code in value.problems]
        assembly.put(rule, values)
        left.pop(rule.place.key, None)
    issues += [_leftover(key, values, raw) for key, values in left.items()]
    record = assembly.finish(raw.address, day_in_tehran(raw.document.fetched_at).isoformat())
    issues += [_issue(raw, code, place, **facts) for code, place, facts in assembly.problems]
    return Normalised(record, tuple(issues))


def _treated(rule: Rule, raw: RawRecord, source: Source) -> Iterator[Value]:
    """The values of a rule; a member of a list of objects keeps an empty place, so that places still agree."""
    printed = [rule.place.what] if rule.place.way == "const" else raw.fields.get(rule.place.key, [])
    for text in printed if rule.many else printed[:1]:
        values = treat(rule, text, raw.document.address, source.join_lines)
        yield from values or ([Value("", None)] if "[]" in rule.path else [])


def _others(rule: Rule, raw: RawRecord) -> Iterator[Issue]:
    """What stands beside the one value that a rule takes; on web pages the first of many is what is meant."""
    printed = {text for text in raw.fields.get(rule.place.key, ()) if text.strip()}
    if rule.place.way == "path" and not rule.many and rule.match is None and len(printed) > 1:
        excerpt, facts = excerpt_of(" | ".join(raw.fields[rule.place.key])), {"field": rule.path}
        yield Issue("normalise", "others-left", raw.native_id, raw.document.sha256, rule.path, excerpt, facts)


def _problem(rule: Rule, value: Value, code: str, raw: RawRecord) -> Issue:
    facts: dict[str, object] = {"field": rule.path}
    if code not in ("no-match", "pattern-too-slow"):
        facts["given"] = shown(value.printed, 100)
    return Issue("normalise", code, raw.native_id, raw.document.sha256, rule.path, excerpt_of(value.printed), facts)


def _leftover(key: str, values: list[str], raw: RawRecord) -> Issue:
    name = key.partition(":")[2]
    example, facts = excerpt_of(" | ".join(values), name), {"name": name}
    return Issue("normalise", "leftover", raw.native_id, raw.document.sha256, key, example, facts)


def _issue(raw: RawRecord, code: str, place: str, **facts: object) -> Issue:
    excerpt = excerpt_of(str(facts.get("given", ""))) or None
    return Issue("normalise", code, raw.native_id, raw.document.sha256, place, excerpt, facts)
