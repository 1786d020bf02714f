from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from harvesters.errors import BadStatus, StructureBroken
from harvesters.issues import Issue
from harvesters.keeping import ForNobody
from harvesters.protocols import Found, RawRecord, html
from harvesters.replay import RecordedFetcher
from harvesters.source import Source
from tests.harvesters.making import LISTING, WITH_PAGES, a_source, act, headers, listing, record_pages
from tests.harvesters.making import html as page

LIST = "https://shora.example/list?page="
ACT = "https://shora.example/acts/"
ROWS = (("a", "مصوبهٔ یک", "۱۴۰۲/۰۵/۰۱"), ("b", "مصوبهٔ دو", "1402/5/2"))


def read(folder: Path, pages: Mapping[str, str | bytes | int], text: str = LISTING) -> list[Found]:
    return all_of(a_source(folder, text), record_pages(folder / "recorded", pages))


def all_of(source: Source, fetcher: RecordedFetcher) -> list[Found]:
    with fetcher.sandbox:
        return list(html.read(source, fetcher))


def ids(found: list[Found]) -> list[str]:
    return [raw.native_id for raw in found if isinstance(raw, RawRecord)]


def codes(found: list[Found]) -> list[str]:
    return [issue.code for issue in found if isinstance(issue, Issue)]


def test_a_listing_alone_gives_its_rows_with_columns_by_heading(tmp_path: Path) -> None:
    first, second = read(tmp_path, {f"{LIST}1": listing(*ROWS), f"{LIST}2": listing()})
    assert isinstance(first, RawRecord) and isinstance(second, RawRecord)
    assert first.native_id == "a"
    assert first.fields == {"column:عنوان": ["مصوبهٔ یک"], "column:تاریخ تصویب": ["۱۴۰۲/۰۵/۰۱"]}
    assert (first.address, first.place) == ("https://shora.example/acts/a", "page 1, row 1")
    assert first.document.address == f"{LIST}1"


def test_pages_are_read_until_one_is_empty(tmp_path: Path) -> None:
    third = listing(("c", "سه", "1402"))
    found = read(tmp_path, {f"{LIST}1": listing(*ROWS), f"{LIST}2": third, f"{LIST}3": listing()})
    assert (ids(found), codes(found)) == (["a", "b", "c"], [])


def test_a_page_that_says_nothing_was_found_is_empty(tmp_path: Path) -> None:
    nothing = page("<table><tr><th>عنوان</th></tr><tr class=row><td colspan=2>موردی یافت نشد</td></tr></table>")
    found = read(tmp_path, {f"{LIST}1": listing(*ROWS), f"{LIST}2": nothing})
    assert (ids(found), codes(found)) == (["a", "b"], [])


def test_a_page_equal_to_the_one_before_ends_the_listing_with_an_issue(tmp_path: Path) -> None:
    last = listing(("c", "سه", "1402"))
    pages = {f"{LIST}1": listing(*ROWS), f"{LIST}2": last, f"{LIST}3": last + "<!-- 17 visits -->"}
    assert (ids(found := read(tmp_path, pages)), codes(found)) == (["a", "b", "c"], ["paging-repeats"])


def test_paging_by_links_ends_where_there_is_no_next_link(tmp_path: Path) -> None:
    text = LISTING.replace("?page={page}", "").replace("style: page", "style: next, next: {css: a.next}")
    more = listing(*ROWS).replace("</body>", "<a class=next href='/list/2'>بعدی</a></body>")
    pages = {"https://shora.example/list": more, "https://shora.example/list/2": listing(("c", "سه", "1402"))}
    assert ids(read(tmp_path, pages, text)) == ["a", "b", "c"]


def test_more_pages_than_allowed_is_an_issue_of_a_full_listing_only(tmp_path: Path) -> None:
    text = LISTING.replace("max_pages: 50", "max_pages: 1")
    assert codes(read(tmp_path, {f"{LIST}1": listing(*ROWS)}, text)) == ["too-many-pages"]
    assert codes(read(tmp_path, {f"{LIST}1": listing(*ROWS)}, text + "coverage: window\n")) == []


@pytest.mark.parametrize("first", [listing(), page("<form>رمز ورود</form>"), page("")])
def test_a_first_page_without_rows_breaks_the_job(tmp_path: Path, first: str) -> None:
    with pytest.raises(StructureBroken, match="url="):
        read(tmp_path, {f"{LIST}1": first})


def test_a_first_page_that_cannot_be_fetched_breaks_the_job(tmp_path: Path) -> None:
    with pytest.raises(BadStatus):
        read(tmp_path, {f"{LIST}1": 500})


def test_a_later_page_that_cannot_be_fetched_leaves_the_job_incomplete(tmp_path: Path) -> None:
    found = read(tmp_path, {f"{LIST}1": listing(*ROWS), f"{LIST}2": 503})
    assert (ids(found), codes(found)) == (["a", "b"], ["page-unreadable"])


def test_of_two_equal_ids_the_first_wins_and_both_places_are_named(tmp_path: Path) -> None:
    found = read(tmp_path, {f"{LIST}1": listing(*ROWS, ("a", "باز یک", "1402")), f"{LIST}2": listing()})
    issue = next(issue for issue in found if isinstance(issue, Issue))
    assert ids(found) == ["a", "b"]
    assert (issue.code, issue.native_id, issue.place, issue.facts) == (
        "duplicate-id",
        "a",
        "page 1, row 3",
        {"first": "page 1, row 1"},
    )


def test_placeholder_ids_are_refused_with_what_stood_there(tmp_path: Path) -> None:
    rows = (*ROWS, ("TODO", "سه", "1402"), ("0", "چهار", "1402"))
    found = read(tmp_path, {f"{LIST}1": listing(*rows), f"{LIST}2": listing()})
    assert (ids(found), codes(found)) == (["a", "b"], ["native-id-refused"] * 2)
    assert "سه" in str(next(issue.excerpt for issue in found if isinstance(issue, Issue)))


def test_columns_that_nobody_mapped_are_left_over_and_a_missing_one_is_an_issue(tmp_path: Path) -> None:
    text = LISTING.replace("{column: تاریخ تصویب}", "{column: تاریخ ابلاغ}")
    found = read(tmp_path, {f"{LIST}1": listing(*ROWS), f"{LIST}2": listing()}, text)
    assert codes(found) == ["column-missing"]
    assert next(raw for raw in found if isinstance(raw, RawRecord)).fields["column:تاريخ تصويب:"] == ["۱۴۰۲/۰۵/۰۱"]


def test_a_record_page_is_read_at_its_print_address_and_keeps_its_public_one(tmp_path: Path) -> None:
    pages = {f"{LIST}1": listing(ROWS[0]), f"{LIST}2": listing(), f"{ACT}a?print=1": act("a")}
    (issue, raw) = read(tmp_path, pages, WITH_PAGES)
    assert isinstance(issue, Issue) and issue.code == "column-missing"
    assert isinstance(raw, RawRecord)
    assert (raw.address, raw.document.address) == (f"{ACT}a", f"{ACT}a?print=1")
    assert raw.fields["label:شماره مصوبه"] == ["a/ش"]
    assert raw.fields["css:h1"] == ["مصوبهٔ نخست"]


def test_a_link_with_a_query_gets_the_print_mark_behind_an_ampersand(tmp_path: Path) -> None:
    link = listing(ROWS[0]).replace("/acts/a", "/acts/a?lang=fa")
    pages = {f"{LIST}1": link, f"{LIST}2": listing(), f"{ACT}a?lang=fa&print=1": act("a")}
    assert ids(read(tmp_path, pages, WITH_PAGES)) == ["a"]


def test_labels_of_the_page_that_nobody_mapped_are_left_over(tmp_path: Path) -> None:
    share = "<div class=share><dl><dt>هم‌رسانی</dt><dd>x</dd></dl></div>"
    more = f"<dl><dt>بازدید</dt><dd>۱۷</dd><dt>عنوان</dt><dd>x</dd></dl>{share}"
    pages = {f"{LIST}1": listing(ROWS[0]), f"{LIST}2": listing(), f"{ACT}a?print=1": act("a", more=more)}
    raw = next(raw for raw in read(tmp_path, pages, WITH_PAGES) if isinstance(raw, RawRecord))
    mapped = {"css:h1", "css:div.body", "label:شماره مصوبه", "label:نوع", "label:تاریخ تصویب"}
    assert [key for key in raw.fields if key not in mapped] == ["label:بازدید"]


def test_a_broken_record_page_is_an_issue_of_that_record_and_the_others_are_read(tmp_path: Path) -> None:
    rows = (*ROWS, ("c", "سه", "1402"), ("d", "چهار", "1402"))
    pages: dict[str, str | bytes | int] = {
        f"{LIST}1": listing(*rows),
        f"{LIST}2": listing(),
        f"{ACT}a?print=1": 404,
        f"{ACT}b?print=1": act("b"),
        f"{ACT}c?print=1": page("<form>ورود</form>"),
    }
    found = read(tmp_path, pages, WITH_PAGES)
    issues = [(issue.code, issue.native_id, issue.refuses) for issue in found if isinstance(issue, Issue)][1:]
    assert ids(found) == ["b"]
    assert issues == [("bad-status", "a", True), ("must-contain-missing", "c", True), ("not-recorded", "d", True)]


def test_a_site_that_gives_a_login_page_for_every_record_breaks_the_job(tmp_path: Path) -> None:
    pages: dict[str, str | bytes | int] = {f"{LIST}1": listing(*ROWS), f"{LIST}2": listing()}
    pages |= {f"{ACT}{key}?print=1": page("<form>ورود</form>") for key in "ab"}
    with pytest.raises(StructureBroken, match="pages=2"):
        read(tmp_path, pages, WITH_PAGES)


def test_more_records_than_allowed_are_not_read(tmp_path: Path) -> None:
    found = read(tmp_path, {f"{LIST}1": listing(*ROWS), f"{LIST}2": listing()}, LISTING + "limits: {records: 1}\n")
    assert (ids(found), codes(found)) == (["a"], ["too-many-records"])


def test_a_document_that_is_not_html_breaks_the_job(tmp_path: Path) -> None:
    fetcher_folder = tmp_path / "recorded"
    record_pages(fetcher_folder, {f"{LIST}1": listing(*ROWS)})
    index = fetcher_folder / "index.jsonl"
    index.write_text(index.read_text().replace(headers()["Content-Type"], "application/pdf"))
    source = a_source(tmp_path)
    with pytest.raises(StructureBroken, match=r"application/pdf"):
        all_of(source, RecordedFetcher(fetcher_folder, ForNobody(), 2**20))


def test_a_page_in_windows_1256_without_a_word_about_it_is_read(tmp_path: Path) -> None:
    rows = "<table><tr class=row><td><a href='/acts/a'>قرار المجلس</a></td></tr></table>"
    text = LISTING.replace("{column: عنوان}", "{css: a}").replace("  adopted_on: {column: تاریخ تصویب}\n", "")
    folder = tmp_path / "recorded"
    record_pages(folder, {f"{LIST}1": rows.encode("windows-1256"), f"{LIST}2": page("<table></table>")})
    index = folder / "index.jsonl"
    index.write_text(index.read_text().replace("; charset=utf-8", ""))
    (raw,) = all_of(a_source(tmp_path, text), RecordedFetcher(folder, ForNobody(), 2**20))
    assert isinstance(raw, RawRecord) and raw.fields == {"row css:a": ["قرار المجلس"]}


TABLE = "<table><tr><th>شماره</th><th>عنوان</th><th>تاریخ تصویب</th></tr>{rows}</table>"


def table(*rows: str) -> str:
    return page(TABLE.replace("{rows}", "".join(rows)))


def a_row(key: str, cells: str) -> str:
    return f"<tr class=row><td><a href='/acts/{key}'>{key}</a></td>{cells}</tr>"


def test_a_cell_over_two_rows_stands_in_both(tmp_path: Path) -> None:
    rows = (a_row("a", "<td>یک</td><td rowspan=2>1402/05/01</td>"), a_row("b", "<td>دو</td>"))
    found = read(tmp_path, {f"{LIST}1": table(*rows), f"{LIST}2": table()})
    days = [raw.fields["column:تاریخ تصویب"] for raw in found if isinstance(raw, RawRecord)]
    assert days == [["1402/05/01"], ["1402/05/01"]]


def test_a_cell_over_two_columns_moves_no_value_under_another_heading(tmp_path: Path) -> None:
    found = read(tmp_path, {f"{LIST}1": table(a_row("a", "<td colspan=2>همه</td>")), f"{LIST}2": table()})
    (raw,) = [raw for raw in found if isinstance(raw, RawRecord)]
    assert raw.fields["column:عنوان"] == raw.fields["column:تاریخ تصویب"] == ["همه"]


def test_a_row_of_another_width_gives_no_column_and_an_issue(tmp_path: Path) -> None:
    found = read(tmp_path, {f"{LIST}1": table(a_row("a", "<td>1402/05/01</td>")), f"{LIST}2": table()})
    assert codes(found) == ["row-width"]
    assert [raw.fields for raw in found if isinstance(raw, RawRecord)] == [{}]


def test_a_link_that_is_no_address_ends_no_job(tmp_path: Path) -> None:
    row = "<tr class=row><td><a href='http://[::1/acts/x'>x</a></td><td>یک</td><td>1402/05/01</td></tr>"
    found = read(tmp_path, {f"{LIST}1": table(row, a_row("b", "<td>دو</td><td>1402</td>")), f"{LIST}2": table()})
    assert (ids(found), codes(found)) == (["x", "b"], ["url-unreadable"])


def test_a_link_to_a_record_page_that_is_no_address_refuses_that_record(tmp_path: Path) -> None:
    first = listing(*ROWS).replace("/acts/a", "http://[::1/acts/a")
    found = read(tmp_path, {f"{LIST}1": first, f"{LIST}2": listing(), f"{ACT}b?print=1": act("b")}, WITH_PAGES)
    issue = next(issue for issue in found if isinstance(issue, Issue) and issue.code == "url-unreadable")
    assert (ids(found), issue.native_id, issue.refuses) == (["b"], "a", True)
    assert issue.facts == {"given": "http://[::1/acts/a"}


def test_the_width_of_rows_does_not_matter_to_a_source_without_columns(tmp_path: Path) -> None:
    text = LISTING.replace("{column: عنوان}", "{css: td}").replace("  adopted_on: {column: تاریخ تصویب}\n", "")
    found = read(tmp_path, {f"{LIST}1": table(a_row("a", "<td>1402</td>")), f"{LIST}2": table()}, text)
    assert (ids(found), codes(found)) == (["a"], [])


NAMELESS = "<tr class=row><td>یک</td></tr>"


@pytest.mark.parametrize("second", [page("<form>ورود<input type=password></form>"), table(NAMELESS, NAMELESS)])
def test_a_login_page_or_rows_without_keys_in_the_place_of_page_two_are_not_the_end(
    tmp_path: Path, second: str
) -> None:
    pages = {f"{LIST}1": table(a_row("a", "<td>یک</td><td>1402</td>")), f"{LIST}2": second}
    assert codes(read(tmp_path, pages)) == ["page-unreadable"]


def cut(text: str) -> str:
    """A page that ends in the middle, as a publisher's broken server sends it."""
    whole = text if "<html" in text else f"<html><body>{text}</body></html>"
    return whole[: int(len(whole) * 0.7)]


def test_a_first_page_that_is_cut_breaks_the_job(tmp_path: Path) -> None:
    with pytest.raises(StructureBroken) as caught:
        read(tmp_path, {f"{LIST}1": cut(listing(*ROWS))})
    assert caught.value.code == "page-cut"


def test_a_later_page_that_is_cut_leaves_the_listing_unread(tmp_path: Path) -> None:
    found = read(tmp_path, {f"{LIST}1": listing(*ROWS), f"{LIST}2": cut(listing(("c", "سه", "1402")))})
    assert (ids(found), codes(found)) == (["a", "b"], ["page-unreadable"])


def test_a_page_of_a_record_that_is_cut_is_an_issue_of_that_record(tmp_path: Path) -> None:
    pages = {f"{LIST}1": listing(*ROWS), f"{LIST}2": listing()}
    pages |= {f"{ACT}a?print=1": cut(act("a")), f"{ACT}b?print=1": act("b")}
    found = read(tmp_path, pages, WITH_PAGES)
    assert ids(found) == ["b"] and "page-cut" in codes(found)


# ---------- a listing that moves, or says how long it is ----------

FOUR = (("a", "یک", "1402"), ("b", "دو", "1402"), ("c", "سه", "1402"), ("d", "چهار", "1402"))


def test_a_row_that_was_pushed_to_the_next_page_says_that_the_listing_moved(tmp_path: Path) -> None:
    pages = {f"{LIST}1": listing(*FOUR[:2]), f"{LIST}2": listing(FOUR[1], FOUR[2]), f"{LIST}3": listing()}
    found = read(tmp_path, pages)
    assert (ids(found), codes(found)) == (["a", "b", "c"], ["duplicate-id", "listing-shifted"])


def test_a_row_that_is_pinned_to_every_page_moves_nothing(tmp_path: Path) -> None:
    pages = {f"{LIST}1": listing(*FOUR[:2]), f"{LIST}2": listing(FOUR[0], FOUR[2]), f"{LIST}3": listing()}
    found = read(tmp_path, pages)
    assert (ids(found), codes(found)) == (["a", "b", "c"], ["duplicate-id"])


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("۴ مصوبه", "4 مصوبه", []),
        ("۱٬۰۰۴ مصوبه", "۱٬۰۰۴ مصوبه", ["total-differs"]),
        ("۳ مصوبه", "۴ مصوبه", ["total-differs"]),
        ("بسیار", "۴", ["total-differs"]),
        (None, None, ["total-differs"]),
    ],
)
def test_a_stated_total_is_the_number_of_ids_read(
    tmp_path: Path, first: str | None, last: str | None, expected: list[str]
) -> None:
    def saying(total: str | None, *rows: tuple[str, str, str]) -> str:
        said = f"<p class=total>{total}</p>" if total else ""
        return listing(*rows).replace("<table", f"{said}<table")

    text = LISTING.replace("style: page,", "style: page, total: {css: p.total},")
    pages = {f"{LIST}1": saying(first, *FOUR[:2]), f"{LIST}2": saying(last, *FOUR[2:]), f"{LIST}3": listing()}
    assert codes(read(tmp_path, pages, text)) == expected
