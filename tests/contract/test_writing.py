"""Contract 8 and 9: what a write changes, who sees it, and what a kill leaves."""

from __future__ import annotations

import os
import signal
import time
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from catalogue.errors import InvalidRecord
from catalogue.search.index import Filters, IndexDocument, Indexed, Position, SearchQuery, Window, Word
from tests.contract.conftest import ENGINES, Engine
from tests.contract.corpus import corpus, document

SPAWN = get_context("spawn")


def ids(engine: Engine, word: str) -> list[str]:
    return [hit.id for hit in engine.index.find(SearchQuery(Word(word))).hits]


def test_a_changed_record_is_not_found_by_its_old_words(engine: Engine) -> None:
    engine.put(document(1, ["old"], ["kept"]))
    engine.put(document(1, ["new"], ["kept"], version_no=2))
    assert (ids(engine, "old"), ids(engine, "new"), ids(engine, "kept")) == ([], [document(1).id], [document(1).id])
    assert engine.index.find(SearchQuery()).hits[0].version_no == 2
    assert engine.index.state().count == 1


def test_a_withdrawn_record_is_found_by_status_only(engine: Engine) -> None:
    engine.put(document(1, ["word"]), document(2, ["word"]))
    engine.put(document(1, version_no=2, keywords={"status": ["withdrawn"]}))
    assert ids(engine, "word") == [document(2).id]
    withdrawn = engine.index.find(SearchQuery(filters=Filters({"status": ("withdrawn",)})))
    assert [(hit.id, hit.version_no) for hit in withdrawn.hits] == [(document(1).id, 2)]


def test_a_removed_record_is_gone(engine: Engine) -> None:
    engine.put(document(1, ["word"]), document(2, ["word"]))
    engine.put(removed=[document(1).id, "d-9999-0000-0"])
    assert ids(engine, "word") == [document(2).id]
    assert engine.index.state().count == 1


def test_the_same_version_twice_or_an_older_one_later_changes_nothing(engine: Engine) -> None:
    engine.put(document(1, ["new"], version_no=2))
    for late in (document(1, ["new"], version_no=2), document(1, ["old"], version_no=1)):
        engine.put(late)
        assert [(one.id, one.version_no) for one in engine.index.scan()] == [(late.id, 2)]
        assert (ids(engine, "new"), ids(engine, "old")) == ([late.id], [])


def test_one_batch_may_hold_several_versions_in_any_order(engine: Engine) -> None:
    engine.put(document(1, ["a"], version_no=1), document(1, ["c"], version_no=3), document(1, ["b"], version_no=2))
    assert [ids(engine, word) for word in "abc"] == [[], [], [document(1).id]]


def test_batches_that_come_twice_or_late_change_nothing(engine: Engine) -> None:
    engine.put(*batch(1))
    engine.put(*batch(2))
    for late in (1, 2, 1):
        engine.put(*batch(late))
    assert {one.version_no for one in engine.index.scan()} == {2}
    assert [engine.index.find(SearchQuery(Word(f"version{number}"))).total for number in (1, 2)] == [0, 20]
    assert engine.index.state().count == 20


def test_a_record_that_was_removed_twice_comes_back_with_its_next_version(engine: Engine) -> None:
    engine.put(document(1, ["old"]), document(2, ["other"]))
    for _ in range(3):
        engine.put(removed=[document(1).id])
    engine.put(document(1, ["new"], version_no=2))
    assert (ids(engine, "new"), ids(engine, "old")) == ([document(1).id], [])


def test_the_scan_shows_every_document_by_id_key(filled: Engine) -> None:
    wanted = sorted(corpus(), key=lambda one: one.key_id)
    assert list(filled.index.scan()) == [Indexed(one.id, one.version_no, one.sha_head) for one in wanted]


def test_the_state_says_how_far_the_log_was_read(engine: Engine) -> None:
    engine.put(document(1), position=Position(17, "c17"))
    state = engine.index.state()
    assert (state.log_index, state.count) == (17, 1)
    assert engine.index.find(SearchQuery()).log_index == 17
    assert engine.position() == Position(17, "c17")
    assert all((state.generation, state.engine, state.analyser))


@pytest.mark.parametrize(
    "wrong",
    [
        {"keywords": {"tag": [""]}},
        {"keywords": {"tag": ["x" * 513]}},
        {"keywords": {"colour": ["red"]}},
        {"title": ("lone \ud800 surrogate",)},
        {"days": {"leading": (1 << 70, 1 << 70)}},
        {"days": {"birthday": (1, 1)}},
        {"key_newest": -1},
        {"version_no": "1"},
    ],
)
def test_a_document_the_engine_cannot_take_is_refused_with_its_whole_batch(
    engine: Engine, wrong: dict[str, Any]
) -> None:
    engine.put(document(1, ["word"]))
    before = engine.position()
    with pytest.raises(InvalidRecord) as refused:
        engine.put(document(2, ["word"]), document(3, **wrong))
    assert refused.value.field == document(3).id
    assert engine.position() == before
    engine.put(document(4, ["word"]))
    assert sorted(ids(engine, "word")) == [document(1).id, document(4).id]


def test_a_keyword_of_512_characters_is_kept_whole(engine: Engine) -> None:
    long = "آ" * 512
    engine.put(document(1, keywords={"tag": [long]}))
    assert engine.index.find(SearchQuery(facets=("tag",))).facets["tag"].values == ((long, 1),)


def test_what_was_written_stands_after_reopening(engine: Engine) -> None:
    engine.put(document(1, ["word"]))
    position = engine.position()
    engine.reopen()
    assert engine.position() == position
    assert ids(engine, "word") == [document(1).id]
    engine.put(document(2, ["word"]))
    assert len(ids(engine, "word")) == 2


def look(name: str, folder: Path, word: str, pipe: Connection) -> None:
    """In a process of its own: answer each message with the ids found now."""
    index = ENGINES[name].open_index(folder)
    while pipe.recv():
        pipe.send([hit.id for hit in index.find(SearchQuery(Word(word))).hits])


def test_another_process_sees_a_write_at_its_next_query(engine: Engine) -> None:
    ours, theirs = SPAWN.Pipe()
    reader = SPAWN.Process(target=look, args=(engine.name, engine.folder, "word", theirs))
    reader.start()
    theirs.close()
    try:
        for number in range(1, 4):
            engine.put(document(number, ["word"]))
            ours.send("look")
            assert len(ours.recv()) == number
        ours.send("")
        reader.join(10)
    finally:
        reader.kill()
        reader.join()
        reader.close()


def batch(version_no: int) -> list[IndexDocument]:
    return [document(number, [f"version{version_no}"], version_no=version_no) for number in range(1, 21)]


def write_until_killed(name: str, folder: Path, pipe: Connection) -> None:
    """In a process of its own: version after version of the same records, each acknowledged."""
    engine = ENGINES[name](folder)
    version_no = engine.index.state().log_index
    while True:
        version_no += 1
        engine.put(*batch(version_no), position=Position(version_no, ""))
        pipe.send(version_no)


@pytest.mark.parametrize("pause", [0.0, 0.013, 0.031])
def test_a_killed_write_is_whole_or_can_be_repeated(name: str, tmp_path: Path, pause: float) -> None:
    folder = tmp_path / "search"
    ours, theirs = SPAWN.Pipe()
    writer = SPAWN.Process(target=write_until_killed, args=(name, folder, theirs))
    writer.start()
    theirs.close()
    acknowledged = [ours.recv() for _ in range(2)]
    time.sleep(pause)
    os.kill(writer.pid or 0, signal.SIGKILL)
    writer.join()
    writer.close()
    acknowledged += rest_of(ours)
    engine = ENGINES[name](folder)
    try:
        versions = {one.version_no for one in engine.index.scan()}
        assert engine.position().log_index in (acknowledged[-1], acknowledged[-1] + 1)
        assert versions <= {engine.position().log_index, engine.position().log_index + 1}
        last = engine.position().log_index + 1
        engine.put(*batch(last), position=Position(last, ""))
        assert [(one.version_no, one.sha_head) for one in engine.index.scan()] == [
            (last, one.sha_head) for one in by_key(last)
        ]
        assert engine.index.find(SearchQuery(Word(f"version{last}"), window=Window(0))).total == 20
        assert engine.index.find(SearchQuery(Word(f"version{last - 1}"), window=Window(0))).total == 0
    finally:
        engine.close()


def rest_of(pipe: Connection) -> list[int]:
    """What the killed process had still sent."""
    sent: list[int] = []
    while True:
        try:
            sent.append(pipe.recv())
        except EOFError:
            return sent


def by_key(version_no: int) -> list[IndexDocument]:
    return sorted(batch(version_no), key=lambda one: one.key_id)
