"""Numbers and days meet in all their written forms: digits, separators, words, calendars."""

import pytest

from catalogue.persian.words import analyse


def stems(text: str) -> set[str]:
    return set(analyse(text).stem_tokens())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("۱٬۲۳۴٬۵۶۷ نفر", "1234567"),
        ("1,234,567 نفر", "1234567"),
        ("١٢٣٤ نفر", "1234"),
        ("دوازده هزار و پانصد", "12500"),
        ("مبلغ یکصد و بیست و پنج هزار تومان", "125000"),
        ("اصل چهل و چهارم", "44"),
        ("مادهٔ پنجم", "5"),
        ("۲۵ میلیارد ریال", "25000000000"),
        ("۲/۵ میلیون", "2500000"),
        ("سه میلیون و دویست هزار", "3200000"),
        ("۳ میلیارد و ۲۰۰ میلیون تومان", "3200000000"),
        ("۴۵ هزار میلیارد ریال", "45000000000000"),
    ],
)
def test_a_number_has_its_value(text: str, value: str) -> None:
    assert value in stems(text)


@pytest.mark.parametrize("text", ["یک کتاب", "اول", "نه", "پنج، شش"])
def test_articles_and_lists_make_no_other_numbers(text: str) -> None:
    assert not stems(text) & {"1", "9", "11"}


@pytest.mark.parametrize(
    "text",
    [
        "۱ مرداد ۱۴۰۲",
        "۰۱ /۰۵ /۱۴۰۲",
        "۱۴۰۲/۵/۱",
        "1402-05-01",
        "2023-07-23",
        "23 July 2023",
        "۲۳ ژوئیه ۲۰۲۳",
        "۱ اسد ۱۴۰۲",
        "اول مرداد ماه یکهزار و چهارصد و دو",
        "یکم مرداد ماه سال ۱۴۰۲",
    ],
)
def test_a_day_has_its_jalali_day_and_year_whatever_its_form(text: str) -> None:
    assert {"1402-05-01", "1402"} <= stems(f"در تاریخ {text} تصویب شد")


def test_a_day_spans_all_its_words() -> None:
    text = "در بیست و سوم مرداد ماه ۱۴۰۲ تصویب شد"
    analysis = analyse(text)
    day = next(joined for joined in analysis.joined if joined.is_day)
    assert day.token == "1402-05-23"
    words = analysis.words
    assert text[words[day.first].start : words[day.last].end] == "بیست و سوم مرداد ماه ۱۴۰۲"


@pytest.mark.parametrize("text", ["۳۱ مهر ۱۴۰۲", "مرداد ۱۴۰۲", "یک مرداد یک مرداد", "میزان ۱۴۰۲"])
def test_what_is_no_day_has_none(text: str) -> None:
    assert not any(joined.is_day for joined in analyse(text).joined)


@pytest.mark.parametrize("piece", ["یک ", "پنج و ", "یک مرداد ", "1 مرداد یک هزار ", "هزار ", "12 میلیون ", "1 /1 /"])
def test_a_long_run_of_numbers_analyses_at_once(piece: str) -> None:
    analyse(piece * (100_000 // len(piece)))
