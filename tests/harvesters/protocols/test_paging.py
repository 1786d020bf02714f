from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from harvesters.errors import StructureBroken
from harvesters.issues import INCOMPLETE
from harvesters.protocols.paging import Holder, PagesRead
from harvesters.readers import html
from tests.harvesters.making import LISTING, listing
from tests.harvesters.making import html as page
from tests.harvesters.protocols.test_html import LIST, ROWS, codes, ids, read

BY_LINKS = LISTING.replace("?page={page}", "").replace("style: page", "style: next, next: {css: a.next}")
FIRST, SECOND = "https://shora.example/list", "https://shora.example/list/2"
THIRD = ("c", "سه", "1402")


def leading_to(address: str, *rows: tuple[str, str, str]) -> str:
    return listing(*rows).replace("</body>", f"<a class=next href='{address}'>بعدی</a></body>")


def test_a_new_page_is_no_repetition_the_last_one_again_is_an_end_and_an_older_one_a_loop() -> None:
    pages = PagesRead()
    assert pages.repetition("1", ("a", "b")) is None
    assert pages.repetition("2", ("c", None)) is None
    assert pages.repetition("3", ("c", None)) == "paging-repeats"
    assert pages.repetition("2", ("d",)) == "paging-repeats"
    assert pages.repetition("3", ("a", "b")) == "paging-loops"
    assert pages.repetition("1", ("e",)) == "paging-loops"


def test_two_pages_without_keys_are_not_the_same_page() -> None:
    pages = PagesRead()
    assert (pages.repetition("1", ()), pages.repetition("2", ())) == (None, None)


def test_links_that_lead_round_in_a_circle_end_the_listing_as_incomplete(tmp_path: Path) -> None:
    found = read(tmp_path, {FIRST: leading_to("/list/2", *ROWS), SECOND: leading_to("/list", THIRD)}, BY_LINKS)
    assert (ids(found), codes(found)) == (["a", "b", "c"], ["paging-loops"])
    assert "paging-loops" in INCOMPLETE


def test_a_last_page_whose_link_leads_to_itself_is_the_end(tmp_path: Path) -> None:
    found = read(tmp_path, {FIRST: leading_to("/list/2", *ROWS), SECOND: leading_to("#", THIRD)}, BY_LINKS)
    assert (ids(found), codes(found)) == (["a", "b", "c"], ["paging-repeats"])
    assert "paging-repeats" not in INCOMPLETE


def test_a_numbered_page_that_shows_the_first_one_again_is_a_loop(tmp_path: Path) -> None:
    pages = {f"{LIST}1": listing(*ROWS), f"{LIST}2": listing(THIRD), f"{LIST}3": listing(*ROWS)}
    found = read(tmp_path, pages)
    assert (ids(found), codes(found)) == (["a", "b", "c"], ["paging-loops"])


@pytest.mark.parametrize("second", [listing(), page("<p>در دست تعمیر</p>")])
def test_a_next_link_to_a_page_without_rows_is_not_the_end(tmp_path: Path, second: str) -> None:
    found = read(tmp_path, {FIRST: leading_to("/list/2", *ROWS), SECOND: second}, BY_LINKS)
    assert (ids(found), codes(found)) == (["a", "b"], ["page-unreadable"])


def test_a_next_link_that_is_no_address_is_not_the_end(tmp_path: Path) -> None:
    found = read(tmp_path, {FIRST: leading_to("http://[::1/2", *ROWS)}, BY_LINKS)
    assert (ids(found), codes(found)) == (["a", "b"], ["page-unreadable"])


@pytest.mark.parametrize("second", [page("<p>در دست تعمیر</p>"), page(""), page("<form><input></form>")])
def test_a_numbered_page_without_the_table_of_the_listing_is_not_the_end(tmp_path: Path, second: str) -> None:
    found = read(tmp_path, {f"{LIST}1": listing(*ROWS), f"{LIST}2": second})
    assert (ids(found), codes(found)) == (["a", "b"], ["page-unreadable"])


def said_of(body: str, rows: str, holder: Holder | None = None) -> dict[str, Any]:
    """What the reader says of a listing with these rows."""
    spot = {"css": "td", "attr": None, "match": None}
    rules: dict[str, Any] = {"encoding": None, "rows": rows, "native_id": [spot], "link": None}
    rules |= {
        "next_link": None,
        "total": None,
        "stop": None,
        "row": [],
        "page": [],
        "extracts": [],
        "columns": {},
        "labels": {},
        "known": [],
        "must_contain": "",
        "drop": [],
    }
    question = {"page": "listing", "rules": json.dumps(rules), "media_type": "text/html", "charset": "utf-8"}
    return html.read(page(body).encode(), {**question, "holder": holder.asked() if holder else None})


def holder_of(said: dict[str, Any]) -> Holder:
    return Holder(**said["holder"], has_login=said["has_login"])


def test_the_holder_of_rows_is_their_table_or_their_parent_with_its_classes() -> None:
    rows = "<table class='big list'><tbody><tr><td>۱</table><ul class=news><li>الف</ul>"
    table, parent = holder_of(said_of(rows, "tr")), holder_of(said_of(rows, "li"))
    empty = "<table class='list big empty'></table><ul></ul>"
    assert table.is_on(said_of(empty, "tr", table)) and not parent.is_on(said_of(empty, "li", parent))


def test_a_login_page_is_no_end_but_a_login_box_on_every_page_is_none() -> None:
    box = "<form><input type=password></form>"
    rows, login = "<table><tr><td>۱</table>", f"<table><tr><td>{box}</table>"
    plain, locked = holder_of(said_of(rows, "tr")), holder_of(said_of(login, "tr"))
    assert not plain.is_on(said_of(login, "tr", plain))
    assert locked.is_on(said_of(login, "tr", locked))


BY_OFFSET = LISTING.replace("page={page}", "from={offset}").replace(
    "style: page, start: 1", "style: offset, start: 0, step: 2"
)


def test_an_offset_goes_on_in_steps(tmp_path: Path) -> None:
    start = "https://shora.example/list?from="
    found = read(
        tmp_path, {f"{start}0": listing(*ROWS), f"{start}2": listing(THIRD), f"{start}4": listing()}, BY_OFFSET
    )
    assert (ids(found), codes(found)) == (["a", "b", "c"], [])


@pytest.mark.parametrize("stop", ["{css: p.none}", "{text: موردي يافت نشد}"])
def test_a_page_without_the_table_ends_the_listing_where_the_file_says_how(tmp_path: Path, stop: str) -> None:
    text = LISTING.replace("max_pages: 50", f"max_pages: 50, stop: {stop}")
    none = page("<p class=none>موردی یافت نشد.</p>")
    assert codes(read(tmp_path, {f"{LIST}1": listing(*ROWS), f"{LIST}2": none}, text)) == []
    broken = page("<p>در دست تعمیر</p>")
    assert codes(read(tmp_path, {f"{LIST}1": listing(*ROWS), f"{LIST}2": broken}, text)) == ["page-unreadable"]


def test_a_first_page_that_says_the_end_is_an_empty_listing(tmp_path: Path) -> None:
    text = LISTING.replace("max_pages: 50", "max_pages: 50, stop: {css: p.none}")
    with pytest.raises(StructureBroken):
        read(tmp_path, {f"{LIST}1": page("<p class=none>موردی یافت نشد.</p>")}, text)


YEARS = LISTING.replace("?page={page}", "?year={year}").replace(
    "{style: page, start: 1, max_pages: 50}", "{style: none, first_year: 1403}"
)
YEAR = "https://shora.example/list?year="


def test_the_listings_of_years_are_read_from_this_one_back(tmp_path: Path) -> None:
    found = read(
        tmp_path, {f"{YEAR}1405": listing(*ROWS), f"{YEAR}1404": listing(THIRD), f"{YEAR}1403": page("")}, YEARS
    )
    assert (ids(found), codes(found)) == (["a", "b", "c"], ["page-unreadable"])


def test_a_year_that_has_just_begun_may_be_empty(tmp_path: Path) -> None:
    found = read(
        tmp_path, {f"{YEAR}1405": listing(), f"{YEAR}1404": listing(THIRD), f"{YEAR}1403": listing(*ROWS)}, YEARS
    )
    assert (ids(found), codes(found)) == (["c", "a", "b"], [])


def test_a_key_of_several_parts_is_their_hash(tmp_path: Path) -> None:
    text = LISTING.replace(
        "native_id: {css: a, attr: href, match: 'acts/(\\w+)'}", "native_id: [{css: td}, {css: a, match: '(.+)'}]"
    )
    once, twice = (read(tmp_path, {f"{LIST}1": listing(*ROWS), f"{LIST}2": listing()}, text) for _ in range(2))
    assert ids(once) == ids(twice)
    assert [len(native_id) for native_id in ids(once)] == [32, 32]
    doubled = read(tmp_path, {f"{LIST}1": listing(ROWS[0], ROWS[0]), f"{LIST}2": listing()}, text)
    assert codes(doubled) == ["duplicate-id"]
