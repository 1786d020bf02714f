"""The protocols by their names in source files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from harvesters.protocols import Found, ckan, feed, files, html, sitemap, table
from harvesters.source import Source

PROTOCOLS: Mapping[str, Callable[[Source, Any], Iterator[Found]]] = {
    "ckan": ckan.read,
    "feed": feed.read,
    "files": files.read,
    "html": html.read,
    "sitemap": sitemap.read,
    "table": table.read,
}
