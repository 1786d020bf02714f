from __future__ import annotations

import pytest

from harvesters.readers.languages import by_language

TEXTS = [("en", "b"), ("fa-IR", "آ"), ("", "c"), ("de", "d"), ("fa-IR", "ب")]


@pytest.mark.parametrize(
    ("texts", "wanted", "chosen"),
    [
        (TEXTS, None, ["آ", "ب"]),
        (TEXTS, "en", ["b"]),
        (TEXTS, "ps", ["آ", "ب"]),
        ([("en", "b"), ("", "c")], None, ["c"]),
        ([("en", "b"), ("de", "d")], None, ["d"]),
        ([("fas", "b"), ("FA", "d")], None, ["d"]),
        ([], "fa", []),
    ],
)
def test_the_wanted_language_then_persian_then_untagged_then_the_first_tag(
    texts: list[tuple[str, str]], wanted: str | None, chosen: list[str]
) -> None:
    assert by_language(texts, wanted)[0] == chosen


def test_the_others_are_told_by_their_tags() -> None:
    assert by_language(TEXTS, None)[1] == {"en": ["b"], "none": ["c"], "de": ["d"]}
