"""The sitemap: an index, and files with the permanent addresses of all published records (sitemaps.org 0.9)."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from api.xml_text import document

MEDIA_TYPE = "application/xml"
RECORDS_A_FILE = 50_000
"""Numbers of records; the protocol allows as many addresses."""
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

Listed = Iterable[tuple[str, str | None]]
"""Addresses, and when what stands there changed last (UTC, Z)."""


def index(files: Listed) -> str:
    """The list of the files."""
    return _written("sitemapindex", "sitemap", files)


def urlset(pages: Listed) -> str:
    """One file."""
    return _written("urlset", "url", pages)


def _written(name: str, member: str, listed: Listed) -> str:
    root = Element(name, {"xmlns": _SPACE})
    for address, changed_at in listed:
        node = SubElement(root, member)
        SubElement(node, "loc").text = address
        if changed_at:
            SubElement(node, "lastmod").text = changed_at
    return document(root)
