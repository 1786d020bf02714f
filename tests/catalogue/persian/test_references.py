"""Acts that a text names by number and day, and what it says is done to them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.persian.references import (
    Act,
    Reference,
    act_of,
    done_in_title,
    is_of_cabinet,
    number_key,
    references_in_text,
    references_in_title,
)

ROADS = Act("41207/ت70315", "2024-06-24")

TITLES = (
    ("اصلاح تصویب‌نامه شماره 41207/ت70315هـ مورخ 4/4/1403", "amends"),
    ("اصلاح تصويب نامه شماره ۴۱۲۰۷/ت۷۰۳۱۵هـ مورخ ۱۴۰۳/۴/۴ هیئت وزیران در خصوص راه‌های روستایی", "amends"),
    ("اصلاحیهٔ تصویب‌نامهٔ شمارهٔ ٤١٢٠٧/ت٧٠٣١٥ مورخ ۱۴۰۳,۰۴,۰۴", "amends"),
    ("اصلاح بند (۲) ماده (۱) آیین‌نامه راه‌ها موضوع تصویبنامه شماره 41207/ت70315ه مورخ 1403/04/04", "amends"),
    ("الحاق یک تبصره به ماده (۵) آيين نامه راه‌ها، موضوع تصویب‌نامه شماره 41207 / ت 70315 هـ مورخ ۴ تیر ۱۴۰۳", "adds_to"),
    ("الحاقیه به تصویب نامه هیأت محترم وزیران به شماره 41207/ت70315ک، مورخ 1403/4/4", "adds_to"),
    ("لغو تصویب‌نامه‌ی شماره‌ی 41207/ت70315هـ مورخهٔ 1403/4/4", "repeals"),
    ("نسخ تصویب نامه هيئت وزيران به شماره: 41207/ت70315هـ مورخ ۴ تیر ماه ۱۴۰۳", "repeals"),
    ("غلط‌نامه تصویب‌نامه شماره 41207/ت70315هـ مورخ 1403/4/4", "corrects"),
    ("غلطنامهٔ تصویب‌نامه شماره 41207/ت70315هـ مورخ 1403/4/4", "corrects"),
    ("اصلاح غلط چاپی در تصویب‌نامه شماره 41207/ت70315هـ مورخ 1403/4/4", "corrects"),
    ("ابلاغ تصویب‌نامه شماره 41207/ت70315هـ مورخ 1403/4/4 به استانداری‌ها", "cites"),
    ("تمدید مهلت مقرر در تصویب‌نامه شماره 41207/ت70315هـ مورخ 1403/4/4", "cites"),
)


@pytest.mark.parametrize(("title", "kind"), TITLES)
def test_the_word_before_an_act_says_what_is_done_to_it(title: str, kind: str) -> None:
    (found,) = references_in_title(title)
    assert (found.act, found.type) == (ROADS, kind)
    assert title[slice(*found.quote)].endswith(title[slice(*found.name)])
    assert title[slice(*found.name)].startswith("تصو")


def test_a_title_that_begins_with_an_act_names_itself() -> None:
    assert references_in_title("تصویب‌نامه شماره 41207/ت70315هـ مورخ 1403/4/4 درباره راه‌ها") == []


def test_an_act_of_a_council_needs_its_day_and_one_of_the_cabinet_does_not() -> None:
    (council,) = references_in_title("لغو مصوبه شماره ۴۷۲/ش مورخ ۴ اردیبهشت ۱۴۰۱")
    assert (council.act, council.pattern) == (Act("472/ش", "2022-04-24"), "number_and_date")
    assert references_in_title("لغو مصوبه شماره ۴۷۲/ش شورا") == []
    (cabinet,) = references_in_title("لغو تصویب‌نامه شماره 41207/ت70315هـ هیئت وزیران")
    assert (cabinet.act, cabinet.pattern) == (Act("41207/ت70315", None), "cabinet_number")


def test_a_letter_or_a_proposal_with_a_number_is_no_act() -> None:
    text = "به پیشنهاد شماره 54950/67486 مورخ 1403/4/30 و به استناد نامه شماره ۱۲/۳ مورخ ۱۴۰۳/۴/۱ تصویب کرد."
    assert references_in_text(text) == []


def test_a_day_that_cannot_be_read_is_left_open() -> None:
    (found,) = references_in_title("لغو مصوبه شماره 8206 مورخ 42/7/15")
    assert found.act == Act("8206", None)


def test_in_a_text_the_verb_behind_counts_where_the_title_says_the_same() -> None:
    title = "الحاق عبارتی به بند (۳) تصویب‌نامه راه‌ها"
    text = "در بند (3) تصويب نامه شماره 41207/ت70315هـ مورخ 4/4/1403 بعد از «راه» عبارت «اصلی» اضافه مي شود."
    (found,) = references_in_text(text, done_in_title(title))
    assert (found.act, found.type) == (ROADS, "adds_to")
    (other,) = references_in_text(text, "amends")
    assert other.type == "cites"
    (alone,) = references_in_text(text)
    assert alone.type == "cites"
    (ended,) = references_in_text(text.replace(" بعد", ". بعد"), "adds_to")
    assert ended.type == "cites"


def test_a_word_of_another_sentence_says_nothing() -> None:
    (found,) = references_in_text("این اصلاح لازم است. طبق مصوبه شماره ۱۲/ش مورخ ۱۴۰۱/۱/۲۰ عمل شود.")
    assert found.type == "cites"


def test_a_word_belongs_to_the_acts_that_follow_it_joined_and_to_no_other() -> None:
    one, two, three = (f"مصوبه شماره {number}/ش مورخ ۱۴۰۱/۱/۲۰" for number in (1, 2, 3))
    for read in (references_in_title, references_in_text):
        found = read(f"لغو {one} و {two} بر پایهٔ {three}")
        assert [reference.type for reference in found] == ["repeals", "repeals", "cites"]
        assert [reference.type for reference in read(f"لغو {one} و اصلاح {two}")] == ["repeals", "amends"]


def test_places_are_those_of_the_text_as_it_came() -> None:
    text = "سرآغاز ﷼ لا\n\nطبق مـصوبهٔ شمـارهٔ ۱۲/ش مورخ ۱۴۰۱/۱/۲۰ و\nبر پایه لغو مصوبه شماره ۱۳/ش مورخ ۱۴۰۱/۱/۲۱"
    first, second = references_in_text(text)
    assert text[slice(*first.quote)] == "مـصوبهٔ شمـارهٔ ۱۲/ش مورخ ۱۴۰۱/۱/۲۰"
    assert text[slice(*second.quote)] == "لغو مصوبه شماره ۱۳/ش مورخ ۱۴۰۱/۱/۲۱"


@pytest.mark.parametrize(
    ("named", "act"),
    [
        ("مصوبهٔ شمارهٔ ۴۷۲/ش مورخ ۱۴۰۱/۰۲/۰۴", Act("472/ش", "2022-04-24")),
        ("بخشنامهٔ شمارهٔ ب/۰۰/۳۷۴ مورخ ۵ بهمن ۱۴۰۰", Act("ب/00/374", "2022-01-25")),
        ("فراخوان مناقصهٔ شمارهٔ ف.م-1399-21 مورخ ۱۹ مرداد ۱۳۹۹", Act("ف.م-1399-21", "2020-08-09")),
        ("۴۱۲۰۷/ت۷۰۳۱۵هـ", Act("41207/ت70315", None)),
        ("اعلام تعرفه، شماره ۱۴۰۱/۱۱۷", Act("1401/117", None)),
        ("https://rah.example/series/1", None),
        ("قانون شهرداری", None),
    ],
)
def test_words_of_a_publisher_name_an_act_by_its_number(named: str, act: Act | None) -> None:
    assert act_of(named) == act


def test_numbers_compare_without_suffix_blanks_and_letters_of_another_kind() -> None:
    spellings = (
        "56306/ت62270",
        "56306/ت62270هـ",
        "56306/ت62270ه",
        "۵۶۳۰۶ / ت ۶۲۲۷۰ هـ",
        "٥٦٣٠٦/ت٦٢٢٧٠ک",
        "56306/ت62270ك",
    )
    assert {number_key(one) for one in spellings} == {"56306/ت62270"}
    assert is_of_cabinet("56306/ت62270")
    assert not is_of_cabinet(number_key("۴۷۲/ش"))


_WORDS = st.sampled_from(
    ["اصلاح ", "لغو ", "تصویب‌نامه", "مصوبه", " شماره ", "12/ت34", "هـ", "۴۷۲/ش", " مورخ ", "1403/5/3"]
)
_SIGNS = st.sampled_from(["ي", "\u200c", "ـ", "ٔ", "\n", " ", "٤/٤/١٤٠٣", " اصلاح می‌شود", ".", "﷼", "\x00"])


def _holds(text: str, found: Reference) -> bool:
    (start, end), (begin, last) = found.name, found.quote
    return 0 <= begin <= start < end == last <= len(text) and any(map(str.isdecimal, text[start:end]))


@given(st.lists(_WORDS | _SIGNS | st.text(max_size=3), max_size=40).map("".join))
def test_no_text_is_too_strange_and_every_place_lies_in_it(text: str) -> None:
    for found in (*references_in_title(text), *references_in_text(text, "amends")):
        assert _holds(text, found)
        assert act_of(text[slice(*found.name)]) is not None
    done_in_title(text)


def test_time_is_linear_in_the_length() -> None:
    hostile = (
        "تصویب‌نامه " * 1_500, "مصوبه شماره " * 1_500, "مصوبه شماره 1/1/1/1/1 " * 1_000, "1/ت1" * 3_000,
        "اصلاح " * 3_000, "لغو مصوبه شماره 1/ت1 مورخ 1/1/1 " * 500, "مصوبه شماره " + "1" * 20_000,
    )  # fmt: skip
    begin = time.process_time()
    for text in hostile:
        references_in_text(text, "amends")
        act_of(text)
    assert time.process_time() - begin < 5
