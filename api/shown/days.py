"""Dates: Jalali first, Gregorian in Persian beside it; instants in Asia/Tehran. Returns markup."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from markupsafe import Markup

from catalogue.persian.calendar import GREGORIAN_MONTHS, MONTHS, TEHRAN, days_of, jalali
from catalogue.persian.numbers import persian_digits

NOT_STATED = "اعلام نشده"
UNREADABLE = Markup('<bdi>{}</bdi> <span class="soft">(تاریخ کامل نیست)</span>')


def jlong(dual: Mapping[str, str] | None) -> Markup:
    """A DualDate as precise as it is: «۱۸ تیر ۱۳۹۸ (۹ ژوئیه ۲۰۱۹)», «تیر ۱۳۹۸ (…)»; what is missing is told.

    A Gregorian month or year is none of the Jalali calendar; its days stand in brackets: «مه ۲۰۲۲ میلادی (…)».
    """
    if dual is None:
        return Markup('<span class="soft">{}</span>').format(NOT_STATED)
    if "iso" not in dual:
        return UNREADABLE.format(dual["raw"])
    doubt = Markup(' <span class="soft">(روز هفته‌ای که منبع نوشته با این تاریخ نمی‌خواند)</span>')
    beside = _bracketed(dual["iso"], _gregorian if "jalali" in dual else _jalali)
    shown = _as_printed(dual) + Markup(" ") + beside
    return shown + (doubt if dual.get("weekday") == "disagrees" else Markup())


def jday(dual: Mapping[str, str] | None) -> Markup:
    """A DualDate for one line of a list: «۱۸ تیر ۱۳۹۸», without the Gregorian day."""
    if dual is None or "iso" not in dual:
        return jlong(dual)
    return _as_printed(dual)


def jshort(dual: Mapping[str, str] | None) -> Markup:
    """A DualDate for a table: «۱۳۹۸/۰۴/۱۸»; a Gregorian month or year in words."""
    if dual is None or "iso" not in dual:
        return jlong(dual)
    if "jalali" not in dual:
        return _as_printed(dual)
    return _timed(dual["iso"], persian_digits(dual["jalali"].replace("-", "/")))


def instant(at: str) -> Markup:
    """A UTC instant as day and hour in Tehran: «۳ آذر ۱۴۰۵، ساعت ۰۹:۰۰»."""
    local = _local(at)
    clock = persian_digits(f"{local:%H:%M}")
    return Markup('<time datetime="{}">{}، ساعت {}</time>').format(at, _named(jalali(local.date())), clock)


def instant_day(at: str) -> Markup:
    """The day of a UTC instant in Tehran: «۳ آذر ۱۴۰۵ (۲۴ نوامبر ۲۰۲۶)»."""
    day = _local(at).date()
    return _timed(day.isoformat(), _jalali(day)) + Markup(" ") + _bracketed(day.isoformat(), _gregorian)


def month_name(month: str) -> str:
    """A Jalali month as parameters write it: «مرداد ۱۴۰۲» of 1402-05."""
    return _named(tuple(map(int, month.split("-"))))


def today(now: datetime) -> str:
    """The day in Tehran in words: «۳ آذر ۱۴۰۵»."""
    return _named(jalali(now.astimezone(TEHRAN).date()))


def _local(at: str) -> datetime:
    return datetime.fromisoformat(at).astimezone(TEHRAN)


def _as_printed(dual: Mapping[str, str]) -> Markup:
    """In the calendar that the date was printed in, or is a whole day of."""
    if "jalali" not in dual:
        return _timed(dual["iso"], _gregorian_span(dual))
    parts = [int(part) for part in dual["jalali"].split("-")]
    words = _named(tuple(parts)) if len(parts) > 1 else f"سال {persian_digits(str(parts[0]))}"
    if "at" in dual:
        words += persian_digits(f"، ساعت {_local(dual['at']):%H:%M}")
    return _timed(dual["iso"], words)


def _named(parts: tuple[int, ...]) -> str:
    """(1398, 4, 18) -> «۱۸ تیر ۱۳۹۸»; without a day «تیر ۱۳۹۸»."""
    day = f"{parts[2]} " if len(parts) > 2 else ""
    return persian_digits(f"{day}{MONTHS[parts[1] - 1]} {parts[0]}")


def _bracketed(iso: str, name: Callable[[date], str]) -> Markup:
    """The day, or the first and the last one, in another calendar."""
    first, last = days_of(iso)
    words = name(first) if first == last else f"{name(first)} تا {name(last)}"
    return Markup('<span class="greg">({})</span>').format(words)


def _gregorian_span(dual: Mapping[str, str]) -> str:
    first, _ = days_of(dual["iso"])
    month = "سال" if dual["precision"] == "year" else GREGORIAN_MONTHS[first.month - 1]
    return f"{month} {persian_digits(str(first.year))} میلادی"


def _jalali(day: date) -> str:
    return _named(jalali(day))


def _gregorian(day: date) -> str:
    return persian_digits(f"{day.day} {GREGORIAN_MONTHS[day.month - 1]} {day.year}")


def _timed(iso: str, words: str) -> Markup:
    """A day has a machine form for <time>; a Jalali month or year is an interval, which <time> cannot hold."""
    form = '<data value="{}">{}</data>' if "/" in iso else '<time datetime="{}">{}</time>'
    return Markup(form).format(iso, words)
