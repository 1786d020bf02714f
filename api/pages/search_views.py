"""The pages of a search: hits, nothing found, and all values of one facet."""

from __future__ import annotations

from flask import render_template, request, url_for

from api.pages import asked as asking
from api.pages.asked import PAGE_FACETS, read_asked
from api.pages.site import Site
from api.queries import address
from catalogue.errors import NotFound
from schemas.search import FACETS

FILES = ("CSV", "XLSX")
"""The forms of a file that people open."""


def search(site: Site) -> str:
    """The hits of a search, or what to try when there are none."""
    asked = read_asked(request.args.to_dict(flat=False), PAGE_FACETS)
    page = site.catalogue.find(asked.parameters)
    asked = asked.as_answered(page)
    looser = asking.loosened(site.catalogue, asked, page) if page.is_whole and not page.total else []
    agencies = site.catalogue.agency_names() if asked.chosen("agency") else {}
    return render_template(
        "search.html" if page.total else "empty.html",
        asked=asked,
        page=page,
        chips=asking.chips(asked, page, agencies),
        unseen=asking.unseen_filters(asked, page),
        looser=looser,
        json=address(url_for("api.search"), [*asked.pairs, ("facets", ",".join(PAGE_FACETS))]),
        files={name: address(url_for(f"exports.search_{name.lower()}"), asked.without("limit")) for name in FILES},
        feed=address(url_for("feeds.search", form="atom"), asked.without("sort", "limit")),
    )


def facet(site: Site, name: str) -> str:
    """Up to 50 values of one facet of a search, each a link to the search with it."""
    if name not in FACETS:
        raise NotFound("facet", name)
    asked = read_asked(request.args.to_dict(flat=False), [name])
    page = site.catalogue.find({**asked.parameters, "limit": 0})
    asked = asked.as_answered(page)
    return render_template("facet.html", asked=asked, page=page, facet=page.facets[0])
