"""The base schema and the fields that all doors share. Errors are codes of messages.py with facts."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validates_schema

from catalogue.persian.calendar import days_of, read_bound
from catalogue.persian.numbers import latin_digits

PRECISIONS = ("minute", "day", "month", "year", "none")
MOST_SHOWN = 12
"""Of a closed set, where a code of none of them is refused."""

_NO_PART_OF_URL = re.compile(r"[\x00-\x20\x7f\\]")
DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def refuse(code: str, **facts: object) -> ValidationError:
    """The error of a field: a code of messages.py and its facts."""
    return ValidationError([(code, facts)])


def nearest(name: str, known: list[str]) -> str | None:
    """The known name that `name` is most likely a slip of."""
    by_small_letters = {one.lower(): one for one in known}
    close = difflib.get_close_matches(name.lower(), by_small_letters, n=1, cutoff=0.6)
    return by_small_letters[close[0]] if close else None


class Door(Schema):
    """A schema that refuses unknown keys and names the nearest known one."""

    error_messages = {"type": "invalid"}  # noqa: RUF012  # marshmallow's own way
    unknown_code = "unknown"

    class Meta:
        unknown = EXCLUDE

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def refuse_unknown_keys(self, _data: Any, original: Any, **_: Any) -> None:
        """All unknown keys at once; what is no mapping was refused before."""
        if not isinstance(original, Mapping):
            return
        known = self.known_keys()
        errors = {key: [self._unknown(str(key), known)] for key in original if key not in known}
        if errors:
            raise ValidationError(errors)

    def known_keys(self) -> list[str]:
        """The keys that this door takes."""
        return [field.data_key or name for name, field in self.fields.items()]

    def _unknown(self, key: str, known: list[str]) -> Any:
        near = nearest(key, known)
        code = f"{self.unknown_code}-near" if near else self.unknown_code
        return (code, {"name": key, "near": near or ""})


class PersianText(fields.Field[str]):
    """A text as the publisher wrote it: not empty, no NUL, no lone surrogate, at most `longest` characters."""

    default_error_messages = {"required": "required", "null": "empty"}  # noqa: RUF012

    def __init__(self, *, longest: int = 2_000_000, **rest: Any) -> None:
        super().__init__(**rest)
        self.longest = longest

    def _deserialize(self, value: object, attr: str | None, data: Any, **_: Any) -> str:
        if not isinstance(value, str):
            raise refuse("wrong-type", wanted_fa="متن", wanted_en="text")
        if not value.strip():
            raise refuse("empty")
        if len(value) > self.longest:
            raise refuse("too-long", allowed=self.longest)
        if not _is_clean(value):
            raise refuse("bad-text")
        return value


class OneOf(fields.Field[str]):
    """A code out of a closed set."""

    default_error_messages = {"required": "required", "null": "empty"}  # noqa: RUF012

    def __init__(self, codes: Any, **rest: Any) -> None:
        super().__init__(**rest)
        self.codes = tuple(str(code) for code in codes)

    def _deserialize(self, value: object, attr: str | None, data: Any, **_: Any) -> str:
        if not isinstance(value, str) or value not in self.codes:
            raise refuse("not-one-of", given=value, allowed=self.shown())
        return value

    def shown(self) -> tuple[str, ...]:
        """The first codes; a long list ends in dots."""
        return self.codes if len(self.codes) <= MOST_SHOWN else (*self.codes[:MOST_SHOWN], "…")


class WholeNumber(fields.Field[int]):
    """An integer, never a float or a bool."""

    default_error_messages = {"required": "required", "null": "empty"}  # noqa: RUF012

    def __init__(self, *, least: int = 0, most: int = 2**53, **rest: Any) -> None:
        super().__init__(**rest)
        self.least, self.most = least, most

    def _deserialize(self, value: object, attr: str | None, data: Any, **_: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not self.least <= value <= self.most:
            raise refuse("bad-number", least=self.least, most=self.most)
        return value


class WholeNumberText(fields.Field[int]):
    """An integer as it stands in an address, in any digits."""

    def __init__(self, *, least: int = 0, most: int = 2**53, **rest: Any) -> None:
        super().__init__(**rest)
        self.least, self.most = least, most

    def _deserialize(self, value: object, attr: str | None, data: Any, **_: Any) -> int:
        digits = latin_digits(str(value).strip())
        if not re.fullmatch(r"\d{1,16}", digits) or not self.least <= int(digits) <= self.most:
            raise refuse("bad-number", least=self.least, most=self.most)
        return int(digits)


class Bound(fields.Field[tuple[date, date]]):
    """A day, month or year of either calendar: its first and last day."""

    def _deserialize(self, value: object, attr: str | None, data: Any, **_: Any) -> tuple[date, date]:
        try:
            return read_bound(str(value))
        except ValueError:
            raise refuse("bad-bound", given=str(value)[:40]) from None


class HttpUrl(PersianText):
    """An absolute http or https address without user part, kept as written."""

    def _deserialize(self, value: object, attr: str | None, data: Any, **rest: Any) -> str:
        text = super()._deserialize(value, attr, data, **rest)
        if not is_http_url(text):
            raise refuse("bad-url")
        return text


class DualDate(fields.Field[dict[str, str]]):
    """{raw, iso, at, jalali, precision, rule, weekday} as catalogue.persian.calendar makes it."""

    default_error_messages = {"required": "required", "null": "empty"}  # noqa: RUF012
    members = ("raw", "iso", "at", "jalali", "precision", "rule", "weekday")

    def _deserialize(self, value: object, attr: str | None, data: Any, **_: Any) -> dict[str, str]:
        if not isinstance(value, Mapping) or not _is_dual_date(value, self.members):
            raise refuse("bad-date")
        return dict(value)


class DecimalText(fields.Field[str]):
    """A number as a decimal string, so that no float ever touches an amount."""

    default_error_messages = {"required": "required", "null": "empty"}  # noqa: RUF012

    def _deserialize(self, value: object, attr: str | None, data: Any, **_: Any) -> str:
        if not isinstance(value, str) or not DECIMAL.fullmatch(value):
            raise refuse("bad-amount")
        return value


class NonEmptyList(fields.List[Any]):
    """A list with at least one and at most `longest` items."""

    default_error_messages = {"required": "required", "null": "empty", "invalid": "invalid"}  # noqa: RUF012

    def __init__(self, inner: Any, *, longest: int = 1500, **rest: Any) -> None:
        super().__init__(inner, **rest)
        self.longest = longest

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> list[Any]:
        if isinstance(value, list) and not value:
            raise refuse("empty")
        if isinstance(value, list) and len(value) > self.longest:
            raise refuse("too-many", allowed=self.longest)
        return list(super()._deserialize(value, attr, data, **rest))


@lru_cache(maxsize=1_000)  # each address of a record is looked at several times in a row
def is_http_url(text: str) -> bool:
    """Whether this is an absolute http or https address without user part and without blanks or controls."""
    if _NO_PART_OF_URL.search(text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def _is_clean(text: str) -> bool:
    """Neither NUL nor lone surrogate."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def _is_dual_date(value: Mapping[str, Any], members: tuple[str, ...]) -> bool:
    if not all(key in members and isinstance(part, str) and part and _is_clean(part) for key, part in value.items()):
        return False
    if (
        "raw" not in value
        or value.get("precision") not in PRECISIONS
        or (value["precision"] == "none") == ("iso" in value)
    ):
        return False
    try:
        first, last = days_of(value["iso"]) if "iso" in value else (None, None)
    except ValueError:
        return False
    return first is None or last is None or first <= last
