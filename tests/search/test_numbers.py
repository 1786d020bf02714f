"""Every written form of a number finds its record first; beside each stands what differs by a digit or two."""

from __future__ import annotations

from collections.abc import Callable

from tests.making import Store
from tests.real.figures import named
from tests.search.invented import NUMBERS, ask_numbers
from tests.search.needs import fails_of, needs_of, table, unexpected


def test_the_set_holds_two_hundred_written_forms() -> None:
    queries = [query for need in needs_of(NUMBERS) for query in need.typed]
    assert len(queries) == len(set(queries)) >= 200
    assert {need.least for need in needs_of(NUMBERS)} == {"first"}
    assert set(fails_of(NUMBERS)) <= set(queries)


def test_a_number_in_any_of_its_forms_finds_its_record_first(
    store: Store, record_property: Callable[[str, object], None]
) -> None:
    asked = ask_numbers(store)
    for line in table(asked):
        record_property(named("numbers", line[:18].strip()), line[18:])
    told = unexpected(asked, fails_of(NUMBERS))
    assert not told, "\n".join(told)
