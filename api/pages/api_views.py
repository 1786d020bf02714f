"""The page that describes the API, made of the same document that programs read."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote_plus

from flask import Response, render_template

from api.arguments import asked
from api.pages.site import POLICY, Site
from api.v1.answers import answer
from api.v1.openapi import describe
from api.v1.samples import samples_of
from schemas.arguments import Arguments

NONE = Arguments()
DOCS = "/api/v1/docs"


def docs(site: Site) -> Response:
    """Every operation with its parameters, answers and examples, then every shape of an answer."""
    asked(NONE)
    document = describe(samples_of(site.catalogue))
    shapes = {name: node for name, node in document["components"]["schemas"].items() if "properties" in node}
    response = answer(render_template("api.html", document=document, shapes=shapes), media_type="text/html")
    response.headers["Content-Security-Policy"] = POLICY  # a page of the site, though it stands under /api
    return response


def persian(words: str) -> str:
    """The Persian side of words in both languages; nothing where there is but one."""
    return words.partition(" | ")[0] if " | " in words else ""


def english(words: str) -> str:
    """The English side of words in both languages."""
    return words.rpartition(" | ")[2]


def readable(written: str) -> str:
    """An address as people write it: letters and signs instead of percents."""
    return unquote_plus(written)


def alternatives(node: dict[str, Any]) -> list[dict[str, Any]]:
    """What a value may be, one by one: of a parameter without blanks, of an answer with null."""
    found = node.get("anyOf") or node.get("oneOf") or [node]
    types = node.get("type")
    if isinstance(types, list):
        found = [{**node, "type": one} for one in types]
    return [one for one in found if not one.get("$ref", "").endswith("/Blank")]
