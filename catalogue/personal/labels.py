"""The words beside numbers and before addresses, as patterns for folded text.

The words themselves stand in vocabularies/personal.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from enum import StrEnum
from importlib.resources import files
from typing import Any

from catalogue.persian.letters import ZWNJ, fold_search

BARRIER = "\ufffc"
"""Stands for what is masked already: no label reaches over it, and it is neither digit nor letter."""

LABEL_REACH = 60
"""Characters between a label, or the last number under it, and a number that it still names."""
OTHER_REACH, MONEY_REACH = 30, 20


class Personal(StrEnum):
    """What is masked; the last two only when an operator says so."""

    NATIONAL_CODE = "national_code"
    IBAN = "iban"
    MOBILE = "mobile"
    HOME_ADDRESS = "home_address"
    NAME = "name"
    WORDS = "words"


class Sign(StrEnum):
    """By what it is known: a label, a label whose number fails its check, a form of its own, its check alone, or a
    command of an operator."""

    LABELLED = "labelled"
    UNCHECKED = "labelled_unchecked"
    FORM = "form"
    UNLABELLED = "unlabelled"
    COMMAND = "command"


_FILES = files("catalogue").joinpath("vocabularies")
_WORDS: dict[str, Any] = tomllib.loads(_FILES.joinpath("personal.toml").read_text(encoding="utf-8"))
_BETWEEN_WORDS = rf"(?:[\s{ZWNJ}]?ها)?(?:[\s{ZWNJ}]?ی)?[\s{ZWNJ}_\-.]*"


def _phrase(words: str) -> str:
    return _BETWEEN_WORDS.join(re.escape(word) for word in re.split(r"[\s.]+", fold_search(words)))


def _any_of(phrases: Sequence[str]) -> str:
    longest_first = sorted(phrases, key=len, reverse=True)
    return rf"(?<![^\W_])(?:{'|'.join(map(_phrase, longest_first))})(?:[\s{ZWNJ}]?ها)?(?:[\s{ZWNJ}]?ی)?(?![^\W_])\.?"


LABEL = re.compile(
    "|".join(f"(?P<{kind}>{_any_of(_WORDS[kind])})" for kind in ("national", "iban", "other", "mobile", "money"))
)
NATIONAL = re.compile(_any_of(_WORDS["national"]))
LABEL_AFTER = re.compile(rf"[\s{ZWNJ}]*[(:][\s{ZWNJ}]*(?:{_any_of(_WORDS['national'])})[\s{ZWNJ}]*(?![:\s]*[0-9])")
HOME = re.compile(rf"(?:{_any_of(_WORDS['home'])})(?:[\s{ZWNJ}]*(?:{_any_of(_WORDS['person'])}))*")
STREET = re.compile(_any_of(_WORDS["street"]))
CARRIES_ON = re.compile(rf"{STREET.pattern}|{_any_of(_WORDS['further'])}[\W_]{{0,3}}(?:شماره[\s:]*)?[0-9]")
PLACE = re.compile(_any_of(_WORDS["place"]))
RESIDENCE = re.compile(_any_of(_WORDS["residence"]))
_NO_ADDRESS = rf"[\s{ZWNJ}«\"(]*(?:{_any_of(_WORDS['definition'])})"
DEFINITION, GROUP = re.compile(_NO_ADDRESS), re.compile(_any_of(_WORDS["group"]))
_UNIT = r"(?:ریال|تومان|تومن|rial|irr|toman)"
MONEY_AFTER = re.compile(
    rf"[\s{ZWNJ}/\-=(]*(?:هزار|میلیون|میلیارد|تریلیون|همت|ریال|تومان|تومن|دلار|یورو|درهم|پوند|[$€£﷼]|rial|usd|eur)"
)
MONEY_SIGN = re.compile(rf"[$€£﷼][\s{ZWNJ}]*\Z")
MONEY_BEFORE = re.compile(rf"{MONEY_SIGN.pattern}|(?:^|[(\n\t|،:])[ {ZWNJ}]*(?:به )?{_UNIT}[\W_]*\Z")
"""A sign, or a unit that belongs to no number before it."""
MONEY_BETWEEN = re.compile(rf"[\W_]*(?:(?:{_any_of(_WORDS['money_between'])})[\W_]*){{0,4}}")
MEASURE_AFTER = re.compile(
    rf"[\s{ZWNJ}]*(?:متر|مترمربع|مترمکعب|کیلومتر|کیلوگرم|کیلو|گرم|تن|لیتر|هکتار|بشکه|مگاوات|کیلووات|وات|درصد|نفر|نفرساعت"
    r"|m2|m3|km|kg|kwh|mwh|mw|[%٪])(?![^\W_])"
)
SERIAL_BEFORE = re.compile(rf"(?:{_any_of(_WORDS['serial'])})[\s{ZWNJ}:=]*\Z")
DOI_BEFORE = re.compile(r"(?<![0-9.])10\.[0-9]{4,9}/[^\s?]*\Z")
SENTENCE_END = re.compile(r"[.!?؟]\s|\n\s*\n|" + BARRIER)
ADDRESS_END = re.compile(r"(?:(?<=[^\W\d_]{3})|(?<=[0-9]))\.(?:\s|$)|[؛;\n]|" + BARRIER)
_DOUBT: dict[str, str] = {name: _any_of(phrases) for name, phrases in _WORDS["doubt"].items()}
DOUBTS = {
    "address": re.compile(
        rf"{_DOUBT['address']}|(?:{_DOUBT['home']}|{HOME.pattern})[\s{ZWNJ}]*[:=](?!\s*\[|{_NO_ADDRESS})\s*\w"
        rf"|{RESIDENCE.pattern}[\s{ZWNJ}]*{GROUP.pattern}[^\n:]{{0,60}}?{STREET.pattern}[^\n]{{0,20}}?[0-9]"
    ),
    "account": re.compile(rf"(?:{_DOUBT['account']})[^0-9\n]{{0,20}}[0-9]{{4}}"),
    "minor": re.compile(rf"(?:{_DOUBT['minor']}).{{0,20}}?(?:{_DOUBT['name']})"),
    "salutation": re.compile(_DOUBT["salutation"]),
}
ANSWER = re.compile(_DOUBT["answer"])
"""What only an answer to somebody's request says; without it a salutation is no doubt."""
