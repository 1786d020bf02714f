from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from harvesters.errors import StructureBroken
from harvesters.issues import Issue
from harvesters.keeping import ForNobody
from harvesters.protocols import Found, RawRecord, files
from harvesters.replay import FolderFetcher
from tests.harvesters.making import a_source, now

TEXT = """\
format: 1
id: acts
name: متن‌ها
agency: shora
kind: decision
protocol: files
folder: laws
match: '\\.txt$'
read: text
detail: {must_contain: شماره}
fields:
  title: {path: lines.1}
  text: {path: text, match: 'شماره \\d+ (.+)$'}
  number: {name: '^(\\d+)-'}
"""


def read(folder: Path, contents: dict[str, bytes]) -> list[Found]:
    (folder / "laws").mkdir(exist_ok=True)
    for name, body in contents.items():
        (folder / "laws" / name).write_bytes(body)
    return list(files.read(a_source(folder, TEXT), FolderFetcher(folder, ForNobody(), now(), 1000)))


def test_each_file_is_a_record_with_its_lines_its_text_and_its_name(tmp_path: Path) -> None:
    text = "سرآغاز\r\n\r\n  عنوان ۱ \r\nشماره ۱۲\r\nمتن"
    (raw,) = read(tmp_path, {"12-act.txt": text.encode(), "readme.md": b"x"})
    assert isinstance(raw, RawRecord)
    assert (raw.native_id, raw.address, raw.place) == ("12-act", "folder:laws/12-act.txt", "laws/12-act.txt")
    assert raw.fields == {"path:lines.1": ["عنوان ۱"], "path:text": [text], "name:^(\\d+)-": ["12"]}


def test_files_that_cannot_be_read_are_issues_and_the_others_are_read(tmp_path: Path) -> None:
    contents = {"a.txt": b"", "b.txt": "شماره ۱".encode(), "c.txt": "ورود".encode(), "d.txt": b"x" * 2000}
    found = read(tmp_path, contents)
    assert [raw.native_id for raw in found if isinstance(raw, RawRecord)] == ["b"]
    issues = [(issue.code, issue.native_id, issue.refuses) for issue in found if isinstance(issue, Issue)]
    assert issues == [("cut-short", "a", True), ("must-contain-missing", "c", True), ("too-large", "d", True)]


def test_a_folder_without_files_breaks_the_job(tmp_path: Path) -> None:
    with pytest.raises(StructureBroken, match="laws"):
        read(tmp_path, {"readme.md": b"x"})


def test_a_file_whose_name_is_no_utf8_is_an_issue_with_an_escaped_place(tmp_path: Path) -> None:
    (tmp_path / "laws").mkdir()
    (tmp_path / "laws" / os.fsdecode(b"bad-\xff.txt")).write_bytes("شماره ۱".encode())
    found = list(read(tmp_path, {"good.txt": "شماره ۲".encode()}))
    (issue,) = [issue for issue in found if isinstance(issue, Issue)]
    assert (issue.code, issue.place, issue.refuses) == ("bad-file-name", "'laws/bad-\\udcff.txt'", True)
    assert [raw.native_id for raw in found if isinstance(raw, RawRecord)] == ["good"]


# ---------- many records, subfolders, other forms ----------

ROWS = """\
format: 1
id: acts
name: ماده‌ها
agency: shora
kind: decision
protocol: files
folder: laws
match: '\\.json'
read: json
list: {rows: articles, native_id: {path: id}}
fields:
  title: {path: heading}
  number: {name: '(\\d+)'}
"""
PAGES = """\
format: 1
id: acts
name: صفحه‌ها
agency: shora
kind: decision
protocol: files
folder: laws
read: html
detail: {must_contain: شماره, drop: [.share]}
fields:
  title: {css: h1}
  number: {label: شماره}
  text: {css: div, type: block}
"""


def read_as(root: Path, text: str, contents: dict[str, str | bytes]) -> list[Found]:
    for name, body in contents.items():
        path = root / "laws" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body if isinstance(body, bytes) else body.encode())
    fetcher = FolderFetcher(root, ForNobody(), now(), 100_000)
    with fetcher.sandbox:
        return list(files.read(a_source(root, text), fetcher))


def raws(found: list[Found]) -> list[RawRecord]:
    return [raw for raw in found if isinstance(raw, RawRecord)]


def told(found: list[Found]) -> list[tuple[str, str | None, str | None]]:
    return [(issue.code, issue.native_id, issue.place) for issue in found if isinstance(issue, Issue)]


def articles(*ids: object) -> str:
    return json.dumps({"articles": [{"id": one, "heading": f"ماده {one}"} for one in ids]})


def test_a_file_may_hold_many_records_each_with_its_key_and_what_the_name_says(tmp_path: Path) -> None:
    found = read_as(tmp_path, ROWS, {"12.json": articles(1, 2), "13.json": articles(3)})
    assert [(raw.native_id, raw.place, raw.address) for raw in raws(found)] == [
        ("1", "laws/12.json, row 1", "folder:laws/12.json"),
        ("2", "laws/12.json, row 2", "folder:laws/12.json"),
        ("3", "laws/13.json, row 1", "folder:laws/13.json"),
    ]
    assert raws(found)[2].fields == {"path:heading": ["ماده 3"], "name:(\\d+)": ["13"]}


def test_one_record_in_two_files_stands_where_it_was_first(tmp_path: Path) -> None:
    found = read_as(tmp_path, ROWS, {"12.json": articles(1, 2), "13.json": articles(2, 3)})
    assert [raw.native_id for raw in raws(found)] == ["1", "2", "3"]
    assert told(found) == [("duplicate-id", "2", "laws/13.json, row 1")]


def test_a_broken_file_of_many_records_makes_the_job_partial_and_the_others_are_read(tmp_path: Path) -> None:
    found = read_as(tmp_path, ROWS, {"12.json": articles(1, 2)[:-20], "13.json": articles(3)})
    assert [raw.native_id for raw in raws(found)] == ["1", "3"]
    assert told(found) == [("page-unreadable", None, "laws/12.json")]


def test_lines_are_read_one_by_one(tmp_path: Path) -> None:
    text = ROWS.replace("read: json", "read: jsonl").replace("rows: articles, ", "")
    found = read_as(tmp_path, text, {"1.jsonl": '{"id":1,"heading":"a"}\n{broken}\n{"id":3,"heading":"c"}\n'})
    assert [raw.native_id for raw in raws(found)] == ["1", "3"]
    assert told(found) == [("line-unreadable", None, "laws/1.jsonl, line 2")]


def test_without_a_key_a_file_is_one_record_named_by_its_path(tmp_path: Path) -> None:
    text = ROWS.replace("list: {rows: articles, native_id: {path: id}}\n", "")
    found = read_as(tmp_path, text, {"a.json": '{"heading":"x"}', "in/a.json": '{"heading":"y"}', "b.json": "[1,2]"})
    assert [raw.native_id for raw in raws(found)] == ["a", "b", "in/a"]
    assert told(found) == [("duplicate-id", "b", "laws/b.json, row 2")]


def test_pages_are_read_as_those_of_a_listing(tmp_path: Path) -> None:
    page = "<html><meta charset=windows-1256><h1>عنوان</h1><p>شماره: ۱۲</p><div>متن<b class=share>x</b></div></html>"
    found = read_as(
        tmp_path, PAGES, {"a.html": page.encode("utf-8"), "b.html": "<h1>ورود</h1>", "c.html": "<html><h1>"}
    )
    (raw,) = raws(found)
    assert raw.fields == {"css:h1": ["عنوان"], "css:div": ["متن"], "label:شماره": ["۱۲"]}
    assert told(found) == [
        ("charset-mismatch", None, "folder:laws/a.html"),
        ("must-contain-missing", "b", "laws/b.html"),
        ("page-cut", "c", "laws/c.html"),
    ]


def test_subfolders_are_read_to_the_third_and_a_deeper_one_is_told(tmp_path: Path) -> None:
    contents: dict[str, str | bytes] = {f"{folder}x.txt": "شماره ۱\nعنوان" for folder in ("", "a/", "a/b/", "a/b/c/")}
    found = read_as(tmp_path, TEXT, {**contents, "a/b/c/d/x.txt": "شماره", ".git/x.txt": "شماره"})
    assert [raw.native_id for raw in raws(found)] == ["a/b/c/x", "a/b/x", "a/x", "x"]
    assert told(found) == [("folder-too-deep", None, "'laws/a/b/c/d'")]


def test_links_are_never_followed(tmp_path: Path) -> None:
    (tmp_path / "laws").mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "x.txt").write_text("شماره")
    (tmp_path / "laws" / "in").symlink_to(tmp_path / "outside")
    (tmp_path / "laws" / "up").symlink_to("/etc")
    (tmp_path / "laws" / "y.txt").symlink_to("/etc/hostname")
    found = read_as(tmp_path, TEXT, {"a.txt": "شماره ۱\nعنوان"})
    assert [raw.native_id for raw in raws(found)] == ["a"]


@pytest.mark.parametrize("name", ["a[1]", "[draft]", "صورت‌جلسهٔ ۱۲", "Протокол", "0", "null", "a.b"])
def test_any_name_that_is_text_is_a_key(tmp_path: Path, name: str) -> None:
    (raw,) = raws(read_as(tmp_path, TEXT, {f"{name}.txt": "شماره ۱\nعنوان"}))
    assert raw.native_id == name


def test_tables_and_xml_are_read_by_their_own_readers(tmp_path: Path) -> None:
    text = ROWS.replace("json", "csv").replace("read: csv", "read: table").replace("rows: articles, ", "")
    text = text.replace("{path: id}", "{column: کد}").replace("{path: heading}", "{column: عنوان}")
    found = read_as(tmp_path, text, {"12.csv": "کد,عنوان\n1,الف\n2,ب\n", "13.csv": "کد,عنوان\n3,ج\n"})
    assert [(raw.native_id, raw.fields["name:(\\d+)"]) for raw in raws(found)] == [
        ("1", ["12"]),
        ("2", ["12"]),
        ("3", ["13"]),
    ]
    text = ROWS.replace("json", "xml").replace("rows: articles", "rows: article")
    found = read_as(tmp_path, text, {"1.xml": "<laws><article><id>7</id><heading>ماده</heading></article></laws>"})
    assert [raw.native_id for raw in raws(found)] == ["7"]


def test_an_error_in_the_place_of_rows_of_xml_makes_the_job_partial(tmp_path: Path) -> None:
    text = ROWS.replace("json", "xml").replace("rows: articles", "rows: article")
    good = "<law><article><id>1</id><heading>ماده ۱</heading></article></law>"
    bad = "<ServiceExceptionReport><ServiceException>no</ServiceException></ServiceExceptionReport>"
    found = read_as(tmp_path, text, {"12.xml": good, "13.xml": bad})
    assert [raw.native_id for raw in raws(found)] == ["1"]
    assert [(issue.code, issue.facts["why"]) for issue in found if isinstance(issue, Issue)] == [
        ("page-unreadable", "rows-missing")
    ]
