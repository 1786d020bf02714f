"""Measures Persian search over the shared set, beside other analyses in the same run. A missed bar is told, no more.

With --keep, stores and the others' scores are used again: a second run after a change
of the query side takes seconds. `--json` writes the product's scores by query, `--against` compares with such a file.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from random import Random

from tests.bench.persian_ir import shared_set
from tests.bench.persian_ir.analyses import Analyses, open_analyses
from tests.bench.persian_ir.bench import Bench
from tests.bench.persian_ir.known_items import measure_known_items, measure_spellings
from tests.bench.persian_ir.noise import SLIPS
from tests.bench.persian_ir.retrieval import measure_clean, measure_documents, measure_slips
from tests.bench.persian_ir.seed_pages import measure_seed_pages
from tests.bench.persian_ir.shared_set import Query
from tests.bench.persian_ir.sheet import Sheet
from tests.bench.persian_ir.speed import measure_speed
from tests.bench.persian_ir.stemming import measure_stems

PARTS: Mapping[str, Callable[[Bench], None]] = {
    "clean": measure_clean,
    "slips": measure_slips,
    "documents": measure_documents,
    "seed": measure_seed_pages,
    "known": measure_known_items,
    "spellings": measure_spellings,
    "stems": measure_stems,
    "speed": measure_speed,
}


def main() -> int:
    """Measure the parts asked for; the exit code."""
    asked = _arguments()
    if not shared_set.is_there():
        print(f"{shared_set.SET} is missing: nothing to measure")
        return 0
    sheet = Sheet()
    with ExitStack() as held:
        keep = asked.keep or Path(held.enter_context(tempfile.TemporaryDirectory()))
        analyses = Analyses({}) if asked.ours else open_analyses(held, asked.lucene, asked.java)
        for name, reason in analyses.left_out.items():
            print(f"left out: {name}: {reason}")
        bench = Bench(keep, analyses, _chosen(asked), shared_set.papers(), sheet)
        for part in asked.parts:
            PARTS[part](bench)
        if asked.slips:
            measure_slips(bench, asked.slips)
    sheet.show_bars()
    if asked.json:
        sheet.write(asked.json)
    if asked.against:
        sheet.show_against(asked.against)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.persian_ir", description=__doc__)
    parser.add_argument("--parts", type=_names_of(PARTS), help=f"some of {','.join(PARTS)} (all of them)")
    parser.add_argument("--slips", type=_names_of(SLIPS), default=(), help=f"only these of: {', '.join(SLIPS)}")
    parser.add_argument("--only", help="only queries of this kind")
    parser.add_argument("--sample", type=int, help="so many queries, always the same ones")
    parser.add_argument("--ours", action="store_true", help="the product alone")
    parser.add_argument("--keep", type=Path, help="folder for stores and for the others' scores")
    parser.add_argument("--lucene", type=Path, help="folder of jars, see lucene.py")
    parser.add_argument("--java", default="java", help="a Java of 21 or later")
    parser.add_argument("--json", type=Path, help="write the product's scores")
    parser.add_argument("--against", type=Path, help="compare with scores of an earlier run")
    asked = parser.parse_args()
    asked.parts = asked.parts if asked.parts is not None else () if asked.slips else tuple(PARTS)
    return asked


def _names_of(known: Mapping[str, object]) -> Callable[[str], tuple[str, ...]]:
    def read(text: str) -> tuple[str, ...]:
        names = tuple(name.strip() for name in text.split(",") if name.strip())
        unknown = [name for name in names if name not in known]
        if unknown:
            raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: not one of {', '.join(known)}")
        return names

    return read


def _chosen(asked: argparse.Namespace) -> list[Query]:
    queries = [query for query in shared_set.queries() if asked.only in (None, query.kind)]
    if asked.sample and asked.sample < len(queries):
        queries = Random(1403).sample(queries, asked.sample)
    return queries


if __name__ == "__main__":
    sys.exit(main())
