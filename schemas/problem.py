"""An error as people and programs read it: RFC 9457 problem details, in Persian and English."""

from __future__ import annotations

from marshmallow import Schema, fields


class Mistake(Schema):
    """One thing that was wrong with what came in."""

    class Meta:
        ordered = True
        include = {"in": fields.String(required=True)}  # noqa: RUF012

    name = fields.String(required=True)
    code = fields.String(required=True)
    message = fields.String(required=True)
    message_fa = fields.String(required=True)
    did_you_mean = fields.String()


class Problem(Schema):
    """`type` is a path of ours. `tombstone` stands in a 410 of a withdrawn record; `sha256` and `address`, where it was
    fetched, in one of a kept document; `first`, the first version there is, in a 404 before-first."""

    type = fields.String(required=True)
    status = fields.Integer(required=True)
    title = fields.String(required=True)
    title_fa = fields.String(required=True)
    instance = fields.String(required=True)
    detail = fields.String(required=True)
    detail_fa = fields.String(required=True)
    errors = fields.List(fields.Nested(Mistake))
    limit = fields.String()
    allowed = fields.Raw()
    given = fields.Raw()
    tombstone = fields.Dict()
    first = fields.Dict()
    sha256 = fields.String()
    address = fields.String()
    request_id = fields.String(required=True)
