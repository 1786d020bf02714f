"""The API's suggestions: whatever was begun to be typed, out of names and titles, and nothing that was taken down."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from catalogue.vocab import WithdrawReason
from tests.making import Store, a_decision, needs_embedded, new_record

SIGNER = "کیومرث نمونه‌پور"
TITLES = (
    "بودجهٔ آب روستا",
    "تفریغ بودجه",
    "روابط عمومی‌ها",
    "كتاب‌خانه‌هاي محله",
    "بودجهٔ راه",
    "تصویب‌نامهٔ 56306/ت62270هـ",
)


@pytest.fixture
def filled(store: Store) -> Store:
    """A decision for each title, with tags and a signer."""
    records = []
    for number, title in enumerate(TITLES):
        signers = [{"raw": SIGNER, "role": "دبیر"}]
        tags = ["بودجه", "آب"] if number < 2 else ["بودجهٔ محله"] if number < 3 else ["نقشه"]
        made = a_decision(title, f"متنی ویژه با شماره {number}", tags=tags, signers=signers)
        records.append(new_record(str(number), made))
    store.put(*records)
    return store


def suggested(client: FlaskClient, typed: str, **more: object) -> list[tuple[str, str]]:
    """(kind, text) of each suggestion."""
    return [(item["kind"], item["text"]) for item in answer(client, typed, **more)["items"]]


def answer(client: FlaskClient, typed: str, **more: object) -> dict[str, Any]:
    got = client.get("/api/v1/suggest", query_string={"q": typed, **more})
    assert got.status_code == 200, got.text
    return dict(got.json)  # type: ignore[arg-type]


def test_titles_that_begin_so_come_before_those_that_hold_the_words(filled: Store, client: FlaskClient) -> None:
    assert suggested(client, "بود") == [
        ("tag", "بودجه"),
        ("tag", "بودجهٔ محله"),
        ("title", "بودجهٔ راه"),
        ("title", "بودجهٔ آب روستا"),
        ("title", "تفریغ بودجه"),
    ]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("روابط عم", "روابط عمومی‌ها"),
        ("عمومی", "روابط عمومی‌ها"),
        ("کتاب خانه", "كتاب‌خانه‌هاي محله"),
        ("كتاب", "كتاب‌خانه‌هاي محله"),
        ("کتاب‌خا", "كتاب‌خانه‌هاي محله"),
        ("روستا بود", "بودجهٔ آب روستا"),
        ("بودجه ر", "بودجهٔ راه"),
        ("۵۶۳۰۶", "تصویب‌نامهٔ 56306/ت62270هـ"),
        ("تف", "تفریغ بودجه"),
    ],
)
def test_a_title_is_found_however_it_is_typed(filled: Store, client: FlaskClient, typed: str, title: str) -> None:
    assert ("title", title) in suggested(client, typed)


def test_agencies_are_found_by_name_and_alias_and_types_by_name(store: Store, client: FlaskClient) -> None:
    named = {"names": [{"text": "شورای شهر نمونه", "lang": "fa"}], "aliases": ["پارلمان شهر"], "type": "municipal"}
    store.intake.register([{"slug": slug, **named} for slug in ("shora-without-records", "shora-nemouneh")])
    store.put(new_record("1", a_decision("نامه", type="circular")))
    assert suggested(client, "شورای") == [("agency", "شورای شهر نمونه")]
    assert suggested(client, "شهر نم") == [("agency", "شورای شهر نمونه")]
    assert suggested(client, "پارلمان") == [("agency", "شورای شهر نمونه")]
    assert suggested(client, "بخش") == [("type", "بخشنامه")]
    assert suggested(client, "بودجه") == []  # a type that no record has


@pytest.mark.parametrize("typed", ["", "ب", " ب ", "ـ", "ء", "«ب»", "?"])
def test_less_than_two_letters_suggest_nothing(filled: Store, client: FlaskClient, typed: str) -> None:
    assert answer(client, typed) == {"items": [], "truncated": False}


@pytest.mark.parametrize("typed", ["کیو", "نمونه‌پ", "دبیر", "ویژه", SIGNER])
def test_no_other_text_of_a_record_is_suggested(filled: Store, client: FlaskClient, typed: str) -> None:
    assert suggested(client, typed) == []


def test_what_was_taken_down_is_not_suggested_before_the_index_follows(filled: Store, client: FlaskClient) -> None:
    (taken,) = [item["value"] for item in answer(client, "تفریغ")["items"]]
    filled.catalogue.withdraw(taken, WithdrawReason.COURT_OR_LAW, None)
    assert suggested(client, "تفریغ") == []
    filled.follower.catch_up()
    assert suggested(client, "تفریغ") == []


def test_tags_of_records_that_are_gone_are_not_suggested(filled: Store, client: FlaskClient) -> None:
    assert ("tag", "آب") in suggested(client, "آب")
    for record_id in filled.ids():
        filled.catalogue.withdraw(record_id, WithdrawReason.MISTAKE, None)
    filled.follower.catch_up()
    assert suggested(client, "آب") == suggested(client, "بود") == suggested(client, "نقشه") == []


def test_each_suggestion_leads_somewhere(filled: Store, client: FlaskClient) -> None:
    for item in answer(client, "بود")["items"]:
        for link in item["links"].values():
            assert client.get(link).status_code == 200, link
        if "query" in item["links"]:
            found = client.get(item["links"]["query"]).json
            assert found is not None and found["total"] > 0


def test_the_same_title_is_suggested_once(store: Store, client: FlaskClient) -> None:
    titles = ["صورت‌جلسهٔ هفتگی", "صورت جلسهٔ هفتگی", "صورت‌جلسهٔ هفتگی"]
    store.put(*(new_record(str(number), a_decision(title)) for number, title in enumerate(titles)))
    assert [text for _, text in suggested(client, "صورت جلسه")] == titles[2:]


def test_no_more_than_the_limit_and_the_rest_is_told(filled: Store, client: FlaskClient) -> None:
    assert answer(client, "بود", limit=5)["truncated"] is False
    some = answer(client, "بود", limit=3)
    assert len(some["items"]) == 3 and some["truncated"] is True
    assert len(answer(client, "بود", limit="۱")["items"]) == 1


@pytest.mark.parametrize("asked", ["limit=0", "limit=11", "limit=x", "q=" + "x" * 513, "q=آب&fuzzy=1"])
def test_what_is_wrong_is_refused(client: FlaskClient, asked: str) -> None:
    refused = client.get(f"/api/v1/suggest?{asked}")
    assert refused.status_code == 422 and refused.json is not None and refused.json["errors"]


@pytest.mark.parametrize("typed", ["* OR (", '"آب', "-آب", "آب " * 170, "a/" * 250, "\u200c\u200c", "😀😀", "title:آب"])
def test_any_text_is_answered(filled: Store, client: FlaskClient, typed: str) -> None:
    assert set(answer(client, typed)) == {"items", "truncated"}


def test_an_unchanged_answer_is_not_sent_again(filled: Store, client: FlaskClient) -> None:
    first = client.get("/api/v1/suggest?q=بود")
    again = client.get("/api/v1/suggest?q=بود", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert first.headers["Cache-Control"] == "no-cache"


@needs_embedded
def test_without_an_index_it_is_busy(store: Store, client: FlaskClient) -> None:
    (store.folder / "search" / "current").unlink()
    assert client.get("/api/v1/suggest?q=بود").status_code == 503
