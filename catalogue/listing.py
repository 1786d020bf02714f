"""Lists of records from the store alone, for when no engine answers: the same records, order, total and cursors.

Only what stands in a record's head is filtered and ordered by; facets are not counted. Each list is made of parts that
an index of the store holds in order already, so no part is read further than the page goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from sqlalchemy import ColumnElement, Row, func, select, true, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from catalogue import log
from catalogue.models import NamedAgency, Record
from catalogue.search.index import Filters, Hit, Hits, Order, SearchQuery
from catalogue.search.limits import check_query
from catalogue.searchable import DAY_KEYS, newest_key
from catalogue.vocab import Kind, Status

LISTED_BY = ("status", "kind", "agency", "source")
"""The filters that stand in a record's head."""
_ORDERS = (Order.NEWEST, Order.OLDEST)

Part = ColumnElement[bool]
"""A condition; no record meets that of two parts."""
Line = Row[str, int, int, int]
"""Id, version number, listed day and number of a record."""


def can_list(query: SearchQuery) -> bool:
    """Whether the store can answer it: no words, filters of a record's head, by its day; and not for counts alone."""
    is_for_counts = bool(query.facets) and not query.window.limit
    filters = query.filters
    has_others = bool(filters.dates or filters.excluded) or any(name not in LISTED_BY for name in filters.values)
    return query.match is None and query.order in _ORDERS and not has_others and not is_for_counts


def list_records(session: Session, query: SearchQuery) -> Hits:
    """The answer to a query that `can_list`, as of the end of the log, without facets. Raises QueryRefused."""
    check_query(query)
    parts = list(_parts(query.filters))
    total = sum(_count(session, part) for part in parts)
    lines = sorted((line for part in parts for line in _lines(session, part, query)), key=_key)
    if query.order is Order.NEWEST:
        lines.reverse()
    limit = query.window.limit
    hits = tuple(Hit(line[0], line[1], _key(line)) for line in lines[:limit])
    return Hits(hits, total, {}, len(lines) > limit, "", log.log_head(session)[0])


def _parts(filters: Filters) -> Iterator[Part]:
    """What the filters let through, in parts that begin as an index of Record does: with status, (agency or source,)
    kind. Only published records that name one of the agencies beside their own are no part of an index."""
    values = {name: tuple(dict.fromkeys(given)) for name, given in filters.values.items()}
    statuses, kinds = values.get("status", tuple(Status)), values.get("kind", tuple(Kind))
    agencies = values.get("agency", ())
    named = Record.number.in_(select(NamedAgency.record_number).where(NamedAgency.agency.in_(agencies)))
    if "source" in values:
        own = named | Record.agency.in_(agencies) if agencies else true()
        yield from (part & own for part in _each(statuses, Record.source_id, values["source"], kinds))
    elif agencies:
        yield from _each(statuses, Record.agency, agencies, kinds)
        if Status.PUBLISHED in statuses:
            yield named & Record.agency.not_in(agencies) & (Record.kind.in_(kinds) if "kind" in values else true())
    else:
        yield from ((Record.status == status) & (Record.kind == kind) for status, kind in product(statuses, kinds))


def _each(
    statuses: Sequence[str], column: InstrumentedAttribute[str], values: Sequence[str], kinds: Sequence[str]
) -> Iterator[Part]:
    for status, value, kind in product(statuses, values, kinds):
        yield (Record.status == status) & (column == value) & (Record.kind == kind)


def _count(session: Session, part: Part) -> int:
    return session.scalar(select(func.count()).select_from(Record).where(part)) or 0


def _lines(session: Session, part: Part, query: SearchQuery) -> Sequence[Line]:
    """The first of a part behind the cursor, one more than the page holds."""
    place = (Record.listed_day, Record.number)
    statement = select(Record.id, Record.version_no, *place).where(part).limit(query.window.limit + 1)
    after = query.window.after
    if query.order is Order.NEWEST:
        statement = statement.order_by(*(column.desc() for column in place))
        behind = tuple_(*place) < tuple_(*_place(after)) if after is not None else true()
    else:
        statement = statement.order_by(*place)
        behind = tuple_(*place) > tuple_(*_place(after)) if after is not None else true()
    return session.execute(statement.where(behind)).all()


def _place(key: int) -> tuple[int, int]:
    """(listed day, record number) of a sort key; of one that no record has, the place where it would stand."""
    return divmod(key, DAY_KEYS)


def _key(line: Line) -> int:
    """As the index has it."""
    return newest_key(line[2], line[3])
