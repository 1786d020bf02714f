"""The pages of a record: as it stands, and one of its versions."""

from __future__ import annotations

from typing import Any

from flask import render_template

from api.citation import cite
from api.pages.site import Site
from catalogue.answers import RecordView
from catalogue.cards import body_of
from catalogue.relation_pages import RelationPage, RelationQuery
from catalogue.vocab import Status


def record(site: Site, record_id: str, slug: str = "") -> str:
    """The current version of a record; any word after the id is decoration."""
    return _page(site, site.catalogue.get(record_id))


def version(site: Site, record_id: str, version_no: int) -> str:
    """One version of a record at its own permanent address."""
    return _page(site, site.catalogue.get(record_id, version_no), at_version=True)


def _page(site: Site, view: RecordView, at_version: bool = False) -> str:
    return render_template(
        "record.html",
        view=view,
        record=view.record(),
        body=body_of(view.record()),
        at_version=at_version,
        **_history(site, view),
        relations=_relations(site, view),
        citation=cite(view, site.public_url, site.now()),
    )


def _history(site: Site, view: RecordView) -> dict[str, Any]:
    return {
        "versions": site.catalogue.versions(view.id),
        "provenance": site.catalogue.provenance(view.id, view.version_no),
    }


def _relations(site: Site, view: RecordView) -> RelationPage | None:
    """What stands between this record and others today; an earlier version shows none, for some may be refused."""
    is_current = view.version_no == view.current_version_no and view.status == Status.PUBLISHED
    return site.catalogue.relations(view.id, RelationQuery()) if is_current else None
