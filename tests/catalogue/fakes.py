"""Invented numbers of persons that pass the check rules, and the ways in which people write them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from catalogue.personal.numbers import is_national_code

PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass
class Fakes:
    """A seeded generator."""

    random: Random

    def national_code(self) -> str:
        """Ten digits with the right check digit."""
        while True:
            code = self._digits(9)
            for last in "0123456789":
                if is_national_code(code + last):
                    return code + last

    def wrong_code(self) -> str:
        """Ten digits with a wrong one."""
        code = self.national_code()
        return code[:9] + str((int(code[9]) + 1) % 10)

    def mobile(self) -> str:
        """09 and nine digits."""
        return "09" + self._digits(9)

    def iban(self) -> str:
        """IR and 24 digits."""
        account = "0" + self._digits(21)
        return f"IR{98 - int(account + '182700') % 97:02}{account}"

    def _digits(self, count: int) -> str:
        return "".join(self.random.choice("0123456789") for _ in range(count))


def in_digits(number: str) -> Iterator[str]:
    """In Latin, Persian, Arabic and full-width digits, and mixed."""
    yield number
    yield from (number.translate(digits) for digits in (PERSIAN, ARABIC, WIDE))
    yield number[:5].translate(PERSIAN) + number[5:].translate(ARABIC)


def code_writings(code: str) -> Iterator[str]:
    """A national code as forms and lists print it."""
    parts = (code[:3], code[3:9], code[9:])
    for sign in ("", "-", " ", "\u00a0", "\u200c", " - ", "–"):
        yield from in_digits(sign.join(parts))
    yield code[:5] + "\u200e" + code[5:]


def mobile_writings(mobile: str) -> Iterator[str]:
    """A mobile as people print it."""
    parts = (mobile[:4], mobile[4:7], mobile[7:])
    for sign in ("", "-", " ", ".", "/", "\u200c", "\u00a0", "\u2011"):
        yield from in_digits(sign.join(parts))
    yield from in_digits(f"({parts[0]}) {parts[1]} {parts[2][:2]} {parts[2][2:]}")
    for country in ("+98", "0098", "+98 ", "0098 ", "+98-"):
        yield from in_digits(country + mobile[1:])
        yield from in_digits(f"{country}{mobile[1:4]} {mobile[4:7]} {mobile[7:]}")
    yield from in_digits(f"+98 (0) {mobile[1:4]} {mobile[4:]}")


def iban_writings(iban: str) -> Iterator[str]:
    """An IBAN, whole and in fours."""
    yield from in_digits(iban)
    yield from in_digits(iban.lower())
    for sign in (" ", "-", "\u200c", "\u00a0"):
        yield from in_digits(sign.join(iban[place : place + 4] for place in range(0, 26, 4)))
    yield from in_digits(f"شبا: {iban[2:]}")
    yield from in_digits(f"شماره شبا {iban[2:4]} {iban[4:8]} {iban[8:12]} {iban[12:16]} {iban[16:20]} {iban[20:]}")
