"""All records of a query, however many, in parts: what files, feeds and copies are made of. Never commits.

Each part is a page of the same query and one look at index and store, so a walk holds nothing open between two parts.
It goes by a key that a record keeps as long as nothing is written about it: such a record is met exactly once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from catalogue import store, views
from catalogue.answers import Page, RecordView
from catalogue.models import Source
from catalogue.redaction import hiding
from catalogue.search.index import Order
from catalogue.store import VersionRow

PART = 250
"""Records that are read and written down in one go: some hundredths of a second."""


@dataclass(frozen=True, slots=True)
class Line:
    """A version of a record in a whole set, and how what is kept raw beside it may be shown.

    Of a withdrawn record the text of the view is its tombstone.
    """

    view: RecordView
    card: str
    _address: str | None
    _hide: views.Hide

    def address(self) -> str | None:
        """Where it stands at its source (None: a command wrote this version); dear, so only for who shows it."""
        return None if self._address is None else self._hide(self._address)

    def card_fields(self) -> dict[str, Any]:
        """The card as a dict."""
        return dict(json.loads(self.card))


@dataclass(frozen=True, slots=True)
class Part:
    """A page of the query and its records; `page.total` and `page.as_of` of the first one are those of the set."""

    page: Page
    lines: tuple[Line, ...]


Read = Callable[[Mapping[str, Any]], Part]


def lines_of(session: Session, ids: Sequence[str]) -> tuple[Line, ...]:
    """These records as they stand, in this order."""
    rows = store.current_rows(session, ids)
    return lines_of_rows(session, [rows[one] for one in ids])


def lines_of_rows(session: Session, rows: Sequence[VersionRow]) -> tuple[Line, ...]:
    """These versions of records, in this order."""
    sources = {source: _of_source(session, source) for source in {row.record.source_id for row in rows}}
    names = store.names_of_agencies(session, list({row.record.agency for row in rows}))
    return tuple(_line(row, *sources[row.record.source_id], names.get(row.record.agency)) for row in rows)


def _of_source(session: Session, source_id: str) -> tuple[Source, views.Hide]:
    return session.get_one(Source, source_id), hiding(session, source_id)


def _line(row: VersionRow, source: Source, hide: views.Hide, agency_name: str | None) -> Line:
    return Line(views.record_view(row, source, agency_name), row.version.card, row.version.address, hide)


def walk(read: Read, parameters: Mapping[str, Any]) -> Iterator[Part]:
    """The parts of the set that loaded search parameters name, the first one at once, then each when it is asked for.

    Newest first where nothing else is said: an order by relevance could not be gone on with.
    """
    sort = Order(parameters.get("sort") or Order.RELEVANCE)
    order = Order.NEWEST if sort is Order.RELEVANCE else sort
    asked = {**parameters, "sort": order, "facets": (), "limit": PART, "view": "ids", "highlight": "off"}
    first = read(asked)
    return _parts(read, asked, first)


def _parts(read: Read, asked: Mapping[str, Any], part: Part) -> Iterator[Part]:
    yield part
    while part.page.next_cursor is not None:
        part = read({**asked, "cursor": part.page.next_cursor})
        yield part
