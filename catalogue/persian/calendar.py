"""Dates as Iranian public sites print them, read into a DualDate; days and intervals in both calendars.

Here: the forms of records.md 1.2 and 10. Arithmetic is persiantools'; reading is ours, because a
general reader answers a Jalali string with a plausible wrong Gregorian day. Not here: which field
holds a date, what an issue says, and today's day (nothing here reads a clock).

Jalali years 1250-1430 and Gregorian years 1800-2100 cannot be mistaken for each other; the years
between (1431-1799) are lunar Hijri ones, which we do not convert.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from persiantools.jdatetime import JalaliDate

from catalogue.persian.letters import ZWNJ, fold_search

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
MOST_ZONE_MINUTES = 14 * 60
"""No zone is further from UTC; what is printed so is no zone."""


@dataclass(frozen=True, slots=True)
class ReadDate:
    """`date` is a DualDate (records.md 1.2) with the members that have a value; `problems` are issue codes:

    date-unreadable, date-impossible, date-hijri, date-out-of-range, date-two-digit-year,
    date-weekday-disagrees. All but the last leave only the raw text, with precision none.
    """

    date: dict[str, str]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Parts:
    """What is printed, before the calendar is known; month or day 0: not printed, or printed as 00."""

    form: str
    year: int
    month: int
    day: int
    named: str = ""
    is_hijri: bool = False


def _letters(text: str) -> str:
    """Folded further than for search: joiners off, madda off, one blank."""
    return " ".join(fold_search(text).replace(ZWNJ, "").replace("آ", "ا").split())


def _numbered(*lines: str) -> dict[str, int]:
    return {_letters(name): number for number, line in enumerate(lines, start=1) for name in line.split("|")}


_JALALI_NAMES = _numbered(*MONTHS) | {"امرداد": 5}
_GREGORIAN_NAMES = _numbered(
    "ژانویه|january|jan",
    "فوریه|february|feb",
    "مارس|march|mar",
    "آوریل|آپریل|april|apr",
    "مه|می|may",
    "ژوئن|june|jun",
    "ژوئیه|جولای|july|jul",
    "اوت|آگوست|اگوست|august|aug",
    "سپتامبر|september|sept|sep",
    "اکتبر|october|oct",
    "نوامبر|november|nov",
    "دسامبر|december|dec",
)
_WEEKDAY_NAMES = _numbered(
    "دوشنبه|دو شنبه|monday|mon",
    "سه‌شنبه|سه شنبه|tuesday|tue",
    "چهارشنبه|چهار شنبه|wednesday|wed",
    "پنجشنبه|پنج شنبه|thursday|thu",
    "جمعه|آدینه|friday|fri",
    "شنبه|saturday|sat",
    "یکشنبه|یک شنبه|sunday|sun",
)


def _either(names: dict[str, int]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


_SEPARATOR = r"\s*[/\\\-–.,،٫]\s*"
_MONTH = rf"(?<!\w)(?P<name>{_either(_JALALI_NAMES | _GREGORIAN_NAMES)})\.?(?:\s?ماه)?(?!\w)"
_ORDINAL = r"(?:\s?ا?م|th|st|nd|rd)?"
_FORMS = {
    "named": rf"(?:(?<!\d)(?P<day>\d\d?){_ORDINAL}[\s\-]*)?{_MONTH}[\s\-,،]*(?:سال\s)?(?P<year>\d{{4}})(?!\d)",
    "named_english": rf"{_MONTH}\s*(?P<day>\d\d?){_ORDINAL}[\s,،]+(?P<year>\d{{4}})(?!\d)",
    "ymd": rf"(?<!\d)(?P<year>\d{{4}}){_SEPARATOR}(?P<month>\d\d?){_SEPARATOR}(?P<day>\d\d?)(?!\d)",
    "dmy": rf"(?<!\d)(?P<day>\d\d?){_SEPARATOR}(?P<month>\d\d?){_SEPARATOR}(?P<year>\d{{4}})(?!\d)",
    "ym": r"(?<!\d)(?P<year>\d{4})[/\-.](?P<month>\d\d?)(?!\d)",
    "my": r"(?<!\d)(?P<month>\d\d?)[/\-.](?P<year>\d{4})(?!\d)",
    "compact": r"^(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)$",
    "year": r"(?<!\d)(?P<year>\d{4})(?!\d)",
    "short": rf"(?<!\d)(?P<day>\d\d?){_SEPARATOR}(?P<month>\d\d?){_SEPARATOR}(?P<year>\d\d?)(?!\d)",
    "named_short": rf"(?<!\d)(?P<day>\d\d?){_ORDINAL}\s*{_MONTH}[\s,،]*(?P<year>\d\d)(?!\d)",
}
"""Tried in this order; where the four-digit group stands decides between year first and day first."""
_PATTERNS = {form: re.compile(pattern) for form, pattern in _FORMS.items()}
_YEAR_FIRST = ("ymd", "ym", "compact", "year")
_SHORT = ("short", "named_short")
_BOUND = re.compile(r"\d{4}(?:[/.\-]\d\d?){0,2}|(?:\d\d?[/.\-]){2}\d{4}|\d{8}")

_TIME = re.compile(
    r"(?:(?<=\d)t|(?<!\d))(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?(?!\d)"
    r"\s*(?P<half>ق\.?\s?ظ|ب\.?\s?ظ|قبل از ظهر|بعد از ظهر|am\b|pm\b)?\.?"
    r"\s*(?P<zone>z\b|utc\b|gmt\b|[+-]\d\d:?\d\d)?"
)
_HIJRI_MARK = re.compile(r"\s*(?:\(?قمری|هجری قمری|هـ?\s?\.?\s?ق(?!\w)|ق(?!\w))")
_HIJRI_MONTH = re.compile(r"(?<!\w)(?:محرم|صفر|ربیع|جمادی|رجب|شعبان|رمضان|شوال|ذی ?القعده|ذی ?قعده|ذی ?الحجه|ذی ?حجه)")
_WEEKDAY = re.compile(rf"(?<!\w)(?:{_either(_WEEKDAY_NAMES)})(?!\w)")


def instant(moment: datetime) -> str:
    """A time as the catalogue writes it: UTC, seconds, Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_date(raw: str, *, calendar: str = "jalali", century: int | None = None) -> ReadDate:
    """The DualDate of a printed date; never raises, whatever the text.

    `calendar` decides only what the text leaves open: with "hijri", years below 1800 are lunar ones.
    `century` (13 for 13xx) is what the source file states for two-digit years; without it they stay
    raw. Wall time is Asia/Tehran with its history; `at` is UTC, and a time with its own zone gives
    the day it was in Tehran. Rules: records.md 1.2.
    """
    text = _letters(raw)
    clock = _TIME.search(text)
    dated = f"{text[: clock.start()]} {text[clock.end() :]}".strip() if clock else text
    weekday = _WEEKDAY.search(dated)
    parts = _find(dated)
    if parts is None:
        return _unread(raw, "weekday_only") if weekday else _unread(raw, "", "date-unreadable")
    if parts.form in _SHORT:
        if century is None:
            return _unread(raw, "two_digit_year", "date-two-digit-year")
        parts = replace(parts, year=century * 100 + parts.year)
    problem = _refusal(parts, calendar)
    if problem:
        return _unread(raw, _rule(parts) if problem == "date-impossible" else "", problem)
    return _read(raw, parts, _WEEKDAY_NAMES[weekday.group()] - 1 if weekday else None, clock)


@lru_cache(maxsize=2_000)  # asked for every date of every record, by the door and by the index
def days_of(iso: str) -> tuple[date, date]:
    """First and last day of the `iso` member of a DualDate: a day, or an interval "first/last"."""
    first, _, last = iso.partition("/")
    return date.fromisoformat(first), date.fromisoformat(last or first)


def read_bound(text: str) -> tuple[date, date]:
    """First and last day of a year, month or day given in a search parameter, in either calendar and any digits.

    ValueError for anything else.
    """
    if not _BOUND.fullmatch(_letters(text)):
        raise ValueError(f"no day, month or year: {text!r}")
    read = read_date(text)
    if read.problems:
        raise ValueError(f"{read.problems[0]}: {text!r}")
    return days_of(read.date["iso"])


def jalali(day: date) -> tuple[int, int, int]:
    """Jalali year, month and day (persiantools; right for 1200-1499 against an astronomical table)."""
    there = JalaliDate(day)  # type: ignore[no-untyped-call]
    return there.year, there.month, there.day


def jalali_day(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a Jalali one; None where there is no such day (30 Esfand of a common year)."""
    if not JalaliDate.check_date(year, month, day):
        return None
    return JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]


def _find(text: str) -> _Parts | None:
    for form, pattern in _PATTERNS.items():
        match = pattern.search(text)
        if match:
            return _parts(form, match, text)
    return None


def _parts(form: str, match: re.Match[str], text: str) -> _Parts:
    printed = match.groupdict()
    name = printed.get("name") or ""
    month = (_JALALI_NAMES | _GREGORIAN_NAMES)[name] if name else int(printed.get("month") or 0)
    year, day = int(printed["year"]), int(printed.get("day") or 0)
    if form == "short" and day > 31:
        year, day = day, year
    is_hijri = bool(_HIJRI_MARK.match(text, match.end()) or (form == "year" and _HIJRI_MONTH.search(text)))
    return _Parts(form, year, month, day, name, is_hijri)


def _refusal(parts: _Parts, calendar: str) -> str:
    """The problem for which no day is given, or nothing."""
    if parts.year in HIJRI_YEARS or parts.is_hijri or (calendar == "hijri" and parts.year in JALALI_YEARS):
        return "date-hijri"
    if parts.year not in JALALI_YEARS and parts.year not in GREGORIAN_YEARS:
        return "date-out-of-range"
    if parts.named and (parts.named in _JALALI_NAMES) != (parts.year in JALALI_YEARS):
        return "date-out-of-range"
    return "" if _interval(parts) else "date-impossible"


def _rule(parts: _Parts) -> str:
    if parts.form in _SHORT:
        return "two_digit_year"
    if parts.named:
        return "jalali_named_month" if parts.named in _JALALI_NAMES else "gregorian_named_month"
    if parts.year in GREGORIAN_YEARS:
        return "iso"
    return "jalali_ymd" if parts.form in _YEAR_FIRST else "jalali_dmy"


def _interval(parts: _Parts) -> tuple[date, date] | None:
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


def _read(raw: str, parts: _Parts, weekday: int | None, clock: re.Match[str] | None) -> ReadDate:
    interval = _interval(parts)
    if interval is None:  # _refusal has answered this
        return _unread(raw, _rule(parts), "date-impossible")
    first, last = interval
    if first != last:
        return _span(raw, parts, interval)
    agreement = "absent"
    if weekday is not None:
        first, agreement = _weigh(parts, first, weekday)
    at = _instant(first, clock) if clock else None
    if at:
        first = at.astimezone(TEHRAN).date()
    members = {
        "raw": raw,
        "iso": first.isoformat(),
        "at": instant(at) if at else "",
        "jalali": "{:04}-{:02}-{:02}".format(*jalali(first)),
        "precision": "minute" if at else "day",
        "rule": _rule(parts),
        "weekday": agreement,
    }
    problems = ("date-weekday-disagrees",) if agreement == "disagrees" else ()
    return ReadDate({name: value for name, value in members.items() if value}, problems)


def _span(raw: str, parts: _Parts, interval: tuple[date, date]) -> ReadDate:
    """A month or a year. A Gregorian month is no Jalali one, so it has no `jalali`."""
    members = {"raw": raw, "iso": "/".join(day.isoformat() for day in interval)}
    if parts.year in JALALI_YEARS:
        members["jalali"] = f"{parts.year}-{parts.month:02}" if parts.month else f"{parts.year}"
    precision = "month" if parts.month else "year"
    return ReadDate(members | {"precision": precision, "rule": _rule(parts), "weekday": "absent"})


def _weigh(parts: _Parts, day: date, weekday: int) -> tuple[date, str]:
    """The printed weekday is a checksum: when it disagrees, day and month are tried the other way round."""
    if day.weekday() == weekday:
        return day, "agrees"
    if not parts.named:
        other = _day(parts.year, parts.day, parts.month)
        if other and other.weekday() == weekday:
            return other, "agrees"
    return day, "disagrees"


def _instant(day: date, clock: re.Match[str]) -> datetime | None:
    """The printed time on that day; None for a time that does not exist."""
    hour, half = int(clock["hour"]), clock["half"] or ""
    if half.startswith(("ب", "p")) and hour < 12:
        hour += 12
    if half.startswith(("ق", "a")) and hour == 12:
        hour = 0
    try:
        at = time(hour, int(clock["minute"]), int(clock["second"] or 0))
    except ValueError:
        return None
    return datetime.combine(day, at, _zone(clock["zone"]))


def _zone(printed: str | None) -> ZoneInfo | timezone:
    if printed is None:
        return TEHRAN
    if printed[0] not in "+-":
        return UTC
    minutes = int(printed[1:3]) * 60 + int(printed[-2:])
    if minutes > MOST_ZONE_MINUTES:
        return TEHRAN
    return timezone(timedelta(minutes=minutes if printed[0] == "+" else -minutes))


def _unread(raw: str, rule: str, *problems: str) -> ReadDate:
    """Only the raw text, with precision none."""
    members = {"raw": raw, "precision": "none", "rule": rule}
    return ReadDate({name: value for name, value in members.items() if value or name == "raw"}, problems)
