"""The protocols by their names in source files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from harvesters.protocols import Found, ckan, datajson, files, html, json_rows, table
from harvesters.source import Source

PROTOCOLS: Mapping[str, Callable[[Source, Any], Iterator[Found]]] = {
    "ckan": ckan.read,
    "datajson": datajson.read,
    "files": files.read,
    "html": html.read,
    "json": json_rows.read,
    "table": table.read,
}
