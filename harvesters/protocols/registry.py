"""The protocols by their names in source files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from harvesters.protocols import Found, dcat, files, html, oai
from harvesters.source import Source

PROTOCOLS: Mapping[str, Callable[[Source, Any], Iterator[Found]]] = {
    "dcat": dcat.read,
    "files": files.read,
    "html": html.read,
    "oai": oai.read,
}
