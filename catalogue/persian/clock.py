"""The time of day beside a date, and the moments that machines write: seconds of an epoch.

Here: what a printed time is and which moment it was in its zone. Not here: the day (calendar.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

MOST_ZONE_MINUTES = 14 * 60
"""No zone is further from UTC; what is printed so is no zone."""

_ZONES = {
    **dict.fromkeys(("z", "utc", "gmt", "ut"), 0),
    "irst": 210,
    "irdt": 270,
    "est": -300,
    "edt": -240,
    "cst": -360,
    "cdt": -300,
    "mst": -420,
    "mdt": -360,
    "pst": -480,
    "pdt": -420,
}
"""Minutes from UTC: the names of RFC 822 and those of Iran."""

_TIME = re.compile(
    r"(?:(?<=\d)t|(?<![\d+])(?<!\+ ))(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?(?!\d)"
    r"\s*(?P<half>ق\.?\s?ظ(?!\w)|ب\.?\s?ظ(?!\w)|(?:قبل|بعد) ?از ?ظهر|صبح|عصر|شب(?!\w)|am\b|pm\b)?\.?"
    r"\s*(?P<zone>(?:utc|gmt)\s?[+-]\d\d?(?::?\d\d)?(?!\d)|[+-]\d\d:?\d\d(?![\d/.-])|(?<=\d)[+-]\d\d$|[a-z]{1,5}\b)?"
)
_ZONED_DAY = re.compile(r"(?P<day>\d{4}(?:-\d\d){0,2}) ?(?:z|utc|gmt|[+-]\d\d:\d\d|\+\d{4})")
_BASIC_TIME = re.compile(
    r"(?<=\d{8})t(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?(?:[.,]\d+)?(?P<half>(?!))?(?P<zone>z|[+-]\d\d:?\d\d)?$"
)
_UNTIL = re.compile(r"\s*(?:تا|الی|لغایت|to|until|[-–—])\s*(?:ساعت\s*)?")
_OFFSET = re.compile(r"(?:utc\s?|gmt\s?)?(?P<sign>[+-])(?P<hours>\d\d?):?(?P<minutes>\d\d)?")
_EPOCH = re.compile(r"(?P<number>-?\d{1,16})(?:\.\d{1,9})?")
_NEAR_ZERO_SECONDS = 10**7
"""Within 116 days of its beginning an epoch is a placeholder or stands in another unit."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A printed time: hour, minute, second, and minutes from UTC where a zone is named. `has_strange_zone`: a zone is
    named that nobody knows, so the moment is open."""

    at: time
    offset: int | None
    has_strange_zone: bool


def cut_clock(text: str) -> tuple[str, Clock | None]:
    """The text without its times of day, and the time when there is one that exists; of several none counts.

    A day may have a zone and no time («2023-07-23+03:30», as XML Schema writes days).
    """
    zoned = _ZONED_DAY.fullmatch(text)
    if zoned:
        return zoned["day"], None
    found = list(_TIME.finditer(text)) if ":" in text else list(_BASIC_TIME.finditer(text))
    if not found:
        return text, None
    pieces, done = [], 0
    for match in found:
        gap = text[done : match.start()]
        pieces.append("" if done and _UNTIL.fullmatch(gap) else gap)
        done = match.end()
    rest = " ".join((*pieces, text[done:])).strip()
    return rest, _clock(found[0]) if len(found) == 1 else None


def moment_of(day: date, clock: Clock, zone: tzinfo) -> datetime:
    """The moment of a printed time on a day, in its own zone or else in `zone`."""
    own = zone if clock.offset is None else timezone(timedelta(minutes=clock.offset))
    return datetime.combine(day, clock.at, own)


def moment_of_epoch(text: str, unit: str) -> datetime | None:
    """The moment that a number of seconds ("epoch-s") or milliseconds ("epoch-ms") since 1970 stands for.

    None for no number, for what lies beyond the years 1 to 9999, and for what is too near zero to be meant.
    """
    match = _EPOCH.fullmatch(text)
    if match is None:
        return None
    seconds = int(match["number"]) // (1000 if unit == "epoch-ms" else 1)
    if abs(seconds) < _NEAR_ZERO_SECONDS:
        return None
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except OverflowError:
        return None


def _clock(match: re.Match[str]) -> Clock | None:
    hour = _hour(int(match["hour"]), match["half"] or "")
    offset = _minutes_from_utc(match["zone"])
    try:
        at = time(hour, int(match["minute"]), int(match["second"] or 0))
    except ValueError:
        return None
    return Clock(at, offset, bool(match["zone"]) and offset is None and match["zone"].isalpha())


def _hour(hour: int, half: str) -> int:
    """The hour of the day; 24 (which no time has) where the word and the hour do not go together."""
    if half.startswith(("ب", "p", "عصر")) and hour < 12:
        return hour + 12
    if half.startswith("شب"):
        return hour + 12 if 6 <= hour < 12 else hour if hour >= 18 else 24
    if half.startswith(("ق", "a")) and hour == 12:
        return 0
    return hour


def _minutes_from_utc(printed: str | None) -> int | None:
    if printed is None:
        return None
    if printed in _ZONES:
        return _ZONES[printed]
    offset = _OFFSET.fullmatch(printed)
    if offset is None:
        return None
    minutes = int(offset["hours"]) * 60 + int(offset["minutes"] or 0)
    if minutes > MOST_ZONE_MINUTES:
        return None
    return minutes if offset["sign"] == "+" else -minutes
