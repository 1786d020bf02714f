"""What the log answers with: its entries, and pages of them. No engine, no session, no HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class AsOf:
    """Up to where the answer had read the log, and when that entry was recorded (UTC, Z)."""

    log_index: int
    at: str | None


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One entry of the log; `recorded_at` is a UTC instant, `commitment` SHA-256 of salt and hash of the version."""

    log_index: int
    record_id: str
    version_no: int
    change_kind: str
    recorded_at: str
    commitment: str


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the log with what may be read of its version: nothing of one that is sealed since `sealed_at`.

    A withdrawal has its `tombstone`, which says why.
    """

    log_index: int
    id: str
    kind: str
    version_no: int
    change_kind: str
    recorded_at: str
    sha256: str | None
    title: str | None
    sealed_at: str | None
    tombstone: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Changes in the order of the log; `total` counts all that the query asks for, `next_since` asks for the others."""

    changes: tuple[Change, ...]
    total: int
    next_since: int | None
    as_of: AsOf


@dataclass(frozen=True, slots=True)
class LatestPage:
    """Changes, the newest first; `next_before` asks for the older ones."""

    changes: tuple[Change, ...]
    next_before: int | None
    as_of: AsOf


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Entries of the log as they stand there; `next_start` asks for the following ones."""

    entries: tuple[LogEntry, ...]
    total: int
    next_start: int | None
    as_of: AsOf
