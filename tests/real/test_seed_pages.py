"""Five news pages as text: glued words, Arabic letters, kickers, prefixes, boilerplate (records.md section 10)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from catalogue.vocab import JobState
from harvesters.agencies import AgencyRegister
from harvesters.config import load_source
from harvesters.main_text import without_boilerplate
from harvesters.replay import FolderFetcher
from harvesters.source import Source
from tests.harvesters.making import now, run_source
from tests.making import Store
from tests.real.harvesting import codes
from tests.real.recording import SOURCES

pytestmark = pytest.mark.shared

BOILERPLATE = (
    "دریافت لینک", "کد QR", "کد مطلب", "کد خبر", "ITMen", "itmen.ir", "پیامک - فیس بوک", "برگشت به خبرها",
    "برچسبها", "نظر شما", "captcha", "توهین",
)  # fmt: skip


@pytest.fixture
def harvest(store: Store, register: AgencyRegister, seed_pages: Path) -> Any:
    """Harvests one page and gives its record."""

    def run(number: str) -> dict[str, Any]:
        source = load_source(SOURCES / f"seed-page-{number}.yaml", register)
        assert isinstance(source, Source), source
        store.catalogue.intake.register(list(register.files.values()))
        root, cap = seed_pages.parent, source.limits.document_bytes
        report = run_source(store, source, lambda keeping: FolderFetcher(root, keeping, now(), cap))
        assert (report.state, report.counts["added"]) == (JobState.SUCCEEDED, 1)
        assert codes(report) == ({"date-unreadable": 1} if number == "001" else {})  # it prints a weekday only
        record: dict[str, Any] = json.loads(store.only_record().canonical)
        assert not [words for words in BOILERPLATE if words in body(record)]
        return record

    return run


@pytest.mark.parametrize(("number", "share"), [("000", 0.9), ("001", 0.9), ("002", 0.9), ("003", 0.85), ("004", 0.9)])
def test_without_boilerplate_hardly_more_than_the_declared_text_is_left(
    harvest: Any, seed_pages: Path, number: str, share: float
) -> None:
    declared = set(body(harvest(number)).split())
    (page,) = seed_pages.glob(f"{number}_*.txt")
    kept = without_boilerplate(page.read_text(encoding="utf-8"))
    assert declared <= set(kept.split())
    assert len(declared) / len(set(kept.split())) >= share
    assert not re.search("captcha|QR|فیس بوک|برچسبها|نظر شما|پاسخ به نظر|کد مطلب", kept)


def body(record: dict[str, Any]) -> str:
    return next(str(text["text"]) for text in record["texts"] if text["role"] == "body")


def test_000_is_an_appointment_with_its_date_and_thirteen_clauses(harvest: Any) -> None:
    record = harvest("000")
    assert (record["kind"], record["type"]) == ("decision", "appointment")
    assert record["title"] == "راهبری دسترسی آزاد به اطلاعات به علی ربیعی واگذار شد"
    published = record["dates"]["published"]
    assert (published["raw"], published["iso"]) == ("18 تير 1398 ساعت 22:10", "2019-07-09")
    assert published["at"] == "2019-07-09T17:40:00Z"
    assert record["source_ids"] == [{"scheme": "news_code", "raw": "272414", "folded": "272414"}]
    assert body(record).startswith("در پیوست حکم") and body(record).endswith("هماهنگ سازی رسانههای دولت.")
    assert body(record).count("\n") == 15
    issuer = next(role for role in record["roles"] if role["role"] == "issuer")
    assert issuer == {"role": "issuer", "agency": "riasat-jomhouri", "raw": "پایگاه اطلاع رسانی دولت"}


def test_001_has_only_a_weekday_and_its_hard_wrapped_lines_are_joined(harvest: Any) -> None:
    record = harvest("001")
    assert record["kind"] == "notice"
    assert record["dates"]["published"] == {"raw": "یکشنبه", "precision": "none", "rule": "weekday_only"}
    assert "ایجاد ناامیدی در بین مردم است، گفت:" in body(record)
    assert all(line.endswith(".") for line in body(record).split("\n\n"))


def test_002_keeps_its_arabic_letters_and_loses_the_name_of_the_site(harvest: Any) -> None:
    record = harvest("002")
    assert record["title"] == "نشست شوراي هماهنگي روابطعمومي وزارت تعاون، كار و رفاه اجتماعي برگزار شد"
    published = record["dates"]["published"]
    assert (published["raw"], published["iso"]) == ("یکشنبه، 23 مرداد 1401 - 12:13", "2022-08-14")
    assert published["weekday"] == "agrees"
    assert record["source_ids"][0]["raw"] == "50215"
    assert "حدود ۶۰۰ دستگاه" in body(record)


def test_003_has_no_kicker_no_second_title_and_no_comment_form(harvest: Any) -> None:
    record = harvest("003")
    assert record["title"] == "روابط عمومیها عملکرد سه ساله دولت در دستگاه خود را منتشر کنند"
    published = record["dates"]["published"]
    assert (published["raw"], published["iso"]) == ("۱۸ مرداد ۱۳۹۵، ۱۸:۲۳", "2016-08-08")
    assert record["title"] not in body(record)
    assert body(record).startswith("قزوین- رئیس شورای هماهنگی") and body(record).endswith("مطرح کردند.")


def test_004_has_no_date_and_no_kicker(harvest: Any) -> None:
    record = harvest("004")
    assert "dates" not in record
    assert record["title"] == "نگاه وزارت ارتباطات در عرصه فضای مجازی توسعه محور است"
    assert body(record).startswith("به گزارش نویدتهران،") and body(record).endswith("بی تفاوت باشیم.")
