"""The common part of every record, and `load`: a dict of any kind -> a validated plain dict."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields

from catalogue.persian.references import PATTERNS
from catalogue.personal.labels import Personal, Sign
from catalogue.search.index import LONGEST_KEYWORD
from catalogue.vocab import vocabulary
from schemas.errors import InvalidInput, flatten
from schemas.fields import Door, DualDate, HttpUrl, NonEmptyList, OneOf, PersianText, WholeNumber

ROLES = (
    "publisher", "issuer", "proposer", "co_responsible", "executor", "addressee", "copy_recipient", "notifier",
    "rights_holder",
)  # fmt: skip
TEXT_ROLES = ("description", "body")
SOURCE_ID_SCHEMES = (
    "cabinet_no",
    "protocol",
    "gazette",
    "qavanin",
    "foia",
    "news_code",
    "ckan_id",
    "oai",
    "url",
    "other",
)
LINK_RELS = ("landing", "canonical", "print", "related")
FILE_ROLES = ("original", "scan", "text", "annex", "data", "correction")
RELATION_TYPES = tuple(vocabulary("relation_types"))

PLACE_LEVELS = ("country", "province", "county", "city", "village")

LONGEST_TITLE = 2_000
LONGEST_TAGS = 200


class Text(Door):
    """A text of the record in one role."""

    role = OneOf(TEXT_ROLES, required=True)
    lang = PersianText(longest=35)
    text = PersianText(required=True)


class Role(Door):
    """Who did what: `raw` is the name as written, `agency` the slug when it is one of ours."""

    role = OneOf(ROLES, required=True)
    agency = PersianText(longest=100)
    raw = PersianText(required=True, longest=1_000)


class SourceId(Door):
    """A number the publisher printed; never an id of ours."""

    scheme = OneOf(SOURCE_ID_SCHEMES, required=True)
    raw = PersianText(required=True, longest=500)
    folded = PersianText(required=True, longest=500)


class Licence(Door):
    """Who says under which terms; never invented."""

    url = HttpUrl(longest=4_000)
    label = PersianText(longest=1_000)
    basis = OneOf(("stated", "by_law", "not_stated"), required=True)


class Link(Door):
    """An address of the record elsewhere."""

    rel = OneOf(LINK_RELS, required=True)
    url = HttpUrl(required=True, longest=4_000)
    title = PersianText(longest=1_000)


class File(Door):
    """A file that belongs to the record; its name is content."""

    role = OneOf(FILE_ROLES, required=True)
    name = PersianText(required=True, longest=1_000)
    url = HttpUrl(required=True, longest=4_000)
    media_type = PersianText(longest=200)
    bytes = WholeNumber()


class Evidence(Door):
    """Where a text of the record says so: `quote` stands at `span` [start, end] of the text at `path`."""

    pattern = OneOf(PATTERNS, required=True)
    path = PersianText(required=True, longest=500)
    span = NonEmptyList(WholeNumber(), required=True, longest=2)
    quote = PersianText(required=True, longest=2_000)


class Relation(Door):
    """What this record says of another one, as it names it; with `evidence` when its text was found to say so."""

    type = OneOf(RELATION_TYPES, required=True)
    to_raw = PersianText(required=True, longest=2_000)
    evidence = fields.Nested(Evidence)


class Contact(Door):
    """Whom to ask: a unit of an office at work, never a person at home."""

    unit = PersianText(longest=500)
    phone = PersianText(longest=200)
    email = PersianText(longest=300)
    url = HttpUrl(longest=4_000)


class Place(Door):
    """A place that the record is about, as the publisher names it."""

    level = OneOf(PLACE_LEVELS, required=True)
    raw = PersianText(required=True, longest=500)


class Mask(Door):
    """What was masked where: `span` is the place [start, end] of the mask in the text at `path`. Never a value."""

    # `class` is a word of Python, so it is named in a mapping
    class Meta(Door.Meta):
        include = {"class": OneOf(Personal, required=True)}  # noqa: RUF012

    path = PersianText(required=True, longest=500)
    span = NonEmptyList(WholeNumber(), required=True, longest=2)
    rule = OneOf(Sign, required=True)


class CommonDates(Door):
    """Dates of every kind of record."""

    published = DualDate()
    modified = DualDate()


class Record(Door):
    """The fields of every kind; records.md section 1."""

    kind = PersianText(required=True)
    title = PersianText(required=True, longest=LONGEST_TITLE)
    texts = NonEmptyList(fields.Nested(Text))
    roles = NonEmptyList(fields.Nested(Role), required=True)
    dates = fields.Nested(CommonDates)
    language = NonEmptyList(PersianText(longest=35))
    topics = NonEmptyList(OneOf(vocabulary("topics")))
    tags = NonEmptyList(PersianText(longest=LONGEST_KEYWORD), longest=LONGEST_TAGS)
    places = NonEmptyList(fields.Nested(Place))
    contact = fields.Nested(Contact)
    source_ids = NonEmptyList(fields.Nested(SourceId))
    licence = fields.Nested(Licence)
    links = NonEmptyList(fields.Nested(Link))
    files = NonEmptyList(fields.Nested(File))
    relations = NonEmptyList(fields.Nested(Relation))
    known_limitations = PersianText()
    masks = NonEmptyList(fields.Nested(Mask), longest=100_000)


def load_with(schema: Schema, given: Mapping[str, Any]) -> dict[str, Any]:
    """The validated plain dict; raises InvalidInput with every mistake."""
    try:
        return dict(schema.load(given))
    except ValidationError as error:
        raise InvalidInput(flatten(error.messages)) from None
