from __future__ import annotations

import pytest
from markupsafe import escape

from api.shown import filters

HOSTILE = '<script>alert("1")</script>\'&'


def test_numbers_have_persian_digits_groups_and_decimals() -> None:
    assert filters.number(1284) == "۱٬۲۸۴"
    assert filters.number("1234567.5") == "۱٬۲۳۴٬۵۶۷٫۵"
    assert filters.number(0) == "۰"


def test_a_negative_number_keeps_its_sign_on_the_near_side() -> None:
    assert filters.number(-75000000) == "\u200e\u2212۷۵٬۰۰۰٬۰۰۰"
    assert filters.num(-12) == '<data value="-12">\u200e\u2212۱۲</data>'


def test_fa_changes_digits_only() -> None:
    assert filters.fa("نسخهٔ 12 از 1404/07") == "نسخهٔ ۱۲ از ۱۴۰۴/۰۷"


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "۰ بایت"),
        (999, "۹۹۹ بایت"),
        (1000, "۱ کیلوبایت"),
        (418_000, "۴۱۸ کیلوبایت"),
        (999_700, "۱ مگابایت"),
        (1_900_000, "۱٫۹ مگابایت"),
        (3_000_000_000, "۳ گیگابایت"),
    ],
)
def test_a_size_is_said_in_words(count: int, words: str) -> None:
    assert filters.size(count) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "۰ ثانیه"),
        (0.4, "۰٫۴ ثانیه"),
        (12.4, "۱۲ ثانیه"),
        (59.7, "۱ دقیقه"),
        (200, "۳ دقیقه و ۲۰ ثانیه"),
        (3600, "۱ ساعت"),
        (7500.2, "۲ ساعت و ۵ دقیقه"),
        (3605, "۱ ساعت"),
    ],
)
def test_a_time_is_said_in_its_two_largest_units(seconds: float, words: str) -> None:
    assert filters.duration(seconds) == words


def test_latin_words_of_a_list_are_isolated_one_by_one() -> None:
    assert filters.latin(["CSV", "<b>"]) == "<bdi>CSV</bdi>، <bdi>&lt;b&gt;</bdi>"


def test_badges_and_tags_have_an_icon_and_escape_their_word() -> None:
    for shown in (filters.badge("decision", HOSTILE), filters.tag("ok", HOSTILE)):
        assert "<svg" in shown and 'aria-hidden="true"' in shown
        assert "<script" not in shown and str(escape(HOSTILE)) in shown
    assert 'class="badge k-dec"' in filters.badge("decision", "مصوبه")
    assert 'class="badge"' in filters.badge("notice", "اطلاعیه")


def test_only_arrows_turn_over() -> None:
    assert "i-dir" in filters.icon("next")
    assert "i-dir" not in filters.icon("search")


@pytest.mark.parametrize("address", ["https://shora.example/184?a=1&b=۲", "http://x.example", "mailto:data@x.example"])
def test_web_and_mail_addresses_become_links(address: str) -> None:
    assert filters.safe_link(address).startswith(f'<a href="{escape(address)}"><bdi')


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)//@",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "//evil.example",
        "/d-7k3m-9x2z-3",
        "https://user@evil.example",
        "mailto:a@b c",
        '"><script>',
    ],
)
def test_any_other_address_is_shown_as_text(address: str) -> None:
    shown = filters.safe_link(address)
    assert "<a" not in shown and "<script" not in shown
    assert filters.safe_link(address, "نام") == "<bdi>نام</bdi>"


def test_a_link_cannot_leave_its_attribute() -> None:
    shown = filters.safe_link('https://x.example/"><script>alert(1)</script>', HOSTILE)
    assert "<script" not in shown
    assert shown.count('"') == 2


def test_a_contact_is_a_mail_link_or_a_page() -> None:
    assert filters.mail_link("data@x.example").startswith('<a href="mailto:data@x.example">')
    assert filters.mail_link("https://x.example/contact").startswith('<a href="https://x.example/contact">')
    assert "<a" not in filters.mail_link("javascript:alert(1)")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("page 12, row 5", "صفحهٔ ۱۲، سطر ۵"),
        ("page 3", "صفحهٔ ۳"),
        ("1404, page 2, row 7", "سال ۱۴۰۴، صفحهٔ ۲، سطر ۷"),
        ("row 17", "سطر ۱۷"),
        ("1404, row 7", "1404, row 7"),
        ("dates.adopted", "dates.adopted"),
        ("page 3, row 5 <b>", "page 3, row 5 <b>"),
        (None, ""),
    ],
)
def test_a_place_in_a_source_is_told_in_persian(text: str | None, shown: str) -> None:
    assert filters.place(text) == shown
