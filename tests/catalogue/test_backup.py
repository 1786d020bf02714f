"""A backup holds all that was acknowledged before it began, and is there whole or not at all."""

from __future__ import annotations

import fcntl
import json
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from catalogue.archive import Archive
from catalogue.archive_integrity import document_faults
from catalogue.backup_file import BackupRefused, read_manifest
from catalogue.identity import sha256_hex
from tests.backing_up import MADE_AT, a_document, backed_up, parts_of, put_back, put_with_document, tree
from tests.making import Store, needs_sqlite, open_fresh

pytestmark = needs_sqlite


@pytest.fixture
def filled(store: Store) -> Store:
    """Five records with their documents."""
    for number in range(5):
        put_with_document(store, number)
    return store


def native_ids(folder: Path) -> set[str]:
    with closing(sqlite3.connect(folder / "dastras.sqlite")) as held:
        return {row[0] for row in held.execute("SELECT native_id FROM record")}


def path_of(store: Store, number: int) -> Path:
    sha256 = a_document(number).sha256
    return store.folder / "archive" / sha256[:2] / sha256[2:]


def test_what_was_backed_up_comes_back_as_it_was(filled: Store, tmp_path: Path) -> None:
    backed_up(filled.folder, tmp_path / "b.tar")
    put_back(tmp_path / "b.tar", tmp_path / "new")
    assert native_ids(tmp_path / "new") == {str(number) for number in range(5)}
    assert tree(tmp_path / "new" / "archive") == tree(filled.folder / "archive")
    assert not [name for name in tree(tmp_path) if "restoring" in name or ".dastras-backup" in name]


def test_the_manifest_tells_what_the_file_holds(filled: Store, tmp_path: Path) -> None:
    manifest = backed_up(filled.folder, tmp_path / "b.tar").manifest
    bodies = [a_document(number).body for number in range(5)]
    parts = parts_of(tmp_path / "b.tar")
    names, store, told = [part.header.name for part in parts], parts[0].body, json.loads(parts[-1].body)
    assert names[0] == "dastras.sqlite" and names[-1] == "manifest.json" and len(names) == 7
    assert (told["version"], told["made_at"], told["log_index"]) == ("1.2.3", MADE_AT, 5)
    assert (told["documents"], told["document_bytes"]) == (5, sum(map(len, bodies)))
    assert (told["store_sha256"], told["store_bytes"]) == (sha256_hex(store), len(store))
    with (tmp_path / "b.tar").open("rb") as file:
        assert read_manifest(file) == manifest


def test_an_empty_store_is_backed_up_too(store: Store, tmp_path: Path) -> None:
    manifest = backed_up(store.folder, tmp_path / "b.tar").manifest
    put_back(tmp_path / "b.tar", tmp_path / "new")
    assert (manifest.log_index, manifest.commitment, manifest.documents) == (0, "", 0)
    assert native_ids(tmp_path / "new") == set()


def test_temporary_and_foreign_files_of_the_archive_stay_out(filled: Store, tmp_path: Path) -> None:
    (path_of(filled, 0).parent / ".tmp-abc").write_bytes(b"half")
    (filled.folder / "archive" / "notes.txt").write_bytes(b"mine")
    assert backed_up(filled.folder, tmp_path / "b.tar").manifest.documents == 5


def test_a_damaged_document_is_left_out_and_named_for_it_could_not_be_restored(filled: Store, tmp_path: Path) -> None:
    path_of(filled, 3).write_bytes(b"rot")
    assert backed_up(filled.folder, tmp_path / "b.tar").left_out == (a_document(3).sha256,)
    put_back(tmp_path / "b.tar", tmp_path / "new")
    assert len(native_ids(tmp_path / "new")) == 5


def test_an_existing_file_is_refused_and_left_as_it_is(filled: Store, tmp_path: Path) -> None:
    (tmp_path / "b.tar").write_bytes(b"mine")
    with pytest.raises(BackupRefused, match="backup-exists"):
        backed_up(filled.folder, tmp_path / "b.tar")
    assert (tmp_path / "b.tar").read_bytes() == b"mine"


def test_a_store_that_cannot_be_read_leaves_no_file(filled: Store, tmp_path: Path) -> None:
    filled.close()
    (filled.folder / "dastras.sqlite").write_bytes(b"no database at all" * 100)
    (tmp_path / "out").mkdir()
    with pytest.raises(BackupRefused, match="backup-not-written"):
        backed_up(filled.folder, tmp_path / "out" / "b.tar")
    assert tree(tmp_path / "out") == set()


def test_what_a_killed_backup_left_is_removed_and_what_lives_is_not(filled: Store, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name in ("dead.tar", "dead.sqlite", "dead.sqlite-journal", "live.tar", "live.sqlite"):
        (out / f".dastras-backup-{name}").write_bytes(b"part")
    with (out / ".dastras-backup-live.tar").open("r+b") as living:
        fcntl.flock(living, fcntl.LOCK_EX)
        backed_up(filled.folder, out / "b.tar")
    assert tree(out) == {"b.tar", ".dastras-backup-live.tar", ".dastras-backup-live.sqlite"}


def test_all_that_was_acknowledged_before_a_backup_is_in_it_while_others_write(tmp_path: Path) -> None:
    """Each backup is restored and looked at whole: records, log, documents."""
    store, acknowledged, stop = open_fresh(tmp_path / "data"), list[str](), threading.Event()

    def write() -> None:
        while not stop.is_set():
            put_with_document(store, len(acknowledged))
            acknowledged.append(str(len(acknowledged)))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for turn in range(5):
            while len(acknowledged) < 30 * (turn + 1) and writer.is_alive():
                stop.wait(0.01)
            before = set(acknowledged)
            backed_up(store.folder, tmp_path / f"{turn}.tar")
            assert writer.is_alive()
            put_back(tmp_path / f"{turn}.tar", tmp_path / f"new-{turn}")
            assert before <= native_ids(tmp_path / f"new-{turn}")
            assert_whole(tmp_path / f"new-{turn}")
    finally:
        stop.set()
        writer.join(20)
        store.close()


def assert_whole(folder: Path) -> None:
    restored = open_fresh(folder)
    assert list(restored.catalogue.faults()) == []
    archive = Archive(folder / "archive")
    assert list(document_faults(restored.catalogue.read, archive, lambda _done: None)) == []
    restored.close()


def test_documents_that_come_and_go_during_the_walk_do_no_harm(filled: Store, tmp_path: Path) -> None:
    archive, stop = Archive(filled.folder / "archive"), threading.Event()

    def churn() -> None:
        number = 100
        while not stop.is_set():
            for n in range(number, number + 50):
                archive.put(a_document(n).sha256, a_document(n).body, durably=False)
            for n in range(number, number + 50):
                path_of(filled, n).unlink()
            number += 50

    thread = threading.Thread(target=churn)
    thread.start()
    try:
        for turn in range(10):
            assert backed_up(filled.folder, tmp_path / f"{turn}.tar").left_out == ()
    finally:
        stop.set()
        thread.join(20)
    for turn in range(10):
        put_back(tmp_path / f"{turn}.tar", tmp_path / f"new-{turn}")
        assert_whole(tmp_path / f"new-{turn}")
