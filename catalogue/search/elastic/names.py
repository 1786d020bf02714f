"""The names in a cluster: the alias that is read, the index of positions, and the indexes of generations."""

from __future__ import annotations

import re

from catalogue.persian.words import ANALYSER
from catalogue.search.elastic.mapping import ENGINE

PREFIX = "dastras"
"""Of all names of ours in a cluster, and the alias itself."""


def positions_of(prefix: str) -> str:
    """The index that holds the position of each generation."""
    return f"{prefix}-positions"


def generation_name(prefix: str, number: int) -> str:
    """dastras-<engine>-<analyser>-<number>, so that a person sees what wrote it."""
    return f"{prefix}-{_plain(ENGINE)}-{_plain(ANALYSER)}-{number}"


def number_of(prefix: str, name: str) -> int | None:
    """The number of a generation of ours, whatever wrote it; None for every other index."""
    found = re.fullmatch(rf"{re.escape(prefix)}-[a-z0-9._]+-[a-z0-9._]+-([0-9]{{1,18}})", name)
    return int(found[1]) if found else None


def _plain(text: str) -> str:
    """What may stand in the name of an index."""
    return re.sub(r"[^a-z0-9.]+", "_", text.lower())
