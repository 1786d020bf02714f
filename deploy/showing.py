"""How `dastras preview` shows a raw record, what becomes of it, and its issues."""

from __future__ import annotations

import json
from collections.abc import Iterator

from harvesters.issues import Issue
from harvesters.run import Prepared
from schemas.messages import message

LONGEST_VALUE = 300


def shown(found: Prepared | Issue) -> Iterator[str]:
    """The lines for one record, or for one issue of the listing."""
    if isinstance(found, Issue):
        yield issue_line(found)
        return
    yield f"── {found.raw.native_id}  {found.raw.address}"
    for name, values in found.raw.fields.items():
        yield f"   {name}: {_short(json.dumps(values, ensure_ascii=False))}"
    if found.record is None:
        yield "   → پذیرفته نشد | refused"
    else:
        yield f"   → {_short(json.dumps(found.record, ensure_ascii=False), 2000)}"
    for issue in found.issues:
        yield f"   ! {issue_line(issue)}"


def issue_line(issue: Issue) -> str:
    """Stage, code and place of an issue with its message in both languages."""
    place = f" {issue.place}" if issue.place else ""
    return f"{issue.stage} {issue.code}{place}: {' | '.join(message(issue.code, issue.facts))}"


def _short(text: str, longest: int = LONGEST_VALUE) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"
