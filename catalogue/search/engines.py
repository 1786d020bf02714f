"""Opens the configured engine: the embedded one, or a cluster where addresses are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from catalogue.search.generations import Generations, Lock
from catalogue.search.index import Index
from catalogue.search.local import LocalGenerations, LocalIndex


@dataclass(frozen=True, slots=True)
class Search:
    """An engine: its reading side, and every build that follows the log."""

    index: Index
    generations: tuple[Generations, ...]


def open_search(folder: Path, addresses: Sequence[str], lock: Lock) -> Search:
    """The engine of a data folder; nothing is asked or written yet.

    `addresses` are those of an Elasticsearch cluster, `lock` is held by its one follower, wherever that runs.
    """
    if not addresses:
        return Search(LocalIndex(folder / "search"), (LocalGenerations(folder / "search"),))
    elastic = import_module("catalogue.search.elastic")  # a third of a second, for those who need it
    index, generations = elastic.open_elastic(tuple(addresses), folder / "words", lock)
    return Search(index, generations)
