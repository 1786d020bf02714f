"""Parameters that may be given any number of times: their values are OR-ed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from marshmallow import fields

from catalogue.search.index import LONGEST_KEYWORD
from catalogue.search.limits import MAX_GIVEN
from schemas.fields import refuse


class Values(fields.Field[tuple[str, ...]]):
    """A filter given any number of times; the values are OR-ed."""

    takes_many = True

    def _deserialize(self, value: object, attr: str | None, data: Any, **_: Any) -> tuple[str, ...]:
        given = tuple(value) if isinstance(value, list) else (value,)
        if len(given) > MAX_GIVEN:
            raise refuse("too-many-values", allowed=MAX_GIVEN)
        return tuple(dict.fromkeys(self.one(part) for part in given))

    def one(self, value: object) -> str:
        """One value as the index knows it."""
        if not isinstance(value, str) or "\0" in value:
            raise refuse("invalid")
        if not value.strip():
            raise refuse("empty")
        if len(value) > LONGEST_KEYWORD:
            raise refuse("too-long", allowed=LONGEST_KEYWORD)
        return value.strip()


class Codes(Values):
    """Codes out of a closed set."""

    def __init__(self, codes: Iterable[str], **rest: Any) -> None:
        super().__init__(**rest)
        self.codes = tuple(str(code) for code in codes)

    def one(self, value: object) -> str:
        """One of the codes."""
        code = super().one(value)
        if code not in self.codes:
            raise refuse("not-one-of", given=code, allowed=self.codes)
        return code
