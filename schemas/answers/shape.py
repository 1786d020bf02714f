"""What the shapes of answers are made of. A shape is closed, and its members stand unless they say otherwise."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields


class Shape(Schema):
    """An object of an answer; a member that it does not name does not stand there."""


class Text(fields.String):
    """A text; `like` is the pattern of all of it."""

    def __init__(self, *, like: str = "", **rest: Any) -> None:
        super().__init__(**_standing(rest))
        self.like = like


class Code(fields.String):
    """A code out of a closed set."""

    def __init__(self, codes: Any, **rest: Any) -> None:
        super().__init__(**_standing(rest))
        self.codes = tuple(str(code) for code in codes)


class Count(fields.Integer):
    """A whole number from 0 on."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(strict=True, **_standing(rest))


class Amount(fields.Float):
    """A number from 0 on that need not be whole."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(**_standing(rest))


class Flag(fields.Boolean):
    """True or false."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(**_standing(rest))


class One(fields.Nested):
    """An object of another shape."""

    def __init__(self, shape: Any, **rest: Any) -> None:
        super().__init__(shape, **_standing(rest))


class Many(fields.List[Any]):
    """A list of fields, or of objects of a shape; it may be empty."""

    def __init__(self, of: Any, **rest: Any) -> None:
        super().__init__(One(of) if isinstance(of, type) and issubclass(of, Schema) else of, **_standing(rest))


class Named(fields.Dict):
    """An object whose names are values, each with the same shape: facets by filter, counts by kind."""

    def __init__(self, of: Any, **rest: Any) -> None:
        value = One(of) if isinstance(of, type) and issubclass(of, Schema) else of
        super().__init__(keys=fields.String(), values=value, **_standing(rest))


class Either(fields.Field[Any]):
    """An object of one of several shapes, or one of several fields."""

    def __init__(self, *of: Any, **rest: Any) -> None:
        super().__init__(**_standing(rest))
        self.of = tuple(One(one) if isinstance(one, type) else one for one in of)


def instant(**rest: Any) -> Text:
    """A time in UTC: 2026-11-21T09:12:04Z."""
    return Text(like=r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", **rest)


def digest(**rest: Any) -> Text:
    """A SHA-256 in small hexadecimal digits."""
    return Text(like="[0-9a-f]{64}", **rest)


RECORD_ID = "[sdn]-[0-9a-hjkmnp-tv-z]{4}-[0-9a-hjkmnp-tv-z]{4}-[0-9a-hjkmnp-tv-z]"


def record_id(**rest: Any) -> Text:
    """The id of a record: d-7k3m-9x2z-3."""
    return Text(like=RECORD_ID, **rest)


def address(**rest: Any) -> Text:
    """A path of this site, with what follows it."""
    return Text(like=r"/\S*", **rest)


def addresses(name: str, *always: str, sometimes: tuple[str, ...] = ()) -> One:
    """`links`: an object of addresses on this site by name; `name` is that of the shape."""
    named: dict[str, Any] = {key: address() for key in always}
    named |= {key: address(required=False) for key in sometimes}
    return One(Shape.from_dict(named, name=name))


def _standing(rest: dict[str, Any]) -> dict[str, Any]:
    """Required, unless it is said otherwise."""
    return {"required": True, **rest}
