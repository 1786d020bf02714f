"""Protocol `table`, and `files` with `read: table`: from a source file to records."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvesters.errors import StructureBroken
from harvesters.issues import INCOMPLETE, Issue
from harvesters.keeping import ForNobody
from harvesters.protocols import Found, RawRecord, files, table
from harvesters.replay import FolderFetcher
from tests.harvesters.making import a_source, now, record_pages
from tests.harvesters.tables import a_workbook, sheet_rows

URL = "https://shora.example/budget.xlsx"
TEXT = f"""\
format: 1
id: acts
name: بودجه
agency: shora
kind: decision
protocol: table
url: {URL}
skip_rows: [جمع]
list:
  native_id: {{column: کد}}
  detail: {{column: پیوند}}
fields:
  title: {{column: عنوان}}
"""
FOLDER = TEXT.replace("protocol: table", "protocol: files\nread: table").replace(f"url: {URL}", "folder: budget")


def read(folder: Path, body: str | bytes) -> list[Found]:
    return list(table.read(a_source(folder, TEXT), record_pages(folder / "recorded", {URL: body})))


def test_rows_become_records_with_their_address(tmp_path: Path) -> None:
    body = a_workbook({"S": sheet_rows(["کد", "عنوان", "پیوند"], ["01", "راه", "/t/1"], ["02", "پل", None], ["جمع"])})
    found = [one for one in read(tmp_path, body) if isinstance(one, RawRecord)]
    assert [(raw.native_id, raw.address, raw.place) for raw in found] == [
        ("01", "https://shora.example/t/1", "row 2"),
        ("02", URL, "row 3"),
    ]
    assert found[0].fields == {"column:عنوان": ["راه"]}


def test_what_is_wrong_with_rows_and_cells_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, "کد,عنوان,پیوند\n1,#REF!,/t/1\n2,پل\n1,باغ,/t/3\n")
    issues = [(one.code, one.place, one.refuses) for one in found if isinstance(one, Issue)]
    assert issues == [("row-width", "row 3", True), ("duplicate-id", "row 4", True), ("cell-error", URL, False)]


def test_sheets_that_were_not_read_make_the_listing_incomplete(tmp_path: Path) -> None:
    rows = sheet_rows(["کد", "عنوان", "پیوند"], [1, "راه", "/t/1"])
    issues = [one for one in read(tmp_path, a_workbook({"1401": rows, "1402": rows})) if isinstance(one, Issue)]
    assert [one.code for one in issues] == ["sheet-ambiguous"] and issues[0].code in INCOMPLETE
    assert issues[0].facts["names"] == "1401، 1402"


def test_a_table_without_its_headings_breaks_the_job_and_names_them(tmp_path: Path) -> None:
    with pytest.raises(StructureBroken) as broken:
        read(tmp_path, "الف,ب\n1,2\n")
    assert (broken.value.code, broken.value.facts) == ("headings-missing", {"names": "کد", "url": URL})


def test_a_table_with_headings_only_is_an_empty_listing(tmp_path: Path) -> None:
    with pytest.raises(StructureBroken, match=URL) as broken:
        read(tmp_path, "کد,عنوان,پیوند\n")
    assert broken.value.code == "listing-empty"


def test_a_folder_of_tables_gives_the_rows_of_each(tmp_path: Path) -> None:
    (tmp_path / "budget").mkdir()
    for number in (1, 2):
        (tmp_path / "budget" / f"{number}.csv").write_text(f"کد,عنوان,پیوند\n{number},راه,\n", encoding="utf-8")
    source = a_source(
        tmp_path, FOLDER.replace("  detail: {column: پیوند}\n", "").replace("skip_rows", "ignore: [پیوند]\nskip_rows")
    )
    found = list(files.read(source, FolderFetcher(tmp_path, ForNobody(), now(), 2**20)))
    assert [(raw.native_id, raw.place) for raw in found if isinstance(raw, RawRecord)] == [
        ("1", "budget/1.csv, row 2"),
        ("2", "budget/2.csv, row 2"),
    ]
