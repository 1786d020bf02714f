"""What changed in a text, for people: by paragraphs, those that stay folded, and how many words came and went."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from api.shown.days import jlong
from api.shown.language import Words
from api.shown.wording import RECORD_DATES
from catalogue.diff.texts import Op, Run, TextDiff

FIELDS = Words(
    {
        "access": "دسترسی",
        "amounts": "مبلغ",
        "columns": "ستون",
        "contact": "تماس",
        "coverage": "پوشش داده",
        "dates": "تاریخ",
        "distributions": "شکل دریافتنی",
        "edition": "ویرایش منبع",
        "files": "فایل",
        "frequency": "دورهٔ انتشار",
        "known_limitations": "محدودیت‌های شناخته‌شده",
        "language": "زبان",
        "licence": "پروانه",
        "links": "پیوند",
        "masks": "پوشانده‌شده",
        "number": "شماره",
        "places": "مکان",
        "relations": "پیوند با سند دیگر",
        "roles": "دستگاه",
        "row_count": "شمار ردیف",
        "signers": "امضاکننده",
        "source_ids": "شمارهٔ منبع",
        "tags": "برچسب",
        "texts": "متن",
        "topics": "موضوع",
        "type": "گونه",
    }
)
"""The first part of a path -> what people call it."""
_NAMES = ("raw", "name", "label", "title", "url")
"""Members that say what an object of a record is, the first that stands."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph that changed, as runs; or, where there are none, so many paragraphs that stay as they were."""

    runs: tuple[Run, ...]
    unchanged: int = 0


def passages(text: TextDiff) -> list[Passage]:
    """The paragraphs of both texts in one order; all of them give `text.runs` again but for the ends of lines."""
    found = []
    for stays, group in groupby(_paragraphs(text.runs), key=_stays):
        if stays:
            found.append(Passage((), sum(1 for _ in group)))
        else:
            found += [Passage(tuple(runs)) for runs in group]
    return found


def words_changed(texts: Iterable[TextDiff]) -> dict[str, int]:
    """Words that were inserted and deleted."""
    runs = [run for text in texts for run in text.runs]
    return {op: sum(len(run.text.split()) for run in runs if run.op is op) for op in (Op.INSERT, Op.DELETE)}


def field_value(path: str, value: Any) -> str:
    """The value of a field in words: a date in both calendars, what was printed, a name; anything else as JSON."""
    if isinstance(value, Mapping) and path.startswith("dates."):
        return str(jlong(value).striptags())
    if isinstance(value, Mapping):
        value = next((value[name] for name in _NAMES if name in value), value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def field_name(path: str) -> str:
    """What people call the field at a path; the path itself where no word of ours is for it."""
    if path.startswith("dates."):
        return RECORD_DATES.get(path.split(".")[1], FIELDS["dates"])
    return FIELDS.get(path.partition(".")[0].partition("[")[0], path)


def _paragraphs(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """Those that are not blank."""
    current: list[Run] = []
    for run in runs:
        first, *others = run.text.split("\n")
        current += [Run(run.op, first)] if first else []
        for line in others:
            if any(one.text.strip() for one in current):
                yield current
            current = [Run(run.op, line)] if line else []
    if any(one.text.strip() for one in current):
        yield current


def _stays(runs: list[Run]) -> bool:
    return all(run.op is Op.EQUAL for run in runs)
