"""The readers of untrusted bytes, a module for each form: read(body, question) -> JSON. They run in a sandbox's child.

A reader is a pure function: no file, no network, no clock, no names of sources. What is not as the question says is a
StructureBroken. It imports at the top all that it will ever need, and nothing heavy: each child pays for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from harvesters.readers import html, robots, table

READERS: Mapping[str, Callable[[bytes, Mapping[str, Any]], Any]] = {
    "html": html.read,
    "robots": robots.read,
    "table": table.read,
}
