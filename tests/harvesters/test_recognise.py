from __future__ import annotations

import pytest

from catalogue.vocab import vocabulary
from harvesters.recognise import code_of, type_of_title

TITLES = [
    ("قانون بودجه سال ۱۴۰۲ کل کشور", "law"),
    ("آيين‌نامه اجرايي ماده ۵", "executive_bylaw"),
    ("آئین نامه داخلی شورا", "regulation"),
    ("بخشنامه شماره ۱۲", "circular"),
    ("بخش‌نامه شماره ۱۲", "circular"),
    ("دستورالعمل اجرایی حفظ باغ‌ها", "executive_instruction"),
    ("دستور العمل حفظ باغ‌ها", "instruction"),
    ("سیاست‌های کلی نظام اداری", "general_policies"),
    ("موافقتنامه بین‌المللی حمل و نقل", "treaty"),
    ("تفاهم‌نامه با دانشگاه", "agreement"),
    ("هیأت وزیران در جلسه ۱۴۰۲/۵/۱ تصویب کرد", "cabinet_resolution"),
    ("بودجه ۱۴۰۳ شهرداری", "budget"),
    ("متمم بودجه ۱۴۰۳", "budget_supplement"),
    ("رأی هیئت عمومی", "ruling"),
    ("اصلاح ماده ۳ آیین‌نامه اجرایی قانون حفاظت", "executive_bylaw"),
    ("الحاق یک تبصره به مصوبه شماره ۱۲", "resolution"),
    ("اصلاح غلط چاپی", "erratum"),
]


@pytest.mark.parametrize(("title", "code"), TITLES)
def test_the_longest_pattern_at_the_start_of_a_title_tells_its_type(title: str, code: str) -> None:
    assert type_of_title("decision_types", title) == code


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("شهرداری نمونه: بخشنامه شماره ۱۲", "circular"),
        ("شهرداري  نمونه | متن کامل آیین‌نامه اجرایی", "executive_bylaw"),
        ("متن کامل قانون بودجه", "law"),
        ("دانلود فایل دستورالعمل", "instruction"),
        ("فوری: اصلاح مصوبه شماره ۳", "resolution"),
        ("شهرداری نمونه در شهر: بخشنامه", None),
        ("شهرداری نمونه بخشنامه داد", None),
        ("متنی دربارهٔ قانون", None),
        ("پاسخ به پرسش: قانون کار", None),
    ],
)
def test_the_name_of_the_site_and_kickers_are_left_out(title: str, code: str | None) -> None:
    assert type_of_title("decision_types", title, ["شهرداری نمونه"]) == code


@pytest.mark.parametrize("code", [code for code in vocabulary("decision_types") if code != "other"])
def test_every_type_is_known_by_its_code_and_by_its_title(code: str) -> None:
    title = vocabulary("decision_types")[code].fa
    assert code_of("decision_types", code) == code_of("decision_types", title) == code


@pytest.mark.parametrize(
    "title", ["رایانه‌های تازه", "قانونی شدن", "دربارهٔ بخشنامه شماره ۱۲", "بودجه فرهنگ", "", "اصلاح ساعت کار"]
)
def test_a_type_is_never_guessed(title: str) -> None:
    assert type_of_title("decision_types", title) is None


def test_the_publishers_word_is_a_code_a_title_or_a_pattern() -> None:
    assert code_of("decision_types", "vote") == "vote"
    assert code_of("decision_types", "مصوبات") == "resolution"
    assert code_of("frequencies", "ماهيانه") == "monthly"
    assert code_of("licences", "CC BY 4.0") == "cc-by-4"
    assert code_of("frequencies", "هر ده سال") is None
