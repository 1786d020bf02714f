"""Points in time as they stand in an address: what is none is refused, whatever it is."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalogue.history import Point
from schemas.points import read_point

TYPED = st.text(st.sampled_from("0123456789۱۴vlogT:-/+Z. "), max_size=24) | st.text(max_size=24)


@given(TYPED)
@example("2026-11-02T25:00Z")
@example("1402-12-30T10:00")
@example("2026-11-02T10:00+99:99")
@example("v" + "9" * 15)
@example("2100-12-31")
def test_a_text_is_one_point_or_a_value_error(text: str) -> None:
    try:
        point = read_point(text)
    except ValueError:
        return
    assert [point.version_no, point.log_index, point.recorded_at].count(None) == 2


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("1402-12-29", "2024-03-19T20:29:59Z"),
        ("1402", "2024-03-19T20:29:59Z"),
        ("2024-02", "2024-02-29T20:29:59Z"),
        ("1401-04-01", "2022-06-22T19:29:59Z"),  # the last summer time of Iran
        ("2026-11-21T10:00:05.25Z", "2026-11-21T10:00:05Z"),
    ],
)
def test_a_day_month_or_year_is_its_last_second_in_tehran(typed: str, at: str) -> None:
    assert read_point(typed) == Point(recorded_at=at)
