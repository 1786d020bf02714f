"""What values look like: a date, a number, an address, or text. Guesses only; nothing is read by them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalogue.persian.numbers import latin_digits

MONTHS = "فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند"
DATE = re.compile(
    rf"\d{{2,4}}\s*[/.-]\s*\d{{1,2}}\s*[/.-]\s*\d{{1,4}}(T.*|\s.*)?|(\S+\s)?\d{{1,2}}\s+({MONTHS})\s+\d{{2,4}}.*"
)
NUMBER = re.compile(r"[\d٬,/.\s-]+")
ENOUGH = 0.8
"""Of the values must look alike."""


def shape_of(values: Sequence[str]) -> str:
    """date, number, url, long (more than 200 characters on average) or text."""
    plain = [latin_digits(value.strip()).replace("ي", "ی").replace("ك", "ک") for value in values if value.strip()]
    if not plain:
        return "text"
    for shape, form in (("date", DATE), ("number", NUMBER), ("url", re.compile(r"https?://\S+"))):
        if sum(form.fullmatch(value) is not None for value in plain) >= ENOUGH * len(plain):
            return shape
    return "long" if sum(map(len, plain)) > 200 * len(plain) else "text"
