"""The file of equal words: what ships is in order, and what is wrong is told by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogue.persian.synonyms import Synonyms
from deploy.settings import shipped_sources
from harvesters.errors import SourceInvalid
from harvesters.synonyms import load_synonyms

SHIPPED = shipped_sources() / "words" / "synonyms.yaml"

BROKEN = """\
groups:
  - words: [صمت, "صنعت، معدن و تجارت"]
    source: سرنام رایج
  - words:
      - مجلس
      - مجلس شورای اسلامی
    source: نام کوتاه
  - words: [بودجه]
    source: هیچ‌کس
  - words:
      - وزارت
      - صمت
      - "؟!"
    source: نام کوتاه
"""


def test_the_groups_that_ship_have_no_mistake_and_find_their_words() -> None:
    groups = load_synonyms(SHIPPED)
    known = Synonyms(groups)
    assert len(groups) >= 60
    for group in groups:
        for word in group:
            assert set(group) - {word} <= {other for same in known.of(word.split()) for other in same.others} | {word}


def test_every_mistake_is_told_at_its_line(tmp_path: Path) -> None:
    path = tmp_path / "synonyms.yaml"
    path.write_text(BROKEN, encoding="utf-8")
    with pytest.raises(SourceInvalid) as caught:
        load_synonyms(path)
    lines = [(one.line, one.path, one.en.split("'")[1] if "'" in one.en else "") for one in caught.value.mistakes]
    assert lines == [(5, "words", "مجلس"), (8, "words", ""), (12, "words", "صمت"), (13, "words", "؟!")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("groups: []\n", 1),
        ("groups:\n  - {words: [الف, ب]}\n", 2),
        ("groups:\n  - {words: [الف, ب], source: من, weight: 2}\n", 2),
        ("groups: [\n", 2),
        ("x", 1),
    ],
)
def test_what_the_file_may_not_say_is_refused(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "synonyms.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceInvalid) as caught:
        load_synonyms(path)
    assert {one.line for one in caught.value.mistakes} == {line}
