from __future__ import annotations

from harvesters.readers.cells import Tables
from harvesters.readers.pages import Page
from tests.harvesters.making import html

HEAD = "<tr><th>الف</th><th>ب</th></tr>"


def columns(body: str) -> list[list[tuple[str, str]] | None]:
    """The columns of each row of class x."""
    tables = Tables()
    return [tables.columns(row) for row in Page(html(body)).css("tr.x")]


def test_each_row_has_the_headings_of_its_own_table() -> None:
    other = "<tr><th>ب</th><th>الف</th></tr>"
    row = "<tr class=x><td>۱</td><td>۲</td></tr>"
    assert columns(f"<table>{HEAD}{row}</table><table>{other}{row}</table><table>{row}</table>") == [
        [("الف", "۱"), ("ب", "۲")],
        [("ب", "۱"), ("الف", "۲")],
        [],
    ]


def test_a_cell_from_above_ends_with_its_body_of_the_table() -> None:
    first = "<tbody><tr class=x><td rowspan=9>۱</td><td>۲</td></tr><tr class=x><td>۳</td></tr></tbody>"
    second = "<tbody><tr class=x><td>۴</td><td>۵</td></tr></tbody>"
    assert columns(f"<table><thead>{HEAD}</thead>{first}{second}</table>") == [
        [("الف", "۱"), ("ب", "۲")],
        [("الف", "۱"), ("ب", "۳")],
        [("الف", "۴"), ("ب", "۵")],
    ]


def test_a_heading_over_two_columns_counts_for_both() -> None:
    head = "<tr><th colspan=2>الف</th><th>ب</th></tr>"
    body = f"<table>{head}<tr class=x><td>۱</td><td>۲</td><td>۳</td></tr></table>"
    assert columns(body) == [[("الف", "۱"), ("الف", "۲"), ("ب", "۳")]]


def test_a_row_that_is_narrower_or_wider_than_the_headings_has_no_columns() -> None:
    rows = "<tr class=x><td>۱</td></tr><tr class=x><td colspan=3>۱</td></tr>"
    assert columns(f"<table>{HEAD}{rows}</table>") == [None, None]


def test_absurd_spans_are_taken_for_one() -> None:
    rows = "<tr class=x><td colspan=999999999 rowspan=x>۱</td><td colspan=0 rowspan='-1'>۲</td></tr>"
    assert columns(f"<table>{HEAD}{rows}</table>") == [[("الف", "۱"), ("ب", "۲")]]


def test_two_rows_of_headings_are_joined_from_above() -> None:
    head = "<tr><th rowspan=2>ردیف</th><th colspan=2>مبلغ</th></tr><tr><th>مصوب</th><th>عملکرد</th></tr>"
    row = "<tr class=x><td>۱</td><td>۲</td><td>۳</td></tr>"
    expected = [[("ردیف", "۱"), ("مبلغ مصوب", "۲"), ("مبلغ عملکرد", "۳")]]
    assert columns(f"<table>{head}{row}</table>") == expected
    assert columns(f"<table><thead>{head}</thead><tbody>{row}</tbody></table>") == expected


def test_a_title_over_the_whole_table_or_a_row_with_a_heading_of_its_own_is_no_second_row_of_headings() -> None:
    title = "<tr><th colspan=2>سال ۱۴۰۲</th></tr>"
    row = "<tr class=x><th>۱</th><td>۲</td></tr>"
    assert columns(f"<table>{HEAD}{title}{row}</table>") == [[("الف", "۱"), ("ب", "۲")]]
