"""The tables, one definition each, for SQLite and PostgreSQL. No queries: those are in store.py, log.py and jobs.py.

Instants are texts `YYYY-MM-DDTHH:MM:SSZ` (UTC) and days `YYYY-MM-DD`, so they sort, splice and hash as they stand.
Other texts have the order that a PostgreSQL database was made with: nothing may rely on it. An index row of PostgreSQL
holds at most 2,704 bytes: what may be longer is found by its hash.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from catalogue.vocab import ChangeKind, JobState, Kind, Said, SourceStatus, Status

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

BigKey = BigInteger().with_variant(Integer, "sqlite")


def without_nul(text: str) -> str:
    """The text as both stores hold it."""
    return text.replace("\0", "\ufffd") if "\0" in text else text


class Words(TypeDecorator[str]):
    """Text from outside. PostgreSQL holds no NUL, so U+FFFD stands in its place on both stores, also in a question."""

    impl: Any = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text as it is stored."""
        return without_nul(value) if value else value


class Key(Words):
    """A text from outside by which a row is asked for; at most so many characters, as its door sees to."""

    impl = String
    cache_ok = True


def _one_of(column: str, values: type[Any]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(str(value)) for value in values)})", name=column)


class Base(DeclarativeBase):
    """All tables of the store."""

    metadata = MetaData(naming_convention=NAMING)


class Agency(Base):
    """A public body, as its agency file says."""

    __tablename__ = "agency"
    id: Mapped[str] = mapped_column(Key(13), primary_key=True)  # a-…, given once
    slug: Mapped[str] = mapped_column(Key(100), unique=True)  # permanent, from the file
    name: Mapped[str] = mapped_column(Words)  # the first Persian name
    fields: Mapped[str] = mapped_column(Words)  # canonical JSON of the validated file


class Source(Base):
    """A configured place we harvest; one YAML file."""

    __tablename__ = "source"
    id: Mapped[str] = mapped_column(Key(100), primary_key=True)  # the file's name
    name: Mapped[str] = mapped_column(Words)
    agency: Mapped[str] = mapped_column(Key(100))  # slug
    kind: Mapped[str] = mapped_column(String(10))
    protocol: Mapped[str] = mapped_column(String(20))
    coverage: Mapped[str] = mapped_column(String(10))  # all: the listing shows everything; window: only the newest
    url: Mapped[str] = mapped_column(Words)
    config_sha256: Mapped[str] = mapped_column(String(64))  # of the file's bytes at the last job
    last_complete_at: Mapped[str | None] = mapped_column(String(20))  # end of the last succeeded job
    last_whole_at: Mapped[str | None] = mapped_column(String(20))  # end of the last one that asked for everything
    schedule: Mapped[str | None] = mapped_column(Words)  # cron in Asia/Tehran, as the file says; none: by hand only
    next_run_at: Mapped[str | None] = mapped_column(String(20))  # the next slot of that schedule
    paused_at: Mapped[str | None] = mapped_column(String(20))  # since when an operator lets it rest
    robots_agreed: Mapped[str | None] = mapped_column(Words)  # the letter by which robots.txt is not asked


_IS_OPEN = text("state IN ('queued', 'running')")


class Job(Base):
    """One execution over one source, and its lease: who runs it, and the fencing number that its writes show."""

    __tablename__ = "job"
    __table_args__ = (
        _one_of("state", JobState),
        Index("ix_job_source_id_number", "source_id", "number"),
        Index("uq_job_open", "source_id", unique=True, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
    )
    number: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"))
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(40))  # why it did not succeed, or waits: worker-lost, …
    recorded: Mapped[bool]  # read from a recording instead of the network
    lane: Mapped[str] = mapped_column(String(5))  # short or long (vocab.Lane)
    priority: Mapped[int]  # the lowest is claimed first
    queued_at: Mapped[str] = mapped_column(String(20))
    run_at: Mapped[str] = mapped_column(String(20))  # not before
    started_at: Mapped[str | None] = mapped_column(String(20))  # the first claim
    ended_at: Mapped[str | None] = mapped_column(String(20))
    worker: Mapped[str | None] = mapped_column(String(100))  # who holds the lease
    attempts: Mapped[int]  # claims so far: the fencing number
    losses: Mapped[int]  # leases that ended with their worker
    retries_left: Mapped[int]  # after trouble on the network
    beat: Mapped[int]  # moves while the holder lives
    seconds: Mapped[float] = mapped_column(Float)  # worked, over all attempts
    requests: Mapped[int]  # sent to the source, over all attempts
    body_bytes: Mapped[int] = mapped_column(BigInteger)  # of documents fetched, decoded, over all attempts
    config_sha256: Mapped[str] = mapped_column(String(64))
    reading_sha256: Mapped[str | None] = mapped_column(String(64))  # of all that decides how a record is read
    changes_since: Mapped[str | None] = mapped_column(String(20))  # asked only for what changed; none: for everything
    counts: Mapped[dict[str, int]] = mapped_column(JSON)  # read added changed unchanged withdrawn withheld refused …
    approved_at: Mapped[str | None] = mapped_column(String(20))  # when a person let its withdrawals happen
    stages: Mapped[dict[str, dict[str, int]]] = mapped_column(JSON)  # stage -> what passed it, and its issues


class Packed(Base):
    """Numbers of records that a job has a list of, packed (catalogue/packing.py)."""

    __abstract__ = True
    job_number: Mapped[int] = mapped_column(ForeignKey("job.number"), primary_key=True)
    records: Mapped[bytes] = mapped_column(LargeBinary)


class Unchanged(Packed):
    """The records that a job found as they stood."""

    __tablename__ = "unchanged"


class Withheld(Packed):
    """The records that a job would have withdrawn if they were not so many: a person decides."""

    __tablename__ = "withheld"


class Fetch(Base):
    """A document that an open job has fetched: what it need not ask again when it is taken up after a kill."""

    __tablename__ = "fetch"
    job_number: Mapped[int] = mapped_column(ForeignKey("job.number"), primary_key=True)
    asked_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)  # of the address before any redirect
    document_number: Mapped[int] = mapped_column(ForeignKey("document.number"))


class Document(Base):
    """Bytes as fetched from one address; the bytes lie in the archive under their hash."""

    __tablename__ = "document"
    __table_args__ = (Index("ix_document_address", "address", postgresql_using="hash"),)
    number: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    sha256: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(Words)
    recorded: Mapped[bool]  # from a recording
    status: Mapped[int]  # HTTP status, 200 for files
    media_type: Mapped[str] = mapped_column(Words)
    body_bytes: Mapped[int] = mapped_column(BigInteger)  # length
    headers: Mapped[list[list[str]]] = mapped_column(JSON)  # [name, value] as received
    status_line: Mapped[str | None] = mapped_column(Words)  # HTTP/1.1 200 OK
    fetched_at: Mapped[str] = mapped_column(String(20))  # the latest time these bytes were met there
    received_at: Mapped[str | None] = mapped_column(String(20))  # the latest time they came themselves, not as a 304
    etag: Mapped[str | None] = mapped_column(Words)  # validators for a conditional request
    last_modified: Mapped[str | None] = mapped_column(Words)
    place_sha256: Mapped[str] = mapped_column(String(64), unique=True)  # of sha256, address and recorded together


class Record(Base):
    """Head of a record: identity and what lists need, written in the ingest transaction."""

    __tablename__ = "record"
    __table_args__ = (
        UniqueConstraint("source_id", "native_id"),
        _one_of("kind", Kind),
        _one_of("status", Status),
        _one_of("source_status", SourceStatus),
        # Lists without an engine walk these in order (listing.py); counts by kind, agency and source read them too.
        Index("ix_record_listed_by_kind", "status", "kind", "listed_day", "number"),
        Index("ix_record_listed_by_agency", "status", "agency", "kind", "listed_day", "number"),
        Index("ix_record_listed_by_source", "status", "source_id", "kind", "listed_day", "number"),
        Index("ix_record_changed_at", "changed_at", "number"),
    )
    number: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)  # low 28 bits of sort keys
    id: Mapped[str] = mapped_column(String(13), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"))
    native_id: Mapped[str] = mapped_column(Words)  # the publisher's key
    agency: Mapped[str] = mapped_column(Key(100))  # slug of issuer or publisher
    title: Mapped[str] = mapped_column(Words)
    leading_day: Mapped[str | None] = mapped_column(String(10))  # first day of adopted, notified or published
    status: Mapped[str] = mapped_column(String(10))
    source_status: Mapped[str] = mapped_column(String(11))
    version_no: Mapped[int]  # the current version
    fields_digest: Mapped[str] = mapped_column(String(64))  # of what the publisher shows
    raw_digest: Mapped[str] = mapped_column(String(64))  # of that, the source file and our mapping
    first_seen_at: Mapped[str] = mapped_column(String(20))
    last_seen_at: Mapped[str | None] = mapped_column(String(20))  # only of a missing one: when it was last seen
    absent_jobs: Mapped[int] = mapped_column(default=0)  # complete jobs in a row that did not show it
    absent_since: Mapped[str | None] = mapped_column(String(20))  # the first of them
    listed_day: Mapped[int] = mapped_column(default=0)  # days from 1600-01-01 to leading_day; 0: none, or withdrawn
    listed_month: Mapped[int | None]  # 140205: the Jalali month of leading_day; none where only a year is printed
    changed_at: Mapped[str] = mapped_column(String(20), default="")  # when the current version was recorded


class NamedAgency(Base):
    """An agency that a published record names in a role beside the one it stands under: its lists hold it too."""

    __tablename__ = "named_agency"
    agency: Mapped[str] = mapped_column(Key, primary_key=True)  # slug
    record_number: Mapped[int] = mapped_column(ForeignKey("record.number"), primary_key=True, index=True)


class Relation(Base):
    """What the current version of a published record says of another one; the words stand in that version alone."""

    __tablename__ = "relation"
    __table_args__ = (
        UniqueConstraint("record_number", "type", "raw_key"),
        Index("ix_relation_to_number", "to_number", "number"),
    )
    number: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)  # in the order they were met
    record_number: Mapped[int] = mapped_column(ForeignKey("record.number"))  # who says it
    place: Mapped[int]  # in the list of relations of its current version
    type: Mapped[str] = mapped_column(String(20))
    raw_key: Mapped[str] = mapped_column(String(32))  # of the words that name the other one (edges.py)
    target_key: Mapped[str] = mapped_column(String(32), index=True)  # under which the other one is known, if at all
    day: Mapped[str | None] = mapped_column(String(10))  # that has to be one of the other one's too
    to_number: Mapped[int | None] = mapped_column(ForeignKey("record.number"))  # none while it waits
    first_seen_at: Mapped[str] = mapped_column(String(20))


class KnownAs(Base):
    """A key under which others may name a record; it stays when the record is withdrawn, until it is sealed."""

    __tablename__ = "known_as"
    key: Mapped[str] = mapped_column(String(32), primary_key=True)  # edges.known_as
    record_number: Mapped[int] = mapped_column(ForeignKey("record.number"), primary_key=True, index=True)
    days: Mapped[str] = mapped_column(String(40))  # its days, joined by blanks


class Verdict(Base):
    """What an operator said of an edge, whether it stands at the moment or not."""

    __tablename__ = "verdict"
    __table_args__ = (_one_of("said", Said),)
    record_number: Mapped[int] = mapped_column(ForeignKey("record.number"), primary_key=True)
    type: Mapped[str] = mapped_column(String(20), primary_key=True)
    raw_key: Mapped[str] = mapped_column(String(32), primary_key=True)
    said: Mapped[str] = mapped_column(String(9))
    said_at: Mapped[str] = mapped_column(String(20))


HIDES = "canonical LIKE '%\"masks\":[%' OR sealed_at IS NOT NULL"
"""Of a version: something in it is masked, or it is sealed. An index knows who asks in these very words (kept.py)."""


class Version(Base):
    """One immutable state of a record: the hashed text, its card and where it came from."""

    __tablename__ = "version"
    __table_args__ = (
        _one_of("change_kind", ChangeKind),
        Index("ix_version_job_number", "job_number"),
        Index("ix_version_document_sha256", "document_sha256"),
        Index("ix_version_hides", "record_number", sqlite_where=text(HIDES), postgresql_where=text(HIDES)),
    )
    record_number: Mapped[int] = mapped_column(ForeignKey("record.number"), primary_key=True)
    version_no: Mapped[int] = mapped_column(primary_key=True)  # 1, 2, 3 …
    canonical: Mapped[str] = mapped_column(Words)  # canonical JSON; of a withdrawal: the tombstone
    sha256: Mapped[str] = mapped_column(String(64))  # of `canonical` in UTF-8
    salt: Mapped[str] = mapped_column(String(32))  # 16 random bytes, hex
    card: Mapped[str] = mapped_column(Words)  # JSON, derived, outside the hash
    change_kind: Mapped[str] = mapped_column(String(12))
    schema_version: Mapped[int]  # of the record schemas when it was written
    recorded_at: Mapped[str] = mapped_column(String(20))
    log_index: Mapped[int] = mapped_column(BigInteger, unique=True)
    job_number: Mapped[int | None] = mapped_column(ForeignKey("job.number"))  # none: by command
    address: Mapped[str | None] = mapped_column(Words)  # public address of the record at its source
    document_sha256: Mapped[str | None] = mapped_column(String(64))
    document_address: Mapped[str | None] = mapped_column(Words)  # where those bytes were fetched
    fetched_at: Mapped[str | None] = mapped_column(String(20))
    recorded: Mapped[bool]  # the document came from a recording
    sealed_at: Mapped[str | None] = mapped_column(String(20))  # since when text, hash, salt and card are destroyed


class Tag(Base):
    """A tag as it was first written; all its spellings have one key."""

    __tablename__ = "tag"
    key: Mapped[str] = mapped_column(String(512), primary_key=True)  # fold_key of the tag
    shown: Mapped[str] = mapped_column(Words)  # the first form seen


class LogEntry(Base):
    """One line of the append-only log; the index is our only clock."""

    __tablename__ = "log"
    log_index: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)  # 1, 2, 3 … without holes
    record_id: Mapped[str] = mapped_column(String(13), index=True)
    version_no: Mapped[int]
    change_kind: Mapped[str] = mapped_column(String(12))
    recorded_at: Mapped[str] = mapped_column(String(20))
    commitment: Mapped[str] = mapped_column(String(64))  # SHA-256(salt ‖ sha256)


class Redaction(Base):
    """What an operator had taken out of a record: the next job takes it out again. Never served, never searched."""

    __tablename__ = "redaction"
    number: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    record_number: Mapped[int] = mapped_column(ForeignKey("record.number"), index=True)
    words: Mapped[str] = mapped_column(Words)  # as they were given
    what: Mapped[str] = mapped_column(String(20))  # the class of the mask that stands for them
    redacted_at: Mapped[str] = mapped_column(String(20))


class Audit(Base):
    """What an operator asked the command for; lines are added before it does anything, and never changed."""

    __tablename__ = "audit"
    number: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    at: Mapped[str] = mapped_column(String(20))
    operator: Mapped[str] = mapped_column(Words)  # the name of the account on this machine
    command: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(Words)  # sources, job or record, with reason and ground; no text of a record


class Issue(Base):
    """Something about a record or source to look at, seen by every job from `first_job` to `last_job`."""

    __tablename__ = "issue"
    __table_args__ = (Index("ix_issue_source_id_is_open", "source_id", "is_open"),)
    number: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"))
    first_job: Mapped[int] = mapped_column(ForeignKey("job.number"))
    last_job: Mapped[int] = mapped_column(ForeignKey("job.number"))
    stage: Mapped[str] = mapped_column(String(10))  # config fetch keep read normalise validate mask ingest finish
    code: Mapped[str] = mapped_column(String(40))
    native_id: Mapped[str | None] = mapped_column(Words)
    document_sha256: Mapped[str | None] = mapped_column(String(64))
    place: Mapped[str | None] = mapped_column(Words)  # line, row or field path
    excerpt: Mapped[str | None] = mapped_column(Words)  # at most 500 characters, as found
    message_fa: Mapped[str] = mapped_column(Words)
    message_en: Mapped[str] = mapped_column(Words)
    count: Mapped[int]  # how often in the last job
    refuses: Mapped[bool]  # the record it is about was not stored
    is_open: Mapped[bool]  # false once a job that looked did not see it any more
    first_seen_at: Mapped[str] = mapped_column(String(20))
    last_seen_at: Mapped[str] = mapped_column(String(20))
