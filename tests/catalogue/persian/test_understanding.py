"""What the words of a query mean: found however they are joined and spelt, and never more than is certain."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.persian.letters import fold_search
from catalogue.persian.understanding import Meaning, Names, understand
from catalogue.persian.words import analyse

NAMES = Names(
    [
        ("agency", "industry", "وزارت صنعت، معدن و تجارت"),
        ("agency", "industry", "صمت"),
        ("agency", "industry", "وزارت صمت"),
        ("agency", "energy", "وزارت نیرو"),
        ("agency", "cabinet", "هیئت وزیران"),
        ("agency", "north-roads", "اداره راه"),
        ("agency", "south-roads", "اداره راه"),
        *[("agency", f"bank-{number}", "بانک") for number in range(4)],
        ("type", "cabinet_resolution", "تصویب‌نامه"),
        ("type", "regulation", "آیین‌نامه"),
        ("type", "executive_bylaw", "آیین‌نامه اجرایی"),
        ("kind", "dataset", "مجموعه‌داده"),
        ("type", "programme", "برنامه سال"),
    ]
)


def words_of(text: str) -> list[str]:
    return [fold_search(text[word.start : word.end]) for word in analyse(text).words]


def meanings(text: str) -> list[tuple[str, str]]:
    return [(meaning.kind, meaning.value) for meaning in understand(words_of(text), NAMES)]


@pytest.mark.parametrize(
    "text",
    [
        "وزارت صنعت، معدن و تجارت",
        "وزارت صنعت معدن تجارت",
        "وزارت صنعت و معدن و تجارت",
        "وزارت صنعت‌معدن‌و‌تجارت",
        "وزارتصنعتمعدنوتجارت",
        "وزارت صمت",
        "وزارت‌صمت",
        "وزارتصمت",
        "صمت",
    ],
)
def test_an_agency_is_found_however_its_name_is_joined(text: str) -> None:
    assert meanings(f"گزارش {text} امسال") == [("agency", "industry")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("تصویبنامه هیات وزیران", [("type", "cabinet_resolution"), ("agency", "cabinet")]),
        ("تصويب نامه هيأت‌وزيران", [("type", "cabinet_resolution"), ("agency", "cabinet")]),
        ("تصویب‌نامه‌های هیئت وزیران", [("type", "cabinet_resolution"), ("agency", "cabinet")]),
        ("تصویب نامه ها", [("type", "cabinet_resolution")]),
        ("آئین نامه", [("type", "regulation")]),
        ("آیین‌نامه اجرایی", [("type", "executive_bylaw")]),
        ("مجموعه داده ها", [("kind", "dataset")]),
        ("اداره راه", [("agency", "north-roads"), ("agency", "south-roads")]),
        ("بانک", []),
        ("وزارت", []),
        ("برنامه سال ۱۴۰۲", [("jalali_year", "1402")]),
        ("نیرو", []),
    ],
)
def test_names_are_found_in_every_spelling_and_the_longest_counts(text: str, found: list[tuple[str, str]]) -> None:
    assert meanings(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("بودجه ۱۴۰۲", ("jalali_year", "1402")),
        ("بودجه سال ۱۴۰۲", ("jalali_year", "1402")),
        ("مرداد ۱۴۰۲", ("jalali_month", "1402-05")),
        ("مرداد ماه سال ۱۴۰۲", ("jalali_month", "1402-05")),
        ("۱۴۰۲/۰۵", ("jalali_month", "1402-05")),
        ("1402-5", ("jalali_month", "1402-05")),
        ("۱۴۰۲-۱۳", ("number", "1402-13")),
        ("۱۴۰۲/۵/۱", ("date", "1402-05-01")),
        ("۱۴۰۲-۰۵-۰۱", ("date", "1402-05-01")),
        ("۱ مرداد ۱۴۰۲", ("date", "1402-05-01")),
        ("بیست و سوم مرداد ۱۴۰۲", ("date", "1402-05-23")),
        ("14 August 2023", ("date", "1402-05-23")),
        ("August 14, 2023", ("date", "1402-05-23")),
        ("2023-08-14", ("date", "1402-05-23")),
        ("14020523", ("date", "1402-05-23")),
        ("۱۴ آگوست ۲۰۲۳", ("date", "1402-05-23")),
        ("۹ آبان ۹۸", ("date", "1398-08-09")),
        ("۹۸/۸/۹", ("date", "1398-08-09")),
        ("August 2023", ("date", "2023-08")),
        ("سال ۲۰۲۳", ("date", "2023")),
        ("شماره ۵۶۳۰۶/ت۶۲۲۷۰هـ", ("number", "56306/ت62270ه")),
        ("۵۶۳۰۶/ت۶۲۲۷۰", ("number", "56306/ت62270")),
        ("شماره ۱۲۳۴۵", ("number", "12345")),
        ("IR-123", ("number", "ir-123")),
        ("ماده دهم", ("number", "10")),
        ("مادهٔ ده", ("number", "10")),
        ("دوازده هزار و پانصد", ("number", "12500")),
        ("دوازده‌هزار و پانصد", ("number", "12500")),
        ("صدوده سکه", ("number", "110")),
        ("دو و نیم درصد", ("number", "2.5")),
        ("نامه 160/33417", ("number", "160/33417")),
        ("بیست‌وسوم مردادماه ۱۴۰۲", ("date", "1402-05-23")),
    ],
)
def test_times_and_numbers_are_understood(text: str, found: tuple[str, str]) -> None:
    assert meanings(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "بودجه",
        "۱۲۳۴۵",
        "آبان ۹۸",
        "۱۲۳۴۵۶۷۸",
        "۲۰۲۳",
        "۱۱۹۹",
        "۱۴۹۹",
        "مرداد",
        "۳۱ مهر ۱۴۰۲",
        "ساعت ۱۲:۳۰",
        "۱٬۲۳۴٬۵۶۷ ریال",
        "۱۲٫۵",
        "ده بالا",
        "نه و نو",
        "سی",
    ],
)
def test_what_is_not_certain_means_nothing(text: str) -> None:
    assert meanings(text) == []


def test_a_meaning_says_which_words_it_took() -> None:
    words = words_of("گزارش وزارت نیرو در مرداد ۱۴۰۲")
    assert understand(words, NAMES) == (
        Meaning("agency", "energy", "وزارت نیرو", 1, 2),
        Meaning("jalali_month", "1402-05", "مرداد 1402", 4, 5),
    )


SOME = ("سال", "1402", "مرداد", "ده", "و", "هزار", "صمت", "1402/05")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.text(max_size=30) | st.sampled_from(["سال", "1402", "مرداد", "ده", "و", "هزار", "صمت"]), max_size=40)
)
def test_any_words_are_understood_in_order_and_without_overlap(words: list[str]) -> None:
    found = understand(words, NAMES)
    places = sorted({(meaning.first, meaning.last) for meaning in found})
    assert all(0 <= first <= last < len(words) for first, last in places)
    assert all(before[1] < after[0] for before, after in pairwise(places))
    assert [meaning.first for meaning in found] == sorted(meaning.first for meaning in found)
