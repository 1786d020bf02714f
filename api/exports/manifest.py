"""The manifest of a set: how many records it has, and one hash over what each of its files holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from catalogue.identity import set_line
from catalogue.whole import Line, Part


class SetDigest:
    """Counts the records of a set and takes their hash, in whatever order they come."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []

    def add(self, lines: Sequence[Line]) -> None:
        """Some more records."""
        views = (line.view for line in lines)
        self._lines += [set_line(view.id, view.version_no, view.sha256) for view in views]

    def told(self) -> tuple[int, str]:
        """(number of records, SHA-256 of the lines "id version_no sha256", sorted, each with its end)."""
        found = hashlib.sha256()
        for line in sorted(self._lines):
            found.update(line)
        return len(self._lines), found.hexdigest()


def digest(parts: Iterator[Part]) -> tuple[int, str]:
    """Count and hash of a whole set, see SetDigest."""
    found = SetDigest()
    for part in parts:
        found.add(part.lines)
    return found.told()
