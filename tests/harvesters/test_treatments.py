from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.persian.calendar import DateWay
from catalogue.persian.letters import fold_key
from harvesters.folded import cut_out
from harvesters.patterns import to_pattern
from harvesters.source import Place, Rule
from harvesters.treatments import tidy, tidy_block, treat

BASE = "https://a.example/acts/1?print=1"


def a_rule(value_type: str = "text", **more: Any) -> Rule:
    given = {"match": None, "map": None, "unit": None, "many": False, **more}
    return Rule(path="x", place=Place("css", "x", None, False, "css:x"), type=value_type, **given)


def made(printed: str, value_type: str = "text", **more: Any) -> list[Any]:
    return [value.made for value in treat(a_rule(value_type, **more), printed, BASE, join_lines=False)]


def problems(printed: str, value_type: str, **more: Any) -> tuple[str, ...]:
    (value,) = treat(a_rule(value_type, **more), printed, BASE, join_lines=False)
    return value.problems


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("  یک \r\n\t دو ", "یک دو"),
        ("می‌شود", "می‌شود"),
        ("کد\xa0خبر", "کد\xa0خبر"),
        ("کد \xa0 \xa0 خبر", "کد خبر"),
        ("هـ  ك", "هـ ك"),
    ],
)
def test_white_space_is_tidied_and_nothing_else(printed: str, text: str) -> None:
    assert tidy(printed) == text


def test_a_block_keeps_its_paragraphs() -> None:
    assert tidy_block(" یک  دو \r\nسه\r\n\r\n\r\n\r\nچهار\r") == "یک دو\nسه\n\nچهار"


def test_hard_wrapped_lines_are_joined_but_not_sentences_and_clauses() -> None:
    wrapped = "شورا در نشست\n\nدیروز گفت: چنین\nاست.\nپس\n۱- یکم\nدنباله\nماده ۲ دوم\nتبصره سوم؛\nچهارم"
    assert tidy_block(wrapped, join_lines=True) == (
        "شورا در نشست دیروز گفت: چنین است.\nپس\n۱- یکم دنباله\nماده ۲ دوم\nتبصره سوم؛\nچهارم"
    )


def test_a_pattern_cuts_the_publishers_own_characters() -> None:
    rule = to_pattern(fold_key(r"شماره (\d+/ش)"))
    assert cut_out(rule, "مصوبه‌ی شمارة  ۱۲/ش است") == "۱۲/ش"
    assert cut_out(rule, "بی‌شماره") is None


@given(st.text(alphabet="يیكک ـ‌\u064bآا۱٢3\n\xa0xأ", max_size=40))
def test_what_is_cut_out_folds_to_what_was_found(text: str) -> None:
    pattern = to_pattern(r"\S+( \S+)?")
    found = pattern.search(fold_key(text))
    cut = cut_out(pattern, text)
    assert (cut is None) == (found is None)
    if found and cut is not None:
        assert fold_key(cut) == found.group(1).strip() if found.group(1) else cut == ""


def test_map_keys_meet_folded_words_and_others_are_a_problem() -> None:
    words = {fold_key("آیین‌نامه"): "regulation"}
    assert made("آيين نامه".replace(" ", ""), map=words) == ["regulation"]
    assert problems("بخشنامه", "text", map=words) == ("not-in-map",)


def test_a_pattern_that_does_not_match_is_a_problem_but_chooses_among_many() -> None:
    pattern = to_pattern(r"^\d+$")
    assert problems("الف", "text", match=pattern) == ("no-match",)
    assert made("الف", match=pattern, many=True) == []
    assert made("", match=pattern) == []


def test_types_make_values() -> None:
    assert made("آب، برق؛ گاز", "list") == ["آب", "برق", "گاز"]
    assert made("۱٬۲۳۴", "number") == ["1234"]
    assert made("../files/الف.pdf", "url") == ["https://a.example/files/الف.pdf"]
    assert made(" 0012 ", "code") == ["0012"]
    assert made("۱۴۰۲/۵/۱", "date")[0]["iso"] == "2023-07-23"
    assert made("2/5/41", "date", dates=DateWay(century=13))[0]["jalali"] == "1341-05-02"


def test_an_amount_gets_its_unit_from_the_page_or_from_the_rule() -> None:
    assert made("۱۲ میلیون ریال", "amount")[0]["value"] == "12000000"
    assert made("۱۲", "amount", unit="million-rial")[0]["value"] == "12000000"
    assert problems("۱۲", "amount") == ("amount-unreadable",)


def test_unreadable_values_are_problems_with_what_was_printed() -> None:
    assert problems("ندارد", "number") == ("number-unreadable",)
    assert problems("1402/12/30", "date") == ("date-impossible",)
    assert problems("http://[", "url") == ("url-unreadable",)
