"""Dates in sentences and in words, what is never guessed, what a source file states, and moments of machines."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.persian.calendar import (
    CALENDARS,
    DATE_FORMS,
    INSTANT_FORMS,
    MONTHS,
    DateWay,
    days_of,
    read_date,
    read_instant,
)
from catalogue.persian.date_forms import AFGHAN_NAMES, GREGORIAN_NAMES, JALALI_NAMES
from schemas.fields import DualDate


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("هجدهم تیر ۱۳۹۸", "2019-07-09"),
        ("۱۸م تیر ۱۳۹۸", "2019-07-09"),
        ("۱۸ ام تیرماه ۱۳۹۸", "2019-07-09"),
        ("بیست و سوم مردادماه یکهزار و چهارصد و یک", "2022-08-14"),
        ("روز یکشنبه مورخ هجدهم آبان‌ماه یک هزار و سیصد و نود و سه", "2014-11-09"),
        ("سی‌ام شهریور ماه ۱۴۰۱", "2022-09-21"),
        ("سی و یکم خرداد ۱۴۰۱", "2022-06-21"),
        ("اول فروردین ۱۴۰۰", "2021-03-21"),
        ("یکشنبه سوم تیر ۱۴۰۳", "2024-06-23"),
        ("پنجم ماه تیر سال ۱۴۰۲", "2023-06-26"),
        ("مصوب ۱۴۰۲/۰۵/۰۱ هیئت وزیران", "2023-07-23"),
        ("مورخ۱۴۰۲/۰۵/۰۱", "2023-07-23"),
        ("شماره 12 - 1402/05/01", "2023-07-23"),
        ("56306/ت62270هـ مورخ 1402/05/01", "2023-07-23"),
        ("قانون بودجه سال ۱۴۰۲ مصوب ۱۴۰۱/۱۲/۲۵", "2023-03-16"),
        ("تا ۵ تیر ۱۴۰۲", "2023-06-26"),
        ("1402/05/01 ساعت ۱۰:۰۰ تا ۱۲:۰۰", "2023-07-23"),
        ("2023-05-01 (1402/02/11)", "2023-05-01"),
        ("1402/02/02 مطابق 01/10/1444", "2023-04-22"),
        ("1402 05 01", "2023-07-23"),
        ("01 05 1402", "2023-07-23"),
        ("1402\\05\\01", "2023-07-23"),
        ("1402_05_01", "2023-07-23"),
        ("۱۴۰۲ تیر ۱۸", "2023-07-09"),
        ("1402-تیر-18", "2023-07-09"),
        ("18/تیر/1398", "2019-07-09"),
        ("تیر ۱۸، ۱۳۹۸", "2019-07-09"),
        ("۱۲ حمل ۱۳۹۸", "2019-04-01"),
        ("5 می 2023", "2023-05-05"),
        ("24-Nov-2026", "2026-11-24"),
        ("20230501", "2023-05-01"),
    ],
)
def test_a_day_is_found_wherever_it_stands_in_a_value(raw: str, iso: str) -> None:
    read = read_date(raw)
    assert (read.date.get("iso"), read.problems) == (iso, ())


def test_a_weekday_with_a_digit_is_a_weekday() -> None:
    read = read_date("بعد از ظهر 4 شنبه سی و یکم خرداد ماه ۱۳۶۸")
    assert (read.date["jalali"], read.date["weekday"]) == ("1368-03-31", "agrees")


@pytest.mark.parametrize(
    "raw",
    [
        "۱ تا ۵ تیر ۱۴۰۲",
        "یکم تا پنجم تیر ۱۴۰۲",
        "۲۹ خرداد تا ۵ تیر ۱۴۰۲",
        "۱-۵ تیر ۱۴۰۲",
        "۱۲ و ۱۳ تیر ۱۴۰۲",
        "شنبه تا دوشنبه ۵ تیر ۱۴۰۲",
        "1402/05/01 تا 1402/05/10",
        "1402/05/01-1402/05/10",
        "از ۱۴۰۲/۰۵/۰۱ لغایت ۱۴۰۲/۰۵/۱۰",
        "۱۴۰۲/۰۵/۰۱ تاکنون و تا بعد ۱۴۰۲/۰۵/۰۲",
        "1402/05/01 تا کنون",
        "مصوب ۱۴۰۲/۰۵/۰۱ و اصلاحی ۱۴۰۲/۰۶/۰۱",
        "2023-05-01 (1402/02/12)",
        "تیر ۱۴۰۲ و مرداد ۱۴۰۲",
        "سال ۱۴۰۲ و ۱۴۰۳",
    ],
)
def test_of_several_days_or_a_stretch_none_is_taken(raw: str) -> None:
    read = read_date(raw)
    assert (read.date["raw"], read.date["precision"], read.problems) == (raw, "none", ("date-several",))


@pytest.mark.parametrize(
    "raw",
    [
        "شماره 12/1402/5",
        "نامه شماره 1402/5/1234",
        "۱۴۰۲/۱۲۳",
        "ابلاغی 1402/07/18-5432",
        "ماده ۱۴۰۲ قانون",
        "میزان 1398",
        "حمل ۱۳۹۸",
        "1402.5",
        "1,402,051",
        "سال تحصیلی ۱۴۰۲-۱۴۰۳",
        "سال تحصیلی 1402-03",
        "بهار ۱۴۰۲",
        "1401-1402",
        "هفدهم مهر",
        "تیر ۱۸",
    ],
)
def test_a_part_of_a_number_or_of_a_sentence_is_no_date(raw: str) -> None:
    assert read_date(raw).problems == ("date-unreadable",)


@pytest.mark.parametrize(("raw", "named"), [("1402 میلادی", "date-out-of-range"), ("۲۰۲۳ شمسی", "date-out-of-range")])
def test_a_year_under_the_name_of_another_calendar_is_refused(raw: str, named: str) -> None:
    assert read_date(raw).problems == (named,)


@pytest.mark.parametrize("names", [JALALI_NAMES, AFGHAN_NAMES])
def test_every_name_of_a_solar_month_is_its_month(names: dict[str, int]) -> None:
    for name, month in names.items():
        assert read_date(f"2 {name} 1402").date["jalali"] == f"1402-{month:02}-02"


def test_every_name_of_a_gregorian_month_is_its_month() -> None:
    for name, month in GREGORIAN_NAMES.items():
        assert read_date(f"2 {name} 2023").date["iso"] == f"2023-{month:02}-02"


@pytest.mark.parametrize(
    ("raw", "at"),
    [
        ("Tue, 24 Nov 2026 05:30:12 +0330", "2026-11-24T02:00:12Z"),
        ("Tue, 24 Nov 2026 05:30:12 EST", "2026-11-24T10:30:12Z"),
        ("Tue Nov 24 05:30:12 2026", "2026-11-24T02:00:12Z"),
        ("24/Nov/2026:05:30:12 +0330", "2026-11-24T02:00:12Z"),
        ("Nov 24, 2026 5:30 PM", "2026-11-24T14:00:00Z"),
        ("سه‌شنبه, 03 آذر 1405 05:30:12 +0330", "2026-11-24T02:00:12Z"),
        ("20230501T103000Z", "2023-05-01T10:30:00Z"),
        ("20230501T1030", "2023-05-01T07:00:00Z"),
        ("2023-05-01T10:00:00+03", "2023-05-01T07:00:00Z"),
        ("2023-05-01 10:00:00 UTC+3:30", "2023-05-01T06:30:00Z"),
        ("1402/05/01 ساعت ۸:۳۰ شب", "2023-07-23T17:00:00Z"),
        ("1402/05/01 ساعت ۸:۳۰ بعدازظهر", "2023-07-23T17:00:00Z"),
        ("1402/05/01 ساعت ۸:۳۰ صبح", "2023-07-23T05:00:00Z"),
    ],
)
def test_a_time_is_read_with_its_zone_and_its_half_of_the_day(raw: str, at: str) -> None:
    read = read_date(raw)
    assert (read.date.get("at"), read.problems) == (at, ())


@pytest.mark.parametrize("raw", ["1402/05/01 ساعت ۲:۰۰ شب", "1402/05/01 24:00", "1402/05/01 10:00 تا 12:00"])
def test_a_time_that_is_open_leaves_the_day(raw: str) -> None:
    read = read_date(raw)
    assert (read.date["iso"], read.date["precision"], read.problems) == ("2023-07-23", "day", ())


def test_a_zone_that_nobody_knows_leaves_the_day_and_says_so() -> None:
    read = read_date("Tue, 24 Nov 2026 05:30:12 XYZ")
    assert (read.date["precision"], read.problems) == ("day", ("date-zone-unknown",))


def test_wall_time_is_read_in_the_zone_of_the_source() -> None:
    read = read_date("1402/05/01 23:30", DateWay(zone=ZoneInfo("Asia/Kabul")))
    assert (read.date["at"], read.date["jalali"]) == ("2023-07-23T19:00:00Z", "1402-05-01")


@pytest.mark.parametrize(
    ("raw", "way", "iso"),
    [
        ("02/05/01", DateWay(century=14, form="yy/m/d"), "2023-07-23"),
        ("01/05/02", DateWay(century=14, form="d/m/yy"), "2023-07-23"),
        ("98/04/18", DateWay(century=13), "2019-07-09"),
        ("سال ۹۸", DateWay(century=13), "2019-03-21/2020-03-19"),
        ("تیر ۹۸", DateWay(century=13), "2019-06-22/2019-07-22"),
        ("07/08/2024", DateWay(form="m/d/y"), "2024-07-08"),
        ("1402/05/01", DateWay(form="m/d/y"), "2023-07-23"),
        ("1/5/23", DateWay("gregorian", 20, "d/m/yy"), "2023-05-01"),
    ],
)
def test_what_the_source_file_states_opens_what_the_text_leaves_open(raw: str, way: DateWay, iso: str) -> None:
    read = read_date(raw, way)
    assert (read.date.get("iso"), read.problems) == (iso, ())


@pytest.mark.parametrize(
    ("raw", "way", "problem"),
    [
        ("02/05/01", DateWay(century=14), "date-ambiguous"),
        ("07/23/2024", DateWay(), "date-impossible"),
        ("1/5/23", DateWay("gregorian", 14, "d/m/yy"), "date-out-of-range"),
        ("1/5/23", DateWay("jalali", 20, "d/m/yy"), "date-out-of-range"),
    ],
)
def test_what_stays_open_is_not_guessed(raw: str, way: DateWay, problem: str) -> None:
    assert read_date(raw, way).problems == (problem,)


@pytest.mark.parametrize(
    ("raw", "form", "at"),
    [
        ("1682899200", "epoch-s", "2023-05-01T00:00:00Z"),
        ("1682899200.75", "epoch-s", "2023-05-01T00:00:00Z"),
        ("1682899200000", "epoch-ms", "2023-05-01T00:00:00Z"),
        ("-1000000000", "epoch-s", "1938-04-24T22:13:20Z"),
        ("2023-05-01T22:00:00.12", "utc", "2023-05-01T22:00:00Z"),
        ("2023-05-01T22:00:00+03:30", "utc", "2023-05-01T18:30:00Z"),
        ("2023-05-01T22:00:00Z", None, "2023-05-01T22:00:00Z"),
    ],
)
def test_an_instant_is_a_moment_and_the_day_it_was(raw: str, form: str | None, at: str) -> None:
    read = read_instant(raw, DateWay(form=form))
    assert (read.date["at"], read.date["raw"], read.problems) == (at, raw, ())


@pytest.mark.parametrize(
    ("raw", "form", "problem"),
    [
        ("2023-05-01T22:00:00", None, "date-zone-unknown"),
        ("1682899200", "epoch-ms", "date-unreadable"),
        ("1682899200000", "epoch-s", "date-unreadable"),
        ("16828992000", "epoch-s", "date-out-of-range"),
        ("0", "epoch-s", "date-unreadable"),
        ("۱۴۰۲/۰۵/۰۱", "epoch-s", "date-unreadable"),
    ],
)
def test_an_instant_in_another_unit_or_without_a_zone_is_refused(raw: str, form: str | None, problem: str) -> None:
    assert read_instant(raw, DateWay(form=form)).problems == (problem,)


WAYS = st.builds(
    DateWay,
    st.sampled_from(CALENDARS),
    st.sampled_from((None, 13, 14, 19, 20)),
    st.sampled_from((None, *DATE_FORMS, *INSTANT_FORMS)),
    st.sampled_from((ZoneInfo("Asia/Tehran"), ZoneInfo("Pacific/Kiritimati"))),
)
PIECES = st.lists(
    st.sampled_from(
        (*MONTHS, "1402", "۱۴۰۲", "98", "5", "۳۱", "/", "-", " ", ":", "12:30", "T", "Z", "تا", "شنبه", "May")
    )
    | st.sampled_from(("سی و یکم", "هزار و سیصد و نود و هشت", "سال", "ق", "1445", "2023", "+0330", "م", "،", "بیست و"))
    | st.text(max_size=3),
    max_size=9,
).map("".join)


@settings(max_examples=500, deadline=timedelta(seconds=2))
@given(PIECES, WAYS)
def test_whatever_is_printed_is_a_valid_date_or_refused_with_its_text(raw: str, way: DateWay) -> None:
    for read in (read_date(raw, way), read_instant(raw, way)):
        assert read.date["raw"] == raw
        if raw and "\0" not in raw and raw.isprintable():
            assert DualDate().deserialize(read.date) == read.date
        if "iso" in read.date:
            first, last = days_of(read.date["iso"])
            assert first <= last and any(character.isdigit() or character in "هسیب" for character in raw)
        else:
            assert read.problems
