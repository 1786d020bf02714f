"""What people call our fields leads to the field of their kind of record."""

from __future__ import annotations

import pytest

from schemas.our_fields import MEANT, meant_by, path_of


@pytest.mark.parametrize(
    ("name", "kind", "field"),
    [
        ("date", "decision", "adopted_on"),
        ("date", "notice", "published_on"),
        ("تاریخ", "dataset", "modified"),
        ("place", "notice", "places.city"),
        ("شمارة", "notice", None),
        ("هیچ", "decision", None),
    ],
)
def test_a_usual_word_means_the_field_of_the_kind(name: str, kind: str, field: str | None) -> None:
    assert meant_by(name, kind) == field


def test_all_that_is_meant_are_fields() -> None:
    names = {name for meant in MEANT.values() for name in ([meant] if isinstance(meant, str) else meant.values())}
    assert all(map(path_of, names))
