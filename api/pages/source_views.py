"""The pages of sources and of their jobs."""

from __future__ import annotations

from flask import render_template

from api.pages.site import Site
from catalogue.reports import JobQuery


def sources(site: Site) -> str:
    """All sources with their last job."""
    return render_template("sources.html", sources=site.catalogue.sources())


def source(site: Site, source_id: str) -> str:
    """One source with its newest jobs."""
    found = site.catalogue.source(source_id)
    return render_template("source.html", source=found, page=site.catalogue.jobs(JobQuery(source_id)))


def job(site: Site, number: int) -> str:
    """One job: counts and issues."""
    found = site.catalogue.job(number)
    issues = site.catalogue.issues(number)
    return render_template("job.html", job=found, source=site.catalogue.source(found.source), issues=issues)
