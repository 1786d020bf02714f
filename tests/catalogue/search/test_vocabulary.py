"""The vocabulary beside the index: exact counts whatever the order of writes, nothing left of what is gone."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.errors import IndexUnavailable, InvalidRecord
from catalogue.identity import key_of
from catalogue.search.folder import current_generation, point_to
from catalogue.search.follower import LOOK_TURNS
from catalogue.search.index import IndexDocument, Position
from catalogue.search.local import LocalWriter
from catalogue.search.vocabulary import FILE, Vocabulary, scan_vocabulary
from catalogue.search.vocabulary_writing import VocabularyWriter, create_vocabulary, pack, unpack
from catalogue.vocab import WithdrawReason
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
)
from tests.contract import corpus
from tests.making import Store, a_decision, needs_embedded, new_record

pytestmark = needs_embedded

WORDS = [*(f"w{number}" for number in range(30)), "آب", "بودجه", "بودجهریزی", "1402"]


def document(number: int, *words: str, title: Sequence[str] = (), version_no: int = 1) -> IndexDocument:
    made = corpus.document(number, title, words, version_no=version_no)
    return corpus.document(number, title, words, version_no=version_no, key_id=key_of(made.id))


class Written:
    """A vocabulary of one generation, and its reader."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "1" / FILE
        create_vocabulary(folder / "1")
        point_to(folder, "1")
        self.writer = VocabularyWriter(folder / "1")
        self.reader = Vocabulary(folder)

    def put(self, *documents: IndexDocument, removed: Sequence[str] = ()) -> None:
        self.writer.apply(documents, removed)

    def counts(self) -> dict[str, int]:
        return dict(self.reader.records(WORDS))


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Written]:
    made = Written(tmp_path / "search")
    yield made
    made.writer.close()
    made.reader.close()


def test_a_word_counts_once_a_record_in_title_and_text(written: Written) -> None:
    written.put(document(1, "w1", "w1", "w2", title=["w1", "w3"]), document(2, "w1"))
    assert written.counts() == {"w1": 2, "w2": 1, "w3": 1}
    assert written.reader.records(["nothing"]) == {}
    assert written.reader.records([]) == {}


def test_the_break_between_parts_is_no_word(written: Written) -> None:
    written.put(document(1, "w1", "¶", "w2"))
    assert written.reader.records(["w1", "¶"]) == {"w1": 1}


def tagged(number: int, *tags: str) -> IndexDocument:
    return replace(document(number, "w1"), keywords={"tag": tags})


def test_the_commonest_tags_with_a_beginning_come_first(written: Written) -> None:
    written.put(tagged(1, "بودجه", "آب"), tagged(2, "بودجه شهر"), tagged(3, "بودجه شهر", "CSV مسئله"))
    assert written.reader.tags("بودج", 10) == (("بودجه شهر", 2), ("بودجه", 1))
    assert written.reader.tags("بودج", 1) == (("بودجه شهر", 2),)
    assert written.reader.tags("بودجة\u200c شه", 9) == (("بودجه شهر", 2),)
    assert written.reader.tags("csv  مسی", 9) == (("CSV مسئله", 1),)
    assert written.reader.tags("w", 9) == written.reader.tags("#", 9) == ()
    assert written.reader.records(["بودجه", "#بودجه"]) == {}


def test_a_new_version_counts_in_place_of_the_old_one(written: Written) -> None:
    written.put(document(1, "w1", "w2"))
    written.put(document(1, "w2", "w3", version_no=2))
    assert written.counts() == {"w2": 1, "w3": 1}


def test_the_same_version_twice_or_an_older_one_later_changes_nothing(written: Written) -> None:
    for late in (document(1, "w2", version_no=2), document(1, "w2", version_no=2), document(1, "w1", version_no=1)):
        written.put(late)
        assert written.counts() == {"w2": 1}


def test_one_batch_may_hold_several_versions_in_any_order(written: Written) -> None:
    written.put(document(1, "w1"), document(1, "w3", version_no=3), document(1, "w2", version_no=2))
    assert written.counts() == {"w3": 1}


def test_a_removed_record_may_come_back(written: Written) -> None:
    written.put(document(1, "w1"), document(2, "w1"))
    written.put(removed=[document(1).id, document(9).id])
    assert written.counts() == {"w1": 1}
    written.put(document(1, "w1"))
    assert written.counts() == {"w1": 2}


def test_any_order_of_writes_counts_as_the_slow_way_does(written: Written) -> None:
    random = Random(7)
    held: dict[int, IndexDocument] = {}
    for _ in range(60):
        batch = [
            document(
                random.randint(1, 12), *random.choices(WORDS, k=random.randint(0, 9)), version_no=random.randint(1, 4)
            )
            for _ in range(random.randint(0, 6))
        ]
        removed = [number for number in random.sample(range(1, 14), 2) if number not in map(number_of, batch)]
        for one in batch:
            if number_of(one) not in held or one.version_no >= held[number_of(one)].version_no:
                held[number_of(one)] = one
        for number in removed:
            held.pop(number, None)
        for _ in range(random.randint(1, 2)):  # a batch that is repeated
            written.put(*batch, removed=[document(number).id for number in removed])
        assert written.counts() == Counter(word for one in held.values() for word in set(one.text))
    assert dict(scan_vocabulary(written.file.parent)) == {one.key_id: one.version_no for one in held.values()}


def number_of(made: IndexDocument) -> int:
    return int(made.id[2:6])


def test_a_word_that_is_gone_stands_nowhere_in_the_files(written: Written) -> None:
    gone = "راز" * 12
    written.put(*(document(number, "w1", f"{gone}{number}") for number in range(1, 200)))
    assert gone.encode() in written.file.read_bytes()
    written.put(*(document(number, "w1", version_no=2) for number in range(1, 200)))
    assert written.reader.records([f"{gone}7"]) == {}
    for path in written.file.parent.iterdir():
        assert gone.encode() not in path.read_bytes(), path.name


def test_words_that_cannot_be_written_are_refused_before_anything_is(written: Written) -> None:
    with pytest.raises(InvalidRecord) as refused:
        written.put(document(1, "w1"), document(2, "lone \ud800 surrogate"))
    assert refused.value.field == document(2).id
    assert written.counts() == {}


@pytest.mark.parametrize(
    "words", [["\ud800"], ["\0"], ["x" * 100_000], ['"', "'); DROP TABLE word; --"], ["%"] * 5_000]
)
def test_any_text_may_be_asked_for(written: Written, words: list[str]) -> None:
    written.put(document(1, "w1"))
    assert written.reader.records([*words, "w1"]) == {"w1": 1}
    assert written.reader.tags(words[0], 3) == ()


def test_a_reader_does_not_wait_for_a_batch_and_sees_what_is_committed(written: Written, tmp_path: Path) -> None:
    written.put(document(1, "w1"))
    other = sqlite3.connect(written.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE word SET records = 9")
    assert written.counts() == {"w1": 1}
    other.execute("COMMIT")
    other.close()
    assert written.counts() == {"w1": 9}


def test_threads_share_a_reader(written: Written) -> None:
    written.put(*(document(number, *WORDS) for number in range(1, 30)))
    answers: list[dict[str, int]] = []
    threads = [Thread(target=lambda: answers.extend(written.counts() for _ in range(50))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [dict.fromkeys(WORDS, 29)] * 400


@given(st.sets(st.integers(0, 1 << 40)))
def test_packed_numbers_come_back(numbers: set[int]) -> None:
    assert unpack(pack(sorted(numbers))) == sorted(numbers)


# ---------- with the follower ----------


def words_of(store: Store) -> dict[str, int]:
    return dict(index_of(store).vocabulary.records(["نخست", "تازه", "کهنه", "تصمیم"]))


def file_of(store: Store) -> Path:
    return store.folder / "search" / str(current_generation(store.folder / "search")) / FILE


def test_it_follows_the_log_with_the_index(store: Store) -> None:
    store.follower.catch_up()
    put(store, 1, 2, word="کهنه")
    store.follower.catch_up()
    put(store, 2, 3, word="تازه")
    store.follower.catch_up()
    assert words_of(store) == {"کهنه": 1, "تازه": 2, "تصمیم": 3}
    before = words_of(store)
    store.follower.rebuild()
    assert words_of(store) == before


def test_a_withdrawn_record_leaves_no_word(store: Store) -> None:
    store.put(new_record("1", a_decision("نامه", "واژهٔ تنها")), new_record("2", a_decision("نامه", "دیگر")))
    reader = index_of(store).vocabulary
    assert reader.records(["تنها", "نامه"]) == {"تنها": 1, "نامه": 2}
    store.catalogue.withdraw(store.ids()[0], WithdrawReason.MISTAKE, None)
    store.follower.catch_up()
    assert reader.records(["تنها", "نامه"]) == {"نامه": 1}


@pytest.mark.parametrize("step", ["before", "between", "after"])
def test_killed_at_any_step_it_counts_nothing_twice(store: Store, step: str) -> None:
    put(store, 1, 2)
    store.follower.catch_up()
    put(store, 2, 3, word="تازه")
    with pytest.raises(Killed):
        dying_follower(store, step).catch_up()
    put(store, 4)
    reopened(store).catch_up()
    assert words_of(store) == {"نخست": 2, "تازه": 2, "تصمیم": 4}
    assert drift(store) == CLEAN


class PickyWriter(LocalWriter):
    """Refuses the documents that hold a word, as an engine may."""

    def apply(self, documents: Sequence[IndexDocument], removed: Sequence[str], position: Position) -> None:
        for one in documents:
            if "تازه" in one.text:
                raise InvalidRecord(one.id, "a bad word")
        super().apply(documents, removed, position)


def test_words_of_a_document_that_the_engine_refuses_do_not_count(store: Store) -> None:
    put(store, 1, 2, word="کهنه")
    store.follower.catch_up()
    put(store, 1, 3, word="تازه")
    follower_with(store, PickyWriter).catch_up()
    assert words_of(store) == {"کهنه": 1, "تصمیم": 1}


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


def of_another_format(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version=99")
    connection.close()


def without_a_table(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE word")
    connection.close()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "missing": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "garbage": lambda path: path.write_bytes(b"\xff{" * 5_000),
    "cut off": cut,
    "of another format": of_another_format,
    "without a table": without_a_table,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_vocabulary_is_unavailable_and_built_anew(store: Store, damage: Callable[[Path], object]) -> None:
    put(store, 1, 2)
    store.follower.catch_up()
    damage(file_of(store))
    with pytest.raises(IndexUnavailable):
        words_of(store)
    assert sum(store.follower.catch_up() for _ in range(LOOK_TURNS)) == 2
    assert generations(store) == ["2"]
    assert words_of(store) == {"نخست": 2, "تصمیم": 2}
    assert drift(store) == CLEAN


def test_a_reader_goes_over_to_the_new_generation(store: Store) -> None:
    put(store, 1)
    store.follower.catch_up()
    reader = index_of(store).vocabulary
    assert reader.records(["نخست"]) == {"نخست": 1}
    put(store, 2)
    store.follower.rebuild()
    assert reader.records(["نخست"]) == {"نخست": 2}


def test_words_that_are_not_those_of_the_index_are_told(store: Store) -> None:
    put(store, 1, 2, 3)
    store.follower.catch_up()
    writer = VocabularyWriter(file_of(store).parent)
    writer.apply((), store.ids()[:1])
    writer.close()
    assert drift(store).stale == 1


def test_no_index_has_no_vocabulary(tmp_path: Path) -> None:
    for reader in (Vocabulary(tmp_path), Vocabulary(tmp_path / "nowhere")):
        with pytest.raises(IndexUnavailable):
            reader.records(["نخست"])
