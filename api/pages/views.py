"""The website's blueprint: its addresses, what its templates know, and the pages that belong to no record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState

from api.errors import Problem
from api.pages import (
    agency_views,
    api_views,
    coverage_views,
    job_views,
    log_views,
    record_views,
    search_views,
    source_views,
    term_views,
)
from api.pages.asked import facet_address, search_address, shown_values, total_of
from api.pages.assets import read_assets
from api.pages.site import Site, secure, without_trackers
from api.shown import days, filters, wording
from api.shown.charts import columns_chart
from api.shown.comparing import field_name, field_value, passages, words_changed
from api.shown.language import (
    PREFIXES,
    gettext,
    in_persian,
    isolated,
    language,
    ngettext,
    other_language,
    persian_block,
    said,
)
from api.shown.marking import marked
from api.shown.paragraphs import paragraphs
from api.v1.diff_answers import diff_notes, form_address, text_name
from catalogue.asking import NO_ANSWER
from catalogue.listing import LISTED_BY
from catalogue.service import Catalogue
from schemas.messages import message
from schemas.search import FACETS, load_search

EXAMPLES = ("روابط عمومی‌ها", "بودجه ۱۴۰۲", "کیفیت هوا", "انتصاب", "مناقصه", "کتابخانه", "آب", "مدرسه")
"""Searches that the first page may offer; only those with results are shown."""
SHOWN_EXAMPLES = 4
NEWEST = "6"
LISTED_AGENCIES = 6


def create_pages(catalogue: Catalogue, contact: str, public_url: str, now: Callable[[], datetime]) -> Blueprint:
    """The website over a catalogue; `contact` and `public_url` are shown to readers, `now` dates citations."""
    site = Site(catalogue, contact, public_url.rstrip("/"), now)
    pages = Blueprint("pages", __name__, template_folder="templates")
    views = {endpoint: partial(view, site) for _, endpoint, view in ROUTES}
    for rule, endpoint, _ in ROUTES:
        for spoken, prefix in PREFIXES.items():
            pages.add_url_rule(prefix + rule, endpoint, views[endpoint], defaults={"language": spoken})
    pages.before_request(without_trackers)
    pages.url_value_preprocessor(_forget_language)
    pages.app_url_defaults(_keep_language)
    assets = read_assets()
    pages.add_url_rule("/static/<digest>/<path:name>", "static", assets.serve)
    pages.record(partial(_teach, site, assets.digest))
    pages.after_app_request(secure)
    return pages


def home(site: Site) -> str:
    """The first page: search, counts, what is new, who publishes, how far we see."""
    catalogue = site.catalogue
    status = catalogue.status()
    newest = catalogue.find(load_search({"limit": [NEWEST]}), from_store=not status.has_index)
    publishing = sorted(catalogue.agencies(), key=lambda agency: -sum(agency.counts.values()))
    return render_template(
        "home.html",
        status=status,
        newest=newest,
        examples=_examples(catalogue) if newest.is_whole else [],
        agencies=publishing[:LISTED_AGENCIES],
        sources=catalogue.sources(),
    )


def about(_site: Site) -> str:
    """What this site is, how to cite it, and the address of its API."""
    return render_template("about.html")


def guide(_site: Site) -> str:
    """How to search, and how to read a decision, in plain Persian."""
    return render_template("help.html")


def error_page(problem: Problem) -> str:
    """The page of an error; it reads nothing from the store, which may be what failed."""
    if problem.type == "withdrawn":
        return render_template("withdrawn.html", problem=problem, tombstone=problem.beside["tombstone"])
    mistakes = {mistake["name"]: mistake for mistake in problem.beside.get("errors", ())}
    kept = [(name, value) for name, value in request.args.items(multi=True) if name in FACETS and name not in mistakes]
    listable = kept if all(name in LISTED_BY for name, _ in kept) else []
    return render_template("problem.html", problem=problem, mistakes=mistakes, kept=kept, listable=listable)


ROUTES: tuple[tuple[str, str, Callable[..., str | Response]], ...] = (
    ("/", "home", home),
    ("/search", "search", search_views.search),
    ("/facets/<name>", "facet", search_views.facet),
    ("/agencies", "agencies", agency_views.agencies),
    ("/agencies/<key>", "agency", agency_views.agency),
    ("/sources", "sources", source_views.sources),
    ("/sources/<source_id>", "source", source_views.source),
    ("/jobs", "jobs", job_views.jobs),
    ("/jobs/<int:number>", "job", job_views.job),
    ("/jobs/<int:number>/records", "job_records", job_views.job_records),
    ("/coverage", "coverage", coverage_views.coverage),
    ("/corrections", "corrections", log_views.corrections),
    ("/types", "types", term_views.types),
    ("/topics", "topics", term_views.topics),
    ("/help", "help", guide),
    ("/about", "about", about),
    (api_views.DOCS, "docs", api_views.docs),
    ("/<record_id>", "record", record_views.record),
    ("/<record_id>/diff", "comparison", record_views.comparison),
    ("/<record_id>/<slug>", "record", record_views.record),
    ("/<record_id>/v<int:version_no>", "version", record_views.version),
    ("/<record_id>/v<int:version_no>/print", "printed", record_views.printed),
)

FILTERS: tuple[Callable[..., object], ...] = (
    filters.fa,
    filters.num,
    filters.size,
    filters.duration,
    filters.latin,
    filters.place,
    marked,
    filters.mail_link,
    days.jlong,
    days.jday,
    days.jshort,
    days.instant,
    days.instant_day,
    days.month_name,
    paragraphs,
    filters.exact,
    isolated,
    api_views.persian,
    api_views.english,
    api_views.in_words,
    api_views.readable,
    api_views.alternatives,
)
GLOBALS: tuple[Callable[..., object], ...] = (
    filters.icon,
    filters.badge,
    filters.tag,
    filters.safe_link,
    filters.report_address,
    filters.send_address,
    wording.kind_word,
    wording.kinds_word,
    wording.type_word,
    wording.term,
    wording.why,
    wording.value_word,
    language,
    other_language,
    in_persian,
    persian_block,
    filters.counted,
    search_address,
    shown_values,
    facet_address,
    diff_notes,
    form_address,
    text_name,
    columns_chart,
    passages,
    words_changed,
    field_name,
    field_value,
)


def _forget_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """The address says it (api.shown.language); a view need not be told."""
    if values:
        values.pop("language", None)


def _keep_language(endpoint: str, values: dict[str, Any]) -> None:
    """A page links to pages of its language, unless another one is named."""
    if current_app.url_map.is_endpoint_expecting(endpoint, "language"):
        values.setdefault("language", language())


def _teach(site: Site, digest: str, state: BlueprintSetupState) -> None:
    """What templates and their macros know beside the arguments of a view."""
    environment = state.app.jinja_env
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]  # the extension adds it
    environment.finalize = filters.without_bidi_controls  # every {{ }} of every page
    environment.filters.update({helper.__name__: helper for helper in FILTERS})
    environment.globals.update({helper.__name__: helper for helper in GLOBALS})
    environment.globals.update(
        contact=site.contact,
        public_url=site.public_url,
        asset=lambda name: url_for("pages.static", digest=digest, name=name),
        wording=wording,
        note=lambda code: said(message(code)),
        said=said,
    )


def _examples(catalogue: Catalogue) -> list[str]:
    """Searches that have results now."""
    try:
        found = (words for words in EXAMPLES if total_of(catalogue, [("q", words)]))
        return [words for words, _ in zip(found, range(SHOWN_EXAMPLES), strict=False)]
    except NO_ANSWER:
        return []
