"""Dataset: a collection of data and the forms in which it can be had (records.md section 2)."""

from __future__ import annotations

from marshmallow import fields

from catalogue.vocab import vocabulary
from schemas.fields import Door, DualDate, HttpUrl, NonEmptyList, OneOf, PersianText, WholeNumber
from schemas.record import Licence, Record


class Distribution(Door):
    """One obtainable form."""

    title = PersianText(longest=2_000)
    access_url = HttpUrl(required=True, longest=4_000)
    download_url = HttpUrl(longest=4_000)
    format = PersianText(longest=100)
    media_type = PersianText(longest=200)
    bytes = WholeNumber()
    description = PersianText(longest=20_000)
    licence = fields.Nested(Licence)
    rights = PersianText(longest=5_000)
    availability = OneOf(vocabulary("availabilities"))


class Column(Door):
    """One column of the data, as the publisher describes it."""

    name = PersianText(required=True, longest=500)
    fa = PersianText(longest=1_000)
    type = PersianText(longest=100)
    unit = PersianText(longest=100)
    note = PersianText(longest=5_000)


class Frequency(Door):
    """How often the publisher promises new data: a code and the words as printed."""

    code = OneOf(vocabulary("frequencies"), required=True)
    raw = PersianText(required=True, longest=200)


class Access(Door):
    """Who may have the data: a code and the words as printed."""

    code = OneOf(vocabulary("access_rights"), required=True)
    raw = PersianText(required=True, longest=1_000)


class Temporal(Door):
    """The time that the data covers."""

    # `from` is a word of Python, so the two dates are named in a mapping
    class Meta(Door.Meta):
        include = {"from": DualDate(), "to": DualDate()}  # noqa: RUF012


class Coverage(Door):
    """What the data covers in time and space."""

    temporal = fields.Nested(Temporal)
    spatial = PersianText(longest=1_000)


class Dataset(Record):
    """title and publisher are required."""

    distributions = NonEmptyList(fields.Nested(Distribution))
    columns = NonEmptyList(fields.Nested(Column))
    frequency = fields.Nested(Frequency)
    coverage = fields.Nested(Coverage)
    row_count = WholeNumber()
    edition = PersianText(longest=200)
    conforms_to = NonEmptyList(PersianText(longest=4_000), longest=100)
    access = fields.Nested(Access)
    origin_note = PersianText(longest=50_000)
