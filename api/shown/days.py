"""Dates in both calendars: Jalali first on a Persian page, Gregorian first on an English one; instants in Asia/Tehran.

Returns markup.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from markupsafe import Markup

from api.shown.language import figures, gettext, in_persian, is_persian
from catalogue.persian.calendar import GREGORIAN_MONTHS, MONTHS, TEHRAN, days_of, jalali

NOT_STATED = "اعلام نشده"


def jlong(dual: Mapping[str, str] | None) -> Markup:
    """A DualDate as precise as it is: «۱۸ تیر ۱۳۹۸ (۹ ژوئیه ۲۰۱۹)», «تیر ۱۳۹۸ (…)»; what is missing is told.

    A Gregorian month or year is none of the Jalali calendar; its days stand in brackets: «مه ۲۰۲۲ میلادی (…)».
    """
    if dual is None:
        return Markup('<span class="soft">{}</span>').format(gettext(NOT_STATED))
    if "iso" not in dual:
        untold = gettext("تاریخ کامل نیست")
        return Markup('<bdi{}>{}</bdi> <span class="soft">({})</span>').format(in_persian(), dual["raw"], untold)
    beside = _span(dual["iso"], _gregorian if _is_jalali(dual) else _jalali)
    shown = _as_printed(dual) + Markup(" ") + _bracketed(beside)
    if not is_persian() and _is_jalali(dual):
        gregorian = _timed(dual["iso"], _span(dual["iso"], _gregorian) + _clock(dual))
        shown = gregorian + Markup(" ") + _bracketed(_in_jalali(dual))
    if dual.get("weekday") != "disagrees":
        return shown
    doubt = gettext("روز هفته‌ای که منبع نوشته با این تاریخ نمی‌خواند")
    return shown + Markup(' <span class="soft">({})</span>').format(doubt)


def jday(dual: Mapping[str, str] | None) -> Markup:
    """A DualDate for one line of a list, in one calendar: «۱۸ تیر ۱۳۹۸»; whole days in English are Gregorian."""
    if dual is None or "iso" not in dual:
        return jlong(dual)
    if is_persian() or "/" in dual["iso"]:
        return _as_printed(dual)
    return _timed(dual["iso"], _span(dual["iso"], _gregorian) + _clock(dual))


def jshort(dual: Mapping[str, str] | None) -> Markup:
    """A DualDate for a table: «۱۳۹۸/۰۴/۱۸»; a Gregorian month or year in words."""
    if dual is None or "iso" not in dual:
        return jlong(dual)
    if not _is_jalali(dual) or (not is_persian() and "/" in dual["iso"]):
        return _as_printed(dual)
    return _timed(dual["iso"], figures(dual["jalali"].replace("-", "/")) if is_persian() else dual["iso"])


def instant(at: str) -> Markup:
    """A UTC instant as day and hour in Tehran: «۳ آذر ۱۴۰۵، ساعت ۰۹:۰۰»."""
    local = _local(at)
    words = (_jalali if is_persian() else _gregorian)(local.date()) + _hour(local)
    return Markup('<time datetime="{}">{}</time>').format(at, words)


def instant_day(at: str) -> Markup:
    """The day of a UTC instant in Tehran: «۳ آذر ۱۴۰۵ (۲۴ نوامبر ۲۰۲۶)»."""
    day = _local(at).date()
    first, beside = (_jalali, _gregorian) if is_persian() else (_gregorian, _jalali)
    return _timed(day.isoformat(), first(day)) + Markup(" ") + _bracketed(beside(day))


def month_name(month: str) -> str:
    """A Jalali month as parameters write it: «مرداد ۱۴۰۲» of 1402-05."""
    return _named(tuple(map(int, month.split("-"))))


def today(now: datetime) -> str:
    """The day in Tehran in words: «۳ آذر ۱۴۰۵»."""
    return _jalali(now.astimezone(TEHRAN).date())


def _local(at: str) -> datetime:
    return datetime.fromisoformat(at).astimezone(TEHRAN)


def _is_jalali(dual: Mapping[str, str]) -> bool:
    """Whether the date is printed in this calendar, or is a whole day of it."""
    return "jalali" in dual


def _as_printed(dual: Mapping[str, str]) -> Markup:
    """In the calendar that the date was printed in, or is a whole day of."""
    if not _is_jalali(dual):
        return _timed(dual["iso"], _gregorian_span(dual))
    return _timed(dual["iso"], _in_jalali(dual) + _clock(dual))


def _in_jalali(dual: Mapping[str, str]) -> str:
    parts = tuple(int(part) for part in dual["jalali"].split("-"))
    return _named(parts) if len(parts) > 1 else gettext("سال %s") % figures(str(parts[0]))


def _clock(dual: Mapping[str, str]) -> str:
    return _hour(_local(dual["at"])) if "at" in dual else ""


def _hour(local: datetime) -> str:
    return gettext("، ساعت %s") % figures(f"{local:%H:%M}")


def _named(parts: tuple[int, ...]) -> str:
    """(1398, 4, 18) -> «۱۸ تیر ۱۳۹۸»; without a day «تیر ۱۳۹۸»."""
    day = f"{parts[2]} " if len(parts) > 2 else ""
    return figures(f"{day}{gettext(MONTHS[parts[1] - 1])} {parts[0]}")


def _bracketed(words: str) -> Markup:
    return Markup('<span class="greg">({})</span>').format(words)


def _span(iso: str, name: Callable[[date], str]) -> str:
    """The day, or the first and the last one, in a calendar."""
    first, last = days_of(iso)
    return name(first) if first == last else gettext("%s تا %s") % (name(first), name(last))


def _gregorian_span(dual: Mapping[str, str]) -> str:
    first, _ = days_of(dual["iso"])
    year = figures(str(first.year))
    if dual["precision"] == "year":
        return gettext("سال %s میلادی") % year
    return gettext("%s %s میلادی") % (gettext(GREGORIAN_MONTHS[first.month - 1]), year)


def _jalali(day: date) -> str:
    return _named(jalali(day))


def _gregorian(day: date) -> str:
    return figures(f"{day.day} {gettext(GREGORIAN_MONTHS[day.month - 1])} {day.year}")


def _timed(iso: str, words: str) -> Markup:
    """A day has a machine form for <time>; a Jalali month or year is an interval, which <time> cannot hold."""
    form = '<data value="{}">{}</data>' if "/" in iso else '<time datetime="{}">{}</time>'
    return Markup(form).format(iso, words)
