"""The routes of whole copies: the dumps that are on offer, and the log with the text of every version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from flask import Blueprint, Response

from api.arguments import asked
from api.conditional import state_of
from api.delivery import unless_of_state
from api.exports import json_lines, log_lines
from api.exports.dumping import EVERYTHING
from api.exports.streaming import as_file, in_turns
from api.given import catalogue
from api.queries import chosen_of_log
from api.sending import send_bytes
from api.v1.answers import answer
from api.v1.lists import Asked, Listed, list_json
from catalogue.dumps import Dump
from catalogue.log_answers import ChangePage
from catalogue.log_pages import ChangesQuery
from schemas.arguments import Arguments
from schemas.exports import LoggedParameters

copy_routes = Blueprint("copies", __name__, url_prefix="/api/v1")

LOGGED = LoggedParameters()
NONE = Arguments()


@copy_routes.get("/changes.jsonl")
def changes_jsonl() -> Response:
    """Every entry of the log with the canonical text of its version, one a line: what a mirror is kept by."""
    arguments = asked(LOGGED)
    most = arguments.get("limit", EVERYTHING)
    query = ChangesQuery(arguments["since"], most=most, **chosen_of_log(arguments, ()))
    found = catalogue().changes(replace(query, most=1))
    return unless_of_state(state_of(f"log|{found.as_of.log_index}"), lambda: _logged(query, found))


def _logged(query: ChangesQuery, found: ChangePage) -> Response:
    head = found.as_of.log_index
    body = in_turns(log_lines.chunks(catalogue().copies.logged, query, head), "changes.jsonl")
    response = Response(body, content_type=f"{json_lines.MEDIA_TYPE}; charset=utf-8")
    return as_file(response, f"dastras-changes-{head}.jsonl", min(found.total, query.most), head)


@copy_routes.get("/exports")
def dumps() -> Response:
    """The dumps on offer, the newest first."""
    query = Asked("/api/v1/exports", asked(NONE))
    as_of = catalogue().as_of()
    lines = [_dump_fields(dump) for dump in catalogue().copies.dumps()]
    return answer(list_json(query, Listed(lines, len(lines), as_of)))


@copy_routes.get("/exports/dumps/<int:log_index>/<file>")
def dump_file(log_index: int, file: str) -> Response:
    """A file of a dump, or a range of its bytes."""
    asked(NONE)
    found, path = catalogue().copies.dump_file(log_index, file)
    return send_bytes(path, found.sha256, found.media_type, f"dastras-{log_index}-{file}")


def _dump_fields(dump: Dump) -> Mapping[str, Any]:
    """A dump with the addresses of its files; one that is being built anew gives none of them."""
    path = f"/api/v1/exports/dumps/{dump.log_index}"
    files = [{**asdict(file), "url": f"{path}/{file.name}"} for file in dump.files]
    return {**asdict(dump), "files": files, "on_offer": not catalogue().copies.is_stale(dump)}
