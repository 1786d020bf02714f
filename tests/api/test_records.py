"""The API's records, versions and provenance: what is served is what was hashed."""

from __future__ import annotations

import hashlib

from flask.testing import FlaskClient

from catalogue.vocab import WithdrawReason
from tests.making import Store, a_decision, new_record


def test_the_canonical_bytes_give_the_sha256(store: Store, client: FlaskClient) -> None:
    store.put(new_record("1", a_decision(title="بودجهٔ ۱۴۰۲ «نمونه»")))
    (record_id,) = store.ids()
    record = client.get(f"/api/v1/records/{record_id}").json
    assert record is not None
    answer = client.get(record["links"]["canonical"])
    assert hashlib.sha256(answer.data).hexdigest() == record["sha256"]
    assert answer.headers["ETag"] == f'"{record["sha256"]}"'
    assert answer.json == record["record"]


def test_an_earlier_version_keeps_its_own_address(store: Store, client: FlaskClient) -> None:
    store.put(new_record("1", a_decision(title="یک"), document="a" * 64))
    store.put(new_record("1", a_decision(title="دو"), document="b" * 64))
    (record_id,) = store.ids()
    assert client.get(f"/api/v1/records/{record_id}/versions/1").json["record"]["title"] == "یک"  # type: ignore[index]
    history = client.get(f"/api/v1/records/{record_id}/versions").json
    assert [line["version_no"] for line in history["items"]] == [2, 1]  # type: ignore[index]
    assert client.get(f"/api/v1/records/{record_id}/versions/3").status_code == 404


def test_an_unknown_and_a_mistyped_id_are_told_apart(client: FlaskClient) -> None:
    unknown = client.get("/api/v1/records/d-7k3m-9x2z-3")
    mistyped = client.get("/api/v1/records/d-7k3m-9x2z-4")
    assert (unknown.status_code, unknown.json["type"]) == (404, "/problems/not-found")  # type: ignore[index]
    assert (mistyped.status_code, mistyped.json["type"]) == (404, "/problems/bad-id")  # type: ignore[index]
    assert "جابه‌جا" in mistyped.json["detail_fa"]  # type: ignore[index]
    assert unknown.content_type == "application/problem+json"


def test_a_withdrawn_record_answers_410_with_its_tombstone(store: Store, client: FlaskClient) -> None:
    store.put(new_record("1", a_decision(title="یک")))
    (record_id,) = store.ids()
    store.catalogue.withdraw(record_id, WithdrawReason.DUPLICATE, None)
    for path in ("", "/provenance", "/versions/2", "/versions/2/canonical"):
        answer = client.get(f"/api/v1/records/{record_id}{path}")
        assert answer.status_code == 410, path
        assert answer.json["tombstone"]["reason"] == "duplicate"  # type: ignore[index]
    assert client.get(f"/api/v1/records/{record_id}/versions/1").status_code == 200
    history = client.get(f"/api/v1/records/{record_id}/versions").json
    assert [line["change_kind"] for line in history["items"]] == ["withdrawal", "first"]  # type: ignore[index]


def test_provenance_leads_from_the_record_to_its_document(store: Store, client: FlaskClient) -> None:
    store.put(new_record("12", a_decision()))
    (record_id,) = store.ids()
    chain = client.get(f"/api/v1/records/{record_id}/provenance?version=1").json
    assert chain is not None
    assert (chain["source"], chain["native_id"], chain["job"], chain["log_index"]) == ("src", "12", 1, 1)
    assert chain["address"] == "https://shora.example/12" and chain["recorded"] is False


def test_a_record_answers_304_to_its_own_validator(store: Store, client: FlaskClient) -> None:
    store.put(new_record("1", a_decision()))
    (record_id,) = store.ids()
    etag = client.get(f"/api/v1/records/{record_id}").headers["ETag"]
    again = client.get(f"/api/v1/records/{record_id}", headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")


def test_no_answer_sets_a_cookie_and_all_are_open_to_other_sites(store: Store, client: FlaskClient) -> None:
    store.put(new_record("1", a_decision()))
    for path in ("/api/v1/search", "/api/v1/status", "/api/v1/agencies", "/api/v1/nothing"):
        answer = client.get(path)
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["X-Robots-Tag"] == "noindex"
