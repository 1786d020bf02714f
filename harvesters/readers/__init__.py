"""The readers of untrusted bytes, a module for each form. They run in a sandbox's child.

READERS give one JSON value for a document and a question; STREAMS, for documents of many records, give parts of it.

A reader is a pure function: no file, no network, no clock, no names of sources. What is not as the question says is a
StructureBroken. It imports at the top all that it will ever need, and nothing heavy: each child pays for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from harvesters.readers import guess, html, robots

READERS: Mapping[str, Callable[[bytes, Mapping[str, Any]], Any]] = {
    "guess": guess.read,
    "html": html.read,
    "robots": robots.read,
}

STREAMS: Mapping[str, Callable[[bytes, Mapping[str, Any]], Iterator[Any]]] = {}
