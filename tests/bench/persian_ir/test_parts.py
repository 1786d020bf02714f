"""The parts of the bench that can be judged by hand: stems, spellings, the kept store."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.persian_ir.known_items import spellings
from tests.bench.persian_ir.product import opened
from tests.bench.persian_ir.seed_pages import seed_queries
from tests.bench.persian_ir.shared_set import Form, Paper
from tests.bench.persian_ir.stemming import found, mixed

PAPERS = [Paper("p1", "بودجهٔ سال", "درآمد و هزینه"), Paper("p2", "", "ساختن کتابخانه"), Paper("p3", "آب", "")]


def test_a_kept_store_answers_as_the_new_one_did(tmp_path: Path) -> None:
    with opened(tmp_path / "papers", PAPERS) as door:
        first = door.ask("کتابخانه"), door.ask("بودجه"), door.matches("هزینه")
        written = (tmp_path / "papers" / "dastras.sqlite").stat().st_ino
    with opened(tmp_path / "papers", PAPERS) as door:
        assert (door.ask("کتابخانه"), door.ask("بودجه"), door.matches("هزینه")) == first
    assert first == (["p2"], ["p1"], (1, frozenset({"p1"})))
    assert (tmp_path / "papers" / "dastras.sqlite").stat().st_ino == written
    with opened(tmp_path / "papers", PAPERS[2:]) as door:
        assert (door.ask("کتابخانه"), door.ask("آب")) == ([], ["p3"])


def test_a_refused_query_finds_nothing_and_is_counted(tmp_path: Path) -> None:
    with opened(tmp_path / "papers", PAPERS) as door:
        assert door.ask("بودجه " * 100) == []
        assert door.refused.total() == 1


def test_stems_are_judged_by_pairs_and_by_strangers() -> None:
    held = [
        Form("کتاب‌ها", "کتاب", "NOUN", "", 1),
        Form("کتاب", "کتاب", "NOUN", "", 1),
        Form("بارها", "بار", "NOUN", "", 1),
        Form("کتب", "کتاب", "NOUN", "", 1),
        Form("باران", "باران", "NOUN", "", 1),
    ]
    assert found(held, lambda text: {text.replace("\u200c", "")[:4]})["NOUN"] == pytest.approx(1 / 3)
    assert mixed(held, lambda text: {text[:3]}) == pytest.approx(2 / 5)


def test_the_four_spellings_hold_the_same_letters() -> None:
    four = spellings("کتاب‌ها", "جدید")
    assert four == ("کتاب‌ها جدید", "کتاب ها جدید", "کتابها جدید", "کتابهاجدید")


def test_there_are_45_questions_to_five_pages() -> None:
    queries = list(seed_queries())
    assert len({query.text for query in queries}) == 45
    assert {query.kind for query in queries} == {"000", "001", "002", "003", "004"}
