"""The readers of untrusted bytes, a module for each form. They run in a sandbox's child.

READERS give one JSON value for a document and a question; STREAMS, for documents of many records, give parts of it.

A reader is a pure function: no file, no network, no clock, no names of sources. What is not as the question says is a
StructureBroken. It imports at the top all that it will ever need, and nothing heavy: each child pays for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from harvesters.readers import (
    ckan,
    datajson,
    dcat,
    feed,
    guess,
    html,
    json_rows,
    logged,
    oai,
    robots,
    sitemap,
    table,
    web_folder,
    xml,
)

READERS: Mapping[str, Callable[[bytes, Mapping[str, Any]], Any]] = {
    "guess": guess.read,
    "html": html.read,
    "manifest": logged.read_manifest,
    "robots": robots.read,
    "web_folder": web_folder.read,
}

STREAMS: Mapping[str, Callable[[bytes, Mapping[str, Any]], Iterator[Any]]] = {
    "ckan": ckan.read,
    "datajson": datajson.read,
    "dcat": dcat.read,
    "feed": feed.read,
    "json": json_rows.read,
    "jsonl": json_rows.read_lines,
    "logged": logged.read,
    "oai": oai.read,
    "sitemap": sitemap.read,
    "table": table.read,
    "xml": xml.read,
}
