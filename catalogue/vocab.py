"""Closed sets as StrEnums, and the open ones read from vocabularies/*.toml with the standard library."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_FOLDER = files("catalogue").joinpath("vocabularies")


class Kind(StrEnum):
    """The kinds of record; the first letter of an id says which one (identity.PREFIXES)."""

    DATASET = "dataset"
    DECISION = "decision"
    NOTICE = "notice"


class Status(StrEnum):
    """What the catalogue does with a record."""

    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class SourceStatus(StrEnum):
    """What the last jobs found at the source."""

    PRESENT = "present"
    MISSING = "missing"
    GONE = "gone"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"


class JobState(StrEnum):
    """The life of a job; `failed` and `partial` withdraw nothing."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    PARTIAL = "partial"
    FAILED = "failed"
    ABORTED = "aborted"


class Lane(StrEnum):
    """Sources that take long have workers of their own, so that the others never wait for them."""

    SHORT = "short"
    LONG = "long"


class Health(StrEnum):
    """How a source does; computed, never stored."""

    FINE = "fine"
    LATE = "late"
    FAILING = "failing"
    DOUBTFUL = "doubtful"
    PAUSED = "paused"


class ChangeKind(StrEnum):
    """Why a version exists (records.md section 6)."""

    FIRST = "first"
    SOURCE_EDIT = "source_edit"
    CORRECTION = "correction"
    METADATA = "metadata"
    REPARSE = "reparse"
    REDACTION = "redaction"
    WITHDRAWAL = "withdrawal"
    RETURN = "return"


class Outcome(StrEnum):
    """What ingest did with one record."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class JobOutcome(StrEnum):
    """What a job did with a record, in its report."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WITHDRAWN = "withdrawn"
    WITHHELD = "withheld"
    REFUSED = "refused"


class Matching(StrEnum):
    """How many of a query's words a record must hold; AUTO is most of them where all find few (persian.query)."""

    AUTO = "auto"
    ALL = "all"
    MOST = "most"


class WithdrawReason(StrEnum):
    """Why a record was withdrawn; the last two never keep earlier versions readable."""

    GONE_AT_SOURCE = "gone_at_source"
    MISTAKE = "mistake"
    DUPLICATE = "duplicate"
    COURT_OR_LAW = "court_or_law"
    PERSONAL_DATA = "personal_data"


class Said(StrEnum):
    """What an operator says of an edge."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"


class Direction(StrEnum):
    """Edges that a record says, that others say of it, or both."""

    OUT = "out"
    IN = "in"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Term:
    """One line of a vocabulary: `patterns` are regular expressions for folded text (recognise.py)."""

    code: str
    fa: str
    en: str
    patterns: tuple[str, ...] = ()
    url: str = ""


PUBLIC: Mapping[str, tuple[str, str]] = {
    "kinds": ("گونه‌های رکورد", "Kinds of record"),
    "decision_types": ("نوع‌های تصمیم", "Types of decision"),
    "notice_types": ("نوع‌های اطلاعیه", "Types of notice"),
    "relation_types": ("نوع‌های پیوند", "Types of relation"),
    "topics": ("موضوع‌ها", "Topics"),
    "agency_types": ("نوع‌های دستگاه", "Types of agency"),
    "lifecycles": ("وضعیت‌های حقوقی", "Legal states"),
    "licences": ("پروانه‌های استفاده", "Licences"),
    "access_rights": ("سطح‌های دسترسی", "Access rights"),
    "availabilities": ("ماندگاری‌ها", "Availabilities"),
    "frequencies": ("دوره‌های به‌روزرسانی", "Frequencies of update"),
    "languages": ("زبان‌ها", "Languages"),
}
"""The vocabularies whose codes stand in records: name -> what it is called in Persian and English."""


@cache
def vocabulary(name: str) -> Mapping[str, Term]:
    """The terms of vocabularies/<name>.toml by code, in the order of the file."""
    text = _FOLDER.joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return {
        code: Term(
            code=code,
            fa=line["fa"],
            en=line["en"],
            patterns=tuple(line.get("patterns", ())),
            url=line.get("url", ""),
        )
        for code, line in tomllib.loads(text).items()
    }


@cache
def vocabularies_sha256(folder: Traversable = _FOLDER) -> str:
    """SHA-256 of all vocabularies: with others the same page may be read as another record."""
    lists = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.name.endswith(".toml")}
    return hashlib.sha256(repr(sorted(lists.items())).encode()).hexdigest()
