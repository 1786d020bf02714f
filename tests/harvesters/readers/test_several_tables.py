"""Which of several sheets, or tables of a page, is the table that is meant."""

from __future__ import annotations

from tests.harvesters.making import html
from tests.harvesters.tables import a_workbook, read, rules, sheet_rows


def test_of_sheets_with_the_same_headings_the_first_is_read_and_all_are_named() -> None:
    short, long = sheet_rows(["کد", "عنوان"], [1, "راه"]), sheet_rows(["کد", "عنوان"], [1, "پل"], [2, "باغ"])
    rows, end = read(a_workbook({"1401": short, "1402": long}), rules())
    assert [row["fields"]["column:عنوان"] for row in rows] == [["راه"]]
    assert end["problems"] == {"sheet-ambiguous": 2}
    assert end["facts"] == {"sheet-ambiguous": {"names": "1401، 1402"}}
    rows, end = read(a_workbook({"1401": short, "1402": long}), rules(sheet="1402"))
    assert len(rows) == 2 and end["problems"] == {}


def test_a_sheet_without_rows_or_with_fewer_headings_is_no_other() -> None:
    empty, full = sheet_rows(["کد", "عنوان"]), sheet_rows(["کد", "عنوان"], [1, "پل"])
    for other in (empty, sheet_rows(["کد"], [1], [2])):
        rows, end = read(a_workbook({"الف": other, "ب": full}), rules())
        assert len(rows) == 1 and end["problems"] == {}


def test_of_tables_of_a_page_with_the_same_headings_all_are_named() -> None:
    one = "<table><tr><td>کد<td>عنوان<tr><td>1<td>راه</table>"
    rows, end = read(html(one + one.replace("1", "2")), rules())
    assert [row["native_id"] for row in rows] == ["1"] and end["problems"] == {"sheet-ambiguous": 2}
