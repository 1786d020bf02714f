"""Cards: the small JSON of a version that lists show."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.cards import OPENING_CHARACTERS, issuing_role, leading_day, make_card, opening_of
from catalogue.vocab import WithdrawReason
from schemas.search import load_search
from tests.making import Store, a_date, a_decision, new_record

ID = "d-7k3m-9x2z-3"


def card(record: dict[str, Any]) -> dict[str, Any]:
    return dict(json.loads(make_card(ID, record)))


def a_text(text: str, role: str = "body", **more: str) -> dict[str, str]:
    return {"role": role, "text": text, **more}


def test_a_card_holds_what_lists_show_and_nothing_else() -> None:
    record = a_decision(
        number={"raw": "۱۲/الف", "folded": "12/الف"},
        dates={name: a_date() for name in ("adopted", "notified", "published", "modified", "gazette")},
        tags=["آب"],
    )
    found = card(record)
    assert list(found) == ["id", "kind", "type", "title", "issuer", "agency", "number", "dates", "opening"]
    assert (found["id"], found["issuer"], found["agency"]) == (ID, "شورای شهر نمونه", "shora-nemouneh")
    assert found["number"] == "۱۲/الف"
    assert set(found["dates"]) == {"adopted", "notified", "published", "modified"}


def test_a_card_of_a_bare_record_has_no_empty_members() -> None:
    assert card({"kind": "notice", "title": "آگهی"}) == {"id": ID, "kind": "notice", "title": "آگهی"}


def test_the_issuer_stands_before_the_publisher_wherever_they_stand() -> None:
    roles = [{"role": "publisher", "raw": "ناشر"}, {"role": "proposer", "raw": "پ"}, {"role": "issuer", "raw": "مرجع"}]
    assert issuing_role({"roles": roles}) == {"role": "issuer", "raw": "مرجع"}
    assert issuing_role({"roles": roles[:2]}) == {"role": "publisher", "raw": "ناشر"}
    assert issuing_role({"roles": roles[1:2]}) is None


def test_an_issuer_that_is_no_agency_of_ours_is_shown_as_written() -> None:
    found = card(a_decision(roles=[{"role": "issuer", "raw": "شورای ناشناس"}]))
    assert found["issuer"] == "شورای ناشناس" and "agency" not in found


def test_formats_are_named_once_and_in_order() -> None:
    forms = [{"access_url": "https://a.example", "format": name} for name in ("XLSX", "CSV", "XLSX")]
    found = card({"kind": "dataset", "title": "داده", "distributions": [*forms, {"access_url": "https://b.example"}]})
    assert found["formats"] == ["CSV", "XLSX"]
    assert "formats" not in card({"kind": "dataset", "title": "داده", "distributions": [{"access_url": "https://b"}]})


def test_the_opening_is_the_body_before_the_description() -> None:
    texts = [a_text("شرح", "description"), a_text("متن")]
    assert opening_of({"texts": texts}) == "متن"
    assert opening_of({"texts": texts[:1]}) == "شرح"
    assert opening_of({}) == ""


def test_of_two_bodies_the_first_is_opened() -> None:
    assert opening_of({"texts": [a_text("متن فارسی"), a_text("English text", lang="en")]}) == "متن فارسی"


def test_a_short_text_is_opened_whole_on_one_line() -> None:
    assert opening_of({"texts": [a_text("بند یک\n\n  بند\tدو ")]}) == "بند یک بند دو"
    exact = "ا" * OPENING_CHARACTERS
    assert opening_of({"texts": [a_text(exact)]}) == exact


def test_a_long_text_is_cut_between_two_words() -> None:
    words = " ".join(f"واژه{number}" for number in range(100))
    opening = opening_of({"texts": [a_text(words)]})
    assert opening.endswith("…") and len(opening) <= OPENING_CHARACTERS
    assert words.startswith(opening[:-1]) and words[len(opening) - 1] == " "


@given(st.text(st.sampled_from("اب‌ \n.…"), min_size=280, max_size=330) | st.text(max_size=700))
def test_an_opening_is_never_longer_than_300_characters(text: str) -> None:
    opening = opening_of({"texts": [a_text(text)]})
    tidy = " ".join(text.split())
    assert len(opening) <= OPENING_CHARACTERS
    assert opening == tidy if len(tidy) <= OPENING_CHARACTERS else tidy.startswith(opening[:-1])


def test_the_leading_day_is_of_adoption_then_notification_then_publication() -> None:
    days = {"published": a_date("2023-07-25"), "notified": a_date("2023-07-24"), "adopted": a_date("2023-07-23")}
    assert leading_day({"dates": days}) == "2023-07-23"
    del days["adopted"]
    assert leading_day({"dates": days}) == "2023-07-24"
    del days["notified"]
    assert leading_day({"dates": days}) == "2023-07-25"
    assert leading_day({"dates": {"modified": a_date()}}) is leading_day({}) is None


def test_a_date_without_a_day_does_not_lead() -> None:
    unread = {"raw": "سیزدهم رجب", "precision": "none"}
    assert leading_day({"dates": {"adopted": unread, "published": a_date("2023-07-25")}}) == "2023-07-25"


def test_the_leading_day_of_a_month_is_its_first() -> None:
    assert leading_day({"dates": {"adopted": a_date("2023-07-23/2023-08-22")}}) == "2023-07-23"


@pytest.mark.parametrize(
    ("reason", "titled"),
    [(WithdrawReason.MISTAKE, True), (WithdrawReason.GONE_AT_SOURCE, True), (WithdrawReason.PERSONAL_DATA, False)],
)
def test_the_card_of_a_tombstone_says_no_more_than_the_tombstone(
    store: Store, reason: WithdrawReason, titled: bool
) -> None:
    store.put(new_record("1", a_decision(title="عنوان", text="متنی که نباید بماند")))
    (record_id,) = store.ids()
    store.catalogue.withdraw(record_id, reason, None)
    store.follower.catch_up()
    (item,) = store.catalogue.find(load_search({"status": ["withdrawn"]})).items
    assert item.card_fields() == {"id": record_id, "kind": "decision", **({"title": "عنوان"} if titled else {})}
    assert item.snippet.text == ""
