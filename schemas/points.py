"""A point in the time of a record as it stands in an address: a version, an entry of the log, a day or an instant."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from marshmallow import fields

from catalogue.history import Point
from catalogue.persian.calendar import TEHRAN, instant, read_bound, read_date
from catalogue.persian.numbers import latin_digits
from schemas.fields import refuse

_NUMBERED = re.compile(r"(?:(?P<version>v)|(?P<log>log:))(?P<number>\d{1,15})")
_INSTANT = re.compile(r"\d{4}([-/])\d\d?\1\d\d?[Tt ]\d\d?:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d\d:?\d\d)?")
_LOST_PLUS = re.compile(r"(?<=:\d\d) (?=\d\d:?\d\d$)")
"""In an address that was not encoded a plus is a blank."""


class PointInTime(fields.Field[Point]):
    """`v3`, `log:918233`, or a time in either calendar: an instant, or the end of a day, month or year in Tehran.

    An instant without a zone is one in Tehran. A bare number is a year.
    """

    def _deserialize(self, value: object, attr: str | None, data: Any, **_: Any) -> Point:
        try:
            return read_point(str(value))
        except ValueError:
            raise refuse("bad-point", given=str(value)[:40]) from None


def read_point(text: str) -> Point:
    """The point that a text names; ValueError for anything else."""
    typed = _LOST_PLUS.sub("+", latin_digits(text).strip())
    numbered = _NUMBERED.fullmatch(typed.lower())
    if numbered:
        number = int(numbered["number"])
        if not numbered["version"]:
            return Point(log_index=number)
        if number:
            return Point(version_no=number)
        raise ValueError("versions are counted from 1")
    if _INSTANT.fullmatch(typed):
        at = read_date(typed).date.get("at")
        if at is None:
            raise ValueError(f"there is no such time: {text!r}")
        return Point(recorded_at=at)
    return Point(recorded_at=_end_of(read_bound(typed)[1]))


def _end_of(day: date) -> str:
    """Its last second in Tehran."""
    midnight = datetime.combine(day + timedelta(days=1), time(), TEHRAN)
    return instant(midnight.astimezone(UTC) - timedelta(seconds=1))
