"""A backup is foreign input: what is not exactly one of ours leaves no store, and nothing outside the data folder."""

from __future__ import annotations

import fcntl
import gzip
import json
import os
import sqlite3
import tarfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest

from catalogue.archive import Archive
from catalogue.backup_file import BackupRefused
from catalogue.identity import sha256_hex
from tests.backing_up import Part, a_part, backed_up, parts_of, put_back, put_with_document, tree, written
from tests.making import Store, needs_sqlite

pytestmark = needs_sqlite

Change = Callable[[list[Part]], object]


@pytest.fixture
def good(store: Store, tmp_path: Path) -> Path:
    """A backup of five records with their documents."""
    for number in range(5):
        put_with_document(store, number)
    backed_up(store.folder, tmp_path / "good.tar")
    return tmp_path / "good.tar"


def refused(file: Path) -> str:
    """The code with which a file is refused; nothing may lie where a store or a foreign file could."""
    around = file.parent / "around"
    into = around / "deep" / "data"
    into.mkdir(parents=True)
    with pytest.raises(BackupRefused) as caught:
        put_back(file, into)
    assert not [name for name in tree(around) - {"deep", "deep/data"} if not name.startswith("deep/data/archive")]
    archive = Archive(into / "archive")
    assert all(archive.is_whole(sha256) for sha256 in archive.walk())
    assert not list(into.rglob(".tmp-*"))
    return caught.value.code


def changed(good: Path, change: Change, form: int = tarfile.GNU_FORMAT) -> Path:
    parts = parts_of(good)
    change(parts)
    return written(good.with_name("changed.tar"), parts, form)


def with_manifest(parts: list[Part], **facts: Any) -> None:
    held = {**json.loads(parts[-1].body), **facts}
    parts[-1] = a_part("manifest.json", json.dumps(held).encode())


def test_the_same_members_written_anew_are_taken(good: Path, tmp_path: Path) -> None:
    put_back(changed(good, lambda _parts: None), tmp_path / "new")
    assert (tmp_path / "new" / "dastras.sqlite").is_file()


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "../../evil",
        "/etc/evil",
        "archive/../../evil",
        "archive/ab/../../../evil",
        "archive/ab/" + "c" * 61,
        "archive/ab/" + "C" * 62,
        "archive/AB/" + "c" * 62,
        "archive/ab/" + "c" * 62 + "\n",
        "./archive/ab/" + "c" * 62,
        "archive/ab/.tmp-abc",
        "dastras.sqlite-wal",
        "search/current",
        "نام",
        "\x1b[31mred",
        "x" * 300,
    ],
)
@pytest.mark.parametrize("at", [0, 1, 3, -1])
def test_a_foreign_name_is_refused_wherever_it_stands(good: Path, name: str, at: int) -> None:
    file = changed(good, lambda parts: parts.insert(at, a_part(name, b"evil")))
    assert refused(file) == "backup-foreign-member"


@pytest.mark.parametrize(
    "kind",
    [
        tarfile.SYMTYPE,
        tarfile.LNKTYPE,
        tarfile.DIRTYPE,
        tarfile.FIFOTYPE,
        tarfile.CHRTYPE,
        tarfile.BLKTYPE,
        tarfile.CONTTYPE,
        tarfile.GNUTYPE_SPARSE,
        tarfile.XHDTYPE,
        tarfile.XGLTYPE,
        tarfile.GNUTYPE_LONGNAME,
    ],
)
def test_only_plain_files_are_taken_whatever_their_name(good: Path, kind: bytes) -> None:
    def change(parts: list[Part]) -> None:
        parts[2] = a_part(parts[2].header.name, b"", kind, "/etc/passwd")

    assert refused(changed(good, change)) == "backup-foreign-member"


def test_a_store_that_is_a_link_is_refused(good: Path) -> None:
    link = a_part("dastras.sqlite", b"", tarfile.SYMTYPE, "/etc/passwd")
    assert refused(changed(good, lambda parts: parts.__setitem__(0, link))) == "backup-foreign-member"


@pytest.mark.parametrize(
    "change",
    [
        lambda parts: parts.insert(2, parts[2]),
        lambda parts: parts.insert(1, parts[0]),
        lambda parts: parts.append(parts[-1]),
        lambda parts: parts.append(parts[1]),
        lambda parts: parts.append(parts[0]),
        lambda parts: parts.insert(0, parts.pop()),
        lambda parts: parts.append(parts.pop(0)),
        lambda parts: parts.insert(1, parts.pop(3)),
    ],
    ids=["document", "store", "manifest", "late document", "late store", "manifest first", "store last", "order"],
)
def test_doubled_and_displaced_members_are_refused(good: Path, change: Change) -> None:
    assert refused(changed(good, change)) == "backup-foreign-member"


def test_a_body_under_the_name_of_another_is_refused(good: Path) -> None:
    def change(parts: list[Part]) -> None:
        parts[2].body, parts[3].body = parts[3].body, parts[2].body
        parts[2].header.size, parts[3].header.size = parts[3].header.size, parts[2].header.size

    assert refused(changed(good, change)) == "backup-damaged"


@pytest.mark.parametrize("at", [1, 5])
def test_a_missing_document_is_noticed(good: Path, at: int) -> None:
    assert refused(changed(good, lambda parts: parts.pop(at))) == "backup-damaged"


def test_a_missing_manifest_means_a_cut_file(good: Path) -> None:
    assert refused(changed(good, lambda parts: parts.pop())) == "backup-cut"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"product": "other"}, "backup-foreign"),
        ({"form": 2}, "backup-of-another-form"),
        ({"documents": "5"}, "backup-damaged"),
        ({"documents": True}, "backup-damaged"),
        ({"documents": 4}, "backup-damaged"),
        ({"document_bytes": 10**15}, "backup-damaged"),
        ({"store_bytes": -1}, "backup-damaged"),
        ({"store_sha256": "0" * 64}, "backup-damaged"),
        ({"log_index": 4}, "backup-damaged"),
        ({"commitment": "0" * 64}, "backup-damaged"),
        ({"more": 1}, "backup-damaged"),
    ],
)
def test_a_manifest_that_tells_something_else_is_refused(good: Path, facts: dict[str, Any], code: str) -> None:
    assert refused(changed(good, lambda parts: with_manifest(parts, **facts))) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "backup-damaged"),
        (b"[]", "backup-foreign"),
        (b"\xff\xfe", "backup-damaged"),
        (b"[" * 4000, "backup-damaged"),
        (b'{"form": ' + b"9" * 4080 + b"}", "backup-foreign"),
        (b" " * 5_000_000, "backup-damaged"),
    ],
)
def test_a_manifest_that_is_none_is_refused(good: Path, text: bytes, code: str) -> None:
    file = changed(good, lambda parts: parts.__setitem__(-1, a_part("manifest.json", text)))
    assert refused(file) == code


@pytest.mark.parametrize("size", [10**7, 10**15, 2**62])
def test_a_header_that_claims_more_than_the_file_holds_is_refused(good: Path, size: int) -> None:
    claim = tarfile.TarInfo("dastras.sqlite")
    claim.size = size
    good.write_bytes(claim.tobuf(tarfile.GNU_FORMAT) + good.read_bytes()[512:])
    assert refused(good) == "backup-cut"


def test_a_negative_size_is_refused_and_never_leads_backwards(good: Path) -> None:
    claim = tarfile.TarInfo("dastras.sqlite")
    claim.size = -512
    good.write_bytes(claim.tobuf(tarfile.GNU_FORMAT) + good.read_bytes()[512:])
    assert refused(good) == "backup-foreign-member"


def replaced_store(parts: list[Part], folder: Path, *statements: str) -> None:
    """Another store with a manifest that fits it."""
    path = folder / "other.sqlite"
    path.write_bytes(parts[0].body)
    with closing(sqlite3.connect(path)) as held:
        for statement in statements:
            held.execute(statement)
        held.commit()
    body = path.read_bytes()
    parts[0] = a_part("dastras.sqlite", body)
    with_manifest(parts, store_sha256=sha256_hex(body), store_bytes=len(body))


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER evil AFTER INSERT ON log BEGIN DELETE FROM record; END",
        "CREATE VIEW evil AS SELECT * FROM record",
        "DROP TABLE log",
        "DELETE FROM log WHERE log_index = 5",
    ],
)
def test_a_store_that_is_not_like_ours_is_refused(good: Path, tmp_path: Path, statement: str) -> None:
    assert refused(changed(good, lambda parts: replaced_store(parts, tmp_path, statement))) == "backup-damaged"


def test_a_store_that_is_no_database_is_refused(good: Path) -> None:
    def change(parts: list[Part]) -> None:
        parts[0] = a_part("dastras.sqlite", b"text" * 1000)
        with_manifest(parts, store_sha256=sha256_hex(b"text" * 1000), store_bytes=4000)

    assert refused(changed(good, change)) == "backup-damaged"


def test_a_file_cut_anywhere_is_refused(good: Path, tmp_path: Path) -> None:
    whole, random = good.read_bytes(), Random(1402)
    end = whole.rindex(b"}")
    places = [1, 511, 512, 513, end // 512 * 512, end, *(random.randrange(1024, end) for _ in range(20))]
    for number, place in enumerate(places):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "cut.tar").write_bytes(whole[:place])
        assert refused(folder / "cut.tar") == ("backup-cut" if place >= 512 else "backup-foreign")


def test_a_changed_byte_is_noticed_or_does_no_harm(good: Path, tmp_path: Path) -> None:
    """Padding between members says nothing; everything else is under a hash or a checksum."""
    whole, random = good.read_bytes(), Random(1402)
    for number in range(60):
        damaged = bytearray(whole)
        damaged[random.randrange(whole.rindex(b"}"))] ^= 1 << random.randrange(8)
        (tmp_path / "damaged.tar").write_bytes(damaged)
        new = tmp_path / f"new-{number}"
        try:
            put_back(tmp_path / "damaged.tar", new)
        except BackupRefused:
            assert not (new / "dastras.sqlite").exists()
        else:
            kept = {part.header.name: part.body for part in parts_of(good)[:-1]}
            assert {name: (new / name).read_bytes() for name in kept} == kept


def test_other_files_are_refused_as_foreign(good: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "zeros").write_bytes(bytes(10_240))
    (tmp_path / "noise").write_bytes(Random(1).randbytes(20_000))
    (tmp_path / "packed").write_bytes(gzip.compress(good.read_bytes()))
    with zipfile.ZipFile(tmp_path / "zip", "w") as packed:
        packed.write(good, "good.tar")
    for name in ("empty", "zeros", "noise", "packed", "zip"):
        with pytest.raises(BackupRefused, match="backup-foreign"):
            put_back(tmp_path / name, tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("part", ["", "-wal", "-shm", "-journal"])
def test_where_a_store_or_a_part_of_one_lies_nothing_is_written(good: Path, tmp_path: Path, part: str) -> None:
    new = tmp_path / "new"
    new.mkdir()
    (new / f"dastras.sqlite{part}").write_bytes(b"mine")
    with pytest.raises(BackupRefused, match="restore-over-store"):
        put_back(good, new)
    assert tree(new) == {f"dastras.sqlite{part}"} and (new / f"dastras.sqlite{part}").read_bytes() == b"mine"


def test_a_store_that_appears_meanwhile_is_kept(good: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"

    def harvest(_folder: Path) -> None:
        (new / "dastras.sqlite").write_bytes(b"mine")

    with pytest.raises(BackupRefused, match="restore-over-store"):
        put_back(good, new, harvest)
    assert (new / "dastras.sqlite").read_bytes() == b"mine"
    assert "restoring" not in str(tree(new))


def test_one_restore_at_a_time(good: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new" / ".dastras.sqlite.restoring"
    folder.mkdir(parents=True)
    handle = os.open(folder, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(BackupRefused, match="restore-busy"):
        put_back(good, tmp_path / "new")
    os.close(handle)
    put_back(good, tmp_path / "new")


def test_what_a_killed_restore_left_is_replaced_and_removed(good: Path, tmp_path: Path) -> None:
    new, document = tmp_path / "new", parts_of(good)[1]
    left = new / ".dastras.sqlite.restoring"
    left.mkdir(parents=True)
    for name in ("dastras.sqlite", "dastras.sqlite-wal", "dastras.sqlite-shm"):
        (left / name).write_bytes(b"half")
    (new / document.header.name).parent.mkdir(parents=True)
    (new / document.header.name).write_bytes(bytes(len(document.body)))  # renamed, but lost its bytes with the power
    (new / document.header.name).with_name(".tmp-abc").write_bytes(b"half")
    put_back(good, new)
    assert (new / document.header.name).read_bytes() == document.body
    assert not [name for name in tree(new) if "restoring" in name or ".tmp-" in name]


def test_a_store_that_cannot_be_brought_up_to_date_does_not_become_the_store(good: Path, tmp_path: Path) -> None:
    def fail(_folder: Path) -> None:
        raise LookupError("no such revision")

    with pytest.raises(LookupError):
        put_back(good, tmp_path / "new", fail)
    assert not [name for name in tree(tmp_path / "new") if "sqlite" in name]
