"""What of a record is searchable, and under which words it is filtered."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from catalogue.errors import InvalidRecord
from catalogue.persian.words import analyse
from catalogue.search.index import DATES, FILTERS, IndexDocument
from catalogue.search.local.schema import to_document
from catalogue.searchable import BREAK, sha_head, to_index_document
from catalogue.store import Current
from tests.making import a_date, a_decision

EPOCH = date(1970, 1, 1)
RECORD_ID = "d-7k3m-9x2z-3"


def index(record: dict[str, Any], **changed: Any) -> IndexDocument:
    fields: dict[str, Any] = {
        "number": 5,
        "id": RECORD_ID,
        "version_no": 3,
        "sha256": "00000000000f" + "a" * 52,
        "status": "published",
        "kind": record.get("kind", "decision"),
        "source": "src",
        "agency": "shora-nemouneh",
        "first_seen_at": "2026-11-20T23:59:59Z",
        "recorded_at": "2026-11-21T09:00:00Z",
        "canonical": json.dumps(record),
    }
    return to_index_document(Current(**(fields | changed)))


def day(text: str) -> int:
    return (date.fromisoformat(text) - EPOCH).days


def has_words(document: IndexDocument, text: str) -> bool:
    """Whether the words of a text stand side by side in the document's own."""
    return " ".join(analyse(text).exact_tokens()) in " ".join(document.text)


FULL: dict[str, Any] = a_decision(
    title="آیین‌نامهٔ کتاب‌ها",
    text="متن اصلی سند.",
    texts=[{"role": "description", "text": "شرح کوتاه سند"}, {"role": "body", "text": "متن بلند سند"}],
    tags=["آب و  برق", "كتاب‌ها"],
    topics=["environment"],
    number={"raw": "56306/ت62270هـ", "folded": "56306/ت62270ه"},
    source_ids=[{"scheme": "news_code", "raw": "۲۷۲۴۱۴", "folded": "272414"}],
    roles=[
        {"role": "issuer", "agency": "shora-nemouneh", "raw": "شورای شهر نمونه"},
        {"role": "executor", "agency": "ab-nemouneh", "raw": "شرکت آب نمونه"},
        {"role": "addressee", "raw": "استانداری بی‌نشان"},
    ],
    signers=[{"role": "رئیس شورا", "raw": "س. نمونه‌پور"}],
    relations=[{"type": "amends", "to_raw": "مصوبهٔ پیشین شمارهٔ ۱۲"}],
    files=[{"role": "annex", "name": "پیوست فنی.pdf", "url": "https://shora.example/a.pdf"}],
    language=["fa"],
    known_limitations="محدودیت‌های دانسته",
    licence={"basis": "not_stated"},
    dates={
        "adopted": a_date(),
        "notified": a_date("2023-07-30", "1402-05-08"),
        "published": {"raw": "؟", "precision": "none"},
    },
)


def test_every_part_a_reader_sees_is_found_by_its_words() -> None:
    document = index(FULL)
    own_number = analyse(FULL["number"]["raw"])
    assert list(document.title) == [*analyse(FULL["title"]).exact_tokens(), BREAK, *own_number.exact_tokens()]
    for text in (
        "شرح کوتاه سند", "متن بلند سند", "آب و برق", "کتاب‌ها", "272414", "شورای شهر نمونه",
        "شرکت آب نمونه", "استانداری بی‌نشان", "رئیس شورا", "نمونه‌پور", "مصوبهٔ پیشین شمارهٔ ۱۲", "پیوست فنی",
        "محدودیت‌های دانسته",
    ):  # fmt: skip
        assert has_words(document, text), text


def test_a_dataset_is_found_by_its_columns_and_distributions() -> None:
    record = {
        "kind": "dataset",
        "title": "داده",
        "roles": [{"role": "publisher", "raw": "مرکز نمونه"}],
        "distributions": [
            {"title": "جدول ماهانه", "access_url": "https://x.example/1", "format": "csv"},
            {"access_url": "https://x.example/2", "format": "CSV"},
            {"access_url": "https://x.example/3", "format": " xlsx "},
        ],
        "columns": [{"name": "population", "fa": "جمعیت ده", "note": "برآورد سالانه"}],
        "coverage": {"spatial": "استان خیالی"},
        "edition": "ویرایش سوم",
    }
    document = index(record)
    for text in ("جدول ماهانه", "population", "جمعیت ده", "برآورد سالانه", "استان خیالی", "ویرایش سوم"):
        assert has_words(document, text), text
    assert document.keywords["format"] == ["CSV", "XLSX"]
    assert document.keywords["kind"] == ["dataset"]
    assert document.keywords["type"] == []


def test_no_phrase_reaches_from_one_part_into_the_next() -> None:
    text = list(index(FULL).text)
    assert text[0] != BREAK
    assert "سند متن" not in " ".join(text)
    assert BREAK not in analyse("¶ متن¶").exact_tokens()


def test_stems_stand_beside_the_exact_tokens() -> None:
    document = index(FULL)
    assert list(document.title_stem) == [
        *analyse(FULL["title"]).stem_tokens(),
        *analyse(FULL["number"]["raw"]).stem_tokens(),
    ]
    assert BREAK not in document.text_stem
    assert set(analyse("متن بلند سند").stem_tokens()) <= set(document.text_stem)


def test_filters_hold_what_they_are_asked_by() -> None:
    keywords = index(FULL).keywords
    assert set(keywords) == set(FILTERS) - {"jalali_year", "jalali_month"}
    assert keywords["agency"] == ["ab-nemouneh", "shora-nemouneh"]
    assert keywords["tag"] == ["آب و برق", "کتابها"]
    assert keywords["type"] == ["resolution"]
    assert (keywords["topic"], keywords["language"], keywords["source"]) == (["environment"], ["fa"], ["src"])
    assert keywords["status"] == ["published"]


@pytest.mark.parametrize(
    ("licence", "value"),
    [
        ({"basis": "not_stated"}, ["not-stated"]),
        ({"basis": "not_stated", "label": "نامعلوم"}, ["not-stated"]),
        ({"basis": "stated", "label": "آزاد", "url": "https://l.example/"}, ["https://l.example/"]),
        ({"basis": "stated", "label": "آزاد"}, ["آزاد"]),
        ({"basis": "by_law"}, ["by-law"]),
        (None, []),
    ],
)
def test_a_licence_is_its_address_label_or_basis(licence: dict[str, str] | None, value: list[str]) -> None:
    more: dict[str, Any] = {"licence": licence} if licence else {}
    assert index(a_decision(**more)).keywords["licence"] == value


def test_keywords_are_never_empty_or_too_long_or_twice() -> None:
    keywords = index(
        a_decision(tags=["\u200c", "a" * 600, "x", "x ", "\u00a0x"], licence={"basis": "stated", "url": "u" * 4000})
    ).keywords
    assert keywords["tag"] == ["a" * 512, "x"]
    assert keywords["licence"] == ["u" * 512]


def test_days_are_those_of_the_dates_that_have_one() -> None:
    days = index(FULL).days
    assert days == {
        "leading": (day("2023-07-23"),) * 2,
        "adopted": (day("2023-07-23"),) * 2,
        "notified": (day("2023-07-30"),) * 2,
        "first_seen": (day("2026-11-21"),) * 2,  # in Tehran
        "changed": (day("2026-11-21"),) * 2,
    }
    assert set(days) <= set(DATES)


def test_the_leading_day_is_the_first_of_adopted_notified_published() -> None:
    without = index(a_decision(dates={"notified": a_date("2023-07-30", "1402-05-08"), "published": a_date()}))
    assert without.days["leading"] == without.days["notified"]
    assert (without.jalali_year, without.jalali_month) == (1402, 140205)


@pytest.mark.parametrize(
    ("dual_date", "first", "last", "year", "month"),
    [
        (
            {"iso": "2022-07-23/2022-08-22", "jalali": "1401-05", "precision": "month"},
            "2022-07-23",
            "2022-08-22",
            1401,
            140105,
        ),
        (
            {"iso": "2022-03-21/2023-03-20", "jalali": "1401", "precision": "year"},
            "2022-03-21",
            "2023-03-20",
            1401,
            None,
        ),
        (
            {"iso": "2019-07-09", "at": "2019-07-09T17:40:00Z", "precision": "minute"},
            "2019-07-09",
            "2019-07-09",
            1398,
            139804,
        ),
    ],
)
def test_an_interval_keeps_both_ends_and_its_jalali_month(
    dual_date: dict[str, str], first: str, last: str, year: int, month: int | None
) -> None:
    document = index(a_decision(dates={"adopted": {"raw": "x", **dual_date}}))
    assert document.days["leading"] == (day(first), day(last))
    assert (document.jalali_year, document.jalali_month) == (year, month)
    assert document.key_newest == index(a_decision(dates={"adopted": a_date(first)})).key_newest


def test_no_date_sorts_last_and_has_no_year() -> None:
    document = index(a_decision(dates={"modified": a_date()}))
    assert (document.jalali_year, document.jalali_month, document.key_newest) == (None, None, 5)
    assert "leading" not in document.days


def test_keys_are_unique_and_in_the_order_of_time() -> None:
    day_after = index(a_decision(dates={"adopted": a_date("2023-07-24")}), number=4)
    same_day = index(a_decision(), number=6)
    document = index(a_decision())
    ancient = index(a_decision(dates={"adopted": a_date("1871-03-21")}), number=7)
    assert ancient.key_newest < document.key_newest < same_day.key_newest < day_after.key_newest < 1 << 63
    assert document.key_newest & (1 << 28) - 1 == 5
    later = index(a_decision(), recorded_at="2026-11-21T09:00:01Z", number=4)
    assert document.key_changed < later.key_changed


def test_a_withdrawn_record_keeps_nothing_but_what_its_tombstone_says() -> None:
    document = index(
        {"kind": "decision", "title": "واژه", "reason": "mistake", "withdrawn_at": "2026-11-21T09:00:00Z"},
        status="withdrawn",
    )
    assert not (document.title or document.text or document.title_stem or document.text_stem)
    held = {name: values for name, values in document.keywords.items() if values}
    assert held == {"status": ["withdrawn"], "kind": ["decision"], "agency": ["shora-nemouneh"], "source": ["src"]}
    assert document.days == {"changed": (day("2026-11-21"),) * 2}


def test_the_document_says_which_version_it_is() -> None:
    document = index(FULL)
    assert (document.id, document.version_no, document.sha_head) == (RECORD_ID, 3, 15)
    assert sha_head("f" * 64) == 2**48 - 1


def test_the_engine_takes_it_as_it_is() -> None:
    try:
        to_document(index(FULL))
    except InvalidRecord as error:  # pragma: no cover
        pytest.fail(str(error))
