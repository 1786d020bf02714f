"""The cursor of a list: opaque to readers, it carries the order, the last sort key and a digest of the query.

Only a relevance cursor knows the build of the index: its order may shift, so it ends with a rebuild.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from catalogue.errors import InvalidCursor
from catalogue.identity import sha256_hex
from catalogue.search.index import Order


class Way(StrEnum):
    """How a query is answered: by all of its words, by most of them, or by most of what it says without operators."""

    ALL = "all"
    MOST = "most"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Cursor:
    """`place` is the last sort key, or for RELEVANCE the offset; `generation` is empty but for RELEVANCE.

    `way` is how the first page was answered, so that the walk goes on over the same records.
    """

    order: Order
    place: int
    query: str
    generation: str = ""
    way: Way | None = None

    def write(self) -> str:
        """The cursor as it stands in an address."""
        text = json.dumps([self.order, self.place, self.query, self.generation, self.way], separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(text: str) -> Cursor:
    """The cursor that was written; raises InvalidCursor on anything else."""
    try:
        order, place, query, generation, *ways = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        (way,) = ways or (None,)  # cursors of before have none
        cursor = Cursor(Order(order), place, query, generation, None if way is None else Way(way))
    except (ValueError, TypeError, binascii.Error, RecursionError) as error:
        raise InvalidCursor(text[:40]) from error
    if (
        not isinstance(place, int)
        or not 0 <= place < 2**63
        or not isinstance(query, str)
        or not isinstance(generation, str)
    ):
        raise InvalidCursor(text[:40])
    return cursor


_OF_THE_PAGE = ("cursor", "limit", "facets", "view", "highlight")
_DEFAULTS = (("q", ""), ("status", "published"), ("date", "leading"), ("match", "auto"), ("repair", "on"))


def digest_of(parameters: Mapping[str, Any]) -> str:
    """A short digest of what chooses and orders the records: a cursor fits no other question.

    What stands at its default is left out, so that a parameter of tomorrow ends no cursor of today.
    """
    asked = {name: str(value) for name, value in sorted(parameters.items()) if name not in _OF_THE_PAGE}
    asked = {name: value for name, value in asked.items() if (name, value) not in _DEFAULTS}
    return sha256_hex(json.dumps(asked, ensure_ascii=True))[:16]
