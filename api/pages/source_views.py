"""The pages of sources."""

from __future__ import annotations

from collections import Counter

from flask import render_template

from api.arguments import asked
from api.pages.site import Site
from catalogue.reports import JobQuery
from schemas.arguments import Arguments, SourcesArguments

NONE = Arguments()
SOURCES = SourcesArguments()

NEWEST_JOBS = 15


def sources(site: Site) -> str:
    """Sources with their health and last job, and how many there are in each health."""
    arguments = asked(SOURCES)
    agency, health = arguments.get("agency"), arguments.get("health")
    found = site.catalogue.sources(agency)
    return render_template(
        "sources.html",
        sources=[source for source in found if health in (None, source.health)],
        counts=Counter(source.health for source in found if source.health),
        agency=agency,
        health=health,
        total=len(found),
    )


def source(site: Site, source_id: str) -> str:
    """One source: how it does, when it is harvested, and its newest jobs."""
    asked(NONE)
    found = site.catalogue.source(source_id)
    return render_template("source.html", source=found, page=site.catalogue.jobs(JobQuery(source_id, most=NEWEST_JOBS)))
