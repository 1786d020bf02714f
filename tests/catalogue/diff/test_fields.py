"""Records field by field: what stays is not told, what shifts is left out, every change stands once."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from catalogue.diff.fields import Diff, compare
from tests.making import a_decision

WORDS = st.text(st.sampled_from("آبپ یي"), min_size=1, max_size=6)
VALUES = st.recursive(
    WORDS | st.integers(),
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, min_size=1),
    max_leaves=6,
)


def changes(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """The changed fields."""
    return [(one.path, one.old, one.new) for one in compare(old, new).fields]


def a_text(text: str, role: str = "body", **beside: str) -> dict[str, str]:
    return {"role": role, "text": text, **beside}


def paths(diff: Diff) -> list[str]:
    """Where texts changed."""
    return [change.path for change in diff.texts]


def test_a_field_a_list_and_an_object_are_told_as_deep_as_they_differ() -> None:
    old = a_decision(number={"raw": "۱۲", "folded": "12"}, tags=["آب", "برق", "گاز"], row_count=3)
    new = a_decision(number={"raw": "۱۳", "folded": "13"}, tags=["باد", "آب", "گاز"], access={"code": "public"})
    assert changes(old, new) == [
        ("access", None, {"code": "public"}),
        ("number.folded", "12", "13"),
        ("number.raw", "۱۲", "۱۳"),
        ("row_count", 3, None),
        ("tags[0]", None, "باد"),
        ("tags[1]", "برق", None),
    ]


def test_an_item_that_changed_inside_is_told_inside() -> None:
    old = a_decision(files=[{"role": "scan", "name": "الف", "bytes": 1}, {"role": "annex", "name": "ب"}])
    new = a_decision(files=[{"role": "scan", "name": "الف", "bytes": 2}, {"role": "annex", "name": "ب"}])
    assert changes(old, new) == [("files[0].bytes", 1, 2)]


def test_what_shifts_with_every_edit_is_left_out() -> None:
    def record(place: int, rule: str = "label") -> dict[str, Any]:
        return a_decision(
            structure=[{"anchor": place}],
            masks=[{"path": "title", "span": [place, place + 3], "class": "mobile", "rule": rule}],
            relations=[{"type": "amends", "to_raw": "آ", "evidence": {"span": [place, 9], "quote": "آ"}}],
        )

    assert changes(record(1), record(2)) == []
    assert changes(record(1), record(2, "shape")) == [("masks[0].rule", "label", "shape")]


def test_texts_are_told_word_by_word_and_once() -> None:
    diff = compare(
        a_decision(title="بودجهٔ شهر", texts=[a_text("یک دو"), a_text("شرح", "description")]),
        a_decision(title="بودجهٔ ده", texts=[a_text("یک سه"), a_text("شرح", "description")]),
    )
    assert diff.fields == ()
    assert [(one.path, one.role, one.lang) for one in diff.texts] == [
        ("title", "title", None),
        ("texts[0].text", "body", None),
    ]
    assert [run.text for run in diff.texts[0].text.runs] == ["بودجهٔ ", "شهر", "ده"]


def test_a_text_is_compared_with_that_of_its_role_and_language() -> None:
    persian, english = a_text("متن", lang="fa"), a_text("text", lang="en")
    assert paths(compare(a_decision(texts=[persian]), a_decision(texts=[english, persian]))) == ["texts[0].text"]
    assert paths(compare(a_decision(texts=[english, persian]), a_decision(texts=[persian, english]))) == []
    assert paths(compare(a_decision(texts=[persian]), a_decision())) == ["texts[0].text"]


def test_a_language_that_is_stated_by_now_is_a_field() -> None:
    old, new = a_decision(texts=[a_text("متن")]), a_decision(texts=[a_text("متن", lang="fa")])
    assert paths(compare(old, new)) == []
    assert changes(old, new) == [("texts[0].lang", None, "fa")]


def test_letters_only_holds_for_all_changes_or_not() -> None:
    old = a_decision(title="كتاب", tags=["علي"])
    assert compare(old, a_decision(title="کتاب", tags=["علی"])).letters_only
    assert not compare(old, a_decision(title="کتاب", tags=["ولی"])).letters_only
    assert not compare(old, a_decision(title="کتابی", tags=["علی"])).letters_only
    assert not compare(old, old).letters_only


def at(record: dict[str, Any], path: str) -> Any:
    """What stands at a path of a record."""
    found: Any = record
    for name, place in re.findall(r"([a-z]+)|\[(\d+)\]", path):
        found = found[name] if name else found[int(place)]
    return found


@given(VALUES, VALUES)
def test_what_is_told_of_a_path_stands_there(old: Any, new: Any) -> None:
    before, after = a_decision(extra=old), a_decision(extra=new)
    for path, gone, come in changes(before, after):
        assert at(before if come is None else after, path) == (gone if come is None else come)


@given(VALUES, VALUES)
def test_nothing_is_told_of_equal_values_and_something_of_others(old: Any, new: Any) -> None:
    told = changes(a_decision(extra=old), a_decision(extra=new))
    assert bool(told) == (old != new)
    assert not changes(a_decision(extra=old), a_decision(extra=old))
