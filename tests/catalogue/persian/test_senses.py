"""What may be found in the place of words of a query, and that operators are taken at their word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.errors import QueryRefused
from catalogue.persian.knowledge import Knowledge
from catalogue.persian.query import Reading, read_query
from catalogue.persian.synonyms import Synonyms
from catalogue.persian.understanding import Names
from catalogue.search.index import Phrase, Word
from tests.catalogue.persian.matching import Shelf

TEXTS = (
    "وزارت صنعت، معدن و تجارت گزارش داد",
    "وزیر صمت",
    "مصوبه ۵۶۳۰۶/ت۶۲۲۷۰",
    "جلسه ۱۴۰۲/۵/۲۳",
    "بهای ۳۲۰۰۰۰۰۰۰۰ تومان",
    "نرخ ۲٫۵ درصد",
    "ماده ۱۱۰",
)
SYNONYMS = Synonyms([("صمت", "صنعت، معدن و تجارت")])
NAMES = Names([("agency", "industry", "وزارت صمت"), ("agency", "industry", "وزارت صنعت، معدن و تجارت")])


def read(text: str, *, repairs: bool = True) -> Reading:
    return read_query(text, Knowledge(Shelf(TEXTS), NAMES, SYNONYMS), repairs=repairs)


def found(text: str) -> set[int]:
    match = read(text).match
    shelf = Shelf(TEXTS)
    return {i for i in range(len(TEXTS)) if match is not None and shelf.holds(i, match)}


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("صمت", {0, 1}),
        ("وزارت صمت", {0}),
        ("صنعت معدن تجارت", {0, 1}),
        ("نامه ۵۶۳۰۶/ت۶۲۲۷۰هـ", set()),
        ("نامه ۵۶۳۰۶/ت۶۲۲۷۰", {2}),
        ("شماره ۵۶۳۰۶/ت۶۲۲۷۰", {2}),
        ("مورخ ۱۴۰۲/۰۵/۲۳", {3}),
        ("دوشنبه ۲۳ مرداد ۱۴۰۲", {3}),
        ("بیست و سوم مرداد ۱۴۰۲", {3}),
        ("14020523", {3}),
        ("۳٫۲ میلیارد", {4}),
        ("۳ میلیارد و ۲۰۰ میلیون تومان", {4}),
        ("دو و نیم درصد", {5}),
        ("ماده صد و ده", {6}),
        ("ماده یکصد و دهم", {6}),
        ("ماده صد و یازده", set()),
    ],
)
def test_words_are_found_by_what_they_mean(text: str, texts: set[int]) -> None:
    assert found(text) == texts


@pytest.mark.parametrize("text", ["صمت OR آب", "-صمت آب", "«صمت»", "(صمت)", "آب -(صمت)"])
def test_an_operator_takes_a_word_as_it_stands(text: str) -> None:
    reading = read(text)
    assert reading.same == ()
    assert [one for one in reading.understood if one.kind == "agency"] == []


def test_nothing_is_widened_where_all_is_asked_as_typed() -> None:
    assert read("صمت", repairs=False).same == ()


def test_what_was_understood_can_be_taken_out_of_the_text() -> None:
    understood = read("گزارشِ وزارت صمت دربارهٔ آب").understood
    assert [(one.value, one.text, one.rest) for one in understood] == [("industry", "وزارت صمت", "گزارشِ دربارهٔ آب")]


def test_equal_words_weigh_less_and_share_their_weight() -> None:
    match = read("صنعت معدن و تجارت").match
    also = {part for part in getattr(match, "parts", ()) for part in getattr(part, "parts", ())}
    assert Word("صمت", boost=0.125) in also
    assert Phrase(("صنعت", "معدن", "و", "تجارت"), boost=0.5) in getattr(read("صمت").match, "parts", ())


PIECES = [
    "صمت",
    "وزارت",
    "سال",
    "۱۴۰۲",
    "مرداد",
    "نوع:",
    "عنوان:",
    "«",
    "»",
    "(",
    ")",
    "-",
    " OR ",
    "یا",
    "میلیارد",
    "\u200c",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=40).map(" ".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        reading = read(text)
    except QueryRefused:
        return
    for one in reading.understood:
        assert one.text and one.text in text
