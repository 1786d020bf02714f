"""Cursors: opaque, tied to their question, and harmless whatever is sent back."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalogue.cursor import Cursor, digest_of, read_cursor
from catalogue.errors import InvalidCursor
from catalogue.search.index import Order
from schemas.search import load_search

DAY = (date(2023, 3, 21), date(2024, 3, 19))
JUNK_VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.lists(st.integers())


def coded(value: object) -> str:
    """What a reader could write in the place of a cursor."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def is_refused_or_sound(text: str) -> bool:
    """Whether InvalidCursor was raised, or the cursor means something that can be asked."""
    try:
        cursor = read_cursor(text)
    except InvalidCursor:
        return True
    return isinstance(cursor.order, Order) and 0 <= cursor.place < 2**63 and isinstance(cursor.query, str)


@given(st.sampled_from(Order), st.integers(0, 2**63 - 1), st.text(), st.text())
def test_a_cursor_is_read_as_it_was_written(order: Order, place: int, query: str, generation: str) -> None:
    cursor = Cursor(order, place, query, generation)
    assert read_cursor(cursor.write()) == cursor


def test_a_cursor_stands_in_an_address_as_it_is() -> None:
    text = Cursor(Order.RELEVANCE, 2**62, "f" * 16, "12").write()
    assert text.replace("-", "").replace("_", "").isalnum() and text.isascii()
    assert len(text) <= 500  # what schemas.search lets in


@given(st.text(max_size=80))
@example("").via("nothing")
@example("فارسی").via("no ASCII")
@example("A").via("no base64")
@example("9" * 500).via("the longest parameter")
def test_junk_is_an_invalid_cursor_and_nothing_else(text: str) -> None:
    assert is_refused_or_sound(text)


@given(st.binary(max_size=80))
def test_junk_in_base64_is_an_invalid_cursor_and_nothing_else(junk: bytes) -> None:
    assert is_refused_or_sound(base64.urlsafe_b64encode(junk).decode())


@given(st.lists(JUNK_VALUES, max_size=6) | JUNK_VALUES | st.dictionaries(st.text(max_size=3), JUNK_VALUES))
def test_json_of_another_shape_is_an_invalid_cursor_and_nothing_else(value: object) -> None:
    assert is_refused_or_sound(coded(value))


@pytest.mark.parametrize(
    "value",
    [
        ["-date", -1, "q", ""],
        ["-date", 2**63, "q", ""],
        ["-date", 1.0, "q", ""],
        ["-date", "1", "q", ""],
        ["-date", None, "q", ""],
        ["sideways", 1, "q", ""],
        [["-date"], 1, "q", ""],
        ["-date", 1, None, ""],
        ["-date", 1, "q", None],
        ["-date", 1, "q"],
        ["-date", 1, "q", "", ""],
    ],
)
def test_a_cursor_with_a_wrong_part_is_refused(value: object) -> None:
    with pytest.raises(InvalidCursor):
        read_cursor(coded(value))


def test_deep_nesting_and_long_numbers_are_refused() -> None:
    for junk in ("[" * 100_000, "[1," + "9" * 5_000 + "]"):
        with pytest.raises(InvalidCursor):
            read_cursor(base64.urlsafe_b64encode(junk.encode()).decode())


ASKED: tuple[tuple[str, Any], ...] = (
    ("q", "آب"),
    ("kind", ("decision",)),
    ("type", ("resolution",)),
    ("agency", ("shora",)),
    ("topic", ("water",)),
    ("tag", ("آب",)),
    ("format", ("CSV",)),
    ("language", ("fa",)),
    ("licence", ("not-stated",)),
    ("source", ("src",)),
    ("jalali_year", ("1402",)),
    ("jalali_month", ("1402-05",)),
    ("status", "all"),
    ("date", "published"),
    ("from_", DAY),
    ("to", DAY),
    ("sort", "id"),
)


def test_what_only_one_page_shows_changes_no_digest() -> None:
    plain = load_search({})
    for name, value in (("facets", ("type",)), ("limit", 3), ("cursor", "x")):
        assert digest_of({**plain, name: value}) == digest_of(plain)


def test_every_parameter_that_chooses_or_orders_changes_the_digest() -> None:
    plain = load_search({})
    digests = {digest_of({**plain, name: value}) for name, value in ASKED}
    assert len(digests) == len(ASKED) and digest_of(plain) not in digests


def test_a_value_means_another_question_in_another_filter() -> None:
    one: Mapping[str, Any] = {"tag": ("a",), "topic": ("b",)}
    two: Mapping[str, Any] = {"tag": ("b",), "topic": ("a",)}
    assert digest_of(one) != digest_of(two)
    assert digest_of({"tag": ("a", "b")}) != digest_of({"tag": ("a', 'b",)})


def test_the_window_and_the_order_of_parameters_do_not_change_the_digest() -> None:
    plain = load_search({})
    assert digest_of({**plain, "limit": 100, "cursor": "x"}) == digest_of(plain)
    assert digest_of(dict(reversed(plain.items()))) == digest_of(plain)
