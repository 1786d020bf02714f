"""The main text of pages in the templates that agencies use: nothing of the act is lost, nothing of the site stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvesters.main_text import is_boilerplate, main_text, without_boilerplate
from harvesters.protocols import RawRecord
from tests.harvesters.making import WITH_PAGES, act, listing, load_text
from tests.harvesters.protocols.test_html import ACT, LIST, read

SENTENCES = (
    "شورا در نشست دیروز گزارش شهردار را دربارهٔ بازسازی پل‌های شهر شنید و آن را پذیرفت.",
    "رئیس شورا گفت: روابط عمومی‌ها باید پاسخ‌گوی مردم باشند و خبرها را به‌هنگام منتشر کنند.",
)
CLAUSES = ("۱- شهرداری گزارش را هر ماه منتشر می‌کند.", "۲- هزینه‌ها از ردیف ۱۲ پرداخت می‌شود.")
MENU = (
    '<ul class=menu><li><a href="/">صفحه اصلی</a><li><a href="/news">خبرها</a><li><a href="/about">درباره ما</a></ul>'
)
BODY = f"<p>{SENTENCES[0]}</p><ul><li>{CLAUSES[0]}</li><li>{CLAUSES[1]}</li></ul><p>{SENTENCES[1]}</p>"
FORM = (
    "<h4>نظر شما</h4><p>شما در حال پاسخ به نظر «» هستید.</p><ul><li>نظرات حاوی توهین یا افترا منتشر نمی‌شود.</li>"
    "<li>captcha</li></ul><form><label>نام شما</label><input><textarea></textarea><button>ارسال</button></form>"
)
PAGES = {
    "news": f"<div id=top>{MENU}</div><div id=news><div>دریافت لینک صفحه با کد QR</div><div>{BODY}</div>"
    f"<p>کد خبر: ۵۰۲۱۵</p><p><a href='https://t.me/share/url?x'>تلگرام</a></p>"
    f"<p>نسخه اصلی - برگشت به خبرها</p><h5>برچسب‌ها</h5></div>{FORM}"
    "<footer>کلیه حقوق این سایت محفوظ است.</footer>",
    "council": f"<table><tr><td>{MENU}<td><div class=mosavabe>{BODY}<p>تعداد بازدید: ۱۲۳</p>"
    "<p>نسخه چاپی</p></div></table>"
    "<div>کلیه حقوق مادی و معنوی برای شورا محفوظ است</div>",
    "ministry": f"<header><nav>{MENU}</nav></header><main><article>{BODY}<p>کد مطلب 272414</p></article>"
    f"<aside>{MENU}</aside></main><div>{FORM}</div><footer>© ۱۴۰۲</footer>",
    "bare": BODY,
}


@pytest.mark.parametrize("name", PAGES)
def test_the_text_of_a_page_is_whole_and_has_nothing_of_the_site(name: str) -> None:
    text = main_text(f"<!doctype html><html><head><title>سایت</title></head><body>{PAGES[name]}</body></html>")
    assert [line for line in text.split("\n") if line] == [SENTENCES[0], *CLAUSES, SENTENCES[1]]


@pytest.mark.parametrize(
    "line",
    [
        "کد خبر ۳۷۳۵۷۰۸", "کد مطلب: 272414", "برچسبها", "برچسب‌ها:", "نظر شما", "  • captcha", "چاپ",
        "شما در حال پاسخ به نظر «» هستید.", "پیامک - فیس بوک - تویتر", "نسخه اصلی - برگشت به خبرها", "لينك كوتاه",
        "کلیهٔ حقوق این پایگاه متعلق به وزارت کشور است.", "دریافت لینک صفحه با کد QR",
        "تعداد بازدید : ۱٬۲۳۴", "حاصل عبارت ۳+۴ را وارد کنید",
        "نظراتی که غیر از زبان فارسی یا غیر مرتبط با خبر باشد منتشر نمی‌شود.",
    ],
)  # fmt: skip
def test_lines_of_the_site_are_known(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "نظر شما را به بخشنامهٔ پیوست جلب می‌کند.",
        "کد خبر: ۱۲ در سامانه ثبت شود.",
        "چاپ اسکناس به بانک مرکزی سپرده شد.",
        "نسخهٔ چاپی این مصوبه در دبیرخانه نگهداری می‌شود.",
        "کلیهٔ حقوق و مزایای کارکنان از محل اعتبارات ردیف ۱۲ پرداخت می‌شود.",
        "تمامی حقوق کارکنان متعلق به سال گذشته پرداخت شده است.",
        "همه حقوق برای شهروندان محفوظ است و هیچ مقامی نمی‌تواند آن را سلب کند.",
        "ارسال نظر کمیسیون به شورا تا پایان ماه الزامی است.",
        "برچسب انرژی ساختمان‌ها باید نصب شود.",
        "طراحی و اجرای پل بر عهدهٔ شهرداری است.",
        "تلگرام و ایتا مشمول این بخشنامه‌اند.",
        "بازدید: هر شش ماه یک بار.",
        "نظرات حاوی پیشنهاد به کمیسیون فرستاده می‌شود.",
        "پیش از ارسال نظر، کمیسیون موظف است گزارش را بخواند و سپس به شورا بفرستد.",
        "ایتا",
        "بله",
        "https://setad.example",
        "امتیاز شما در مناقصه ثبت شد.",
        "نام",
        "۱- captcha در سامانه‌ها الزامی است.",
        "ماده ۱۲- کد امنیتی کارت‌ها محرمانه است.",
        "به گزارش پایگاه اطلاع‌رسانی دولت به نقل از ایرنا، هیئت وزیران تشکیل جلسه داد.",
    ],
)
def test_a_sentence_of_an_act_that_holds_such_words_stays(line: str) -> None:
    assert not is_boilerplate(line)
    assert without_boilerplate(f"{line}\nچاپ\n{line}") == f"{line}\n{line}"


@given(
    st.lists(st.sampled_from(["چاپ", "نظر شما", "کد خبر: ۱۲", "captcha", "و", "شورا", "۱-", "تصویب کرد."]), min_size=2)
)
def test_a_clause_is_never_stripped(words: list[str]) -> None:
    line = f"ماده ۳- شورا {' '.join(words)} تصویب کرد."
    assert without_boilerplate(line) == line


@given(st.text(alphabet="می‌شودا \u200c\u200d", min_size=1, max_size=60))
def test_every_joiner_is_kept(text: str) -> None:
    found = main_text(f"<article><p>الف{text}ب {SENTENCES[0]}</p></article>")
    assert found.count("\u200c") == f"{text}{SENTENCES[0]}".count("\u200c")


def test_a_menu_is_no_text_and_a_page_without_text_has_none() -> None:
    assert "درباره ما" not in main_text(f"<body>{MENU}{BODY}</body>")
    assert main_text("") == main_text("<body></body>") == main_text(f"<body>{FORM}</body>") == ""


def test_a_rule_takes_the_main_text_of_the_page_of_a_record(tmp_path: Path) -> None:
    text = WITH_PAGES.replace("text: {css: div.body}", "text: {extract: text}")
    pages = {f"{LIST}1": listing(("1", "یک", "1402")), f"{LIST}2": listing(), f"{ACT}1?print=1": act(more=FORM)}
    (raw,) = (one for one in read(tmp_path, pages, text) if isinstance(one, RawRecord))
    assert "متن 1." in raw.fields["extract:text"][0] and "captcha" not in raw.fields["extract:text"][0]


def test_only_the_page_of_a_record_has_a_main_text(tmp_path: Path) -> None:
    text = WITH_PAGES.replace("{session.no: {column: جلسه}}", "{session.no: {extract: text}}")
    assert "detail" in str(load_text(tmp_path, text))
