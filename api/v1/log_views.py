"""The routes of the log: what changed, what was corrected, and the bare entries."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response

from api.arguments import asked
from api.given import catalogue
from api.queries import chosen_of_log
from api.v1.answers import answer
from api.v1.lists import Asked, Listed, list_json
from catalogue.log_answers import Change
from catalogue.log_pages import CORRECTIONS, ChangesQuery
from catalogue.vocab import ChangeKind
from schemas.arguments import Arguments, ChangesArguments, CorrectionsArguments, EntriesArguments

log = Blueprint("log", __name__, url_prefix="/api/v1")

CHANGES = ChangesArguments()
ONLY_CORRECTIONS = CorrectionsArguments()
ENTRIES = EntriesArguments()


@log.get("/changes")
def changes() -> Response:
    """Every change of a record in the order of the log, withdrawals included."""
    return _changes("/api/v1/changes", CHANGES, ())


@log.get("/corrections")
def corrections() -> Response:
    """What was corrected, taken out, withdrawn, or came back."""
    return _changes("/api/v1/corrections", ONLY_CORRECTIONS, CORRECTIONS)


@log.get("/log/entries")
def entries() -> Response:
    """The entries of the log with their commitments."""
    query = Asked("/api/v1/log/entries", asked(ENTRIES))
    found = catalogue().entries(query.arguments["start"], query.arguments.get("end"), query.arguments["limit"])
    following = query.following("start", found.next_start)
    return answer(list_json(query, Listed(map(asdict, found.entries), found.total, found.as_of, following)))


def _changes(path: str, schema: Arguments, usual: tuple[ChangeKind, ...]) -> Response:
    query = Asked(path, asked(schema))
    arguments = query.arguments
    chosen = chosen_of_log(arguments, usual)
    found = catalogue().changes(ChangesQuery(arguments["since"], most=arguments["limit"], **chosen))
    following = query.following("since", found.next_since)
    lines = map(change_fields, found.changes)
    return answer(list_json(query, Listed(lines, found.total, found.as_of, following)))


def change_fields(change: Change) -> dict[str, Any]:
    """A line of the log with the addresses of what may be read."""
    path = f"/api/v1/records/{change.id}"
    links = {"record": path, "page": f"/{change.id}"}
    if change.sealed_at is None and change.tombstone is None:
        links["version"] = f"{path}/versions/{change.version_no}"
    return {**asdict(change), "links": links}
