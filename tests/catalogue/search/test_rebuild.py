"""Building the index anew: when it is done, what readers see of it, and when it is not put in place."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from catalogue.errors import FollowerBusy, IndexUnavailable
from catalogue.search import analysing
from catalogue.search.folder import current_generation, locked
from catalogue.search.folder_generations import WordGenerations
from catalogue.search.follower import LOOK_TURNS, SearchFollower
from catalogue.search.index import IndexDocument, IndexWriter, Position, SearchQuery, Word
from catalogue.search.local import LocalGenerations, LocalWriter
from catalogue.search.together import Together
from catalogue.searchable import to_index_document
from catalogue.store import Current
from tests.catalogue.search.following import (
    CLEAN,
    Killed,
    drift,
    dying_follower,
    follower_with,
    generations,
    index_of,
    put,
    reopened,
    total,
)
from tests.making import Store, needs_embedded, open_fresh

pytestmark = needs_embedded


def rewrite(store: Store, **changed: object) -> None:
    (path,) = (store.folder / "search").glob("*/position.json")
    path.write_text(json.dumps(json.loads(path.read_text()) | changed))


@pytest.mark.parametrize(
    "changed", [{"analyser": "0"}, {"engine": "other"}, {"log_index": 99}, {"commitment": "of another log"}]
)
def test_a_position_that_does_not_fit_means_building_anew(store: Store, changed: dict[str, object]) -> None:
    put(store, 1, 2, 3)
    store.follower.catch_up()
    rewrite(store, **changed)
    assert reopened(store).catch_up() == 3
    assert generations(store) == ["2"]
    assert drift(store) == CLEAN


def test_a_restored_store_gets_an_index_of_its_own(store: Store, tmp_path: Path) -> None:
    put(store, 1, 2)
    store.follower.catch_up()
    restored = open_fresh(tmp_path / "restored")
    put(restored, 7, word="دیگر")
    shutil.copytree(store.folder / "search", restored.folder / "search", dirs_exist_ok=True)
    restored.follower.catch_up()
    assert (total(restored, "نخست"), total(restored, "دیگر")) == (0, 1)
    assert drift(restored) == CLEAN
    restored.close()


class Shared(LocalGenerations):
    """As if it were a cluster that other machines use too."""

    is_shared = True


def test_an_index_that_machines_share_is_not_taken_from_another_store(store: Store, tmp_path: Path) -> None:
    put(store, 1, 2)
    store.follower.catch_up()
    other = open_fresh(tmp_path / "other")
    put(other, 7, word="دیگر")
    follower = SearchFollower(Shared(store.folder / "search"), other.catalogue.read)
    with pytest.raises(IndexUnavailable, match="dastras reindex"):
        follower.catch_up()
    assert total(store, "نخست") == 2
    follower.rebuild()  # somebody says so
    assert follower.drift() == CLEAN
    other.close()


def test_a_removed_index_is_built_anew_while_a_reader_has_it_open(store: Store) -> None:
    put(store, 1, 2)
    store.follower.catch_up()
    reader = index_of(store)
    assert reader.state().count == 2
    shutil.rmtree(store.folder / "search")
    with pytest.raises(IndexUnavailable):
        reader.state()
    assert store.follower.catch_up() == 2
    assert reader.find(SearchQuery(Word("نخست"))).total == 2


def test_a_reader_notices_the_new_generation_at_its_next_query(store: Store) -> None:
    put(store, 1, 2)
    store.follower.catch_up()
    reader = index_of(store)
    assert reader.find(SearchQuery()).generation == "1"
    walk = reader.scan()
    first = next(walk)
    told: list[int] = []
    assert store.follower.rebuild(told.append) == 2
    assert told == [2]
    assert len([first, *walk]) == 2  # what was open stays readable
    hits = reader.find(SearchQuery(Word("نخست")))
    assert (hits.generation, hits.total, hits.log_index) == ("2", 2, 2)
    assert generations(store) == ["2"]


def test_a_rebuild_follows_what_is_written_meanwhile(store: Store) -> None:
    put(store, 1, 2)
    store.follower.catch_up()
    written: list[int] = []

    def write_once(_done: int) -> None:
        if not written:
            put(store, 1, 3, word="میانه")
            written.append(1)

    store.follower.rebuild(write_once)
    assert drift(store) == CLEAN
    assert (total(store, "نخست"), total(store, "میانه")) == (1, 2)


def test_several_builds_are_made_in_one_pass(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine whose engine is a cluster, with its words beside it."""
    put(store, 1, 2, 3)
    builds = LocalGenerations(store.folder / "search"), WordGenerations(store.folder / "words")
    analysed: list[str] = []

    def counting(current: Current) -> IndexDocument:
        analysed.append(current.id)
        return to_index_document(current)

    monkeypatch.setattr(analysing, "to_index_document", counting)
    follower = SearchFollower(Together(builds), store.catalogue.read)
    alone = [SearchFollower(build, store.catalogue.read) for build in builds]
    assert [one.is_begun() for one in alone] == [False, False]
    assert follower.catch_up() == 3
    assert [one.is_begun() for one in alone] == [True, True]
    assert sorted(analysed) == sorted(store.ids())
    for build in builds:
        assert SearchFollower(build, store.catalogue.read).drift() == CLEAN
    put(store, 1, 4, word="بعد")
    assert [SearchFollower(build, store.catalogue.read).catch_up() for build in builds] == [2, 2]
    assert follower.drift() == CLEAN
    follower.rebuild()
    assert [build.current() for build in builds] == ["2", "2"]


def test_a_build_that_cannot_be_made_keeps_all_as_they_were(store: Store) -> None:
    put(store, 1, 2)
    builds = LocalGenerations(store.folder / "search"), LosingWords(store.folder / "words")
    store.follower.catch_up()
    with pytest.raises(IndexUnavailable, match="does not match"):
        SearchFollower(Together(builds), store.catalogue.read).rebuild()
    assert [build.current() for build in builds] == ["1", None]


class LosingWords(WordGenerations):
    """Its records do not come to be counted."""

    def open_writer(self, generation: str) -> IndexWriter:
        return self.open_engine(self.folder / generation)


def test_an_index_whose_files_are_damaged_is_built_anew_after_three_failures(store: Store) -> None:
    put(store, 1, 2)
    store.follower.catch_up()
    for path in (store.folder / "search" / "1").glob("*.term"):
        path.write_bytes(b"garbage")
    put(store, 1, word="تازه")
    for _ in range(3):
        with pytest.raises(IndexUnavailable):
            store.follower.catch_up()
    assert store.follower.catch_up() == 2
    assert drift(store) == CLEAN


def cut(folder: Path, suffix: str, kept: int) -> None:
    for path in folder.glob(f"1/*.{suffix}"):
        path.write_bytes(path.read_bytes()[:kept])


def remove(folder: Path, suffix: str) -> None:
    for path in folder.glob(f"1/*.{suffix}"):
        path.unlink()


def empty(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "an emptied file of records": lambda folder: cut(folder, "store", 0),
    "a file of words cut off": lambda folder: cut(folder, "term", -20),
    "no file of keys": lambda folder: remove(folder, "fast"),
    "no file of places": lambda folder: remove(folder, "pos"),
    "garbage in meta.json": lambda folder: (folder / "1" / "meta.json").write_bytes(b"\xff{"),
    "no meta.json": lambda folder: (folder / "1" / "meta.json").unlink(),
    "garbage in position.json": lambda folder: (folder / "1" / "position.json").write_bytes(b"\xff{"),
    "an empty generation": lambda folder: empty(folder / "1"),
    "an empty folder": empty,
    "no pointer": lambda folder: (folder / "current").unlink(),
    "an empty pointer": lambda folder: (folder / "current").write_bytes(b""),
    "garbage in the pointer": lambda folder: (folder / "current").write_bytes("نمایه".encode()),
    "a pointer to nothing": lambda folder: (folder / "current").write_text("../1"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_index_is_built_anew_at_the_start_though_the_log_is_quiet(
    store: Store, damage: Callable[[Path], object]
) -> None:
    put(store, 1, 2)
    store.follower.catch_up()
    damage(store.folder / "search")
    with pytest.raises(IndexUnavailable):
        index_of(store).find(SearchQuery(Word("نخست")))
    assert reopened(store).catch_up() == 2
    assert total(store, "نخست") == 2
    assert drift(store) == CLEAN


def test_an_index_damaged_while_it_is_followed_is_built_anew_within_so_many_turns(store: Store) -> None:
    put(store, 1, 2)
    store.follower.catch_up()
    cut(store.folder / "search", "store", 0)
    assert sum(store.follower.catch_up() for _ in range(LOOK_TURNS)) == 2
    assert generations(store) == ["2"]
    assert drift(store) == CLEAN


def test_damage_that_is_met_while_another_writes_is_repaired_at_the_next_turn(store: Store) -> None:
    put(store, 1, 2)
    store.follower.catch_up()
    cut(store.folder / "search", "store", 0)
    follower = reopened(store)
    with locked(store.folder / "search"), pytest.raises(FollowerBusy):
        follower.catch_up()
    assert follower.catch_up() == 2


def test_a_sound_index_is_never_built_anew(store: Store) -> None:
    put(store, 1, 2)
    for _ in range(2 * LOOK_TURNS + 1):
        store.follower.catch_up()
    assert generations(store) == ["1"]


@pytest.mark.parametrize("step", ["before", "after"])
def test_a_killed_rebuild_leaves_the_old_generation_and_is_cleaned_away(store: Store, step: str) -> None:
    put(store, 1, 2)
    store.follower.catch_up()
    old = current_generation(store.folder / "search")
    with pytest.raises(Killed):
        dying_follower(store, step).rebuild()
    assert current_generation(store.folder / "search") == old
    assert total(store, "نخست") == 2
    put(store, 3)
    reopened(store).catch_up()
    assert generations(store) == [old]
    assert drift(store) == CLEAN


def test_a_rebuild_that_does_not_match_the_store_is_not_put_in_place(store: Store) -> None:
    class LosingWriter(LocalWriter):
        def apply(self, documents: Sequence[IndexDocument], removed: Sequence[str], position: Position) -> None:
            super().apply(documents[1:], removed, position)

    put(store, 1, 2)
    store.follower.catch_up()
    with pytest.raises(IndexUnavailable):
        follower_with(store, LosingWriter).rebuild()
    assert current_generation(store.folder / "search") == "1"
    assert drift(store) == CLEAN
