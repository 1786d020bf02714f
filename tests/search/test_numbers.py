"""Every written form of a number finds its record first; beside each stands what differs by a digit or two.

The records are invented. `python -m tests.search.test_numbers` writes numbers/fails.toml anew.
"""

from __future__ import annotations

import sys
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from catalogue.persian.calendar import jalali_day
from catalogue.persian.letters import fold_key
from tests.making import SOURCE, Store, a_date, a_decision, new_record, open_fresh
from tests.real.figures import named
from tests.search.needs import Asked, ask_all, fails_of, ids_of, needs_of, table, unexpected, write_fails

HERE = Path(__file__).parent
CASES = HERE / "numbers"


def test_the_set_holds_two_hundred_written_forms() -> None:
    queries = [query for need in needs_of(CASES) for query in need.typed]
    assert len(queries) == len(set(queries)) >= 200
    assert {need.least for need in needs_of(CASES)} == {"first"}
    assert set(fails_of(CASES)) <= set(queries)


def test_a_number_in_any_of_its_forms_finds_its_record_first(
    store: Store, record_property: Callable[[str, object], None]
) -> None:
    asked = ask_numbers(store)
    for line in table(asked):
        record_property(named("numbers", line[:18].strip()), line[18:])
    told = unexpected(asked, fails_of(CASES))
    assert not told, "\n".join(told)


def ask_numbers(store: Store) -> list[Asked]:
    """What became of every case over the invented records, in an empty store."""
    lines = tomllib.loads((HERE / "records.toml").read_text(encoding="utf-8"))["records"]
    store.put(*(new_record(line["key"], to_decision(line)) for line in lines))
    ids = ids_of(store)
    return ask_all(store.catalogue, needs_of(CASES), lambda key: ids[SOURCE.id, key])


def to_decision(line: Mapping[str, str]) -> dict[str, Any]:
    """The decision that a line of records.toml tells; without `adopted` it has no date of its own."""
    decision = a_decision(line["title"], line["text"])
    del decision["dates"]
    if "number" in line:
        decision["number"] = {"raw": line["number"], "folded": fold_key(line["number"])}
    if "adopted" in line:
        day = jalali_day(*map(int, line["adopted"].split("-")))
        decision["dates"] = {"adopted": a_date(str(day), line["adopted"], line["adopted"])}
    return decision


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        opened = open_fresh(Path(folder))
        found = ask_numbers(opened)
        opened.close()
    write_fails(CASES, found)
    sys.stdout.write("".join(f"{line}\n" for line in table(found)))
