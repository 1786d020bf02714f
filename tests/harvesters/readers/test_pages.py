from __future__ import annotations

import time

import pytest

from harvesters.errors import StructureBroken
from harvesters.folded import to_label
from harvesters.readers.pages import Page, text_of
from tests.harvesters.making import html


def values(body: str, *labels: str) -> dict[str, list[str]]:
    return Page(html(body)).labelled(frozenset(to_label(label) for label in labels))


@pytest.mark.parametrize(
    "body",
    [
        "<dl><dt>شمارهٔ مصوبه</dt><dd>۱۲/ش</dd></dl>",
        "<dl><dt> شمارة مصوبه : </dt>\n<dd>\n ۱۲/ش \n</dd></dl>",
        "<table><tr><th>شماره مصوبه</th><td>۱۲/ش</td></tr></table>",
        "<table><tr><td><b>شماره مصوبه:</b></td><td>۱۲/ش</td></tr></table>",
        "<p><span>شماره‌ مصوبه</span><span>۱۲/ش</span></p>",
        "<p>شماره مصوبه: ۱۲/ش</p>",
        "<p><b>شماره مصوبه:</b> ۱۲/ش</p>",
        "<p><b>شماره مصوبه</b>: ۱۲/ش</p>",
        "<p><strong>شماره مصوبه :</strong>&nbsp;<span>۱۲/ش</span></p>",
        "<div><div class=k>شماره مصوبه</div><div class=v>۱۲/ش</div></div>",
        "<div><div class=k><span>شماره مصوبه:</span></div><div class=v><p>۱۲/ش</p></div></div>",
        "<ul><li>شماره مصوبه: ۱۲/ش</li><li>دیگر</li></ul>",
        "<div><h4>شماره مصوبه</h4><p>۱۲/ش</p></div>",
        "<table><tr><td>شماره مصوبه: ۱۲/ش</td><td>دیگر</td></tr></table>",
        "<div>نوع: مصوبه<br>شماره مصوبه: <i>۱۲/ش</i><br>دیگر</div>",
        "<dl><dt>شماره مصوبه<!-- x --></dt><!-- y --><dd>۱۲/ش</dd></dl>",
    ],
)
def test_a_label_has_the_value_beside_it_or_after_its_colon(body: str) -> None:
    assert values(body, "شماره مصوبه") == {"شماره مصوبه": ["۱۲/ش"]}


@pytest.mark.parametrize(
    "body",
    [
        "<p>نوع شماره مصوبه: ۱۲</p>",
        "<p>در شماره مصوبه ما</p><p>x</p>",
        "<p>این متن است و سپس <b>الف</b> شماره مصوبه: ۱۲</p>",
        "<script>شماره مصوبه: ۱۲</script>",
    ],
)
def test_words_in_running_text_are_no_label(body: str) -> None:
    assert values(body, "شماره مصوبه") == {}


def test_every_dd_after_a_dt_is_a_value() -> None:
    assert values("<dl><dt>ناظر بر</dt><dd>الف</dd><dd>ب</dd><dt>x</dt><dd>y</dd></dl>", "ناظر بر") == {
        "ناظر بر": ["الف", "ب"]
    }


def test_pairs_that_nobody_asked_for_are_other_pairs() -> None:
    page = Page(
        html(
            "<dl><dt>نوع:</dt><dd>مصوبه</dd><dt>شماره</dt><dd>۱</dd></dl><table><tr><th>الف</th><th>ب</th></tr></table>"
        )
    )
    assert list(page.other_pairs(frozenset(["شماره"]))) == [("نوع:", "مصوبه")]


def test_text_reads_as_it_is_laid_out() -> None:
    page = Page(
        html("<div id=x>یک\n خط<br>دو<p>بند  <b>سوم</b></p><ul><li>الف<li>ب</ul><table><tr><td>۱<td>۲</table></div>")
    )
    assert text_of(page.css("#x")[0]) == "یک خط\nدو\n\nبند سوم\n\nالف\nب\n\n۱ ۲"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("۱۰۰<del>۵۰۰</del>", "۱۰۰"),
        ("<s>۵۰۰</s><strike>۶۰۰</strike>۱۰۰", "۱۰۰"),
        ('<span style="display:none">۹</span>۱۰۰', "۱۰۰"),
        ('<span style="color: red; Visibility : HIDDEN !important">۹</span>۱۰۰', "۱۰۰"),
        ("<span hidden>۹</span>۱۰۰", "۱۰۰"),
        ("<span hidden>۹</span>", ""),
        ('<span aria-hidden=true style="display: nonesuch">۹</span>۱۰۰', "۹۱۰۰"),
        ('<span style="backface-visibility:hidden">۹</span>', "۹"),
        ("۱/۵/۱۴۰۲<sup>2</sup>", "۱/۵/۱۴۰۲ 2"),
        ("۱۲۳<sub>۲</sub>", "۱۲۳ ۲"),
    ],
)
def test_what_is_struck_out_hidden_or_a_note_is_not_glued_to_a_number(cell: str, text: str) -> None:
    page = Page(html(f"<table><tr><td id=x>{cell}</td></tr></table>"))
    assert text_of(page.css("#x")[0]) == text


def test_a_hidden_value_of_a_label_is_empty() -> None:
    assert values("<dl><dt>مبلغ</dt><dd hidden>۹</dd><dt>نوع</dt><dd>x</dd></dl>", "مبلغ") == {"مبلغ": [""]}
    assert values("<p>مبلغ: <span hidden>۹</span>۱۰۰<s>۵۰۰</s></p>", "مبلغ") == {"مبلغ": ["۱۰۰"]}


def test_the_publishers_characters_stay() -> None:
    page = Page(html("<p id=x>مي‌شود\xa0هـ</p>"))
    assert text_of(page.css("#x")[0]) == "مي‌شود\xa0هـ"


def test_an_element_inside_a_dropped_one_is_dropped_with_it() -> None:
    page = Page(html("<div class=x>الف<div class=x>ب</div></div><p>ج</p>"))
    page.drop([".x", ".x .x"])
    assert page.text().strip() == "ج"


def test_two_hundred_thousand_nested_elements_are_refused_before_parsing() -> None:
    begun = time.monotonic()
    for hostile in ("<div>" * 200_000, "<b>" * 200_000, "<DIV>" * 100_000 + "</div>" * 100_000):
        with pytest.raises(StructureBroken):
            Page(hostile)
    assert time.monotonic() - begun < 2


def test_a_long_flat_page_is_read() -> None:
    rows = "<tr><td>۱<td><a href=x>الف</a></td></tr>" * 5_000
    assert len(Page(html(f"<table>{rows}</table>")).css("tr")) == 5_000
