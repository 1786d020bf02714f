"""The versions of a record in time: which one stood when, their list, and two beside each other. Never commits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NoReturn, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue import models, store, views
from catalogue.answers import RecordView, VersionLine
from catalogue.diff.fields import Diff, compare
from catalogue.errors import BeforeFirst, NotFound, NothingBefore
from catalogue.identity import read_id
from catalogue.log_answers import AsOf
from catalogue.log_pages import ChangesQuery, LatestQuery, as_of
from catalogue.store import VersionRow
from catalogue.vocab import ChangeKind

Query = TypeVar("Query", ChangesQuery, LatestQuery)

VERSIONS_PER_PAGE = 50
_LINE = (
    models.Version.version_no,
    models.Version.sha256,
    models.Version.log_index,
    models.Version.recorded_at,
    models.Version.change_kind,
    models.Version.sealed_at,
)


@dataclass(frozen=True, slots=True)
class Point:
    """A point in the time of a record, named by exactly one of these.

    A version by its number, the log after its entry `log_index`, or the end of the second `recorded_at` (UTC, Z).
    """

    version_no: int | None = None
    log_index: int | None = None
    recorded_at: str | None = None


@dataclass(frozen=True, slots=True)
class VersionPage:
    """A history, newest first; `next_after` asks for the older versions, `total` counts all."""

    lines: tuple[VersionLine, ...]
    total: int
    next_after: int | None
    as_of: AsOf


@dataclass(frozen=True, slots=True)
class VersionPair:
    """Two versions of a record, to be compared."""

    old: RecordView
    new: RecordView
    as_of: AsOf

    def diff(self) -> Diff:
        """What changed from the one to the other."""
        return compare(self.old.record(), self.new.record())


def existing(session: Session, record_id: str) -> VersionRow:
    """The current version of a record, whatever it is; raises NotFound, BadId."""
    row = store.version_row(session, read_id(record_id), None)
    if row is None:
        raise NotFound("record", record_id)
    return row


def readable(session: Session, record_id: str, at: int | Point | None = None) -> VersionRow:
    """The version of a number, or the one that stood at a point in time; by default the current one.

    Raises NotFound, BadId, BeforeFirst, Sealed, and Withdrawn where it is a withdrawal or one took it away.
    """
    row = existing(session, record_id)
    if at is not None:
        views.refuse_sealed(row)
        row = _version(session, row, _standing(session, row.record, at))
    views.refuse_unreadable(row)
    return row


def view(session: Session, row: VersionRow) -> RecordView:
    """A version as it is answered."""
    source, agency_name = store.source_and_agency(session, row.record)
    return views.record_view(row, source, agency_name)


def lines(session: Session, record_id: str) -> tuple[VersionLine, ...]:
    """The whole history, newest first; raises NotFound, BadId, and Withdrawn when no version may be read."""
    return _lines(session, _open(session, record_id), None, None)


def page(session: Session, record_id: str, after: int | None, most: int) -> VersionPage:
    """At most so many versions older than the number `after`, the newest by default; raises as `lines`."""
    record = _open(session, record_id)
    found = _lines(session, record, after, most + 1)
    total = session.scalar(select(func.count()).where(models.Version.record_number == record.number)) or 0
    following = found[most - 1].version_no if len(found) > most else None
    return VersionPage(found[:most], total, following, as_of(session))


def pair(session: Session, record_id: str, since: Point | None, until: Point | None) -> VersionPair:
    """The versions of two points in time: by default the current one, and the last one before it with a text.

    Raises as `readable`, and NothingBefore where none stood before and none was named.
    """
    new = readable(session, record_id, until)
    old = readable(session, record_id, since or _before(session, new))
    return VersionPair(view(session, old), view(session, new), as_of(session))


def of_known_record(session: Session, query: Query) -> Query:
    """A query of the log with the id of its record as we write it; raises NotFound, BadId."""
    return query if query.record is None else replace(query, record=existing(session, query.record).record.id)


def _open(session: Session, record_id: str) -> models.Record:
    """A record of which some version may be read."""
    row = existing(session, record_id)
    views.refuse_sealed(row)
    return row.record


def _lines(session: Session, record: models.Record, after: int | None, most: int | None) -> tuple[VersionLine, ...]:
    statement = select(*_LINE).where(models.Version.record_number == record.number)
    if after is not None:
        statement = statement.where(models.Version.version_no < after)
    found = session.execute(statement.order_by(models.Version.version_no.desc()).limit(most))
    return tuple(VersionLine(row[0], row[1] or None, *row[2:]) for row in found)


def _standing(session: Session, record: models.Record, at: int | Point) -> int:
    """The number of the version that stood; where one is named by its number, there may be none."""
    point = Point(version_no=at) if isinstance(at, int) else at
    if point.version_no is not None:
        return point.version_no
    if point.log_index is not None:
        known = models.Version.log_index <= point.log_index
    else:
        known = models.Version.recorded_at <= point.recorded_at
    its = models.Version.record_number == record.number
    number = session.scalar(select(func.max(models.Version.version_no)).where(its, known))
    return _none_before(session, record, BeforeFirst) if number is None else number


def _before(session: Session, row: VersionRow) -> Point:
    """The last version before this one that is no withdrawal."""
    its = (models.Version.record_number == row.record.number) & (models.Version.version_no < row.version.version_no)
    with_text = models.Version.change_kind != ChangeKind.WITHDRAWAL
    number = session.scalar(select(func.max(models.Version.version_no)).where(its, with_text))
    return Point(version_no=_none_before(session, row.record, NothingBefore) if number is None else number)


def _none_before(session: Session, record: models.Record, error: type[BeforeFirst]) -> NoReturn:
    its = (models.Version.record_number == record.number) & (models.Version.version_no == 1)
    raise error(record.id, 1, session.scalars(select(models.Version.recorded_at).where(its)).one())


def _version(session: Session, current: VersionRow, version_no: int) -> VersionRow:
    """The version of this number; raises NotFound."""
    if version_no == current.version.version_no:
        return current
    is_known = version_no < current.version.version_no
    row = store.version_row(session, current.record.id, version_no) if is_known else None
    if row is None:
        raise NotFound("version", f"{current.record.id}/v{version_no}")
    return row
