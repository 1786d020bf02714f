"""Numbers and amounts of money as printed on Iranian pages: three digit sets, their separators, rial units.

Not here: spelled-out numbers, and which field of a record holds an amount.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal

from catalogue.persian.letters import ZWNJ, fold_search, map_search

_PERSIAN, _ARABIC, _LATIN = "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", "0123456789"
_TO_LATIN = str.maketrans(_PERSIAN + _ARABIC, _LATIN * 2)
_TO_PERSIAN = str.maketrans(_LATIN + _ARABIC, _PERSIAN * 2)

_NUMBER = r"[+\-−]?\d+(?:[.,/٬٫،]\d+)*"
_WHOLE_NUMBER = re.compile(_NUMBER)
_SEPARATORS = re.compile(r"\D")

_FACTORS = {"هزار": 10**3, "میلیون": 10**6, "میلیارد": 10**9, "تریلیون": 10**12}
_CURRENCIES = {
    "ریال": ("IRR", 1),
    "تومان": ("IRR", 10),
    "همت": ("IRR", 10**13),  # هزار میلیارد تومان
    "دلار": ("USD", 1),
    "یورو": ("EUR", 1),
}
_FACTOR = rf"(?:\s*(?:{'|'.join(_FACTORS)})(?!\w))*"
_CURRENCY = rf"(?:{'|'.join(_CURRENCIES)})(?!\w)"
_SUM = re.compile(
    rf"(?<![\w.,/٬٫])(?P<sum>{_NUMBER}{_FACTOR}(?:\s*و\s*{_NUMBER}{_FACTOR})*)\s*(?P<currency>{_CURRENCY})?"
)
_SUMMAND = re.compile(rf"({_NUMBER})({_FACTOR})")
_UNIT = re.compile(rf"(?<!\w)(?P<factor>{_FACTOR})\s*(?P<currency>{_CURRENCY})")


def latin_digits(text: str) -> str:
    """The text with Persian and Arabic digits as ASCII digits; nothing else changes."""
    return text.translate(_TO_LATIN)


def persian_digits(text: str) -> str:
    """The text with ASCII and Arabic digits as Persian digits; nothing else changes."""
    return text.translate(_TO_PERSIAN)


def read_number(text: str) -> str | None:
    """The decimal string of a whole text that is one number ("۱٬۲۳۴" is "1234", "۱۲/۵" is "12.5"), else None.

    Where two readings are possible («1.234»), the likelier one; read_amount says so.
    """
    possible = readings(fold_search(text).strip())
    return possible[0] if possible else None


def readings(number: str) -> tuple[str, ...]:
    """The decimal strings a folded number may stand for, the likelier first; none for what is no number (a date)."""
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
        possible = [fraction, whole] if are_groups and separators[0] in "./" else [fraction]
    return tuple(_plain(Decimal(sign + reading)) for reading in possible if reading)


_SPACED = re.compile(r"(?<![\d٬,./])\d{1,3}(?:[ '’]\d{3})+(?!\d)")
_BETWEEN_GROUPS = re.compile(r"[ '’]")
_OTHER_NUMBER = re.compile(r"[\d%٪]")


def read_amount(raw: str, unit: str | None = None) -> dict[str, str | bool] | None:
    """The amount of records.md 3.4 in a printed text: raw, value, currency, unit_as_written, certain.

    Rials and tomans of any size become rials (IRR); other currencies keep their code. `unit` is what
    the page says for a whole table («مبالغ به میلیون ریال») and counts where the text names none. None
    when there is no number or no unit, or another number beside it (a range, two amounts, a share): then
    nobody can say which one counts. `certain` is false when separators, blanks or units allow two readings.
    """
    folded = map_search(raw)
    printed = folded.text.replace(ZWNJ, " ")
    text = _SPACED.sub(lambda number: _BETWEEN_GROUPS.sub("٬", number.group()), printed)
    found = next((match for match in _SUM.finditer(text) if match["currency"] or unit), None)
    if found is None or _OTHER_NUMBER.search(text[: found.start()] + "|" + text[found.end() :]):
        return None
    summands = [(readings(number), _factor(factors)) for number, factors in _SUMMAND.findall(found["sum"])]
    if not all(readings for readings, _ in summands):
        return None
    total = sum((Decimal(readings[0]) * factor for readings, factor in summands), Decimal(0))
    certain = text == printed and all(len(readings) == 1 for readings, _ in summands)
    if found["currency"]:
        currency, size = _CURRENCIES[found["currency"]]
        written = raw[slice(*folded.span(_end_of_numbers(found), found.end()))].strip()
    else:
        written = unit or ""
        named = _UNIT.search(fold_search(written).replace(ZWNJ, " "))
        if named is None:
            return None
        currency, size = _CURRENCIES[named["currency"]]
        size *= _factor(named["factor"])
        certain = certain and (size == 1 or all(factor == 1 for _, factor in summands))
    value = _plain(total * size)
    return {"raw": raw, "value": value, "currency": currency, "unit_as_written": written, "certain": certain}


def _end_of_numbers(found: re.Match[str]) -> int:
    """Where the last digit of a sum ends and its unit begins."""
    return found.start() + max(i for i, character in enumerate(found.group(), start=1) if character.isdigit())


def _factor(words: str) -> int:
    """«هزار میلیارد» is 10^12."""
    return math.prod(_FACTORS[word] for word in words.split())


def _decimal(groups: list[str], separators: list[str]) -> str:
    """The reading in which the last separator is the decimal one; nothing where the others are no grouping."""
    whole = groups[:-1]
    others = set(separators[:-1])
    if len(others) > 1 or (others and (separators[-1] in others or any(len(group) != 3 for group in whole[1:]))):
        return ""
    return f"{''.join(whole)}.{groups[-1]}"


def _plain(value: Decimal) -> str:
    """No exponent, no zeros that say nothing."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) if value else "0"
