"""The slips are what they say, and the same whenever they are made."""

from __future__ import annotations

import unicodedata
from random import Random

import pytest

from tests.bench.persian_ir.keyboards import LAYOUTS, NEIGHBOURS
from tests.bench.persian_ir.noise import SLIPS, spoil
from tests.bench.persian_ir.pinglish import in_latin_letters
from tests.bench.persian_ir.presentation import in_presentation_forms
from tests.bench.persian_ir.real_pages import as_real_page
from tests.bench.persian_ir.shared_set import Paper

TEXT = "گزارش هزینه‌های هیئت مدیرهٔ کتابخانه در سال ۱۴۰۲"
QUERIES = [f"q{number}" for number in range(60)]


@pytest.mark.parametrize("slip", SLIPS)
def test_a_query_is_always_spoilt_in_the_same_way(slip: str) -> None:
    assert [spoil(slip, query, TEXT) for query in QUERIES] == [spoil(slip, query, TEXT) for query in QUERIES]


@pytest.mark.parametrize("slip", [slip for slip in SLIPS if slip != "realistic"])
def test_a_slip_changes_something_or_gives_nothing(slip: str) -> None:
    assert all(spoil(slip, query, TEXT) != TEXT for query in QUERIES)
    assert spoil(slip, "q1", "?!") is None


def test_a_typo_touches_one_content_word() -> None:
    for query in QUERIES:
        spoilt = spoil("one typo", query, TEXT) or ""
        changed = [pair for pair in zip(TEXT.split(), spoilt.split(), strict=True) if pair[0] != pair[1]]
        assert len(changed) == 1
        before, after = changed[0]
        assert abs(len(before) - len(after)) <= 1
        assert len(before) >= 4


def test_spaces_are_put_in_and_taken_out_one_at_a_time() -> None:
    for query in QUERIES:
        missing, extra = spoil("missing space", query, TEXT) or "", spoil("extra space", query, TEXT) or ""
        assert missing.replace(" ", "") == extra.replace(" ", "") == TEXT.replace(" ", "")
        assert (missing.count(" "), extra.count(" ")) == (TEXT.count(" ") - 1, TEXT.count(" ") + 1)


def test_marks_and_forms_fold_back_to_the_text() -> None:
    assert unicodedata.normalize("NFKC", in_presentation_forms("سلام ایران‌ها")) == "سلام ایران‌ها"
    assert in_presentation_forms("به") == "ﺑﻪ"
    assert in_presentation_forms("در") == "ﺩﺭ"
    assert (spoil("tatweel", "q1", TEXT) or "").replace("ـ", "") == TEXT


def test_the_keyboards_are_those_people_have() -> None:
    isiri, windows = LAYOUTS
    assert "".join(isiri[letter] for letter in "آفتاب") == "".join(windows[letter] for letter in "آفتاب") == "Htjhf"
    assert (isiri["پ"], windows["پ"], isiri["ئ"], windows["ئ"]) == ("m", "\\", "S", "m")
    assert {"و"} < {"پ", *NEIGHBOURS["پ"], "و"}
    assert set("صق") <= set(NEIGHBOURS["ث"])
    assert all(one in NEIGHBOURS[other] for one in "شسیب" for other in NEIGHBOURS[one])


def test_pinglish_has_the_vowels_people_write() -> None:
    written = {in_latin_letters("سازمان خانه ایران", Random(seed)) for seed in range(40)}
    assert {word for text in written for word in text.split()} == {
        *("sazman", "sazeman", "khane", "khaneh", "iran")
    }  # fmt: skip
    assert {in_latin_letters("شاد", Random(seed)) for seed in range(40)} == {"shad", "shaad"}
    assert all(in_latin_letters("۱۴۰۲", Random(seed)) == "1402" for seed in range(4))


def test_most_realistic_queries_are_as_they_were_meant() -> None:
    spoilt = [spoil("realistic", f"q{number}", TEXT) for number in range(400)]
    assert 0.45 < spoilt.count(TEXT) / 400 < 0.65
    assert None not in spoilt


def test_a_real_page_holds_no_joiner_and_all_else() -> None:
    pages = [as_real_page(Paper(f"p{number}", "هزینه‌ها", "کتاب‌های یک")) for number in range(40)]
    assert {page.title for page in pages} >= {"هزینهها", "هزینه ها", "هزینه\u200fها"}
    assert {page.text.split()[-1] for page in pages} == {"یک", "يك"}
