"""The routes of files of any query: the set of the page, of the feed and of the list, whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from flask import Blueprint, Response

from api.arguments import asked
from api.conditional import unless_known
from api.exports import json_lines, manifest, spreadsheet, tables
from api.exports.about import about, manifest_fields
from api.exports.columns import Table
from api.exports.streaming import as_file, in_turns, told
from api.given import catalogue, public_url
from api.queries import USUAL_PAGE
from api.v1.answers import dumps
from catalogue.answers import Page
from catalogue.whole import Part, walk
from schemas.exports import ExportParameters, TableParameters

exports = Blueprint("exports", __name__, url_prefix="/api/v1/exports")

QUERY = ExportParameters()
TABLE = TableParameters()

Answer = tuple[Response, int]
"""And the entry of the log that it is of."""


@dataclass(frozen=True, slots=True)
class Set:
    """All records of a query: its first page, and all of its parts."""

    page: Page
    parts: Iterator[Part]


def _set(parameters: Mapping[str, Any]) -> Set:
    """Raises as a search does, before anything is sent."""
    parts = walk(catalogue().part, parameters)
    first = next(parts)
    page = replace(first.page, parameters={**first.page.parameters, **USUAL_PAGE})
    return Set(page, chain([first], parts))


@exports.get("/search.jsonl")
def search_jsonl() -> Response:
    """Each record whole, one a line."""
    parameters = asked(QUERY)
    return unless_known(lambda: _text(_set(parameters), json_lines.chunks, json_lines.MEDIA_TYPE, "jsonl"))


@exports.get("/search.csv")
def search_csv() -> Response:
    """A table for spreadsheets and programs, English where nothing is said."""
    parameters = asked(TABLE)
    table = Table(public_url(), parameters.pop("labels", "en") == "fa")
    return unless_known(
        lambda: _text(_set(parameters), lambda parts: tables.chunks(parts, table), tables.MEDIA_TYPE, "csv")
    )


@exports.get("/search.xlsx")
def search_xlsx() -> Response:
    """A spreadsheet, in Persian where nothing is said; it is written whole before it is sent."""
    parameters = asked(TABLE)
    table = Table(public_url(), parameters.pop("labels", "fa") == "fa")

    def file() -> Answer:
        found = _set(parameters)
        held = spreadsheet.write(in_turns(found.parts, "search.xlsx"), table, about(found.page, public_url()))
        return _attachment(Response(held, mimetype=spreadsheet.MEDIA_TYPE), found.page, "xlsx")

    return unless_known(file)


@exports.get("/search.manifest.json")
def search_manifest() -> Response:
    """What every file of this query holds, in a few lines."""
    parameters = asked(QUERY)

    def made() -> Answer:
        found = _set(parameters)
        count, digest = manifest.digest(in_turns(found.parts, "search.manifest.json"))
        return _told(
            Response(dumps(manifest_fields(found.page, count, digest)), mimetype="application/json"), found.page
        )

    return unless_known(made)


def _text(found: Set, chunks: Callable[[Iterator[Part]], Iterator[str]], media_type: str, ending: str) -> Answer:
    body = in_turns(chunks(found.parts), f"search.{ending}")
    return _attachment(Response(body, content_type=f"{media_type}; charset=utf-8"), found.page, ending)


def _attachment(response: Response, page: Page, ending: str) -> Answer:
    """A file to be saved."""
    log_index = page.as_of.log_index
    return as_file(response, f"dastras-{log_index}.{ending}", page.total, log_index), log_index


def _told(response: Response, page: Page) -> Answer:
    return told(response, page.total, page.as_of.log_index), page.as_of.log_index
