"""As much of a JSON Schema validator (2020-12) as the schema of source files needs; an unknown word is an error."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Node = Mapping[str, Any]

TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
}
SILENT = {"$schema", "$defs", "title", "description", "then", "$ref"}


def is_valid(value: Any, schema: Node, root: Node) -> bool:
    """Whether a value is as its schema says."""
    if "$ref" in schema and not is_valid(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root):
        return False
    return all(WORDS[word](value, given, schema, root) for word, given in schema.items() if word not in SILENT)


def _is_type(value: Any, names: Any) -> bool:
    listed = names if isinstance(names, list) else [names]
    if isinstance(value, bool):
        return "boolean" in listed
    return any(isinstance(value, TYPES[name]) for name in listed)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_if(value: Any, condition: Node, schema: Node, root: Node) -> bool:
    return not is_valid(value, condition, root) or is_valid(value, schema["then"], root)


def _properties(value: Any, named: Node, _: Node, root: Node) -> bool:
    if not isinstance(value, dict):
        return True
    return all(is_valid(value[key], node, root) for key, node in named.items() if key in value)


def _others(value: Any, given: Any, schema: Node, root: Node) -> bool:
    others = [inner for key, inner in value.items() if key not in schema.get("properties", {})]
    return not others if given is False else all(is_valid(inner, given, root) for inner in others)


Judge = Callable[[Any, Any, Node, Node], bool]

WORDS: Mapping[str, Judge] = {
    "type": lambda value, names, *_: _is_type(value, names),
    "enum": lambda value, known, *_: any(value == one and type(value) is type(one) for one in known),
    "const": lambda value, one, *_: bool(value == one),
    "pattern": lambda value, form, *_: not isinstance(value, str) or re.search(form, value, re.DOTALL) is not None,
    "minLength": lambda value, least, *_: not isinstance(value, str) or len(value) >= least,
    "maxLength": lambda value, most, *_: not isinstance(value, str) or len(value) <= most,
    "minimum": lambda value, least, *_: not _is_number(value) or value >= least,
    "maximum": lambda value, most, *_: not _is_number(value) or value <= most,
    "minItems": lambda value, least, *_: not isinstance(value, list) or len(value) >= least,
    "minProperties": lambda value, least, *_: not isinstance(value, dict) or len(value) >= least,
    "items": lambda value, one, _, root: not isinstance(value, list) or all(is_valid(v, one, root) for v in value),
    "required": lambda value, keys, *_: not isinstance(value, dict) or all(key in value for key in keys),
    "properties": _properties,
    "additionalProperties": lambda value, given, schema, root: (
        not isinstance(value, dict) or _others(value, given, schema, root)
    ),
    "propertyNames": lambda value, node, _, root: (
        not isinstance(value, dict) or all(is_valid(key, node, root) for key in value)
    ),
    "dependentRequired": lambda value, needs, *_: (
        not isinstance(value, dict) or all(set(keys) <= set(value) for key, keys in needs.items() if key in value)
    ),
    "allOf": lambda value, nodes, _, root: all(is_valid(value, node, root) for node in nodes),
    "anyOf": lambda value, nodes, _, root: any(is_valid(value, node, root) for node in nodes),
    "oneOf": lambda value, nodes, _, root: sum(is_valid(value, node, root) for node in nodes) == 1,
    "if": _is_if,
}
