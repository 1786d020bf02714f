"""Looks at an address that nobody has described yet: in which form it publishes, asked politely.

What is found is a guess for a person. Bytes are parsed in the sandbox alone (readers/guess.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from harvesters.errors import FetchError, ParserDied, StructureBroken
from harvesters.fetch import Getter
from harvesters.links import resolve

PROTOCOLS: Mapping[str, str] = {
    "ckan": "ckan",
    "datajson": "datajson",
    "feed": "feed",
    "html": "html",
    "json": "json",
    "jsonfeed": "feed",
    "oai": "oai",
    "rdf": "dcat",
    "sitemap": "sitemap",
    "table": "table",
}
"""Forms of readers/guess.py -> the protocol that reads them."""
FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json")
RDF = ("text/turtle", "application/rdf+xml", "application/ld+json")
CKAN_STATUS, CKAN_COUNT = "/api/3/action/status_show", "/api/3/action/package_search?rows=0"
FEW_ROWS = 5
"""A page with fewer rows is not believed to be a listing when the site has a sitemap."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What an address gives: `protocol`, the `url` that a source file needs, what the reader guessed of it, and other
    ways that the site offers as (protocol, address)."""

    protocol: str
    url: str
    said: Mapping[str, Any]
    others: tuple[tuple[str, str], ...] = ()
    title: str = ""


def look(url: str, fetcher: Getter) -> Seen:
    """What this address and its site publish; raises FetchError when the address itself gives nothing."""
    with fetcher.sandbox:
        return _Looking(url, fetcher).look()


class _Looking:
    """One look; what only may be there is asked for and does not matter when it is not."""

    def __init__(self, url: str, fetcher: Getter) -> None:
        self._url, self._fetcher = url, fetcher
        parts = urlsplit(url)
        self._origin = f"{parts.scheme}://{parts.netloc}"

    def look(self) -> Seen:
        said = self._said(self._url)
        form = said["form"]
        if form == "ckan":
            return self._ckan() or Seen("ckan", self._origin, said)
        if form in PROTOCOLS and form != "html":
            return Seen(PROTOCOLS[form], self._url, said)
        title = str(said.get("title", ""))
        others = list(self._others(said))
        listing = said.get("listing")
        for seen in others:
            if seen.protocol in ("ckan", "oai", "datajson", "dcat") or not listing:
                return Seen(seen.protocol, seen.url, seen.said, _named(others, seen), title)
        if listing is None or listing["count"] < FEW_ROWS:
            for address in self._sitemaps():
                if (found := self._maybe(address)) and found["form"] == "sitemap":
                    return Seen("sitemap", address, found, _named(others, None), title)
        return Seen("html", self._url, said, _named(others, None), title)

    def _others(self, said: Mapping[str, Any]) -> Iterator[Seen]:
        """Ways that the page names, or that are where they always are."""
        if (ckan := self._ckan()) is not None:
            yield ckan
        if "oai" in self._url.lower():
            address = self._url.partition("?")[0]
            if (found := self._maybe(f"{address}?verb=Identify")) and found["form"] == "oai":
                yield Seen("oai", address, found)
        for kinds, forms in ((RDF, ("rdf",)), (FEEDS, ("feed", "jsonfeed"))):
            links = [link for kind, link in said.get("alternates", ()) if kind.lower() in kinds]
            linked = resolve(self._url, links[0]) if links else None
            if linked and (found := self._maybe(linked)) and found["form"] in forms:
                yield Seen(PROTOCOLS[found["form"]], linked, found)
        if (found := self._maybe(f"{self._origin}/data.json")) and found["form"] == "datajson":
            yield Seen("datajson", f"{self._origin}/data.json", found)

    def _ckan(self) -> Seen | None:
        found = self._maybe(self._origin + CKAN_STATUS)
        if not found or found["form"] != "ckan":
            return None
        counted = self._maybe(self._origin + CKAN_COUNT)
        return Seen("ckan", self._origin, counted if counted and counted["form"] == "ckan" else found)

    def _sitemaps(self) -> list[str]:
        robots = self._maybe(f"{self._origin}/robots.txt") or {}
        return [*robots.get("sitemaps", ()), f"{self._origin}/sitemap.xml"][:2]

    def _maybe(self, address: str) -> Mapping[str, Any] | None:
        try:
            return self._said(address)
        except (FetchError, StructureBroken):
            return None

    def _said(self, address: str) -> Mapping[str, Any]:
        """What the reader guesses of a document; one that it cannot read is of no form that is known."""
        document = self._fetcher.get(address)
        question = {
            "media_type": document.media_type,
            "charset": document.charset,
            "path": urlsplit(address).path,
        }
        try:
            said: Mapping[str, Any] = self._fetcher.sandbox.ask("guess", document.body, question)
        except (StructureBroken, ParserDied) as error:
            return {"form": "unknown", "count": 0, "why": error.code}
        return said


def _named(others: list[Seen], chosen: Seen | None) -> tuple[tuple[str, str], ...]:
    return tuple((seen.protocol, seen.url) for seen in others if seen is not chosen)
