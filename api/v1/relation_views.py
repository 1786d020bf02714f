"""The route of relations: what a record says of others and they of it, each edge with its ends and who says so."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from api.arguments import asked
from api.given import catalogue
from api.v1.answers import answer
from api.v1.lists import Asked, Listed, list_json
from catalogue.relation_pages import RelationEnd, RelationQuery, RelationView
from catalogue.vocab import Direction, vocabulary
from schemas.arguments import RelationsArguments

relation = Blueprint("relation", __name__, url_prefix="/api/v1")

RELATIONS = RelationsArguments()
OF_CARD = ("type", "title", "number", "issuer", "agency", "dates")
"""What an end shows of its record."""


@relation.get("/records/<record_id>/relations")
def relations(record_id: str) -> Response:
    """The edges of a record in the order they were first met; `next` asks for the later ones."""
    query = Asked(f"/api/v1/records/{record_id}/relations", asked(RELATIONS))
    arguments = query.arguments
    wanted = RelationQuery(arguments.get("type"), Direction(arguments["direction"]), arguments["after"])
    page = catalogue().relations(record_id, wanted)
    following = query.following("after", page.next_after)
    lines = map(relation_fields, page.relations)
    return answer(list_json(query, Listed(lines, page.total, page.as_of, following, page.truncated)))


def relation_fields(one: RelationView) -> dict[str, Any]:
    """An edge: `to` or `from` is its other end, null while none is known."""
    term = vocabulary("relation_types")[one.type]
    said_in = f"/api/v1/records/{one.said_by}/versions/{one.version_no}"
    return {
        "type": one.type,
        "label_fa": term.fa,
        "label_en": term.en,
        "direction": one.direction,
        "asserted_by": "extractor" if one.evidence else "source",
        "confirmed_at": one.confirmed_at,
        "to" if one.direction is Direction.OUT else "from": end_fields(one.other) if one.other else None,
        "to_raw": one.to_raw,
        "evidence": one.evidence,
        "version_no": one.version_no,
        "first_seen_at": one.first_seen_at,
        "candidates": [end_fields(end) for end in one.candidates],
        "candidate_count": one.candidate_count,
        "links": {"version": said_in, **_links(one.other)},
    }


def end_fields(end: RelationEnd) -> dict[str, Any]:
    """A record at an end; of a withdrawn one nothing but its id, kind and status."""
    shown = {name: end.card[name] for name in OF_CARD if name in end.card}
    return {"id": end.id, "kind": end.kind, "status": end.status, **shown}


def _links(end: RelationEnd | None) -> dict[str, str]:
    return {"record": f"/api/v1/records/{end.id}", "page": f"/{end.id}"} if end else {}
