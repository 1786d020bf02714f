from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.shown.paragraphs import paragraphs


@pytest.mark.parametrize("label", ["ماده ۱", "مادهٔ ۱", "ماده 1", "ماده ١", "ماده‌ی ۱", "مـاده ۱", "ماده۱"])
def test_an_article_gets_an_anchor_and_its_label_is_the_link_to_it(label: str) -> None:
    shown = paragraphs(f"{label}. متن")
    assert shown == f'<p id="m1" dir="auto"><a class="art" href="#m1">{label}</a>. متن</p>'


@pytest.mark.parametrize("line", ["ماده واحده", "مواد ۱ تا ۳", "به استناد ماده ۳ قانون", "ماده ۱۲۳۴۵", "مادهٔ نخست"])
def test_other_lines_are_plain_paragraphs(line: str) -> None:
    assert paragraphs(line) == f'<p dir="auto">{line}</p>'


def test_notes_are_set_off_and_blank_lines_dropped() -> None:
    assert paragraphs("تبصره ۱. الف\n\n \nتبصره: ب").count('<p class="note" dir="auto">') == 2
    assert "note" not in paragraphs("تبصره‌ها حذف شد".replace("\u200c", ""))
    assert paragraphs(" \n\n") == ""


def test_an_anchor_stands_once() -> None:
    shown = paragraphs("ماده ۱ یک\nماده ۱ باز هم\nماده ۲ دو")
    assert re.findall(r'id="(\w+)"', shown) == ["m1", "m2"]


def test_markup_of_the_publisher_is_shown_as_text() -> None:
    shown = paragraphs('ماده ۱ <script>alert(1)</script>\nتبصره <img src=x onerror="x">\n<a href="javascript:x">')
    assert re.findall(r"<(\w+)", shown) == ["p", "a", "p", "p"]


@given(st.text(max_size=200))
def test_no_character_of_a_line_is_changed(text: str) -> None:
    lines = [line for line in text.splitlines() if line.strip()]
    assert html.unescape(re.sub(r"<[^>]*>", "", paragraphs(text))) == html.unescape(
        re.sub(r"<[^>]*>", "", "\n".join(html.escape(line) for line in lines))
    )
