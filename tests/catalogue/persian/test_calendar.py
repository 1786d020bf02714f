"""Dates as printed: every row of records.md 1.2, the date rows of its section 10, and whatever else pages hold."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.persian.calendar import (
    GREGORIAN_MONTHS,
    MONTHS,
    WEEKDAYS,
    DateWay,
    days_of,
    jalali,
    jalali_day,
    read_bound,
    read_date,
)


def test_a_date_with_a_time_has_every_member() -> None:
    read = read_date("18 تير 1398 ساعت 22:10")
    assert read.date == {
        "raw": "18 تير 1398 ساعت 22:10",
        "iso": "2019-07-09",
        "at": "2019-07-09T17:40:00Z",
        "jalali": "1398-04-18",
        "precision": "minute",
        "rule": "jalali_named_month",
        "weekday": "absent",
    }
    assert read.problems == ()


@pytest.mark.parametrize(
    ("raw", "iso", "jalali_text", "rule"),
    [
        ("1398/04/18", "2019-07-09", "1398-04-18", "jalali_ymd"),
        ("مصوب 1403,05,03", "2024-07-24", "1403-05-03", "jalali_ymd"),
        ("4/4/1403", "2024-06-24", "1403-04-04", "jalali_dmy"),
        ("۲۴/۰۲/۱۳۹۲", "2013-05-14", "1392-02-24", "jalali_dmy"),
        ("۲۹ /0۷ /۱۳۹۷", "2018-10-21", "1397-07-29", "jalali_dmy"),
        ("٢٣-٥-١٤٠١", "2022-08-14", "1401-05-23", "jalali_dmy"),
        ("1401.05.23", "2022-08-14", "1401-05-23", "jalali_ymd"),
        ("۱۴۰۱،۰۵،۲۳", "2022-08-14", "1401-05-23", "jalali_ymd"),
        ("13980418", "2019-07-09", "1398-04-18", "jalali_ymd"),
        ("۲۳ام مرداد ماه سال ۱۴۰۱", "2022-08-14", "1401-05-23", "jalali_named_month"),
        ("۲۳ مردادماه ۱۴۰۱ هـ.ش", "2022-08-14", "1401-05-23", "jalali_named_month"),
        ("١ ابان ١٤٠٢", "2023-10-23", "1402-08-01", "jalali_named_month"),
        ("۳ مرداد ۱۴۰۳ مطابق با ۱۷ محرم ۱۴۴۶", "2024-07-24", "1403-05-03", "jalali_named_month"),
        ("۱۷ ژوئن ۲۰۲۵", "2025-06-17", "1404-03-27", "gregorian_named_month"),
        ("17 June 2025", "2025-06-17", "1404-03-27", "gregorian_named_month"),
        ("June 17th, 2025", "2025-06-17", "1404-03-27", "gregorian_named_month"),
        ("2025-06-17", "2025-06-17", "1404-03-27", "iso"),
        ("17/06/2025", "2025-06-17", "1404-03-27", "iso"),
    ],
)
def test_a_day_is_read_in_each_printed_form(raw: str, iso: str, jalali_text: str, rule: str) -> None:
    read = read_date(raw)
    assert read.date == {
        "raw": raw,
        "iso": iso,
        "jalali": jalali_text,
        "precision": "day",
        "rule": rule,
        "weekday": "absent",
    }
    assert read.problems == ()


@pytest.mark.parametrize(
    ("raw", "iso", "jalali_text", "precision"),
    [
        ("مرداد ۱۴۰۱", "2022-07-23/2022-08-22", "1401-05", "month"),
        ("1401/05", "2022-07-23/2022-08-22", "1401-05", "month"),
        ("05/1401", "2022-07-23/2022-08-22", "1401-05", "month"),
        ("1401/05/00", "2022-07-23/2022-08-22", "1401-05", "month"),
        ("1403/12/00", "2025-02-19/2025-03-20", "1403-12", "month"),
        ("1398/00/00", "2019-03-21/2020-03-19", "1398", "year"),
        ("سال ۱۳۹۸", "2019-03-21/2020-03-19", "1398", "year"),
        ("1430", "2051-03-21/2052-03-19", "1430", "year"),
        ("2024-02", "2024-02-01/2024-02-29", None, "month"),
        ("2024", "2024-01-01/2024-12-31", None, "year"),
    ],
)
def test_a_month_or_year_is_an_interval(raw: str, iso: str, jalali_text: str | None, precision: str) -> None:
    read = read_date(raw)
    assert (read.date["iso"], read.date.get("jalali"), read.date["precision"]) == (iso, jalali_text, precision)
    assert read.problems == ()


@pytest.mark.parametrize(
    ("raw", "at", "iso"),
    [
        ("یکشنبه، 23 مرداد 1401 - 12:13", "2022-08-14T07:43:00Z", "2022-08-14"),
        ("۱۸ مرداد ۱۳۹۵، ۱۸:۲۳", "2016-08-08T13:53:00Z", "2016-08-08"),
        ("1401/12/01 10:00:30", "2023-02-20T06:30:30Z", "2023-02-20"),
        ("1402/05/01 10:00", "2023-07-23T06:30:00Z", "2023-07-23"),
        ("1402/05/01 02:30 ب.ظ", "2023-07-23T11:00:00Z", "2023-07-23"),
        ("1402/05/01 12:30 ق.ظ", "2023-07-22T21:00:00Z", "2023-07-23"),
        ("2024-07-23T10:00:00+03:30", "2024-07-23T06:30:00Z", "2024-07-23"),
        ("2024-07-23T22:00:00.5Z", "2024-07-23T22:00:00Z", "2024-07-24"),
        ("Tue, 23 Jul 2024 10:00:00 GMT", "2024-07-23T10:00:00Z", "2024-07-23"),
        ("2024-07-23T10:00", "2024-07-23T06:30:00Z", "2024-07-23"),
    ],
)
def test_a_time_of_day_is_tehrans_unless_it_names_its_zone(raw: str, at: str, iso: str) -> None:
    read = read_date(raw)
    assert (read.date["at"], read.date["iso"], read.date["precision"]) == (at, iso, "minute")


def test_a_time_that_does_not_exist_leaves_the_day() -> None:
    read = read_date("1402/05/01 25:70")
    assert "at" not in read.date
    assert read.date["precision"] == "day"


@pytest.mark.parametrize(
    "raw", ["یکشنبه، 23 مرداد 1401", "يكشنبه 1401/05/23", "یک شنبه ۲۳ مرداد ۱۴۰۱", "Sunday 14 August 2022"]
)
def test_a_weekday_that_fits_agrees(raw: str) -> None:
    read = read_date(raw)
    assert read.date["weekday"] == "agrees"
    assert read.date["iso"] == "2022-08-14"
    assert read.problems == ()


def test_a_date_with_a_wrong_weekday_keeps_both() -> None:
    read = read_date("سه‌شنبه ۱۸ مرداد ۱۳۹۵")
    assert read.date["iso"] == "2016-08-08"
    assert read.date["weekday"] == "disagrees"
    assert read.problems == ("date-weekday-disagrees",)


def test_a_weekday_says_which_is_the_month_of_a_gregorian_date_with_the_year_last() -> None:
    read = read_date("Thursday 07/04/2024")
    assert (read.date["iso"], read.date["weekday"], read.problems) == ("2024-07-04", "agrees", ())


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("شنبه ۱۴۰۲/۰۵/۰۱", "2023-07-23"),
        ("پنجشنبه 1403/04/05", "2024-06-25"),
        ("پنج‌شنبه 05/04/1403", "2024-06-25"),
        ("Thursday 2024-04-07", "2024-04-07"),
    ],
)
def test_a_weekday_never_turns_a_date_whose_order_is_plain(raw: str, iso: str) -> None:
    read = read_date(raw)
    assert (read.date["iso"], read.date["weekday"]) == (iso, "disagrees")
    assert read.problems == ("date-weekday-disagrees",)


def test_a_lone_weekday_is_no_date_and_says_so() -> None:
    read = read_date("روز یکشنبه")
    assert read.date == {"raw": "روز یکشنبه", "precision": "none", "rule": "weekday_only"}
    assert read.problems == ("date-unreadable",)


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("1402/12/30", "date-impossible"),
        ("31/07/1402", "date-impossible"),
        ("24/13/1402", "date-impossible"),
        ("2023-02-29", "date-impossible"),
        ("1445/01/02", "date-hijri"),
        ("17 محرم 1446", "date-hijri"),
        ("15 رمضان 1400", "date-hijri"),
        ("1400/01/02 هـ.ق", "date-hijri"),
        ("1400/01/02 قمری", "date-hijri"),
        ("1249/01/01", "date-out-of-range"),
        ("2101-01-01", "date-out-of-range"),
        ("5 تیر 2024", "date-out-of-range"),
        ("", "date-unreadable"),
        ("به‌زودی", "date-unreadable"),
        ("کد خبر: 50215", "date-unreadable"),
        ("2/5/41", "date-two-digit-year"),
        ("98/04/18", "date-two-digit-year"),
        ("۱۸ تیر ۹۸", "date-two-digit-year"),
    ],
)
def test_what_cannot_be_a_day_keeps_its_raw_text_and_says_why(raw: str, problem: str) -> None:
    read = read_date(raw)
    assert read.problems == (problem,)
    assert read.date["raw"] == raw
    assert read.date["precision"] == "none"
    assert not {"iso", "jalali", "at", "weekday"} & set(read.date)


@pytest.mark.parametrize(
    ("raw", "jalali_text"), [("2/5/41", "1341-05-02"), ("98/04/18", "1398-04-18"), ("۱۸ تیر ۹۸", "1398-04-18")]
)
def test_a_stated_century_opens_two_digit_years(raw: str, jalali_text: str) -> None:
    read = read_date(raw, DateWay(century=13))
    assert (read.date["jalali"], read.date["rule"], read.problems) == (jalali_text, "two_digit_year", ())


def test_a_leap_year_has_its_thirtieth_of_esfand() -> None:
    assert read_date("1403/12/30").date["iso"] == "2025-03-20"


def test_a_field_of_lunar_dates_is_refused_though_its_years_could_be_jalali() -> None:
    assert read_date("1400/01/02", DateWay(calendar="hijri")).problems == ("date-hijri",)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1402", date(2023, 3, 21), date(2024, 3, 19)),
        ("۱۴۰۲-۰۵", date(2023, 7, 23), date(2023, 8, 22)),
        ("1402/5/1", date(2023, 7, 23), date(2023, 7, 23)),
        ("٤/٤/١٤٠٣", date(2024, 6, 24), date(2024, 6, 24)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        (" 2024-02-03 ", date(2024, 2, 3), date(2024, 2, 3)),
    ],
)
def test_a_bound_is_a_year_month_or_day_of_either_calendar(text: str, first: date, last: date) -> None:
    assert read_bound(text) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "x", "99", "1402-13", "1402-12-30", "1445", "سال 1402", "1402 05", "1402-05-01T10:00"]
)
def test_any_other_bound_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_bound(text)


@settings(max_examples=200)
@given(st.dates(date(1872, 1, 1), date(2052, 3, 19)))
def test_every_printed_day_is_read_as_itself(day: date) -> None:
    year, month, number = jalali(day)
    assert jalali_day(year, month, number) == day
    weekday = WEEKDAYS[day.weekday()]
    for raw in (
        f"{year}/{month}/{number}",
        f"{weekday} {number} {MONTHS[month - 1]} {year}",
        f"{day.day} {GREGORIAN_MONTHS[day.month - 1]} {day.year}",
        day.isoformat(),
    ):
        read = read_date(raw)
        assert read.problems == ()
        assert days_of(read.date["iso"]) == (day, day)
    assert read_date(f"{WEEKDAYS[(day + timedelta(days=1)).weekday()]} {day}").date["weekday"] in (
        "agrees",
        "disagrees",
    )


@settings(max_examples=200)
@given(st.text(st.sampled_from("0123456789۱۴۰۲/-.,: شنبهیکتیرظقT+Z") | st.characters(), max_size=40))
def test_any_text_is_read_without_an_error(raw: str) -> None:
    read = read_date(raw)
    assert read.date["raw"] == raw
    assert ("iso" in read.date) == (read.date["precision"] != "none")


@pytest.mark.parametrize("piece", ["1", "1/", " ", "تیر ", "12:", "1402 ", "-", "شنبه"])
def test_a_very_long_text_is_read_at_once(piece: str) -> None:
    assert read_date(piece * 20_000).date["raw"]


@pytest.mark.parametrize("zone", ["+9999", "-9999", "+1401", "+2359"])
def test_a_zone_that_no_place_has_is_no_zone(zone: str) -> None:
    assert read_date(f"1402/01/01 12:30 {zone}").date["at"] == "2023-03-21T09:00:00Z"
