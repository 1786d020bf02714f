"""Protocol `feed`: the entries of RSS, Atom or JSON Feed, with or without a page for each (harvesting.md section 3).

A feed shows the newest, so its source is a `window`: what leaves it is not withdrawn. It goes on by its `next` link
(RFC 5005) where it has one.
"""

from __future__ import annotations

from collections.abc import Iterator

from harvesters.fetch import Getter
from harvesters.links import resolve
from harvesters.protocols import Found
from harvesters.protocols.records import Page
from harvesters.protocols.rows import RowPages
from harvesters.source import Source


def read(source: Source, fetcher: Getter) -> Iterator[Found]:
    """The entries in the order of the feed, as Pages.read."""
    return Feed(source, fetcher).read()


class Feed(RowPages):
    """Reads the feed of one source once."""

    is_whole = True
    media_types = (
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/xml",
        "text/xml",
        "application/feed+json",
        "application/json",
        "text/html",  # so many servers say; its reader tells what is no feed
    )

    def following(self, page: Page) -> str | None:
        """See Pages."""
        said = page.end["next"]
        return (resolve(page.document.address, said) or said) if said else None
