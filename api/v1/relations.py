"""The JSON shapes of relations: each edge with its ends, its evidence, and who says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from api.queries import address
from api.v1.answers import dumps
from catalogue.relation_pages import RelationEnd, RelationPage, RelationView
from catalogue.vocab import Direction, vocabulary

OF_CARD = ("type", "title", "number", "issuer", "agency", "dates")
"""What an end shows of its record."""


def relations_json(record_id: str, arguments: Mapping[str, Any], page: RelationPage) -> str:
    """The envelope of the edges of a record."""
    following = None
    if page.next_after is not None:
        asked = {**arguments, "after": page.next_after}
        pairs = [(name, str(asked[name])) for name in ("type", "direction", "after") if name in asked]
        following = address(f"/api/v1/records/{record_id}/relations", pairs)
    return dumps(
        {
            "items": [relation_fields(one) for one in page.relations],
            "total": page.total,
            "truncated": page.truncated,
            "next": following,
            "as_of": asdict(page.as_of),
        }
    )


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
