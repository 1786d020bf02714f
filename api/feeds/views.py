"""The routes of feeds: of any search, of all changes, of corrections."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response

from api.arguments import asked
from api.conditional import unless_known
from api.feeds.atom import MEDIA_TYPE as ATOM_TYPE
from api.feeds.atom import to_atom
from api.feeds.feed import NEVER, Feed, of_change, of_record
from api.feeds.json_feed import MEDIA_TYPE as JSON_TYPE
from api.feeds.json_feed import to_json_feed
from api.given import catalogue, public_url
from api.queries import USUAL_PAGE, address, arguments_of, chosen_of_log, pairs_of
from catalogue.log_pages import CORRECTIONS, LatestQuery
from catalogue.search.index import Order
from catalogue.vocab import ChangeKind
from schemas.feeds import ENTRIES_A_PAGE, ChangesFeedParameters, CorrectionsFeedParameters, SearchFeedParameters

feeds = Blueprint("feeds", __name__, url_prefix="/feeds")

SEARCH = SearchFeedParameters()
CHANGES = ChangesFeedParameters()
ONLY_CORRECTIONS = CorrectionsFeedParameters()
FORMS: Mapping[str, tuple[str, Callable[[Feed], str]]] = {
    "atom": (ATOM_TYPE, to_atom),
    "json": (JSON_TYPE, to_json_feed),
}

Made = tuple[Feed, int]
"""A page of a feed, and the entry of the log that it is of."""


@feeds.get("/search.<any(atom, json):form>")
def search(form: str) -> Response:
    """The records of a search, the one that changed last first; who follows it is told of every new one and change."""
    parameters = asked(SEARCH)
    return _answer(form, lambda: _of_search(form, parameters))


@feeds.get("/changes.<any(atom, json):form>")
def changes(form: str) -> Response:
    """Every change of a record, withdrawals included, the newest first."""
    arguments = asked(CHANGES)
    return _answer(form, lambda: _of_log(f"/feeds/changes.{form}", "همهٔ تغییرها", arguments, ()))


@feeds.get("/corrections.<any(atom, json):form>")
def corrections(form: str) -> Response:
    """What was corrected, taken out, withdrawn, or came back."""
    arguments = asked(ONLY_CORRECTIONS)
    return _answer(form, lambda: _of_log(f"/feeds/corrections.{form}", "اصلاح‌ها و برداشتن‌ها", arguments, CORRECTIONS))


def _answer(form: str, make: Callable[[], Made]) -> Response:
    media_type, write = FORMS[form]

    def made() -> tuple[Response, int]:
        feed, log_index = make()
        return Response(write(feed), content_type=f"{media_type}; charset=utf-8"), log_index

    return unless_known(made)


def _of_search(form: str, parameters: Mapping[str, Any]) -> Made:
    path = f"/feeds/search.{form}"
    found = catalogue().part({**USUAL_PAGE, **parameters, "sort": Order.CHANGED, "highlight": "off"})
    page = found.page
    pairs = arguments_of({**page.parameters, **USUAL_PAGE, "sort": None})
    limit = [("limit", str(parameters["limit"]))] if parameters["limit"] != ENTRIES_A_PAGE else []
    entries = [of_record(line, public_url()) for line in found.lines]
    feed = Feed(
        title=f"دسترس: {page.parameters['q'] or 'رکوردها'}",
        address=_absolute(path, [*pairs, *limit, *_cursor(parameters.get("cursor"))]),
        first=_absolute(path, [*pairs, *limit]),
        page=_absolute("/search", pairs),
        following=_absolute(path, [*pairs, *limit, *_cursor(page.next_cursor)]) if page.next_cursor else None,
        updated=max((entry.updated for entry in entries), default=page.as_of.at or NEVER),
        entries=entries,
    )
    return feed, page.as_of.log_index


def _cursor(cursor: str | None) -> list[tuple[str, str]]:
    return [("cursor", cursor)] if cursor else []


def _of_log(path: str, title: str, arguments: Mapping[str, Any], usual: tuple[ChangeKind, ...]) -> Made:
    query = LatestQuery(arguments.get("before"), most=arguments["limit"], **chosen_of_log(arguments, usual))
    found = catalogue().latest_changes(query)
    pairs = pairs_of({name: value for name, value in arguments.items() if name != "before"})
    pairs = [pair for pair in pairs if pair != ("limit", str(ENTRIES_A_PAGE))]
    before = arguments.get("before")
    entries = [of_change(change, public_url()) for change in found.changes]
    feed = Feed(
        title=f"دسترس: {title}",
        address=_absolute(path, [*pairs, *([("before", str(before))] if before else [])]),
        first=_absolute(path, pairs),
        page=f"{public_url()}/",
        following=_absolute(path, [*pairs, ("before", str(found.next_before))]) if found.next_before else None,
        updated=max((entry.updated for entry in entries), default=found.as_of.at or NEVER),
        entries=entries,
    )
    return feed, found.as_of.log_index


def _absolute(path: str, pairs: list[tuple[str, str]]) -> str:
    return public_url() + address(path, pairs)
