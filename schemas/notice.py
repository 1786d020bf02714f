"""Notice: an official announcement or clarification (records.md section 4)."""

from __future__ import annotations

from marshmallow import fields

from catalogue.vocab import vocabulary
from schemas.fields import DualDate, HttpUrl, OneOf, PersianText
from schemas.record import CommonDates, Record


class NoticeDates(CommonDates):
    """Until when a consultation takes answers, and for when something is promised."""

    deadline = DualDate()
    promised = DualDate()


class Notice(Record):
    """title, type and publisher are required. `draft` is what a consultation asks about; `steps` and `complaint_route`
    are of the card of a service."""

    type = OneOf(vocabulary("notice_types"), required=True)
    dates = fields.Nested(NoticeDates)
    draft = HttpUrl(longest=4_000)
    steps = PersianText(longest=100_000)
    complaint_route = PersianText(longest=20_000)
