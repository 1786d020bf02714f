from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from harvesters.errors import StructureBroken
from harvesters.readers import STREAMS

Part = Mapping[str, Any]


def question(rows: str | None, media_type: str = "application/json", **more: Any) -> dict[str, Any]:
    """A question for records {id, t}."""
    rules = {
        "encoding": None,
        "language": None,
        "rows": rows,
        "native_id": [{"way": "path", "what": "id", "match": None}],
        "link": None,
        "next": None,
        "total": None,
        "places": [{"way": "path", "what": "t", "key": "path:t"}],
        "ignore": [],
        "own": {},
        "depth": 50,
        **more,
    }
    return {"rules": json.dumps(rules), "media_type": media_type, "charset": None}


def parts(body: str | bytes, rows: str | None = None, form: str = "json", **more: Any) -> tuple[list[Part], Part, str]:
    """(rows, end, code of what broke it)."""
    found: list[Part] = []
    end: Part = {}
    try:
        for part in STREAMS[form](body if isinstance(body, bytes) else body.encode(), question(rows, **more)):
            found += part.get("rows", ())
            end = part.get("end", end)
    except StructureBroken as broken:
        return found, end, broken.code
    return found, end, ""


def ids(body: str | bytes, rows: str | None = None, form: str = "json") -> list[str | None]:
    found, _, code = parts(body, rows, form)
    assert code == ""
    return [row["native_id"] for row in found]


@pytest.mark.parametrize(
    ("body", "rows", "expected"),
    [
        ('[{"id":1},{"id":2}]', None, ["1", "2"]),
        ('{"id":1,"t":"x"}', None, ["1"]),
        ('{"a":{"items":[{"id":1}]},"z":[{"id":9}]}', "a.items", ["1"]),
        ('{"a":[{"b":[{"id":1},{"id":2}]},{"b":{"id":3}}]}', "a[].b", ["1", "2", "3"]),
        ('{"a":[{"b":[{"id":1}]},{"b":[{"id":3}]}]}', "a[1].b", ["3"]),
        ('{"a":{"b":[{"id":1}]}}', "a[0].b", ["1"]),
        ('{"items":[[{"id":1}],[{"id":2}]]}', "items", ["1", "2"]),
        ('{"items":[null,{"id":2}]}', "items", [None, "2"]),
        ('{"items":[]}', "items", []),
        ('{"items":null}', "items", []),
        (' {"items" : [ {"id":1} , {"id":2} ] } \n', "items", ["1", "2"]),
    ],
)
def test_the_rows_stand_at_the_path_or_are_the_document(body: str, rows: str | None, expected: list[str]) -> None:
    assert ids(body, rows) == expected


def test_what_stands_around_the_rows_says_total_and_next() -> None:
    total, following = ({"way": "path", "what": what, "match": None} for what in ("m.n", "l[0].u"))
    body = '{"m":{"n":1200},"items":[{"id":1}],"l":[{"u":"/p2"},{"u":"/p9"}]}'
    _, end, _ = parts(body, "items", total=total, next=following)
    assert (end["total"], end["next"]) == ("1200", "/p2")


def test_numbers_stay_as_printed_and_what_is_no_number_is_nothing() -> None:
    digits = "9" * 5_000
    body = f'[{{"id":1,"t":[1.50,1e309,{digits},-0,NaN,Infinity,-Infinity,true]}}]'
    (row,), end, _ = parts(body)
    assert row["fields"]["path:t"] == ["1.50", "1e309", digits, "-0", "true"]
    assert end["problems"] == {"not-a-number": 3}


def test_of_a_doubled_key_the_last_counts_and_it_is_told() -> None:
    (row,), end, _ = parts('{"items":[{"id":1,"t":"a","t":"b"}],"x":1,"x":2}', "items")
    assert row["fields"]["path:t"] == ["b"]
    assert end["problems"] == {"doubled-key": 2}


def test_one_key_as_number_and_as_text_is_one_key() -> None:
    assert ids('[{"id":5},{"id":"5"}]') == ["5", "5"]


def test_what_no_text_may_hold_is_replaced_and_counted() -> None:
    body = r'[{"id":1,"t":"\ud800 \u0000 \uDFFF \uFFFE \ud83f\udffe \ud83d\ude00 \\u0000 \u0627"}]'
    (row,), end, _ = parts(body)
    assert row["fields"]["path:t"] == ["\ufffd \ufffd \ufffd \ufffd \ufffd \U0001f600 \\u0000 ا"]
    assert end["problems"] == {"bad-characters": 5}


def test_control_characters_in_a_text_do_not_break_the_document() -> None:
    (row,), _, code = parts('[{"id":1,"t":"a\tb\nc"}]')
    assert (row["fields"]["path:t"], code) == (["a\tb\nc"], "")


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1256"])
def test_all_charsets_of_the_ladder_are_read(charset: str) -> None:
    (row,), _, _ = parts('[{"id":1,"t":"گزارش سال هزار و چهارصد"}]'.encode(charset))
    assert "گزارش" in row["fields"]["path:t"][0]


@pytest.mark.parametrize(
    ("body", "whole", "code"),
    [
        ('[{"id":1},{"id":2},{"id":3,"t":"unf', 2, "page-cut"),
        ('[{"id":1},{"id":2},', 2, "page-cut"),
        ('[{"id":1},{"id":2}', 2, "page-cut"),
        ('[{"id":1},{"id":tru', 1, "page-cut"),
        ('[{"id":1},{"id":"\\u06', 1, "page-cut"),
        ('[{"id":1}] x', 1, "json-broken"),
        ('[{"id":1}]{"id":2}', 1, "json-broken"),
        ('[{"id":1},{id:2},{"id":3}]', 1, "json-broken"),
        ('callback([{"id":1}]);', 0, "json-broken"),
        ("<!doctype html><title>ورود</title>", 0, "json-broken"),
        ("[" * 100_000, 0, "page-too-deep"),
        ('{"a":' * 100_000, 0, "page-too-deep"),
        ('[{"id":1},' + "[" * 100_000 + "]" * 100_000 + "]", 1, "page-too-deep"),
    ],
)
def test_what_was_whole_is_given_before_the_document_breaks(body: str, whole: int, code: str) -> None:
    rows, end, said = parts(body)
    assert ([row["native_id"] for row in rows], end, said) == ([str(n + 1) for n in range(whole)], {}, code)


def test_an_error_told_with_status_200_is_no_empty_list() -> None:
    with pytest.raises(StructureBroken) as caught:
        list(STREAMS["json"](b'{"error":"quota","code":17}', question("result.items")))
    assert (caught.value.code, caught.value.facts) == ("rows-missing", {"given": "code, error"})


def test_a_row_that_is_too_deep_is_one_row() -> None:
    deep = "[" * 60 + "]" * 60
    rows, _, code = parts(f'[{{"id":1}},{{"id":2,"t":{deep}}},{{"id":3}}]')
    assert [(row["native_id"], row["broken"] and row["broken"]["code"]) for row in rows] == [
        ("1", None),
        (None, "row-far-too-deep"),
        ("3", None),
    ]
    assert code == ""


def test_of_lines_a_bad_one_is_one_row_and_blank_ones_are_none() -> None:
    body = '{"id":1}\r\n\n{"id":2,\n  \n{"id":3,"t":"a\u2028b"}\n{"id":4} {"id":5}\n' + "[" * 5_000 + '\n{"id":6}'
    rows, _, code = parts(body, form="jsonl")
    assert code == ""
    assert [row["native_id"] for row in rows if not row["broken"]] == ["1", "3", "6"]
    assert [(row["broken"]["code"], row["place"]) for row in rows if row["broken"]] == [
        ("line-unreadable", "line 3"),
        ("line-unreadable", "line 6"),
        ("row-far-too-deep", "line 7"),
    ]


def test_lines_that_are_cut_say_so() -> None:
    rows, _, code = parts('{"id":1}\n{"id":2,"t":"unf', form="jsonl")
    assert ([row["native_id"] for row in rows], code) == (["1"], "page-cut")
