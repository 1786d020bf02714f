"""The corpus of the bench is whole: what it says it holds is what the product reads from it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from deploy.settings import shipped_sources
from tests.bench.corpus import create_corpus
from tests.running import dastras


def test_every_record_of_a_made_corpus_is_harvested(tmp_path: Path) -> None:
    corpus = create_corpus(shipped_sources(), tmp_path / "sources", 200)
    data = tmp_path / "data"
    done = dastras(data, "harvest", "--all", "--recorded", DASTRAS_SOURCES=str(corpus.sources))
    assert done.returncode in (0, 1), done.stderr
    with closing(sqlite3.connect(data / "dastras.sqlite")) as store:
        assert store.execute("select count(*), count(distinct id) from record").fetchone() == (corpus.records,) * 2
    assert corpus.records >= 200


def test_the_corpus_is_the_same_whenever_it_is_made(tmp_path: Path) -> None:
    first, second = (create_corpus(shipped_sources(), tmp_path / name, 200) for name in ("first", "second"))
    assert first.titles == second.titles
    assert _texts(first.sources) == _texts(second.sources)


def _texts(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()}
