"""What looks like a day and is none: bounds, offsets, parts, two readings; and the days that stand close to them."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.persian.calendar import MONTHS, WEEKDAYS, DateWay, read_bound, read_date, read_instant
from schemas.issue_messages import ISSUES


def refusal(raw: str, way: DateWay | None = None) -> str:
    """The issue of a text that gave no day and kept its words."""
    read = read_date(raw, way or DateWay())
    assert read.date["raw"] == raw
    assert (read.date["precision"], set(read.date) & {"iso", "jalali", "at"}) == ("none", set())
    (problem,) = read.problems
    assert problem in ISSUES
    return problem


@pytest.mark.parametrize(
    "raw",
    [
        "2023-07-23+03:30",
        "2023-07-23-05:00",
        "2023-07-23+14:00",
        "2023-07-23Z",
        "2023-07-23 +03:30",
        "2023-07-23+0330",
        "2023/07/23+03:30",
        "1402-05-01+03:30",
        "1402/05/01 (+03:30)",
    ],
)
def test_a_day_with_a_zone_has_no_time(raw: str) -> None:
    for read in (read_date(raw), read_instant(raw)):
        assert (read.date.get("iso"), read.date["precision"], read.problems) == ("2023-07-23", "day", ())
        assert "at" not in read.date


def test_a_time_with_a_zone_stays_a_moment() -> None:
    for raw in ("2023-07-23T10:00+03:30", "2023-07-23 10:00 +03:30", "2023-07-23 10:00 UTC+3:30"):
        assert read_date(raw).date["at"] == "2023-07-23T06:30:00Z"


@pytest.mark.parametrize(
    "raw",
    [
        "مهلت: ۱۰ روز از ۱۴۰۲/۵/۱",
        "۱۰ روز پس از ۱۴۰۲/۵/۱",
        "ده روز کاری از تاریخ ابلاغ ۱۴۰۲/۵/۱",
        "دو ماه بعد از ۱۴۰۲/۵/۱",
        "قبل از ۱۴۰۲/۵/۱",
        "پیش از تاریخ ۱۴۰۲/۵/۱",
        "پس از ۱ مرداد ۱۴۰۲",
        "بعد از روز یکشنبه ۱۴۰۲/۵/۱",
        "بعداز ۱۴۰۲/۵/۱",
        "حدود ۱۴۰۲/۵/۱",
        "حدوداً ۱۴۰۲/۵/۱",
        "تقریباً ۱ مرداد ۱۴۰۲",
        "تا پیش از ۱۴۰۲/۵/۱",
        "ظرف ۱۰ روز از ۱۴۰۲/۵/۱",
        "ظرف مدت یک ماه از تاریخ تصویب (۱۴۰۲/۵/۱)",
        "۱۰ روز مانده به ۱۴۰۲/۵/۱",
        "فردای ۱۴۰۲/۵/۱",
        "قبل از سال ۱۴۰۲",
        "دو سال پس از تیر ۱۴۰۲",
        "۱۴۰۲/۵/۱ + ۱۰ روز",
        "از ۱۴۰۲/۵/۱ به مدت ۳ ماه",
        "۱۴۰۲/۵/۱ یا پیش از آن",
        "before 2023-07-23",
        "10 days after 2023-07-23",
        "within 10 days of 2023-07-23",
        "two weeks from 23 July 2023",
        "on or before 2023-07-23",
        "2023-07-23 or later",
        "~1402/05/01",
        "پانزده (۱۵) روز از تاریخ ۱۴۰۲/۵/۱",
        "۳۰ روز تقویمی از تاریخ انتشار آگهی نوبت دوم (۱۴۰۲/۵/۱)",
        "یک‌ماه پس از انتشار در روزنامه رسمی مورخ ۱۴۰۲/۵/۱",
        "از تاریخ ۱۴۰۲/۵/۱ حداکثر ۱۰ روز",
        "از تاریخ ۱۴۰۲/۵/۱ ده روز فرصت",
        "۱۰ روز بعد ۱۴۰۲/۵/۱",
        "بیشتر از ۱۴۰۲/۵/۱",
        "به جز ۱۴۰۲/۵/۱",
        "احتمالاً ۱۴۰۲/۵/۱",
        "۱۴۰۲/۵/۱؟",
        "< 1402/05/01",
    ],
)
def test_a_day_that_is_counted_from_bounded_or_blurred_is_not_that_day(raw: str) -> None:
    assert refusal(raw) == "date-relative"


@pytest.mark.parametrize(
    "raw",
    [
        "از تاریخ ۱۴۰۲/۵/۱",
        "لازم‌الاجرا از ۱۴۰۲/۵/۱",
        "از ۱۴۰۲/۵/۱ به بعد",
        "تا ۱۴۰۲/۵/۱",
        "حداکثر تا ۱۴۰۲/۵/۱",
        "تا پایان وقت اداری روز ۱۴۰۲/۵/۱",
        "مصوب ۱۴۰۲/۵/۱",
        "مورخ ۱۴۰۲/۵/۱",
        "طی نامهٔ شماره ۱۲ مورخ ۱۴۰۲/۵/۱",
        "۱۲ روز پیش - ۱۴۰۲/۵/۱",
        "۱۴۰۲/۵/۱ (۱۲ روز پیش)",
        "بعد از ظهر یکشنبه ۱۴۰۲/۵/۱",
        "no later than 2023-07-23",
        "جلسهٔ ۱ مرداد ۱۴۰۲",
        "سال مالی منتهی به ۱۴۰۲/۵/۱",
        "دورهٔ ۶ ماهه منتهی به ۱۴۰۲/۵/۱",
        "by 2023-07-23",
    ],
)
def test_a_day_that_begins_or_ends_something_is_that_day(raw: str) -> None:
    read = read_date(raw)
    assert (read.date.get("iso"), read.problems) == ("2023-07-23", ())


@pytest.mark.parametrize("raw", ["03/04/2023", "3.4.2023", "03-04-2023", "03 04 2023", "03/04/2023 10:00"])
def test_a_gregorian_date_with_the_year_last_says_its_order_or_is_refused(raw: str) -> None:
    assert refusal(raw) == "date-ambiguous"
    assert read_date(raw, DateWay(form="d/m/y")).date["iso"] == "2023-04-03"
    assert read_date(raw, DateWay(form="m/d/y")).date["iso"] == "2023-03-04"


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("Monday 03/04/2023", "2023-04-03"),
        ("شنبه 03/04/2023", "2023-03-04"),
        ("04/04/2023", "2023-04-04"),
        ("23/07/2023", "2023-07-23"),
        ("4/5/1402", "2023-07-26"),
    ],
)
def test_the_order_is_told_by_the_weekday_the_numbers_or_the_calendar(raw: str, iso: str) -> None:
    read = read_date(raw)
    assert (read.date.get("iso"), read.problems) == (iso, ())


def test_a_weekday_that_fits_neither_order_decides_nothing() -> None:
    assert refusal("Friday 03/04/2023") == "date-ambiguous"


@pytest.mark.parametrize("raw", ["۱۴۰۱-۰۲", "1402-05", "1402.05", "05-1402", "2001-02", "مصوب ۱۴۰۲-۰۵"])
def test_a_year_and_a_number_are_a_month_only_where_the_source_file_says_so(raw: str) -> None:
    assert refusal(raw) == "date-ambiguous"
    assert read_date(raw, DateWay(form="y/m")).date["precision"] == "month"


@pytest.mark.parametrize(
    "raw",
    [
        "جلسه ۱۴۰۲-۵",
        "شماره ۱۴۰۲-۵",
        "جلسه ۱۴۰۲/۵",
        "نامهٔ ۵/۱۴۰۲",
        "پروندهٔ 2023-05",
        "61.0243",
        "4139.16",
        "بند ۳-۱۴۰۲ قانون",
    ],
)
def test_a_number_with_a_year_in_it_is_no_month(raw: str) -> None:
    assert refusal(raw) == "date-unreadable"


@pytest.mark.parametrize(
    "raw",
    [
        "شمارهٔ ۵ - مرداد ۱۴۰۲",
        "شماره ۱۴۰۲/۵/۱",
        "تبصره ۵ دی ۱۴۰۲",
        "خیابان ۱۲ فروردین ۱۴۰۲",
        "میدان هفت تیر ۱۴۰۲",
        "نسخهٔ ۱۴۰۲.۵.۱",
        "v1402.5.1",
        "بیست سوم مرداد ۱۴۰۲",
        "صد و بیست مرداد ۱۴۰۲",
        "چهارم و پنجم مرداد ۱۴۰۲",
    ],
)
def test_a_number_or_a_name_beside_a_month_is_no_day_of_it(raw: str) -> None:
    assert refusal(raw) == "date-unreadable"


@pytest.mark.parametrize(
    "raw",
    [
        "۴، ۵ مرداد ۱۴۰۲",
        "شب ۴ به ۵ مرداد ۱۴۰۲",
        "۱/۵ و ۱۰/۵/۱۴۰۲",
        "۱/۵ - ۱۰/۵/۱۴۰۲",
        "۴ یا ۵ مرداد ۱۴۰۲",
        "دوازدهم/مرداد/۱۴۰۲",
        "۱۴۰۲/۵/۱، ۲، ۳",
        "مرداد یا شهریور ۱۴۰۲",
        "مرداد، شهریور ۱۴۰۲",
        "مرداد/شهریور ۱۴۰۲",
        "between 23 and 30 July 2023",
        "23rd-30th July 2023",
    ],
)
def test_of_listed_days_or_months_the_last_one_is_not_taken(raw: str) -> None:
    assert refusal(raw) == "date-several"


@pytest.mark.parametrize("raw", ["1402/05", "05/1402", "تاریخ: ۱۴۰۲/۵", "مرداد ۱۴۰۲", "۱۴۰۲ مرداد"])
def test_a_month_alone_stays_a_month(raw: str) -> None:
    assert (read_date(raw).date.get("jalali"), read_date(raw).problems) == ("1402-05", ())


def test_a_search_may_ask_for_a_month_with_a_hyphen() -> None:
    assert read_bound("1402-05") == read_bound("1402/05")
    assert read_bound("2001-02") == read_bound("2001/02")


@pytest.mark.parametrize(
    "raw",
    [
        "سه‌ماهه اول سال ۱۴۰۲",
        "سه ماههٔ نخست سال ۱۴۰۲",
        "شش ماه اول سال ۱۴۰۲",
        "۶ ماههٔ سال ۱۴۰۲",
        "نیمهٔ دوم ۱۴۰۲",
        "نیمهٔ دوم سال ۱۴۰۲",
        "نیم‌سال دوم سال ۱۴۰۲",
        "بهار ۱۴۰۲",
        "بهار سال ۱۴۰۲",
        "سال ۱۴۰۲ - فصل پائیز",
        "هفتهٔ اول تیر ۱۴۰۲",
        "نیمه دوم تیر ۱۴۰۲",
        "دهه سوم تیر 1402",
        "اواخر مرداد ۱۴۰۲",
        "تا پایان سال ۱۴۰۲",
        "آغاز سال ۱۴۰۲",
        "Q1 2023",
        "early March 2023",
    ],
)
def test_a_part_of_a_year_or_month_is_neither_of_them(raw: str) -> None:
    assert refusal(raw) in ("date-several", "date-unreadable")


@pytest.mark.parametrize(
    "name",
    [
        "Farvardin",
        "Ordibehesht",
        "Khordad",
        "Tir",
        "Mordad",
        "Shahrivar",
        "Mehr",
        "Aban",
        "Azar",
        "Dey",
        "Bahman",
        "Esfand",
    ],
)
def test_a_jalali_month_in_latin_letters_is_that_month(name: str) -> None:
    read = read_date(f"01 {name} 1402 10:00:00 +0330")
    assert (read.date["precision"], read.date["rule"], read.problems) == ("minute", "jalali_named_month", ())
    assert read.date["jalali"].endswith("-01")


def test_a_feed_with_jalali_months_is_read_with_its_weekday() -> None:
    read = read_date("Sun, 01 Mordad 1402 10:00:00 +0330")
    assert (read.date["iso"], read.date["at"], read.date["weekday"]) == ("2023-07-23", "2023-07-23T06:30:00Z", "agrees")


WORDS = st.sampled_from(
    (*MONTHS, *WEEKDAYS, "Sun,", "Mordad", "Moharram", "1402", "۱", "10:00", "+0330", "قبل از", "روز")
)


@settings(max_examples=300, deadline=timedelta(seconds=2))
@given(st.lists(WORDS | st.text(max_size=4), max_size=7).map(" ".join))
def test_no_text_gives_no_day_in_silence(raw: str) -> None:
    for read in (read_date(raw), read_instant(raw)):
        assert "iso" in read.date or read.problems
