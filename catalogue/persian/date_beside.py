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
_SOME_WORDS = r"\W*(?:\w+\W+){0,4}$"
"""At most four words up to the date."""

_OFFSET_BEFORE = re.compile(
    rf"(?<!\w)(?:{_COUNT}\s?{_UNIT}(?:ه|ها|های|ی)?(?:\s\w+){{0,4}}\s(?:از|به)|{_UNIT_IN_ENGLISH}\s(?:from|of|since))"
    rf"(?!\w){_SOME_WORDS}"
)
_BOUND_BEFORE = re.compile(
    r"(?<!\w)(?:(?:پس|بعد|قبل|پیش|زودتر) ?از(?! ?ظهر)|پس ?فردای|فردای|حدودا?|حوالی|تقریبا|ظرف"
    r"|within|before|after|about|around|circa|approx\w*|prior to|earlier than|(?<!no )(?<!not )later than)"
    rf"(?!\w){_SOME_WORDS}"
)
_TILDE_BEFORE = re.compile(r"[~≈±<>≤≥]\s*$")
_OFFSET_AFTER = re.compile(
    rf"\W*(?:(?:به مدت|برای مدت|ظرف)(?!\w)|plus(?!\w)|\+\s*{_COUNT}\s?(?:{_UNIT}|{_UNIT_IN_ENGLISH})"
    r"|به قبل(?!\w)|یا (?:قبل|بعد|پیش|پس) از|or (?:later|earlier|before|after)(?!\w))"
)
_PART = re.compile(
    r"(?<!\w)(?:\w*ماهه|نیمه|نیم ?سال|فصل|بهار|تابستان|پاییز|زمستان|هفته|دهه|ترم|اوایل|اوائل|اواسط|اواخر"
    rf"|اول|ابتدای?|انتهای?|اغاز|پایان|اخر|اخرین|نخست|نخستین|{_COUNT}\s?ماه"
    r"|quarter|half|[qh][1-4]|spring|summer|autumn|fall|winter|early|mid|late|weeks?|end|beginning|start)(?!\w)"
)


def is_moved(before: str, after: str) -> bool:
    """Whether the words on either side count from the date, or bound or blur it."""
    patterns = (_OFFSET_BEFORE, _BOUND_BEFORE, _TILDE_BEFORE)
    return any(pattern.search(before) for pattern in patterns) or bool(_OFFSET_AFTER.match(after))


def names_a_part(text: str) -> bool:
    """Whether a text that names a month or a year speaks of a part of it only: a season, a half, its end."""
    return bool(_PART.search(text))
