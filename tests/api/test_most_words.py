"""Answers by most words: what is never left out, what is told, and that links and cursors keep to the same records."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.making import Store, a_decision, new_record

QUERY = "گزارش بودجه راه"


@pytest.fixture
def filled(store: Store) -> Store:
    """Thirty records with two of three words, four with all, one with a number, and one whose title is long."""
    partly = [new_record(f"p{i}", a_decision(title="گزارش بودجه", type="circular")) for i in range(30)]
    wholly = [new_record(f"w{i}", a_decision(title=f"راه {i}", text="گزارش بودجه", type="law")) for i in range(4)]
    number = new_record("n", a_decision(title="مصوبه شماره ۵۶۳۰۶/ت۶۲۲۷۰هـ"))
    long_ = new_record("l", a_decision(title="آیین نامه اجرایی تفکیک زباله در محله های شمالی و جنوبی شهر: تر - خشک"))
    others = [new_record(f"o{i}", a_decision(title="مصوبه", text="شماره و " * 9)) for i in range(12)]
    store.put(*partly, *wholly, number, long_, *others)
    return store


def get(client: FlaskClient, address: str) -> dict[str, Any]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return dict(answer.json)  # type: ignore[arg-type]


def search(client: FlaskClient, words: str, more: str = "") -> dict[str, Any]:
    return get(client, f"/api/v1/search?q={quote(words)}{more}")


def test_records_with_all_words_come_first_and_are_counted(filled: Store, client: FlaskClient) -> None:
    page = search(client, QUERY)
    query = page["effective_query"]
    assert (query["matching"], query["with_all"], page["total"]) == ("most", 4, 34)
    assert {item["title"][:3] for item in page["items"][:4]} == {"راه"}
    assert get(client, query["links"]["all"])["total"] == 4
    assert 'تنها <data value="4">۴</data> رکورد همهٔ' in client.get(f"/search?q={quote(QUERY)}").text


@pytest.mark.parametrize("words", [QUERY, "گزارش بودجه", f"{QUERY} ناپیدا"])
def test_a_count_is_the_total_of_its_link(filled: Store, client: FlaskClient, words: str) -> None:
    facets = search(client, words, "&facets=type,kind")["facets"]
    values = [value for facet in facets.values() for value in facet["values"]]
    assert len(values) >= 2
    for value in values:
        assert get(client, value["query"])["total"] == value["count"]


@pytest.mark.parametrize("order", ["relevance", "-changed", "id"])
def test_a_walk_goes_on_by_most_words_though_more_records_come(filled: Store, client: FlaskClient, order: str) -> None:
    page = search(client, QUERY, f"&limit=7&sort={order}")
    seen = [item["id"] for item in page["items"]]
    filled.put(*[new_record(f"late{i}", a_decision(title=f"گزارش بودجه راه تازه {i}")) for i in range(12)])
    while page["next"]:
        page = get(client, page["next"])
        seen += [item["id"] for item in page["items"]]
        assert page["effective_query"]["matching"] == "most"
    assert len(set(seen)) >= 34 if order != "relevance" else len(set(seen)) >= 30


def test_a_long_number_is_never_left_out(filled: Store, client: FlaskClient) -> None:
    assert [item["title"] for item in search(client, "مصوبه شماره ۵۶۳۰۶")["items"]] == ["مصوبه شماره ۵۶۳۰۶/ت۶۲۲۷۰هـ"]
    assert search(client, "مصوبه شماره ۵۶۳۰۷")["total"] == 0


@pytest.mark.parametrize("words", ["گزارش بودجه -بودجه", "گزارش -عنوان:بودجه -راه", "-نوع:بخشنامه -بودجه گزارش"])
def test_what_is_excluded_does_not_come_back(filled: Store, client: FlaskClient, words: str) -> None:
    page = search(client, words)
    assert not {"گزارش بودجه"} & {item["title"] for item in page["items"]}
    assert page["effective_query"]["notes"] == [] or page["total"] == 0


def test_a_pasted_title_finds_its_record_first(filled: Store, client: FlaskClient) -> None:
    title = "آیین نامه اجرایی تفکیک زباله در محله های شمالی و جنوبی شهر: تر - خشک"
    assert search(client, title)["items"][0]["title"] == title


@pytest.mark.parametrize(
    "words",
    [" ".join("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنهی"), "9" * 400, " ".join(f"8479/ت/{i}" for i in range(40)), "ﷺ " * 39],
)
def test_the_page_of_a_long_text_that_finds_nothing_is_a_page(filled: Store, client: FlaskClient, words: str) -> None:
    assert client.get(f"/search?q={quote(words)}").status_code == 200
    assert client.get(f"/api/v1/search?q={quote(words)}").status_code == 200


def test_a_number_that_only_looks_like_one_costs_no_more(filled: Store, client: FlaskClient) -> None:
    """Its shape was looked for by trying all ways to part it: three digits more took ten times as long."""
    assert search(client, f"1 {'1' * 60}\u200cب")["total"] == 0


def test_an_act_comes_before_those_that_mention_its_number(store: Store, client: FlaskClient) -> None:
    act = a_decision(title="متمم بودجه", number={"raw": "۷۸۱/ش"}, text="متن بلند " * 30)
    others = [a_decision(title=f"نامه {i}", text="بازگشت به مصوبه ۷۸۱/ش") for i in range(5)]
    store.put(*[new_record(str(i), made) for i, made in enumerate([*others, act])])
    for words in ("۷۸۱/ش", "781/ش", "شماره:۷۸۱", "۷۸۱"):
        assert search(client, words)["items"][0]["title"] == "متمم بودجه", words


def test_the_link_to_all_words_replaces_what_was_chosen(filled: Store, client: FlaskClient) -> None:
    query = search(client, QUERY, "&match=most")["effective_query"]
    assert (query["matching"], query["with_all"]) == ("most", 4)
    assert get(client, query["links"]["all"])["total"] == 4
    assert "all" not in search(client, f"{QUERY} ناپیدا")["effective_query"]["links"]


def test_words_are_echoed_as_they_were_typed(filled: Store, client: FlaskClient) -> None:
    assert search(client, "مسئول هيأت ۱۴۰۲")["effective_query"]["terms"] == ["مسئول", "هيأت", "۱۴۰۲"]


def test_an_offer_without_words_left_is_the_filter_alone(filled: Store, client: FlaskClient) -> None:
    for offer in search(client, "بخشنامه 🏛️")["effective_query"]["understood"]:
        assert offer["url"] is None or get(client, offer["url"])["total"] >= 1
