"""The rows of documents, in a given session: what was fetched where, and what an open job has. Never commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import cast

from sqlalchemy import Insert, Table, bindparam, delete, insert, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from catalogue import models
from catalogue.archive import Document
from catalogue.identity import sha256_hex


@dataclass(frozen=True, slots=True)
class Met:
    """A document without its body: that these bytes were met at this address at this time."""

    sha256: str
    address: str
    recorded: bool
    status: int
    status_line: str | None
    media_type: str
    body_bytes: int
    headers: list[list[str]]
    fetched_at: str
    received_at: str | None
    etag: str | None
    last_modified: str | None
    place_sha256: str

    @staticmethod
    def of(document: Document) -> Met:
        """The row of a document."""
        return Met(
            sha256=document.sha256,
            address=document.address,
            recorded=document.recorded,
            status=document.status,
            status_line=document.status_line,
            media_type=document.media_type,
            body_bytes=len(document.body),
            headers=[list(pair) for pair in document.headers],
            fetched_at=document.fetched_at,
            received_at=None if document.again else document.fetched_at,
            etag=document.header("etag"),
            last_modified=document.header("last-modified"),
            place_sha256=place_of(document.sha256, document.address, recorded=document.recorded),
        )


def place_of(sha256: str, address: str, *, recorded: bool) -> str:
    """What makes it one row: a hash, for an address may be too long for an index."""
    return sha256_hex(f"{sha256} {int(recorded)} {address}")


@dataclass(frozen=True, slots=True)
class Kept:
    """A row of a document that has been kept; `charset` is read from its headers by whoever needs it."""

    sha256: str
    address: str
    status: int
    status_line: str | None
    media_type: str
    headers: tuple[tuple[str, str], ...]
    fetched_at: str
    received_at: str | None
    etag: str | None
    last_modified: str | None


_DOCUMENT = cast(Table, models.Document.__table__)
_FETCH = cast(Table, models.Fetch.__table__)
_IS_PLACE = _DOCUMENT.c.place_sha256 == bindparam("of_place")
# Made once: a harvest passes here for each document.
_NUMBER = select(_DOCUMENT.c.number).where(_IS_PLACE)
_INSERTS: Mapping[str, Insert] = {
    name: made(_DOCUMENT).on_conflict_do_nothing(index_elements=[_DOCUMENT.c.place_sha256])
    for name, made in (("sqlite", sqlite_insert), ("postgresql", postgres_insert))
}
_KEPT = select(*(_DOCUMENT.c[name] for name in Kept.__dataclass_fields__))


def news_of(session: Session, kept: Sequence[Met]) -> list[Met]:
    """Those that the store does not know yet, or knows from an earlier time only."""
    return _newer(kept, _met_at(session, kept))


def put_documents(session: Session, kept: Sequence[Met]) -> None:
    """Write what is news of them; nothing else is touched. Others may write the same ones at the same time."""
    known = _met_at(session, kept)
    new = sorted(_newer(kept, known), key=lambda met: met.place_sha256)  # all lock rows in one order
    unknown = [met for met in new if met.place_sha256 not in known]
    if unknown:
        session.connection().execute(_insert(session), [_first(met) for met in unknown])
    for met in new:
        if met.place_sha256 in known:
            _meet_again(session, met)


def _insert(session: Session) -> Insert:
    """An INSERT that passes over what somebody else has written meanwhile."""
    return _INSERTS[session.get_bind().dialect.name]


def _newer(kept: Sequence[Met], known: Mapping[str, str]) -> list[Met]:
    newest = {met.place_sha256: met for met in kept}
    return [met for place, met in newest.items() if known.get(place, "") < met.fetched_at]


def _first(met: Met) -> dict[str, object]:
    return asdict(replace(met, received_at=met.fetched_at))


def _meet_again(session: Session, met: Met) -> None:
    """Newer times, headers and validators; what was told by a 304 has no headers of its own."""
    columns: dict[str, object] = {"fetched_at": met.fetched_at}
    if met.received_at is not None:
        names = ("received_at", "etag", "last_modified", "headers", "status_line")
        columns |= {name: getattr(met, name) for name in names}
    statement = _DOCUMENT.update().where(_IS_PLACE, _DOCUMENT.c.fetched_at < met.fetched_at).values(**columns)
    session.connection().execute(statement, {"of_place": met.place_sha256})


def _met_at(session: Session, kept: Sequence[Met]) -> dict[str, str]:
    """place -> when it was last met, of those that are known."""
    columns = (_DOCUMENT.c.place_sha256, _DOCUMENT.c.fetched_at)
    rows = session.execute(select(*columns).where(_DOCUMENT.c.place_sha256.in_({met.place_sha256 for met in kept})))
    return {row[0]: row[1] for row in rows}


def put_fetch(session: Session, job_number: int, asked: str, met: Met) -> None:
    """Remember that an open job has this document, whatever address it asked for it."""
    number = session.connection().execute(_NUMBER, {"of_place": met.place_sha256}).scalar_one()
    asked_sha256 = sha256_hex(asked)
    its = (models.Fetch.job_number == job_number) & (models.Fetch.asked_sha256 == asked_sha256)
    session.execute(delete(models.Fetch).where(its))
    columns = {"job_number": job_number, "asked_sha256": asked_sha256, "document_number": number}
    session.execute(insert(models.Fetch).values(columns))


def fetched(session: Session, job_number: int, asked: str, since: str) -> Kept | None:
    """What an open job fetched under this address since this time, or None."""
    statement = (
        _KEPT.join(_FETCH, _FETCH.c.document_number == _DOCUMENT.c.number)
        .where(_FETCH.c.job_number == job_number, _FETCH.c.asked_sha256 == sha256_hex(asked))
        .where(_DOCUMENT.c.fetched_at >= since)
    )
    return _kept(session, statement)


def latest(session: Session, address: str) -> Kept | None:
    """What the network last gave at this address, or None."""
    statement = (
        _KEPT.where(_DOCUMENT.c.address == address, _DOCUMENT.c.recorded.is_(False))
        .order_by(_DOCUMENT.c.fetched_at.desc(), _DOCUMENT.c.number.desc())
        .limit(1)
    )
    return _kept(session, statement)


def _kept(session: Session, statement: object) -> Kept | None:
    row = session.connection().execute(statement).one_or_none()  # type: ignore[call-overload]
    if row is None:
        return None
    kept = Kept(*row)
    return replace(kept, headers=tuple((name, value) for name, value in kept.headers))


def forget_fetches(session: Session, job_number: int) -> int:
    """An ended job needs them no more; how many documents it had."""
    gone = session.execute(
        delete(models.Fetch).where(models.Fetch.job_number == job_number).returning(models.Fetch.document_number)
    )
    return len(gone.all())


def document_of(session: Session, version: models.Version) -> models.Document | None:
    """The document that a version was read from."""
    if version.document_sha256 is None or version.document_address is None:
        return None
    place = place_of(version.document_sha256, version.document_address, recorded=version.recorded)
    return session.scalars(select(models.Document).where(models.Document.place_sha256 == place)).one_or_none()
