"""/records/{id}/relations: both ends of an edge, its evidence, and what stands in for what is not known."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from catalogue import relation_pages
from catalogue.edges import with_found_edges
from catalogue.vocab import WithdrawReason
from tests.making import Store, a_date, a_decision, new_record

NAMED = "تصویب‌نامه شماره 41207/ت70315هـ مورخ 4/4/1403"


@pytest.fixture
def ids(store: Store) -> list[str]:
    """Of a decision that amends another, of that one, and of a third that names one nobody knows."""
    amending = with_found_edges(a_decision(f"اصلاح {NAMED}"))[0]
    dates = {"adopted": a_date("2024-06-24", "1403-04-04")}
    roads = a_decision("آیین‌نامهٔ راه‌ها", number={"raw": "41207/ت70315", "folded": "41207/ت70315"}, dates=dates)
    waiting = a_decision("سوم", relations=[{"type": "cites", "to_raw": "قانون شهرداری"}])
    store.put(new_record("1", amending), new_record("2", roads), new_record("3", waiting))
    return store.ids()


def asked(client: FlaskClient, record_id: str, query: str = "") -> Any:
    return client.get(f"/api/v1/records/{record_id}/relations{query}").json


@pytest.mark.usefixtures("store")
def test_both_ends_show_an_edge_with_its_evidence(ids: list[str], client: FlaskClient) -> None:
    later, earlier, _ = ids
    out, into = asked(client, later), asked(client, earlier)
    assert (out["total"], out["truncated"], out["next"], out["as_of"]["log_index"]) == (1, False, None, 3)
    (edge,) = out["items"]
    assert edge["to"] | {"dates": None, "issuer": None, "agency": None} == {
        "id": earlier, "kind": "decision", "status": "published", "type": "resolution", "title": "آیین‌نامهٔ راه‌ها",
        "number": "41207/ت70315", "dates": None, "issuer": None, "agency": None,
    }  # fmt: skip
    assert [edge[name] for name in ("type", "label_fa", "label_en", "direction", "asserted_by", "confirmed_at")] == [
        "amends", "اصلاح می‌کند", "amends", "out", "extractor", None,
    ]  # fmt: skip
    assert edge["evidence"] == {
        "pattern": "cabinet_number", "path": "title", "span": [0, len(f"اصلاح {NAMED}")], "quote": f"اصلاح {NAMED}",
    }  # fmt: skip
    assert edge["links"]["version"] == f"/api/v1/records/{later}/versions/1"
    (seen,) = into["items"]
    assert (seen["direction"], seen["from"]["id"], seen["links"]["version"]) == ("in", later, edge["links"]["version"])
    assert "to" not in seen
    assert client.get(edge["links"]["record"]).status_code == 200


def test_an_edge_that_waits_says_so_and_its_publisher_asserts_it(ids: list[str], client: FlaskClient) -> None:
    (edge,) = asked(client, ids[2])["items"]
    assert (edge["to"], edge["to_raw"], edge["asserted_by"], edge["evidence"]) == (
        None,
        "قانون شهرداری",
        "source",
        None,
    )
    assert (edge["candidates"], edge["candidate_count"]) == ([], 0)


def test_type_and_direction_choose_and_nothing_else_is_taken(ids: list[str], client: FlaskClient) -> None:
    later, earlier, _ = ids
    assert asked(client, later, "?direction=in")["total"] == 0
    assert asked(client, earlier, "?direction=in&type=amends")["total"] == 1
    assert asked(client, earlier, "?type=repeals")["total"] == 0
    for query in ("?direction=up", "?type=loves", "?kind=amends", "?after=x"):
        assert client.get(f"/api/v1/records/{later}/relations{query}").status_code == 422, query
    assert client.get("/api/v1/records/d-7k3m-9x2z-3/relations").status_code == 404


def test_a_withdrawn_end_shows_no_title_and_a_withdrawn_record_no_edges(
    store: Store, ids: list[str], client: FlaskClient
) -> None:
    later, earlier, _ = ids
    store.catalogue.withdraw(earlier, WithdrawReason.MISTAKE, None)
    assert asked(client, later)["items"][0]["to"] == {"id": earlier, "kind": "decision", "status": "withdrawn"}
    assert client.get(f"/api/v1/records/{earlier}/relations").status_code == 410


def test_next_leads_to_the_end_and_meets_each_edge_once(store: Store, client: FlaskClient) -> None:
    most = relation_pages.RELATIONS_PER_PAGE
    edges = [{"type": "cites", "to_raw": f"سند {number}"} for number in range(most + 1)]
    store.put(new_record("1", a_decision(relations=edges)))
    first = asked(client, store.ids()[0], "?direction=out&type=cites")
    rest: Any = client.get(first["next"]).json
    assert [len(first["items"]), len(rest["items"]), rest["next"]] == [most, 1, None]
    assert {one["to_raw"] for one in (*first["items"], *rest["items"])} == {edge["to_raw"] for edge in edges}
    assert first["total"] == rest["total"] == most + 1


def test_the_page_of_a_record_shows_both_directions_and_marks_what_was_found(
    store: Store, ids: list[str], client: FlaskClient
) -> None:
    later, earlier, third = ids
    shown = client.get(f"/{later}").text
    assert "پیوند خودکار" in shown and f'href="/{earlier}"' in shown and "اصلاح می‌کند" in shown
    assert "اصلاح‌شده با" in client.get(f"/{earlier}").text
    assert "قانون شهرداری" in client.get(f"/{third}").text
    assert 'id="relations"' not in client.get(f"/{later}/v1").text.partition("<main")[0]
    store.catalogue.withdraw(earlier, WithdrawReason.MISTAKE, None)
    assert "آیین‌نامهٔ راه‌ها" not in client.get(f"/{later}").text
