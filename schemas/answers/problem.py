"""An error as people and programs read it: RFC 9457 problem details, in Persian and English."""

from __future__ import annotations

from marshmallow import fields

from catalogue.vocab import Kind, WithdrawReason
from schemas.answers.shape import Code, Count, Many, One, Shape, Text, digest, instant, record_id

REMAINS = ("tombstone", "versions")


class Mistake(Shape):
    """One thing that was wrong with what came in."""

    class Meta:
        include = {"in": Code(("query",))}  # noqa: RUF012  # `in` is a word of Python

    name = Text()
    code = Text()
    message = Text()
    message_fa = Text()
    did_you_mean = Text(required=False)


class StoredTombstone(Shape):
    """What may still be said of a withdrawn record; `what_remains` tells whether its earlier versions can be read."""

    kind = Code(Kind)
    reason = Code(WithdrawReason)
    withdrawn_at = instant()
    what_remains = Code(REMAINS)
    title = Text(required=False)
    legal_ground = Text(required=False)
    asked_by = Text(required=False)


class Tombstone(StoredTombstone):
    """The tombstone of the withdrawn record `id`."""

    id = record_id()


class Day(Shape):
    """A day in Tehran, in both calendars."""

    iso = Text(like="[0-9]{4}-[0-9]{2}-[0-9]{2}")
    jalali = Text(like="[0-9]{4}-[0-9]{2}-[0-9]{2}")


class FirstVersion(Shape):
    """The first version there is; `as_of` its day finds it."""

    version_no = Count()
    recorded_at = instant()
    day = One(Day)


class TextOrCount(fields.Field[str | int]):
    """A limit, or what was given: a number, or the words that are allowed."""


class Problem(Shape):
    """`type` is a path of ours; `errors` name wrong parameters, `limit` what part of a search was too much.

    `first` stands where there was no version yet; `sha256` and `address`, it was fetched, are of a kept
    document that is withheld.
    """

    type = Text(like="/problems/[a-z-]+")
    status = Count()
    title = Text()
    title_fa = Text()
    instance = Text()
    detail = Text()
    detail_fa = Text()
    errors = Many(Mistake, required=False)
    limit = Text(required=False)
    allowed = TextOrCount(required=False)
    given = TextOrCount(required=False)
    tombstone = One(Tombstone, required=False)
    first = One(FirstVersion, required=False)
    sha256 = digest(required=False)
    address = Text(required=False)
    request_id = Text(like="[0-9a-f]{12}")
