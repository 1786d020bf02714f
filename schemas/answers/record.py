"""The answers about one record: a version of it, its history, and where it came from."""

from __future__ import annotations

from catalogue.vocab import ChangeKind, SourceStatus, Status
from schemas.answers.page import AnyRecord, List
from schemas.answers.shape import Code, Count, Flag, Many, Shape, Text, addresses, digest, instant, record_id


class RecordVersion(Shape):
    """A version of a record: what stands beside it, and in `record` its canonical JSON as it was hashed."""

    id = record_id()
    version_no = Count()
    sha256 = digest()
    log_index = Count()
    change_kind = Code(ChangeKind)
    recorded_at = instant()
    status = Code(Status)
    source_status = Code(SourceStatus)
    first_seen_at = instant()
    last_seen_at = instant(allow_none=True)
    links = addresses("RecordLinks", "self", "page", "versions", "version", "canonical", "provenance", "source")
    record = AnyRecord(required=True)


class VersionLine(Shape):
    """One line of a history; of a version that is sealed since `sealed_at` the hash is gone with its text."""

    version_no = Count()
    sha256 = digest(allow_none=True)
    log_index = Count()
    recorded_at = instant()
    change_kind = Code(ChangeKind)
    sealed_at = instant(allow_none=True)


class History(List):
    """The versions of a record, newest first."""

    items = Many(VersionLine)


class Provenance(Shape):
    """The chain record <- version <- job <- source <- document.

    A version written by a command of an operator has neither job nor document.
    """

    id = record_id()
    version_no = Count()
    sha256 = digest()
    log_index = Count()
    recorded_at = instant()
    commitment = digest()
    job = Count(allow_none=True)
    source = Text()
    native_id = Text()
    config_sha256 = digest(allow_none=True)
    address = Text(allow_none=True)
    document_address = Text(allow_none=True)
    document_sha256 = digest(allow_none=True)
    document_bytes = Count(allow_none=True)
    document_media_type = Text(allow_none=True)
    fetched_at = instant(allow_none=True)
    recorded = Flag()
