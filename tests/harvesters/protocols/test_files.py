from __future__ import annotations

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
