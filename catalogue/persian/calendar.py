"""Which day a printed date is, as a DualDate; days and intervals in both calendars.

Here: the rules of records.md 1.2 and 10. Arithmetic is persiantools'; reading is ours, because a
general reader answers a Jalali string with a plausible wrong Gregorian day. Not here: the forms in which dates are
printed (date_forms.py), times of day (clock.py), which field holds a date, what an issue says, and today's day
(nothing here reads a clock).

Jalali years 1250-1430 and Gregorian years 1800-2100 cannot be mistaken for each other; the years
between (1431-1799) are lunar Hijri ones, which we do not convert.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from persiantools.jdatetime import JalaliDate

from catalogue.persian.clock import Clock, cut_clock, moment_of, moment_of_epoch
from catalogue.persian.date_forms import (
    DAY_FIRST,
    LONGEST,
    OPEN_MONTHS,
    SHORT,
    SOLAR_NAMES,
    YEAR_FIRST,
    NoDate,
    Printed,
    find_dates,
    letters,
    weekday_in,
)
from catalogue.persian.numbers import has_note_mark

MONTHS = ("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند")
"""The Jalali months; month m is MONTHS[m - 1]."""

GREGORIAN_MONTHS = (
    "ژانویه",
    "فوریه",
    "مارس",
    "آوریل",
    "مه",
    "ژوئن",
    "ژوئیه",
    "اوت",
    "سپتامبر",
    "اکتبر",
    "نوامبر",
    "دسامبر",
)
"""The Gregorian months in Persian; month m is GREGORIAN_MONTHS[m - 1]."""

WEEKDAYS = ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه")
"""The days of the week from Monday on, as date.weekday() counts them."""

JALALI_YEARS = range(1250, 1431)
HIJRI_YEARS = range(1431, 1800)
GREGORIAN_YEARS = range(1800, 2101)
TEHRAN = ZoneInfo("Asia/Tehran")
CALENDARS = ("jalali", "gregorian", "hijri")
DATE_FORMS = ("d/m/yy", "yy/m/d", "d/m/y", "m/d/y", "y/m")
"""The order of a numeric date, where a source file states it. The first two are of years of two digits; "y/m" says that
«1402-05» is a month."""
INSTANT_FORMS = ("epoch-s", "epoch-ms", "utc")
"""How a machine writes a moment: seconds or milliseconds since 1970, or a time in UTC that does not say so."""


@dataclass(frozen=True, slots=True)
class ReadDate:
    """`date` is a DualDate (records.md 1.2) with the members that have a value; `problems` are issue codes:

    date-unreadable, date-impossible, date-hijri, date-out-of-range, date-two-digit-year, date-ambiguous,
    date-several, date-relative, date-zone-unknown, date-weekday-disagrees. All but the last two
    leave only the raw text, with precision none.
    """

    date: dict[str, str]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DateWay:
    """What a source file states about its dates.

    `calendar` decides only what the text leaves open: of which calendar a year of two digits is; with "hijri", years
    below 1800 are lunar ones. `century` (13 for 13xx) opens years of two digits; without it they stay raw. `form` is
    one of DATE_FORMS or INSTANT_FORMS. `zone` is where wall time is read, with its history.
    """

    calendar: str = "jalali"
    century: int | None = None
    form: str | None = None
    zone: tzinfo = TEHRAN


PLAIN = DateWay()
_BOUND_WAY = DateWay(form="y/m")
_BOUND = re.compile(r"\d{4}(?:[/.\-]\d\d?){0,2}|(?:\d\d?[/.\-]){2}\d{4}|\d{8}")


def instant(moment: datetime) -> str:
    """A time as the catalogue writes it: UTC, seconds, Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_date(raw: str, way: DateWay = PLAIN) -> ReadDate:
    """The DualDate of a printed date; never raises, whatever the text.

    `at` is UTC, and a time with its own zone gives the day it was in the zone of `way`. Of several different days, or
    a stretch of days, none is taken. Rules: records.md 1.2.
    """
    if len(raw) > LONGEST or has_note_mark(raw):
        return _unread(raw, "", "date-unreadable")
    text, clock = cut_clock(letters(raw))
    weekday = weekday_in(text)
    try:
        parts = _only([_opened(parts, weekday, way) for parts in find_dates(text)], way)
    except NoDate as none:
        if weekday is not None and none.problem == "date-unreadable":
            return _unread(raw, "weekday_only", none.problem)
        return _unread(raw, "two_digit_year" if none.problem == "date-two-digit-year" else "", none.problem)
    problem = _refusal(parts, way)
    if problem:
        return _unread(raw, _rule(parts) if problem == "date-impossible" else "", problem)
    return _read(raw, parts, _Beside(weekday, clock), way)


def read_instant(raw: str, way: DateWay = PLAIN) -> ReadDate:
    """The DualDate of a moment as machines write it; never raises.

    `form` says what the text does not: an epoch, or that a time without a zone is UTC. Otherwise a time needs its zone
    (date-zone-unknown).
    """
    if has_note_mark(raw):
        return _unread(raw, "", "date-unreadable")
    if way.form in ("epoch-s", "epoch-ms"):
        moment = moment_of_epoch(letters(raw), way.form)
        if moment is None:
            return _unread(raw, "", "date-unreadable")
        day = moment.astimezone(way.zone).date()
        if day.year not in GREGORIAN_YEARS:
            return _unread(raw, "", "date-out-of-range")
        return ReadDate(_members(raw, day, at=instant(moment), rule="source_field"))
    _, clock = cut_clock(letters(raw)[:LONGEST])
    if clock and clock.offset is None and not clock.has_strange_zone and way.form != "utc":
        return _unread(raw, "", "date-zone-unknown")
    return read_date(raw, way)


@lru_cache(maxsize=2_000)  # asked for every date of every record, by the door and by the index
def days_of(iso: str) -> tuple[date, date]:
    """First and last day of the `iso` member of a DualDate: a day, or an interval "first/last"."""
    first, _, last = iso.partition("/")
    return date.fromisoformat(first), date.fromisoformat(last or first)


def read_bound(text: str) -> tuple[date, date]:
    """First and last day of a year, month or day given in a search parameter, in either calendar and any digits.

    ValueError for anything else.
    """
    if not _BOUND.fullmatch(letters(text)):
        raise ValueError(f"no day, month or year: {text!r}")
    read = read_date(text, _BOUND_WAY)
    if read.problems:
        raise ValueError(f"{read.problems[0]}: {text!r}")
    return days_of(read.date["iso"])


@lru_cache(maxsize=4096)
def jalali(day: date) -> tuple[int, int, int]:
    """Jalali year, month and day (persiantools; right for 1200-1499 against an astronomical table)."""
    there = JalaliDate(day)  # type: ignore[no-untyped-call]
    return there.year, there.month, there.day


@lru_cache(maxsize=4096)
def jalali_day(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a Jalali one; None where there is no such day (30 Esfand of a common year)."""
    if not JalaliDate.check_date(year, month, day):
        return None
    return JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside a date."""

    weekday: int | None
    clock: Clock | None


def _opened(parts: Printed, weekday: int | None, way: DateWay) -> Printed:
    """The parts in their order and with the whole year. Raises NoDate where nobody says which is which."""
    if parts.form in DAY_FIRST:
        return _ordered(parts, weekday, way)
    if parts.form not in SHORT:
        if _is_open_month(parts, way):
            raise NoDate("date-ambiguous")
        return parts
    if way.century is None:
        raise NoDate("date-two-digit-year")
    read = [parts, _turned(parts)]
    if parts.form != "short" or way.form in ("d/m/yy", "d/m/y"):
        read = [parts]
    elif way.form == "yy/m/d":
        read = [_turned(parts)]
    elif way.form == "m/d/y":
        read = [_month_first(parts)]
    likely = [one for one in dict.fromkeys(read) if one.day <= 31 and one.month <= 12]
    if len(likely) > 1:
        raise NoDate("date-ambiguous")
    chosen = likely[0] if likely else read[0]
    return replace(chosen, year=way.century * 100 + chosen.year)


def _turned(parts: Printed) -> Printed:
    return replace(parts, year=parts.day, day=parts.year)


def _month_first(parts: Printed) -> Printed:
    return replace(parts, month=parts.day, day=parts.month)


def _ordered(parts: Printed, weekday: int | None, way: DateWay) -> Printed:
    """A date with the year last: day, month, year, as Jalali ones are. Gregorian ones are printed both ways, so the
    source file, the numbers or the weekday must tell."""
    other = _month_first(parts)
    if way.form in ("d/m/yy", "d/m/y", "m/d/y"):
        return other if way.form == "m/d/y" else parts
    if parts.year not in GREGORIAN_YEARS or parts.day == parts.month or max(parts.day, parts.month) > 12:
        return parts
    fitting = [one for one in (parts, other) if date(one.year, one.month, one.day).weekday() == weekday]
    if len(fitting) != 1:
        raise NoDate("date-ambiguous")
    return fitting[0]


def _is_open_month(parts: Printed, way: DateWay) -> bool:
    """Whether «1402-05» may be two years or a number; an ISO month may be so where it could be a later year."""
    is_two_years = parts.form == "ym_iso" and parts.month > parts.year % 100
    return way.form != "y/m" and (parts.form in OPEN_MONTHS or is_two_years)


def _only(found: Iterable[Printed], way: DateWay) -> Printed:
    """The one date that is meant. A lunar one beside a solar one only repeats it. Raises NoDate for different days."""
    solar = {parts: _refusal(parts, way) for parts in found}
    kept = [parts for parts, problem in solar.items() if problem != "date-hijri"] or list(solar)
    if len({_interval(parts) or parts for parts in kept}) > 1:
        raise NoDate("date-several")
    return kept[0]


def _refusal(parts: Printed, way: DateWay) -> str:
    """The problem for which no day is given, or nothing."""
    is_jalali = parts.year in JALALI_YEARS
    if parts.year in HIJRI_YEARS or parts.mark == "hijri" or (way.calendar == "hijri" and is_jalali):
        return "date-hijri"
    if not is_jalali and parts.year not in GREGORIAN_YEARS:
        return "date-out-of-range"
    if parts.named and (parts.named in SOLAR_NAMES) != is_jalali:
        return "date-out-of-range"
    if parts.mark and (parts.mark == "jalali") != is_jalali:
        return "date-out-of-range"
    if parts.form in SHORT and not parts.named and (way.calendar == "gregorian") == is_jalali:
        return "date-out-of-range"
    return "" if _interval(parts) else "date-impossible"


def _rule(parts: Printed) -> str:
    if parts.form in SHORT:
        return "two_digit_year"
    if parts.named:
        return "jalali_named_month" if parts.named in SOLAR_NAMES else "gregorian_named_month"
    if parts.year in GREGORIAN_YEARS:
        return "iso"
    return "jalali_ymd" if parts.form in YEAR_FIRST else "jalali_dmy"


def _interval(parts: Printed) -> tuple[date, date] | None:
    """First and last day of what is printed; None when there is no such day or month."""
    month, day = parts.month, parts.day if parts.month else 0
    first = _day(parts.year, month or 1, day or 1)
    if first is None:
        return None
    if day:
        return first, first
    following = _day(parts.year + (month in (0, 12)), month % 12 + 1 if month else 1, 1)
    return (first, following - timedelta(days=1)) if following else None


def _day(year: int, month: int, day: int) -> date | None:
    if year <= JALALI_YEARS.stop:  # the year after the last one is asked for its first day
        return jalali_day(year, month, day)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _read(raw: str, parts: Printed, beside: _Beside, way: DateWay) -> ReadDate:
    interval = _interval(parts)
    if interval is None:  # _refusal has answered this
        return _unread(raw, _rule(parts), "date-impossible")
    day, last = interval
    if day != last:
        return _span(raw, parts, interval)
    agreement, problems = "absent", []
    if beside.weekday is not None:
        day, agreement = _weigh(parts, day, beside.weekday, way)
    if agreement == "disagrees":
        problems.append("date-weekday-disagrees")
    at = ""
    if beside.clock and beside.clock.has_strange_zone:
        problems.append("date-zone-unknown")
    elif beside.clock:
        moment = moment_of(day, beside.clock, UTC if way.form == "utc" else way.zone)
        at, day = instant(moment), moment.astimezone(way.zone).date()
    return ReadDate(_members(raw, day, at=at, rule=_rule(parts), weekday=agreement), tuple(problems))


def _members(raw: str, day: date, *, at: str, rule: str, weekday: str = "absent") -> dict[str, str]:
    """The DualDate of a day, with the moment where there is one."""
    members = {
        "raw": raw,
        "iso": day.isoformat(),
        "at": at,
        "jalali": "{:04}-{:02}-{:02}".format(*jalali(day)),
        "precision": "minute" if at else "day",
        "rule": rule,
        "weekday": weekday,
    }
    return {name: value for name, value in members.items() if value}


def _span(raw: str, parts: Printed, interval: tuple[date, date]) -> ReadDate:
    """A month or a year. A Gregorian month is no Jalali one, so it has no `jalali`."""
    members = {"raw": raw, "iso": "/".join(day.isoformat() for day in interval)}
    if parts.year in JALALI_YEARS:
        members["jalali"] = f"{parts.year}-{parts.month:02}" if parts.month else f"{parts.year}"
    precision = "month" if parts.month else "year"
    return ReadDate(members | {"precision": precision, "rule": _rule(parts), "weekday": "absent"})


def _weigh(parts: Printed, day: date, weekday: int, way: DateWay) -> tuple[date, str]:
    """The printed weekday is a checksum; of «Thursday 07/04/2024» it also says which is the month, as nobody else."""
    if day.weekday() == weekday:
        return day, "agrees"
    if parts.form in ("dmy", "spaced_dmy") and parts.year in GREGORIAN_YEARS and way.form is None:
        other = _day(parts.year, parts.day, parts.month)
        if other and other.weekday() == weekday:
            return other, "agrees"
    return day, "disagrees"


def _unread(raw: str, rule: str, *problems: str) -> ReadDate:
    """Only the raw text, with precision none."""
    members = {"raw": raw, "precision": "none", "rule": rule}
    return ReadDate({name: value for name, value in members.items() if value or name == "raw"}, problems)
