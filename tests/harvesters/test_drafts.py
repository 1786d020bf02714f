"""Drafts of source files: what the headings say is what is proposed."""

from __future__ import annotations

import json

import pytest

from harvesters.column_words import Column, guess_columns, is_total, unit_of
from harvesters.drafts import source_draft
from harvesters.looking import PROTOCOLS, Seen
from harvesters.readers.guess import read
from tests.harvesters.making import html

BUDGET = """ردیف,کد طرح,عنوان طرح,تاریخ تصویب,اعتبار (میلیون ریال),مجری
1,ط-۱۰۱,بهسازی خیابان بهار,۱۴۰۲/۰۲/۱۱,"۱۲٬۵۰۰",عمران
2,ط-۱۰۲,ساخت کتابخانهٔ محله,۱۴۰۲/۰۲/۱۱,"۸٬۲۰۰",فرهنگ
3,ط-۱۰۳,نوسازی ناوگان اتوبوس,۱۴۰۲/۰۳/۰۸,"۹۵٬۰۰۰",عمران
جمع کل,,,,"۱۱۵٬۷۰۰",
"""
CONTRACTS = json.dumps(
    {
        "items": [
            {
                "id": number,
                "subject": f"قرارداد {number}",
                "signedOn": "1402/03/14",
                "value": 450000 + number,
                "links": {"self": f"https://x.example/{number}"},
                "tags": [{"name": "خرید"}],
            }
            for number in (1, 2, 3)
        ]
    }
)


def draft(text: str, media_type: str) -> str:
    said = read(text.encode(), {"media_type": media_type, "charset": "utf-8", "path": "/list"})
    return source_draft("acts", "shora", Seen(PROTOCOLS[said["form"]], "https://x.example/list", said), {})


def test_headings_of_a_table_say_which_field_is_which() -> None:
    written = draft(BUDGET, "text/csv")
    assert "seen: table, 3 " in written and "skip_rows: ['جمع کل']" in written
    assert "native_id: {column: 'کد طرح'}" in written
    assert "  title: {column: 'عنوان طرح'}" in written
    assert "  adopted_on: {column: 'تاریخ تصویب'}" in written
    assert "  amount: {column: 'اعتبار (میلیون ریال)', unit: million-rial}\n" in written
    assert "ignore: ['ردیف', 'مجری']" in written and "published_on:" not in written


def test_keys_of_json_are_read_in_words_and_one_level_below() -> None:
    written = draft(CONTRACTS, "application/json")
    assert "  adopted_on: {path: 'signedOn'}" in written
    assert "  amount: {path: 'value'}  # ←" in written
    assert "  detail: {path: 'links.self'}" in written
    assert "  tags: {path: 'tags[].name', many: true}" in written and "ignore:" not in written


def test_a_table_with_headings_is_a_listing_though_its_links_say_little() -> None:
    rows = "".join(f"<tr><td>۱۴۰۲/۰۵/{day}<td>جلسهٔ {day}<td><a href=/a/{day}>متن</a>" for day in range(10, 20))
    page = "<tr><th>تاریخ ابلاغ<th>عنوان<th>پیوست</tr>"
    written = draft(html(f"<form><table class=acts>{page}{rows}</table></form>"), "text/html")
    assert "seen: html, 10 " in written and "rows: 'table.acts tr:has(td)'" in written
    assert "title: {column: 'عنوان'}" in written and "notified_on: {column: 'تاریخ ابلاغ'}" in written


@pytest.mark.parametrize(
    ("heading", "field"),
    [("تاریخ انتشار", "published_on"), ("تاریخ ابلاغ", "notified_on"), ("تاریخ تصويب", "adopted_on")],
)
def test_a_date_is_what_its_heading_says_where_the_kind_has_it(heading: str, field: str) -> None:
    assert list(guess_columns([Column(heading, "date", False)], "decision").fields) == [field]
    assert list(guess_columns([Column(heading, "date", False)], "notice").fields) == ["published_on"]


def test_a_counter_of_rows_is_never_their_key() -> None:
    columns = [Column("ردیف", "number", True), Column("شمارهٔ نامه", "number", True), Column("نام", "text", False)]
    assert guess_columns(columns, "decision").key == "شمارهٔ نامه"
    assert guess_columns(columns[:1], "decision").key is None


def test_units_and_totals_are_known_by_their_words() -> None:
    assert unit_of("مبلغ (میلیون تومان)") == "million-toman" and unit_of("مبلغ به ریال") == "rial"
    assert unit_of("مبلغ") is None
    assert is_total("جمع کل") and is_total("مجموع:") and not is_total("جمع‌آوری پسماند")
