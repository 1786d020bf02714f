"""Contract 12: an engine that is gone, damaged or of another version is IndexUnavailable and nothing else.

Damage is done to the files of tantivy here; what a cluster does when it is away: tests/services.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from catalogue.errors import IndexUnavailable
from catalogue.search.elastic import Client
from catalogue.search.index import Index, SearchQuery, Word
from catalogue.search.local import LocalIndex
from tests.contract.conftest import ENGINES, Tantivy
from tests.contract.corpus import corpus, document
from tests.contract.engines import Elasticsearch
from tests.making import SEARCH, prefix_of


@pytest.fixture
def tantivy(tmp_path: Path) -> Tantivy:
    opened = Tantivy(tmp_path / "search")
    opened.put(*corpus())
    opened.close()
    return opened


def assert_unavailable(index: Index) -> None:
    for ask in (
        lambda: index.find(SearchQuery(Word("w0"))),
        lambda: list(index.scan()),
        index.state,
    ):
        with pytest.raises(IndexUnavailable):
            ask()


def test_no_index_yet(name: str, tmp_path: Path) -> None:
    assert_unavailable(ENGINES[name].open_index(tmp_path / "nowhere"))


@pytest.mark.skipif(not SEARCH, reason="TEST_DASTRAS_SEARCH names no cluster")
@pytest.mark.parametrize("changed", [{"analyser": "0"}, {"engine": "other"}, None])
def test_a_generation_of_another_version_in_a_cluster(tmp_path: Path, changed: dict[str, str] | None) -> None:
    engine = Elasticsearch(tmp_path / "search")
    engine.put(*corpus())
    client, prefix = Client(SEARCH), prefix_of(engine.folder)
    generation = engine.index.state().generation
    if changed:
        client.ask("POST", f"/{prefix}-positions/_update/{generation}", {"doc": changed})
    else:
        client.ask("DELETE", f"/{prefix}-positions")
    assert_unavailable(Elasticsearch.open_index(engine.folder))
    client.close()
    engine.close()


def test_the_folder_is_gone(tantivy: Tantivy) -> None:
    assert tantivy.index.state().count
    shutil.rmtree(tantivy.folder)
    assert_unavailable(tantivy.index)


def test_the_generation_is_gone(tantivy: Tantivy) -> None:
    shutil.rmtree(tantivy.folder / "1")
    assert_unavailable(tantivy.index)


@pytest.mark.parametrize("changed", [{"analyser": "0"}, {"engine": "other"}, {"log_index": None}, None])
def test_written_by_another_version(tantivy: Tantivy, changed: dict[str, object] | None) -> None:
    path = tantivy.folder / "1" / "position.json"
    written = json.loads(path.read_text())
    path.write_text(json.dumps(written | changed) if changed else "{")
    assert_unavailable(tantivy.index)


@pytest.mark.parametrize("suffix", ["term", "fast", "idx", "store"])
def test_a_truncated_file(tantivy: Tantivy, suffix: str) -> None:
    for path in tantivy.folder.glob(f"1/*.{suffix}"):
        path.write_bytes(path.read_bytes()[:-20])
    assert_unavailable(LocalIndex(tantivy.folder))


def test_garbage_in_a_file_never_raises_a_foreign_error(tantivy: Tantivy) -> None:
    for path in tantivy.folder.glob("1/*.fast"):
        whole = path.read_bytes()
        path.write_bytes(bytes(len(whole) // 2) + whole[len(whole) // 2 :])
    index = LocalIndex(tantivy.folder)
    try:
        index.find(SearchQuery(Word("w0"), facets=("kind", "agency", "tag")))
        list(index.scan())
    except IndexUnavailable:
        pass


def test_it_answers_again_as_soon_as_it_is_back(tantivy: Tantivy, tmp_path: Path) -> None:
    away = tmp_path / "away"
    tantivy.folder.rename(away)
    assert_unavailable(tantivy.index)
    away.rename(tantivy.folder)
    assert tantivy.index.state().count == len(corpus())


def test_a_writer_that_failed_is_replaced_at_the_next_write(tantivy: Tantivy, tmp_path: Path) -> None:
    tantivy.reopen()
    away = tmp_path / "away"
    tantivy.folder.rename(away)
    with pytest.raises(IndexUnavailable):
        tantivy.put(document(500, ["word"]))
    away.rename(tantivy.folder)
    tantivy.put(document(501, ["word"]))
    assert [hit.id for hit in tantivy.index.find(SearchQuery(Word("word"))).hits] == [document(501).id]
    tantivy.close()
