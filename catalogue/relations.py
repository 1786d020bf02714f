"""Edges between records: stored, resolved, judged. In a given session, and never commits.

A row of `relation` is derived from its record's current version; what was said, and where, is read from there
(relation_pages.py). Resolving makes no version and no entry of the log. Refusals and confirmations are remembered by
(record, type, words), so they outlive the rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, bindparam, delete, select
from sqlalchemy.orm import Session

from catalogue import models
from catalogue.bulk import insert_rows, is_one_of
from catalogue.edges import Edge, edges_of, known_as, raw_key_of, without_found_edges
from catalogue.vocab import Said, Status
from catalogue.writing import Ingest, agency_of

_RELATION = cast(Table, models.Relation.__table__)
_KNOWN = cast(Table, models.KnownAs.__table__)
_VERDICT = cast(Table, models.Verdict.__table__)

Edges = dict[tuple[int, str, str], Edge]
"""By record number, type and key of the words."""


# ---------- what versions say ----------


def put_relations(writing: Ingest, records: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
    """Write what these records (by number) say of others now and are known as, and resolve what that changes."""
    session = writing.session
    numbers = [number for number, _ in records]
    stated: Edges = {}
    known: dict[tuple[str, int], str] = {}
    for number, record in records:
        agency = agency_of(writing, record)
        stated |= {(number, edge.type, edge.raw_key): edge for edge in edges_of(record, agency)}
        known |= {(key, number): days for key, days in known_as(record, agency).items()}
    changed = _put_known(session, numbers, known)
    if _put_edges(session, numbers, stated, writing.now):
        _settle(session, _RELATION.c.record_number.in_(numbers))
    settle_keys(session, changed)


def forget_relations(session: Session, number: int) -> None:
    """Forget what a record that is withdrawn says of others. What they say of it stays."""
    session.execute(delete(models.Relation).where(models.Relation.record_number == number))
    settle_keys(session, _keys_of(session, number))


def forget_known(session: Session, number: int) -> None:
    """Forget as what a sealed record was known, and what was said of its edges."""
    keys = _keys_of(session, number)
    session.execute(delete(models.KnownAs).where(models.KnownAs.record_number == number))
    session.execute(delete(models.Verdict).where(models.Verdict.record_number == number))
    settle_keys(session, keys)


def _put_known(session: Session, numbers: Sequence[int], known: Mapping[tuple[str, int], str]) -> set[str]:
    """Write as what the records are known; the keys at which anything changed."""
    rows = session.execute(select(_KNOWN).where(_KNOWN.c.record_number.in_(numbers))).all()
    old = {(row.key, row.record_number): row.days for row in rows}
    gone = [key for key in old if old[key] != known.get(key)]
    new = [key for key in known if old.get(key) != known[key]]
    if gone:
        its = (_KNOWN.c.key == bindparam("its_key")) & (_KNOWN.c.record_number == bindparam("its_record"))
        session.connection().execute(
            delete(_KNOWN).where(its), [{"its_key": key, "its_record": number} for key, number in gone]
        )
    insert_rows(
        session, _KNOWN, [{"key": key, "record_number": number, "days": known[key, number]} for key, number in new]
    )
    return {key for key, _ in (*gone, *new)}


def _put_edges(session: Session, numbers: Sequence[int], stated: Edges, now: str) -> bool:
    """Write the edges of the records; whether there is anything to resolve. One that was there keeps its number."""
    rows = session.execute(select(_RELATION).where(_RELATION.c.record_number.in_(numbers))).all()
    old = {(row.record_number, row.type, row.raw_key): row for row in rows}
    gone = [{"its": row.number} for key, row in old.items() if key not in stated]
    moved = [
        {"its": old[key].number, "now_place": edge.place, "now_target": edge.target_key, "now_day": edge.day}
        for key, edge in stated.items()
        if key in old and _columns(edge) != (old[key].place, old[key].target_key, old[key].day)
    ]
    if gone:
        session.connection().execute(_DELETE, gone)
    if moved:
        session.connection().execute(_MOVE, moved)
    new = [_row(number, edge, now) for (number, kind, raw), edge in stated.items() if (number, kind, raw) not in old]
    insert_rows(session, _RELATION, new)
    return bool(moved or new)


_ITS = _RELATION.c.number == bindparam("its")
_DELETE = delete(_RELATION).where(_ITS)
_MOVE = (
    _RELATION.update()
    .where(_ITS)
    .values(place=bindparam("now_place"), target_key=bindparam("now_target"), day=bindparam("now_day"))
)
_POINT = _RELATION.update().where(_ITS).values(to_number=bindparam("to"))


def _columns(edge: Edge) -> tuple[int, str, str | None]:
    return edge.place, edge.target_key, edge.day


def _row(number: int, edge: Edge, now: str) -> dict[str, Any]:
    return {
        "record_number": number,
        "place": edge.place,
        "type": edge.type,
        "raw_key": edge.raw_key,
        "target_key": edge.target_key,
        "day": edge.day,
        "first_seen_at": now,
    }


# ---------- which record is meant ----------

_KNOWN_UNDER = (
    select(_KNOWN.c.key, _KNOWN.c.record_number, _KNOWN.c.days, models.Record.status)
    .join(models.Record, models.Record.number == _KNOWN.c.record_number)
    .where(is_one_of(_KNOWN.c.key, "keys"))
)
_WAITING_FOR = is_one_of(_RELATION.c.target_key, "keys")


def settle_known(session: Session, number: int) -> None:
    """Look anew at what others say of a record whose status changed."""
    settle_keys(session, _keys_of(session, number))


def settle_keys(session: Session, keys: Collection[str]) -> None:
    """Look anew at which records the edges with these target keys lead to."""
    if keys:
        _settle(session, _WAITING_FOR, keys)


def _settle(session: Session, chosen: ColumnElement[bool], keys: Collection[str] = ()) -> None:
    """Point the chosen edges where they lead now; those that lead there already are not written."""
    columns = ("number", "record_number", "target_key", "day", "to_number")
    statement = select(*(_RELATION.c[name] for name in columns)).where(chosen)
    rows = session.connection().execute(statement, {"keys": keys} if keys else {}).all()
    known: dict[str, list[Any]] = defaultdict(list)
    for one in session.connection().execute(_KNOWN_UNDER, {"keys": sorted({row.target_key for row in rows})}):
        known[one.key].append(one)
    points = [{"its": row.number, "to": to} for row in rows if (to := _target(row, known)) != row.to_number]
    if points:
        session.connection().execute(_POINT, points)


def _target(row: Any, known: Mapping[str, Sequence[Any]]) -> int | None:
    """The one record that is meant; None when there is none, and when several may be: nobody guesses.

    A published one goes before those that are withdrawn; no record is meant by itself.
    """
    others = [one for one in known.get(row.target_key, ()) if one.record_number != row.record_number]
    fitting = [one for one in others if not row.day or not one.days or row.day in one.days.split()]
    published = [one for one in fitting if one.status == Status.PUBLISHED] or fitting
    return published[0].record_number if len(published) == 1 else None


def _keys_of(session: Session, number: int) -> list[str]:
    return list(session.scalars(select(models.KnownAs.key).where(models.KnownAs.record_number == number)))


# ---------- what operators say ----------


def judge(session: Session, edges: Collection[models.Relation], said: Said, now: str) -> None:
    """Remember that an operator confirms or refuses these edges; the last word counts."""
    for edge in edges:
        key = (edge.record_number, edge.type, edge.raw_key)
        verdict = session.get(models.Verdict, key) or models.Verdict(record_number=key[0], type=key[1], raw_key=key[2])
        verdict.said, verdict.said_at = said, now
        session.add(verdict)


def carry_verdicts(session: Session, number: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """What was said of an edge of the publisher holds when words of it are masked."""
    for old, new in zip(_stated(before), _stated(after), strict=True):
        was, key = raw_key_of(old["to_raw"]), raw_key_of(new["to_raw"])
        verdict = session.get(models.Verdict, (number, old["type"], was))
        if verdict and key != was:
            session.merge(
                models.Verdict(
                    record_number=number, type=verdict.type, raw_key=key, said=verdict.said, said_at=verdict.said_at
                )
            )
            session.delete(verdict)


def _stated(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    return list(without_found_edges(record).get("relations", ()))
