"""Decision: an act an agency adopted (records.md section 3)."""

from __future__ import annotations

from marshmallow import fields

from catalogue.vocab import vocabulary
from schemas.fields import DecimalText, Door, DualDate, NonEmptyList, OneOf, PersianText
from schemas.record import CommonDates, Record

ASSERTED_BY = ("source", "pattern", "person")


class Number(Door):
    """The act's number as printed, and folded for comparison."""

    raw = PersianText(required=True, longest=500)
    folded = PersianText(required=True, longest=500)


class Session(Door):
    """The session in which the act was adopted."""

    no = PersianText(longest=100)


class Signer(Door):
    """A signature as printed: name and, where the page gives one, the post."""

    role = PersianText(longest=500)
    raw = PersianText(required=True, longest=500)


class Amount(Door):
    """Money: `value` is a decimal string in `currency` (IRR unless another is printed)."""

    raw = PersianText(required=True, longest=500)
    value = DecimalText()
    currency = PersianText(longest=10)
    unit_as_written = PersianText(longest=100)
    certain = fields.Boolean(required=True, error_messages={"required": "required", "null": "empty"})


class DecisionDates(CommonDates):
    """Dates of an act."""

    adopted = DualDate()
    notified = DualDate()
    effective_from = DualDate()
    effective_to = DualDate()
    gazette = DualDate()


class Decision(Record):
    """title, type and issuer are required; no date is."""

    type = OneOf(vocabulary("decision_types"), required=True)
    type_asserted_by = OneOf(ASSERTED_BY, required=True)
    dates = fields.Nested(DecisionDates)
    number = fields.Nested(Number)
    session = fields.Nested(Session)
    signers = NonEmptyList(fields.Nested(Signer))
    amounts = NonEmptyList(fields.Nested(Amount))
