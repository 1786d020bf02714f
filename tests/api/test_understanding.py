"""What an answer says it understood, and that each link asks for what it promises."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from catalogue.persian.repair import COMMON
from tests.making import Store, a_date, a_decision, new_record

AGENCIES = (
    {"slug": "shora-nemouneh", "names": [{"text": "شورای شهر نمونه", "lang": "fa"}], "type": "municipal"},
    {"slug": "samt-nemouneh", "names": [{"text": "وزارت صنعت، معدن و تجارت", "lang": "fa"}], "type": "state"},
)
RECORDS: tuple[dict[str, Any], ...] = (
    {"title": "گزارش بودجهٔ آب", "type": "circular"},
    {"title": "بودجهٔ راه", "text": "وزارت صنعت، معدن و تجارت گزارش داد."},
    {"title": "وزیر صمت در جلسه", "text": "گزارش کوتاه."},
    {"title": "نامهٔ شورا", "text": "مادهٔ ۱۰ و نامهٔ شمارهٔ ۵۶۳۰۶/ت۶۲۲۷۰هـ دربارهٔ بودجه."},
    {"title": "مرداد و بودجه", "dates": {"adopted": a_date("2024-07-22", "1403-05-01")}},
)


@pytest.fixture
def filled(store: Store) -> Store:
    """Five decisions and two agencies, with a catalogue that knows some equal words."""
    store.intake.register(AGENCIES)
    store.catalogue.learn([("صمت", "صنعت، معدن و تجارت")])
    store.put(*[new_record(str(number), a_decision(**made)) for number, made in enumerate(RECORDS)])
    return store


def search(client: FlaskClient, words: str, more: str = "") -> dict[str, Any]:
    return get(client, f"/api/v1/search?q={quote(words)}{more}")


def get(client: FlaskClient, address: str) -> dict[str, Any]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return dict(answer.json)  # type: ignore[arg-type]


def titles(page: dict[str, Any]) -> set[str]:
    return {item["title"] for item in page["items"]}


def test_an_abbreviation_finds_the_whole_name_and_says_so(filled: Store, client: FlaskClient) -> None:
    page = search(client, "صمت")
    assert titles(page) == {"بودجهٔ راه", "وزیر صمت در جلسه"}
    assert page["effective_query"]["same"] == [{"typed": "صمت", "also": ["صنعت، معدن و تجارت"]}]
    assert titles(get(client, page["effective_query"]["links"]["typed"])) == {"وزیر صمت در جلسه"}
    assert titles(search(client, "وزارت صمت", "&match=all")) == {"بودجهٔ راه"}
    assert titles(search(client, "صنعت معدن و تجارت", "&match=all")) == {"بودجهٔ راه", "وزیر صمت در جلسه"}


def test_numbers_in_words_find_their_digits(filled: Store, client: FlaskClient) -> None:
    page = search(client, "مادهٔ دهم", "&match=all")
    assert titles(page) == {"نامهٔ شورا"}
    assert page["effective_query"]["same"] == [{"typed": "دهم", "also": ["10"]}]


@pytest.mark.parametrize(
    ("words", "offered", "found"),
    [
        ("بودجه شورای شهر نمونه", ("agency", "shora-nemouneh", "شورای شهر نمونه", "شورای شهر نمونه"), 4),
        ("بودجه بخشنامه", ("type", "circular", "بخشنامه", "بخشنامه"), 1),
        ("بودجه در سال ۱۴۰۳", ("jalali_year", "1403", "۱۴۰۳", "سال ۱۴۰۳"), 1),
        ("مرداد ۱۴۰۲ بودجه", ("jalali_month", "1402-05", "۱۴۰۲/۰۵", "مرداد ۱۴۰۲"), 3),
        ("بودجه ۱ مرداد ۱۴۰۳", ("date", "1403-05-01", "۱۴۰۳/۰۵/۰۱", "۱ مرداد ۱۴۰۳"), 1),
    ],
)
def test_a_meaning_is_offered_and_its_link_narrows(
    filled: Store, client: FlaskClient, words: str, offered: tuple[str, ...], found: int
) -> None:
    page = search(client, words)
    names = ("kind", "value", "label", "text")
    (offer,) = [one for one in page["effective_query"]["understood"] if tuple(one[name] for name in names) == offered]
    assert page["effective_query"]["filters"] == {"status": "published"}
    narrowed = get(client, offer["url"])
    assert narrowed["total"] == found
    assert offer not in narrowed["effective_query"]["understood"]


def test_the_number_of_an_act_is_understood_and_narrows_nothing(filled: Store, client: FlaskClient) -> None:
    page = search(client, "نامه شماره ۵۶۳۰۶/ت۶۲۲۷۰هـ")
    assert [(one["kind"], one["url"]) for one in page["effective_query"]["understood"]] == [("number", None)]
    assert titles(page) == {"نامهٔ شورا"}


def test_a_named_field_becomes_a_filter_of_the_answer(filled: Store, client: FlaskClient) -> None:
    page = search(client, "نوع: بخشنامه بودجه", "&facets=type")
    query = page["effective_query"]
    assert titles(page) == {"گزارش بودجهٔ آب"}
    assert query["filters"]["type"] == ["circular"]
    assert [note["code"] for note in query["notes"]] == ["field-is-filter"]
    assert get(client, query["url"])["effective_query"]["url"] == query["url"]
    for value in page["facets"]["type"]["values"]:
        assert get(client, value["query"])["total"] == value["count"]
    assert search(client, "سال:۱۴۰۳")["total"] == 1
    assert search(client, "سال:۱۴۰۲ سال:۱۴۰۳")["total"] == 5
    assert search(client, "دستگاه:«شورای شهر نمونه» بودجه", "&type=circular")["total"] == 1


def test_title_text_and_number_are_looked_for_where_they_stand(filled: Store, client: FlaskClient) -> None:
    assert titles(search(client, "عنوان:صمت")) == {"وزیر صمت در جلسه"}
    assert titles(search(client, "متن:بودجه")) == {"نامهٔ شورا"}
    assert titles(search(client, "متن:«گزارش داد»")) == {"بودجهٔ راه"}
    assert titles(search(client, "شماره: ۵۶۳۰۶/ت۶۲۲۷۰")) == {"نامهٔ شورا"}
    assert titles(search(client, "عنوان:بودجه -راه")) == {"گزارش بودجهٔ آب", "مرداد و بودجه"}


@pytest.mark.parametrize(
    ("words", "note"),
    [
        ("نوع: ناشناخته", "field-unknown"),
        ("بودجه OR (نوع: بودجه)", "field-in-group"),
        ("سال: ۹۹", "field-unknown"),
    ],
)
def test_a_field_that_cannot_be_one_is_text_and_told(filled: Store, client: FlaskClient, words: str, note: str) -> None:
    query = search(client, words)["effective_query"]
    assert note in [one["code"] for one in query["notes"]]
    assert query["filters"] == {"status": "published"}


def test_a_pasted_title_with_a_field_word_finds_its_record(store: Store, client: FlaskClient) -> None:
    store.put(new_record("1", a_decision(title="فهرست نوع: بخشنامه، سال: ۱۳۹۰")))
    page = search(client, "فهرست نوع: بخشنامه، سال: ۱۳۹۰")
    assert page["total"] == 1
    assert page["effective_query"]["filters"] == {"status": "published"}


def test_a_new_agency_is_known_once_it_has_records(filled: Store, client: FlaskClient) -> None:
    assert search(client, "پول اداره پسین")["effective_query"]["understood"] == []
    filled.intake.register(
        [{"slug": "pasin", "names": [{"text": "اداره پسین", "lang": "fa"}], "type": "state"}, *AGENCIES]
    )
    assert search(client, "پول اداره پسین")["effective_query"]["understood"] == []  # it would lead to nothing
    role = {"role": "issuer", "agency": "pasin", "raw": "اداره پسین"}
    filled.put(new_record("pasin", a_decision(title="حساب", roles=[role])))
    assert [one["value"] for one in search(client, "پول اداره پسین")["effective_query"]["understood"]] == ["pasin"]


def test_the_page_offers_and_shows_filters_that_were_named(filled: Store, client: FlaskClient) -> None:
    offered = client.get(f"/search?q={quote('بودجه سال ۱۴۰۳')}").text
    assert "شاید منظور شما:" in offered and "/search?q=%D8%A8%D9%88%D8%AF%D8%AC%D9%87&amp;jalali_year=1403" in offered
    named = client.get(f"/search?q={quote('نوع: بخشنامه بودجه')}").text
    assert 'value="بودجه"' in named and "حذف این پالایش" in named and "پالایش شد" in named
    same = client.get(f"/search?q={quote('صمت')}").text
    assert "«<bdi>صمت</bdi>» به این صورت هم جست‌وجو شد: «<bdi>صنعت، معدن و تجارت</bdi>»" in same
    assert client.get(f"/search?q={quote('نوع: بخشنامه')}").status_code == 200


def test_nothing_found_with_filters_tells_what_is_found_without(filled: Store, client: FlaskClient) -> None:
    query = search(client, "بودجه", "&jalali_year=1390&limit=5")["effective_query"]
    assert query["unfiltered"]["total"] == 4
    assert get(client, query["unfiltered"]["url"])["total"] == 4
    assert search(client, "بودجه")["effective_query"]["unfiltered"] is None


def test_a_very_rare_word_is_offered_as_the_common_one_beside_it(store: Store, client: FlaskClient) -> None:
    many = [new_record(str(number), a_decision(title="گزارش شهرداری")) for number in range(COMMON)]
    store.put(*many, new_record("slip", a_decision(title="گزارش شهردازی")))
    page = search(client, "«گزارش» شهردازی", "&limit=1")
    meant = page["effective_query"]["did_you_mean"]
    assert (page["total"], meant["total"], page["effective_query"]["repaired"]) == (1, COMMON, [])
    assert get(client, meant["url"])["total"] == COMMON
    assert search(client, "شهردازی", "&repair=off")["effective_query"]["did_you_mean"] is None
    assert "گزارش» شهرداری" in client.get(f"/search?q={quote('«گزارش» شهردازی')}").text
