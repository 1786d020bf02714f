"""JSON Schema (2020-12) made of the schemas that load and describe: by one table that maps kinds of fields to it.

Here stand the fields of records and answers. Source files (source_json_schema.py) and addresses (parameters.py) have
tables of their own, because there every value is a text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from marshmallow import Schema, fields

from schemas.answers.description import Opaque
from schemas.answers.page import AnyRecord, FilterAsRead
from schemas.answers.problem import Day, TextOrCount
from schemas.answers.record import AnyValue
from schemas.answers.shape import Amount, Code, Count, Either, Many, Named, Shape, Text
from schemas.answers.words import told
from schemas.fields import (
    DECIMAL,
    PRECISIONS,
    DecimalText,
    DualDate,
    HttpUrl,
    NonEmptyList,
    OneOf,
    PersianText,
    WholeNumber,
)
from schemas.kinds import REQUIRED_ROLE, SCHEMAS
from schemas.source_fields import SLUG, Slug

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Node = dict[str, Any]
Table = tuple[tuple[type, Callable[[Any], Node]], ...]
"""Kinds of field and how their JSON Schema is made; the first that fits counts."""


def made_by(table: Table, field: fields.Field[Any]) -> Node:
    """The JSON Schema of a field; raises TypeError for a kind that the table has not."""
    for kind, make in table:
        if isinstance(field, kind):
            return make(field)
    raise TypeError(f"{field.name}: {type(field).__name__}")


def closed(properties: Mapping[str, Node], required: Iterable[str]) -> Node:
    """An object without other members."""
    node: Node = {"type": "object", "additionalProperties": False, "properties": dict(properties)}
    if always := list(required):
        node["required"] = always
    return node


def whole(pattern: str) -> str:
    """The pattern of a whole text."""
    return f"^(?:{pattern})$"


def reference(name: str) -> Node:
    """The schema of this name among the components of the description."""
    return {"$ref": f"#/components/schemas/{name}"}


_FILTER: Node = {
    "anyOf": [
        {"type": ["string", "integer"]},
        {"type": "array", "items": {"type": "string"}},
        reference(Day.__name__),
    ]
}


def components(shapes: Iterable[type]) -> dict[str, Node]:
    """The schemas of these shapes, of every record and of all that they refer to, by the names of their classes.

    Raises TypeError where two classes have one name.
    """
    found: dict[str, type[Schema]] = {}
    waiting = [shape for shape in shapes if issubclass(shape, Schema)] + [type(schema) for schema in SCHEMAS.values()]
    while waiting:
        shape = waiting.pop()
        if found.setdefault(shape.__name__, shape) is shape:
            waiting += [inner for inner in _below(shape) if inner is not found.get(inner.__name__)]
        else:
            raise TypeError(f"two shapes are named {shape.__name__}")
    named = {name: _object(shape) for name, shape in sorted(found.items())}
    return {**named, "DualDate": _DUAL_DATE, "AnyRecord": _any_record()}


def _below(shape: type[Schema]) -> Iterable[type[Schema]]:
    for field in shape().fields.values():
        inner = _innermost(field)
        for one in inner.of if isinstance(inner, Either) else (inner,):
            if isinstance(one, fields.Nested):
                yield type(one.schema)


def _innermost(field: Any) -> Any:
    """The field of the values of lists and named objects, at any depth."""
    while isinstance(field, fields.List | fields.Dict):
        field = field.inner if isinstance(field, fields.List) else field.value_field
    return field


def _object(shape: type[Schema]) -> Node:
    named = {field.data_key or name: field for name, field in shape().fields.items()}
    node = closed(
        {name: _described(shape, name, _member(field)) for name, field in named.items()},
        [name for name, field in named.items() if field.required],
    )
    if kind := next((kind for kind, schema in SCHEMAS.items() if type(schema) is shape), None):
        _of_kind(node, kind)
    return {"description": " ".join((shape.__doc__ or "").split()), **node} if shape.__doc__ else node


def _described(shape: type[Schema], name: str, node: Node) -> Node:
    """With what the member means; the fields of records are described in docs/sources.md."""
    return {**node, **told(shape.__name__, name)} if issubclass(shape, Shape) else node


def _of_kind(node: Node, kind: str) -> None:
    """What schemas.kinds.load asks of a record besides its schema."""
    node["properties"]["kind"] = {"const": str(kind)}
    node["properties"]["roles"]["contains"] = {"properties": {"role": {"const": REQUIRED_ROLE[kind]}}}


def _any_record() -> Node:
    names = {str(kind): type(schema).__name__ for kind, schema in SCHEMAS.items()}
    mapping = {kind: reference(name)["$ref"] for kind, name in names.items()}
    return {
        "oneOf": [reference(name) for name in names.values()],
        "discriminator": {"propertyName": "kind", "mapping": mapping},
    }


def _member(field: fields.Field[Any]) -> Node:
    node = made_by(_TABLE, field)
    return _or_null(node) if field.allow_none else node


def _or_null(node: Node) -> Node:
    if "$ref" in node:
        return {"anyOf": [node, {"type": "null"}]}
    known = {"enum": [*node["enum"], None]} if "enum" in node else {}
    return {**node, "type": [node["type"], "null"], **known}


def _list(field: Any) -> Node:
    return {"type": "array", "items": _member(field.inner)}


def _text(field: Any) -> Node:
    return {"type": "string", "pattern": whole(field.like)} if field.like else {"type": "string"}


_TABLE: Table = (
    (Either, lambda field: {"anyOf": [_member(one) for one in field.of]}),
    (AnyRecord, lambda _: reference("AnyRecord")),
    (DualDate, lambda _: reference("DualDate")),
    (fields.Nested, lambda field: reference(type(field.schema).__name__)),
    (OneOf, lambda field: {"type": "string", "enum": list(field.codes)}),
    (Code, lambda field: {"type": "string", "enum": list(field.codes)}),
    (Text, _text),
    (Slug, lambda _: {"type": "string", "pattern": whole(SLUG.pattern)}),
    (HttpUrl, lambda _: {"type": "string", "pattern": "^https?://"}),
    (PersianText, lambda _: {"type": "string", "minLength": 1}),
    (DecimalText, lambda _: {"type": "string", "pattern": whole(DECIMAL.pattern)}),
    (WholeNumber, lambda field: {"type": "integer", "minimum": field.least, "maximum": field.most}),
    (Count, lambda _: {"type": "integer", "minimum": 0}),
    (Amount, lambda _: {"type": "number", "minimum": 0}),
    (fields.Boolean, lambda _: {"type": "boolean"}),
    (AnyValue, lambda _: {"type": ["string", "integer", "boolean", "object", "array", "null"]}),
    (FilterAsRead, lambda _: _FILTER),
    (Opaque, lambda _: {"type": "object"}),
    (TextOrCount, lambda _: {"type": ["string", "integer"]}),
    (NonEmptyList, lambda field: {**_list(field), "minItems": 1, "maxItems": field.longest}),
    (Many, _list),
    (Named, lambda field: {"type": "object", "additionalProperties": _member(field.value_field)}),
)
"""The longest texts of a record are not told: a mask may be longer than what it stands for."""

_PART: Node = {"type": "string", "minLength": 1}
_DUAL_DATE: Node = {
    "description": "A date as printed (`raw`) and in both calendars; `precision` says how much of it was printed.",
    **closed(
        {**dict.fromkeys(DualDate.members, _PART), "precision": {"type": "string", "enum": list(PRECISIONS)}},
        ("raw", "precision"),
    ),
}
