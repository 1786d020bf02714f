"""What is wrong with a dict that came to a door.

SchemaError
└── InvalidInput      one FieldError for each mistake, all at once
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from schemas.messages import message


class SchemaError(Exception):
    """The root."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """One mistake: where, its code (a line of messages.py) and the facts of the message."""

    path: tuple[str | int, ...]
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The path with dots: `dates.adopted`, `tags.3`."""
        return ".".join(str(part) for part in self.path)

    def say(self) -> tuple[str, str]:
        """(Persian, English)."""
        return message(self.code, {"name": self.path[-1] if self.path else "", **self.facts})


class InvalidInput(SchemaError):
    """All mistakes of one dict."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__("; ".join(f"{error.name}: {error.say()[1]}" for error in errors))
        self.errors = tuple(errors)


def flatten(messages: Any, path: tuple[str | int, ...] = ()) -> list[FieldError]:
    """marshmallow's nested messages as a flat list; texts of its own become the code `invalid`."""
    if isinstance(messages, Mapping):
        parts = (flatten(part, (*path, key) if key != "_schema" else path) for key, part in messages.items())
        return [error for part in parts for error in part]
    return [FieldError(path, *_code_of(part)) for part in messages]


def _code_of(part: object) -> tuple[str, Mapping[str, object]]:
    if isinstance(part, tuple) and len(part) == 2:
        return part[0], part[1]
    return (part, {}) if isinstance(part, str) and " " not in part else ("invalid", {})
