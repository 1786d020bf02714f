"""Numbers whose groups stand on lines of their own, or between signs that otherwise part numbers: «0912,345,6789».

Only with the groups in which such a number is written, and nothing of the kind before or after, for columns of figures
look alike. Not here: all other writings (numbers.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from catalogue.personal.labels import NATIONAL, Personal, Sign
from catalogue.personal.numbers import Hit, is_iban, is_national_code, key_of

_SIGNS = (",", "|", ":", "\n")


def _grouped(first: str, second: str, third: str) -> tuple[re.Pattern[str], ...]:
    """Three groups with one sign between them, and that sign with a figure on neither side.

    So that masking one never sets another free: a text of many would be looked at once for each.
    """
    return tuple(
        re.compile(rf"(?<![0-9])(?<![0-9]{sign}){first}{sign}{second}{sign}{third}(?![0-9]|{sign}[0-9])")
        for sign in map(re.escape, _SIGNS)
    )


_MOBILES = _grouped("09[0-9]{2}", "[0-9]{3}", "[0-9]{4}")
_CODES = _grouped("[0-9]{3}", "[0-9]{6}", "[0-9]")
_IBAN = re.compile(r"(?<![a-z])ir(?:[\s\-._/]{0,4}[0-9]){24}(?![0-9])")
_LABEL_BEFORE = re.compile(rf"(?:{NATIONAL.pattern})[\s:=]*\Z")
_REACH = 40


def broken(plain: str, is_public: Callable[[str], bool], unlabelled: bool) -> Iterator[Hit]:
    """Those in a folded text; the arguments are those of texts.find. In order, without overlaps of one kind."""
    hits = [(*one.span(), Personal.MOBILE, Sign.FORM) for form in _MOBILES for one in form.finditer(plain)]
    hits += [
        (*one.span(), Personal.IBAN, Sign.FORM)
        for one in _IBAN.finditer(plain)
        if "\n" in one.group() and is_iban(re.sub("[^0-9]", "", one.group()))
    ]
    codes = ((one, _sign_of(plain, one, unlabelled)) for form in _CODES for one in form.finditer(plain))
    hits += [(*one.span(), Personal.NATIONAL_CODE, sign) for one, sign in codes if sign]
    done = 0
    for start, end, what, sign in sorted(hits):
        if start >= done and not is_public(key_of(plain[start:end])):
            done = end
            yield start, end, what, sign


def _sign_of(plain: str, code: re.Match[str], unlabelled: bool) -> Sign | None:
    """By what three groups are a national code: its label right before it, or its check digit, on three lines."""
    fits = is_national_code(re.sub("[^0-9]", "", code.group()))
    if _LABEL_BEFORE.search(plain, max(0, code.start() - _REACH), code.start()):
        return Sign.LABELLED if fits else Sign.UNCHECKED
    return Sign.UNLABELLED if fits and unlabelled and "\n" in code.group() else None
