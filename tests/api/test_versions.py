"""The history of a record: page by page, and which version stood when."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from catalogue.vocab import WithdrawReason
from tests.api.dated import put_versions
from tests.making import Store, a_decision


@pytest.fixture
def record_id(store: Store) -> str:
    """A record with three versions, months and weeks apart."""
    return put_versions(store, [a_decision(title=title) for title in ("یک", "دو", "سه")])


@pytest.mark.parametrize(
    ("point", "title"),
    [
        ("v1", "یک"),
        ("V۲", "دو"),
        ("log:2", "دو"),
        ("log:99", "سه"),
        ("1405-07-09", "یک"),
        ("۱۴۰۵/۷/۹", "یک"),
        ("2026-10-01", "یک"),
        ("1405-08-10", "یک"),
        ("1405-08-11", "دو"),
        ("1405-07", "یک"),
        ("1405-08", "سه"),
        ("2026-10", "یک"),
        ("1405", "سه"),
        ("2026-11-02T06:00:00Z", "دو"),
        ("2026-11-02T05:59:59Z", "یک"),
        ("2026-11-02T09:30:00+03:30", "دو"),
        ("2026-11-02T09:29:59 03:30", "یک"),
        ("1405-08-11T09:30", "دو"),
        ("1405-08-11T09:29", "یک"),
    ],
)
def test_as_of_shows_what_stood_then(client: FlaskClient, record_id: str, point: str, title: str) -> None:
    answer = client.get(f"/api/v1/records/{record_id}", query_string={"as_of": point})
    assert answer.status_code == 200, answer.json
    assert answer.json["record"]["title"] == title  # type: ignore[index]


@pytest.mark.parametrize("point", ["1405-07-08", "2026-09-30", "1404", "log:0", "2026-10-01T05:59:59Z"])
def test_before_the_first_version_its_day_is_told(client: FlaskClient, record_id: str, point: str) -> None:
    for asked in (f"?as_of={point}", f"/diff?from={point}"):
        answer = client.get(f"/api/v1/records/{record_id}{asked}")
        problem = answer.json or {}
        assert (answer.status_code, problem["type"]) == (404, "/problems/before-first")
        first = {"iso": "2026-10-01", "jalali": "1405-07-09"}
        assert problem["first"] == {"version_no": 1, "recorded_at": "2026-10-01T06:00:00Z", "day": first}
        assert "1405-07-09" in problem["detail_fa"] and "2026-10-01" in problem["detail"]


@pytest.mark.parametrize(
    "point", ["3", "v0", "v", "log:", "1402/12/30", "دیروز", "1445-01-01", "v1 v2", "2026-11-02T25:00Z"]
)
def test_what_names_no_point_in_time_is_refused_with_examples(client: FlaskClient, record_id: str, point: str) -> None:
    for path, name in (("", "as_of"), ("/diff", "from"), ("/diff", "to")):
        answer = client.get(f"/api/v1/records/{record_id}{path}", query_string={name: point})
        assert answer.status_code == 422
        assert answer.json["errors"][0]["code"] == "bad-point"  # type: ignore[index]
        assert "v3" in answer.json["detail"]  # type: ignore[index]


def test_a_version_that_is_not_there_is_not_found(client: FlaskClient, record_id: str) -> None:
    for path in ("?as_of=v4", "/diff?to=v4", "/diff?from=v999999999999"):
        answer = client.get(f"/api/v1/records/{record_id}{path}")
        assert (answer.status_code, answer.json["type"]) == (404, "/problems/not-found")  # type: ignore[index]


def test_the_history_is_read_page_by_page_newest_first(client: FlaskClient, record_id: str) -> None:
    path, pages = f"/api/v1/records/{record_id}/versions?limit=2", []
    while path:
        page = client.get(path).json or {}
        assert (page["total"], page["truncated"], page["as_of"]["log_index"]) == (3, False, 3)
        pages.append([line["version_no"] for line in page["items"]])
        path = page["next"]
    assert pages == [[3, 2], [1]]


def test_a_line_of_the_history_says_what_the_log_says(client: FlaskClient, record_id: str) -> None:
    line = client.get(f"/api/v1/records/{record_id}/versions?limit=1").json["items"][0]  # type: ignore[index]
    version = client.get(line["links"]["version"]).json or {}
    for name in ("version_no", "sha256", "log_index", "recorded_at", "change_kind"):
        assert line[name] == version[name]
    assert (line["change_kind"], line["sealed_at"]) == ("source_edit", None)


def test_a_time_at_which_the_record_was_withdrawn_is_gone(store: Store, client: FlaskClient, record_id: str) -> None:
    store.catalogue.withdraw(record_id, WithdrawReason.DUPLICATE, None)
    for path in ("", "?as_of=v4", "?as_of=log:4", "/diff", "/diff?from=v4&to=v1", "/citation"):
        answer = client.get(f"/api/v1/records/{record_id}{path}")
        assert (answer.status_code, answer.json["tombstone"]["reason"]) == (410, "duplicate")  # type: ignore[index]
    assert client.get(f"/api/v1/records/{record_id}?as_of=1405-08-11").json["version_no"] == 2  # type: ignore[index]
    assert client.get(f"/api/v1/records/{record_id}/diff?to=v2").status_code == 200


def test_what_was_taken_down_by_law_stood_at_no_time(store: Store, client: FlaskClient, record_id: str) -> None:
    store.catalogue.withdraw(record_id, WithdrawReason.COURT_OR_LAW, None)
    for path in ("?as_of=v1", "?as_of=1405-08-11", "?as_of=1300", "/versions", "/diff?to=v2", "/citation?version=1"):
        assert client.get(f"/api/v1/records/{record_id}{path}").status_code == 410, path
