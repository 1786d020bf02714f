"""The corpus of the bench is whole: what it says it holds is what the product reads from it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from deploy.settings import shipped_sources
from tests.bench.corpus import create_corpus
from tests.running import dastras


def test_every_record_of_a_made_listing_is_harvested(tmp_path: Path) -> None:
    """Numbered pages and `next` links, over the border between two copies."""
    corpus = create_corpus(shipped_sources(), tmp_path / "sources", 200)
    data, names = tmp_path / "data", ("nemouneh-notices", "nemouneh-datasets")
    done = dastras(data, "harvest", *names, "--recorded", DASTRAS_SOURCES=str(corpus.sources))
    assert done.returncode in (0, 1), done.stderr
    recorded = [path for name in names for path in (corpus.sources / "recorded" / name).glob("*.html")]
    listed = sum('class="pager"' in path.read_text(encoding="utf-8") for path in recorded)
    with closing(sqlite3.connect(data / "dastras.sqlite")) as store:
        assert store.execute("select count(*) from record").fetchone() == (len(recorded) - listed,)
    assert corpus.records >= 200


def test_the_corpus_is_the_same_whenever_it_is_made(tmp_path: Path) -> None:
    first, second = (create_corpus(shipped_sources(), tmp_path / name, 200) for name in ("first", "second"))
    assert first.records == second.records
    assert _texts(first.sources) == _texts(second.sources)


def _texts(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()}
