"""The answers about one record: a version of it, its history, and where it came from."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from catalogue.diff.texts import Op
from catalogue.vocab import ChangeKind, Direction, Kind, SourceStatus, Status
from schemas.answers.page import AnyRecord, AsOf, CardDates, List
from schemas.answers.shape import Code, Count, Flag, Many, One, Shape, Text, addresses, digest, instant, record_id
from schemas.arguments import DiffForm
from schemas.record import RELATION_TYPES, Evidence

RECORD_LINKS = (
    "self",
    "page",
    "versions",
    "version",
    "canonical",
    "relations",
    "provenance",
    "citation",
    "source",
)
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
    links = addresses("RecordLinks", *RECORD_LINKS, sometimes=("diff",))
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


class EdgeEnd(Shape):
    """A record at an end of an edge; of a withdrawn one nothing but its id, kind and status."""

    id = record_id()
    kind = Code(Kind)
    status = Code(Status)
    type = Text(required=False)
    title = Text(required=False)
    number = Text(required=False)
    issuer = Text(required=False)
    agency = Text(required=False)
    dates = One(CardDates, required=False)


class Edge(Shape):
    """A relation of two records: `to` or `from` is the other one, null while none is known.

    `evidence` is where its text says so, null where its publisher does; `candidates` may be meant.
    """

    class Meta:
        include = {"from": One(EdgeEnd, required=False, allow_none=True)}  # noqa: RUF012  # a word of Python

    type = Code(RELATION_TYPES)
    label_fa = Text()
    label_en = Text()
    direction = Code((Direction.OUT, Direction.IN))
    asserted_by = Code(("source", "extractor"))
    confirmed_at = instant(allow_none=True)
    to = One(EdgeEnd, required=False, allow_none=True)
    to_raw = Text()
    evidence = One(Evidence, allow_none=True)
    version_no = Count()
    first_seen_at = instant()
    candidates = Many(EdgeEnd)
    candidate_count = Count()
    links = addresses("EdgeLinks", "version", sometimes=("record", "page"))


class Edges(List):
    """The edges of a record, in the order they were first met."""

    items = Many(Edge)


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
