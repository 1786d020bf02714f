"""The follower that indexes: catching up, kills, restored stores, rebuilds and the lock."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from catalogue import models
from catalogue.errors import FollowerBusy, IndexUnavailable, InvalidRecord, StoreUnusable
from catalogue.persian.words import ANALYSER
from catalogue.search import follower as following_log
from catalogue.search.folder import current_generation, locked
from catalogue.search.follower import BATCH, SearchFollower
from catalogue.search.index import Filters, IndexDocument, Position, SearchQuery
from catalogue.search.local import ENGINE, LocalGenerations, LocalWriter
from catalogue.search.verify import Drift
from catalogue.vocab import WithdrawReason
from tests.catalogue.search.following import (
    CLEAN,
    Killed,
    drift,
    dying_follower,
    follower_with,
    index_of,
    put,
    reopened,
    total,
)
from tests.making import Store, a_decision, needs_embedded, new_record

pytestmark = needs_embedded


def test_an_empty_store_gives_an_empty_index(store: Store) -> None:
    assert store.follower.catch_up() == 0
    assert index_of(store).state().count == 0
    assert drift(store) == CLEAN


def test_it_reads_the_log_to_its_end_and_then_writes_nothing(store: Store) -> None:
    store.follower.catch_up()
    put(store, 1, 2, 3)
    assert store.follower.catch_up() == 3
    before = {path: path.stat().st_mtime_ns for path in (store.folder / "search").rglob("*")}
    assert store.follower.catch_up() == 0
    assert reopened(store).catch_up() == 0
    assert {path: path.stat().st_mtime_ns for path in (store.folder / "search").rglob("*")} == before
    assert index_of(store).state().log_index == 3
    assert drift(store) == CLEAN


def test_the_last_of_several_versions_counts(store: Store) -> None:
    store.follower.catch_up()
    put(store, 1, word="کهنه")
    put(store, 1, word="تازه")
    assert store.follower.catch_up() == 2
    assert (total(store, "کهنه"), total(store, "تازه")) == (0, 1)
    assert drift(store) == CLEAN


def test_a_withdrawn_record_is_found_by_its_status_only(store: Store) -> None:
    store.put(new_record("1", a_decision("تصمیم", "واژه")))
    (record_id,) = store.ids()
    store.catalogue.withdraw(record_id, WithdrawReason.MISTAKE, None)
    store.follower.catch_up()
    assert total(store, "واژه") == 0
    withdrawn = index_of(store).find(SearchQuery(filters=Filters({"status": ("withdrawn",)})))
    assert [hit.id for hit in withdrawn.hits] == [record_id]
    assert drift(store) == CLEAN


def test_more_than_a_batch_is_read_in_batches(store: Store) -> None:
    store.follower.catch_up()
    put(store, *range(BATCH + 5))
    assert store.follower.catch_up() == BATCH + 5
    assert total(store, "نخست") == BATCH + 5
    assert drift(store) == CLEAN


# ---------- kills ----------


@pytest.mark.parametrize("step", ["before", "between", "after"])
def test_killed_at_any_step_of_a_batch_it_repeats_the_batch(store: Store, step: str) -> None:
    put(store, 1, 2)
    store.follower.catch_up()
    put(store, 2, 3, word="تازه")
    with pytest.raises(Killed):
        dying_follower(store, step).catch_up()
    put(store, 4)
    reopened(store).catch_up()
    assert drift(store) == CLEAN
    assert (total(store, "نخست"), total(store, "تازه")) == (2, 2)


def test_leftovers_of_a_killed_writer_are_removed(store: Store) -> None:
    put(store, 1)
    store.follower.catch_up()
    generation = store.folder / "search" / str(current_generation(store.folder / "search"))
    (generation / ".tmp-position.json").write_text("{")
    put(store, 2)
    reopened(store).catch_up()
    assert not list(generation.glob(".tmp-*"))


# ---------- records that cannot be indexed ----------


def spoil(store: Store, native_id: str) -> None:
    """Break the stored text of a record behind the catalogue's back."""
    with Session(store.engine) as session, session.begin():
        number = session.scalar(select(models.Record.number).where(models.Record.native_id == native_id))
        session.execute(update(models.Version).where(models.Version.record_number == number).values(canonical="{"))


def test_a_record_that_cannot_be_read_stops_only_itself(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    put(store, 1, 2, 3)
    spoil(store, "2")
    store.follower.catch_up()
    assert store.follower.refused == 1
    assert total(store, "نخست") == 2
    assert drift(store) == Drift(1, 0, 0)
    assert store.ids()[1] in caplog.text


def test_a_record_that_cannot_be_read_any_more_is_not_found_by_its_old_words(store: Store) -> None:
    put(store, 1, 2, word="کهنه")
    store.follower.catch_up()
    put(store, 1, 2, word="تازه")
    spoil(store, "1")
    store.follower.catch_up()
    assert (total(store, "کهنه"), total(store, "تازه")) == (0, 1)


class PickyWriter(LocalWriter):
    """Refuses the documents that hold a word, as an engine may."""

    def apply(self, documents: Sequence[IndexDocument], removed: Sequence[str], position: Position) -> None:
        for document in documents:
            if "بد" in document.text:
                raise InvalidRecord(document.id, "a bad word")
        super().apply(documents, removed, position)


def test_documents_the_engine_refuses_are_passed_and_counted(store: Store) -> None:
    store.follower.catch_up()
    put(store, 1, 2, word="بد")
    put(store, 3, 4)
    follower = follower_with(store, PickyWriter)
    assert follower.catch_up() == 4
    assert follower.refused == 2
    assert drift(store) == Drift(2, 0, 0)
    assert follower.rebuild() == 4  # refused ones are no reason to keep the old generation
    assert drift(store) == Drift(2, 0, 0)


# ---------- one at a time, and for ever ----------


def test_only_one_follower_writes(store: Store) -> None:
    store.follower.catch_up()
    put(store, 1)
    with locked(store.folder / "search"):
        with pytest.raises(FollowerBusy):
            store.follower.catch_up()
        with pytest.raises(FollowerBusy):
            store.follower.rebuild()
    assert store.follower.catch_up() == 1


def test_a_busy_folder_is_no_matter_when_there_is_nothing_to_read(store: Store) -> None:
    store.follower.catch_up()
    with locked(store.folder / "search"):
        assert store.follower.catch_up() == 0


@contextmanager
def following(store: Store, follower: SearchFollower) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=follower.follow, args=(stop, 0.01))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def wait_for(store: Store, word: str, wanted: int) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            if total(store, word) == wanted:
                return
        except IndexUnavailable:
            pass  # not built yet
        time.sleep(0.01)
    raise TimeoutError(word)


def test_it_follows_until_it_is_told_to_stop(store: Store) -> None:
    with following(store, store.follower):
        put(store, 1)
        wait_for(store, "نخست", 1)
        put(store, 2, 3)
        wait_for(store, "نخست", 3)
    put(store, 4)
    assert total(store, "نخست") == 3


def test_two_that_follow_at_once_get_in_nobodys_way(store: Store) -> None:
    with following(store, store.follower), following(store, reopened(store)):
        for number in range(10):
            put(store, number)
        wait_for(store, "نخست", 10)
    assert drift(store) == CLEAN


def failing(store: Store, errors: Sequence[Exception]) -> SearchFollower:
    """A follower whose store raises these, one after the other, before it can be read."""
    failures = iter(errors)

    @contextmanager
    def read() -> Iterator[Session]:
        for error in failures:
            raise error
        with store.catalogue.read() as session:
            yield session

    return SearchFollower(LocalGenerations(store.folder / "search"), read)


def test_an_error_is_logged_without_any_text_and_it_goes_on(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    put(store, 1)
    follower = failing(store, [RuntimeError("a bug")])
    caplog.set_level(logging.ERROR)
    with following(store, follower):
        wait_for(store, "نخست", 1)
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_a_store_that_is_away_is_told_once_in_a_line(
    store: Store, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following_log, "FAILURE_PAUSE_SECONDS", 0.01)
    put(store, 1)
    with following(store, failing(store, [StoreUnusable("connection refused")] * 5)):
        wait_for(store, "نخست", 1)
    assert [(record.levelname, record.exc_info) for record in caplog.records] == [("WARNING", None)]
    assert "connection refused" in caplog.text


def test_every_position_names_what_wrote_it(store: Store) -> None:
    put(store, 1)
    store.follower.catch_up()
    written = json.loads((store.folder / "search" / "1" / "position.json").read_text())
    assert (written["engine"], written["analyser"], written["log_index"]) == (ENGINE, ANALYSER, 1)
    assert len(written["commitment"]) == 64
