"""The pages of types and of topics: what there is, with the number of its records, in the order of the alphabet."""

from __future__ import annotations

from flask import render_template

from api.arguments import asked
from api.pages.site import Site
from api.shown.language import gettext
from api.shown.wording import value_word
from catalogue.persian.sorting import sort_key
from schemas.arguments import Arguments
from schemas.search import load_search

NONE = Arguments()


def types(site: Site) -> str:
    """What kinds of decisions and notices are published."""
    about = gettext("گونهٔ هر تصمیم و اطلاعیه، چنان‌که منبع گفته یا از عنوان پیداست.")
    return _terms(site, "type", gettext("گونه‌ها"), about)


def topics(site: Site) -> str:
    """Which topics publishers name."""
    about = gettext("موضوعی که منبع برای سند گفته است؛ بسیاری از سندها موضوع ندارند.")
    return _terms(site, "topic", gettext("موضوع‌ها"), about)


def _terms(site: Site, facet: str, title: str, about: str) -> str:
    asked(NONE)
    page = site.catalogue.find(load_search({"facets": [facet], "limit": ["0"]}))
    found = page.facets[0].values if page.facets else ()
    values = sorted(found, key=lambda value: sort_key(value_word(facet, value.value, value.label)))
    is_cut = bool(page.facets) and page.facets[0].truncated
    return render_template("terms.html", page=page, facet=facet, values=values, title=title, about=about, is_cut=is_cut)
