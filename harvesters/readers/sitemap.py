"""A sitemap or an index of sitemaps (sitemaps.org 0.9), also packed by gzip or as plain text: its addresses.

Parts: {addresses: [[address, lastmod as printed or null], …]}, and at last {end: {is_index, charset, problems}}.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from lxml import etree

from harvesters.decode import Received, decode
from harvesters.errors import StructureBroken
from harvesters.readers.xml import without_declaration
from harvesters.refusals import gunzipped, refuse_dtd

ADDRESSES_IN_PART = 1_000
MEMBERS = {"urlset": "url", "sitemapindex": "sitemap"}
"""The roots, and what they hold."""

Listed = tuple[str, str | None]

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


def read(body: bytes, question: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The parts for {encoding, charset}; raises StructureBroken for what is no sitemap, cut, or has a DTD."""
    decoded = decode(Received(gunzipped(body), "text/xml", question["charset"]), question["encoding"])
    text = without_declaration(decoded.text).lstrip()
    reading = XmlSitemap(text.encode()) if text.startswith("<") else TextSitemap(text)
    addresses = reading.addresses()
    while part := list(islice(addresses, ADDRESSES_IN_PART)):
        yield {"addresses": part}
    yield {"end": {"is_index": reading.is_index, "charset": decoded.charset, "problems": decoded.problems}}


class TextSitemap:
    """An address a line."""

    is_index = False

    def __init__(self, text: str) -> None:
        self._lines = [line.strip() for line in text.splitlines() if line.strip()]

    def addresses(self) -> Iterator[Listed]:
        """Those of the lines; all of them must be addresses."""
        if not self._lines or not all(map(_ADDRESS.fullmatch, self._lines)):
            raise StructureBroken("no-sitemap")
        yield from ((line, None) for line in self._lines)


class XmlSitemap:
    """XML that passed refuse_dtd; `is_index` is known once the addresses were read."""

    is_index = False

    def __init__(self, body: bytes) -> None:
        refuse_dtd(body)
        self._body = body

    def addresses(self) -> Iterator[Listed]:
        """Those of the sitemap, or of the sitemaps that an index names."""
        self._root: str | None = None
        try:
            for event, element in self._events():
                yield from self._listed(event, element)
        except etree.XMLSyntaxError:
            raise StructureBroken("no-sitemap" if self._root is None else "page-cut") from None

    def _listed(self, event: str, element: Any) -> Iterator[Listed]:
        name = _name(element)
        if self._root is None:
            self._root = name
            self.is_index = name == "sitemapindex"
        if self._root not in MEMBERS:
            raise StructureBroken("no-sitemap")
        if event == "end" and name == MEMBERS[self._root]:
            if address := _below(element, "loc"):
                yield address, _below(element, "lastmod")
            _forget(element)

    def _events(self) -> Any:
        return etree.iterparse(
            io.BytesIO(self._body),
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )


def _name(element: Any) -> str:
    return str(etree.QName(element).localname)


def _below(element: Any, name: str) -> str | None:
    """The text of the child with this name."""
    found = next((child for child in element if isinstance(child.tag, str) and _name(child) == name), None)
    return (found.text or "").strip() or None if found is not None else None


def _forget(element: Any) -> None:
    """Free an element and those before it, so that memory stays flat."""
    parent = element.getparent()
    element.clear()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
