"""Fields and base of the schemas of source and agency files; all scalars arrive as the texts that stand in the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from marshmallow import ValidationError, fields

from catalogue.persian.letters import fold_key
from catalogue.persian.numbers import latin_digits
from schemas.fields import Door, OneOf, PersianText, is_http_url, nearest, refuse

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
PLACEHOLDER = re.compile(r"\{(\w*)\}")
_KEY = r"(?![$/])(?:[^.\\\[\]]|\\.)+"
TREE_PATH = re.compile(rf"(?:{_KEY}|(?:\[\d*\])+)(?:\[\d*\]|\.{_KEY})*", re.DOTALL)
"""What harvesters/readers/trees.py takes apart; `$.a` and `/a/b` are of other languages."""
LONGEST_PATTERN = 300
SECRET_NAME = re.compile(r"[a-z][a-z0-9_-]{0,59}")
TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
LIKE_KEY = re.compile(r"(?i)\s*(bearer|basic|token|digest)\s|(?=[^\s]*[0-9])(?=[^\s]*[a-z])[a-z0-9+/=.]{20,}")
LIKE_SECRET = (
    re.compile(r"(?i)^\s*bearer\s+\S"),
    re.compile(r"^\s*(?=\S*[0-9])(?=\S*[a-z])(?=\S*[A-Z])[A-Za-z0-9+/=_-]{24,}\s*$"),
    re.compile(r"^\s*(?=\S*[0-9])(?=\S*[a-f])[0-9a-f]{32,}\s*$"),
    re.compile(r"^\s*eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\."),
    re.compile(r"(?i)[?&](api[_-]?key|access[_-]?token|token|secret|password)=(?=[^&{}]*[0-9])[^&{}\s]{8,}"),
)
"""Long random texts have small and large letters and digits, or are hexadecimal; a token of JSON begins with eyJ."""
OWN_HEADERS = (
    "accept",
    "accept-encoding",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "cookie",
    "expect",
    "host",
    "keep-alive",
    "range",
    "referer",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "via",
)
OWN_BEGINNINGS = ("if-", "proxy-", "sec-", "x-forwarded-")
"""Headers that say how a request is sent, who sends it, or whether the answer shall come at all: those are ours."""


class Word(OneOf):
    """A word out of a closed set, as a person writes it: one that is not in it is told with the nearest one."""

    def _deserialize(self, value: object, attr: str | None, data: Any, **rest: Any) -> str:
        near = nearest(value, list(self.codes)) if isinstance(value, str) and value not in self.codes else None
        if near:
            raise refuse("not-one-of-near", given=value, allowed=self.shown(), near=near)
        return super()._deserialize(value, attr, data, **rest)


class Share(fields.Field[float]):
    """A share from 0 to 1."""

    def _deserialize(self, value: object, attr: str | None, data: Any, **_: Any) -> float:
        if not re.fullmatch(r"[01](\.\d{1,6})?", str(value)) or Decimal(str(value)) > 1:
            raise refuse("bad-share", given=value)
        return float(str(value))


class Seconds(fields.Field[float]):
    """Whole or decimal seconds, in any digits, up to `most`."""

    def __init__(self, *, most: int, **rest: Any) -> None:
        super().__init__(**rest)
        self.most = most

    def _deserialize(self, value: object, attr: str | None, data: Any, **_: Any) -> float:
        digits = latin_digits(str(value).strip())
        if not re.fullmatch(r"\d{1,4}(\.\d{1,3})?", digits) or Decimal(digits) > self.most:
            raise refuse("bad-number", least=0, most=self.most)
        return float(digits)


class Robots(fields.Field[str | None]):
    """`respect` (None), or {agreed: the letter by which the publisher agreed to be harvested}."""

    def _deserialize(self, value: object, attr: str | None, data: Any, **_: Any) -> str | None:
        if value == "respect":
            return None
        if not isinstance(value, Mapping):
            raise refuse("not-one-of", given=value, allowed=("respect", "{agreed: …}"))
        return str(Agreed().load(value)["agreed"])


class YesNo(fields.Field[bool]):
    """true or false, as YAML 1.2 writes them."""

    def _deserialize(self, value: object, attr: str | None, data: Any, **_: Any) -> bool:
        if value not in ("true", "false"):
            raise refuse("not-one-of", given=value, allowed=("true", "false"))
        return value == "true"


class Slug(PersianText):
    """A permanent ASCII name: small letters, digits and single hyphens."""

    def _deserialize(self, value: object, attr: str | None, data: Any, **rest: Any) -> str:
        text = super()._deserialize(value, attr, data, **rest)
        if not SLUG.fullmatch(text) or len(text) > 100:
            raise refuse("bad-slug", given=text)
        return text


class Mail(PersianText):
    """A mail address in ASCII, as it is sent to the publisher in the User-Agent."""

    def _deserialize(self, value: object, attr: str | None, data: Any, **rest: Any) -> str:
        text = super()._deserialize(value, attr, data, **rest)
        if not MAIL.fullmatch(text):
            raise refuse("bad-mail", given=text)
        return text


class HeaderName(PersianText):
    """The name of a header that is not ours to send anyway. A wrong one is not repeated: it may be a key."""

    def _deserialize(self, value: object, attr: str | None, data: Any, **rest: Any) -> str:
        text = super()._deserialize(value, attr, data, **rest)
        if is_like_key(text):
            raise refuse("looks-like-key")
        name = text.lower()
        if not TOKEN.fullmatch(text) or name in OWN_HEADERS or name.startswith(OWN_BEGINNINGS):
            raise refuse("bad-header")
        return text


class SecretName(PersianText):
    """The name of a secret. A wrong one is not repeated: it may be the secret."""

    def _deserialize(self, value: object, attr: str | None, data: Any, **rest: Any) -> str:
        text = super()._deserialize(value, attr, data, **rest)
        if is_like_key(text):
            raise refuse("looks-like-key")
        if not SECRET_NAME.fullmatch(text):
            raise refuse("bad-secret-name")
        return text


class RelativePath(PersianText):
    """A path under a root of the operator."""

    def _deserialize(self, value: object, attr: str | None, data: Any, **rest: Any) -> str:
        text = super()._deserialize(value, attr, data, **rest)
        if text.startswith("/") or "\\" in text or ".." in text.split("/"):
            raise refuse("bad-path")
        return text


def is_like_key(text: str) -> bool:
    """Whether this looks like a key itself: `Bearer …`, or a long run of letters and digits."""
    return LIKE_KEY.match(text) is not None


class Zone(PersianText):
    """A zone of the tz database, as Asia/Tehran."""

    def _deserialize(self, value: object, attr: str | None, data: Any, **rest: Any) -> str:
        text = super()._deserialize(value, attr, data, **rest)
        if text not in available_timezones():
            raise refuse("bad-zone", given=text)
        return text


def is_like_secret(text: str) -> bool:
    """Whether this looks like a secret wherever in a file it stands: `Bearer …`, a token, a key in an address."""
    return any(form.search(text) for form in LIKE_SECRET)


class Address(PersianText):
    """An http or https address that may hold {page}, {offset}, {cursor} and {year}."""

    def _deserialize(self, value: object, attr: str | None, data: Any, **rest: Any) -> str:
        text = super()._deserialize(value, attr, data, **rest)
        for name in PLACEHOLDER.findall(text):
            if name not in ("page", "offset", "cursor", "year"):
                raise refuse("bad-placeholder", given=name)
        if not is_http_url(PLACEHOLDER.sub("1", text)):
            raise refuse("bad-url")
        return text


class Pattern(PersianText):
    """A regular expression with its letters folded as the texts it is tried on."""

    def _deserialize(self, value: object, attr: str | None, data: Any, **rest: Any) -> str:
        text = super()._deserialize(value, attr, data, **rest)
        if len(text) > LONGEST_PATTERN:
            raise refuse("too-long", allowed=LONGEST_PATTERN)
        try:
            re.compile(fold_key(text))
        except (re.error, OverflowError, RecursionError) as error:
            raise refuse("bad-pattern", why=str(error)) from None
        return fold_key(text)


class TreePath(PersianText):
    """A path into a row: `a.b`, `a[].b`, `a[0]`; a dot inside a key is written with a backslash."""

    def _deserialize(self, value: object, attr: str | None, data: Any, **rest: Any) -> str:
        text = super()._deserialize(value, attr, data, **rest)
        if not TREE_PATH.fullmatch(text):
            raise refuse("bad-tree-path", given=text)
        return text


class Words(fields.Field[dict[str, str]]):
    """A map from printed words (compared folded) to ours."""

    def _deserialize(self, value: object, attr: str | None, data: Any, **_: Any) -> dict[str, str]:
        if not isinstance(value, Mapping) or not value:
            raise refuse("wrong-type", wanted_fa="نگاشتی از واژه‌ها", wanted_en="a map of words")
        found: dict[str, str] = {}
        for printed, ours in value.items():
            if not isinstance(ours, str) or not ours:
                raise ValidationError({printed: [("empty", {})]})
            if fold_key(printed) in found:
                raise ValidationError({printed: [("doubled", {})]})
            found[fold_key(printed)] = ours
        return found


class Texts(fields.Field[list[str]]):
    """A list of texts."""

    def _deserialize(self, value: object, attr: str | None, data: Any, **_: Any) -> list[str]:
        if not isinstance(value, list):
            raise refuse("wrong-type", wanted_fa="فهرستی از متن‌ها", wanted_en="a list of texts")
        empty = [place for place, text in enumerate(value) if not isinstance(text, str) or not text.strip()]
        wrong: dict[int, Any] = {place: [("empty", {})] for place in empty}
        if wrong:
            raise ValidationError(wrong)
        return list(value)


class Agreed(Door):
    """The agreement that stands in the place of robots.txt."""

    agreed = PersianText(required=True, longest=300)
