"""The page that describes the API, made of the same document that programs read."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote_plus

from flask import Response, render_template
from markupsafe import Markup

from api.arguments import asked
from api.pages.site import POLICY, Site
from api.shown.language import said
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


def persian(words: str) -> Markup:
    """The Persian side of words in both languages; nothing where there is but one."""
    return _coded(words.partition(" | ")[0]) if " | " in words else Markup()


def english(words: str) -> Markup:
    """The English side of words in both languages."""
    return _coded(words.rpartition(" | ")[2])


def in_words(words: str) -> Markup:
    """The side of words in both languages that is of the language of the page."""
    return _coded(said((words.partition(" | ")[0], words.rpartition(" | ")[2])))


def readable(written: str) -> str:
    """An address as people write it: letters and signs instead of percents."""
    return unquote_plus(written)


def _coded(words: str) -> Markup:
    """Words of programs stand between backquotes."""
    parts = enumerate(words.split("`"))
    return Markup().join(Markup("<code>{}</code>").format(part) if place % 2 else part for place, part in parts)


def alternatives(node: dict[str, Any]) -> list[dict[str, Any]]:
    """What a value may be, one by one: of a parameter without blanks, of an answer with null."""
    found = node.get("anyOf") or node.get("oneOf") or [node]
    types = node.get("type")
    if isinstance(types, list):
        found = [{**node, "type": one} for one in types]
    return [one for one in found if not one.get("$ref", "").endswith("/Blank")]
