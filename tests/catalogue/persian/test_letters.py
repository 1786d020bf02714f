"""Folding: one form for what a reader takes as the same, and the way back to the publisher's characters."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.persian.letters import fold_key, fold_search, is_even, map_key, map_search

ZWNJ, RLM, SOFT_HYPHEN, NBSP = "\u200c", "\u200f", "\u00ad", "\u00a0"
MIXED = st.text(
    st.sampled_from("آا\u0653كکيیئءةه۰٣7 \u200c\u200f¬\u064b\u0640\u00ad\ufeffABßİ…﷼\n\t-/") | st.characters(),
    max_size=30,
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("شارا - شبكه اطلاع رساني", "شارا - شبکه اطلاع رسانی"),
        ("على ۍ", "علی ی"),
        ("ی\u0654", "ی"),
        ("مصوبة نامۀ نامه\u0654 ەم", "مصوبه نامه نامه هم"),
        ("أمر إجرا ٱ", "امر اجرا ا"),
        ("آب ا\u0653ب", "آب آب"),
        ("مؤسسه مسئول شیء", "موسسه مسیول شی"),
        ("کِتابٌ", "کتاب"),
        ("هـ", "ه"),
        ("\ufeffمت\u00adن\u200e", "متن"),
        ("٠١٢ ۰۱۲ 012", "012 012 012"),
        ("Data IR", "data ir"),
        (f"ماده{NBSP}۱", "ماده 1"),
        ("ﻛﺘﺎﺑﺨﺎﻧﻪ", "کتابخانه"),
        ("\ufe81ﺏ ﻗﺮ\ufe82ن \ufef5ن", "آب قرآن لآن"),
        ("\ufe83ﻣﺮ ﻣﺴ\ufe8cﻮل", "امر مسیول"),
        ("﷼", "ریال"),
        ("a\0b", "a b"),
    ],
)
def test_search_folding_brings_the_variants_of_real_pages_together(written: str, folded: str) -> None:
    assert fold_search(written) == folded


@pytest.mark.parametrize("joiner", [ZWNJ, RLM, "¬", RLM + RLM, f"\u064e{RLM}"])
def test_marks_written_for_a_joiner_become_one_between_persian_letters(joiner: str) -> None:
    assert fold_search(f"می{joiner}شود") == f"می{ZWNJ}شود"


@pytest.mark.parametrize("text", [f"{RLM}متن", f"متن{RLM} دیگر", f"متن{RLM}.", "متن¬"])
def test_such_marks_vanish_anywhere_else(text: str) -> None:
    assert fold_search(text) == text.replace(RLM, "").replace("¬", "")


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("  دستگاه\n\t اجرايي ", "دستگاه اجرایی"),
        (f"مجموعه{ZWNJ}داده", "مجموعهداده"),
        ("شماره ٤٥/ت", "شماره 45/ت"),
        ("مسئول مؤسسه", "مسئول مؤسسه"),
        ("ﻣﺴ\ufe8cﻮل \ufe81ب", "مسئول آب"),
        ("CSV File", "CSV File"),
        ("نامة", "نامه"),
        ("", ""),
    ],
)
def test_key_folding_keeps_hamza_and_latin_case_and_drops_joiners(written: str, folded: str) -> None:
    assert fold_key(written) == folded


def test_a_span_covers_the_publishers_own_characters() -> None:
    text = "«كِتابِ ﷼»"
    folded = map_search(text)
    start = folded.text.index("کتاب")
    assert folded.span(start, start + 4) == (1, text.index(" "))
    start = folded.text.index("ریال")
    assert folded.span(start, start + 4) == (text.index("﷼"), text.index("﷼") + 1)


def test_a_blank_of_a_key_stands_for_its_run() -> None:
    text = " الف \n ب "
    folded = map_key(text)
    assert folded.text == "الف ب"
    assert folded.span(0, 3) == (1, 4)
    assert folded.span(4, 5) == (7, 8)


@settings(max_examples=300)
@given(MIXED)
def test_folding_is_idempotent_and_the_maps_agree_with_it(text: str) -> None:
    for fold, mapped in ((fold_search, map_search(text)), (fold_key, map_key(text))):
        assert fold(text) == mapped.text
        assert fold(mapped.text) == mapped.text
        assert len(mapped.starts) == len(mapped.ends) == len(mapped.text)


@settings(max_examples=300)
@given(MIXED)
def test_the_original_of_each_folded_character_folds_to_it(text: str) -> None:
    folded = map_search(text)
    for i, character in enumerate(folded.text):
        start, end = folded.span(i, i + 1)
        assert 0 <= start < end <= len(text)
        assert character in fold_search(text[start:end]) or character == ZWNJ


@settings(max_examples=300)
@given(MIXED)
def test_an_even_text_folds_one_to_one(text: str) -> None:
    if is_even(text):
        assert map_search(text).starts == tuple(range(len(text)))


def test_every_character_of_unicode_folds_to_a_stable_form() -> None:
    for code in [*range(0x3000), *range(0xF900, 0x10000)]:
        folded = fold_search(chr(code))
        assert fold_search(folded) == folded
        assert not re.search(r"[\u0000-\u0008\u200d-\u200f\u064b-\u065f\u0660-\u0669\u06f0-\u06f9]", folded)
