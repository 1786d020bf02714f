"""The API's log: every change once and in order, withdrawals with why, nothing of what was sealed."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from catalogue.personal.labels import Personal
from catalogue.vocab import WithdrawReason
from tests.api.asking import get
from tests.making import SOURCE, Store, a_decision, new_record

NOTICES = replace(SOURCE, id="notices", kind="notice")


def walked(client: FlaskClient, address: str | None) -> list[dict[str, Any]]:
    """All lines, page by page."""
    met = []
    while address:
        found = get(client, address)
        met += found["items"]
        address = found["next"]
    return met


@pytest.fixture
def busy(store: Store) -> list[str]:
    """Three records: one edited, one withdrawn and back, one withdrawn for good; their ids."""
    store.put(new_record("1", a_decision(title="یک")), new_record("2", a_decision(title="دو")))
    notice = {**a_decision(title="سه"), "kind": "notice", "type": "announcement"}
    store.put(new_record("3", notice), source=NOTICES)
    ids = store.ids()
    by_title = {store.catalogue.get(one).record()["title"]: one for one in ids}
    store.put(new_record("1", a_decision(title="یک، ویراسته"), document="b" * 64))
    store.catalogue.withdraw(by_title["دو"], WithdrawReason.GONE_AT_SOURCE, None)
    store.put(new_record("2", a_decision(title="دو"), document="c" * 64))
    store.catalogue.withdraw(by_title["سه"], WithdrawReason.PERSONAL_DATA, None, "دبیرخانه")
    return [by_title[title] for title in ("یک", "دو", "سه")]


def test_every_change_is_told_once_and_in_order(client: FlaskClient, busy: list[str]) -> None:
    one, two, three = busy
    lines = walked(client, "/api/v1/changes?limit=2")
    assert [(line["id"], line["change_kind"]) for line in lines] == [
        (one, "first"),
        (two, "first"),
        (three, "first"),
        (one, "source_edit"),
        (two, "withdrawal"),
        (two, "return"),
        (three, "withdrawal"),
    ]
    assert [line["log_index"] for line in lines] == list(range(1, 8))
    assert lines[3]["title"] == "یک، ویراسته" and lines[0]["title"] == "یک"
    assert client.get(lines[0]["links"]["version"]).json["record"]["title"] == "یک"  # type: ignore[index]


def test_of_what_was_taken_down_nothing_is_left_but_why(client: FlaskClient, busy: list[str]) -> None:
    lines = walked(client, "/api/v1/changes")
    sealed, gone = lines[2], lines[6]
    assert sealed["title"] is None and sealed["sha256"] is None and sealed["sealed_at"]
    assert "version" not in sealed["links"]
    assert gone["tombstone"]["reason"] == "personal_data" and gone["tombstone"]["asked_by"] == "دبیرخانه"
    assert "سه" not in str(lines)


def test_changes_are_asked_for_by_place_and_kind(client: FlaskClient, busy: list[str]) -> None:
    later = get(client, "/api/v1/changes?since=4")
    assert (later["total"], [line["log_index"] for line in later["items"]]) == (3, [5, 6, 7])
    assert later["as_of"]["log_index"] == 7 and later["next"] is None
    notices = get(client, "/api/v1/changes?kind=notice")
    assert (notices["total"], {line["kind"] for line in notices["items"]}) == (2, {"notice"})
    first = get(client, "/api/v1/changes?change_kind=first&change_kind=return&limit=3")
    assert (first["total"], len(first["items"])) == (4, 3)
    assert first["effective_query"]["filters"] == {"since": 0, "change_kind": ["first", "return"]}
    assert [line["change_kind"] for line in get(client, first["next"])["items"]] == ["return"]
    assert get(client, "/api/v1/changes?since=7")["items"] == []
    assert get(client, "/api/v1/changes?since=999")["total"] == 0


def test_corrections_are_the_changes_that_correct(store: Store, client: FlaskClient, busy: list[str]) -> None:
    store.catalogue.redact(busy[0], "ویراسته", Personal.HOME_ADDRESS)
    lines = walked(client, "/api/v1/corrections?limit=1")
    assert [line["change_kind"] for line in lines] == ["withdrawal", "return", "withdrawal", "redaction"]
    assert client.get("/api/v1/corrections?change_kind=first").status_code == 422


def test_entries_hold_commitments_that_can_be_recomputed(store: Store, client: FlaskClient, busy: list[str]) -> None:
    lines = walked(client, "/api/v1/log/entries?start=2&end=6&limit=2")
    assert [line["log_index"] for line in lines] == [2, 3, 4, 5, 6]
    chain = client.get(f"/api/v1/records/{busy[0]}/provenance?version=2").json
    assert chain is not None and lines[2]["commitment"] == chain["commitment"]
    assert all(len(line["commitment"]) == len(hashlib.sha256().hexdigest()) for line in lines)
    assert get(client, "/api/v1/log/entries?start=99")["items"] == []
    assert client.get("/api/v1/log/entries?start=3&end=2").status_code == 422
