"""The parsers of untrusted bytes: pure functions (body, question) -> plain JSON, which know no network and no store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from harvesters.readers import robots

READERS: Mapping[str, Callable[[bytes, Mapping[str, Any]], Any]] = {"robots": robots.read}


def ask(reader: str, body: bytes, question: Mapping[str, Any]) -> Any:
    """What a reader says to a question about a body, in this process."""
    return READERS[reader](body, question)
