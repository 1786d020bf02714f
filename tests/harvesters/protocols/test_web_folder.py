"""A folder on the web: its listings, and the files that they lead to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from harvesters.errors import HarvestError
from harvesters.issues import Issue
from harvesters.keeping import ForNobody
from harvesters.protocols import Found, RawRecord, files
from harvesters.replay import RecordedFetcher
from tests.harvesters.making import a_source, headers

AT = "https://docs.example/minutes/"
TEXT = f"""\
format: 1
id: acts
name: صورت‌جلسه‌ها
agency: shora
kind: decision
protocol: files
url: {AT}
match: '\\.txt$'
read: text
fields:
  title: {{path: lines.0}}
"""
Answers = Mapping[str, tuple[str, str] | int]
PLAIN = "text/plain; charset=utf-8"


def listing(*names: str) -> str:
    """A listing of these names."""
    links = "".join(f'<a href="{name}">{name}</a>\n' for name in ("../", *names))
    return f"<html><head><title>Index of /minutes/</title></head><body><pre>{links}</pre></body></html>"


def read(folder: Path, answers: Answers, text: str = TEXT) -> list[Found]:
    """What stands in (media type, body) or a status of these addresses below the folder."""
    recorded = folder / "recorded"
    recorded.mkdir()
    lines = []
    for number, (path, said) in enumerate(answers.items()):
        exchange: dict[str, object] = {"method": "GET", "address": f"{AT}{path}", "status": 200, "headers": headers()}
        if isinstance(said, int):
            exchange["status"] = said
        else:
            exchange |= {"headers": headers(said[0]), "file": f"{number}"}
            (recorded / f"{number}").write_text(said[1], encoding="utf-8")
        lines.append(json.dumps(exchange))
    (recorded / "index.jsonl").write_text("\n".join(lines), encoding="utf-8")
    fetcher = RecordedFetcher(recorded, ForNobody(), 2**20)
    with fetcher.sandbox:
        return list(files.read(a_source(folder, text), fetcher))


def ids(found: list[Found]) -> list[str]:
    return [raw.native_id for raw in found if isinstance(raw, RawRecord)]


def told(found: list[Found]) -> list[tuple[str, str | None, bool]]:
    return [(issue.code, issue.place, issue.refuses) for issue in found if isinstance(issue, Issue)]


def page(*names: str) -> tuple[str, str]:
    return "text/html", listing(*names)


def test_files_and_those_in_folders_below_are_records_with_their_addresses(tmp_path: Path) -> None:
    answers = {
        "": page("b%20c.txt", "1402/", "photo.jpg"),
        "1402/": page("a.txt"),
        "b%20c.txt": (PLAIN, "عنوان یک"),
        "1402/a.txt": (PLAIN, "عنوان دو"),
    }
    found = read(tmp_path, answers)
    assert (ids(found), told(found)) == (["b c", "1402/a"], [])
    first = found[0]
    assert isinstance(first, RawRecord)
    assert (first.address, first.place, first.fields) == (
        f"{AT}b%20c.txt",
        "b c.txt",
        {"path:lines.0": ["عنوان یک"]},
    )


def test_a_file_that_cannot_be_fetched_is_its_own_issue(tmp_path: Path) -> None:
    answers: Answers = {
        "": page("a.txt", "b.txt", "c.txt"),
        "a.txt": 500,
        "b.txt": page("x"),
        "c.txt": (PLAIN, "عنوان"),
    }
    found = read(tmp_path, answers)
    assert ids(found) == ["c"]
    assert told(found) == [("bad-status", "a.txt", True), ("wrong-media-type", "b.txt", True)]


def test_a_folder_below_that_cannot_be_listed_makes_the_job_partial(tmp_path: Path) -> None:
    answers: Answers = {
        "": page("a.txt", "x/", "y/", "z/"),
        "a.txt": (PLAIN, "عنوان"),
        "x/": 403,
        "y/": ("text/html", "<h1>ورود</h1><form><input type=password></form>"),
        "z/": page(),
    }
    found = read(tmp_path, answers)
    assert ids(found) == ["a"]
    assert told(found) == [("page-unreadable", "x/", False), ("page-unreadable", "y/", False)]


def test_a_folder_four_levels_down_is_told(tmp_path: Path) -> None:
    answers = {path: page(f"{name}/") for path, name in (("", "1"), ("1/", "2"), ("1/2/", "3"), ("1/2/3/", "4"))}
    found = read(tmp_path, {**answers, "1/2/3/": page("a.txt", "4/"), "1/2/3/a.txt": (PLAIN, "عنوان")})
    assert (ids(found), told(found)) == (["1/2/3/a"], [("folder-too-deep", "'1/2/3/4/'", False)])


def test_folders_that_lead_to_each_other_are_listed_once(tmp_path: Path) -> None:
    answers = {"": page("x/", "a.txt"), "x/": page(AT, f"{AT}x/", f"{AT}a.txt"), "a.txt": (PLAIN, "عنوان")}
    assert ids(read(tmp_path, answers)) == ["a"]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (page(), "folder-empty"),
        (page("a.pdf"), "folder-empty"),
        (("text/html", "<h1>ورود</h1><form><input type=password></form>"), "must-contain-missing"),
        (("text/html", "<h1>خطا</h1>"), "must-contain-missing"),
        (("application/json", "[]"), "wrong-media-type"),
        (404, "bad-status"),
    ],
)
def test_what_is_no_listing_breaks_the_job(tmp_path: Path, answer: tuple[str, str] | int, code: str) -> None:
    with pytest.raises(HarvestError) as caught:
        read(tmp_path, {"": answer})
    assert caught.value.code == code


def test_rows_of_a_file_of_a_web_folder_are_records(tmp_path: Path) -> None:
    text = TEXT.replace("read: text", "read: json\nlist: {rows: a, native_id: {path: id}}").replace(".txt$", ".json$")
    answers = {"": page("x.json"), "x.json": ("application/json", '{"a":[{"id":1},{"id":2}]}')}
    assert ids(read(tmp_path, answers, text.replace("lines.0", "t"))) == ["1", "2"]
