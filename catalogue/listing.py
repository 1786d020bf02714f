"""Lists of records from the store alone, for when no engine answers: the same records, order, total and cursors.

Only what stands in a record's head is filtered and ordered by; facets are not counted. Each list is made of parts that
an index of the store holds in order already, so no part is read further than the page goes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select, true, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from catalogue import log
from catalogue.models import NamedAgency, Record
from catalogue.search.index import Filters, Hit, Hits, Order, SearchQuery, Window
from catalogue.search.limits import check_query
from catalogue.searchable import DAY_KEYS, changed_key, changed_place, newest_key
from catalogue.vocab import Kind, Status

LISTED_BY = ("status", "kind", "agency", "source")
"""The filters that stand in a record's head."""

Part = ColumnElement[bool]
"""A condition; no record meets that of two parts."""
Line = Row[str, int, Any, int]
"""Id, version number, what it is listed by and number of a record."""


@dataclass(frozen=True, slots=True)
class Sorting:
    """What records are listed by: a column with the record's number, and how an index writes both as one sort key.

    `place_of` a key that no record has is the place where such a record would stand.
    """

    column: InstrumentedAttribute[Any]
    key_of: Callable[[Any, int], int]
    place_of: Callable[[int], tuple[Any, int]]
    descends: bool = True


def _day_place(key: int) -> tuple[int, int]:
    return divmod(key, DAY_KEYS)


_SORTINGS = {
    Order.NEWEST: Sorting(Record.listed_day, newest_key, _day_place),
    Order.OLDEST: Sorting(Record.listed_day, newest_key, _day_place, descends=False),
    Order.CHANGED: Sorting(Record.changed_at, changed_key, changed_place),
}


def can_list(query: SearchQuery) -> bool:
    """Whether the store can answer it: no words, filters of a record's head, by day or change, not for counts alone."""
    is_for_counts = bool(query.facets) and not query.window.limit
    filters = query.filters
    has_others = bool(filters.dates or filters.excluded) or any(name not in LISTED_BY for name in filters.values)
    return query.match is None and query.order in _SORTINGS and not has_others and not is_for_counts


def list_records(session: Session, query: SearchQuery) -> Hits:
    """The answer to a query that `can_list`, as of the end of the log, without facets. Raises QueryRefused."""
    check_query(query)
    sorting = _SORTINGS[query.order]
    parts = list(_parts(query.filters))
    total = sum(_count(session, part) for part in parts)
    lines = [line for part in parts for line in _lines(session, part, sorting, query.window)]
    lines.sort(key=lambda line: sorting.key_of(line[2], line[3]), reverse=sorting.descends)
    limit = query.window.limit
    hits = tuple(Hit(line[0], line[1], sorting.key_of(line[2], line[3])) for line in lines[:limit])
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


def _lines(session: Session, part: Part, sorting: Sorting, window: Window) -> Sequence[Line]:
    """The first of a part behind the cursor, one more than the page holds."""
    place = (sorting.column, Record.number)
    statement = select(Record.id, Record.version_no, *place).where(part).limit(window.limit + 1)
    if window.after is not None:
        after = tuple_(*sorting.place_of(window.after))
        statement = statement.where(tuple_(*place) < after if sorting.descends else tuple_(*place) > after)
    ordered = (column.desc() if sorting.descends else column.asc() for column in place)
    return session.execute(statement.order_by(*ordered)).all()
