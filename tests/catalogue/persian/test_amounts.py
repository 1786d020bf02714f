"""Amounts in words, in other currencies, with signs and brackets; what is never guessed."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.persian.amounts import read_amount
from catalogue.persian.number_words import value_of
from catalogue.persian.numbers import read_number, readings_of_text
from schemas.decision import Amount
from schemas.record import load_with


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("هجدهم", 18),
        ("سی ام", 30),
        ("اول", 1),
        ("بیست و سوم", 23),
        ("یک هزار و سیصد و نود و هشت", 1398),
        ("یکهزار و چهارصد", 1400),
        ("پانصد و بیست میلیون و سیصد هزار", 520_300_000),
        ("هزار میلیارد", 10**12),
    ],
)
def test_a_number_in_words_is_read(words: str, number: int) -> None:
    assert value_of(words) == number


@pytest.mark.parametrize(
    "words", ["", "و", "پنج و بیست", "بیست پنج", "صد و دویست", "سیصد هزار و پانصد میلیون", "ده و پنج", "کتاب", "پنج و"]
)
def test_words_that_are_no_number_are_none(words: str) -> None:
    assert value_of(words) is None


@pytest.mark.parametrize(
    ("raw", "value", "currency"),
    [
        ("پنج میلیارد ریال", "5000000000", "IRR"),
        ("سی و پنج میلیون و سیصد هزار تومان", "353000000", "IRR"),
        ("یکهزار ریال", "1000", "IRR"),
        ("مبلغ 500.000.000 (پانصد میلیون) ریال", "500000000", "IRR"),
        ("مبلغ پانصد میلیون (500.000.000) ریال", "500000000", "IRR"),
        ("500.000.000 ریال (پانصد میلیون ریال)", "500000000", "IRR"),
        ("500.000 (پانصد هزار) ریال", "500000", "IRR"),
        ("۵۰۰ (پانصد) میلیون ریال", "500000000", "IRR"),
        ("1.250 (یک هزار و دویست و پنجاه) ریال", "1250", "IRR"),
        ("۵۰۰ ریال عمان", "500", "OMR"),
        ("۵۰۰ دینار عراق", "500", "IQD"),
        ("۲۰۰ دلار کانادا", "200", "CAD"),
        ("$500", "500", "USD"),
        ("USD 1,500.50", "1500.5", "USD"),
        ("ریال ۵۰۰", "500", "IRR"),
        ("مبلغ (ریال): ۵۰۰", "500", "IRR"),
        ("5 هزارریال", "5000", "IRR"),
        ("پنج \u200cمیلیارد (5,000,000,000) ریال", "5000000000", "IRR"),
        ("-500 ریال", "-500", "IRR"),
        ("منفی ۵۰۰ ریال", "-500", "IRR"),
        ("۱۲ میلیارد و ۳۰۰ میلیون و ۵۰ هزار ریال", "12300050000", "IRR"),
        ("5000000 (پنج میلیون ریال)", "5000000", "IRR"),
        ("قیمت کل: «۵۰۰ ریال».", "500", "IRR"),
    ],
)
def test_an_amount_is_read_in_words_brackets_and_currencies(raw: str, value: str, currency: str) -> None:
    for unit in (None, "میلیون ریال"):
        amount = read_amount(raw, unit)
        assert amount is not None
        assert (amount["value"], amount["currency"], amount["certain"]) == (value, currency, True)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("حداکثر ۵۰۰ ریال", "500"),
        ("هر متر ۵۰۰ ریال", "500"),
        ("تا سقف ۵۰۰ ریال", "500"),
        ("متری ۵۰۰ ریال", "500"),
        ("۵۰۰ ریال در ماه", "500"),
        ("بالای ۵۰۰ ریال", "500"),
        ("بالغ بر ۵۰۰ ریال", "500"),
        ("Rls. 500 ریال", "500"),
        ("(500) ریال", "-500"),
        ("500- ریال", "-500"),
        ("مبلغ -500 ریال", "-500"),
        ("۲ میلیون و ۵۰۰ تومان", "20005000"),
    ],
)
def test_a_bound_a_rate_and_a_doubtful_sign_are_not_certain(raw: str, value: str) -> None:
    amount = read_amount(raw)
    assert amount is not None
    assert (amount["value"], amount["certain"]) == (value, False)


@pytest.mark.parametrize("raw", ["500.000 ریال", "۱/۲۵۰ میلیارد ریال", "۱۲٫۵۰۰ ریال"])
def test_digits_with_two_readings_have_no_value(raw: str) -> None:
    amount = read_amount(raw)
    assert amount is not None
    assert "value" not in amount and amount["certain"] is False


@pytest.mark.parametrize(
    "raw",
    [
        "–۵ ریال",
        "— ۵ ریال",
        "‑۵ ریال",
        "- ۵۰۰ ریال",
        "۵– ",
        "منهای ۵۰۰ ریال",
        "۵۰۰ ریال -",
        "دو برابر ۵۰۰ ریال",
        "سه قسط ۱۰۰۰ ریال",
        "دو فقره چک ۱۰۰۰ ریال",
        "۵۰۰ ریال/ماه",
        "500 ریال (پنج و بیست)",
    ],
)
def test_beside_what_may_be_a_sign_or_multiply_there_is_no_value(raw: str) -> None:
    amount = read_amount(raw, "ریال")
    assert amount is not None
    assert "value" not in amount and amount["certain"] is False


@pytest.mark.parametrize(
    "raw", ["500", "۵۰۰ نفر", "۵۰۰ دینار", "۵ بیلیون", "¥500", "۵ درصد", "500 و 600", "₤500", "x" * 2_000]
)
def test_beside_other_words_the_unit_of_a_table_counts_for_nothing(raw: str) -> None:
    assert (read_amount(raw, "میلیون ریال") is None) == (raw != "500")


@pytest.mark.parametrize("raw", ["Rls 500,000", "م.ر 500", "500 Rls", "ر 500"])
def test_the_unit_of_a_table_never_takes_the_place_of_a_unit_we_do_not_know(raw: str) -> None:
    assert read_amount(raw, "میلیون ریال") is None


@pytest.mark.parametrize(
    "raw",
    [
        "۱۰۰۰ ریال / تومان",
        "۱۰۰۰ ریال (یک هزار تومان)",
        "۱۰۰۰ (یک هزار تومان) ریال",
        "1000 (هزار تومان)",
        "(میلیون ریال) ۵۰۰ ریال",
    ],
)
def test_an_amount_with_two_units_is_none(raw: str) -> None:
    assert read_amount(raw) is None
    assert read_amount(raw, "ریال") is None


@pytest.mark.parametrize(
    "raw",
    [
        "500.000.000 (پنجاه میلیون) ریال",
        "پنجاه میلیون (500.000.000) ریال",
        "۵ میلیون ریال (پنج ریال)",
        "500 (پنج و بیست) ریال",
        "۵ و ۶ میلیون ریال",
        "هزار و پانصد ریال",
        "یک و نیم میلیارد ریال",
        "از دویست تا دو هزار ریال",
        "123456789012345678901234567890 ریال",
        "۵۰۰ دینار",
        "به مبلغ ۱۲٬۵۰۰٬۰۰۰ ریال به حساب ۱۲",
    ],
)
def test_what_contradicts_itself_or_is_not_certain_in_words_is_no_amount(raw: str) -> None:
    assert read_amount(raw) is None


def test_a_number_in_brackets_or_with_its_sign_behind_has_two_readings() -> None:
    assert readings_of_text("(1,234)") == ("-1234", "1234")
    assert readings_of_text("۵-") == ("-5", "5")
    assert read_number("(1,234)") is None
    assert read_number("1.234") is None


PIECES = st.lists(
    st.sampled_from(
        ("5", "۱۲", "1,250", "1.250", " ", " و ", "(", ")", "-", "پانصد", "میلیون", "هزار", "یک", "ریال", "تومان")
    )
    | st.sampled_from(("دلار", "$", "درصد", "٪", "تا", "حداکثر", "منفی ", "\u200c", "دینار", "عراق"))
    | st.text(max_size=3),
    max_size=9,
).map("".join)


@settings(max_examples=500)
@given(PIECES, st.sampled_from((None, "میلیون ریال", "تومان")))
def test_whatever_is_printed_is_a_valid_amount_or_none(raw: str, unit: str | None) -> None:
    amount = read_amount(raw, unit)
    if amount is None:
        return
    assert amount["raw"] == raw and (amount["certain"] or "value" not in amount or amount["value"])
    if raw.isprintable():
        assert load_with(Amount(), amount) == amount
    assert "value" in amount or not amount["certain"]
    if "value" in amount:
        assert Decimal(str(amount["value"])).is_finite()
        assert any(character.isdigit() for character in raw) or "پانصد" in raw or "یک" in raw
    readings_of_text(raw)
