from __future__ import annotations

from datetime import UTC, datetime

from api.shown.days import instant, instant_day, jday, jlong, jshort, today

DAY = {
    "raw": "۱۸/۰۴/۱۳۹۸",
    "iso": "2019-07-09",
    "jalali": "1398-04-18",
    "precision": "day",
    "rule": "jalali_dmy",
    "weekday": "absent",
}
MINUTE = DAY | {"precision": "minute", "at": "2019-07-09T17:40:00Z", "raw": "18 تير 1398 ساعت 22:10"}
MONTH = {"raw": "مرداد 1401", "iso": "2022-07-23/2022-08-22", "jalali": "1401-05", "precision": "month"}
YEAR = {"raw": "1398", "iso": "2019-03-21/2020-03-19", "jalali": "1398", "precision": "year"}
GREGORIAN_MONTH = {"raw": "2022-05", "iso": "2022-05-01/2022-05-31", "precision": "month", "rule": "gregorian_ymd"}
GREGORIAN_YEAR = {"raw": "2013", "iso": "2013-01-01/2013-12-31", "precision": "year", "rule": "gregorian_year"}
UNREAD = {"raw": "روز <یکشنبه>", "precision": "none", "rule": "weekday_only"}


def test_a_day_is_said_in_full_with_the_gregorian_day_beside_it() -> None:
    assert jlong(DAY) == '<time datetime="2019-07-09">۱۸ تیر ۱۳۹۸</time> <span class="greg">(۹ ژوئیه ۲۰۱۹)</span>'


def test_a_time_of_day_is_that_of_tehran() -> None:
    assert "۱۸ تیر ۱۳۹۸، ساعت ۲۲:۱۰" in jlong(MINUTE)


def test_a_month_and_a_year_are_intervals_and_no_time_elements() -> None:
    assert jlong(MONTH).startswith('<data value="2022-07-23/2022-08-22">مرداد ۱۴۰۱</data>')
    assert "(۲۳ ژوئیه ۲۰۲۲ تا ۲۲ اوت ۲۰۲۲)" in jlong(MONTH)
    assert jday(YEAR) == '<data value="2019-03-21/2020-03-19">سال ۱۳۹۸</data>'


def test_a_gregorian_month_or_year_is_told_as_it_is_with_its_jalali_days() -> None:
    words = '<data value="2022-05-01/2022-05-31">مه ۲۰۲۲ میلادی</data>'
    assert jday(GREGORIAN_MONTH) == jshort(GREGORIAN_MONTH) == words
    assert jlong(GREGORIAN_MONTH) == f'{words} <span class="greg">(۱۱ اردیبهشت ۱۴۰۱ تا ۱۰ خرداد ۱۴۰۱)</span>'
    assert jlong(GREGORIAN_YEAR).striptags() == "سال ۲۰۱۳ میلادی (۱۲ دی ۱۳۹۱ تا ۱۰ دی ۱۳۹۲)"


def test_a_missing_date_is_said_in_words() -> None:
    assert jlong(None) == '<span class="soft">اعلام نشده</span>'
    assert jshort(None) == jday(None) == jlong(None)


def test_an_unreadable_date_is_shown_as_printed_and_escaped() -> None:
    assert jlong(UNREAD) == '<bdi>روز &lt;یکشنبه&gt;</bdi> <span class="soft">(تاریخ کامل نیست)</span>'
    assert jshort(UNREAD) == jday(UNREAD) == jlong(UNREAD)


def test_a_wrong_weekday_is_told() -> None:
    assert "روز هفته" in jlong(DAY | {"weekday": "disagrees"})
    assert "روز هفته" not in jlong(DAY | {"weekday": "agrees"})


def test_a_table_has_the_short_form() -> None:
    assert jshort(DAY) == '<time datetime="2019-07-09">۱۳۹۸/۰۴/۱۸</time>'
    assert ">۱۴۰۱/۰۵<" in jshort(MONTH)


def test_an_instant_after_midnight_in_tehran_is_the_next_day() -> None:
    assert instant("2026-11-24T20:35:00Z") == '<time datetime="2026-11-24T20:35:00Z">۴ آذر ۱۴۰۵، ساعت ۰۰:۰۵</time>'
    assert instant_day("2026-11-24T20:35:00Z").startswith('<time datetime="2026-11-25">۴ آذر ۱۴۰۵</time>')
    assert today(datetime(2026, 11, 24, 20, 35, tzinfo=UTC)) == "۴ آذر ۱۴۰۵"
