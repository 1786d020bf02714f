"""The parameters of a search, in every form that people and programs write them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.search.index import DATES, FILTERS, Order
from catalogue.search.limits import MAX_GIVEN
from schemas.arguments import Arguments, JobsArguments, VersionArguments, load_arguments
from schemas.errors import InvalidInput
from schemas.search import FACETS, MOST_FACETS, load_search

DEFAULTS = {
    "q": "",
    "status": "published",
    "date": "leading",
    "match": "auto",
    "repair": "on",
    "view": "card",
    "highlight": "on",
    "facets": (),
    "limit": 20,
}
YEAR_1402 = (date(2023, 3, 21), date(2024, 3, 19))


def load(**asked: Any) -> dict[str, Any]:
    """`from_` stands for `from`; one text is one value."""
    return load_search({name.rstrip("_"): [v] if isinstance(v, str) else v for name, v in asked.items()})


def mistakes(**asked: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as caught:
        load(**asked)
    assert all(all(error.say()) for error in caught.value.errors)
    return sorted((error.name, error.code) for error in caught.value.errors)


def test_nothing_asked_gives_the_defaults() -> None:
    assert load() == DEFAULTS


def test_every_parameter_is_loaded() -> None:
    plain = {
        name: ["الف", "ب"] for name in ("type", "agency", "topic", "tag", "format", "language", "licence", "source")
    }
    loaded = load(
        **plain,
        q="آب",
        kind=["decision", "notice"],
        jalali_year=["1402"],
        jalali_month=["1402-05"],
        status="all",
        date="published",
        from_="1402",
        to="1402",
        sort="-changed",
        facets="type,agency",
        limit="50",
        cursor="abc",
    )
    assert {name: loaded[name] for name in plain} == dict.fromkeys(plain, ("الف", "ب"))
    assert loaded["kind"] == ("decision", "notice")
    assert (loaded["q"], loaded["status"], loaded["date"], loaded["sort"]) == ("آب", "all", "published", "-changed")
    assert (loaded["from_"], loaded["to"]) == (YEAR_1402, YEAR_1402)
    assert (loaded["facets"], loaded["limit"], loaded["cursor"]) == (("type", "agency"), 50, "abc")


@pytest.mark.parametrize("order", Order)
def test_every_order_can_be_asked(order: Order) -> None:
    assert load(sort=str(order))["sort"] == order


@pytest.mark.parametrize("name", DATES)
def test_every_date_can_be_asked(name: str) -> None:
    assert load(date=name)["date"] == name


@pytest.mark.parametrize(
    ("name", "near"),
    [("agancy", "agency"), ("Q", "q"), ("form", "format"), ("jalaliyear", "jalali_year"), ("facet", "facets"),
     ("curser", "cursor"), ("from_", "from"), ("xyzzy", None)],
)  # fmt: skip
def test_an_unknown_parameter_is_told_with_the_nearest_name(name: str, near: str | None) -> None:
    with pytest.raises(InvalidInput) as caught:
        load_search({name: ["x"]})
    (error,) = caught.value.errors
    assert error.name == name
    assert error.code == ("unknown-parameter-near" if near else "unknown-parameter")
    assert (error.facts["near"] or None) == near


def test_an_unknown_parameter_is_told_even_when_it_is_blank() -> None:
    with pytest.raises(InvalidInput):
        load_search({"agancy": [""]})


def test_every_mistake_is_told_at_once() -> None:
    assert mistakes(
        kind="law", limit="5000", sort="best", from_="یکم", jalali_year="1200", agancy="x", facets="no"
    ) == [
        ("agancy", "unknown-parameter-near"),
        ("facets", "unknown-facet"),
        ("from", "bad-bound"),
        ("jalali_year", "bad-jalali-year"),
        ("kind", "not-one-of"),
        ("limit", "window-too-large"),
        ("sort", "not-one-of"),
    ]


@pytest.mark.parametrize("name", ["q", "status", "date", "from", "to", "sort", "limit", "cursor"])
def test_what_is_given_once_may_not_be_doubled(name: str) -> None:
    for values in (["a", "b"], ["a", "a"], ["", ""]):
        with pytest.raises(InvalidInput) as caught:
            load_search({name: values, "kind": ["law"]})
        assert [(error.name, error.code) for error in caught.value.errors] == [(name, "doubled")]


@pytest.mark.parametrize(
    "name", [*(name for name in FILTERS if name != "status"), "facets", "q", "limit", "from", "sort"]
)
def test_blank_values_are_those_of_an_empty_form_field(name: str) -> None:
    for blank in ("", " ", "\t\u200a"):
        assert load_search({name: [blank]}) == DEFAULTS


def test_blank_values_among_others_are_left_out() -> None:
    assert load(kind=["", "decision", " "])["kind"] == ("decision",)


def test_equal_values_are_one_and_blanks_around_them_fall() -> None:
    assert load(tag=["آب", " آب ", "راه"])["tag"] == ("آب", "راه")


def test_values_have_a_limit_in_number_and_length() -> None:
    assert len(load(tag=[str(n) for n in range(MAX_GIVEN)])["tag"]) == MAX_GIVEN
    assert mistakes(tag=[str(n) for n in range(MAX_GIVEN + 1)]) == [("tag", "too-many-values")]
    assert mistakes(tag=["آب", *[" "] * MAX_GIVEN]) == [("tag", "too-many-values")]
    assert load(tag=["آب", *[" "] * (MAX_GIVEN - 1)])["tag"] == ("آب",)
    assert mistakes(tag="آ" * 513) == [("tag", "too-long")]
    assert load(tag="آ" * 512)


def test_nul_is_refused_in_a_value() -> None:
    assert mistakes(tag="آ\0") == [("tag", "nul")]
    assert mistakes(cursor="a\0") == [("cursor", "nul")]
    assert mistakes(q="آب\0") == [("q", "nul")]


@pytest.mark.parametrize(("text", "value"), [("0", 0), ("100", 100), ("۵۰", 50), ("٥٠", 50), (" 7 ", 7), ("007", 7)])
def test_a_limit_is_read_in_any_digits(text: str, value: int) -> None:
    assert load(limit=text)["limit"] == value


@pytest.mark.parametrize("text", ["-1", "1.5", "+5", "1e1", "0x10", "ده", "²", "1_0", "9" * 5_000])
def test_what_is_no_number_is_no_limit(text: str) -> None:
    assert mistakes(limit=text) == [("limit", "bad-number")]


@pytest.mark.parametrize("text", ["1402", "۱۴۰۲", "١٤٠٢", " 1402 ", "१४०२"])
def test_a_jalali_year_is_read_in_any_digits(text: str) -> None:
    assert load(jalali_year=text)["jalali_year"] == ("1402",)


@pytest.mark.parametrize("text", ["1402-05", "1402/5", "۱۴۰۲/۰۵", "۱۴۰۲-۵", "१४०२-०५"])
def test_a_jalali_month_is_read_in_any_digits(text: str) -> None:
    assert load(jalali_month=text)["jalali_month"] == ("1402-05",)


@pytest.mark.parametrize("text", ["1249", "1431", "2023", "402", "14020", "۱۴۰", "سال", "1402-05"])
def test_a_year_out_of_range_is_refused(text: str) -> None:
    assert mistakes(jalali_year=text) == [("jalali_year", "bad-jalali-year")]


@pytest.mark.parametrize("text", ["1402-00", "1402-13", "1402", "1402-5-1", "2023-07", "1402.05"])
def test_a_month_out_of_range_is_refused(text: str) -> None:
    assert mistakes(jalali_month=text) == [("jalali_month", "bad-jalali-month")]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1402", *YEAR_1402),
        ("۱۴۰۲", *YEAR_1402),
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("1402-05", date(2023, 7, 23), date(2023, 8, 22)),
        ("۱۴۰۲/۵", date(2023, 7, 23), date(2023, 8, 22)),
        ("2023-07", date(2023, 7, 1), date(2023, 7, 31)),
        ("1402-05-01", date(2023, 7, 23), date(2023, 7, 23)),
        ("۱۴۰۲/۰۵/۰۱", date(2023, 7, 23), date(2023, 7, 23)),
        ("2023-07-23", date(2023, 7, 23), date(2023, 7, 23)),
        ("1402/05/00", date(2023, 7, 23), date(2023, 8, 22)),
        ("1403-12-30", date(2025, 3, 20), date(2025, 3, 20)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
    ],
)
def test_a_bound_is_a_day_month_or_year_of_either_calendar(text: str, first: date, last: date) -> None:
    assert load(from_=text)["from_"] == (first, last)
    assert load(to=text)["to"] == (first, last)


@pytest.mark.parametrize(
    "text",
    ["1402-12-30", "2023-02-29", "1402-13", "1402-07-31", "14", "0", "1402-05-01T00:00", "دیروز", "1445",
     "2023-07-23/2023-07-24", "99999", "1402-05-01 x", "-1402", "9" * 3_000],
)  # fmt: skip
def test_what_is_no_date_is_no_bound(text: str) -> None:
    assert mistakes(from_=text) == [("from", "bad-bound")]


def days_from(text: str) -> tuple[date, date] | None:
    """The days of a bound, or None when it is told what is wrong."""
    try:
        found: tuple[date, date] | None = load_search({"from": [text]}).get("from_")
    except InvalidInput:
        return None
    return found


@given(st.text(max_size=20) | st.from_regex(r"[0-9۰-۹]{1,5}([-/.][0-9۰-۹]{1,3}){0,3}", fullmatch=True))
def test_whatever_is_asked_as_a_bound_is_read_or_told(text: str) -> None:
    first, last = days_from(text) or (date.min, date.max)
    assert first <= last


def test_from_may_not_begin_after_to_ends() -> None:
    assert mistakes(from_="1402", to="1401") == [("from", "bounds-reversed")]
    assert mistakes(from_="2024-01-01", to="۱۴۰۱") == [("from", "bounds-reversed")]
    assert load(from_="1402-05", to="1402")["from_"][0] == date(2023, 7, 23)
    assert load(from_="1402", to="1402-05")


def test_facets_are_named_in_one_parameter_or_in_several() -> None:
    expected = ("type", "agency", "kind")
    for asked in ("type,agency,kind", ["type", "agency", "kind"], " type , agency,,kind,type", ["type,agency", "kind"]):
        assert load(facets=asked)["facets"] == expected
    assert mistakes(facets="type,status") == [("facets", "unknown-facet")]
    assert load(facets=",".join(FACETS[:MOST_FACETS]))
    assert mistakes(facets=",".join(FACETS)) == [("facets", "too-many-facets")]


@pytest.mark.parametrize("schema", [Arguments(), VersionArguments(), JobsArguments()])
def test_other_routes_refuse_what_they_do_not_know(schema: Arguments) -> None:
    with pytest.raises(InvalidInput) as caught:
        load_arguments(schema, {"q": ["آب"]})
    assert [error.code for error in caught.value.errors] == ["unknown-parameter"]
    assert load_arguments(schema, {}) == {}


def test_a_version_is_a_number_from_one() -> None:
    assert load_arguments(VersionArguments(), {"version": ["۲"]}) == {"version": 2}
    for bad in ("0", "-1", "x", "1.0", "9" * 30):
        with pytest.raises(InvalidInput):
            load_arguments(VersionArguments(), {"version": [bad]})
