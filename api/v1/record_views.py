"""The routes of one record: as it stands, its versions, and where it came from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from flask import Blueprint, Response

from api.arguments import asked
from api.given import catalogue
from api.v1.answers import answer, dumps
from api.v1.lists import Asked, Listed, list_json
from api.v1.record_answers import record_json, version_fields
from schemas.arguments import Arguments, AsOfArguments, VersionArguments, VersionsArguments

NONE = Arguments()
AS_OF = AsOfArguments()
VERSION = VersionArguments()
VERSIONS = VersionsArguments()


def record(record_id: str) -> Response:
    """A record as it stands, or as it stood at a point in time."""
    arguments = asked(AS_OF)
    return answer(record_json(catalogue().get(record_id, arguments.get("as_of"))))


def versions(record_id: str) -> Response:
    """The history of a record, newest first."""
    query = Asked(f"/api/v1/records/{record_id}/versions", asked(VERSIONS))
    page = catalogue().version_page(record_id, query.arguments.get("after"), query.arguments["limit"])
    following = query.following("after", page.next_after)
    lines = (version_fields(record_id, line) for line in page.lines)
    return answer(list_json(query, Listed(lines, page.total, page.as_of, following)))


def version(record_id: str, version_no: int) -> Response:
    """One version of a record."""
    asked(NONE)
    return answer(record_json(catalogue().get(record_id, version_no)))


def canonical(record_id: str, version_no: int) -> Response:
    """The exact bytes that were hashed; their SHA-256 is the validator."""
    asked(NONE)
    view = catalogue().get(record_id, version_no)
    return answer(view.canonical, etag=view.sha256)


def provenance(record_id: str) -> Response:
    """The chain from a version to the bytes it was read from."""
    arguments = asked(VERSION)
    return answer(dumps(asdict(catalogue().provenance(record_id, arguments.get("version")))))


ROUTES: tuple[tuple[str, Callable[..., Response]], ...] = (
    ("/records/<record_id>", record),
    ("/records/<record_id>/versions", versions),
    ("/records/<record_id>/versions/<int:version_no>", version),
    ("/records/<record_id>/versions/<int:version_no>/canonical", canonical),
    ("/records/<record_id>/provenance", provenance),
)


def add_routes(api: Blueprint) -> None:
    """Give them to the blueprint of the API; the name of each is that of its view."""
    for rule, view in ROUTES:
        api.add_url_rule(rule, view_func=view, methods=["GET"])
