"""Decision: an act an agency adopted (records.md section 3)."""

from __future__ import annotations

from marshmallow import fields

from catalogue.vocab import vocabulary
from schemas.fields import DecimalText, Door, DualDate, NonEmptyList, OneOf, PersianText
from schemas.record import CommonDates, Record

AMOUNT_STAGES = ("budget", "commitment", "tender", "award", "contract", "payment", "revenue", "fine")
ASSERTED_BY = ("source", "pattern", "person")


class Number(Door):
    """The act's number as printed, and folded for comparison."""

    raw = PersianText(required=True, longest=500)
    folded = PersianText(required=True, longest=500)


class Session(Door):
    """The session in which the act was adopted."""

    no = PersianText(longest=100)
    on = DualDate()


class Gazette(Door):
    """Where the official gazette printed the act."""

    no = PersianText(longest=100)
    special_issue = PersianText(longest=100)
    year = PersianText(longest=100)


class Claim(Door):
    """What somebody says about the legal force of the act; `raw` are the words for it."""

    value = OneOf(vocabulary("lifecycles"), required=True)
    by = PersianText(required=True, longest=500)
    raw = PersianText(required=True, longest=500)


class Signer(Door):
    """A signature as printed: name and, where the page gives one, the post."""

    role = PersianText(longest=500)
    raw = PersianText(required=True, longest=500)


class Amount(Door):
    """Money at one `stage` of its way: `value` is a decimal string in `currency` (IRR unless another is printed)."""

    raw = PersianText(required=True, longest=1_000)
    stage = OneOf(AMOUNT_STAGES)
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
    gazette = fields.Nested(Gazette)
    legal_basis = NonEmptyList(PersianText(longest=5_000))
    signers = NonEmptyList(fields.Nested(Signer))
    amounts = NonEmptyList(fields.Nested(Amount))
    lifecycle = NonEmptyList(fields.Nested(Claim))
    classification_stated = PersianText(longest=500)
