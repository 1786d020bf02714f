"""Where a date stands in a text and what is printed there: names of months and days, the order of its parts.

Here: forms. Not here: which day a printed date is (calendar.py), times of day (clock.py), words beside a date that
make it another one (date_beside.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from catalogue.persian import number_words
from catalogue.persian.date_beside import is_moved, is_numbered, lacks_its_day, names_a_part
from catalogue.persian.letters import ZWNJ, fold_search

LONGEST = 1_000
"""Characters; a longer text is no date."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What is printed, before its calendar is known; month or day 0: not printed, or printed as 00.

    `form` is a key of FORMS, `mark` the calendar named beside it: jalali, gregorian, hijri or nothing.
    """

    form: str
    year: int
    month: int
    day: int
    named: str = ""
    mark: str = ""


class NoDate(Exception):
    """Nothing to read; `problem` is the code of an issue."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def letters(text: str) -> str:
    """Folded further than for search: joiners off, madda off, one blank."""
    return " ".join(fold_search(text).replace(ZWNJ, "").replace("آ", "ا").split())


def _numbered(*lines: str) -> dict[str, int]:
    return {letters(name): number for number, line in enumerate(lines, start=1) for name in line.split("|")}


JALALI_NAMES = _numbered(
    "فروردین|farvardin|farvardeen",
    "اردیبهشت|اردی بهشت|ordibehesht|ordibehsht|ordibehest|urdibihisht",
    "خرداد|khordad|khordaad|khurdad|xordad",
    "تیر|tir|teer",
    "مرداد|امرداد|mordad|mordaad|murdad|amordad|amurdad",
    "شهریور|shahrivar|shahrivir|shahriver|shahriwar|sharivar|shahrevar",
    "مهر|mehr|mihr",
    "آبان|aban|aaban|abaan",
    "آذر|azar|aazar|adhar",
    "دی|dey|dei|dai",
    "بهمن|bahman",
    "اسفند|اسپند|esfand|isfand|espand",
)
AFGHAN_NAMES = _numbered("حمل", "ثور", "جوزا", "سرطان", "اسد", "سنبله", "میزان", "عقرب", "قوس", "جدی", "دلو", "حوت")
"""The same months as they are called in Dari. They are also plain words, so they count beside a day only."""
GREGORIAN_NAMES = _numbered(
    "ژانویه|جنوری|january|jan",
    "فوریه|فبروری|february|feb",
    "مارس|مارچ|march|mar",
    "آوریل|آپریل|april|apr",
    "مه|می|مئی|may",
    "ژوئن|ژون|جون|june|jun",
    "ژوئیه|ژویه|جولای|ژولای|july|jul",
    "اوت|آگوست|اگست|اوگوست|august|aug",
    "سپتامبر|سپتمبر|september|sept|sep",
    "اکتبر|اکتوبر|october|oct",
    "نوامبر|نومبر|november|nov",
    "دسامبر|دسمبر|دیسمبر|december|dec",
)
WEEKDAY_NAMES = _numbered(
    "دوشنبه|دو شنبه|2 شنبه|2شنبه|monday|mon",
    "سه‌شنبه|سه شنبه|3 شنبه|3شنبه|tuesday|tues|tue",
    "چهارشنبه|چهار شنبه|4 شنبه|4شنبه|wednesday|wed",
    "پنجشنبه|پنج شنبه|5 شنبه|5شنبه|thursday|thurs|thur|thu",
    "جمعه|آدینه|friday|fri",
    "شنبه|saturday|sat",
    "یکشنبه|یک شنبه|1 شنبه|1شنبه|sunday|sun",
)
SOLAR_NAMES = JALALI_NAMES | AFGHAN_NAMES
_NAMES = SOLAR_NAMES | GREGORIAN_NAMES
MONTH_NAMES = frozenset(_NAMES)


def _either(names: dict[str, int]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


_SEPARATOR = r"\s*(?P<by>[/\\\-–_.,،٫])\s*"
_AGAIN = r"\s*(?P=by)\s*"
_MAH = r"(?:ماه\s)?"
_MONTH = rf"(?<!\w)(?P<name>{_either(_NAMES)})\.?(?:\s?ماه)?(?!\w)"
_SURE_MONTH = rf"(?<!\w)(?P<name>{_either(JALALI_NAMES | GREGORIAN_NAMES)})\.?(?:\s?ماه)?(?!\w)"
_DAY = r"(?<!\d)(?P<day>\d\d?)(?:\s?(?:ا?مین روز|ا?م|th|st|nd|rd)(?!\w))?"
_JOIN = r"[\s\-–/.,،]*"
_ALONE = r"^\W*(?:(?:در|مصوب|مصوبه|تصویب|انتشار|تاریخ|مورخ|ویرایش|چاپ)\s?:?\s?)*"
_TO_THE_END = r"(?!\d)(?=(?:\W|ه|ش|ق|م(?!\w)|شمسی|خورشیدی|هجری|میلادی|قمری)*$)"

_DAYS = {
    "named": rf"{_DAY}{_JOIN}{_MAH}{_MONTH}{_JOIN}(?:سال\s)?(?P<year>\d{{4}})(?!\d)",
    "named_month_first": rf"{_MONTH}{_JOIN}{_DAY}[\s,،]+(?P<year>\d{{4}})(?!\d)",
    "named_year_first": rf"(?<!\d)(?P<year>\d{{4}})(?!\d){_JOIN}{_MONTH}{_JOIN}{_DAY}(?!\d)",
    "named_year_day": rf"(?<!\d)(?P<year>\d{{4}})(?!\d)[\s,،]*{_DAY}{_JOIN}{_MONTH}",
    "ymd": rf"(?<!\d)(?P<year>\d{{4}}){_SEPARATOR}(?P<month>\d\d?){_AGAIN}(?P<day>\d\d?)(?!\d)",
    "dmy": rf"(?<!\d)(?P<day>\d\d?){_SEPARATOR}(?P<month>\d\d?){_AGAIN}(?P<year>\d{{4}})(?!\d)",
    "compact": r"^(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)$",
    "spaced_ymd": r"^(?P<year>\d{4}) (?P<month>\d\d?) (?P<day>\d\d?)$",
    "spaced_dmy": r"^(?P<day>\d\d?) (?P<month>\d\d?) (?P<year>\d{4})$",
}
_MONTHS = {
    "named": rf"{_SURE_MONTH}{_JOIN}(?:سال\s)?(?P<year>\d{{4}})(?!\d)",
    "named_year_first": rf"(?<!\d)(?P<year>\d{{4}})(?!\d){_JOIN}{_SURE_MONTH}",
    "ym": rf"{_ALONE}(?P<year>\d{{4}})/(?P<month>\d\d?){_TO_THE_END}",
    "my": rf"{_ALONE}(?P<month>\d\d?)/(?P<year>\d{{4}}){_TO_THE_END}",
    "ym_iso": rf"{_ALONE}(?P<year>(?:1[89]|2[01])\d\d)-(?P<month>\d\d){_TO_THE_END}",
    "ym_open": rf"{_ALONE}(?P<year>(?:1[2-9]|2[01])\d\d)(?:-|\.(?=\d\d))(?P<month>\d\d?){_TO_THE_END}",
    "my_open": rf"{_ALONE}(?P<month>\d\d?)[\-.](?P<year>(?:1[2-9]|2[01])\d\d){_TO_THE_END}",
}
"""A month in digits is the whole value: «جلسه ۱۴۰۲/۵» is a number. The open ones may be one too, or two years."""
_YEARS = {
    "year": rf"{_ALONE}(?P<year>\d{{4}}){_TO_THE_END}",
    "year_named": r"(?<!\w)سال\s(?P<year>\d{4})(?!\d)",
}
_SHORTS = {
    "short": rf"(?<!\d)(?P<day>\d\d?){_SEPARATOR}(?P<month>\d\d?){_AGAIN}(?P<year>\d\d?)(?!\d)",
    "named_short": rf"{_DAY}{_JOIN}{_MAH}{_MONTH}{_JOIN}(?:سال\s)?['’]?(?P<year>\d\d)(?!\d)",
    "month_short": rf"{_SURE_MONTH}{_JOIN}(?:سال\s)?['’]?(?P<year>3[2-9]|[4-9]\d)(?!\d)",
    "year_short": r"(?<!\w)سال\s['’]?(?P<year>\d\d)(?!\d)",
}
"""Years of two digits; of a month without a day only those that cannot be one."""
SHORT = frozenset(_SHORTS)
DAY_FIRST = frozenset(("dmy", "spaced_dmy"))
OPEN_MONTHS = frozenset(("ym_open", "my_open"))
YEAR_FIRST = frozenset(("ymd", "ym", "ym_iso", "ym_open", "compact", "spaced_ymd", "year", "year_named"))

_Level = list[tuple[str, re.Pattern[str]]]
_LEVELS: list[_Level] = [
    [(form, re.compile(pattern)) for form, pattern in level.items()] for level in (_DAYS, _MONTHS, _YEARS, _SHORTS)
]
"""Whole days first; what is less counts only where there is no more."""
_WORDLESS: list[_Level] = [[form for form in level if "name" not in form[1].groupindex] for level in _LEVELS]
_PLAIN = re.compile(r"(?P<year>\d{4})([/-])(?P<month>\d\d?)\2(?P<day>\d\d?)")
_LETTER = re.compile(r"[^\W\d_]")

_DAY_IN_WORDS = re.compile(
    rf"(?<!\w)(?P<number>{number_words.DAY})(?=\s(?:ماه\s)?(?:{_either(_NAMES)})(?:\s?ماه)?(?!\w))"
)
_YEAR_IN_WORDS = re.compile(rf"(?<!\w){number_words.YEAR}")

_UNTIL = r"(?:تا|الی|لغایت|لغایه|to|until|till)"
_RANGE_BEFORE = re.compile(
    rf"(?:\d|(?<!\w)(?:{number_words.DAY}|(?:{_either(_NAMES | WEEKDAY_NAMES)})(?:\s?ماه)?))"
    rf"\s*{_UNTIL}\s(?:\S+\s){{0,2}}$"
)
_DAY_BEFORE = re.compile(
    rf"(?<![\d/.:])(?:(?:\d\d?/)?\d\d?(?:ا?م|st|nd|rd|th)?|(?:{_either(_NAMES)})|{number_words.DAY})"
    r"\s*(?:(?<!\w)(?:و|یا|به|and|or)(?!\w)|[-–—،,&]|(?<!\d)/)\s*$"
)
_RANGE_AFTER = re.compile(rf"\s*{_UNTIL}(?!\w)|\s*[-–—]\s*\d\d?(?!\d)|\s(?:و)\s\d|\s*[،,]\s*\d\d?\s*(?:[،,]|و\s|$)")
_GLUED_BEFORE = re.compile(r"\d[/\\\-–_.,،٫:]?$|\d\s*[/\\_]\s*$|[/\\]\s?\w{1,2}$")
_GLUED_AFTER = re.compile(r"[/\\\-–_.,،٫]?\d|\s*[/\\_]\s*\w")
_BEGINS_DAY = re.compile(
    rf"(?:^|[^\w\s]|(?<!\w)(?:روز|مورخ|مورخه|تاریخ|در|مصوب|از|تا|به|{_either(WEEKDAY_NAMES)}))\s?$"
)
"""What may stand before a day in words: «هفته اول تیر» is no first of Tir."""
_NO_CALENDAR_YEAR = re.compile(r"سال\s(?:تحصیلی|زراعی|ابی)")
"""Years of schools and farmers begin in autumn."""

_HIJRI_MARK = re.compile(r"\s*(?:\(?قمری|\(?هجری قمری|\(?هـ?\s?\.?\s?ق(?!\w)|ق(?!\w)|\(?ah(?!\w))")
_GREGORIAN_MARK = re.compile(r"\s*\(?(?:میلادی|م(?!\w)|ad(?!\w)|ce(?!\w))")
_JALALI_MARK = re.compile(r"\s*\(?(?:شمسی|خورشیدی|هجری (?:شمسی|خورشیدی)|ه\s?\.?\s?ش(?!\w))")
_HIJRI_MONTH = re.compile(r"(?<!\w)(?:محرم|صفر|ربیع|جمادی|رجب|شعبان|رمضان|شوال|ذی ?القعده|ذی ?قعده|ذی ?الحجه|ذی ?حجه)")
_WEEKDAY = re.compile(rf"(?<!\w)(?:{_either(WEEKDAY_NAMES)})(?!\w)")


def weekday_in(text: str) -> int | None:
    """The first day of the week named in the text, as date.weekday() counts."""
    found = _WEEKDAY.search(text) if _LETTER.search(text) else None
    return WEEKDAY_NAMES[found.group()] - 1 if found else None


def find_dates(text: str) -> list[Printed]:
    """What is printed in a text of `letters`, without its time of day: all dates of the most exact kind there is.

    Raises NoDate: nothing stands there, a part of a longer number, or a stretch of days.
    """
    plain = _PLAIN.fullmatch(text)
    if plain:
        return [Printed("ymd", int(plain["year"]), int(plain["month"]), int(plain["day"]))]
    levels = _WORDLESS
    if _LETTER.search(text):
        levels, text = _LEVELS, _YEAR_IN_WORDS.sub(_year_in_digits, _DAY_IN_WORDS.sub(_day_in_digits, text))
    for level in levels:
        found = _on_level(level, text)
        if found:
            return [_printed(form, match, text) for form, match in _apart(found, text)]
    raise NoDate("date-hijri" if _HIJRI_MONTH.search(text) and re.search(r"\d", text) else "date-unreadable")


def _day_in_digits(words: re.Match[str]) -> str:
    number = number_words.value_of(words.group())
    before = words.string[max(0, words.start() - 20) : words.start()]
    return str(number) if number and _BEGINS_DAY.search(before) else words.group()


def _year_in_digits(words: re.Match[str]) -> str:
    number = number_words.value_of(words.group())
    return str(number) if number else words.group()


_Found = tuple[str, re.Match[str]]


def _on_level(level: _Level, text: str) -> list[_Found]:
    """All dates of these forms; where two forms see one stretch of text the first one has it."""
    found: list[_Found] = []
    for form, pattern in level:
        for match in pattern.finditer(text):
            if not any(match.start() < other.end() and other.start() < match.end() for _, other in found):
                found.append((form, match))
    return found


def _apart(found: list[_Found], text: str) -> list[_Found]:
    """Those that are no part of a longer number. Raises NoDate where none is, or where one begins or ends a stretch, or
    stands beside words that make it another day or a part of what it names."""
    apart = []
    for form, match in found:
        before, after = text[max(0, match.start() - 100) : match.start()], text[match.end() : match.end() + 30]
        is_range = _RANGE_BEFORE.search(before) or (form not in YEAR_FIRST and _DAY_BEFORE.search(before))
        if is_range or _RANGE_AFTER.match(after):
            raise NoDate("date-several")
        if is_moved(before, after):
            raise NoDate("date-relative")
        if not match.groupdict().get("day") and names_a_part(text):
            raise NoDate("date-several")
        if is_numbered(before, match.group()) or (
            not match.groupdict().get("day") and lacks_its_day(before, match.group())
        ):
            continue
        if not _GLUED_BEFORE.search(before) and not _GLUED_AFTER.match(after):
            apart.append((form, match))
    if not apart or _NO_CALENDAR_YEAR.search(text):
        raise NoDate("date-several" if len(found) > 1 else "date-unreadable")
    return apart


def _printed(form: str, match: re.Match[str], text: str) -> Printed:
    part = match.groupdict()
    name = part.get("name") or ""
    month = _NAMES[name] if name else int(part.get("month") or 0)
    return Printed(form, int(part["year"]), month, int(part.get("day") or 0), name, _mark(form, match, text))


def _mark(form: str, match: re.Match[str], text: str) -> str:
    if _HIJRI_MARK.match(text, match.end()) or (form.startswith("year") and _HIJRI_MONTH.search(text)):
        return "hijri"
    if _GREGORIAN_MARK.match(text, match.end()):
        return "gregorian"
    return "jalali" if _JALALI_MARK.match(text, match.end()) else ""
