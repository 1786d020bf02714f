"""A pattern that comes to no end on a text costs that value, and no more."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from harvesters.folded import cut_out
from harvesters.issues import Issue
from harvesters.keeping import ForNobody
from harvesters.patterns import LONGEST_SEARCHED, PatternTooSlow, to_pattern
from harvesters.protocols import RawRecord, files
from harvesters.replay import FolderFetcher
from harvesters.treatments import treat
from tests.harvesters.making import LISTING, a_source, listing, load_text, now
from tests.harvesters.protocols.test_files import TEXT
from tests.harvesters.protocols.test_html import LIST
from tests.harvesters.protocols.test_html import read as read_pages
from tests.harvesters.test_treatments import a_rule

ENDLESS = r"(\w+ ?)*ب$"
HOSTILE = "مصوبه " * (LONGEST_SEARCHED // 6) + "!"
LONGEST_WAIT = 20
"""Seconds for one text on a busy machine; without a limit it would be years."""


@pytest.mark.parametrize("pattern", [ENDLESS, r"(ا+)+$", r"^(([ا-ی])+.)+[A-Z]([ا-ی])+$", r"(.*)*شماره (\d+)$"])
@pytest.mark.parametrize("text", [HOSTILE, "ا" * LONGEST_SEARCHED, "۱" * LONGEST_SEARCHED])
def test_no_pattern_is_busy_for_ever(pattern: str, text: str) -> None:
    started = monotonic()
    with suppress(PatternTooSlow):
        cut_out(to_pattern(pattern), text)
    assert monotonic() - started < LONGEST_WAIT


def test_a_value_whose_pattern_is_too_slow_is_a_problem_of_that_value() -> None:
    (value,) = treat(a_rule(match=to_pattern(ENDLESS)), HOSTILE, "", join_lines=False)
    assert (value.made, value.problems) == (None, ("pattern-too-slow",))


def test_a_row_whose_key_takes_too_long_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    text = LISTING.replace("{css: a, attr: href, match: 'acts/(\\w+)'}", f"{{css: a, match: '{ENDLESS}'}}")
    rows = (("1", HOSTILE, "1402"), ("2", "مصوبهٔ خوب", "1402"))
    refused, raw = read_pages(tmp_path, {f"{LIST}1": listing(*rows), f"{LIST}2": listing()}, text)
    assert isinstance(refused, Issue) and isinstance(raw, RawRecord)
    assert (refused.code, refused.refuses, refused.facts) == ("pattern-too-slow", True, {"field": "list.native_id"})


def test_a_row_whose_link_takes_too_long_is_refused(tmp_path: Path) -> None:
    text = LISTING.replace("detail: {css: a, attr: href}", f"detail: {{css: a, match: '{ENDLESS}'}}")
    found = read_pages(tmp_path, {f"{LIST}1": listing(("1", HOSTILE, "1402")), f"{LIST}2": listing()}, text)
    assert [(one.code, one.refuses) for one in found if isinstance(one, Issue)] == [("pattern-too-slow", True)]


@pytest.mark.parametrize("key", ["match: '\\.txt$'", "number: {name: '^(\\d+)-'}"])
def test_a_name_of_a_file_that_takes_too_long_is_told_once(tmp_path: Path, key: str) -> None:
    slow = "(a|aa)+$"
    text = TEXT.replace(key, key.partition("'")[0] + f"'{slow}'" + key.rpartition("'")[2])
    folder = tmp_path / "laws"
    folder.mkdir()
    (folder / ("a" * 240 + ".txt")).write_text("شماره ۱ متن", encoding="utf-8")
    found: list[Any] = list(files.read(a_source(tmp_path, text), FolderFetcher(tmp_path, ForNobody(), now(), 1000)))
    slow_ones = [one for one in found if isinstance(one, Issue)]
    assert [issue.code for issue in slow_ones] == ["pattern-too-slow"]
    assert slow_ones[0].facts == {"field": "match" if key.startswith("match") else "number"}


def test_what_the_other_engine_reads_otherwise_is_a_mistake_with_its_line(tmp_path: Path) -> None:
    (mistake,) = load_text(tmp_path, LISTING.replace("{column: عنوان}", "{column: عنوان, match: '{e}'}"))  # type: ignore[misc]
    assert (mistake.line, mistake.path) == (14, "fields.title.match")
