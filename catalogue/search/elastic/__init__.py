"""Elasticsearch behind the seam: every import of its client stands in this package, which is loaded by name.

client.py how a cluster is asked · names.py, positions.py what stands in it · mapping.py what an index holds ·
clauses.py queries · reading.py, rest.py the reading side · writing.py the writing side · generations.py its builds.
Queries are built by hand from our tokens, its own query languages are never used.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from catalogue.search.elastic.client import Client
from catalogue.search.elastic.generations import ElasticGenerations
from catalogue.search.elastic.mapping import ENGINE
from catalogue.search.elastic.names import PREFIX
from catalogue.search.elastic.reading import ElasticIndex
from catalogue.search.elastic.writing import ElasticWriter
from catalogue.search.folder_generations import WordGenerations
from catalogue.search.generations import Generations, Lock
from catalogue.search.index import Index

__all__ = ["ENGINE", "Client", "ElasticGenerations", "ElasticIndex", "ElasticWriter", "open_elastic"]


def open_elastic(
    addresses: Sequence[str], words: Path, lock: Lock, prefix: str = PREFIX
) -> tuple[Index, tuple[Generations, ...]]:
    """The index of a cluster and its builds: those in it, and the vocabulary of this machine in the folder `words`.

    Raises ValueError for a bad address. Nothing is asked yet.
    """
    index = ElasticIndex(Client(addresses), words, prefix)
    return index, (ElasticGenerations(Client(addresses), lock, prefix), WordGenerations(words))
