"""The routes of one record: as it stands and stood, its versions, what changed, where it came from, how it is cited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from flask import Blueprint, Response, render_template

from api.arguments import asked
from api.citation import cite
from api.delivery import known_validator
from api.given import build, catalogue, now, public_url
from api.v1.answers import answer, dumps
from api.v1.diff_answers import diff_json, diff_notes, diff_text, text_name, value_text
from api.v1.lists import Asked, Listed, list_json
from api.v1.record_answers import record_json, version_fields
from catalogue.diff.fields import Diff
from catalogue.history import VersionPair
from catalogue.identity import sha256_hex
from schemas.arguments import (
    Arguments,
    AsOfArguments,
    CitationArguments,
    CitationStyle,
    DiffArguments,
    DiffForm,
    VersionArguments,
    VersionsArguments,
)

NONE = Arguments()
AS_OF = AsOfArguments()
VERSION = VersionArguments()
VERSIONS = VersionsArguments()
DIFF = DiffArguments()
CITATION = CitationArguments()
EMBEDDED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors *"
"""The policy of a page that others may frame: it loads nothing and sends nothing."""


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


def diff(record_id: str) -> Response:
    """What changed between two points in time. The validator is made before anything is compared."""
    arguments = asked(DIFF)
    pair = catalogue().version_pair(record_id, arguments.get("from_"), arguments.get("to"))
    form = DiffForm(arguments["form"])
    versions_of = [(view.id, view.version_no, view.sha256) for view in (pair.old, pair.new)]
    etag = sha256_hex(f"{build()}|{form}|{versions_of}|{pair.as_of}")[:32]
    if known_validator(etag):
        return answer("", etag=etag)
    found = pair.diff()
    if form is DiffForm.FIELDS:
        return answer(diff_json(pair, found), etag=etag)
    if form is DiffForm.TEXT:
        return answer(diff_text(pair, found), etag=etag, media_type="text/plain")
    response = answer(_diff_page(pair, found), etag=etag, media_type="text/html")
    response.headers["Content-Security-Policy"] = EMBEDDED
    return response


def _diff_page(pair: VersionPair, found: Diff) -> str:
    return render_template(
        "diff.html",
        pair=pair,
        diff=found,
        title=pair.new.record()["title"],
        notes=diff_notes(found),
        text_name=text_name,
        value_text=value_text,
    )


def citation(record_id: str) -> Response:
    """How a version is cited: in words, or as an entry of BibTeX."""
    arguments = asked(CITATION)
    found = cite(catalogue().get(record_id, arguments.get("version")), public_url(), now())
    if arguments["style"] == CitationStyle.BIBTEX:
        return answer(found.bibtex(arguments["lang"]), media_type="application/x-bibtex; charset=utf-8")
    return answer(found.text(arguments["lang"]) + "\n", media_type="text/plain")


ROUTES: tuple[tuple[str, Callable[..., Response]], ...] = (
    ("/records/<record_id>", record),
    ("/records/<record_id>/versions", versions),
    ("/records/<record_id>/versions/<int:version_no>", version),
    ("/records/<record_id>/versions/<int:version_no>/canonical", canonical),
    ("/records/<record_id>/provenance", provenance),
    ("/records/<record_id>/diff", diff),
    ("/records/<record_id>/citation", citation),
)


def add_routes(api: Blueprint) -> None:
    """Give them to the blueprint of the API; the name of each is that of its view."""
    for rule, view in ROUTES:
        api.add_url_rule(rule, view_func=view, methods=["GET"])
