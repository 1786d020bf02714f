"""The envelopes of lists, and the answers of search and suggestions (api.md section 4)."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from catalogue.cards import CARD_DATES
from catalogue.search.index import DATES, Order
from catalogue.vocab import Kind, Matching, Status
from schemas.answers.problem import Day, StoredTombstone
from schemas.answers.shape import (
    Code,
    Count,
    Either,
    Flag,
    Many,
    Named,
    One,
    Shape,
    Text,
    address,
    addresses,
    digest,
    instant,
    record_id,
)
from schemas.fields import DualDate
from schemas.search import EXCLUDED, FACETS

READINGS = ("letters", "form", "joined", "split", "layout", "pinglish", "edit")
OFFERS = ("agency", "type", "topic", "kind", "jalali_year", "jalali_month", "date", "number")
SUGGESTED = ("agency", "type", "tag", "title")


CardDates = Shape.from_dict({name: DualDate() for name in CARD_DATES}, name="CardDates")


class AnyRecord(fields.Field[dict[str, Any]]):
    """The canonical JSON of a record, as the schema of its kind loaded it (schemas/kinds.py)."""


class AsOf(Shape):
    """Up to where the answer had read the log; `at` is when that entry was recorded."""

    log_index = Count()
    at = instant(allow_none=True)


class FilterAsRead(fields.Field[Any]):
    """A filter of a list that is no search: a text, a number, several texts, or a day in both calendars."""


class ListQuery(Shape):
    """How a list that is no search was asked for: its filters as read, and its address from the beginning."""

    filters = Named(FilterAsRead())
    url = address()


class List(Shape):
    """Any list: `total` is exact, `truncated` says that what is shown looks complete and is not."""

    total = Count()
    truncated = Flag()
    next = address(allow_none=True)
    effective_query = One(ListQuery)
    as_of = One(AsOf)


class Item(Shape):
    """A card of a record, or of the tombstone of a withdrawn one, with what stands beside it.

    `snippet` is escaped text with <mark> only.
    """

    id = record_id()
    kind = Code(Kind)
    type = Text(required=False)
    title = Text(required=False)
    issuer = Text(required=False)
    agency = Text(required=False)
    number = Text(required=False)
    dates = One(CardDates, required=False)
    formats = Many(Text(), required=False)
    opening = Text(required=False)
    status = Code(Status)
    version_no = Count()
    sha256 = digest()
    snippet = Text()


class FullItem(Item):
    """A card with the whole record (`view=full`), or with the tombstone of a withdrawn one."""

    record = Either(AnyRecord(), StoredTombstone)


class ItemName(Shape):
    """What names a version, and nothing else (`view=ids`)."""

    id = record_id()
    status = Code(Status)
    version_no = Count()
    sha256 = digest()


class FacetValue(Shape):
    """`query` asks for exactly `count` records."""

    value = Text()
    label = Text()
    count = Count()
    query = address()


class Facet(Shape):
    """Values by count; `other` counts what the cut values hold."""

    values = Many(FacetValue)
    other = Count()
    truncated = Flag()


class Note(Shape):
    """Something about how the query was read."""

    code = Text()
    message = Text()
    message_fa = Text()


class Repaired(Shape):
    """A word that was read as others, and how: see docs/api.md; `others` were asked for besides."""

    typed = Text()
    read = Many(Text())
    how = Code(READINGS)
    others = Many(Text())


class Understood(Shape):
    """What words of the query may mean; `url` is the search limited to it, null for what no filter takes."""

    kind = Code(OFFERS)
    value = Text()
    label = Text()
    text = Text()
    url = address(allow_none=True)


class Same(Shape):
    """Words that were asked for also in equal ones."""

    typed = Text()
    also = Many(Text())


class Counted(Shape):
    """Another query, and how many records it finds."""

    total = Count()
    url = address()


class FiltersAsRead(Shape):
    """The filters that count, those that the words named among them."""

    class Meta:
        include = {  # noqa: RUF012  # `from` is a word of Python
            **{name: Many(Text(), required=False) for name in (*FACETS, *EXCLUDED.values())},
            "from": One(Day, required=False),
            "to": One(Day, required=False),
        }

    tree = Flag(required=False)
    date = Code(DATES, required=False)
    status = Code((*Status, "all"))


class Unheld(Shape):
    """A value of a filter that no record has."""

    filter = Text()
    value = Text()


class EffectiveQuery(Shape):
    """How the query was read, and its address."""

    terms = Many(Text())
    filters = One(FiltersAsRead)
    sort = Code(Order)
    matching = Code(Matching)
    with_all = Count(allow_none=True)
    ignored = Many(Text())
    repaired = Many(Repaired)
    understood = Many(Understood)
    same = Many(Same)
    did_you_mean = One(Counted, allow_none=True)
    unfiltered = One(Counted, allow_none=True)
    unheld = Many(Unheld)
    notes = Many(Note)
    links = addresses("OtherReadings", sometimes=("all", "typed"))
    url = address()


class Page(List):
    """A list of records, as `view` says."""

    items = Many(Either(Item, FullItem, ItemName))
    facets = Named(Facet)
    effective_query = One(EffectiveQuery)
    coverage_until = instant(allow_none=True)
    never_complete = Count()


class Suggestion(Shape):
    """What a reader may mean, and where it leads: to a record, or to the query of a filter."""

    kind = Code(SUGGESTED)
    value = Text()
    text = Text()
    links = addresses("SuggestionLinks", "page", sometimes=("record", "query"))


class Suggestions(Shape):
    """Suggestions; `truncated` says that there are more."""

    items = Many(Suggestion)
    truncated = Flag()
