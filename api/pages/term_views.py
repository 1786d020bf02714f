"""The pages of types and of topics: what there is, with the number of its records, in the order of the alphabet."""

from __future__ import annotations

from flask import render_template

from api.arguments import asked
from api.pages.site import Site
from catalogue.persian.sorting import sort_key
from schemas.arguments import Arguments
from schemas.search import load_search

NONE = Arguments()


def types(site: Site) -> str:
    """What kinds of decisions and notices are published."""
    return _terms(site, "type", "گونه‌ها", "گونهٔ هر تصمیم و اطلاعیه، چنان‌که منبع گفته یا از عنوان پیداست.")


def topics(site: Site) -> str:
    """Which topics publishers name."""
    return _terms(site, "topic", "موضوع‌ها", "موضوعی که منبع برای سند گفته است؛ بسیاری از سندها موضوع ندارند.")


def _terms(site: Site, facet: str, title: str, about: str) -> str:
    asked(NONE)
    page = site.catalogue.find(load_search({"facets": [facet], "limit": ["0"]}))
    values = sorted(page.facets[0].values, key=lambda value: sort_key(value.label)) if page.facets else []
    is_cut = bool(page.facets) and page.facets[0].truncated
    return render_template("terms.html", page=page, facet=facet, values=values, title=title, about=about, is_cut=is_cut)
