"""How answers leave: one validator for each coding, parts uncompressed, open to other sites."""

from __future__ import annotations

import gzip

import brotli
import pytest
from flask.testing import FlaskClient

from tests.making import Store, a_decision, new_record

SEARCH = "/api/v1/search?q=بودجه&facets=kind"


@pytest.fixture
def filled(store: Store) -> Store:
    """Records enough for an answer that is worth compressing."""
    store.put(*(new_record(str(number), a_decision(title=f"بودجهٔ نمونه {number}")) for number in range(5)))
    return store


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_each_coding_has_its_validator_and_is_known_again(filled: Store, client: FlaskClient, coding: str) -> None:
    plain = client.get(SEARCH)
    packed = client.get(SEARCH, headers={"Accept-Encoding": coding})
    assert packed.headers["Content-Encoding"] == coding
    assert "Accept-Encoding" in packed.headers["Vary"] and "Accept-Encoding" in plain.headers["Vary"]
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert len(packed.data) < len(plain.data)
    for tag in (plain.headers["ETag"], packed.headers["ETag"], '"other", ' + packed.headers["ETag"], "*"):
        again = client.get(SEARCH, headers={"If-None-Match": tag, "Accept-Encoding": coding})
        assert (again.status_code, again.data) == (304, b"")
    assert client.get(SEARCH, headers={"If-None-Match": '"other"'}).status_code == 200
    weak = f"W/{client.get(SEARCH).headers['ETag']}"
    assert client.get(SEARCH, headers={"If-None-Match": weak}).status_code == 304


def test_a_packed_answer_says_the_same(filled: Store, client: FlaskClient) -> None:
    plain = client.get(SEARCH).data
    assert gzip.decompress(client.get(SEARCH, headers={"Accept-Encoding": "gzip"}).data) == plain
    assert brotli.decompress(client.get(SEARCH, headers={"Accept-Encoding": "br, gzip;q=0.5"}).data) == plain
    assert client.get(SEARCH, headers={"Accept-Encoding": "identity, *;q=0"}).data == plain


def test_nothing_small_or_unknown_is_packed(filled: Store, client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/api/v1/suggest", headers={"Accept-Encoding": "gzip"}).headers
    assert "Content-Encoding" not in client.get(SEARCH, headers={"Accept-Encoding": "compress"}).headers


def test_a_record_that_has_not_changed_is_not_sent_again(filled: Store, client: FlaskClient) -> None:
    (record_id, *_) = filled.ids()
    path = f"/api/v1/records/{record_id}"
    first = client.get(path)
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    filled.put(new_record("0", a_decision(title="نام دیگر"), document="e" * 64))
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_other_sites_may_read_and_ask_conditionally(filled: Store, client: FlaskClient) -> None:
    answer = client.get(SEARCH, headers={"Origin": "https://news.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
    asked = {"Origin": "https://news.example", "Access-Control-Request-Method": "GET"}
    preflight = client.options(SEARCH, headers={**asked, "Access-Control-Request-Headers": "if-none-match"})
    assert preflight.status_code == 200
    assert "If-None-Match" in preflight.headers["Access-Control-Allow-Headers"]
    assert "GET" in preflight.headers["Access-Control-Allow-Methods"]
    assert "POST" not in preflight.headers["Access-Control-Allow-Methods"]
    refused = client.get("/api/v1/search?qq=1", headers={"Origin": "https://news.example"})
    assert refused.status_code == 422 and refused.headers["Access-Control-Allow-Origin"] == "*"
