"""One word of a real text edited: the diff shows that word and nothing else (records.md section 6)."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from tests.catalogue.diff.edits import edit_one_word, words_of
from tests.real.recording import SHARED

pytestmark = pytest.mark.shared

EDITS = 500
LEAST_WORDS = 20
TEXTS = {
    "proceedings": ("scale/scale-fa/scale-fa-government.jsonl.gz", "body"),
    "articles": ("persian-ir/docs.jsonl.gz", "text"),
}


def texts_of(file: Path, field: str) -> Iterator[tuple[str, list[str]]]:
    """Texts of a file with enough words, and these."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = str(json.loads(line).get(field, ""))
            if len(words := words_of(text)) >= LEAST_WORDS:
                yield text, words


@pytest.mark.parametrize("name", TEXTS)
def test_five_hundred_edits_of_one_word_are_told_as_that_word(name: str) -> None:
    path, field = TEXTS[name]
    file = SHARED / path
    if not file.is_file():
        pytest.skip(f"{file.name} of ../shared/data is missing")
    random = Random(9)
    texts = list(islice(texts_of(file, field), EDITS))
    edits = [edit_one_word(text, random.choice(texts)[1], random) for text, _ in texts]
    assert len(edits) == EDITS
    assert not [(edit.gone, edit.come) for edit in edits if not edit.is_told()]
