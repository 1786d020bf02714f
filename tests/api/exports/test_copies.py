"""The log with its texts: what a copy is kept by, hash by hash, and nothing of what was taken out."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from catalogue.identity import canonical_json, sha256_hex
from catalogue.personal.labels import Personal
from catalogue.vocab import WithdrawReason
from catalogue.whole import PART
from tests.api.asking import get
from tests.making import Store, a_decision, new_record

CHANGES = "/api/v1/changes.jsonl"


def lines_of(client: FlaskClient, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(CHANGES + query)
    assert answer.status_code == 200, answer.text
    found = [json.loads(line) for line in answer.text.splitlines()]
    assert answer.headers["Dastras-Total"] == str(len(found))
    return found


@pytest.fixture
def busy(store: Store) -> dict[str, str]:
    """Title -> id: one is edited, one gone and back, one withdrawn for good, one has words taken out."""
    titles = ("یک", "دو", "سه", "چهار")
    store.put(*(new_record(title, a_decision(title, f"متن {title} محرمانه")) for title in titles))
    ids = {str(store.catalogue.get(one).record()["title"]): one for one in store.ids()}
    store.put(new_record("یک", a_decision("یک", "متنی دیگر"), document="b" * 64))
    store.catalogue.withdraw(ids["دو"], WithdrawReason.GONE_AT_SOURCE, None)
    store.put(new_record("دو", a_decision("دو", "متن دو محرمانه"), document="c" * 64))
    store.catalogue.withdraw(ids["سه"], WithdrawReason.COURT_OR_LAW, "حکم")
    store.catalogue.redact(ids["چهار"], "محرمانه", Personal.HOME_ADDRESS)
    return ids


def test_every_line_has_the_text_that_was_hashed(client: FlaskClient, busy: dict[str, str]) -> None:
    lines = lines_of(client)
    assert [line["log_index"] for line in lines] == list(range(1, 10))
    entries = {entry["log_index"]: entry for entry in get(client, "/api/v1/log/entries")["items"]}
    for line in lines:
        assert line["commitment"] == entries[line["log_index"]]["commitment"]
        if line["sealed_at"] is None:
            assert sha256_hex(canonical_json(line["record"])) == line["sha256"]
    assert [line["change_kind"] for line in lines[4:]] == [
        "source_edit",
        "withdrawal",
        "return",
        "withdrawal",
        "redaction",
    ]
    assert lines[5]["record"]["reason"] == "gone_at_source" and lines[1]["record"]["title"] == "دو"


def test_what_was_sealed_has_no_text_and_whoever_has_a_copy_is_told(client: FlaskClient, busy: dict[str, str]) -> None:
    lines = lines_of(client)
    sealed = [line for line in lines if line["sealed_at"]]
    assert [(line["id"], line["version_no"]) for line in sealed] == [(busy["سه"], 1), (busy["چهار"], 1)]
    assert all(line["record"] is None and line["sha256"] is None for line in sealed)
    told = {line["id"]: line["sealed_versions"] for line in lines_of(client, "?since=7")}
    since = {line["id"]: line["sealed_at"] for line in sealed}
    assert told == {one: [{"version_no": 1, "sealed_at": since[one]}] for one in (busy["سه"], busy["چهار"])}
    assert "سه محرمانه" not in client.get(CHANGES).text and "چهار محرمانه" not in client.get(CHANGES).text


def test_a_copy_goes_on_from_where_it_stands(client: FlaskClient, busy: dict[str, str]) -> None:
    whole, met, since = lines_of(client), [], 0
    while page := lines_of(client, f"?since={since}&limit=2"):
        met += page
        since = page[-1]["log_index"]
    assert met == whole
    assert client.get(CHANGES).headers["Dastras-As-Of"] == "log:9"
    kinds = lines_of(client, "?change_kind=withdrawal&change_kind=return")
    assert [line["log_index"] for line in kinds] == [6, 7, 8]
    assert lines_of(client, "?kind=dataset") == []


def test_more_lines_than_a_part_holds_come_once_each(store: Store, client: FlaskClient) -> None:
    store.put(*(new_record(f"n{i}", a_decision(f"مصوبه {i}")) for i in range(PART * 2 + 3)))
    assert [line["log_index"] for line in lines_of(client)] == list(range(1, PART * 2 + 4))
    assert len(lines_of(client, f"?limit={PART + 1}")) == PART + 1
