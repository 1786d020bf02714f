from __future__ import annotations

from harvesters.folded import cut_out
from harvesters.patterns import LONGEST_SEARCHED, to_pattern


def test_a_pattern_is_looked_for_in_the_beginning_of_a_very_long_text() -> None:
    text = "کد خبر: ۱۲ " + "متن " * LONGEST_SEARCHED
    assert cut_out(to_pattern(r"کد خبر: (\d+)"), text) == "۱۲"
    assert cut_out(to_pattern("پایان"), f"{text}پایان") is None


def test_what_runs_into_the_end_of_the_searched_part_is_not_cut_off_but_no_match() -> None:
    assert cut_out(to_pattern("متن(.+)$"), "متن" + "x" * LONGEST_SEARCHED) is None
    whole = "x" * LONGEST_SEARCHED
    assert cut_out(to_pattern("^.+$"), whole) == whole
