"""Numbers as printed on Iranian pages: three digit sets and their separators.

Not here: numbers in words (number_words.py), and amounts of money (amounts.py).
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from catalogue.persian.letters import fold_search

_PERSIAN, _ARABIC, _LATIN = "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", "0123456789"
_TO_LATIN = str.maketrans(_PERSIAN + _ARABIC, _LATIN * 2)
_TO_PERSIAN = str.maketrans(_LATIN + _ARABIC, _PERSIAN * 2)

NUMBER = r"[+\-−]?\d+(?:[.,/٬٫،]\d+)*"
_WHOLE_NUMBER = re.compile(NUMBER)
_SEPARATORS = re.compile(r"\D")

_IN_BRACKETS = re.compile(r"\(\s*(?P<number>[^()]*)\)|(?P<before_sign>\d[^()]*)[-−]")


def latin_digits(text: str) -> str:
    """The text with Persian and Arabic digits as ASCII digits; nothing else changes."""
    return text.translate(_TO_LATIN)


def persian_digits(text: str) -> str:
    """The text with ASCII and Arabic digits as Persian digits; nothing else changes."""
    return text.translate(_TO_PERSIAN)


def has_note_mark(text: str) -> bool:
    """Whether a number stands in it that is no digit (², ₂, ①, ½): folded it would lengthen the number before it.

    In such a text («۱۴۰۲/۵/۱²») no date, number or amount is read.
    """
    return not text.isascii() and any(unicodedata.category(character) == "No" for character in text)


def read_number(text: str) -> str | None:
    """The decimal string of a whole text that is one number ("۱٬۲۳۴" is "1234", "۱۲/۵" is "12.5").

    None for anything else, and where two readings are possible («1.234»): see `readings_of_text`.
    """
    possible = readings_of_text(text)
    return possible[0] if len(possible) == 1 else None


def readings_of_text(text: str) -> tuple[str, ...]:
    """The decimal strings that a text may stand for, the likelier first; none for what is no number (a date).

    In brackets, or with its sign behind it, a number is a negative one to a bookkeeper only.
    """
    if has_note_mark(text):
        return ()
    number = fold_search(text).strip()
    marked = _IN_BRACKETS.fullmatch(number)
    if marked:
        plain = readings((marked["number"] or marked["before_sign"]).strip())
        return (*(f"-{reading}" for reading in plain if reading[0] not in "-0"), *plain)
    return readings(number)


def readings(number: str) -> tuple[str, ...]:
    """`readings_of_text` of a folded number without brackets."""
    if not _WHOLE_NUMBER.fullmatch(number):
        return ()
    separators = _SEPARATORS.findall(number.lstrip("+-−"))
    groups = _SEPARATORS.split(number.lstrip("+-−"))
    sign = "-" if number[0] in "-−" else ""
    whole = "".join(groups)
    are_groups = len(groups[0]) <= 3 and groups[0] != "0" and all(len(group) == 3 for group in groups[1:])
    fraction = _decimal(groups, separators)
    if not separators:
        possible = [whole]
    elif len(set(separators)) > 1:
        possible = [fraction] if fraction else []
    elif len(separators) > 1 or separators[0] in "٬،":
        possible = [whole] if are_groups and separators[0] != "٫" else []
    elif separators[0] == "," and are_groups:
        possible = [whole]
    else:
        possible = [fraction, whole] if are_groups and separators[0] in "./٫" else [fraction]
    return tuple(plain_decimal(Decimal(sign + reading)) for reading in possible if reading)


def _decimal(groups: list[str], separators: list[str]) -> str:
    """The reading in which the last separator is the decimal one; nothing where the others are no grouping."""
    whole = groups[:-1]
    others = set(separators[:-1])
    if len(others) > 1 or (others and (separators[-1] in others or any(len(group) != 3 for group in whole[1:]))):
        return ""
    return f"{''.join(whole)}.{groups[-1]}"


def plain_decimal(value: Decimal) -> str:
    """No exponent, no zeros that say nothing."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) if value else "0"
