"""What all parts of the bench share: the set, the product's doors, the other analyses, the sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.persian_ir.analyses import Analyses
from tests.bench.persian_ir.asking import Baselines
from tests.bench.persian_ir.product import ProductDoor, opened
from tests.bench.persian_ir.shared_set import Paper, Query
from tests.bench.persian_ir.sheet import Sheet

OURS = "Dastras"


@dataclass(frozen=True, slots=True)
class Bench:
    """`analyses` holds none when the product is asked alone."""

    keep: Path
    analyses: Analyses
    queries: Sequence[Query]
    papers: Sequence[Paper]
    sheet: Sheet

    @property
    def kinds(self) -> Mapping[str, str]:
        """Kind by id of a query."""
        return {query.id: query.kind for query in self.queries}

    def door(self, name: str, papers: Sequence[Paper]) -> AbstractContextManager[ProductDoor]:
        """The product over these papers, in a store that is kept by this name."""
        return opened(self.keep / name, papers)

    def others(self, papers: Sequence[Paper]) -> Baselines:
        """The analyses to compare with, over these papers."""
        return Baselines(self.keep, self.analyses, papers)
