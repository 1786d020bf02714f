"""The answers about one record: a version of it, its history, and where it came from."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from catalogue.diff.texts import Op
from catalogue.vocab import ChangeKind, SourceStatus, Status
from schemas.answers.page import AnyRecord, AsOf, List
from schemas.answers.shape import Code, Count, Flag, Many, One, Shape, Text, addresses, digest, instant, record_id
from schemas.arguments import DiffForm

VERSION_LINKS = ("version", "canonical", "page")


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
    links = addresses(
        "RecordLinks", "self", "page", "versions", "version", "canonical", "diff", "provenance", "citation", "source"
    )
    record = AnyRecord(required=True)


class VersionLine(Shape):
    """One line of a history; of a version that is sealed since `sealed_at` the hash is gone with its text."""

    version_no = Count()
    sha256 = digest(allow_none=True)
    log_index = Count()
    recorded_at = instant()
    change_kind = Code(ChangeKind)
    sealed_at = instant(allow_none=True)
    links = addresses("VersionLinks", sometimes=VERSION_LINKS)


class History(List):
    """The versions of a record, newest first."""

    items = Many(VersionLine)


class ComparedVersion(Shape):
    """One of the two versions that are compared."""

    version_no = Count()
    sha256 = digest()
    log_index = Count()
    recorded_at = instant()
    change_kind = Code(ChangeKind)
    links = addresses("ComparedLinks", *VERSION_LINKS)


class AnyValue(fields.Field[Any]):
    """A value of a record, or an item of one of its lists; null where it was not there."""


class FieldChange(Shape):
    """A field that is another one now; `path` counts in the new record, of what is gone in the old one."""

    path = Text()
    old = AnyValue(required=True)
    new = AnyValue(required=True)


class Run(Shape):
    """A stretch of text: in both texts, in the old one alone (`delete`), or in the new one alone (`insert`)."""

    op = Code(Op)
    text = Text()


class TextChange(Shape):
    """A title or text that is another one now; its runs give both texts when joined."""

    path = Text()
    role = Text()
    lang = Text(allow_none=True)
    letters_only = Flag()
    truncated = Flag()
    runs = Many(Run)


class RecordDiff(Shape):
    """What changed between two versions: every change stands once, in `fields` or in `texts`."""

    class Meta:
        include = {"from": One(ComparedVersion)}  # noqa: RUF012  # a word of Python

    id = record_id()
    to = One(ComparedVersion)
    fields_ = Many(FieldChange, data_key="fields")
    texts = Many(TextChange)
    letters_only = Flag()
    truncated = Flag()
    links = addresses("DiffLinks", *DiffForm)
    as_of = One(AsOf)


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
