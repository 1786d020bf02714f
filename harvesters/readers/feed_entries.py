"""An entry as feedparser has it -> a tree of plain texts (feed.py says which)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from feedparser import FeedParserDict

from harvesters.errors import StructureBroken
from harvesters.readers.pages import text_of_markup

MARKUP = ("text/html", "application/xhtml+xml")
_DONE = frozenset(
    ("title", "link", "links", "id", "guidislink", "summary", "content", "author", "authors", "tags", "language")
)
_TAG_OF_HTML = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|center|code|dd|del|div|dl|dt|em|embed|font|form|h[1-6]|hr|i|iframe|img|ins|li|"
    r"object|ol|p|pre|q|s|script|small|span|strike|strong|style|su[bp]|table|tbody|td|th|thead|tr|tt|u|ul)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d+|#x[\da-f]+|\w+);", re.IGNORECASE)
_DERIVED = ("_detail", "_parsed")
"""Endings of what feedparser makes of other elements."""


def tree_of(entry: FeedParserDict, is_atom: bool) -> dict[str, Any]:
    """The tree of an entry; of dates only the printed text, as feedparser reads Jalali ones as Gregorian.

    Atom says which texts are HTML; RSS does not, so there what looks like HTML is taken as HTML.
    """
    own: dict[str, Any] = dict(dict.items(entry))
    links = [link for link in own.get("links", ()) if isinstance(link, dict)]
    link = _link(own, links)
    others = {key: _plain(value) for key, value in own.items() if key not in _DONE and not key.endswith(_DERIVED)}
    tree = {
        "title": _text(own, "title", is_atom),
        "link": link,
        "id": own.get("id") or link,
        "summary": _text(own, "summary", is_atom)
        if "summary_detail" in own
        else None,  # else it is a copy of the content
        "content": [_marked(one) for one in own.get("content", ()) if _is_text(one)],
        "author": [name for one in own.get("authors", ()) if (name := dict.get(one, "name"))] or own.get("author"),
        "categories": [_category(tag) for tag in own.get("tags", ())],
        "enclosures": [_link_parts(link) for link in links if link.get("rel") == "enclosure"],
        "links": [_link_parts(link) for link in links if link.get("rel") not in ("enclosure", "alternate")],
        "language": next((own[key]["language"] for key in ("title_detail", "summary_detail") if key in own), None),
    }
    return without_empty({**others, **tree})


def without_empty(tree: Mapping[str, Any]) -> dict[str, Any]:
    """The members that say something."""
    return {key: value for key, value in tree.items() if value not in (None, "", [], {}, [None])}


def _link(own: Mapping[str, Any], links: list[dict[str, Any]]) -> str | None:
    """The entry's page: its link, else the first alternate; a guid stands for it only where it is an address."""
    link = own.get("link")
    if link and link == own.get("id") and not any(one.get("href") == link for one in links):
        return link if "://" in link else None
    return link or next((one["href"] for one in links if one.get("rel") == "alternate" and one.get("href")), None)


def _category(tag: Mapping[str, Any]) -> dict[str, Any]:
    """The code of a category, and the words for people, which only Atom keeps apart."""
    return without_empty({"term": tag.get("term"), "label": tag.get("label") or tag.get("term")})


def _link_parts(link: Mapping[str, Any]) -> dict[str, Any]:
    return {key: link[key] for key in ("rel", "href", "type", "length", "title") if link.get(key)}


def _text(own: Mapping[str, Any], key: str, is_atom: bool) -> str | None:
    value = own.get(key)
    if not value:
        return None
    marked = {**own.get(f"{key}_detail", {}), "value": value}
    if is_atom or marked.get("type") in MARKUP:
        return _marked(marked)
    if _TAG_OF_HTML.search(value):
        return _marked({**marked, "type": MARKUP[0]})
    return _ENTITY.sub(lambda found: unescape(found[0]), value)


def _is_text(content: Mapping[str, Any]) -> bool:
    kind = str(content.get("type", "text/plain"))
    return kind.startswith("text/") or kind.endswith("xml")


def _marked(content: Mapping[str, Any]) -> str:
    """The text of a construct that says whether it is HTML."""
    value = str(content.get("value") or "")
    if content.get("type") not in MARKUP or not ("<" in value or "&" in value):
        return value
    try:
        return text_of_markup(value)
    except StructureBroken:  # nested too deep: one entry, which stays as it came, and not the feed
        return value


def _plain(value: Any) -> Any:
    """Other elements without feedparser's own kinds of things."""
    if isinstance(value, dict):
        return without_empty(
            {str(key): _plain(inner) for key, inner in dict.items(value) if not str(key).endswith(_DERIVED)}
        )
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value if value is None or isinstance(value, str | bool) else str(value)
