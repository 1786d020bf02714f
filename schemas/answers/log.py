"""The answers of the log: what changed, what was corrected, and the bare entries."""

from __future__ import annotations

from catalogue.vocab import ChangeKind, Kind
from schemas.answers.page import List
from schemas.answers.problem import Tombstone
from schemas.answers.shape import Code, Count, Many, One, Shape, Text, addresses, digest, instant, record_id


class Change(Shape):
    """One line of the log with what may be read of its version; a withdrawal has its tombstone."""

    log_index = Count()
    id = record_id()
    kind = Code(Kind)
    version_no = Count()
    change_kind = Code(ChangeKind)
    recorded_at = instant()
    sha256 = digest(allow_none=True)
    title = Text(allow_none=True)
    sealed_at = instant(allow_none=True)
    tombstone = One(Tombstone, allow_none=True)
    links = addresses("ChangeLinks", "record", "page", sometimes=("version",))


class Changes(List):
    """Changes of records in the order of the log."""

    items = Many(Change)


class LogEntry(Shape):
    """One entry of the log; `commitment` is the SHA-256 of a secret salt and the hash of the version."""

    log_index = Count()
    record_id = record_id()
    version_no = Count()
    change_kind = Code(ChangeKind)
    recorded_at = instant()
    commitment = digest()


class LogEntries(List):
    """Entries of the log as they stand there."""

    items = Many(LogEntry)
