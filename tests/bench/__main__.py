"""`make bench`: harvest, search, index and memory of the real product; figures beside their bars, and as JSON.

`--records` of any size are made once in `--folder` and grow there; `--store` and `--search` are the addresses of
PostgreSQL and Elasticsearch, and `--services` starts both. `python -m tests.bench.report` makes the page of several
runs. A missed bar is told and changes nothing. A wrong answer, a lost record or a row written for an unchanged one:
exit 1.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from tests.bench import (
    classes,
    copying,
    engines,
    exporting,
    following,
    harvesting,
    load,
    machine,
    rebuilding,
    unchanged,
    worst,
)
from tests.bench.made import filling
from tests.bench.made.records import Records
from tests.bench.made.texts import is_real
from tests.bench.place import Place
from tests.bench.sheet import Bar, Sheet
from tests.services import elasticsearch, postgres

PARTS = ("harvest", "rebuild", "engines", "search", "worst", "load", "exports", "unchanged", "follow")
MOST_HARVESTED = 10_000
"""Records that are harvested whole; of larger stores the rates of the door are told."""


def main() -> int:
    """Build, measure, report; the exit code."""
    asked = _arguments()
    sheet = Sheet()
    with _place(asked) as place:
        about = {**machine.about(), **_about(place)}
        print("\n".join(f"{name:<12} {value}" for name, value in about.items()), flush=True)
        size = _measure(sheet, place, asked)
        about |= {"records": str(size), "load": f"{about['load']} before; {machine.load()} after"}
    if asked.json:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"about": about, **sheet.as_json()}, ensure_ascii=False, indent=1)
        asked.json.write_text(text + "\n", encoding="utf-8")
    return 0 if sheet.is_right else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--records", type=int, default=10_000, help="at least so many (10,000)")
    parser.add_argument("--folder", type=Path, help="keep store and index here; the next run goes on with them")
    parser.add_argument("--store", default="", help="address of an empty PostgreSQL database, or one of an earlier run")
    parser.add_argument("--search", default="", help="address of an Elasticsearch node that holds nothing else of ours")
    parser.add_argument(
        "--services",
        nargs="?",
        default="",
        const="both",
        choices=("both", "postgresql", "elasticsearch"),
        help="start PostgreSQL and Elasticsearch here, or one of them",
    )
    parser.add_argument("--only", default=",".join(PARTS), help=f"some parts of {','.join(PARTS)}; `none`: fill")
    parser.add_argument("--json", type=Path, help="write the figures into this file, too")
    return parser.parse_args()


@contextmanager
def _place(asked: argparse.Namespace) -> Iterator[Place]:
    with ExitStack() as stack:
        folder = asked.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dastras-bench-")))
        place = Place(folder / "data", asked.store, asked.search)
        if asked.services in ("both", "postgresql"):
            server = stack.enter_context(postgres.running(durable=True))
            place = replace(place, store=postgres.fresh(server.address, empty=True))
        if asked.services in ("both", "elasticsearch"):
            (node,) = stack.enter_context(elasticsearch.running())
            place = replace(place, search=node.address)
        yield place


def _about(place: Place) -> dict[str, str]:
    return {
        "store": f"PostgreSQL {postgres.version(place.store)}" if place.store else f"SQLite {machine.SQLITE}",
        "search": f"Elasticsearch {elasticsearch.VERSION}" if place.search else "tantivy",
        "texts": "real Persian texts, words varied" if is_real() else "the shipped recordings, words varied",
    }


def _measure(sheet: Sheet, place: Place, asked: argparse.Namespace) -> int:
    """The parts that were asked for, over so many made records; their number."""
    parts = [part for part in asked.only.split(",") if place.search or part != "engines"]
    if "harvest" in parts:
        with tempfile.TemporaryDirectory(prefix="dastras-bench-") as folder:
            harvesting.measure(sheet, place, Path(folder), min(asked.records, MOST_HARVESTED))
    records = Records()
    size = _fill(sheet, place, records, asked.records)
    over_all: Mapping[str, Callable[[], None]] = {
        "rebuild": lambda: rebuilding.measure(sheet, place, records, size),
        "engines": lambda: engines.measure(sheet, place, records, size),
        "search": lambda: classes.measure(sheet, place, records, size),
        "worst": lambda: worst.measure(sheet, place, records, size),
        "load": lambda: load.measure(sheet, place, records, size),
        "exports": lambda: exporting.measure(sheet, place, records, size),
        "unchanged": lambda: unchanged.measure(sheet, place, records, size),
        "follow": lambda: following.measure(sheet, place),
    }
    for name, measure in over_all.items():
        if name in parts:
            measure()
    return size


def _fill(sheet: Sheet, place: Place, records: Records, wanted: int) -> int:
    """The number of made records in the store; it may hold more than were asked for."""
    filled = filling.fill(place.settings, records, wanted, filling.show)
    if filled.added:
        rate = filled.added / filled.door_seconds
        values = {"rate": rate, "added": filled.added, "took_s": filled.door_seconds}
        sheet.tell("fill", "through the door of the catalogue", values, Bar(">= 300 /s", rate >= 300))
        if place.store:
            copying.measure(sheet, place, filled.size, rate if filled.added == filled.size else None)
    return filled.size


if __name__ == "__main__":
    sys.exit(main())
