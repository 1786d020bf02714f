"""The short way of a record without a mistake: the rules of its fields, without the bookkeeping that collects mistakes.

No rule stands here. Each field says itself what it takes; at the first doubt the whole record goes the long way
through marshmallow, which tells every mistake at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, missing

from schemas.fields import NonEmptyList

Take = Callable[[Any], Any]


class Doubt(Exception):
    """Something that the long way has to judge."""


class Quick:
    """One schema, walked once; it must have neither defaults nor validators of marshmallow's own."""

    def __init__(self, schema: Schema) -> None:
        self._take = _of_schema(schema)

    def load(self, given: Mapping[str, Any]) -> dict[str, Any] | None:
        """What `schema.load` gives, member by member in the same order; None when it may refuse."""
        try:
            loaded: dict[str, Any] = self._take(given)
        except (Doubt, ValidationError):
            return None
        return loaded


def _of_schema(schema: Schema) -> Take:
    hooks = {name for held in schema._hooks.values() for name, *_ in held}
    if hooks - {"refuse_unknown_keys"}:  # which the number of keys tells below
        raise TypeError(f"{type(schema).__name__}: only the long way can load this")
    members = [(name, field.required, _of_field(field)) for name, field in schema.load_fields.items()]

    def take(given: Any) -> dict[str, Any]:
        if not isinstance(given, dict):
            raise Doubt
        made = {}
        for name, is_required, take_member in members:
            if name in given:
                made[name] = take_member(given[name])
            elif is_required:
                raise Doubt
        if len(made) != len(given):  # a key that no field has
            raise Doubt
        return made

    return take


def _of_field(field: fields.Field[Any]) -> Take:
    if field.validators or field.load_default is not missing or field.data_key or field.attribute:
        raise TypeError(f"{field.name}: only the long way can load this")
    if isinstance(field, fields.Nested):
        return _of_schema(field.schema)
    if isinstance(field, NonEmptyList):
        return _of_list(field)

    def take(value: Any) -> Any:
        if value is None:
            raise Doubt
        return field._deserialize(value, None, None)  # the field's own rule; `deserialize` only adds bookkeeping

    return take


def _of_list(field: NonEmptyList) -> Take:
    take_item, longest = _of_field(field.inner), field.longest

    def take(value: Any) -> list[Any]:
        if not isinstance(value, list) or not 0 < len(value) <= longest:
            raise Doubt
        return [take_item(item) for item in value]

    return take
