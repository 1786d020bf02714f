from __future__ import annotations

from typing import Any

import pytest

from tests.harvesters.making import html
from tests.harvesters.tables import a_workbook, a_zip, an_ods, broken, read, rules, sheet_rows

HEAD = "کد,عنوان,مبلغ\n"


def cells(body: bytes | str, *names: str, **own: Any) -> list[list[str]]:
    """The texts of these columns, row by row."""
    rows, _ = read(body, rules(columns=names or ("عنوان",), **own))
    return [[row["fields"][f"column:{name}"][0] for name in names or ("عنوان",)] for row in rows]


def test_a_row_has_its_key_its_columns_and_what_nobody_asked_for() -> None:
    rows, end = read(HEAD + "0000000005,راه,۱۲\n", rules())
    assert rows == [
        {
            "native_id": "0000000005",
            "link": None,
            "fields": {"column:عنوان": ["راه"], "column:مبلغ": ["۱۲"]},
            "excerpt": "",
            "slow": None,
            "deleted": False,
            "fits": True,
            "place": "row 2",
        }
    ]
    assert end == {"charset": "utf-8", "problems": {}, "total": None, "next": None, "missing": []}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "،", "؛"])
def test_the_delimiter_is_the_one_that_gives_the_headings(delimiter: str) -> None:
    body = f"کد{delimiter}عنوان{delimiter}مبلغ\n1{delimiter}راه,؛ پل;{delimiter}۵\n"
    if delimiter in ",;؛":
        body = body.replace("راه,؛ پل;", "راه")
    assert len(cells(body)) == 1


def test_excel_may_name_the_delimiter() -> None:
    assert cells("sep=;\nکد;عنوان\n1;راه\n") == [["راه"]]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "windows-1256"])
def test_a_table_comes_in_any_encoding(encoding: str) -> None:
    assert cells("کد,عنوان\n1,پرداخت به شهرداری\n2,راه\n".replace("ی", "ي").encode(encoding)) == [
        ["پرداخت به شهرداري"],
        ["راه"],
    ]


def test_headings_stand_below_a_preamble_and_are_compared_folded() -> None:
    body = "بودجهٔ شهر نمونه\n\nمبالغ به میلیون ریال,,\nكد :,عنوان,مبلغ\n1,راه,2\n"
    rows, _ = read(body, rules(columns=["عنوان", "مبلغ"]))
    assert [(row["native_id"], row["place"]) for row in rows] == [("1", "row 5")]


def test_two_rows_of_headings_are_joined_where_that_says_more() -> None:
    body = "کد,عنوان,اعتبار,,شرح\n,,مصوب,عملکرد,\n1,راه,5,6,نو\n"
    assert cells(body, "اعتبار مصوب", "اعتبار عملکرد", "شرح") == [["5", "6", "نو"]]


def test_header_row_is_the_number_that_a_person_sees() -> None:
    body = "کد,عنوان\nx,y\nکد,عنوان,مبلغ\n1,راه,2\n"
    assert [row["place"] for row in read(body, rules(header_row=3))[0]] == ["row 4"]
    assert [row["native_id"] for row in read(body.replace(",مبلغ", "").replace(",2", ""), rules())[0]] == ["x", "1"]


def test_totals_blank_rows_and_repeated_headings_are_no_records() -> None:
    body = HEAD + "1,راه,2\n,,\nجمع:,,2\n" + HEAD + ",جمع كل,4\n2,جمع‌آوری پسماند,1\n"
    rows, _ = read(body, rules(skip_rows=["جمع", "جمع کل"]))
    assert [row["native_id"] for row in rows] == ["1", "2"]


def test_both_rows_of_joined_headings_may_be_repeated() -> None:
    head = "کد,عنوان,اعتبار,\n,,مصوب,عملکرد\n"
    assert cells(head + "1,راه,5,6\n" + head + "2,پل,7,8\n\n", "اعتبار عملکرد") == [["6"], ["8"]]


def test_headings_again_in_another_order_end_the_reading() -> None:
    body = HEAD + "1,راه,2\n" + HEAD + "2,پل,3\nکد,مبلغ,عنوان\n3,4,پارک\n"
    error = broken(body, rules())
    assert error and (error.code, error.facts) == ("headings-moved", {"row": 5})
    assert broken(HEAD + "1,مبلغ,عنوان\nکد,,\n", rules()) is None


def test_a_ragged_row_is_told_and_never_shifted() -> None:
    rows, _ = read(HEAD + "1,راه\n2,پل,3,4\n3,پارک,5\n4,بوستان,6,\n", rules())
    assert [(row["native_id"], row["fits"], row["place"]) for row in rows] == [
        (None, False, "row 2"),
        (None, False, "row 3"),
        ("3", True, "row 4"),
        ("4", True, "row 5"),
    ]
    assert rows[1]["fields"] == {} and rows[1]["excerpt"] == "2 | پل | 3 | 4"


def test_cells_of_many_lines_are_one_cell_and_rows_are_counted_by_lines() -> None:
    rows, _ = read(HEAD + '1,"خط یک\r\nخط ""دو""",3\r\n2,راه,4\r\n', rules())
    assert rows[0]["fields"]["column:عنوان"] == ['خط یک\nخط "دو"']
    assert [row["place"] for row in rows] == ["row 2", "row 4"]


def test_a_stray_quote_costs_its_own_row_only() -> None:
    body = HEAD + '1,"راه,2\n2,پل,3\n3,"پارک",4\n4,"باز,5\n5,آخر,6\n'
    rows, end = read(body, rules())
    assert [row["native_id"] for row in rows] == [None, "2", "3", None, "5"]
    assert end["problems"] == {"quotes-broken": 2}


def test_a_quote_that_another_row_closes_costs_its_own_row_only() -> None:
    head = "کد,عنوان,تاریخ,مبلغ\n"
    body = head + '2,"ج ""د""",1402/05/02,"2,0"\n3,"شکسته,1402/05/03,3000\n4,چهار,1402/05/04,4\n'
    body += '5,پنج",1402/05/05,5\n6,a,b,c\n'
    rows, end = read(body, rules(columns=["تاریخ"]))
    assert [row["native_id"] for row in rows] == ["2", None, "4", "5", "6"]
    assert rows[3]["fields"]["column:تاریخ"] == ["1402/05/05"]
    assert end["problems"] == {"quotes-broken": 1}


@pytest.mark.parametrize("text", ["خط یک\nخط دو", "a\nb, c, d", "1,2,3\n4,5,6", "سال 1402\nب, پ, ت 5", "x, y\nz"])
def test_lines_of_a_cell_that_are_no_rows_stay_in_it(text: str) -> None:
    for row in (f'1,راه,"{text}"', f'1,"{text}",5', f'"{text}",2,3'):
        assert read(HEAD + row + "\n", rules())[1]["problems"] == {}


def test_what_a_spreadsheet_broke_is_told() -> None:
    body = HEAD + '1.23457E+15,#REF!,="0005"\n2,پل,1E+05\n'
    rows, end = read(body, rules(columns=["عنوان", "مبلغ"]))
    assert rows[0]["native_id"] == "1.23457E+15"
    assert rows[0]["fields"] == {"column:عنوان": [""], "column:مبلغ": ["0005"]}
    assert end["problems"] == {"cell-error": 1, "number-shortened": 1}


def test_headings_may_be_doubled_empty_or_years() -> None:
    rows, end = read("کد,1375,1402,,1402\n1,a,b,d,c\n", rules(columns=["۱۳۷۵"], ignore=["1402"]))
    assert rows[0]["fields"] == {"column:۱۳۷۵": ["a"], "column:1402 (2)": ["c"], "column:(4)": ["d"]}
    assert end["problems"] == {"heading-doubled": 1}


def test_a_cell_below_an_empty_heading_at_the_end_of_a_text_fits_no_row() -> None:
    rows, _ = read("کد,عنوان,مبلغ,\n1,راه,1,000\n2,پل,2,\n3,ب,پ,5\n", rules(columns=["عنوان", "مبلغ"]))
    assert [(row["native_id"], row["fits"]) for row in rows] == [(None, False), ("2", True), (None, False)]
    sheet = a_workbook({"S": sheet_rows(["کد", "عنوان", ""], ["1", "راه", "5"])})
    assert read(sheet, rules())[0][0]["fits"]


@pytest.mark.parametrize(
    ("row", "told"), [("1,راه,1,000", 1), ("1,راه,۱۲,۵۰۰", 1), ("1,راه,1000,000", 0), ("1,راه,1,", 0)]
)
@pytest.mark.parametrize("ignored", [[], ["یادداشت"]])
def test_a_number_that_a_comma_may_have_split_is_told(row: str, told: int, ignored: list[str]) -> None:
    asked = rules(columns=["عنوان", "مبلغ"], ignore=ignored)
    for body in (f"کد,عنوان,مبلغ,یادداشت\n{row}\n", f"کد,عنوان,مبلغ,یادداشت\n{row}\n".replace(",", "،")):
        assert read(body, asked)[1]["problems"] == ({"number-split": 1} if told else {})
    assert read(f"کد;عنوان;مبلغ;یادداشت\n{row}\n".replace(",", ";"), asked)[1]["problems"] == {}


def test_a_row_of_many_small_numbers_is_nothing_to_tell() -> None:
    assert read("کد,1400,1401,1402\n1,208,173,163\n", rules(columns=["1400"]))[1]["problems"] == {}


def test_a_column_that_is_not_there_is_missing() -> None:
    assert read("کد,عنوان\n1,راه\n", rules(columns=["عنوان", "مبلغ"]))[1]["missing"] == ["column:مبلغ"]


def test_a_key_of_several_columns_is_their_hash() -> None:
    body = "شهر,سال,عدد\nالف,1,5\nالف,2,5\nالف,1,6\n,,7\n"
    keys = [row["native_id"] for row in read(body, rules(["شهر", "سال"], ["عدد"]))[0]]
    assert keys[0] == keys[2] != keys[1] and keys[3] is None and len(keys[0]) == 32


def test_a_row_can_link_to_a_page() -> None:
    rows, _ = read("کد,عنوان,پیوند\n1,راه,/a/1\n2,پل,\n", rules(link="پیوند"))
    assert [row["link"] for row in rows] == ["/a/1", None]
    assert rows[0]["fields"] == {"column:عنوان": ["راه"]}


def test_a_table_of_one_column_is_read() -> None:
    assert [row["native_id"] for row in read("کد\nالف، ب\nپ\n", rules(columns=[]))[0]] == ["الف، ب", "پ"]


def test_a_row_without_a_new_key_shows_an_excerpt() -> None:
    rows, _ = read(HEAD + "1,راه,2\n1,پل,3\n,پارک,4\n", rules())
    assert [row["excerpt"] for row in rows] == ["", "1 | پل | 3", "پارک | 4"]


# ---------- workbooks ----------


def test_cells_of_a_workbook_are_text_as_a_person_sees_it() -> None:
    values = ["2.0", 2.0, (0.52, 2), (5, 3), (45000, 1), (45000.25, 4), (1.5, 5), 0.1 + 0.2, 1e15, 64e15, "a\r\nb"]
    shown = ["2.0", "2", "52%", "0000000005", "2023-03-15", "2023-03-15T06:00:00", "36:00:00", "0.3"]
    shown += ["1000000000000000", "64000000000000000", "a\nb"]
    names = [f"ن{n}" for n in range(len(values))]
    body = a_workbook({"S": sheet_rows(["کد", *names], ["1", *values])})
    rows, end = read(body, rules(columns=names))
    assert [row["fields"][f"column:{name}"][0] for row in rows for name in names] == shown
    assert end["problems"] == {"number-shortened": 2} and end["charset"] is None


def test_a_number_that_lost_digits_gives_no_value() -> None:
    rows: list[list[object]] = [
        ["1", 123456789012345678],
        ["2", 1234567890123456],
        ["3", 36_500_000_000_000_000],
        ["4", 5],
        [12345678901234567, 6],
    ]
    found, end = read(a_workbook({"S": sheet_rows(["کد", "عنوان"], *rows)}), rules())
    assert [row["fields"]["column:عنوان"] for row in found] == [[""], [""], ["36500000000000000"], ["5"], ["6"]]
    assert found[-1]["native_id"] is None and end["problems"] == {"number-shortened": 4}


@pytest.mark.parametrize(
    ("form", "value", "shown"),
    [
        ('#,##0" تومان"', 5000, "5000 تومان"),
        ('0" میلیون ریال"', -5, "-5 میلیون ریال"),
        ("#,##0\\ [$ریال-429]", 5, "5 ریال"),
        ("[$ریال-429]\\ #,##0", 5, "ریال 5"),
        ("[$€-2] #,##0.00", 2.5, "€ 2.5"),
        ('#,##0,," میلیون ریال"', 5_500_000, "5.5 میلیون ریال"),
        ("#,##0,", 5000, "5"),
        ('0" طلب";0" بدهی";"ندارد"', -5, "-5 بدهی"),
        ('0" طلب";0" بدهی";"ندارد"', 0, "ندارد"),
        ('[>=1000]0," هزار";0" ریال"', 2000, "2 هزار"),
        ('[>=1000]0," هزار";0" ریال"', 20, "20 ریال"),
        ('General" متر"', 2.5, "2.5 متر"),
        ('"PRJ-"0000', 5, "PRJ-0005"),
        ('0"%"', 5, "5%"),
        ('0.0%" رشد"', 0.05, "5% رشد"),
        ('#,##0_);(#,##0);"-"', 0, "0"),
        ('0000"/"00"/"00', 14020501, "14020501"),
        ("[$-3000401]0", 5, "5"),
        ("0.00E+00", 50, "50"),
        ('#,##0" تومان"', "5000", "5000"),
    ],
)
def test_what_a_format_prints_next_to_a_number_counts(form: str, value: object, shown: str) -> None:
    cell_ = value if isinstance(value, str) else (value, 6)
    assert cells(a_workbook({"S": sheet_rows(["کد", "عنوان"], ["1", cell_])}, formats=[form])) == [[shown]]


def test_errors_and_truths_of_a_workbook() -> None:
    error, true = '<c r="B2" t="e"><v>#DIV/0!</v></c>', '<c r="C2" t="b"><v>1</v></c>'
    rows, end = read(
        a_workbook({"S": sheet_rows(["کد", "عنوان", "ج"], ["1", error, true])}), rules(columns=["عنوان", "ج"])
    )
    assert rows[0]["fields"] == {"column:عنوان": [""], "column:ج": ["TRUE"]}
    assert end["problems"] == {"cell-error": 1}


@pytest.mark.parametrize(
    ("inner", "told"),
    [
        ("<f>A2*2</f>", 1),
        ("<f>A2*2</f><v/>", 1),
        ("<f>A2*2</f><v></v>", 1),
        ('<f t="shared" si="0"/>', 1),
        ("<f>A2*2</f><v>8</v>", 0),
    ],
)
def test_a_formula_without_its_value_is_an_error(inner: str, told: int) -> None:
    rows = sheet_rows(["کد", "عنوان"], ["1", f'<c r="B2">{inner}</c>'], ["2", "راه"])
    found, end = read(a_workbook({"S": rows}), rules())
    assert found[0]["fields"] == {"column:عنوان": ["" if told else "8"]}
    assert end["problems"] == ({"cell-error": 1} if told else {})


def test_a_formula_may_give_an_empty_text() -> None:
    rows = sheet_rows(["کد", "عنوان"], ["1", '<c r="B2" t="str"><f>""</f><v></v></c>'], ["2", "راه"])
    assert read(a_workbook({"S": rows}), rules())[1]["problems"] == {}


def test_rows_of_a_sheet_have_its_numbers_and_merged_headings_join() -> None:
    rows = sheet_rows(
        ["بودجه"], [], ["کد", "عنوان", "اعتبار", None], [None, None, "مصوب", "عملکرد"], [7, "راه", 5, 6], first=3
    )
    merged = '<mergeCells><mergeCell ref="C5:D5"/></mergeCells>'
    found, _ = read(a_workbook({"S": rows}, more=merged), rules(columns=["عنوان", "اعتبار عملکرد"]))
    assert found[0]["place"] == "row 7" and found[0]["native_id"] == "7"
    assert found[0]["fields"] == {"column:عنوان": ["راه"], "column:اعتبار عملکرد": ["6"], "column:اعتبار مصوب": ["5"]}


def test_the_value_of_merged_cells_counts_in_the_first_only() -> None:
    body = a_workbook(
        {"S": sheet_rows(["کد", "عنوان"], ["1", "راه"], ["2", None])},
        more='<mergeCells><mergeCell ref="B2:B3"/></mergeCells>',
    )
    assert cells(body) == [["راه"], [""]]


def test_the_sheet_is_the_named_one_or_the_visible_one_with_the_headings() -> None:
    one, two = (sheet_rows(["کد", "عنوان"], [1, name]) for name in ("راه", "پل"))
    other = sheet_rows(["راهنما"])
    assert cells(a_workbook({"راهنما": other, "الف": one})) == [["راه"]]
    assert cells(a_workbook({"الف": one, "ب": two}, hidden=["الف"])) == [["پل"]]
    assert cells(a_workbook({"الف": one, "ب": two}, hidden=["الف"]), sheet="الف") == [["راه"]]
    missing = broken(a_workbook({"الف": one}), rules(sheet="ج"))
    assert missing and (missing.code, missing.facts) == ("sheet-missing", {"name": "ج", "names": "الف"})


def test_a_workbook_is_known_by_its_bytes_whatever_it_is_called() -> None:
    body = a_workbook({"S": sheet_rows(["کد", "عنوان"], [1, "راه"])})
    assert read(body, rules(), "text/csv")[0][0]["native_id"] == "1"
    page = html("<table><tr><td>کد<td>عنوان<tr><td>1<td>راه</table>")
    assert read(page, rules(), "application/vnd.ms-excel")[0][0]["native_id"] == "1"


def test_an_ods_is_read() -> None:
    text = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    number = '<table:table-cell office:value-type="float" office:value="7"><text:p>7</text:p></table:table-cell>'
    rows = f"<table:table-row>{text.format('کد')}{text.format('عنوان')}</table:table-row>"
    rows += f"<table:table-row>{number}{text.format('#REF!')}</table:table-row>"
    rows += '<table:table-row table:number-rows-repeated="1048574">'
    rows += '<table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
    found, end = read(an_ods(rows), rules())
    assert [(row["native_id"], row["fields"]) for row in found] == [("7", {"column:عنوان": [""]})]
    assert end["problems"] == {"cell-error": 1}


# ---------- tables of pages ----------


def test_of_the_tables_of_a_page_the_one_with_the_headings_counts() -> None:
    menu = "<table><tr><td>خانه<td>کد</table>"
    inner = "<table><tr><th>کد<th>عنوان<tr><td rowspan=2>1<td>راه<tr><td>پل</table>"
    rows, _ = read(html(f"<table><tr><td>{menu}</td><td>{inner}</td></tr></table>"), rules())
    assert [(row["native_id"], row["fields"]["column:عنوان"], row["place"]) for row in rows] == [
        ("1", ["راه"], "row 2"),
        ("1", ["پل"], "row 3"),
    ]


def test_spanning_headings_of_a_page_join() -> None:
    head = "<tr><th rowspan=2>کد<th rowspan=2>عنوان<th colspan=2>اعتبار<tr><th>مصوب<th>عملکرد"
    assert cells(html(f"<table>{head}<tr><td>1<td>راه<td>5<td>6</table>"), "اعتبار عملکرد") == [["6"]]


# ---------- what is refused ----------


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "table-empty"),
        (b" \n,,\n", "table-empty"),
        (b"a,b\n1,2\n", "headings-missing"),
        (b'[{"a": 1}]', "table-form-unknown"),
        (b'{"a": 1}\n{"a": 2}\n', "table-form-unknown"),
        (b"<?xml version='1.0'?><Workbook/>", "table-form-unknown"),
        (b"%PDF-1.7", "table-form-unknown"),
        (bytes(range(32)) * 100, "table-form-unknown"),
        (a_zip({"a.csv": "کد,عنوان\n1,راه\n"}), "table-form-unknown"),
        (a_zip({"inner.zip": a_zip({"a": b"x"})}), "table-form-unknown"),
        (a_zip({"xl/workbook.xml": b"<workbook"}), "table-unreadable"),
        (a_zip({"xl/workbook.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}), "xml-with-dtd"),
        (a_zip({"xl/workbook.xml": b"\0" * 2**21}), "zip-bomb"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "table-unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "table-locked"),
        (",".join(map(str, range(20_000))), "too-many-columns"),
        ("کد,عنوان\n1," + "x" * 2**21, "cell-too-long"),
        ("کد,عنوان\n" + "x\n" * 2_000, "rows-unfit"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(body: bytes | str, code: str) -> None:
    error = broken(body, rules())
    assert error and error.code == code


def test_cells_at_the_ends_of_a_sheet_are_refused_before_it_is_opened() -> None:
    rows = sheet_rows(["کد", "عنوان"]) + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    error = broken(a_workbook({"S": rows}), rules())
    assert error and error.code == "sheet-too-large"


def test_empty_cells_at_the_ends_of_a_sheet_cost_nothing() -> None:
    rows = sheet_rows(["کد", "عنوان"], [1, "راه"]) + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert cells(a_workbook({"S": rows})) == [["راه"]]


def test_rows_come_in_parts() -> None:
    from_table, _ = read(HEAD + "".join(f"{n},x,y\n" for n in range(1, 451)), rules())
    assert len(from_table) == 450
