"""The protocols by their names in source files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from harvesters.protocols import Found, ckan, datajson, dcat, feed, files, html, json_rows, oai, sitemap, table
from harvesters.source import Source

PROTOCOLS: Mapping[str, Callable[[Source, Any], Iterator[Found]]] = {
    "ckan": ckan.read,
    "datajson": datajson.read,
    "dcat": dcat.read,
    "feed": feed.read,
    "files": files.read,
    "html": html.read,
    "json": json_rows.read,
    "oai": oai.read,
    "sitemap": sitemap.read,
    "table": table.read,
}
