"""A document that is gone, or has other bytes, is named; whatever else lies in the archive is no fault."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from catalogue.archive import Archive, Document
from catalogue.archive_integrity import SLICE_ROWS, DocumentFault, document_faults
from catalogue.identity import sha256_hex
from tests.making import FETCHED_AT, Store, a_decision, new_record

WHOLE = 3


def a_document(number: int) -> Document:
    body = f"<p>سند {number}</p>".encode()
    address = f"https://shora.example/{number}"
    return Document(address, body, "text/html", None, 200, (), FETCHED_AT, recorded=False)


@pytest.fixture
def kept(store: Store) -> Store:
    """A store with three documents."""
    store.keep(*map(a_document, range(WHOLE)))
    store.put(new_record("1", a_decision()))
    return store


def path_of(store: Store, number: int) -> Path:
    sha256 = a_document(number).sha256
    return store.folder / "archive" / sha256[:2] / sha256[2:]


def faults(store: Store) -> list[DocumentFault]:
    return list(document_faults(store.catalogue.read, Archive(store.folder / "archive"), lambda _done: None))


def test_documents_that_nobody_touched_have_no_faults(kept: Store) -> None:
    assert faults(kept) == []


def test_a_missing_document_is_named_with_its_address(kept: Store) -> None:
    path_of(kept, 1).unlink()
    assert faults(kept) == [DocumentFault(a_document(1).sha256, "https://shora.example/1", is_damaged=False)]


@pytest.mark.parametrize("bytes_", [b"", b"<p>", b"\0" * 100_000])
def test_a_document_with_other_bytes_is_damaged(kept: Store, bytes_: bytes) -> None:
    path_of(kept, 2).write_bytes(bytes_)
    assert faults(kept) == [DocumentFault(a_document(2).sha256, "https://shora.example/2", is_damaged=True)]


def test_a_folder_in_the_place_of_a_document_is_damage(kept: Store) -> None:
    path_of(kept, 0).unlink()
    path_of(kept, 0).mkdir()
    assert [fault.is_damaged for fault in faults(kept)] == [True]


def test_a_file_that_no_row_names_is_no_fault(kept: Store) -> None:
    Archive(kept.folder / "archive").put(sha256_hex(b"alone"), b"alone", durably=True)
    (path_of(kept, 0).parent / ".tmp-abc").write_bytes(b"cut")
    assert faults(kept) == []


def test_more_rows_than_a_slice_are_all_looked_at(store: Store) -> None:
    store.keep(*map(a_document, range(SLICE_ROWS + 2)))
    store.put(new_record("1", a_decision()))
    for number in (0, SLICE_ROWS, SLICE_ROWS + 1):
        path_of(store, number).unlink()
    done: list[int] = []
    found = document_faults(store.catalogue.read, Archive(store.folder / "archive"), done.append)
    assert {fault.sha256 for fault in found} == {a_document(n).sha256 for n in (0, SLICE_ROWS, SLICE_ROWS + 1)}
    assert done == [SLICE_ROWS, SLICE_ROWS + 2]


def test_the_walk_tells_bodies_in_order_and_nothing_else(kept: Store) -> None:
    archive = Archive(kept.folder / "archive")
    (path_of(kept, 0).parent / ".tmp-abc").write_bytes(b"cut")
    (kept.folder / "archive" / "notes").mkdir()
    os.mkfifo(kept.folder / "archive" / "ab.txt")
    assert list(archive.walk()) == sorted(a_document(number).sha256 for number in range(WHOLE))
    assert list(Archive(kept.folder / "nowhere").walk()) == []
