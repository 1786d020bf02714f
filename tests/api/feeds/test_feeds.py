"""Feeds: complete by their pages, ids that stay, withdrawals told where changes are, and nothing made twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import feedparser
import pytest
from flask.testing import FlaskClient

from catalogue.personal.labels import Personal
from catalogue.vocab import WithdrawReason
from tests.making import Store, a_decision, new_record

SITE = "https://dastras.example"
WORDS = quote("بودجه")
HOSTILE = "بودجه <script>alert(1)</script> & ]]> \x0b \ufffe پایان"
FORMS = ("atom", "json")


@pytest.fixture
def filled(store: Store) -> Store:
    """Seven records, one of them hostile."""
    records = [new_record(f"n{i}", a_decision(f"مصوبهٔ {i}", "بودجه" if i < 5 else "آب")) for i in range(6)]
    store.put(*records, new_record("hostile", a_decision(HOSTILE, "بودجه")))
    return store


def of_title(store: Store, title: str) -> str:
    return next(one for one in store.ids() if store.catalogue.get(one).record()["title"] == title)


def atom(client: FlaskClient, address: str) -> Any:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    read = feedparser.parse(answer.data)
    assert not read.bozo, read.get("bozo_exception")
    return read


def pages(client: FlaskClient, address: str) -> Iterator[Any]:
    while address:
        read = atom(client, address.removeprefix(SITE))
        yield read
        address = next((link.href for link in read.feed.links if link.rel == "next"), "")


def ids(client: FlaskClient, address: str) -> list[str]:
    return [entry.id for page in pages(client, address) for entry in page.entries]


def test_a_feed_holds_the_set_of_its_search_page_by_page(filled: Store, client: FlaskClient) -> None:
    found = client.get(f"/api/v1/search?q={WORDS}&view=ids&limit=100").json
    assert found is not None
    expected = {f"{SITE}/{item['id']}" for item in found["items"]}
    assert len(expected) == 6
    for limit in (2, 5, 50):
        read = ids(client, f"/feeds/search.atom?q={WORDS}&limit={limit}")
        assert len(read) == len(expected) and set(read) == expected


def test_an_edit_comes_first_under_the_same_id(filled: Store, client: FlaskClient) -> None:
    before = ids(client, f"/feeds/search.atom?q={WORDS}")
    edited = of_title(filled, "مصوبهٔ 2")
    filled.put(new_record("n2", a_decision("مصوبهٔ 2", "بودجهٔ دیگر"), document="e" * 64))
    after = ids(client, f"/feeds/search.atom?q={WORDS}")
    assert after[0] == f"{SITE}/{edited}" and sorted(after) == sorted(before)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_feed_of_five_thousand_is_read_whole_and_its_ids_stay(store: Store, client: FlaskClient) -> None:
    for first in range(0, 5_000, 500):
        store.put(*(new_record(f"n{i}", a_decision(f"مصوبهٔ {i}", "بودجه")) for i in range(first, first + 500)))
    before = ids(client, f"/feeds/search.atom?q={WORDS}&limit=100")
    assert len(before) == len(set(before)) == 5_000
    edits = [
        new_record(f"n{i}", a_decision(f"مصوبهٔ {i}", "بودجهٔ دیگر"), document="e" * 64) for i in range(0, 5_000, 100)
    ]
    store.put(*edits)
    after = ids(client, f"/feeds/search.atom?q={WORDS}&limit=100")
    assert after[50:] == [one for one in before if one not in set(after[:50])] and sorted(after) == sorted(before)


def test_what_is_withdrawn_leaves_searches_and_is_told_among_changes(filled: Store, client: FlaskClient) -> None:
    gone = of_title(filled, "مصوبهٔ 1")
    filled.catalogue.withdraw(gone, WithdrawReason.MISTAKE, None)
    filled.follower.catch_up()
    assert f"{SITE}/{gone}" not in ids(client, f"/feeds/search.atom?q={WORDS}")
    for feed in ("changes", "corrections"):
        first = atom(client, f"/feeds/{feed}.atom").entries[0]
        assert (first.id, first.link) == (f"{SITE}/{gone}/v2", f"{SITE}/{gone}")
        assert first.title.startswith("برداشته شدن") and first.summary == "اشتباه در ثبت"


def test_changes_are_complete_and_newest_first(filled: Store, client: FlaskClient) -> None:
    filled.put(new_record("n2", a_decision("مصوبهٔ 2", "دیگر"), document="e" * 64))
    read = ids(client, "/feeds/changes.atom?limit=3")
    assert read[0] == f"{SITE}/{of_title(filled, 'مصوبهٔ 2')}/v2"
    assert len(read) == len(set(read)) == 8
    assert ids(client, "/feeds/changes.atom?kind=notice") == []
    assert len(ids(client, "/feeds/changes.atom?change_kind=source_edit")) == 1
    assert ids(client, "/feeds/corrections.atom") == []


def test_hostile_text_is_text(filled: Store, client: FlaskClient) -> None:
    title = next(entry.title_detail for entry in atom(client, "/feeds/search.atom").entries if "پایان" in entry.title)
    assert title.type == "text/plain"
    text = client.get("/feeds/search.atom").get_data(as_text=True)
    assert "<script" not in text and "\ufffe" not in text and "\x0b" not in text and "\ufffd" in text


def test_an_entry_says_both_dates_and_who(filled: Store, client: FlaskClient) -> None:
    entry = atom(client, "/feeds/search.atom").entries[0]
    assert "۱ مرداد ۱۴۰۲ (۲۳ ژوئیه ۲۰۲۳)" in entry.summary
    assert entry.author == "شورای شهر نمونه"
    assert {tag.term for tag in entry.tags} == {"تصمیم و سند", "مصوبه"}


def test_the_json_feed_says_the_same(filled: Store, client: FlaskClient) -> None:
    read = client.get(f"/feeds/search.json?q={WORDS}&limit=4")
    assert read.mimetype == "application/feed+json"
    feed = dict(read.json)  # type: ignore[arg-type]
    assert feed["version"] == "https://jsonfeed.org/version/1.1" and feed["language"] == "fa"
    following = client.get(feed["next_url"].removeprefix(SITE)).json
    assert following is not None and "next_url" not in following
    found = [item["id"] for item in (*feed["items"], *following["items"])]
    assert found == ids(client, f"/feeds/search.atom?q={WORDS}")
    assert client.get(feed["home_page_url"].removeprefix(SITE)).status_code == 200
    assert client.get(feed["feed_url"].removeprefix(SITE)).json == feed


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("feed", ["search", "changes", "corrections"])
def test_a_conditional_request_costs_nothing(
    filled: Store, client: FlaskClient, feed: str, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = client.get(f"/feeds/{feed}.{form}", headers={"Accept-Encoding": "gzip"})
    assert first.headers["Access-Control-Allow-Origin"] == "*" and first.headers["X-Robots-Tag"] == "noindex"
    for name in ("part", "latest_changes"):
        monkeypatch.setattr(type(filled.catalogue), name, None)
    again = client.get(
        f"/feeds/{feed}.{form}", headers={"If-None-Match": first.headers["ETag"], "Accept-Encoding": "gzip"}
    )
    assert (again.status_code, again.data) == (304, b"")


def test_an_empty_catalogue_has_feeds(client: FlaskClient) -> None:
    for feed in ("search", "changes", "corrections"):
        assert atom(client, f"/feeds/{feed}.atom").entries == []


@pytest.mark.parametrize("query", ["sort=date", "facets=kind", "view=ids", "unknown=1", "limit=1000"])
def test_what_a_feed_does_not_know_is_refused(client: FlaskClient, query: str) -> None:
    assert client.get(f"/feeds/search.atom?{query}").status_code == 422


def test_a_version_whose_text_was_destroyed_is_not_called_withdrawn(store: Store, client: FlaskClient) -> None:
    store.put(new_record("1", a_decision(text="متن با نهفته")))
    store.catalogue.redact(store.ids()[0], "نهفته", Personal.WORDS)
    titles = [item["title"] for item in client.get("/feeds/changes.json").get_json()["items"]]
    assert len(titles) == 2 and not any("برداشته" in title for title in titles)
