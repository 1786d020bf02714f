"""Glued words of documents are parted into words of the list; words, names and noise are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.persian.parting import parts_of
from catalogue.persian.words import analyse


@pytest.mark.parametrize(
    ("glued", "parts"),
    [
        ("روابطعمومی", ("روابط", "عمومی")),
        ("روابطعمومیها", ("روابط", "عمومی")),
        ("علمیبه", ("علمی", "به")),
        ("درمجلس", ("در", "مجلس")),
        ("وزارتکشاورزی", ("وزارت", "کشاورزی")),
    ],
)
def test_glued_words_are_parted(glued: str, parts: tuple[str, ...]) -> None:
    assert parts_of(glued) == parts


@pytest.mark.parametrize(
    "word", ["کتابخانه", "کتابخانههایشان", "نمایندگانی", "میخواهند", "نمیشدهاند", "بهبود", "information", "ککککککک", ""]
)
def test_words_and_their_forms_stay_whole(word: str) -> None:
    assert parts_of(word) == ()


def test_the_parts_stand_beside_the_word() -> None:
    analysis = analyse("روابطعمومی")
    assert analysis.exact_tokens() == ["روابطعمومی"]
    assert {"روابطعمومی", "عمومی"} <= set(analysis.stem_tokens())


@given(st.text("ابپتدرسشعقکگلمنوهی", max_size=40))
def test_parts_make_up_a_beginning_of_the_word(glued: str) -> None:
    assert glued.startswith("".join(parts_of(glued)))
