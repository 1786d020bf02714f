"""Tables that break readers, and the same official data in several forms; from ../shared, which never ships.

Of the 115 tables of tables-torture 101 are read and 14 refused, each for a reason that its publisher can mend.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from harvesters.errors import StructureBroken
from harvesters.readers import json_rows
from tests.harvesters.tables import broken, read, rules
from tests.real.recording import SHARED

TORTURE = SHARED / "sources" / "tables-torture"
DIVISIONS = SHARED / "sources" / "ir-administrative-divisions"
LAWS = SHARED / "sources" / "ir-law-articles"
NAMES = SHARED / "sources" / "ir-county-name-history"

pytestmark = pytest.mark.shared

READ: dict[str, tuple[tuple[str, ...], int]] = {
    "frictionless/Table With Data.csv": (("id",), 2),
    "frictionless/[table].csv": (("id",), 2),
    "frictionless/adjust-floating-point-error.xlsx": (("Sample Name",), 5),
    "frictionless/analysis-data.csv": (("type_school",), 9),
    "frictionless/ascii-notvalid.csv": (("A",), 1),
    "frictionless/blank-cells.csv": (("id",), 5),
    "frictionless/blank-headers.csv": (("id",), 2),
    "frictionless/bom.csv": (("id",), 2),
    "frictionless/capital-valid.csv": (("id",), 5),
    "frictionless/cast-int-to-string-issue-1251.xlsx": (("A",), 2),
    "frictionless/chunk2.csv": (("id",), 1),
    "frictionless/countries-cleaned.csv": (("id",), 4),
    "frictionless/country-1.csv": (("id",), 5),
    "frictionless/data.csv": (("id",), 2),
    "frictionless/data2.csv": (("parent",), 3),
    "frictionless/defective-rows.csv": (("id",), 0),
    "frictionless/delimiter.csv": (("id",), 2),
    "frictionless/dialect.csv": (("id",), 1),
    "frictionless/doublequote.csv": (("INCISO",), 5),
    "frictionless/duplicate-column.csv": (("A",), 1),
    "frictionless/duplicate-headers.csv": (("id",), 2),
    "frictionless/duplicate-rows.csv": (("id",), 3),
    "frictionless/escaping.csv": (("ID",), 2),
    "frictionless/floats.csv": (("number",), 5),
    "frictionless/issue-1009-comma.csv": (("fieldNameA",), 1),
    "frictionless/issue-1009-semicolon.csv": (("fieldNameA",), 1),
    "frictionless/issue-1024.xlsx": (("Area ID",), 45),
    "frictionless/issue-1066-largecellsize.csv": (("Description",), 19),
    "frictionless/issue-1066-smallcellsize.csv": (("Description",), 12),
    "frictionless/issue-1100.csv": (("id",), 2),
    "frictionless/issue-1105-timezone.csv": (("id",), 2),
    "frictionless/issue-1109.csv": (("int",), 2),
    "frictionless/issue-1138.csv": (("Zeit [MEZ]",), 7),
    "frictionless/issue-1232.csv": (("comune",), 5),
    "frictionless/issue-1341.csv": (("location_id",), 99),
    "frictionless/issue-277.csv.gz": (("Source",), 75),
    "frictionless/issue-305.csv.gz": (("data_id",), 338),
    "frictionless/issue-493.csv": (("shareUrl",), 1),
    "frictionless/issue-833.csv": (("id",), 3),
    "frictionless/issue-870.xlsx": (("0",), 9),
    "frictionless/issue-991.csv": (("Excel time",), 1),
    "frictionless/latin1.csv": (("id",), 2),
    "frictionless/long.csv": (("id",), 6),
    "frictionless/matrix-with-comment.csv": (("f1",), 4),
    "frictionless/matrix.csv": (("f1",), 4),
    "frictionless/merged-cells.xlsx": (("data",), 0),
    "frictionless/nested.csv": (("id",), 4),
    "frictionless/package-dialect-no-header.csv": (("details",), 2),
    "frictionless/preserve-formatting-percentage.xlsx": (("col1",), 3),
    "frictionless/preserve-formatting.xlsx": (("0",), 1),
    "frictionless/primary-file-types.csv": (("id",), 2),
    "frictionless/sheet2.xlsx": (("id",), 2),
    "frictionless/sheets.xlsx": (("id",), 1),
    "frictionless/skip-blank-at-the-end.csv": (("test1",), 1),
    "frictionless/skip-rows.csv": (("id", "name"), 2),
    "frictionless/structure-errors.csv": (("id",), 2),
    "frictionless/sync-schema.csv": (("name",), 2),
    "frictionless/table-infer-boolean.xlsx": (("number",), 2),
    "frictionless/table-infer-missing-values.csv": (("id",), 7),
    "frictionless/table-infer-row-limit.csv": (("id",), 11),
    "frictionless/table-infer-utf8.csv": (("id",), 5),
    "frictionless/table-infer.csv": (("id",), 4),
    "frictionless/table-limits.csv": (("field1",), 3),
    "frictionless/table-output.html": (("id",), 2),
    "frictionless/table-output.ods": (("id",), 2),
    "frictionless/table-output.xlsx": (("id",), 2),
    "frictionless/table-reverse.csv": (("id",), 2),
    "frictionless/table-with-accents.csv": (("Classement",), 638),
    "frictionless/table-with-booleans.ods": (("id",), 2),
    "frictionless/table-with-ints-floats-dates.ods": (("Int",), 3),
    "frictionless/table-with-ints-floats-dates.xls": (("Int",), 3),
    "frictionless/table-with-newline.html": (("id",), 4),
    "frictionless/table-with-two-sheets.ods": (("a",), 1),
    "frictionless/table.csv": (("id",), 2),
    "frictionless/table.ods": (("id",), 2),
    "frictionless/table.tsv": (("id",), 3),
    "frictionless/table.xls": (("id",), 2),
    "frictionless/table2.html": (("id",), 2),
    "frictionless/table3.html": (("id",), 2),
    "frictionless/table4.html": (("id",), 2),
    "frictionless/timezone-with-id.csv": (("id",), 4),
    "frictionless/transform-groups.csv": (("id",), 6),
    "frictionless/transform-pivot.csv": (("region",), 12),
    "frictionless/unique-field.csv": (("id",), 9),
    "frictionless/wide.csv.gz": (("id",), 3),
    "messytables/begrotingsanalyse-2011.csv": (("NR.", "Groningen"), 36),
    "messytables/blank_line.ods": (("Name",), 3),
    "messytables/characters.csv.gz": (("id",), 382),
    "messytables/example.tsv": (("hour",), 140),
    "messytables/excel_pasting.csv": (("Year", "2000"), 16),
    "messytables/invisible_text.html": (("Station",), 3),
    "messytables/loffice-4.4.1.2.ods": (("Name",), 3),
    "messytables/simple.csv": (("date",), 6),
    "messytables/simple.ods": (("Name",), 3),
    "messytables/simple.ssv": (("date",), 6),
    "messytables/simple.xlsx": (("date",), 6),
    "messytables/skip_initials.csv": (("field1",), 2),
    "messytables/sw_gen.xlsx": (("id_str",), 15),
    "messytables/utf-16le_encoded.csv": (("Organisation_code",), 327),
    "messytables/utf8bom.csv": (("kitten",), 0),
    "messytables/weird_head_padding.csv": (("(1)", "1985"), 60),
}
"""File -> the heading of its key and others that are asked for, and how many rows are records."""

ENCODINGS = {
    "frictionless/latin1.csv": "latin-1",
    "frictionless/table-with-accents.csv": "latin-1",
    "messytables/characters.csv.gz": "big5",
}
"""What a source file would say where a file names no charset and has none of ours."""

TOLD: dict[str, dict[str, int]] = {
    "frictionless/defective-rows.csv": {"row-width": 2},
    "frictionless/dialect.csv": {"row-width": 1},
    "frictionless/duplicate-column.csv": {"heading-doubled": 1},
    "frictionless/duplicate-headers.csv": {"heading-doubled": 2},
    "frictionless/escaping.csv": {"quotes-broken": 1, "row-width": 1},
    "frictionless/issue-1024.xlsx": {"heading-doubled": 32, "without-key": 3},
    "frictionless/issue-1109.csv": {"without-key": 1},
    "frictionless/sheets.xlsx": {"sheet-ambiguous": 3},
    "frictionless/table3.html": {"sheet-ambiguous": 3},
    "frictionless/issue-493.csv": {"without-key": 8, "number-shortened": 42},
    "frictionless/skip-blank-at-the-end.csv": {"row-width": 1},
    "frictionless/skip-rows.csv": {"row-width": 1},
    "frictionless/structure-errors.csv": {"row-width": 1},
    "messytables/weird_head_padding.csv": {"row-width": 16},
}
"""File -> what is told of it and of its rows that are no records; nothing of all others."""

REFUSED = {
    "frictionless/table.ndjson": "table-form-unknown",  # JSON Lines, which has a protocol of its own
    "messytables/simple.zip": "table-form-unknown",  # a CSV in a zip: the table itself should have an address
    "messytables/simple.unknown": "table-empty",  # not a byte
    "messytables/encrypted_no_password.xls": "table-locked",  # asks for a password
    "frictionless/chunk2.headless.csv": "headings-missing",  # rows without headings: nobody says what is what
    "frictionless/without-headers-extra.csv": "headings-missing",
    "frictionless/without-headers.csv": "headings-missing",
    "messytables/null.csv": "headings-missing",
    "messytables/badcolspan.html": "headings-missing",
    "messytables/small.csv": "headings-missing",  # a single letter
    "messytables/bian-anal-mca-2005-dols-eng-1011-0312-tab3.xlsm": "headings-missing",  # running text in a sheet
    "messytables/unicode_sheet_name.xls": "headings-missing",  # one sentence
    "messytables/excel_properties.xls": "headings-missing",  # a list of words
    "messytables/complex.html": "headings-missing",  # one table inside another, for layout
}
"""File -> why it is no table to us, when rules ask for a heading `id`."""


def question(keys: list[str], names: list[str]) -> dict[str, Any]:
    """The question of the reader of JSON that asks for the same."""
    asked = json.loads(rules(keys, names).replace('"column"', '"path"').replace('"column:', '"path:'))
    more = {"rows": None, "language": None, "next": None, "total": None, "depth": 50}
    return {"rules": json.dumps({**asked, **more}), "media_type": "application/json", "charset": None}


def content(path: Path) -> bytes:
    if not path.is_file():
        pytest.skip(f"{path.name} of ../shared/data is missing")
    body = path.read_bytes()
    return gzip.decompress(body) if path.suffix == ".gz" else body


@pytest.mark.parametrize("name", READ)
def test_a_table_that_breaks_readers_is_read(name: str) -> None:
    (key, *others), expected = READ[name]
    rows, end = read(content(TORTURE / name), rules([key], others, encoding=ENCODINGS.get(name)))
    unfit = sum(not row["fits"] for row in rows)
    nameless = sum(row["fits"] and row["native_id"] is None for row in rows)
    told = {**end["problems"], "row-width": unfit, "without-key": nameless}
    assert len(rows) - unfit - nameless == expected and end["missing"] == []
    assert {code: count for code, count in told.items() if count} == TOLD.get(name, {})


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_table_is_refused_with_its_reason(name: str) -> None:
    error = broken(content(TORTURE / name), rules(["id"], []))
    assert isinstance(error, StructureBroken) and error.code == REFUSED[name]


def test_no_table_was_left_out() -> None:
    if not TORTURE.is_dir():
        pytest.skip("tables-torture of ../shared/data is missing")
    files = {str(path.relative_to(TORTURE)) for path in TORTURE.rglob("*") if path.is_file()}
    assert {name for name in files if not name.endswith(".md")} == {*READ, *REFUSED}


@pytest.mark.parametrize(
    ("name", "records", "columns"),
    [
        ("provinces", 31, ["name", "slug", "tel_prefix"]),
        ("counties", 482, ["name", "slug", "province_id"]),
        ("cities", 1_659, ["name", "slug", "province_id", "county_id"]),
        ("cities-filtered", 1_195, ["name", "slug", "province_id", "county_id"]),
    ],
)
def test_the_same_divisions_from_csv_xlsx_and_json_are_equal(name: str, records: int, columns: list[str]) -> None:
    found = [read(content(DIVISIONS / f"{name}.{ending}"), rules(["id"], columns)) for ending in ("csv", "xlsx")]
    one, other = ([(row["native_id"], row["fields"]) for row in rows] for rows, _ in found)
    assert one == other and len({key for key, _ in one}) == records
    assert [end["problems"] for _, end in found] == [{}, {}]
    from_json = [
        (row["native_id"], {key.replace("path:", "column:"): values for key, values in row["fields"].items()})
        for part in json_rows.read(content(DIVISIONS / f"{name}.json"), question(["id"], columns))
        for row in part.get("rows", ())
    ]
    assert from_json == one


def test_articles_of_many_lines_are_one_row_each() -> None:
    rows, end = read(content(LAWS / "madeh_df.csv.gz"), rules(["law_index", "madeh_index"], ["madeh_text"]))
    assert len(rows) == 4_252 and all(row["fits"] and row["native_id"] for row in rows)
    assert end["problems"] == {}


def test_names_by_year_keep_the_zeros_of_their_codes() -> None:
    rows, end = read(content(NAMES / "province_versions.csv"), rules(["ID"], ["۱۳۵۵", "1389"]))
    assert [row["native_id"] for row in rows][:3] == ["00", "01", "02"]
    assert end["missing"] == [] and all(row["fits"] for row in rows)


def test_every_list_of_counties_is_read() -> None:
    for path in [NAMES / f"{number:02}_counties_versions.csv" for number in range(20)]:
        rows, end = read(content(path), rules(["ID"], []))
        assert rows and all(row["fits"] and row["native_id"].startswith(path.name[:2]) for row in rows), path.name
        assert end["problems"] == {}
