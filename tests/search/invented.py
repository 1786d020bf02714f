"""The written forms of numbers, asked of a catalogue of invented records (records.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from catalogue.persian.calendar import jalali_day
from catalogue.persian.letters import fold_key
from tests.making import SOURCE, Store, a_date, a_decision, new_record
from tests.search.needs import Asked, ask_all, ids_of, needs_of

HERE = Path(__file__).parent
NUMBERS = HERE / "numbers"


def ask_numbers(store: Store) -> list[Asked]:
    """What became of every case over the invented records, in an empty store."""
    lines = tomllib.loads((HERE / "records.toml").read_text(encoding="utf-8"))["records"]
    store.put(*(new_record(line["key"], to_decision(line)) for line in lines))
    ids = ids_of(store)
    return ask_all(store.catalogue, needs_of(NUMBERS), lambda key: ids[SOURCE.id, key])


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
