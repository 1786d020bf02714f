"""JSON over HTTP: how it pages, and what is no answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from harvesters.errors import StructureBroken
from harvesters.issues import Issue
from harvesters.keeping import ForNobody
from harvesters.protocols import Found, RawRecord, json_rows
from harvesters.replay import RecordedFetcher
from tests.harvesters.making import a_source, act, headers

BASE = "https://api.example/acts"
TEXT = """\
format: 1
id: acts
name: مصوبات نمونه
agency: shora
kind: decision
protocol: json
url: https://api.example/acts
list:
  rows: items
  native_id: {path: id}
fields:
  title: {path: subject}
  number: {path: no}
ignore: [meta]
"""
ANSWER = "application/json; charset=utf-8"


def paged(style: str, query: str) -> str:
    """The source with an address and a way of paging."""
    return TEXT.replace("/acts\n", f"/acts{query}\n").replace("list:", f"paging: {style}\nlist:")


def answer(*keys: object, **around: object) -> str:
    """Rows with these keys."""
    return json.dumps({"items": [{"id": key, "subject": f"مصوبه {key}"} for key in keys], **around})


def read(folder: Path, answers: Mapping[str, str | bytes], text: str = TEXT, content_type: str = ANSWER) -> list[Found]:
    """What stands in answers that were recorded under these addresses; one that begins as a page does is one."""
    recorded = folder / "recorded"
    recorded.mkdir()
    lines = []
    for number, (address, body) in enumerate(answers.items()):
        is_page = body[:1] == "<" and "/page/" in address
        said = headers() if is_page else headers(content_type)
        exchange = {"method": "GET", "address": address, "status": 200, "headers": said, "file": f"{number}"}
        (recorded / f"{number}").write_bytes(body if isinstance(body, bytes) else body.encode())
        lines.append(json.dumps(exchange))
    (recorded / "index.jsonl").write_text("\n".join(lines), encoding="utf-8")
    fetcher = RecordedFetcher(recorded, ForNobody(), 2**20)
    with fetcher.sandbox:
        return list(json_rows.read(a_source(folder, text), fetcher))


def ids(found: list[Found]) -> list[str]:
    return [raw.native_id for raw in found if isinstance(raw, RawRecord)]


def codes(found: list[Found]) -> list[str]:
    return [issue.code for issue in found if isinstance(issue, Issue)]


def test_one_document_is_a_listing_and_only_its_rows_count(tmp_path: Path) -> None:
    found = read(tmp_path, {BASE: answer(1, 2, generated="2026-11-25T09:00:00Z")})
    assert (ids(found), codes(found)) == (["1", "2"], [])
    (first, _) = found
    assert isinstance(first, RawRecord)
    assert (first.fields, first.address, first.place) == ({"path:subject": ["مصوبه 1"]}, BASE, "row 1")


@pytest.mark.parametrize(
    ("paging", "query", "answers"),
    [
        (
            "{style: page, total: n}",
            "?p={page}",
            {"?p=1": answer(1, 2, n=3), "?p=2": answer(3, n=3), "?p=3": answer(n=3)},
        ),
        ("{style: offset, step: 2}", "?o={offset}", {"?o=0": answer(1, 2), "?o=2": answer(3), "?o=4": answer()}),
        (
            "{style: cursor, next: meta.next, total: meta.n}",
            "?c={cursor}",
            {
                "?c=": answer(1, 2, meta={"next": "a/b=", "n": "۳"}),
                "?c=a%2Fb%3D": answer(3, meta={"next": None, "n": 3}),
            },
        ),
        (
            "{style: next, next: 'links[0].href'}",
            "",
            {"": answer(1, 2, links=[{"href": "?x=2"}]), "?x=2": answer(3), "?x=3": answer()},
        ),
        (
            "{style: next, next: next}",
            "",
            {"": answer(1, 2, next="?x=2"), "?x=2": answer(3, next="?x=3"), "?x=3": answer()},
        ),
    ],
)
def test_it_goes_on_in_all_ways_and_ends(tmp_path: Path, paging: str, query: str, answers: Mapping[str, str]) -> None:
    found = read(tmp_path, {f"{BASE}{rest}": body for rest, body in answers.items()}, paged(paging, query))
    assert (ids(found), codes(found)) == (["1", "2", "3"], [])


def test_a_total_that_is_not_the_number_of_ids_is_told(tmp_path: Path) -> None:
    answers = {f"{BASE}?p=1": answer(1, 2, n=9), f"{BASE}?p=2": answer(n=9)}
    found = read(tmp_path, answers, paged("{style: page, total: n}", "?p={page}"))
    assert codes(found) == ["total-differs"]


def test_a_cursor_that_comes_back_is_a_loop(tmp_path: Path) -> None:
    one, two = answer(1, meta={"next": "b"}), answer(2, meta={"next": "a"})
    answers = {f"{BASE}?c=": one, f"{BASE}?c=b": two, f"{BASE}?c=a": answer(1, meta={"next": "b"})}
    found = read(tmp_path, answers, paged("{style: cursor, next: meta.next}", "?c={cursor}"))
    assert (ids(found), codes(found)) == (["1", "2"], ["paging-loops"])


def test_an_empty_page_that_leads_on_is_not_the_end(tmp_path: Path) -> None:
    answers = {f"{BASE}?c=": answer(1, meta={"next": "b"}), f"{BASE}?c=b": answer(meta={"next": "c"})}
    found = read(tmp_path, answers, paged("{style: cursor, next: meta.next}", "?c={cursor}"))
    assert (ids(found), codes(found)) == (["1"], ["page-unreadable"])


def test_an_error_in_the_place_of_a_later_page_is_not_the_end(tmp_path: Path) -> None:
    answers = {f"{BASE}?p=1": answer(1), f"{BASE}?p=2": '{"error":"rate limit"}'}
    found = read(tmp_path, answers, paged("{style: page}", "?p={page}"))
    (issue,) = [one for one in found if isinstance(one, Issue)]
    assert (issue.code, issue.facts["why"]) == ("page-unreadable", "rows-missing")


@pytest.mark.parametrize(
    ("body", "content_type", "code"),
    [
        ('{"error":"quota"}', ANSWER, "rows-missing"),
        ("<html><form>ورود</form></html>", ANSWER, "json-broken"),
        (answer(1), "text/html", "wrong-media-type"),
        (answer(), ANSWER, "listing-empty"),
        ('cb({"items":[{"id":1}]})', "", "json-broken"),
        ("[" * 100_000, ANSWER, "page-too-deep"),
    ],
)
def test_what_is_no_listing_breaks_the_job(tmp_path: Path, body: str, content_type: str, code: str) -> None:
    with pytest.raises(StructureBroken) as caught:
        read(tmp_path, {BASE: body}, content_type=content_type)
    assert caught.value.code == code
    assert caught.value.facts["url"] == BASE


def test_one_key_as_number_and_as_text_is_told_as_doubled(tmp_path: Path) -> None:
    found = read(tmp_path, {BASE: '{"items":[{"id":5,"subject":"a"},{"id":"5","subject":"b"}]}'})
    assert (ids(found), codes(found)) == (["5"], ["duplicate-id"])


@pytest.mark.parametrize(("address", "content_type"), [(BASE, "application/x-ndjson"), (f"{BASE}.jsonl", "text/plain")])
def test_lines_are_read_where_the_server_says_so(tmp_path: Path, address: str, content_type: str) -> None:
    body = '{"id":1,"subject":"a"}\n{"id":2,"subject":\n\n{"id":3,"subject":"c"}\n'
    text = TEXT.replace("  rows: items\n", "").replace(f"url: {BASE}\n", f"url: {address}\n")
    found = read(tmp_path, {address: body}, text, content_type)
    assert (ids(found), codes(found)) == (["1", "3"], ["line-unreadable"])
    (issue,) = [one for one in found if isinstance(one, Issue)]
    assert (issue.place, issue.excerpt, issue.refuses) == ("line 2", '{"id":2,"subject":', True)


def test_a_page_of_a_record_is_asked_for_by_the_link_of_its_row(tmp_path: Path) -> None:
    text = (
        TEXT.replace("native_id: {path: id}", "native_id: {path: id}\n  detail: {path: url}")
        .replace("fields:", "detail: {must_contain: شماره مصوبه}\nfields:")
        .replace("number: {path: no}", "number: {label: شماره مصوبه}")
        .replace("[meta]", "[meta, نوع, تاریخ تصویب]")
    )
    rows: list[Any] = [{"id": 1, "subject": "یک", "url": "/page/1"}, {"id": 2, "subject": "دو"}]
    answers = {BASE: json.dumps({"items": rows}), "https://api.example/page/1": act("1")}
    found = read(tmp_path, answers, text)
    assert codes(found) == ["detail-link-missing"]
    (raw,) = [one for one in found if isinstance(one, RawRecord)]
    assert raw.address == "https://api.example/page/1"
    assert raw.fields["label:شماره مصوبه"] == ["1/ش"]
