"""Agencies and sources as the catalogue lists them, and its status; in a given session, never commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from catalogue import labels, log, models, reports, store, views
from catalogue.answers import AgencyView, SourceView, StatusView, Subordinate
from catalogue.asking import NO_ANSWER
from catalogue.errors import NotFound
from catalogue.health import health
from catalogue.identity import RandomBytes, canonical_json, new_id, read_id
from catalogue.persian.letters import fold_key
from catalogue.persian.sorting import sort_key
from catalogue.search.index import Index


def put_agency(session: Session, fields: Mapping[str, Any], random_bytes: RandomBytes) -> None:
    """Register a validated agency file, or bring its row up to date; the public id is given once."""
    text = canonical_json(fields)
    name = next(
        (name["text"] for name in fields["names"] if name.get("lang", "fa") == "fa"), fields["names"][0]["text"]
    )
    row = store.agency(session, fields["slug"])
    if row is None:
        session.add(models.Agency(id=new_id("agency", random_bytes), slug=fields["slug"], name=name, fields=text))
    elif row.fields != text:
        row.name, row.fields = name, text


@dataclass(frozen=True, slots=True)
class AgencyQuery:
    """Agencies that have `words` in a name, alias or slug, of a type, right below a parent; None leaves it open."""

    words: str | None = None
    type: str | None = None
    parent: str | None = None


ALL_AGENCIES = AgencyQuery()


def agencies(session: Session, query: AgencyQuery = ALL_AGENCIES) -> tuple[AgencyView, ...]:
    """The agencies in the order of the Persian alphabet, with their published records by kind."""
    counts = store.counts_by_agency(session)
    rows = sorted(store.agencies(session), key=lambda row: sort_key(row.name))
    found = (views.agency_view(row, counts.get(row.slug, {})) for row in rows)
    if query == ALL_AGENCIES:
        return tuple(found)
    parent = agency_slug(session, query.parent) if query.parent is not None else None
    return tuple(view for view in found if _is_asked(view, replace(query, parent=parent)))


def _is_asked(view: AgencyView, query: AgencyQuery) -> bool:
    if query.type is not None and query.type != view.fields["type"]:
        return False
    if query.parent not in (None, view.fields.get("parent")):
        return False
    called = (view.slug, *(name["text"] for name in view.fields["names"]), *view.fields.get("aliases", ()))
    return query.words is None or any(fold_key(query.words) in fold_key(name) for name in called)


def subordinates(session: Session, slug: str) -> tuple[Subordinate, ...]:
    """The agencies below one, each with those below it; one that stands in a circle is named once."""
    below: dict[str, list[AgencyView]] = {}
    for view in agencies(session):
        below.setdefault(view.fields.get("parent", ""), []).append(view)
    return _below(slug, below, {slug})


def _below(slug: str, below: Mapping[str, Sequence[AgencyView]], named: set[str]) -> tuple[Subordinate, ...]:
    new = [view for view in below.get(slug, ()) if view.slug not in named]
    named.update(view.slug for view in new)
    return tuple(Subordinate(view, _below(view.slug, below, named)) for view in new)


def agency(session: Session, key: str) -> AgencyView:
    """An agency by public id, however it was typed, or by slug; raises NotFound, BadId."""
    row = store.agency(session, key) or store.agency(session, _agency_id(key))
    if row is None:
        raise NotFound("agency", key)
    return views.agency_view(row, store.counts_of_agency(session, row.slug))


def _agency_id(key: str) -> str:
    try:
        return read_id(key)
    except NotFound as missing:
        if type(missing) is NotFound:
            raise NotFound("agency", key) from None
        raise


def agency_slug(session: Session, name: str) -> str:
    """The slug that an id, slug, name or alias of an agency means, or the word itself."""
    return labels.slug_of(name, labels.agency_slugs(session))


def sources(session: Session, now: datetime) -> tuple[SourceView, ...]:
    """All sources by agency and name, with their last job, health and the number of their published records."""
    names, counts = store.agency_names(session), store.counts_by_source(session)
    last, judged = reports.last_jobs(session), reports.last_judged(session)
    found = [
        views.source_view(
            row,
            names.get(row.agency, row.agency),
            counts.get(row.id, 0),
            (last.get(row.id), judged.get(row.id)),
            health(row, last.get(row.id), judged.get(row.id), now),
        )
        for row in store.sources(session)
    ]
    return tuple(sorted(found, key=lambda view: (sort_key(view.agency_name), sort_key(view.name))))


def source(session: Session, source_id: str, now: datetime) -> SourceView:
    """One source; raises NotFound."""
    row = session.get(models.Source, source_id)
    if row is None:
        raise NotFound("source", source_id)
    name = store.agency_names(session).get(row.agency, row.agency)
    last = reports.last_jobs(session, source_id).get(source_id)
    judged = reports.last_judged(session, source_id).get(source_id)
    records = store.count_of_source(session, source_id)
    return views.source_view(row, name, records, (last, judged), health(row, last, judged, now))


def status(session: Session, index: Index) -> StatusView:
    """What the catalogue holds now; without an index its part says so."""
    held = store.sources(session)
    try:
        state: Mapping[str, Any] = asdict(index.state())
    except NO_ANSWER:
        state = {"engine": "unavailable"}
    complete = [row.last_complete_at for row in held if row.last_complete_at]
    head = log.log_head(session)[0]
    return StatusView(
        records=store.counts_by_kind(session),
        versions=head,  # each has one entry of the log, which has no holes; counting them takes seconds
        agencies=len(store.agencies(session)),
        sources=len(held),
        log_index=head,
        index=state,
        last_complete_at=max(complete, default=None),
    )
