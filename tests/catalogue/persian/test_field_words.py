"""Fields that a reader names, where they are meant, and colons that name none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.persian.field_words import FieldPart, field_parts, filters_of
from catalogue.persian.understanding import Names

NAMES = Names(
    [
        ("agency", "industry", "وزارت صنعت، معدن و تجارت"),
        ("agency", "abfa-nemouneh", "abfa-nemouneh"),
        ("type", "cabinet_resolution", "تصویب‌نامه"),
        ("type", "cabinet_resolution", "cabinet resolution"),
        ("agency", "cabinet", "هیئت وزیران"),
        ("kind", "dataset", "داده"),
    ]
)


def parts(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(text[part.start : part.end], part.filter, part.values) for part in field_parts(text, NAMES)]


@pytest.mark.parametrize(
    ("text", "part", "filter_", "values"),
    [
        ("نوع: تصویب نامه بودجه", "نوع: تصویب نامه", "type", ("cabinet_resolution",)),
        ("بودجه نوع:تصويبنامه", "نوع:تصويبنامه", "type", ("cabinet_resolution",)),
        ("type:cabinet resolution x", "type:cabinet resolution", "type", ("cabinet_resolution",)),
        ("دستگاه: وزارت صنعت معدن و تجارت گزارش", "دستگاه: وزارت صنعت معدن و تجارت", "agency", ("industry",)),
        ("agency:«هیأت وزیران»", "agency:«هیأت وزیران»", "agency", ("cabinet",)),
        ('Agency:"abfa-nemouneh" x', 'Agency:"abfa-nemouneh"', "agency", ("abfa-nemouneh",)),
        ("سال: ۱۴۰۲ بودجه", "سال: ۱۴۰۲", "jalali_year", ("1402",)),
        ("نوع: داده‌ها هوا", "نوع: داده‌ها", "kind", ("dataset",)),
        ("year:1402", "year:1402", "jalali_year", ("1402",)),
    ],
)
def test_a_field_of_a_filter_is_found_with_its_values(
    text: str, part: str, filter_: str, values: tuple[str, ...]
) -> None:
    assert parts(text) == [(part, filter_, values)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("عنوان:بودجه شهر", FieldPart(0, 11, "title", "بودجه", "عنوان:بودجه")),
        ("عنوان: «بودجه شهر»", FieldPart(0, 18, "title", "بودجه شهر", "عنوان: «بودجه شهر»", is_phrase=True)),
        ("متن:بودجه", FieldPart(0, 9, "text", "بودجه", "متن:بودجه")),
        ("number:56306/62270", FieldPart(0, 18, "number", "56306/62270", "number:56306/62270", is_phrase=True)),
    ],
)
def test_a_field_of_words_says_where_to_look(text: str, found: FieldPart) -> None:
    assert field_parts(text, NAMES) == (found,)


@pytest.mark.parametrize("text", ["نوع: بخشنامه", "دستگاه:«وزارت»", "سال: ۱۱۰۲", "year:2023", "agency:وزارت OR x"])
def test_an_unknown_value_is_told(text: str) -> None:
    assert [part.is_known for part in field_parts(text, NAMES)] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "ساعت ۱۲:۳۰",
        "موضوع: بودجه",
        "نوع:",
        "نوع: ،",
        "نوع:«»",
        "نوع : بخشنامه",
        "همنوع: تصویبنامه",
        "عنوان: گزارش کمیسیون برنامه و بودجه درباره نوع: تصویبنامه و سال: ۱۴۰۲",
    ],
)
def test_other_colons_name_no_field(text: str) -> None:
    assert parts(text) == []


def test_a_field_without_a_value_does_not_take_the_next_field() -> None:
    assert parts("نوع: سال: ۱۴۰۲") == [("سال: ۱۴۰۲", "jalali_year", ("1402",))]


SIGNS = st.text('نوعسالدستگاهمتن :«»"()-۱۴۰۲\u200c\u064b\u0640ﻻ㎧', max_size=60) | st.text(max_size=60)


@settings(max_examples=200, deadline=None)
@given(st.lists(SIGNS | st.sampled_from(["نوع:", "دستگاه: ", "title:", "هیئت وزیران"]), max_size=8).map("".join))
def test_any_text_has_parts_in_order_within_it(text: str) -> None:
    done = 0
    for part in field_parts(text, NAMES):
        assert done <= part.start < part.end <= len(text)
        assert part.value in text[part.start : part.end]
        done = part.end


@pytest.mark.parametrize(
    ("text", "filters", "rest"),
    [
        ("بودجه نوع: تصویبنامه شهر", {"type": ("cabinet_resolution",)}, "بودجه شهر"),
        ("سال:۱۴۰۱ سال:۱۴۰۲ بودجه", {"jalali_year": ("1401", "1402")}, "بودجه"),
        ("دستگاه:«هیئت وزیران»", {"agency": ("cabinet",)}, ""),
        ("(نوع:تصویبنامه بودجه)", {}, "(نوع:تصویبنامه بودجه)"),
        ("نوع:تصویبنامه OR بودجه", {}, "نوع:تصویبنامه OR بودجه"),
        ("بودجه یا نوع:تصویبنامه", {}, "بودجه یا نوع:تصویبنامه"),
        ("نوع:بخشنامه بودجه", {}, "نوع:بخشنامه بودجه"),
        ("عنوان:بودجه", {}, "عنوان:بودجه"),
    ],
)
def test_fields_that_stand_alone_become_filters(text: str, filters: dict[str, tuple[str, ...]], rest: str) -> None:
    assert filters_of(text, NAMES) == (filters, rest)
