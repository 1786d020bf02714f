"""`python -m tests.real.searches`: the searches of queries/ over the Iranian inputs, as a table.

--keep FOLDER  keep the harvested catalogue there, and use the one that stands there
--reindex      build its index anew, after a change of what is indexed
--failing      name each query that fails
--mark         write queries/fails.toml anew
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from tests.making import Store
from tests.real import iran
from tests.search.needs import Asked, ask_all, ids_of, needs_of, report, write_fails

QUERIES = Path(__file__).parent / "queries"
SOURCES = {
    "votes": "ir-majlis-votes",
    "laws": "ir-law-articles",
    "debates": "ir-constitution-debates",
    "places": "ir-administrative-divisions",
    "names": "ir-county-name-history",
    "sessions": "ir-majlis-sessions",
    "cabinet": "ir-qavanin",
}
"""How a set calls a source; `pages/002_…` is the one record of the source seed-page-002."""


def ask_set(store: Store) -> list[Asked]:
    """What became of every query."""
    ids = ids_of(store)

    def id_of(name: str) -> str:
        source, _, native_id = name.partition("/")
        return ids[SOURCES.get(source, f"seed-page-{native_id[:3]}"), native_id]

    return ask_all(store.catalogue, needs_of(QUERIES), id_of)


def main() -> int:
    """Print the table; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.real.searches", description=__doc__)
    parser.add_argument("--keep", type=Path, help="folder of a catalogue that stays")
    for flag in ("--reindex", "--failing", "--mark"):
        parser.add_argument(flag, action="store_true")
    options = parser.parse_args()
    if not iran.is_here():
        sys.stderr.write(f"the Iranian inputs are not in {iran.INPUTS}\n")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        _run(options.keep or Path(folder), options)
    return 0


def _run(folder: Path, options: argparse.Namespace) -> None:
    if options.reindex:
        shutil.rmtree(folder / "store" / "search", ignore_errors=True)
    store = iran.open_catalogue(folder)
    store.follower.catch_up()
    asked = ask_set(store)
    store.close()
    if options.mark:
        write_fails(QUERIES, asked)
    sys.stdout.write(report(asked, options.failing))


if __name__ == "__main__":
    sys.exit(main())
