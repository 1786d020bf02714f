"""What the number format of a spreadsheet's cell adds to its number: percents, leading zeros, thousands, words.

`#,##0" تومان"` shows 5000 as «5,000 تومان», `0,,"M"` five million as «5M»: without it the number says another thing.
How many decimals are shown, and the signs between groups, are left alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne
from typing import NamedTuple

LONGEST_FORMAT = 1_000
"""Characters; a spreadsheet allows 255."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<single>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|\[(?P<sign>[<>]=?|=|<>)(?P<limit>-?\d+(?:\.\d+)?)\]|\[[^\]]*\]|[_*].|(?P<end>;)|(?P<general>General)|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_SIGNS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "<>": ne}
_PLACES = "0#?@"
_THOUSANDS = re.compile(r"[0#?](,+)(?![,0#?])")
_ZEROS = re.compile(r"0{2,50}")
_PERCENTS = "%٪‰"


class _Section(NamedTuple):
    """One of the formats between semicolons: for which numbers, what it prints before the digits, how, and behind."""

    condition: tuple[str, Decimal] | None
    before: str
    digits: str
    behind: str
    is_split: bool

    @property
    def thousands(self) -> int:
        found = _THOUSANDS.search(self.digits)
        return len(found[1]) if found else 0

    @property
    def counts(self) -> bool:
        """Whether it changes what a number says. What prints words between digits is left alone."""
        changes = _says(self.before) or _says(self.behind) or self.thousands > 0 or "%" in self.digits
        return not self.is_split and bool(changes or _ZEROS.fullmatch(self.digits))


def counts(code: str) -> bool:
    """Whether a format changes what a number says."""
    return len(code) <= LONGEST_FORMAT and any(section.counts for section in _sections(code))


def shown(code: str, text: str) -> str:
    """A number as a format shows it; what is no number stays."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    section = _chosen(_sections(code), value)
    if not section.counts:
        return text
    before, behind = (words if _says(words) else "" for words in (section.before, section.behind))
    has_digits = any(place in section.digits for place in _PLACES)
    return f"{before}{_digits(section, text, value) if has_digits else ''}{behind}".strip()


def _digits(section: _Section, text: str, value: Decimal) -> str:
    if "%" in section.digits:
        return f"{(value * 100).normalize():f}%"
    if section.thousands:
        return f"{(value / 1000**section.thousands).normalize():f}"
    return text.zfill(len(section.digits)) if _ZEROS.fullmatch(section.digits) and text.isdecimal() else text


def _chosen(sections: Sequence[_Section], value: Decimal) -> _Section:
    """The section for a number: by its condition, else the second for those below zero and the third for zero."""
    if any(section.condition for section in sections):
        plain = next((section for section in sections if not section.condition), sections[0])
        return next((section for section in sections if section.condition and _holds(section.condition, value)), plain)
    if value < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if value == 0 and len(sections) > 2 else sections[0]


def _holds(condition: tuple[str, Decimal], value: Decimal) -> bool:
    return _SIGNS[condition[0]](value, condition[1])


@lru_cache(maxsize=256)
def _sections(code: str) -> list[_Section]:
    parts: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(code):
        if token["end"]:
            parts.append([])
        else:
            parts[-1].append(token)
    return [_section(tokens) for tokens in parts]


def _section(tokens: Sequence[re.Match[str]]) -> _Section:
    condition, before, digits, behind, is_split = None, "", "", "", False
    for token in tokens:
        if token["sign"]:
            condition = (token["sign"], Decimal(token["limit"]))
        words = _words(token)
        form = "#" if token["general"] else "" if words else token["other"] or ""
        has_digits = any(place in digits for place in _PLACES)
        if form and form in _PLACES and behind:
            is_split = is_split or bool(behind.strip())
        before += "" if has_digits else words
        behind += words if has_digits else ""
        digits += form
    return _Section(condition, before, digits, behind, is_split)


def _words(token: re.Match[str]) -> str:
    """What a token prints as it stands: text in quotes or behind a backslash, currency signs, letters but Latin."""
    other = token["other"] or ""
    is_printed = other == " " or unicodedata.category(other or "0") == "Sc" or (other.isalpha() and not other.isascii())
    return (token["quoted"] or token["single"] or token["currency"] or "") + (other if is_printed else "")


def _says(words: str) -> bool:
    """Whether words next to a number change what it says, as punctuation does not."""
    return any(one.isalpha() or one in _PERCENTS or unicodedata.category(one) == "Sc" for one in words)
