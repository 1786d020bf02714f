"""Numbers in three digit sets and with every separator; amounts of money in rials."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.persian.amounts import read_amount
from catalogue.persian.calendar import DateWay, read_date, read_instant
from catalogue.persian.numbers import latin_digits, persian_digits, read_number


def test_digits_change_their_alphabet_and_nothing_else() -> None:
    assert latin_digits("ماده ۱۲ و ٣٤ و 56 ك") == "ماده 12 و 34 و 56 ك"
    assert persian_digits("ماده 12 و ٣٤ و ۵۶") == "ماده ۱۲ و ۳۴ و ۵۶"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("۶۰۰", "600"),
        ("٦٠٠", "600"),
        (" 050 ", "50"),
        ("۱٬۲۳۴٬۵۶۷", "1234567"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1/234/567", "1234567"),
        ("1،234", "1234"),
        ("1,234", "1234"),
        ("1,234.50", "1234.5"),
        ("1.234,5", "1234.5"),
        ("۱۲/۵", "12.5"),
        ("۱۲٫۵", "12.5"),
        ("۱۲٫۵۰", "12.5"),
        ("۰٫۱۲۵", "0.125"),
        ("1,234٫500", "1234.5"),
        ("12,5", "12.5"),
        ("0.125", "0.125"),
        ("−۵", "-5"),
        ("0", "0"),
    ],
)
def test_a_printed_number_is_read_as_a_decimal_string(text: str, number: str) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize("text", ["", "1402/05/01", "12:30", "۱۲ نفر", "1,23,456", "1٫2٫3", "۱٬۲۳", "-", "½"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("raw", "value", "unit"),
    [
        ("۵۰۰ ریال", "500", "ریال"),
        ("۵۰۰ تومان", "5000", "تومان"),
        ("مبلغ ۲٬۰۰۰ میلیون ریال", "2000000000", "میلیون ریال"),
        ("۱۲/۵ میلیارد تومان", "125000000000", "میلیارد تومان"),
        ("۳ هزار تومان", "30000", "هزار تومان"),
        ("2 هزار میلیارد تومان", "20000000000000", "هزار میلیارد تومان"),
        ("۱٫۵ همت", "15000000000000", "همت"),
        ("۵ ميليارد و ۲۰۰ ميليون ريال", "5200000000", "ميليون ريال"),
        ("1,500﷼", "1500", "﷼"),
    ],
)
def test_an_amount_is_told_in_rials_with_its_unit_as_written(raw: str, value: str, unit: str) -> None:
    assert read_amount(raw) == {
        "raw": raw,
        "value": value,
        "currency": "IRR",
        "unit_as_written": unit,
        "certain": True,
    }


def test_another_currency_keeps_its_code() -> None:
    amount = read_amount("۲ میلیون دلار")
    assert amount is not None
    assert (amount["value"], amount["currency"]) == ("2000000", "USD")


def test_the_unit_of_a_table_counts_where_the_text_names_none() -> None:
    amount = read_amount("۱٬۲۰۰", "مبالغ به میلیون ریال")
    assert amount is not None
    assert (amount["value"], amount["certain"]) == ("1200000000", True)
    assert amount["unit_as_written"] == "مبالغ به میلیون ریال"


def test_a_size_named_twice_is_not_certain() -> None:
    amount = read_amount("۵ میلیون", "میلیون ریال")
    assert amount is not None
    assert amount["certain"] is False


@pytest.mark.parametrize("raw", ["1.250 میلیارد ریال", "۱/۲۵۰ ریال", "۱۲٫۵۰۰ ریال"])
def test_an_amount_with_two_readings_is_not_certain(raw: str) -> None:
    amount = read_amount(raw)
    assert amount is not None
    assert amount["certain"] is False


@pytest.mark.parametrize("raw", ["", "ریال", "۵۰۰", "۵۰۰ نفر", "1402/05/01 ریال"])
def test_without_a_number_or_a_unit_there_is_no_amount(raw: str) -> None:
    assert read_amount(raw) is None


@given(st.text(st.sampled_from("0123456789۱۲۳.,/٬٫ -وریالهزارمیلیون\u200c") | st.characters(), max_size=40))
def test_any_text_is_read_without_an_error(raw: str) -> None:
    read_number(raw)
    read_amount(raw)
    read_amount(raw, "تومان")


@pytest.mark.parametrize("piece", ["1", "1,", "1 و ", "هزار ", "یک و ", "پانصد و بیست و پنج ", "(1)", "(یک) ", "تا "])
def test_a_very_long_text_is_read_at_once(piece: str) -> None:
    read_amount(piece * 20_000, "ریال")
    read_amount((piece * 1_000)[:1_000], "ریال")


@pytest.mark.parametrize("printed", ["1 234 567 ریال", "۱ ۲۳۴ ۵۶۷ ریال", "1\u00a0234\u00a0567 ریال", "1'234'567 ریال"])
def test_groups_divided_by_blanks_or_apostrophes_are_one_number_that_is_not_certain(printed: str) -> None:
    amount = read_amount(printed)
    assert amount is not None
    assert (amount["value"], amount["certain"], amount["raw"]) == ("1234567", False, printed)


@pytest.mark.parametrize(
    "printed",
    [
        "۵ تا ۶ میلیون ریال",
        "۵-۶ میلیون ریال",
        "٪۵ ریال",
        "۵٪ ریال",
        "۱۰۰ ریال و ۲۰۰ تومان",
        "12 3456 ریال",
        "۳ قسط ۲۰۰ ریالی و ۴۰۰",
    ],
)
def test_two_numbers_or_a_share_are_no_amount(printed: str) -> None:
    assert read_amount(printed) is None


def test_a_sum_of_parts_is_one_amount() -> None:
    amount = read_amount("۲ میلیارد و ۳۰۰ میلیون ریال")
    assert amount is not None
    assert (amount["value"], amount["certain"]) == ("2300000000", True)


@pytest.mark.parametrize("mark", "²₂②½⑵❷")
def test_a_mark_of_a_note_is_no_digit(mark: str) -> None:
    assert read_number(f"۱۰۰{mark}") is None
    assert read_amount(f"۱۰۰{mark} ریال") is None
    assert read_amount(f"۱۰۰{mark}", "ریال") is None
    assert read_date(f"۱۴۰۲/۵/۱{mark}").problems == ("date-unreadable",)
    assert read_instant(f"169088400{mark}", DateWay(form="epoch-s")).problems == ("date-unreadable",)


def test_a_note_that_was_set_off_is_no_digit() -> None:
    assert read_number("۱۰۰ 2") is None
    assert read_amount("۱۰۰ 2 ریال") is None
    assert read_date("۱/۵/۱۴۰۲ 2").date["jalali"] == "1402-05-01"
