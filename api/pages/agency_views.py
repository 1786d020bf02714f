"""The pages of agencies."""

from __future__ import annotations

from flask import render_template

from api.pages.coverage_views import charted
from api.pages.site import Site
from catalogue.coverage import CoverageQuery
from schemas.search import load_search

NEWEST = "10"


def agencies(site: Site) -> str:
    """All agencies in the order of the Persian alphabet, with the number of their records."""
    return render_template("agencies.html", agencies=site.catalogue.agencies())


def agency(site: Site, key: str) -> str:
    """One agency: what its file says, its newest records and its sources."""
    found = site.catalogue.agency(key)
    newest = site.catalogue.find(load_search({"agency": [found.slug], "limit": [NEWEST]}))
    sources = site.catalogue.sources(found.slug)
    activity = charted(site, CoverageQuery(agency=found.slug))
    return render_template("agency.html", agency=found, newest=newest, sources=sources, charted=activity)
