"""Schedules: cron in the time of Tehran, a jitter fixed for each source, one slot for all that were missed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvesters.schedule import is_cron, next_slot

TEHRAN = ZoneInfo("Asia/Tehran")


def tehran(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=TEHRAN)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("cron", "after", "slot"),
    [
        ("15 5 * * *", tehran(2026, 11, 26, 5, 14), tehran(2026, 11, 26, 5, 15)),
        ("15 5 * * *", tehran(2026, 11, 26, 5, 15), tehran(2026, 11, 27, 5, 15)),
        (
            "15 5 * * sat-wed",
            tehran(2026, 11, 26, 0, 0),
            tehran(2026, 11, 28, 5, 15),
        ),
        ("0 2 1 * *", tehran(2026, 11, 26, 0, 0), tehran(2026, 12, 1, 2, 0)),
        ("*/10 * * * *", tehran(2026, 3, 20, 23, 55), tehran(2026, 3, 21, 0, 0)),
        ("30 0 * * *", tehran(2021, 3, 21, 12, 0), tehran(2021, 3, 22, 1, 0)),  # at midnight summer time began
    ],
)
def test_a_slot_is_in_the_time_of_tehran(cron: str, after: datetime, slot: datetime) -> None:
    assert next_slot(cron, "src", 0, after) == slot


def test_slots_that_were_missed_are_one() -> None:
    weeks_later = tehran(2026, 12, 26, 5, 15)
    assert next_slot("15 5 * * *", "src", 0, weeks_later) - weeks_later <= timedelta(days=1)


def test_the_jitter_of_a_source_is_the_same_every_day_and_sources_are_spread() -> None:
    day = tehran(2026, 11, 26, 0, 0)
    first, second = (next_slot("0 5 * * *", "src", 20, day + timedelta(days=n)) for n in (0, 1))
    assert second - first == timedelta(days=1)
    slots = {next_slot("0 5 * * *", f"source-{n}", 20, day) for n in range(100)}
    assert len(slots) > 80
    assert all(tehran(2026, 11, 26, 5, 0) <= slot < tehran(2026, 11, 26, 5, 20) for slot in slots)


@given(
    after=st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),
    jitter=st.integers(0, 1_440),
    source_id=st.text("abc", min_size=1, max_size=5),
)
def test_a_slot_always_lies_ahead_and_walking_on_from_it_moves(after: datetime, jitter: int, source_id: str) -> None:
    slot = next_slot("15 5 * * *", source_id, jitter, after)
    assert after < slot <= after + timedelta(days=2)
    assert next_slot("15 5 * * *", source_id, jitter, slot) > slot


@pytest.mark.parametrize("cron", ["15 5 * * *", "15 5 * * sat-wed", "*/10 * * * *", "0 0 29 2 *", "0 0 * * sun#2"])
def test_five_fields_that_some_day_come_are_a_schedule(cron: str) -> None:
    assert is_cron(cron)


@pytest.mark.parametrize(
    "cron",
    [
        "",
        "daily",
        "@daily",
        "15 5 * *",
        "15 5 * * * *",
        "61 * * * *",
        "0 24 * * *",
        "0 0 30 2 *",
        "H H * * *",
        "۱۵ ۵ * * *x",
    ],
)
def test_anything_else_is_none(cron: str) -> None:
    assert not is_cron(cron)
