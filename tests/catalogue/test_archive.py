"""The archive: bytes by their hash, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import select

from catalogue import models
from catalogue.archive import Archive, Document
from catalogue.errors import NotFound
from catalogue.identity import sha256_hex
from catalogue.jobs import NOTHING_DONE
from catalogue.vocab import JobState
from tests.making import FETCHED_AT, Store, a_decision, new_record

BODY = "متن سند".encode()
NAME = sha256_hex(BODY)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def a_document(body: bytes = BODY, fetched_at: str = FETCHED_AT) -> Document:
    address = "https://shora.example/1"
    return Document(address, body, "text/html", "utf-8", 200, (("ETag", '"1"'),), fetched_at, recorded=False)


def test_bytes_stand_under_their_hash(archive: Archive, tmp_path: Path) -> None:
    archive.put(NAME, BODY, durably=True)
    assert archive.get(NAME) == BODY
    assert files_in(tmp_path) == [f"archive/{NAME[:2]}/{NAME[2:]}"]


def test_the_same_bytes_again_are_not_written(archive: Archive, tmp_path: Path) -> None:
    archive.put(NAME, BODY, durably=True)
    kept = tmp_path / "archive" / NAME[:2] / NAME[2:]
    before = kept.stat()
    archive.put(NAME, BODY, durably=True)
    assert (kept.stat().st_ino, kept.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_no_bytes_at_all_are_kept_too(archive: Archive) -> None:
    archive.put(sha256_hex(b""), b"", durably=True)
    assert archive.get(sha256_hex(b"")) == b""


def test_unknown_bytes_are_not_found(archive: Archive) -> None:
    with pytest.raises(NotFound) as caught:
        archive.get(NAME)
    assert (caught.value.what, caught.value.key) == ("document", NAME)


def test_an_archive_opened_again_has_what_was_put(archive: Archive, tmp_path: Path) -> None:
    archive.put(NAME, BODY, durably=True)
    assert Archive(tmp_path / "archive").get(NAME) == BODY


def test_many_writers_of_the_same_bytes_leave_one_whole_file(archive: Archive, tmp_path: Path) -> None:
    body = BODY * 50_000
    name, start = sha256_hex(body), Barrier(8)

    def put(_: int) -> None:
        start.wait(10)
        archive.put(name, body, durably=True)

    with ThreadPoolExecutor(8) as writers:
        list(writers.map(put, range(8)))
    assert archive.get(name) == body
    assert files_in(tmp_path) == [f"archive/{name[:2]}/{name[2:]}"]


def test_a_name_never_stands_for_half_of_the_bytes(archive: Archive, tmp_path: Path) -> None:
    """While it is written the body has a name of its own, which no reader asks for."""
    body = BODY * 200_000
    name = sha256_hex(body)
    with ThreadPoolExecutor(1) as writer:
        written = writer.submit(archive.put, name, body, durably=True)
        while not written.done():
            assert _length(archive, name) in (None, len(body))
    assert _length(archive, name) == len(body)


def _length(archive: Archive, name: str) -> int | None:
    try:
        return len(archive.get(name))
    except NotFound:
        return None


def test_half_a_file_left_by_a_power_loss_is_written_anew(archive: Archive, tmp_path: Path) -> None:
    archive.put(NAME, BODY, durably=True)
    (tmp_path / "archive" / NAME[:2] / NAME[2:]).write_bytes(b"")
    archive.put(NAME, BODY, durably=True)
    archive.sync([NAME])
    assert archive.get(NAME) == BODY


def test_the_row_of_a_document_stands_before_any_record_read_from_it(store: Store) -> None:
    job = store.begin()
    store.intake.keep(job, a_document().address, a_document(), NOTHING_DONE)
    store.catalogue.intake.put_records(job, [new_record("1", a_decision(), document=NAME)])
    chain = store.catalogue.provenance(store.ids()[0])
    assert (chain.document_sha256, chain.document_bytes, chain.fetched_at) == (NAME, len(BODY), FETCHED_AT)
    store.finish(job, JobState.SUCCEEDED)


def test_a_document_known_at_this_time_writes_nothing_and_a_later_time_is_noted(store: Store) -> None:
    later = "2026-11-22T05:00:00Z"
    for fetched_at in (FETCHED_AT, FETCHED_AT, later):
        job = store.begin()
        store.intake.keep_body(a_document(fetched_at=fetched_at))
        store.intake.note(job, [a_document(fetched_at=fetched_at)])
        store.finish(job, JobState.SUCCEEDED)
    with store.catalogue.read() as session:
        rows = session.execute(select(models.Document.sha256, models.Document.fetched_at)).all()
    assert [tuple(row) for row in rows] == [(NAME, later)]


def test_a_document_knows_its_hash() -> None:
    assert a_document().sha256 == NAME


@pytest.mark.parametrize("keep_twice", [False, True])
def test_the_catalogue_keeps_bytes_before_anybody_reads_them(store: Store, keep_twice: bool) -> None:
    store.intake.keep_body(a_document())
    if keep_twice:
        store.intake.keep_body(a_document(fetched_at="2026-11-21T05:00:00Z"))
    assert Archive(store.folder / "archive").get(NAME) == BODY
    assert files_in(store.folder / "archive") == [f"{NAME[:2]}/{NAME[2:]}"]


def test_a_file_in_the_place_of_a_folder_is_an_error_and_not_a_loss(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / NAME[:2]).write_bytes(b"")
    failing: Callable[[], object] = lambda: archive.put(NAME, BODY, durably=True)  # noqa: E731
    with pytest.raises(OSError, match=NAME[:2]):
        failing()


def test_what_a_killed_writer_left_is_removed_once_it_is_old(archive: Archive, tmp_path: Path) -> None:
    archive.put(NAME, BODY, durably=True)
    folder = tmp_path / "archive" / NAME[:2]
    for name in (".tmp-old", ".tmp-new"):
        (folder / name).write_bytes(b"cut")
    os.utime(folder / ".tmp-old", (1, 1))
    archive.remove_unfinished(3600)
    assert files_in(tmp_path) == [f"archive/{NAME[:2]}/.tmp-new", f"archive/{NAME[:2]}/{NAME[2:]}"]
    archive.remove_unfinished()
    assert files_in(tmp_path) == [f"archive/{NAME[:2]}/{NAME[2:]}"]
