"""The envelope of lists that are not searches: what was asked, how many there are, the way to the rest, as of when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from api.queries import address, both_calendars, pairs_of
from api.v1.answers import dumps
from catalogue.log_answers import AsOf

PAGING = ("after", "before", "limit")
"""Parameters that say which page is meant, not which list."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A list as it was asked for: its path and its loaded arguments."""

    path: str
    arguments: Mapping[str, Any]

    def effective_query(self) -> dict[str, Any]:
        """The filters as they were read, and the address of the list from its beginning."""
        filters = {name: value for name, value in self.arguments.items() if name not in PAGING}
        read = {name.rstrip("_"): _read(name, value) for name, value in filters.items()}
        return {"filters": read, "url": address(self.path, pairs_of(filters))}

    def following(self, name: str, place: object) -> str | None:
        """The address of the next page, which begins where the parameter `name` says; None at the end."""
        if place is None:
            return None
        kept = {key: value for key, value in self.arguments.items() if key != name}
        return address(self.path, [*pairs_of(kept), (name, str(place))])


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list holds: its lines, how many there are in all, the address of the next page, the log it is of."""

    lines: Iterable[Mapping[str, Any]]
    total: int
    as_of: AsOf
    following: str | None = None
    truncated: bool = False


def list_json(asked: Asked, listed: Listed) -> str:
    """The envelope."""
    return dumps(
        {
            "items": list(listed.lines),
            "total": listed.total,
            "truncated": listed.truncated,
            "next": listed.following,
            "effective_query": asked.effective_query(),
            "as_of": asdict(listed.as_of),
        }
    )


def _read(name: str, value: Any) -> Any:
    if name == "from_":
        return both_calendars(value[0])
    if name == "to":
        return both_calendars(value[1])
    return list(value) if isinstance(value, tuple) else value
