"""Reads of the store through a given session. Never commits.

The log, documents, jobs and issues have their own modules; records are written by ingest.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import ColumnElement, LargeBinary, Table, bindparam, func, select
from sqlalchemy import cast as cast_sql
from sqlalchemy.orm import InstrumentedAttribute, Session

from catalogue import models
from catalogue.bulk import is_one_of
from catalogue.vocab import Status


@dataclass(frozen=True, slots=True)
class Current:
    """The current version of a record, for followers. Of a withdrawn record `canonical` is the tombstone."""

    number: int
    id: str
    version_no: int
    sha256: str
    status: str
    kind: str
    source: str
    agency: str
    first_seen_at: str
    recorded_at: str
    canonical: str


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """What a list needs of a current version: the card to splice and the text to mark."""

    id: str
    version_no: int
    sha256: str
    status: str
    card: str
    canonical: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A record's head, one of its versions and where that came from."""

    record: models.Record
    version: models.Version


def is_current() -> ColumnElement[bool]:
    """Joins a record with its current version."""
    return (models.Version.record_number == models.Record.number) & (
        models.Version.version_no == models.Record.version_no
    )


_RECORD = cast(Table, models.Record.__table__)
_VERSION = cast(Table, models.Version.__table__)
# Made once: every search passes here, and every record.
_OF_RECORD = models.Record.id == bindparam("of_record")
_CURRENT_ROW = select(models.Record, models.Version).join(models.Version, is_current()).where(_OF_RECORD)
_CURRENT_ROWS = (
    select(models.Record, models.Version)
    .join(models.Version, is_current())
    .where(models.Record.id.in_(bindparam("ids", expanding=True)))
)
_VERSION_ROW = (
    select(models.Record, models.Version)
    .join(models.Version, models.Version.record_number == models.Record.number)
    .where(_OF_RECORD, models.Version.version_no == bindparam("at_version"))
)
_SOURCE_AND_AGENCY = select(
    models.Source, select(models.Agency.name).where(models.Agency.slug == bindparam("of_agency")).scalar_subquery()
).where(models.Source.id == bindparam("of_source"))
_SHOWN = (
    select(
        _RECORD.c.id, _RECORD.c.version_no, _VERSION.c.sha256, _RECORD.c.status, _VERSION.c.card, _VERSION.c.canonical
    )
    .join(_VERSION, (_VERSION.c.record_number == _RECORD.c.number) & (_VERSION.c.version_no == _RECORD.c.version_no))
    .where(_RECORD.c.id.in_(bindparam("ids", expanding=True)))
)
_CURRENTS = select(
    models.Record.number,
    models.Record.id,
    models.Record.version_no,
    models.Version.sha256,
    models.Record.status,
    models.Record.kind,
    models.Record.source_id,
    models.Record.agency,
    models.Record.first_seen_at,
    models.Version.recorded_at,
    models.Version.canonical,
).join(models.Version, is_current())
_TAGS = select(models.Tag.key, models.Tag.shown).where(is_one_of(models.Tag.key, "keys"))
_AGENCY_NAMES = select(models.Agency.slug, models.Agency.name).where(is_one_of(models.Agency.slug, "slugs"))
_AGENCIES = select(models.Agency.id, models.Agency.slug, models.Agency.fields).order_by(models.Agency.slug)


def currents(session: Session, ids: Sequence[str]) -> list[Current]:
    """The current versions of these records, in no order."""
    return [Current(*row) for row in session.execute(_CURRENTS.where(models.Record.id.in_(ids)))]


def currents_after(session: Session, number: int, limit: int) -> list[Current]:
    """The current versions of the next records after one, by their numbers, in that order: the walk of a rebuild.

    A record that comes meanwhile has a larger number than all that were there, or an entry of the log that tells of it.
    """
    later = _CURRENTS.where(models.Record.number > number).order_by(models.Record.number).limit(limit)
    return [Current(*row) for row in session.execute(later)]


def last_number(session: Session) -> int:
    """The largest number of a record: about how many there are."""
    return session.scalar(select(func.max(models.Record.number))) or 0


def published_between(session: Session, first: int, last: int) -> list[tuple[str, str]]:
    """(id, instant of the current version) of the published records with these numbers, in their order."""
    its = (models.Record.status == Status.PUBLISHED) & models.Record.number.between(first, last)
    statement = select(models.Record.id, models.Record.changed_at).where(its).order_by(models.Record.number)
    return [(row[0], row[1]) for row in session.execute(statement)]


def scan_by_id(session: Session) -> Iterator[tuple[str, int, str]]:
    """(id, version number, sha256) of every record, the withdrawn ones included, in the order of the ids' keys.

    That is the order of their bytes (identity.key_of), whatever the collation.
    """
    statement = (
        select(models.Record.id, models.Record.version_no, models.Version.sha256)
        .join(models.Version, is_current())
        .order_by(cast_sql(models.Record.id, LargeBinary))
    )
    for row in session.execute(statement.execution_options(yield_per=1000)):
        yield row[0], row[1], row[2]


def shown_versions(session: Session, ids: Sequence[str]) -> dict[str, ShownVersion]:
    """id -> card and text of the current version, in one SELECT."""
    rows = session.connection().execute(_SHOWN, {"ids": list(ids)})
    return {row[0]: ShownVersion(*row) for row in rows}


def titles(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """id -> title of those that are published."""
    statement = select(models.Record.id, models.Record.title).where(
        models.Record.id.in_(ids), models.Record.status == Status.PUBLISHED
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def version_row(session: Session, record_id: str, version_no: int | None) -> VersionRow | None:
    """One version of a record, the current one when no number is given; None when there is none."""
    statement = _CURRENT_ROW if version_no is None else _VERSION_ROW
    row = session.execute(statement, {"of_record": record_id, "at_version": version_no}).one_or_none()
    return VersionRow(row[0], row[1]) if row else None


def current_rows(session: Session, ids: Sequence[str]) -> dict[str, VersionRow]:
    """id -> current version of these records, whatever it is."""
    rows = session.execute(_CURRENT_ROWS, {"ids": list(ids)})
    return {row[0].id: VersionRow(row[0], row[1]) for row in rows}


def source_and_agency(session: Session, record: models.Record) -> tuple[models.Source, str | None]:
    """A record's source, and the name of its agency if it is registered."""
    values = {"of_source": record.source_id, "of_agency": record.agency}
    row = session.execute(_SOURCE_AND_AGENCY, values).one()
    return row[0], row[1]


def digests(session: Session, source_id: str) -> dict[str, str]:
    """native id -> raw digest of the published records of a source."""
    statement = select(models.Record.native_id, models.Record.raw_digest).where(
        models.Record.source_id == source_id, models.Record.status == Status.PUBLISHED
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def withdrawn_ids(session: Session, source_id: str) -> set[str]:
    """Native ids of the withdrawn records of a source."""
    statement = select(models.Record.native_id).where(
        models.Record.source_id == source_id, models.Record.status == Status.WITHDRAWN
    )
    return set(session.scalars(statement))


def counts_by_kind(session: Session) -> dict[str, int]:
    """kind -> number of published records."""
    return _counts(session, models.Record.kind)


def counts_by_source(session: Session) -> dict[str, int]:
    """source id -> number of published records."""
    return _counts(session, models.Record.source_id)


def _counts(session: Session, column: InstrumentedAttribute[str], *limits: ColumnElement[bool]) -> dict[str, int]:
    is_counted = models.Record.status == Status.PUBLISHED, *limits
    statement = select(column, func.count()).where(*is_counted).group_by(column)
    return {row[0]: row[1] for row in session.execute(statement)}


def count_of_source(session: Session, source_id: str) -> int:
    """The number of published records of one source."""
    statement = select(func.count()).where(
        models.Record.source_id == source_id, models.Record.status == Status.PUBLISHED
    )
    return session.scalar(statement) or 0


def counts_of_agency(session: Session, slug: str) -> dict[str, int]:
    """kind -> number of published records of one agency."""
    return _counts(session, models.Record.kind, models.Record.agency == slug)


def counts_by_agency(session: Session) -> dict[str, dict[str, int]]:
    """agency slug -> kind -> number of published records."""
    statement = (
        select(models.Record.agency, models.Record.kind, func.count())
        .where(models.Record.status == Status.PUBLISHED)
        .group_by(models.Record.agency, models.Record.kind)
    )
    counts: dict[str, dict[str, int]] = {}
    for slug, kind, number in session.execute(statement):
        counts.setdefault(slug, {})[kind] = number
    return counts


def sources(session: Session) -> list[models.Source]:
    """All sources, in no order."""
    return list(session.scalars(select(models.Source)))


def agencies(session: Session) -> list[models.Agency]:
    """All registered agencies, in no order."""
    return list(session.scalars(select(models.Agency)))


def agency_rows(session: Session) -> tuple[tuple[str, str, str], ...]:
    """Id, slug and canonical fields of all agencies by slug; asked by every search, so as plain rows."""
    return tuple((row[0], row[1], row[2]) for row in session.connection().execute(_AGENCIES).all())


def agency(session: Session, key: str) -> models.Agency | None:
    """The agency of this public id or slug."""
    statement = select(models.Agency).where((models.Agency.id == key) | (models.Agency.slug == key))
    return session.scalars(statement).one_or_none()


def publishing(session: Session, slugs: Sequence[str]) -> set[str]:
    """Those of the agencies that have published records of their own."""
    has_record = select(models.Record.number).where(
        models.Record.status == Status.PUBLISHED, models.Record.agency == models.Agency.slug
    )
    return set(session.scalars(select(models.Agency.slug).where(models.Agency.slug.in_(slugs), has_record.exists())))


def agency_names(session: Session) -> Mapping[str, str]:
    """slug -> name, for labels."""
    return {row[0]: row[1] for row in session.execute(select(models.Agency.slug, models.Agency.name))}


def names_of_agencies(session: Session, slugs: Sequence[str]) -> dict[str, str]:
    """slug -> name of those of the agencies that are registered."""
    return {row[0]: row[1] for row in session.connection().execute(_AGENCY_NAMES, {"slugs": slugs})}


def tag_names(session: Session, keys: Sequence[str]) -> dict[str, str]:
    """Folded tag -> the form in which it was first written, of those that are known."""
    return {row[0]: row[1] for row in session.execute(_TAGS, {"keys": keys})}
