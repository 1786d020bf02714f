"""The page of the log of corrections: what was corrected, taken out, withdrawn, or came back, and why."""

from __future__ import annotations

from flask import render_template, url_for

from api.arguments import asked
from api.pages.site import Site
from api.queries import address, chosen_of_log, older
from catalogue.log_pages import CORRECTIONS, LatestQuery
from schemas.feeds import CorrectionsFeedParameters

PARAMETERS = CorrectionsFeedParameters()


def corrections(site: Site) -> str:
    """The newest first, page by page."""
    arguments = asked(PARAMETERS)
    chosen = chosen_of_log(arguments, CORRECTIONS)
    page = site.catalogue.latest_changes(LatestQuery(arguments.get("before"), most=arguments["limit"], **chosen))
    pairs = older(arguments, page.next_before)
    following = address(url_for("pages.corrections"), pairs) if pairs else None
    return render_template("corrections.html", page=page, following=following, is_first="before" not in arguments)
