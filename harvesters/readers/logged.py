"""Lines of another catalogue's log with its texts (its /api/v1/changes.jsonl), each held against its own hash."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.errors import CatalogueError
from catalogue.identity import canonical_json, sha256_hex
from catalogue.vocab import ChangeKind, Kind

_ID = re.compile(r"[a-z]-[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]")
_HASH = re.compile(r"[0-9a-f]{64}")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_PATTERNS = {"id": _ID, "commitment": _HASH, "recorded_at": _INSTANT}
_CODES = {"kind": frozenset(Kind), "change_kind": frozenset(ChangeKind)}
_LARGEST = 2**53


def read(body: bytes, question: Mapping[str, Any]) -> Iterator[list[Any] | dict[str, Any]]:
    """Of each line: log_index, id, version_no, kind, change_kind, recorded_at, commitment, sha256, sealed_at,
    sealed_versions, and the canonical JSON; of a sealed version hash and text are None.

    The first line is that of `question["first"]`, and each has the index after the one before. Where that, a hash or a
    form is not so, and where the last line has no end, {wrong, line} is the last part.
    """
    expected = question["first"]
    if body and not body.endswith(b"\n"):
        yield {"wrong": "cut", "line": expected}
        return
    for line in body.splitlines():
        part = _line(line, expected)
        yield part
        if isinstance(part, dict):
            return
        expected += 1


def read_manifest(body: bytes, _question: Mapping[str, Any]) -> tuple[int, str, int] | None:
    """(count, sha256, log_index) of the manifest of a set; None of what is none."""
    try:
        fields = json.loads(body)
        count, sha256, log_index = fields["count"], fields["sha256"], fields["as_of"]["log_index"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    is_manifest = _is_count(count) and _is_count(log_index) and _fits(_HASH, sha256)
    return (count, sha256, log_index) if is_manifest else None


def _line(line: bytes, expected: int) -> list[Any] | dict[str, Any]:
    try:
        fields = json.loads(line)
        wrong = next(_wrong(fields, expected), None)
    except (ValueError, TypeError, KeyError, RecursionError):
        wrong = "json"
    if wrong is not None:
        return {"wrong": wrong, "line": expected}
    record = fields["record"]
    names = ("log_index", "id", "version_no", "kind", "change_kind", "recorded_at", "commitment", "sha256", "sealed_at")
    sealed = [(one["version_no"], one["sealed_at"]) for one in fields["sealed_versions"]]
    return [*(fields[name] for name in names), sealed, record and canonical_json(record)]


def _wrong(fields: Mapping[str, Any], expected: int) -> Iterator[str]:
    """The names of what is not as it should be; the index first, for all else may be that of another line."""
    if fields["log_index"] != expected:
        yield "log_index"
    yield from (name for name, pattern in _PATTERNS.items() if not _fits(pattern, fields[name]))
    yield from (name for name, codes in _CODES.items() if fields[name] not in codes)
    if not _is_count(fields["version_no"]):
        yield "version_no"
    if not all(_is_count(one["version_no"]) and _fits(_INSTANT, one["sealed_at"]) for one in fields["sealed_versions"]):
        yield "sealed_versions"
    if not _is_hashed(fields["record"], fields["sha256"], fields["sealed_at"]):
        yield "sha256"


def _is_hashed(record: Any, sha256: Any, sealed_at: Any) -> bool:
    """Whether a version has the text of its hash, or is sealed and has neither."""
    if sealed_at is not None:
        return _fits(_INSTANT, sealed_at) and record is None and sha256 is None
    try:
        return isinstance(record, dict) and sha256_hex(canonical_json(record)) == sha256
    except CatalogueError:  # it has no canonical form
        return False


def _fits(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST
