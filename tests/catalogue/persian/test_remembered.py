"""What is remembered of words: the same answers, and nothing of what is long."""

from __future__ import annotations

from catalogue.persian.pieces import PIECES
from catalogue.persian.remembered import LONGEST_REMEMBERED, MOST_REMEMBERED, remembered
from catalogue.persian.words import analyse

LONG = "ب" * (LONGEST_REMEMBERED + 1)


def test_a_short_text_is_read_once_and_a_long_one_each_time() -> None:
    read: list[str] = []

    @remembered
    def size(text: str) -> int:
        read.append(text)
        return len(text)

    assert [size(text) for text in ("آب", "آب", LONG, LONG)] == [2, 2, len(LONG), len(LONG)]
    assert read == ["آب", LONG, LONG]


def test_a_long_piece_is_analysed_and_not_kept() -> None:
    assert analyse(f"{LONG} برق").exact_tokens()
    assert "برق" in PIECES
    assert LONG not in PIECES


def test_pieces_that_are_remembered_have_a_bound() -> None:
    for start in range(0, 130_000, 1_000):
        analyse(" ".join(f"{number}" for number in range(start, start + 1_000)))
    assert len(PIECES) <= MOST_REMEMBERED
