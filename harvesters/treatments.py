"""What a rule makes of one printed value: match, map, type, unit, century, form (harvesting.md section 2).

White space is tidied and nothing else: a text is trimmed, its runs of blanks become one; a block keeps paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from catalogue.persian.amounts import read_amount
from catalogue.persian.calendar import days_of, read_date, read_instant
from catalogue.persian.letters import fold_key
from catalogue.persian.numbers import readings_of_text
from harvesters.folded import cut_out
from harvesters.links import resolve
from harvesters.patterns import PatternTooSlow
from harvesters.source import Rule
from schemas.rules import UNITS

_BLANKS = re.compile(r"\s{2,}|[^\S\xa0 ]")
_MANY_LINES = re.compile(r"\n{3,}")
_BETWEEN = re.compile(r"[،,؛;\n]")
_ENDS = (".", "؟", "!", ":", "؛", "?")
_BEGINS = re.compile(r"[(]?[0-9۰-۹٠-٩]{1,3}\s*[-–—ـ.)]|ماده|تبصره|[•▪●*]|[-–—] ")


@dataclass(frozen=True, slots=True)
class Value:
    """What was printed and what we make of it; `made` is None when that failed, and `problems` say why."""

    printed: str
    made: Any
    problems: tuple[str, ...] = ()


def treat(rule: Rule, printed: str, base: str, join_lines: bool) -> list[Value]:
    """The values of one printed text (several for type list); none when nothing is printed.

    A pattern that does not match is a problem, but of many values it chooses those that count.
    """
    found = printed
    if rule.match is not None and printed.strip():
        try:
            cut = cut_out(rule.match, printed)
        except PatternTooSlow:
            return [Value(printed, None, ("pattern-too-slow",))]
        if cut is None:
            return [] if rule.many else [Value(printed, None, ("no-match",))]
        found = cut
    if not found.strip():
        return []
    if rule.map is not None:
        ours = rule.map.get(fold_key(found))
        return [Value(tidy(found), ours, () if ours else ("not-in-map",))]
    if rule.type == "list":
        return [Value(part, part) for part in map(tidy, _BETWEEN.split(found)) if part]
    if rule.type == "block":
        return [Value(found, tidy_block(found, join_lines))]
    return [_MAKERS[rule.type](rule, tidy(found), base)]


def is_readable(rule: Rule, printed: Sequence[str]) -> bool:
    """Whether a rule makes a value of what is printed; a date counts when it has at least a year."""
    if rule.place.way == "const":
        return True
    texts = [text for text in (printed if rule.many else printed[:1]) if text.strip()]
    if rule.type in ("text", "block", "code") and rule.map is None and rule.match is None:
        return bool(texts)
    values = [value for text in texts for value in treat(rule, text, "", join_lines=False)]
    return any(not value.problems or _has_day(value) for value in values)


def newest_day(fields: Mapping[str, Sequence[str]], rules: Sequence[Rule], today: date) -> date:
    """The newest day that rules of dates find in a raw record, or date.min. What is after today is a slip."""
    texts = [(rule, text) for rule in rules for text in fields.get(rule.place.key, ())]
    values = [value for rule, text in texts for value in treat(rule, text, "", join_lines=False)]
    spans = [days_of(value.made["iso"]) for value in values if _has_day(value)]
    return max((min(last, today) for first, last in spans if first <= today), default=date.min)


def _has_day(value: Value) -> bool:
    return isinstance(value.made, dict) and "iso" in value.made


def tidy(text: str) -> str:
    """Trimmed, runs of white space as one blank; a lone NBSP between words stays the publisher's."""
    return _BLANKS.sub(" ", text).strip()


def tidy_block(text: str, join_lines: bool = False) -> str:
    """Lines tidied one by one, at most one empty line between two; hard-wrapped sentences joined on demand."""
    lines = [tidy(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    if join_lines:
        lines = _joined(lines)
    return _MANY_LINES.sub("\n\n", "\n".join(lines)).strip()


def _joined(lines: list[str]) -> list[str]:
    """Lines joined to the one before, but not after the end of a sentence and not before a clause or «ماده»."""
    joined: list[list[str]] = []
    before = ""  # the last line that is not empty
    for line in lines:
        if not line or not before or before.rstrip("»)\"'").endswith(_ENDS) or _BEGINS.match(line):
            joined.append([line])
        else:
            while joined[-1] == [""]:
                joined.pop()
            joined[-1].append(line)
        before = line or before
    return [" ".join(pieces) for pieces in joined]


def _text(_rule: Rule, text: str, _base: str) -> Value:
    return Value(text, text)


def _date(rule: Rule, text: str, _base: str) -> Value:
    read = _read_date(text, rule.dates)
    return Value(text, dict(read.date), read.problems)


def _instant(rule: Rule, text: str, _base: str) -> Value:
    read = _read_instant(text, rule.dates)
    return Value(text, dict(read.date), read.problems)


def _number(_rule: Rule, text: str, _base: str) -> Value:
    possible = readings_of_text(text)
    if len(possible) == 1:
        return Value(text, possible[0])
    return Value(text, None, ("number-ambiguous" if possible else "number-unreadable",))


def _amount(rule: Rule, text: str, _base: str) -> Value:
    amount = read_amount(text, UNITS[rule.unit] if rule.unit else None)
    if amount is None:
        return Value(text, None, ("amount-unreadable",))
    problem = "" if amount["certain"] else "amount-uncertain" if "value" in amount else "amount-ambiguous"
    return Value(text, amount, (problem,) if problem else ())


def _url(_rule: Rule, text: str, base: str) -> Value:
    address = resolve(base, text)
    return Value(text, address) if address else Value(text, None, ("url-unreadable",))


_read_date = lru_cache(maxsize=2_000)(read_date)  # the records of a listing come day by day
_read_instant = lru_cache(maxsize=2_000)(read_instant)

_MAKERS: Mapping[str, Callable[[Rule, str, str], Value]] = {
    "text": _text,
    "code": _text,
    "date": _date,
    "instant": _instant,
    "number": _number,
    "amount": _amount,
    "url": _url,
}
