"""Atom (RFC 4287) with pages (RFC 5005)."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from api.feeds.feed import Entry, Feed
from api.xml_text import document

MEDIA_TYPE = "application/atom+xml"
ATOM = "http://www.w3.org/2005/Atom"
_FORBIDDEN = re.compile("[^\\t\\n\\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML may hold, however they are written."""


def to_atom(feed: Feed) -> str:
    """The document."""
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "fa"})
    _texts(root, id=feed.first, title=feed.title, updated=feed.updated)
    SubElement(SubElement(root, "author"), "name").text = "دسترس | Dastras"
    links = {"self": feed.address, "first": feed.first, "next": feed.following}
    for rel, address in links.items():
        if address:
            SubElement(root, "link", {"rel": rel, "type": MEDIA_TYPE, "href": address})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.page})
    for entry in feed.entries:
        _add(root, entry)
    return document(root)


def _add(root: Element, entry: Entry) -> None:
    node = SubElement(root, "entry")
    _texts(node, id=entry.id, title=entry.title, updated=entry.updated, published=entry.published)
    SubElement(SubElement(node, "author"), "name").text = clean(entry.author)
    SubElement(node, "link", {"rel": "alternate", "type": "text/html", "href": entry.address})
    for category in entry.categories:
        SubElement(node, "category", {"term": clean(category)})
    if entry.text:
        _texts(node, summary=entry.text)


def _texts(node: Element, **texts: str) -> None:
    for name, text in texts.items():
        SubElement(node, name).text = clean(text)


def clean(text: str) -> str:
    """The text with U+FFFD in the place of what XML forbids."""
    return _FORBIDDEN.sub("\ufffd", text)
