"""Numbers of persons on lines of their own, or between signs that otherwise part numbers."""

from __future__ import annotations

from random import Random

import pytest

from catalogue.privacy import Exempt, mask_text
from tests.catalogue.fakes import PERSIAN, Fakes

CODE, IBAN, MOBILE = "[حذف‌شده: کد ملی]", "[حذف‌شده: شمارهٔ شبا]", "[حذف‌شده: تلفن همراه]"
FAKES = Fakes(Random(99))
CODES = [FAKES.national_code() for _ in range(20)]


@pytest.mark.parametrize("sign", [",", "|", ":", "\n"])
def test_a_mobile_in_three_groups_is_masked(sign: str) -> None:
    for written in (f"0912{sign}345{sign}6789", f"۰۹۱۲{sign}۳۴۵{sign}۶۷۸۹"):
        assert mask_text(f"تماس {written}") == f"تماس {MOBILE}"
        assert mask_text(written, Exempt.of(("+98 912 345 6789",))) == written


@pytest.mark.parametrize(
    "text", ["1402:345:6789", "12,0912,345,6789", "0912,345,6789,12", "0912\n345\n6789\n12", "0912,345:6789"]
)
def test_figures_beside_others_are_no_mobile(text: str) -> None:
    assert mask_text(text) == text


def test_a_code_on_three_lines_is_masked_and_in_cells_only_behind_its_label() -> None:
    for code in CODES:
        for written in (code, code.translate(PERSIAN)):
            lines, cells = (sign.join((written[:3], written[3:9], written[9:])) for sign in "\n|")
            assert mask_text(f"نام\n{lines}\nپایان") == f"نام\n{CODE}\nپایان"
            assert mask_text(f"کد ملی: {cells}") == f"کد ملی: {CODE}"
            assert mask_text(cells) == cells
    wrong = FAKES.wrong_code()
    lines = f"{wrong[:3]}\n{wrong[3:9]}\n{wrong[9:]}"
    assert mask_text(lines) == lines
    assert mask_text(f"کد ملی\n{lines}") == f"کد ملی\n{CODE}"


def test_an_iban_over_the_end_of_a_line_is_masked_when_its_check_digits_fit() -> None:
    for iban in (FAKES.iban() for _ in range(5)):
        assert mask_text(f"شماره شبا: {iban[:6]}\n{iban[6:]}") == f"شماره شبا: {IBAN}"
        wrong = f"{iban[:6]}\n{iban[6:-1]}{(int(iban[-1]) + 1) % 10}"
        assert mask_text(wrong) == wrong


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "piece", ["0912,345,6789|", "0912,345,6789\n", "0912\n345\n6789 \n", "محل سکونت: ", "محل سکونت: نو "]
)
def test_many_take_time_in_proportion(piece: str) -> None:
    masked = mask_text(piece * 5_000 + "12345678")
    assert "345" not in masked.removesuffix("12345678")
