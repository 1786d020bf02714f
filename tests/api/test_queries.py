"""A search written back as an address asks the same question again."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.queries import address, arguments_of, next_pairs, value_addresses, written
from catalogue.answers import Page
from catalogue.log_answers import AsOf
from catalogue.persian.calendar import read_bound
from catalogue.search.index import DATES, Order
from catalogue.vocab import Kind, Matching
from schemas.search import FACETS, load_search

FULL = {
    "q": ["«بودجه» -آب & <b>"],
    "kind": ["decision", "notice"],
    "type": ["resolution"],
    "agency": ["شورای شهر"],
    "topic": ["water"],
    "tag": ["آب و هوا", "a&b=c", "۱۰٪", "#+?"],
    "format": ["CSV"],
    "language": ["fa"],
    "licence": ["https://l.example/?a=1&b=2"],
    "source": ["src"],
    "jalali_year": ["۱۴۰۲"],
    "jalali_month": ["1402/5"],
    "status": ["all"],
    "date": ["published"],
    "from": ["1402-05"],
    "to": ["2024"],
    "sort": ["-changed"],
    "facets": ["type,agency"],
    "limit": ["50"],
}

BOUNDS = st.one_of(
    st.dates(date(1872, 1, 1), date(2050, 12, 31)).map(date.isoformat),
    st.dates(date(1872, 1, 1), date(2050, 12, 31)).map(lambda day: f"{day:%Y-%m}"),
    st.integers(1801, 2100).map(str),
    st.integers(1250, 1430).map(str),
    st.tuples(st.integers(1250, 1430), st.integers(1, 12)).map(lambda pair: f"{pair[0]}/{pair[1]}"),
    st.tuples(st.integers(1250, 1430), st.integers(1, 12), st.integers(1, 29)).map(lambda day: "/".join(map(str, day))),
)
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12)
VALUES = WORDS.filter(lambda text: bool(text.strip()))


def again(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """The parameters that a door reads from the written address."""
    query = urlsplit(address("/search", pairs)).query
    return load_search(parse_qs(query, keep_blank_values=True))


def a_page(parameters: dict[str, Any], next_cursor: str | None) -> Page:
    return Page(
        (),
        0,
        False,
        next_cursor,
        (),
        parameters,
        "-date",
        (),
        (),
        (),
        (),
        (),
        (),
        Matching.ALL,
        None,
        None,
        None,
        (),
        AsOf(0, None),
        None,
        0,
        is_whole=True,
    )


def test_a_full_search_is_read_back_as_it_was() -> None:
    loaded = load_search(FULL)
    assert again(arguments_of(loaded)) == loaded


@pytest.mark.parametrize("name", FULL)
def test_each_parameter_alone_is_read_back(name: str) -> None:
    loaded = load_search({name: FULL[name]})
    assert loaded != load_search({})
    assert again(arguments_of(loaded)) == loaded


def test_what_is_the_default_anyway_is_not_written() -> None:
    assert arguments_of(load_search({})) == []
    asked = {"status": ["published"], "date": ["leading"], "limit": ["20"], "q": [""]}
    assert address("/search", arguments_of(load_search(asked))) == "/search"


def test_a_cursor_is_not_part_of_the_question() -> None:
    assert arguments_of(load_search({"q": ["آب"], "cursor": ["abc"]})) == [("q", "آب")]


@given(BOUNDS)
def test_a_written_bound_is_read_back_to_the_same_days(text: str) -> None:
    bound = read_bound(text)
    assert read_bound(written(bound)) == bound


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("۱۴۰۲", "1402"),
        ("۱۴۰۲/۵", "1402-05"),
        ("۱۴۰۲/۰۵/۰۱", "2023-07-23"),
        ("2023", "2023"),
        ("2023-07", "2023-07"),
        ("1403/12", "1403-12"),
        ("1250", "1250"),
        ("1430/12", "1430-12"),
    ],
)
def test_a_bound_keeps_its_calendar_where_it_is_more_than_a_day(text: str, shown: str) -> None:
    assert written(read_bound(text)) == shown


@given(WORDS, st.lists(VALUES, min_size=1, max_size=3))
def test_any_words_and_values_survive_the_address(words: str, values: list[str]) -> None:
    loaded = load_search({"q": [words], "tag": values})
    assert again(arguments_of(loaded)) == loaded


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "kind": st.lists(st.sampled_from(Kind).map(str), min_size=1, max_size=3),
            "status": st.sampled_from((["all"], ["withdrawn"], ["published"])),
            "date": st.sampled_from(DATES).map(lambda name: [name]),
            "from": BOUNDS.filter(lambda text: read_bound(text)[0].year < 1900).map(lambda text: [text]),
            "to": BOUNDS.filter(lambda text: read_bound(text)[1].year > 1950).map(lambda text: [text]),
            "sort": st.sampled_from(Order).map(lambda order: [str(order)]),
            "facets": st.lists(st.sampled_from(FACETS), max_size=4).map(lambda names: [",".join(names)]),
            "limit": st.integers(0, 100).map(lambda number: [str(number)]),
        },
    )
)
def test_any_question_is_read_back_as_it_was(asked: dict[str, list[str]]) -> None:
    loaded = load_search(asked)
    assert again(arguments_of(loaded)) == loaded


def valued(loaded: dict[str, Any], value: str) -> dict[str, Any]:
    """The search that a value of the facet `tag` asks for, as it is read."""
    (written_out,) = value_addresses("/search", a_page(loaded, None), "tag", [value])
    return load_search(parse_qs(urlsplit(written_out).query))


def test_a_facet_asks_for_one_value_alone_and_keeps_the_rest() -> None:
    loaded = load_search(FULL)
    asked = valued(loaded, "راه")
    assert asked["tag"] == ("راه",)
    assert asked == {**loaded, "tag": ("راه",), "facets": (), "limit": 20}


@given(VALUES)
def test_any_value_of_a_facet_can_be_asked(value: str) -> None:
    tidy = " ".join(value.split())  # as the index keeps values
    assert valued(load_search({}), tidy)["tag"] == (tidy,)


def test_an_address_is_ascii_and_safe_in_html() -> None:
    written_out = address("/search", arguments_of(load_search(FULL)))
    assert written_out.isascii() and not set("<>\"' ") & set(written_out)


def test_the_next_page_keeps_the_question_and_carries_the_cursor() -> None:
    loaded = load_search({**FULL, "cursor": ["old"]})
    assert next_pairs(a_page(loaded, None)) is None
    pairs = next_pairs(a_page(loaded, "new"))
    assert pairs is not None and again(pairs) == {**loaded, "cursor": "new"}
