"""The routes of who publishes, what is harvested, and the words that stand for codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response

from api.arguments import asked
from api.given import catalogue
from api.v1.answers import agency_fields, answer, dumps, source_fields
from api.v1.lists import Asked, Listed, list_json
from catalogue.answers import Subordinate
from catalogue.coverage import CoverageQuery
from catalogue.errors import NotFound
from catalogue.registry import AgencyQuery
from catalogue.vocab import PUBLIC, vocabulary
from schemas.arguments import AgenciesArguments, AgencyArguments, Arguments, SourcesArguments

reference = Blueprint("reference", __name__, url_prefix="/api/v1")

NONE = Arguments()
AGENCIES = AgenciesArguments()
AGENCY = AgencyArguments()
SOURCES = SourcesArguments()


@reference.get("/agencies")
def agencies() -> Response:
    """The agencies in the order of the Persian alphabet."""
    query = Asked("/api/v1/agencies", asked(AGENCIES))
    head = catalogue().as_of()
    wanted = (query.arguments.get(name) for name in ("q", "type", "parent"))
    found = catalogue().agencies(AgencyQuery(*wanted))
    return answer(list_json(query, Listed(map(agency_fields, found), len(found), head)))


@reference.get("/agencies/<key>")
def agency(key: str) -> Response:
    """One agency by public id or slug; with those below it when they are asked for."""
    with_tree = "tree" in asked(AGENCY)
    found = catalogue().agency(key)
    below = {"subordinates": _tree(catalogue().subordinates(found.slug))} if with_tree else {}
    return answer(dumps({**agency_fields(found), **below}))


@reference.get("/sources")
def sources() -> Response:
    """What is harvested, with each source's health and last job."""
    query = Asked("/api/v1/sources", asked(SOURCES))
    head = catalogue().as_of()
    found = catalogue().sources(**query.arguments)
    return answer(list_json(query, Listed(map(source_fields, found), len(found), head)))


@reference.get("/sources/<source_id>")
def source(source_id: str) -> Response:
    """One source with its schedule, its health and its last job."""
    asked(NONE)
    return answer(dumps(source_fields(catalogue().source(source_id))))


@reference.get("/sources/<source_id>/coverage")
def coverage(source_id: str) -> Response:
    """How many records of a source are held, month by month, and the months without any."""
    asked(NONE)
    found = catalogue().coverage(CoverageQuery(source=source_id))
    return answer(dumps({"source": source_id, **asdict(found), "expected": None}))


@reference.get("/vocabularies")
def vocabularies() -> Response:
    """The vocabularies whose codes stand in records."""
    query = Asked("/api/v1/vocabularies", asked(NONE))
    lines = [
        {"name": name, "fa": fa, "en": en, "terms": len(vocabulary(name)), "links": {"self": f"{query.path}/{name}"}}
        for name, (fa, en) in PUBLIC.items()
    ]
    return answer(list_json(query, Listed(lines, len(lines), catalogue().as_of())))


@reference.get("/vocabularies/<name>")
def terms(name: str) -> Response:
    """The terms of a vocabulary: code, Persian and English words, and by which patterns it is recognised."""
    query = Asked(f"/api/v1/vocabularies/{name}", asked(NONE))
    if name not in PUBLIC:
        raise NotFound("vocabulary", name)
    lines = [{**asdict(term), "url": term.url or None} for term in vocabulary(name).values()]
    return answer(list_json(query, Listed(lines, len(lines), catalogue().as_of())))


def _tree(below: Iterable[Subordinate]) -> list[dict[str, Any]]:
    return [{**agency_fields(one.agency), "subordinates": _tree(one.subordinates)} for one in below]
