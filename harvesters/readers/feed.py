"""RSS, Atom and JSON Feed -> a tree for each entry, as trees.py takes them.

A tree: {title, link, id, summary, content: [text], published, updated, created, author: [name], language,
categories: [{term, label}], enclosures: [{href, type, length}]}, and every other element under its name, as
`media_rating`. Texts are plain:
what is HTML was read as a page is. Dates are as printed. `id` is the link where the publisher gives none. Links are
resolved against xml:base only; the address of the feed is not known here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from harvesters.decode import Decoded, Received, cleaned, decode
from harvesters.errors import StructureBroken
from harvesters.readers.feed_entries import tree_of, without_empty
from harvesters.readers.feed_xml import XmlFeed
from harvesters.readers.pages import text_of_markup
from harvesters.readers.trees import end_of, parts_of, rules_of

XML_OR_HTML = "application/xhtml+xml"
"""Whatever a server calls its feed: it may say its charset inside, and refers to characters as HTML does."""


def read(body: bytes, question: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The parts of an answer (trees.py); raises StructureBroken for what is no feed, cut, or has a DTD with content."""
    rules = rules_of(question["rules"])
    is_json = "json" in question["media_type"] or body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"
    media_type = question["media_type"] if is_json else XML_OR_HTML
    decoded = decode(Received(body, media_type, question["charset"]), rules.encoding)
    if is_json:
        feed = _json_feed(decoded)
        yield from parts_of(map(_tree_of_item, _dicts(feed.get("items"))), rules)
        yield end_of(decoded.charset, decoded.problems, next=_text(feed.get("next_url")))
        return
    read_xml = XmlFeed(decoded.text)
    yield from parts_of((tree_of(entry, read_xml.is_atom) for entry in read_xml.entries()), rules)
    problems = {**decoded.problems, **({} if read_xml.is_wellformed else {"ill-formed": 0})}
    if read_xml.unclosed:
        problems["entries-unclosed"] = read_xml.unclosed
    yield end_of(decoded.charset, problems, next=read_xml.next_link())


# ---------- JSON Feed (jsonfeed.org, version 1.1) ----------


def _json_feed(decoded: Decoded) -> dict[str, Any]:
    try:
        # numbers stay as printed: an id of 5 is "5"
        feed = json.loads(decoded.text.lstrip("\ufeff"), parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        raise StructureBroken("no-feed") from None
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise StructureBroken("no-feed")
    return feed


def _tree_of_item(item: Mapping[str, Any]) -> dict[str, Any]:
    left = {str(key): value for key, value in _cleaned(item).items()}
    link = _text(left.pop("url", None)) or _text(left.pop("external_url", None))
    html, plain = _text(left.pop("content_html", None)), _text(left.pop("content_text", None))
    authors = [*_dicts(left.pop("authors", None)), *_dicts([left.pop("author", None)])]
    tree = {
        "title": _text(left.pop("title", None)),
        "link": link,
        "id": _text(left.pop("id", None)) or link,
        "summary": _text(left.pop("summary", None)),
        "content": [text_of_markup(html) if html else plain],
        "published": _text(left.pop("date_published", None)),
        "updated": _text(left.pop("date_modified", None)),
        "author": [_text(author.get("name")) for author in authors],
        "categories": [{"term": term, "label": term} for tag in _list(left.pop("tags", None)) if (term := _text(tag))],
        "enclosures": [_attached(one) for one in _dicts(left.pop("attachments", None))],
        "language": _text(left.pop("language", None)),
    }
    return without_empty({**left, **tree})


def _attached(one: Mapping[str, Any]) -> dict[str, Any]:
    return {"href": one.get("url"), "type": one.get("mime_type"), "length": one.get("size_in_bytes")}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _dicts(value: object) -> list[dict[str, Any]]:
    return [one for one in _list(value) if isinstance(one, dict)]


def _text(value: object) -> str | None:
    return cleaned(value).strip() or None if isinstance(value, str) else None


def _cleaned(value: Any) -> Any:
    """The tree without characters that no text may hold: JSON can write them as escapes."""
    if isinstance(value, str):
        return cleaned(value)
    if isinstance(value, dict):
        return {cleaned(str(key)): _cleaned(inner) for key, inner in value.items()}
    return [_cleaned(inner) for inner in value] if isinstance(value, list) else value
