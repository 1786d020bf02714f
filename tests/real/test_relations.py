"""Decisions of the cabinet as the site of national laws prints them: what they say of earlier ones."""

from __future__ import annotations

import pytest

from catalogue.edges import with_found_edges
from tests.making import a_decision
from tests.real.recording import SHARED

pytestmark = pytest.mark.shared

PAGES = SHARED / "sources" / "ir-qavanin-pages"
EXPECTED = {
    "16718475569029518964.md": [],
    "4163910916466606324.md": [("amends", "48265/ت62648هـ مورخ 1403/3/21")],
    "9005655398431590109.md": [("adds_to", "56306/ت62270هـ مورخ 4/4/1403")],
}
"""Page -> type of each edge and the end of the words that name its target. A proposal's number is none."""


def test_each_amending_decision_names_the_one_it_amends_and_no_other_says_anything() -> None:
    if not PAGES.is_dir():
        pytest.skip("ir-qavanin-pages of ../shared/data is missing")
    found = {}
    for path in sorted(PAGES.glob("*.md")):
        text = path.read_text(encoding="utf-8").strip()
        record, left_out = with_found_edges(a_decision(text.partition("\n")[0], text))
        edges = record.get("relations", [])
        found[path.name] = [(one["type"], one["to_raw"].partition("شماره ")[2]) for one in edges]
        assert left_out == 0
        assert all(text[slice(*one["evidence"]["span"])] == one["evidence"]["quote"] for one in edges)
    assert found == EXPECTED
