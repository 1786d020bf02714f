from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvesters.issues import LONGEST_EXCERPT, LONGEST_NUMBER
from harvesters.readers.trees import (
    LONGEST_SHOWN,
    ROWS_IN_PART,
    end_of,
    native_id_of,
    parts_of,
    row_of,
    rules_of,
    steps_of,
    texts_at,
)

TREE = {
    "id": 5,
    "title": "بودجه",
    "resources": [{"url": "u1"}, {"format": "csv"}, {"url": ["u3", "u4"]}],
    "tags": [{"name": "هزینه‌ها"}, {"name": "ب"}],
    "x.y": {"z": True},
    "empty": None,
}


def rules(*paths: str, ignore: tuple[str, ...] = (), native_id: tuple[str, ...] = ("id",)) -> Any:
    """Rules with these paths."""
    places = [{"way": "path", "what": path, "key": f"path:{path}"} for path in paths]
    parts = [{"way": "path", "what": path, "match": None} for path in native_id]
    given = {"encoding": None, "language": None, "rows": None, "native_id": parts, "link": None, "next": None}
    return rules_of(json.dumps({**given, "total": None, "places": places, "ignore": ignore, "own": {}, "depth": 50}))


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("a.b", ("a", "b")),
        ("a[].b", ("a", None, "b")),
        ("a[1].b", ("a", 1, "b")),
        (r"x\.y.z", ("x.y", "z")),
        ("dct:title@fa", ("dct:title@fa",)),
        ("[].a", (None, "a")),
        ("", ()),
    ],
)
def test_a_path_is_steps(path: str, steps: tuple[object, ...]) -> None:
    assert steps_of(path) == steps


@pytest.mark.parametrize(
    ("path", "texts"),
    [
        ("title", ["بودجه"]),
        ("id", ["5"]),
        ("tags.name", ["هزینه‌ها", "ب"]),
        ("tags[].name", ["هزینه‌ها", "ب"]),
        ("resources.url", ["u1", "u3", "u4"]),
        ("resources[].url", ["u1", "", "u3"]),
        ("resources[1].format", ["csv"]),
        (r"x\.y.z", ["true"]),
        ("resources", []),
        ("empty", []),
        ("nowhere.at.all", []),
        ("title.deeper", []),
    ],
)
def test_the_texts_at_a_path_and_one_for_each_thing_where_it_says_so(path: str, texts: list[str]) -> None:
    assert texts_at(TREE, steps_of(path), "[]" in path) == texts


def test_what_no_rule_names_and_nobody_ignores_is_a_leftover_with_its_path() -> None:
    row = row_of(TREE, rules("title", "resources[].url", ignore=("tags",)), "row 1")
    assert row["native_id"] == "5"
    assert row["fields"] == {
        "path:title": ["بودجه"],
        "path:resources[].url": ["u1", "", "u3"],
        "path:resources.format": ["csv"],
        r"path:x\.y.z": ["true"],
    }


def test_a_key_of_several_parts_is_their_hash_and_of_none_there_is_none() -> None:
    assert native_id_of(["5"]) == "5"
    assert native_id_of([None, None]) is None
    assert native_id_of(["a", "b"]) == native_id_of(["a", "b"]) != native_id_of(["ab", None])


def test_rows_come_in_parts_and_the_end_says_the_rest() -> None:
    parts = list(parts_of(({"id": number} for number in range(ROWS_IN_PART + 1)), rules()))
    assert [len(part["rows"]) for part in parts] == [ROWS_IN_PART, 1]
    assert parts[1]["rows"][0]["place"] == f"row {ROWS_IN_PART + 1}"
    assert end_of("utf-8", {"undecodable": 2}, total="7")["end"] == {
        "charset": "utf-8",
        "problems": {"undecodable": 2},
        "total": "7",
        "next": None,
        "missing": [],
    }


def test_an_excerpt_is_long_enough_to_be_masked_before_it_is_cut() -> None:
    assert LONGEST_SHOWN >= LONGEST_EXCERPT + LONGEST_NUMBER


TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)


@given(tree=TREES, path=st.text(alphabet="ab.[]0\\"))
def test_any_tree_and_any_path_give_a_row_of_texts(tree: Any, path: str) -> None:
    row = row_of(tree, rules(path or "a"), "row 1")
    assert all(isinstance(text, str) for texts in row["fields"].values() for text in texts)
