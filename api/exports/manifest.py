"""The manifest of a set: how many records it has, and one hash over what each of its files holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from catalogue.whole import Part


def digest(parts: Iterator[Part]) -> tuple[int, str]:
    """(number of records, SHA-256 of the lines "id version_no sha256", sorted, each with its end)."""
    lines = sorted(
        f"{line.view.id} {line.view.version_no} {line.view.sha256}\n".encode() for part in parts for line in part.lines
    )
    found = hashlib.sha256()
    for line in lines:
        found.update(line)
    return len(lines), found.hexdigest()
