"""How a listing goes on: by page, offset, link, and year by year."""

from __future__ import annotations

from pathlib import Path

from harvesters.issues import INCOMPLETE, Issue
from tests.harvesters.making import LISTING, listing
from tests.harvesters.making import html as page
from tests.harvesters.protocols.test_html import codes, ids, read

BASE = "https://shora.example/list?page="
ONE, TWO, THREE = ("a", "یک", "1402"), ("b", "دو", "1402"), ("c", "سه", "1402")
BY_OFFSET = LISTING.replace("?page={page}", "?from={offset}").replace(
    "{style: page, start: 1, max_pages: 50}", "{style: offset, step: 2}"
)
BY_YEAR = LISTING.replace("?page={page}", "/{year}").replace(
    "{style: page, start: 1, max_pages: 50}", "{style: none, first_year: 1403}"
)
"""The recordings of tests are of 1405/09/03."""
YEARS = "https://shora.example/list"


def test_offsets_go_in_steps_from_nought(tmp_path: Path) -> None:
    at = "https://shora.example/list?from="
    pages = {f"{at}0": listing(ONE, TWO), f"{at}2": listing(THREE), f"{at}4": listing()}
    found = read(tmp_path, pages, BY_OFFSET)
    assert (ids(found), codes(found)) == (["a", "b", "c"], [])


def test_a_site_that_ignores_the_number_of_the_page_has_not_shown_everything(tmp_path: Path) -> None:
    found = read(tmp_path, {f"{BASE}1": listing(ONE, TWO), f"{BASE}2": listing(ONE, TWO)})
    assert (ids(found), codes(found)) == (["a", "b"], ["paging-stuck"])
    assert "paging-stuck" in INCOMPLETE


def test_it_has_when_all_that_was_stated_was_seen(tmp_path: Path) -> None:
    stated = LISTING.replace("max_pages: 50}", "max_pages: 50, total: {css: b}}")
    pages = {f"{BASE}{number}": listing(ONE, TWO).replace("<table>", "<b>۲ مصوبه</b><table>") for number in (1, 2)}
    assert codes(read(tmp_path, pages, stated)) == ["paging-repeats"]


def test_pages_shorter_than_the_step_leave_rows_unread_between_them(tmp_path: Path) -> None:
    at = "https://shora.example/list?from="
    pages = {f"{at}0": listing(ONE), f"{at}2": listing(THREE), f"{at}4": listing()}
    found = read(tmp_path, pages, BY_OFFSET)
    assert (ids(found), codes(found)) == (["a", "c"], ["page-short"])
    assert "page-short" in INCOMPLETE


def test_years_are_read_from_this_one_back_to_the_first(tmp_path: Path) -> None:
    pages = {f"{YEARS}/1405": listing(ONE), f"{YEARS}/1404": listing(TWO), f"{YEARS}/1403": listing(THREE)}
    assert ids(read(tmp_path, pages, BY_YEAR)) == ["a", "b", "c"]


def test_a_year_that_has_just_begun_may_be_empty_an_older_one_may_not(tmp_path: Path) -> None:
    pages = {f"{YEARS}/1405": listing(), f"{YEARS}/1404": listing(), f"{YEARS}/1403": listing(THREE)}
    found = read(tmp_path, pages, BY_YEAR)
    assert ids(found) == ["c"]
    assert [(issue.code, issue.place) for issue in found if isinstance(issue, Issue)] == [
        ("page-unreadable", "1404, page 1")
    ]


def test_the_same_key_in_two_years_is_told_as_doubled(tmp_path: Path) -> None:
    pages = {f"{YEARS}/1405": listing(ONE), f"{YEARS}/1404": listing(ONE, TWO), f"{YEARS}/1403": listing(THREE)}
    found = read(tmp_path, pages, BY_YEAR)
    assert (ids(found), codes(found)) == (["a", "b", "c"], ["duplicate-id"])


def test_a_page_that_is_in_repair_in_an_older_year_leaves_the_others_readable(tmp_path: Path) -> None:
    pages: dict[str, str | bytes | int] = {f"{YEARS}/1405": listing(ONE), f"{YEARS}/1404": 500}
    pages[f"{YEARS}/1403"] = page("<p>در دست تعمیر</p>")
    found = read(tmp_path, pages, BY_YEAR)
    assert (ids(found), codes(found)) == (["a"], ["page-unreadable", "page-unreadable"])


def test_a_year_without_any_is_no_trouble_where_its_page_has_the_table(tmp_path: Path) -> None:
    pages = {f"{YEARS}/1405": listing(ONE), f"{YEARS}/1404": listing(), f"{YEARS}/1403": listing(THREE)}
    found = read(tmp_path, pages, BY_YEAR)
    assert (ids(found), codes(found)) == (["a", "c"], [])


def test_a_site_that_ignores_the_year_has_not_shown_everything(tmp_path: Path) -> None:
    found = read(tmp_path, {f"{YEARS}/{year}": listing(ONE, TWO) for year in (1405, 1404, 1403)}, BY_YEAR)
    assert (ids(found), codes(found)) == (["a", "b"], ["paging-stuck"])


def test_a_next_page_on_another_host_is_not_asked_for(tmp_path: Path) -> None:
    text = LISTING.replace("?page={page}", "").replace("style: page, start: 1", "style: next, next: {css: a.next}")
    first = listing(ONE).replace("</body>", "<a class=next href='https://elsewhere.example/2'>بعدی</a></body>")
    found = read(tmp_path, {YEARS: first, "https://elsewhere.example/2": listing(TWO)}, text)
    assert (ids(found), codes(found)) == (["a"], ["page-unreadable"])
