"""One catalogue with every kind of record, for tests that only read; and the site over it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.app import create_app
from catalogue.issues import IssueRow
from catalogue.jobs import SourceRow
from catalogue.vocab import JobState, WithdrawReason
from tests.making import Clock, Store, a_date, a_decision, new_record, open_fresh

AGENCY = {
    "slug": "shora-nemouneh",
    "names": [{"text": "شورای شهر گلبیشه (نمونه)", "lang": "fa"}, {"text": "Golbisheh Council (sample)", "lang": "en"}],
    "aliases": ["شورای گلبیشه (نمونه)"],
    "type": "municipal",
    "website": "https://shora.example/",
    "contact": "data@shora.example",
    "jurisdiction": "شهر گلبیشه (نمونه)",
}
SILENT = {"slug": "khamoush-nemouneh", "names": [{"text": "ادارهٔ خاموش (نمونه)", "lang": "fa"}]}
ADDRESS = "https://shora.example"
DATASETS = SourceRow("data", "داده‌های نمونه", "shora-nemouneh", "dataset", "html", "all", f"{ADDRESS}/data", "1" * 64)
NOTICES = SourceRow("news", "خبرهای نمونه", "shora-nemouneh", "notice", "html", "all", f"{ADDRESS}/news", "2" * 64)
UNREADABLE = {"raw": "روز یکشنبه", "precision": "none", "rule": "weekday_only"}

HOSTILE_TITLE = "«</title><script>alert(1)</script>» \u202e\" onmouseover='x"
HOSTILE_TEXT = "ماده ۱ <img src=x onerror=alert(2)>\nتبصره <b>\nماده ۱ دوباره & \"'"
BODY = "ماده ۱. روابط عمومی‌ها هزینه‌کرد هر ماه را منتشر می‌کنند.\nتبصره. سرجمع هم پذیرفته است."


def a_dataset() -> dict[str, Any]:
    """A valid dataset with everything a page can show."""
    return {
        "kind": "dataset",
        "title": "هزینه‌کرد ماهانهٔ شهرداری گلبیشه (نمونه)",
        "roles": [{"role": "publisher", "agency": "shora-nemouneh", "raw": "شورای شهر گلبیشه (نمونه)"}],
        "texts": [{"role": "description", "text": "هر ردیف یک پرداخت است."}],
        "dates": {"published": a_date(), "modified": UNREADABLE},
        "tags": ["بودجه", "شهرداری‌ها"],
        "licence": {"basis": "stated", "label": "استفاده با ذکر منبع"},
        "row_count": 21846,
        "language": ["fa"],
        "places": [{"level": "city", "raw": "شهر گلبیشه"}],
        "contact": {
            "unit": "ادارهٔ آمار",
            "phone": "021 8888 1234",
            "email": "a@s.example",
            "url": "https://s.example/q",
        },
        "conforms_to": ["https://standard.example/"],
        "access": {"code": "public", "raw": "برای همه"},
        "origin_note": "از سامانهٔ مالی.\nهر ماه یک بار.",
        "coverage": {"temporal": {"from": a_date()}, "spatial": "گلبیشه"},
        "columns": [{"name": "paid_on", "fa": "تاریخ پرداخت", "type": "date"}],
        "distributions": [
            {"title": "همهٔ سال‌ها", "access_url": "https://shora.example/d/1", "format": "CSV", "bytes": 1_900_000},
            {
                "access_url": "https://shora.example/d/2",
                "format": "JSON",
                "download_url": "https://shora.example/d/2.json",
                "description": "یک فایل برای هر سال",
                "licence": {"label": "پروانهٔ فایل", "basis": "stated"},
                "rights": "با ذکر نام شهر",
                "availability": "stable",
            },
        ],
    }


def a_notice(**more: Any) -> dict[str, Any]:
    """A valid notice."""
    return {
        "kind": "notice",
        "type": "announcement",
        "title": "اطلاعیهٔ قطع آب (نمونه)",
        "roles": [{"role": "publisher", "raw": "شرکت آب مهرکوه (نمونه)"}],
        "texts": [{"role": "body", "text": "آب محلهٔ باغ‌سبز فردا قطع است."}],
        **more,
    }


def a_consultation() -> dict[str, Any]:
    """A notice with everything that only notices have."""
    return a_notice(
        type="consultation",
        title="نظرخواهی دربارهٔ پارک (نمونه)",
        dates={"published": a_date(), "deadline": a_date(), "promised": a_date()},
        draft="https://shora.example/draft.pdf",
        steps="یک: ببینید.\nدو: بنویسید.",
        complaint_route="به شورا بنویسید.",
    )


def a_full_decision() -> dict[str, Any]:
    """A decision with everything a page can show."""
    amount = {"raw": "۵۰ میلیون ریال", "value": "50000000", "currency": "IRR", "certain": True, "stage": "contract"}
    return a_decision(
        title="انتشار هزینه‌کرد (نمونه)",
        text=BODY,
        number={"raw": "۱۸۴/ش", "folded": "184/ش"},
        relations=[{"type": "amends", "to_raw": "مصوبه شماره ۱۲ مورخ ۱۴۰۱/۰۱/۰۲"}],
        files=[{"role": "original", "name": "184.pdf", "url": "https://shora.example/184.pdf", "bytes": 418_000}],
        links=[{"rel": "landing", "url": "https://shora.example/184"}],
        source_ids=[{"scheme": "news_code", "raw": "کد خبر: 184", "folded": "184"}],
        signers=[{"role": "رئیس شورا", "raw": "س. نمونه‌پور"}],
        amounts=[amount],
        session={"no": "۶۸", "on": a_date()},
        gazette={"no": "۲۲۶۰۱", "special_issue": "۱۵۸۸", "year": "سال ۷۸"},
        legal_basis=["اصل ۱۳۸ قانون اساسی"],
        lifecycle=[{"value": "in_force", "by": "شورا (نمونه)", "raw": "دارای اعتبار"}],
        classification_stated="عادی (نمونه)",
    )


def fill(store: Store) -> None:
    """Decisions for two pages, two versions of one, a dataset, notices, a hostile and a withdrawn record."""
    store.catalogue.intake.register([AGENCY, SILENT])
    store.put(new_record("full", a_full_decision(), document="a" * 64))
    store.put(new_record("full", a_full_decision() | {"tags": ["شفافیت"]}, "another digest", document="b" * 64))
    store.put(*(new_record(f"d{number}", a_decision(title=f"مصوبهٔ {number} (نمونه)")) for number in range(25)))
    store.put(new_record("set", a_dataset()), source=DATASETS)
    store.put(new_record("asked", a_consultation()), source=NOTICES)
    notices = [new_record("n", a_notice()), new_record("hostile", a_notice(title=HOSTILE_TITLE))]
    notices[1].record["texts"][0]["text"] = HOSTILE_TEXT
    store.put(*notices, source=NOTICES)
    issue = IssueRow("validate", "required", "166", None, "row 12", "<b>۱۶۶</b>", "عنوان ندارد.", "No title.", 1)
    store.finish(store.begin(NOTICES), JobState.PARTIAL, [issue])
    store.put(new_record("gone", a_decision(title="آنچه برداشته شد")))
    store.catalogue.withdraw(store.ids()[-1], WithdrawReason.DUPLICATE, None)
    store.follower.catch_up()


@pytest.fixture(scope="package")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A catalogue that tests of this folder read and never change."""
    store = open_fresh(tmp_path_factory.mktemp("filled"))
    fill(store)
    yield store
    store.close()


@pytest.fixture(scope="package")
def site(filled: Store) -> Flask:
    """The web application over it."""
    return create_app(filled.catalogue, "data@dastras.example", "https://dastras.example", "test", Clock())


@pytest.fixture
def reader(site: Flask) -> FlaskClient:
    """Somebody who reads it."""
    return site.test_client()


@pytest.fixture(scope="package")
def ids(filled: Store) -> dict[str, str]:
    """native id -> id."""
    return {filled.catalogue.provenance(record_id).native_id: record_id for record_id in filled.ids()[:-1]} | {
        "gone": filled.ids()[-1]
    }
