"""The envelopes of lists, as every client may rely on them (api.md section 4)."""

from __future__ import annotations

from marshmallow import INCLUDE, Schema, fields, validate


class AsOf(Schema):
    """Up to where the answer had read the log; `at` is when that entry was recorded."""

    log_index = fields.Integer(required=True, strict=True)
    at = fields.String(required=True, allow_none=True)


class ListQuery(Schema):
    """How a list that is no search was asked for: its filters as read, and its address from the beginning."""

    filters = fields.Dict(required=True)
    url = fields.String(required=True)


class List(Schema):
    """Any list: `total` is exact, `truncated` says that what is shown looks complete and is not."""

    items = fields.List(fields.Dict(), required=True)
    total = fields.Integer(required=True, strict=True)
    truncated = fields.Boolean(required=True)
    next = fields.String(required=True, allow_none=True)
    effective_query = fields.Nested(ListQuery, required=True)
    as_of = fields.Nested(AsOf, required=True)


class Item(Schema):
    """A card with what stands beside it; `snippet` is escaped text with <mark> only."""

    class Meta:
        unknown = INCLUDE

    id = fields.String(required=True)
    kind = fields.String(required=True)
    status = fields.String(required=True)
    version_no = fields.Integer(required=True, strict=True)
    sha256 = fields.String(required=True)
    snippet = fields.String(required=True)


class FacetValue(Schema):
    """`query` asks for exactly `count` records."""

    value = fields.String(required=True)
    label = fields.String(required=True)
    count = fields.Integer(required=True, strict=True)
    query = fields.String(required=True)


class Facet(Schema):
    """Values by count; `other` counts what the cut values hold."""

    values = fields.List(fields.Nested(FacetValue), required=True)
    other = fields.Integer(required=True, strict=True)
    truncated = fields.Boolean(required=True)


class Note(Schema):
    """Something about how the query was read."""

    code = fields.String(required=True)
    message = fields.String(required=True)
    message_fa = fields.String(required=True)


class Repaired(Schema):
    """A word that was read as others, and how: see docs/api.md; `others` were asked for besides."""

    typed = fields.String(required=True)
    read = fields.List(fields.String(), required=True)
    how = fields.String(required=True)
    others = fields.List(fields.String(), required=True)


class Understood(Schema):
    """What words of the query may mean; `url` is the search limited to it, null for what no filter takes."""

    kind = fields.String(required=True)
    value = fields.String(required=True)
    label = fields.String(required=True)
    text = fields.String(required=True)
    url = fields.String(required=True, allow_none=True)


class Same(Schema):
    """Words that were asked for also in equal ones."""

    typed = fields.String(required=True)
    also = fields.List(fields.String(), required=True)


class Counted(Schema):
    """Another query, and how many records it finds."""

    total = fields.Integer(required=True, strict=True)
    url = fields.String(required=True)


class EffectiveQuery(Schema):
    """How the query was read, and its address."""

    terms = fields.List(fields.String(), required=True)
    filters = fields.Dict(required=True)
    sort = fields.String(required=True)
    matching = fields.String(required=True)
    with_all = fields.Integer(required=True, allow_none=True, strict=True)
    ignored = fields.List(fields.String(), required=True)
    repaired = fields.List(fields.Nested(Repaired), required=True)
    understood = fields.List(fields.Nested(Understood), required=True)
    same = fields.List(fields.Nested(Same), required=True)
    did_you_mean = fields.Nested(Counted, required=True, allow_none=True)
    unfiltered = fields.Nested(Counted, required=True, allow_none=True)
    notes = fields.List(fields.Nested(Note), required=True)
    links = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    url = fields.String(required=True)


class Page(List):
    """A list of records."""

    items = fields.List(fields.Nested(Item), required=True)
    facets = fields.Dict(keys=fields.String(), values=fields.Nested(Facet), required=True)
    effective_query = fields.Nested(EffectiveQuery, required=True)
    coverage_until = fields.String(required=True, allow_none=True)
    never_complete = fields.Integer(required=True, strict=True)


class Suggestion(Schema):
    """What a reader may mean, and where it leads."""

    kind = fields.String(required=True, validate=validate.OneOf(("agency", "type", "tag", "title")))
    value = fields.String(required=True)
    text = fields.String(required=True)
    links = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class Suggestions(Schema):
    """Suggestions; `truncated` says that there are more."""

    items = fields.List(fields.Nested(Suggestion), required=True)
    truncated = fields.Boolean(required=True)
