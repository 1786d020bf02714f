"""The pages of a record: as it stands, one of its versions, the print of one, and what changed between two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template

from api.arguments import asked
from api.citation import cite
from api.pages.site import Site
from catalogue.answers import RecordView, VersionLine
from catalogue.cards import body_of
from catalogue.errors import NothingBefore, Sealed
from catalogue.history import Point, VersionPair
from catalogue.relation_pages import RelationPage, RelationQuery
from catalogue.vocab import ChangeKind, Status
from schemas.arguments import ComparisonArguments

COMPARISON = ComparisonArguments()


def record(site: Site, record_id: str, slug: str = "") -> str:
    """The current version of a record; any word after the id is decoration."""
    return _page(site, site.catalogue.get(record_id))


def version(site: Site, record_id: str, version_no: int) -> str:
    """One version of a record at its own permanent address."""
    return _page(site, site.catalogue.get(record_id, version_no), at_version=True)


def printed(site: Site, record_id: str, version_no: int) -> str:
    """One version on paper: its text, where it came from, and its address as a code for cameras."""
    view = site.catalogue.get(record_id, version_no)
    provenance = site.catalogue.provenance(view.id, view.version_no)
    return render_template(
        "record_print.html",
        view=view,
        record=view.record(),
        provenance=provenance,
        now=site.now(),
    )


def comparison(site: Site, record_id: str) -> str:
    """What changed between two versions, by default the current one and that before it."""
    arguments = asked(COMPARISON)
    pair = site.catalogue.version_pair(record_id, arguments.get("from_"), arguments.get("to"))
    lines = _comparable(site.catalogue.versions(pair.new.id))
    return render_template("comparison_page.html", pair=pair, diff=pair.diff(), lines=lines)


def _page(site: Site, view: RecordView, at_version: bool = False) -> str:
    versions = site.catalogue.versions(view.id)
    return render_template(
        "record.html",
        view=view,
        record=view.record(),
        body=body_of(view.record()),
        at_version=at_version,
        versions=versions,
        provenance=site.catalogue.provenance(view.id, view.version_no),
        relations=_relations(site, view),
        citation=cite(view, site.public_url, site.now()),
        **_change(site, view, versions),
    )


def _change(site: Site, view: RecordView, versions: Sequence[VersionLine]) -> dict[str, Any]:
    """What this version changed of the one before it; nothing where that cannot be read."""
    try:
        pair = _pair(site, view) if view.version_no > 1 else None
    except (NothingBefore, Sealed):
        pair = None
    return {"pair": pair, "diff": pair.diff() if pair else None, "lines": _comparable(versions)}


def _pair(site: Site, view: RecordView) -> VersionPair:
    return site.catalogue.version_pair(view.id, None, Point(version_no=view.version_no))


def _comparable(versions: Sequence[VersionLine]) -> list[VersionLine]:
    """Those that have a text."""
    return [line for line in versions if line.sealed_at is None and line.change_kind != ChangeKind.WITHDRAWAL]


def _relations(site: Site, view: RecordView) -> RelationPage | None:
    """What stands between this record and others today; an earlier version shows none, for some may be refused."""
    is_current = view.version_no == view.current_version_no and view.status == Status.PUBLISHED
    return site.catalogue.relations(view.id, RelationQuery()) if is_current else None
