"""Words beside a printed date that make it another day, or less than the month or year it names.

Here: «۱۰ روز پس از …», «پیش از …», «نیمهٔ دوم …». Not here: stretches from one day to another (date_forms.py). Texts
arrive as date_forms.letters makes them: no joiner, no madda, small Latin letters.
"""

from __future__ import annotations

import re

from catalogue.persian import number_words

_COUNT = rf"(?:\d+|چند|{number_words.AMOUNT}|{number_words.WORD})"
_UNIT = r"(?:روز|هفته|ماه|سال|ساعت)"
_UNIT_IN_ENGLISH = r"(?:days?|weeks?|months?|years?|hours?)"
_SOME_WORDS = r"(?!\w)[^\w.؛;]*(?:\w+[^\w.؛;]+){0,8}$"
"""At most eight words of one sentence up to the date."""

_OFFSET_BEFORE = re.compile(
    rf"(?<!\w)(?:{_COUNT}[)\s]*{_UNIT}(?:ه|ها|های|ی)?(?:\s\w+){{0,4}}\s(?:از|مانده به)|{_COUNT}\s?{_UNIT}\sبعد"
    rf"|{_UNIT_IN_ENGLISH}\s(?:from|of|since)){_SOME_WORDS}"
)
_BOUND_BEFORE = re.compile(
    r"(?<!\w)(?:(?:پس|بعد|قبل|پیش|زودتر|کمتر|بیشتر|غیر) ?از(?! ?ظهر)|به ?جز|نرسیده به|احتمالا|شاید|پس ?فردای|فردای"
    r"|حدودا?|حوالی|تقریبا|ظرف|within|before|after|about|around|except|probably|circa|approx\w*|prior to|earlier than"
    rf"|(?<!no )(?<!not )later than){_SOME_WORDS}"
)
_SIGN_BEFORE = re.compile(r"[~≈±<>≤≥]\s*$")
_OFFSET_AFTER = re.compile(
    r"\s*\(?[?؟]|\W*(?:(?:به مدت|برای مدت|ظرف|plus|به قبل|or (?:later|earlier|before|after))(?!\w)"
    r"|یا (?:قبل|بعد|پیش|پس) از"
    rf"|(?:حداکثر\s)?{_COUNT}\s?(?:{_UNIT}|{_UNIT_IN_ENGLISH})(?!\w|\s(?:پیش|قبل|ago)))"
)
_PART = re.compile(
    r"(?<!\w)(?:\w*ماهه|نیمه|نیم ?سال|فصل|بهار|تابستان|پاییز|زمستان|هفته|دهه|ترم|اوایل|اوائل|اواسط|اواخر"
    rf"|اول|ابتدای?|انتهای?|اغاز|پایان|اخر|اخرین|نخست|نخستین|{_COUNT}\s?ماه"
    r"|quarter|half|[qh][1-4]|spring|summer|autumn|fall|winter|early|mid|late|weeks?|end|beginning|start)(?!\w)"
)


_NUMBER_BEFORE = re.compile(
    r"(?<!\w)(?:شماره|ماده|تبصره|بند|جزء|جلد|صفحه|ردیف|نسخه|پلاک|خیابان|میدان|کوچه|بلوار|مدرسه"
    r"|بیمارستان|no|number|issue|vol|volume|version|v)\W*$"
)
_DAY_BEFORE_MONTH = re.compile(rf"(?:\d|(?<!\w){number_words.DAY})[\s/\-،,.]*$")


def is_numbered(before: str, date: str) -> bool:
    """Whether what stands before says that a number follows, or a name: «شمارهٔ ۵ - مرداد», «خیابان ۱۲ فروردین»."""
    return date[0].isdigit() and bool(_NUMBER_BEFORE.search(before))


def lacks_its_day(before: str, month: str) -> bool:
    """Whether a day that nobody could read stands before a month: «بیست سوم مرداد»."""
    return month[0].isalpha() and not month.startswith("سال") and bool(_DAY_BEFORE_MONTH.search(before))


def is_moved(before: str, after: str) -> bool:
    """Whether the words on either side count from the date, or bound or blur it."""
    patterns = (_OFFSET_BEFORE, _BOUND_BEFORE, _SIGN_BEFORE)
    return any(pattern.search(before) for pattern in patterns) or bool(_OFFSET_AFTER.match(after))


def names_a_part(text: str) -> bool:
    """Whether a text that names a month or a year speaks of a part of it only: a season, a half, its end."""
    return bool(_PART.search(text))
