"""The JSON shapes of answers: stored JSON is spliced as it stands, never parsed and written again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from flask import Response

from api.delivery import unless_of_state
from api.queries import (
    address,
    arguments_of,
    both_calendars,
    meant_pairs,
    narrowed,
    next_pairs,
    other_readings,
    replaced,
    unfiltered_pairs,
    value_addresses,
)
from api.shown.marking import marked
from catalogue.answers import (
    AgencyView,
    Facet,
    Item,
    JobRecord,
    JobView,
    Offer,
    Page,
    SourceView,
    Suggestion,
)
from catalogue.identity import sha256_hex
from catalogue.vocab import JobOutcome
from schemas.messages import message
from schemas.reasons import reason
from schemas.search import EXCLUDED

SEARCH = "/api/v1/search"


def dumps(value: object) -> str:
    """JSON with Persian letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def answer(body: str | bytes, *, etag: str | None = None, media_type: str = "application/json") -> Response:
    """An answer with a strong validator: of the state it was made from, else of its own bytes."""
    return unless_of_state(etag or sha256_hex(body)[:32], lambda: Response(body, mimetype=media_type))


def page_json(page: Page) -> str:
    """The envelope of a list of records."""
    pairs = next_pairs(page)
    rest = {
        "total": page.total,
        "truncated": page.truncated,
        "next": address(SEARCH, pairs) if pairs else None,
        "facets": {facet.name: _facet(page, facet) for facet in page.facets},
        "effective_query": effective_query(page),
        "as_of": asdict(page.as_of),
        "coverage_until": page.coverage_until,
        "never_complete": page.never_complete,
    }
    to_json = ITEMS[page.parameters["view"]]
    return f'{{"items":[{",".join(map(to_json, page.items))}],{dumps(rest)[1:]}'


def _card_json(item: Item) -> str:
    """A card, spliced, with what stands beside it."""
    beside = {
        "status": item.status,
        "version_no": item.version_no,
        "sha256": item.sha256,
        "snippet": marked(item.snippet),
    }
    return f"{item.card[:-1]},{dumps(beside)[1:]}"


def _full_json(item: Item) -> str:
    """A card with what stands beside it and the whole record, spliced as it was hashed."""
    return f'{_card_json(item)[:-1]},"record":{item.canonical}}}'


def _id_json(item: Item) -> str:
    """What names a version, and nothing else."""
    return dumps({"id": item.id, "status": item.status, "version_no": item.version_no, "sha256": item.sha256})


ITEMS: Mapping[str, Callable[[Item], str]] = {"card": _card_json, "full": _full_json, "ids": _id_json}
"""View -> how a line is written."""


def agency_fields(agency: AgencyView) -> dict[str, Any]:
    """An agency: what its file says, its ids, and its published records by kind."""
    found = address(SEARCH, [("agency", agency.slug)])
    return {**agency.fields, "id": agency.id, "name": agency.name, "counts": agency.counts, "query": found}


def source_fields(source: SourceView) -> dict[str, Any]:
    """A source, its last job and the one its health is judged by, and the query of its records."""
    jobs = {"last_job": source.last_job, "judged_job": source.judged_job}
    return {
        **asdict(source),
        **{name: job_fields(job) if job else None for name, job in jobs.items()},
        "links": {
            "self": f"/api/v1/sources/{source.id}",
            "page": f"/sources/{source.id}",
            "agency": f"/api/v1/agencies/{source.agency}",
            "jobs": address("/api/v1/jobs", [("source", source.id)]),
        },
        "query": address(SEARCH, [("source", source.id)]),
    }


def job_fields(job: JobView) -> dict[str, Any]:
    """A job, why it did not succeed or waits in both languages, and the addresses of its lists."""
    path = f"/api/v1/jobs/{job.number}"
    persian, english = reason(job.reason) if job.reason else (None, None)
    return {
        **asdict(job),
        "reason_fa": persian,
        "reason_en": english,
        "links": {
            "self": path,
            "page": f"/jobs/{job.number}",
            "source": f"/api/v1/sources/{job.source}",
            "issues": f"{path}/issues",
            **{outcome: f"{path}/records?outcome={outcome}" for outcome in JobOutcome},
        },
    }


def job_record_fields(line: JobRecord) -> dict[str, Any]:
    """A line of a job's report; links stand where there is something to read."""
    path = f"/api/v1/records/{line.id}"
    links = {"record": path, "page": f"/{line.id}"} if line.id else {}
    if line.version_no is not None:
        links["version"] = f"{path}/versions/{line.version_no}"
    return {**asdict(line), "links": links}


def suggestion_fields(suggestion: Suggestion) -> dict[str, Any]:
    """A suggestion, and where it leads: to a record, or to the query of a filter."""
    if suggestion.kind == "title":
        links = {"record": f"/api/v1/records/{suggestion.value}", "page": f"/{suggestion.value}"}
    else:
        pairs = [(suggestion.kind, suggestion.value)]
        links = {"query": address(SEARCH, pairs), "page": address("/search", pairs)}
    return {**asdict(suggestion), "links": links}


def effective_query(page: Page) -> dict[str, Any]:
    """How the query was read, and its address."""
    parameters = page.parameters
    filters: dict[str, Any] = {
        EXCLUDED.get(name, name): list(value)
        for name, value in parameters.items()
        if isinstance(value, tuple) and name not in ("facets", "from_", "to")
    }
    if "tree" in parameters:
        filters["tree"] = True
    for name, key, side in (("from", "from_", 0), ("to", "to", 1)):
        if key in parameters:
            filters[name] = both_calendars(parameters[key][side])
    if "from" in filters or "to" in filters:
        filters["date"] = parameters["date"]
    pairs = arguments_of(parameters)
    return {
        "terms": list(page.terms),
        "filters": {**filters, "status": parameters["status"]},
        "sort": page.sort,
        "matching": page.matching,
        "with_all": page.with_all,
        "ignored": list(page.ignored),
        "repaired": [
            {"typed": one.typed, "read": list(one.words), "how": one.how, "others": list(one.others)}
            for one in page.repaired
        ],
        "understood": [_offer(page, offer) for offer in page.understood],
        "same": [{"typed": one.text, "also": list(one.others)} for one in page.same],
        "did_you_mean": _counted(meant_pairs(page), page.did_you_mean.total if page.did_you_mean else None),
        "unheld": [{"filter": name, "value": value} for name, value in page.unheld],
        "unfiltered": _counted(unfiltered_pairs(page), page.unfiltered),
        "notes": [_note(code) for code in page.notes],
        "url": address(SEARCH, pairs),
        "links": {name: address(SEARCH, replaced(pairs, pair)) for name, pair in other_readings(page).items()},
    }


def _offer(page: Page, offer: Offer) -> dict[str, str | None]:
    address_of = address(SEARCH, narrowed(page, offer)) if offer.is_filter else None
    return {"kind": offer.kind, "value": offer.value, "label": offer.label, "text": offer.text, "url": address_of}


def _counted(pairs: list[tuple[str, str]] | None, total: int | None) -> dict[str, Any] | None:
    """Another query and how many records it finds."""
    return {"total": total, "url": address(SEARCH, pairs)} if pairs else None


def _note(code: str) -> dict[str, str]:
    persian, english = message(code)
    return {"code": code, "message": english, "message_fa": persian}


def _facet(page: Page, facet: Facet) -> dict[str, Any]:
    addresses = value_addresses(SEARCH, page, facet.name, [value.value for value in facet.values])
    values = [
        {"value": value.value, "label": value.label, "count": value.count, "query": query}
        for value, query in zip(facet.values, addresses, strict=True)
    ]
    return {"values": values, "other": facet.other, "truncated": facet.truncated}
