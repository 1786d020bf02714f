"""JSON Schema (2020-12) of source files for editors, made of the schemas that load them and of key_words.py.

The door takes every scalar as the text that stands in the file; an editor sees numbers and booleans too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marshmallow import Schema, fields

from catalogue.vocab import Kind
from schemas.fields import OneOf, PersianText, WholeNumberText
from schemas.json_schema import DIALECT, Node, Table, closed, made_by, whole
from schemas.key_words import words_of
from schemas.our_fields import names_for
from schemas.rules import ColumnRule, EntryRule, FileRule, PageRule, PathRule, Rules, Treatment
from schemas.source import SCHEMAS
from schemas.source_fields import (
    LONGEST_PATTERN,
    MAIL,
    SECRET_NAME,
    SLUG,
    TREE_PATH,
    Address,
    Mail,
    Pattern,
    RelativePath,
    Robots,
    Seconds,
    SecretName,
    Share,
    Slug,
    Texts,
    TreePath,
    Words,
    YesNo,
)
from schemas.source_file import Shares
from schemas.source_keys import AGREED, below, key_of
from schemas.source_parts import Key

SCALAR = ["string", "number", "boolean"]
DIGITS = "[0-9\u06f0-\u06f9\u0660-\u0669]"

RULES = (PathRule(), ColumnRule(), PageRule(), EntryRule(), FileRule())


def source_json_schema() -> Node:
    """One schema for all protocols: `protocol` decides which of its definitions a file is held against."""
    definitions = {name: _object(schema, name, "") for name, schema in SCHEMAS.items()}
    definitions |= {type(rule).__name__: _object(rule, "", "rule.") for rule in RULES}
    return {
        "$schema": DIALECT,
        "title": "دسترس: فایل منبع | Dastras: a source file",
        "type": "object",
        "required": ["protocol"],
        "properties": {"protocol": {"enum": list(SCHEMAS), "description": _description("", "protocol")}},
        "allOf": [*map(_of_protocol, SCHEMAS), *map(_of_kind, Kind)],
        "$defs": definitions,
    }


def _of_protocol(name: str) -> Node:
    return {**_when("protocol", name), "then": {"$ref": f"#/$defs/{name}"}}


def _of_kind(kind: Kind) -> Node:
    """Fields that a kind has not are no names of its rules."""
    names = {"propertyNames": {"enum": names_for(kind)}}
    listed = {"properties": {"fields": names}}
    return {**_when("kind", str(kind)), "then": {"properties": {"fields": names, "list": listed}}}


def _when(key: str, value: str) -> Node:
    return {"if": {"properties": {key: {"const": value}}, "required": [key]}}


def _object(schema: Schema, protocol: str, before: str) -> Node:
    """A map of keys; `before` is the dotted key that it stands under, with a dot."""
    named = {key_of(name, field): field for name, field in schema.fields.items()}
    node = closed(
        {key: _key(field, protocol, f"{before}{key}") for key, field in named.items()},
        [key for key, field in named.items() if field.required],
    )
    if isinstance(schema, Treatment):
        node["oneOf"] = [{"required": [place]} for place in schema.places]
    if "schedule" in named:
        node["dependentRequired"] = {"schedule": ["contact"]}
    return node


def _key(field: fields.Field[Any], protocol: str, key: str) -> Node:
    inner = below(field)
    if isinstance(field, Rules):
        rule = {"$ref": f"#/$defs/{type(field.rule).__name__}"}
        node: Node = {"type": "object", "propertyNames": {"enum": names_for(None)}, "additionalProperties": rule}
    elif isinstance(field, Robots):
        node = {"anyOf": [{"const": "respect"}, _object(AGREED, protocol, f"{key}.")]}
    elif isinstance(field, Key) and inner is not None:
        one = _object(inner, protocol, f"{key}.")
        node = {"anyOf": [one, {"type": "array", "minItems": 1, "items": one}]}
    else:
        node = _object(inner, protocol, f"{key}.") if inner is not None else made_by(_LEAVES, field)
    description = _description(protocol, key)
    return {"description": description, **node} if description else node


def _description(protocol: str, key: str) -> str:
    """Both languages; keys that only hold others have none."""
    try:
        words = words_of(protocol, key)
    except KeyError:
        return ""
    return f"{words.fa} | {words.en}"


def _one_of(field: Any) -> Node:
    numbers = [int(code) for code in field.codes if code.isdigit()]
    return {"enum": [*field.codes, *numbers]}


def _whole(field: Any) -> Node:
    bounds = {"minimum": field.least, "maximum": field.most}
    return {"type": ["integer", "string"], **bounds, "pattern": rf"^\s*{DIGITS}{{1,16}}\s*$"}


def _text(field: Any) -> Node:
    return {"type": SCALAR, "minLength": 1, "maxLength": field.longest, "pattern": r"\S"}


def _like(pattern: str) -> Callable[[Any], Node]:
    return lambda field: {"type": "string", "maxLength": field.longest, "pattern": whole(pattern)}


_LEAVES: Table = (
    (OneOf, _one_of),
    (YesNo, lambda _: {"enum": [True, False, "true", "false"]}),
    (WholeNumberText, _whole),
    (
        Share,
        lambda _: {
            "type": ["number", "string"],
            "minimum": 0,
            "maximum": 1,
            "pattern": r"^(0(\.\d{1,6})?|1(\.0{1,6})?)$",
        },
    ),
    (
        Seconds,
        lambda field: {"type": ["number", "string"], "minimum": 0, "maximum": field.most, "pattern": rf"^\s*{DIGITS}"},
    ),
    (
        Shares,
        lambda _: {
            "type": "object",
            "propertyNames": {"enum": names_for(None)},
            "additionalProperties": made_by(_LEAVES, Share()),
        },
    ),
    (Texts, lambda _: {"type": "array", "items": {"type": SCALAR, "pattern": r"\S"}}),
    (Words, lambda _: {"type": "object", "minProperties": 1, "additionalProperties": {"type": SCALAR, "minLength": 1}}),
    (Slug, _like(SLUG.pattern)),
    (Mail, _like(MAIL.pattern)),
    (SecretName, _like(SECRET_NAME.pattern)),
    (RelativePath, _like(r"(?!/)(?!.*(^|/)\.\.(/|$))[^\\]+")),
    (Address, _like(r"https?://\S+")),
    (TreePath, _like(TREE_PATH.pattern)),
    (Pattern, lambda _: {"type": SCALAR, "minLength": 1, "maxLength": LONGEST_PATTERN}),
    (PersianText, _text),
)
