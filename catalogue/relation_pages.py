"""Pages of the edges of a record, both those it says and those that others say of it. Never commits.

What is said, and where, is read from the current version of the record that says it. A refused edge is in no answer.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from catalogue import log_pages
from catalogue.edges import MOST_FOUND, raw_key_of
from catalogue.errors import BadId, NotFound
from catalogue.identity import read_id
from catalogue.log_answers import AsOf
from catalogue.models import KnownAs, Record, Relation, Verdict, Version
from catalogue.store import VersionRow, is_current
from catalogue.vocab import Direction, Said, Status

RELATIONS_PER_PAGE = 100
MOST_CANDIDATES = 10
"""Records named beside an edge that may mean several."""


@dataclass(frozen=True, slots=True)
class RelationQuery:
    """Which edges of a record: of a type, in a direction, after the `next_after` of a page; at most so many."""

    type: str | None = None
    direction: Direction = Direction.BOTH
    after: int = 0
    most: int = RELATIONS_PER_PAGE


@dataclass(frozen=True, slots=True)
class RelationEnd:
    """A record at an end of an edge; of a withdrawn one `card` is empty."""

    id: str
    kind: str
    status: str
    card: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RelationView:
    """An edge as one record sees it: `other` is the record at its other end, None while none is known.

    `said_by` says so in its version `version_no`. `evidence` is where its text says it, None when its publisher does.
    `candidates` are records that an edge without an end may mean, at most MOST_CANDIDATES; `candidate_count` are all.
    """

    type: str
    direction: Direction
    said_by: str
    version_no: int
    first_seen_at: str
    confirmed_at: str | None
    to_raw: str
    evidence: Mapping[str, Any] | None
    other: RelationEnd | None
    candidates: tuple[RelationEnd, ...] = ()
    candidate_count: int = 0


@dataclass(frozen=True, slots=True)
class RelationPage:
    """Edges in the order they were first met; `truncated` when a text says more than are kept."""

    relations: tuple[RelationView, ...]
    total: int
    truncated: bool
    next_after: int | None
    as_of: AsOf


def relation_page(session: Session, row: VersionRow, query: RelationQuery) -> RelationPage:
    """The edges of a record, given with its current version, which may be read."""
    ways = _ways(row.record.number, query)
    total = sum(session.scalar(_count(way)) or 0 for way in ways)
    edges = sorted((edge for way in ways for edge in _edges(session, way, query)), key=lambda edge: edge[0].number)
    shown = edges[: query.most]
    says_out = query.direction is not Direction.IN
    return RelationPage(
        relations=_views(session, row.record.number, shown),
        total=total,
        truncated=says_out and _found(json.loads(row.version.canonical)) >= MOST_FOUND,
        next_after=shown[-1][0].number if len(edges) > query.most else None,
        as_of=log_pages.as_of(session),
    )


def stated_edges(session: Session, record_id: str, kind: str, to: str) -> list[Relation]:
    """The edges of a type that a record says, by the words that name their target or by its id; refused ones too.

    Raises NotFound when there are none, and NotFound or BadId for the record.
    """
    own = session.scalars(select(Record.number).where(Record.id == read_id(record_id))).one_or_none()
    if own is None:
        raise NotFound("record", record_id)
    named = Relation.raw_key == raw_key_of(to)
    if (target := _id_in(to)) is not None:
        named |= Relation.to_number.in_(select(Record.number).where(Record.id == target))
    found = list(session.scalars(select(Relation).where(Relation.record_number == own, Relation.type == kind, named)))
    if not found:
        raise NotFound("relation", to)
    return found


def _id_in(words: str) -> str | None:
    try:
        return read_id(words)
    except (NotFound, BadId):
        return None


# ---------- rows ----------

Edge = tuple[Relation, str | None]
"""An edge, and when it was confirmed."""


def _ways(number: int, query: RelationQuery) -> list[ColumnElement[bool]]:
    """What an edge must meet, for each direction that is asked for."""
    ends = {Direction.OUT: Relation.record_number == number, Direction.IN: Relation.to_number == number}
    of_type = [Relation.type == query.type] if query.type is not None else []
    return [and_(end, *of_type) for way, end in ends.items() if query.direction in (way, Direction.BOTH)]


_ITS_VERDICT = (
    (Verdict.record_number == Relation.record_number)
    & (Verdict.type == Relation.type)
    & (Verdict.raw_key == Relation.raw_key)
)
_STANDS = Verdict.said.is_distinct_from(Said.REFUSED)


def _count(way: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(Relation).outerjoin(Verdict, _ITS_VERDICT).where(way, _STANDS)


def _edges(session: Session, way: ColumnElement[bool], query: RelationQuery) -> list[Edge]:
    """The first behind the cursor, one more than the page holds."""
    statement = select(Relation, Verdict.said_at).select_from(Relation).outerjoin(Verdict, _ITS_VERDICT)
    behind = statement.where(way, _STANDS, Relation.number > query.after).order_by(Relation.number)
    return [(row[0], row[1]) for row in session.execute(behind.limit(query.most + 1))]


# ---------- views ----------


def _views(session: Session, own: int, edges: Sequence[Edge]) -> tuple[RelationView, ...]:
    speakers = _speakers(session, {edge.record_number for edge, _ in edges})
    others = {edge.to_number if edge.record_number == own else edge.record_number for edge, _ in edges}
    ends = _ends(session, {number for number in others if number is not None})
    return tuple(_view(session, own, edge, speakers, ends) for edge in edges)


def _view(
    session: Session, own: int, edge: Edge, speakers: Mapping[int, _Speaker], ends: Mapping[int, RelationEnd]
) -> RelationView:
    row, confirmed_at = edge
    speaker = speakers[row.record_number]
    said = speaker.relations[row.place]
    is_out = row.record_number == own
    other = row.to_number if is_out else row.record_number
    candidates, count = _candidates(session, row) if other is None else ((), 0)
    return RelationView(
        type=row.type,
        direction=Direction.OUT if is_out else Direction.IN,
        said_by=speaker.id,
        version_no=speaker.version_no,
        first_seen_at=row.first_seen_at,
        confirmed_at=confirmed_at,
        to_raw=said["to_raw"],
        evidence=said.get("evidence"),
        other=ends[other] if other is not None else None,
        candidates=candidates,
        candidate_count=count,
    )


@dataclass(frozen=True, slots=True)
class _Speaker:
    """A record that says edges, and the list of them in its current version."""

    id: str
    version_no: int
    relations: Sequence[Mapping[str, Any]]


def _speakers(session: Session, numbers: Collection[int]) -> dict[int, _Speaker]:
    statement = (
        select(Record.number, Record.id, Record.version_no, Version.canonical)
        .join(Version, is_current())
        .where(Record.number.in_(numbers))
    )
    return {row[0]: _Speaker(row[1], row[2], json.loads(row[3])["relations"]) for row in session.execute(statement)}


def _ends(session: Session, numbers: Collection[int]) -> dict[int, RelationEnd]:
    statement = (
        select(Record.number, Record.id, Record.kind, Record.status, Version.card)
        .join(Version, is_current())
        .where(Record.number.in_(numbers))
    )
    return {row[0]: _end(*row[1:]) for row in session.execute(statement)}


def _end(record_id: str, kind: str, status: str, card: str) -> RelationEnd:
    return RelationEnd(record_id, kind, status, json.loads(card) if status == Status.PUBLISHED else {})


def _candidates(session: Session, edge: Relation) -> tuple[tuple[RelationEnd, ...], int]:
    """The records known under what an edge names, when it cannot be told which is meant, and how many they are."""
    its = (KnownAs.key == edge.target_key) & (KnownAs.record_number != edge.record_number)
    count = session.scalar(select(func.count()).select_from(KnownAs).where(its)) or 0
    first = select(KnownAs.record_number).where(its).order_by(KnownAs.record_number).limit(MOST_CANDIDATES)
    ends = _ends(session, session.scalars(first).all()) if count else {}
    return tuple(ends[number] for number in sorted(ends)), count


def _found(record: Mapping[str, Any]) -> int:
    """How many of the record's edges were found in its texts."""
    return sum("evidence" in edge for edge in record.get("relations", ()))
