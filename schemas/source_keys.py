"""The keys of source files as the doors of the protocols know them: which protocol has which.

For messages, the reference page and the JSON Schema, so that none of them can say anything that is not loaded.
"""

from __future__ import annotations

from collections.abc import Sequence

from marshmallow import Schema, fields

from schemas.rules import Rules
from schemas.source import SCHEMAS
from schemas.source_fields import Agreed, Robots
from schemas.source_parts import Key

AGREED = Agreed()


def key_of(name: str, field: fields.Field[object]) -> str:
    """The key in a file that a field of a schema is loaded from."""
    return field.data_key or name


def below(field: object) -> Schema | None:
    """The schema of the map that stands under a key, or None; of rules that of each rule."""
    if isinstance(field, fields.Nested):
        return field.schema
    if isinstance(field, Key):
        return field.locator
    if isinstance(field, Rules):
        return field.rule
    return AGREED if isinstance(field, Robots) else None


def protocols_with(path: Sequence[str | int]) -> tuple[str, ...]:
    """The protocols whose files may have a key at this path."""
    return tuple(name for name, schema in SCHEMAS.items() if _has(schema, path))


def _has(schema: Schema, path: Sequence[str | int]) -> bool:
    found = next((field for name, field in schema.fields.items() if key_of(name, field) == path[0]), None)
    rest = path[1:]
    if found is None or not rest:
        return found is not None
    if isinstance(found, Rules) or (isinstance(found, Key) and isinstance(rest[0], int)):
        rest = rest[1:]  # the name of the field, or the place in the list
    inner = below(found)
    return inner is not None and bool(rest) and _has(inner, rest)
