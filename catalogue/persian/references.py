"""Where a text names another act by its number, and what it does to that act (records.md section 3.5). Pure.

«اصلاح تصویب‌نامه شماره 56306/ت62270هـ مورخ 4/4/1403» amends the act of that number and day. Every pattern is bounded, so
the time is linear in the length. Not here: which record that act is (catalogue/relations.py).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from catalogue.persian.calendar import MONTHS, read_date
from catalogue.persian.letters import Folded, fold_search, map_search

PATTERNS = ("cabinet_number", "number_and_date")
"""By what an act is found: a number of the cabinet's register, or any number with its day."""
CITES = "cites"
"""What a text does to an act of which it says nothing else."""

_BEGIN, _END = r"(?<![\w\u200c])", r"(?![\w\u200c])"
_ACTS = (
    "تصویب_نامه", "تصمیم_نامه", "آیین_نامه", "شیوه_نامه", "نظام_نامه", "بخش_نامه", "اساس_نامه", "دستور_العمل",
    "مصوبه", "ابلاغیه",
)  # fmt: skip
"""What acts with a number are called; `_` stands for a joiner, a blank or nothing."""
_ISSUER = "محترم|هییت|هیات|وزیران|دولت"
_NUMBERED = r"شماره(?:[\s\u200c]?ی)?\s?:?\s?"
_CABINET = r"\d{1,9}\s?/\s?ت\s?\d{1,9}(?:\s?[هک](?![\w\u200c]))?"
"""Of the cabinet: number of the letter, number of the case; the suffix may be missing."""
_PLAIN = r"[^\W_]{1,15}(?:(?:\s?[/\-–]\s?|\.)[^\W_]{1,15}){0,4}"
_BETWEEN = r"\s?[/.,،\-]\s?"
_DATE = (
    rf"\d{{1,4}}{_BETWEEN}\d{{1,2}}{_BETWEEN}\d{{1,4}}(?!\d)"
    rf"|\d{{1,2}}\s(?:{'|'.join(map(fold_search, MONTHS))})(?:\s?ماه)?(?:\sسال)?\s\d{{2,4}}(?!\d)"
)
_DATED = rf"\s?،?\sمورخه?\s?:?\s?(?P<date>{_DATE})"


def _glued(words: str) -> str:
    """The pattern of words that may be joined in any way."""
    return fold_search(words).replace("_", r"[\s\u200c]?")


_ACT = re.compile(
    rf"{_BEGIN}(?:{'|'.join(map(_glued, _ACTS))})(?:[\s\u200c]?(?:های|ی))?"
    rf"(?:\s(?:{_ISSUER})){{0,4}}(?:\sبه)?\s{_NUMBERED}"
    rf"(?:(?P<cabinet>{_CABINET})(?!\w)(?:{_DATED})?|(?P<plain>{_PLAIN})(?!\w){_DATED.replace('P<date', 'P<day')})"
)
_NUMBER = re.compile(rf"{_BEGIN}(?:(?P<cabinet>{_CABINET})|{_NUMBERED}(?P<plain>{_PLAIN}))(?!\w)")
_DAY = re.compile(_DATED)
_CASE = re.compile(r"(?P<letter>\d+)/ت(?P<case>\d+)[هک]?")
_BLANKS = re.compile(r"[\s\u200c]+")

_DONE = {
    "corrects": "غلط_نامه|اصلاح غلط|اصلاحیه غلط|تصحیح",
    "amends": "اصلاح|اصلاحیه",
    "adds_to": "الحاق|الحاقیه",
    "repeals": "لغو|نسخ",
}
_BECOMES = {"amends": "اصلاح", "adds_to": "الحاق|اضافه|افزوده", "repeals": "لغو|نسخ|ملغی"}
_BEFORE = re.compile("|".join(rf"(?P<{name}>{_BEGIN}(?:{_glued(words)}){_END})" for name, words in _DONE.items()))
_AFTER = {
    name: re.compile(rf"{_BEGIN}(?:{words})[\s\u200c](?:می[\s\u200c]?(?:شود|گردد)|شد|گردید){_END}")
    for name, words in _BECOMES.items()
}
_SENTENCE_ENDS = re.compile(r"[.:؛\n]")
NEAR_CHARACTERS = 60
"""So far before the name of an act stands, in a text, the word of what is done to it."""
SENTENCE_CHARACTERS = 400
"""So far behind it stands the verb."""


@dataclass(frozen=True, slots=True)
class Act:
    """An act as it is named: its number as numbers are compared, and its day (ISO) where it can be read."""

    number: str
    day: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """`act` is what text[name[0]:name[1]] names; `type` is a type of relation, and the words of text[quote[0]:quote[1]]
    say so: the word before it where there is one. `pattern` is by what it was found."""

    act: Act
    type: str
    pattern: str
    name: tuple[int, int]
    quote: tuple[int, int]


def number_key(number: str) -> str:
    """The number as numbers are compared: folded, without blanks; of the cabinet without its suffix."""
    plain = _BLANKS.sub("", fold_search(number)).replace("–", "-")
    case = _CASE.fullmatch(plain)
    return f"{case['letter']}/ت{case['case']}" if case else plain


def is_of_cabinet(number: str) -> bool:
    """Whether a key of `number_key` is one of the cabinet's register, which gives no number twice."""
    return _CASE.fullmatch(number) is not None


def act_of(named: str) -> Act | None:
    """The act that the words of a publisher name, as in «مصوبهٔ شمارهٔ ۴۷۲/ش مورخ ۱۴۰۱/۰۲/۰۴»; None without a number."""
    folded = fold_search(named)
    found = _NUMBER.search(folded)
    if found is None or not _has_digit(found):
        return None
    day = _DAY.search(folded, found.end())
    return Act(number_key(found["cabinet"] or found["plain"]), _day(day["date"]) if day else None)


def done_in_title(title: str) -> str | None:
    """What the title says is done to another act: by its first word of that kind; None when there is no such word."""
    found = _BEFORE.search(fold_search(title))
    return found.lastgroup if found else None


def references_in_title(title: str) -> list[Reference]:
    """The acts that a title names; the last word before each says what is done to it. One that a title begins with is
    the record itself."""
    folded = fold_search(title)
    met: list[_Met] = []
    for found in _ACT.finditer(folded):
        one = _met(folded, found, 0, met)
        if one.done or folded[: found.start()].strip():
            met.append(one)
    return _placed(title, met)


def references_in_text(text: str, done: str | None = None) -> list[Reference]:
    """The acts that a text names. The word before says what is done to one; or the verb behind it, where it is what
    the title says (`done`): «در تصویب‌نامه شماره … عبارت … اضافه می‌شود»."""
    folded = fold_search(text)
    met: list[_Met] = []
    for found in _ACT.finditer(folded):
        near = max(0, found.start() - NEAR_CHARACTERS)
        ends = _last(_SENTENCE_ENDS.finditer(folded, near, found.start()))
        one = _met(folded, found, ends.end() if ends else near, met)
        if one.done is None and _is_done(folded, found, done):
            one = replace(one, done=done)
        met.append(one)
    return _placed(text, met)


@dataclass(frozen=True, slots=True)
class _Met:
    """An act in a folded text, the word before it, and what is done to it by that word or another."""

    found: re.Match[str]
    before: re.Match[str] | None
    done: str | None


def _met(folded: str, found: re.Match[str], begin: int, met: Sequence[_Met]) -> _Met:
    """An act with the last word from `begin` on that says what is done to it: behind the act before it, or the same
    as to that one where the two are joined by «و»."""
    if met and folded[met[-1].found.end() : found.start()].strip(" \n\u200c،") in ("و", ""):
        return _Met(found, None, met[-1].done)
    begin = max(begin, met[-1].found.end()) if met else begin
    before = _last(_BEFORE.finditer(folded, begin, found.start()))
    return _Met(found, before, before.lastgroup if before else None)


def _is_done(folded: str, found: re.Match[str], done: str | None) -> bool:
    """Whether the sentence goes on behind the act with the verb of what the title says."""
    if done not in _AFTER:
        return False
    verb = _AFTER[done].search(folded, found.end(), found.end() + SENTENCE_CHARACTERS)
    return verb is not None and _SENTENCE_ENDS.search(folded, found.end(), verb.start()) is None


def _placed(text: str, met: Sequence[_Met]) -> list[Reference]:
    """As references, with their places in the text as it was given."""
    places = _Places(text) if met else None
    return [_reference(text, places, one) for one in met if places and _has_digit(one.found)]


class _Places:
    """The way back from a folded text. Only lines that are asked for are mapped: that costs more than folding."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._begins = [0, *accumulate(len(line) + 1 for line in self._lines)]
        self._folded = [0, *accumulate(len(fold_search(line)) + 1 for line in self._lines)]
        self._mapped: tuple[int, int, Folded] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the given text that folded to the one from `start` to `end`."""
        first, last = bisect_right(self._folded, start) - 1, bisect_right(self._folded, end - 1) - 1
        if self._mapped is None or self._mapped[:2] != (first, last):
            self._mapped = (first, last, map_search("\n".join(self._lines[first : last + 1])))
        begin, moved = self._folded[first], self._begins[first]
        found = self._mapped[2].span(start - begin, end - begin)
        return found[0] + moved, found[1] + moved


def _reference(text: str, places: _Places, met: _Met) -> Reference:
    found, before = met.found, met.before
    day = next((name for name in ("date", "day") if found[name]), None)
    start, end = places.span(*found.span())
    return Reference(
        act=Act(
            number_key(found["cabinet"] or found["plain"]),
            _day(text[slice(*places.span(*found.span(day)))]) if day else None,
        ),
        type=met.done or CITES,
        pattern=PATTERNS[0] if found["cabinet"] else PATTERNS[1],
        name=(start, end),
        quote=(places.span(*before.span())[0] if before else start, end),
    )


def _has_digit(found: re.Match[str]) -> bool:
    return any(map(str.isdecimal, found["cabinet"] or found["plain"]))


def _day(printed: str) -> str | None:
    """The one day that is printed; a month or what cannot be read is none."""
    read = read_date(printed).date
    return read.get("iso") if read["precision"] in ("day", "minute") else None


def _last(found: Iterable[re.Match[str]]) -> re.Match[str] | None:
    return next(reversed(list(found)), None)
