"""A mirror holds what the other side holds, hash by hash, through edits, withdrawals and returns."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner, Result

from api.app import create_app
from catalogue.identity import canonical_json, sha256_hex
from catalogue.personal.labels import Personal
from catalogue.search.folder import locked
from catalogue.vocab import WithdrawReason
from deploy.cli import main
from deploy.mirroring import COMPARISONS
from harvesters.mirror.copy import Manifest
from harvesters.mirror.following import Other, is_equal
from tests.harvesters.sites import Said, Site
from tests.making import Clock, Store, a_decision, new_record, open_fresh
from tests.running import served

LARGE = int(os.environ.get("MIRRORED", "2500"))
"""Records of the large mirror; 20,000 take some minutes (CONTRIBUTING.md)."""


def site_of(store: Store) -> AbstractContextManager[str]:
    """A site over the store; gives its address."""
    return served(create_app(store.catalogue, "", "https://dastras.example", "test", Clock()))


@pytest.fixture
def address(store: Store) -> Iterator[str]:
    with site_of(store) as found:
        yield found


def mirrored(address: str, folder: Path, code: int = 0) -> Result:
    done = CliRunner().invoke(main, ["mirror", address, str(folder)])
    assert done.exit_code == code, done.output
    return done


def copied(folder: Path) -> dict[str, tuple[int, str, str]]:
    """id -> (version number, hash, title) in the file of the records."""
    lines = map(json.loads, (folder / "records.jsonl").read_text().splitlines())
    return {one["id"]: (one["version_no"], one["sha256"], one["record"]["title"]) for one in lines}


def held(store: Store) -> dict[str, tuple[int, str, str]]:
    """The same of the store."""
    found: dict[str, tuple[int, str, str]] = {}
    number = 0
    head = store.catalogue.as_of().log_index
    while (part := store.catalogue.copies.standing_at(head, number)).last_number is not None:
        views = [line.view for line in part.lines]
        found |= {view.id: (view.version_no, view.sha256, view.record()["title"]) for view in views}
        number = part.last_number
    return found


@pytest.mark.parametrize(
    ("size", "edits"), [(400, 30), pytest.param(LARGE, 500, marks=[pytest.mark.long, pytest.mark.timeout(900)])]
)
def test_a_mirror_stays_equal_through_edits_withdrawals_and_returns(
    store: Store, address: str, tmp_path: Path, size: int, edits: int
) -> None:
    for first in range(0, size, 1_000):
        numbers = range(first, min(first + 1_000, size))
        store.put(*(new_record(f"n{i}", a_decision(f"مصوبه {i}", f"متن {i}")) for i in numbers))
    folder, chosen, ids = tmp_path / "copy", Random(size), store.ids()
    assert "both sides have the same hash" in mirrored(address, folder).output
    assert copied(folder) == held(store) and len(held(store)) == size
    edited, gone = chosen.sample(range(size), edits), chosen.sample(range(size), edits // 10)
    edit = [new_record(f"n{i}", a_decision(f"مصوبه {i} ب", "متنی دیگر"), document="b" * 64) for i in edited]
    store.put(*edit[: edits // 2])
    for i in gone:
        store.catalogue.withdraw(ids[i], WithdrawReason.GONE_AT_SOURCE, None)
    store.follower.catch_up()
    mirrored(address, folder)
    assert copied(folder) == held(store) and len(held(store)) == size - len(gone)
    back = gone[: edits // 25]
    store.put(*edit[edits // 2 :], *(new_record(f"n{i}", a_decision(f"مصوبه {i} پ"), document="c" * 64) for i in back))
    done = mirrored(address, folder)
    assert copied(folder) == held(store) and "both sides have the same hash" in done.output


def test_what_is_sealed_there_is_destroyed_here(store: Store, address: str, tmp_path: Path) -> None:
    texts, folder = ("نهفته در متن یکم", "نهفته در متن دوم"), tmp_path / "copy"
    store.put(*(new_record(text, a_decision(f"مصوبه {i}", text)) for i, text in enumerate(texts)))
    mirrored(address, folder)
    assert all(text.encode() in (folder / "copy.sqlite").read_bytes() for text in texts)
    one, two = store.ids()
    store.catalogue.withdraw(one, WithdrawReason.PERSONAL_DATA, None)
    store.catalogue.redact(two, texts[1], Personal.WORDS)
    store.follower.catch_up()
    mirrored(address, folder)
    kept = b"".join(path.read_bytes() for path in folder.iterdir())
    assert "نهفته".encode() not in kept
    assert list(copied(folder)) == [two]
    with closing(sqlite3.connect(folder / "copy.sqlite")) as copy:
        rows = copy.execute("SELECT id, version_no, sealed_at IS NULL FROM version ORDER BY log_index").fetchall()
    assert rows == [(one, 1, 0), (two, 1, 0), (one, 2, 1), (two, 2, 1)]


def test_no_file_keeps_what_was_sealed_when_a_run_stops_after_it(
    store: Store, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "copy"
    store.put(new_record("1", a_decision(text="نهفته در متن")))
    mirrored(address, folder)
    store.catalogue.redact(store.ids()[0], "نهفته", Personal.WORDS)

    def full(*_: object) -> Manifest:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("harvesters.mirror.copy.Copy.write_files", full)
        assert f"{folder}: the copy was not written" in mirrored(address, folder, 2).output
    assert {path.name for path in folder.iterdir()} == {"copy.sqlite", "lock"}
    with closing(sqlite3.connect(folder / "copy.sqlite")) as copy:
        sealed = copy.execute("SELECT sealed_at FROM version WHERE version_no = 1").fetchone()[0]
    assert sealed == store.catalogue.versions(store.ids()[0])[1].sealed_at
    store.follower.catch_up()
    mirrored(address, folder)
    assert list(copied(folder)) == store.ids()


def test_a_folder_is_of_one_catalogue_and_one_log(store: Store, address: str, tmp_path: Path) -> None:
    store.put(new_record("1", a_decision()))
    folder = tmp_path / "copy"
    mirrored(address + "/", folder)
    other = open_fresh(tmp_path / "other")
    other.put(new_record("1", a_decision("دیگر")))
    with site_of(other) as elsewhere:
        assert f"is a copy of {address}" in mirrored(elsewhere, folder, 2).output
        with closing(sqlite3.connect(folder / "copy.sqlite")) as copy, copy:
            copy.execute("UPDATE copied SET address = ?", [elsewhere])  # as if its store had been put back
        assert "put back from a backup" in mirrored(elsewhere, folder, 2).output
    other.close()


def test_only_one_mirror_writes_into_a_folder(store: Store, address: str, tmp_path: Path) -> None:
    with locked(tmp_path / "copy"):
        assert "another command writes" in mirrored(address, tmp_path / "copy", 2).output


def test_a_side_that_goes_on_all_the_time_is_not_compared(
    store: Store, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def goes_on(manifest: Manifest, other: Other) -> bool | None:
        store.put(new_record(f"n{manifest.log_index}", a_decision()))
        return is_equal(manifest, other)

    monkeypatch.setattr("deploy.mirroring.is_equal", goes_on)
    monkeypatch.setattr("deploy.mirroring.PAUSE_SECONDS", 0.0)
    store.put(new_record("1", a_decision()))
    assert "not compared" in mirrored(address, tmp_path / "copy", 1).output
    assert len(copied(tmp_path / "copy")) == COMPARISONS


LINE = {
    "log_index": 1,
    "id": "d-7k3m-9x2z-3",
    "kind": "decision",
    "version_no": 1,
    "change_kind": "first",
    "recorded_at": "2026-11-21T09:00:00Z",
    "commitment": "a" * 64,
    "sha256": "b" * 64,
    "sealed_at": None,
    "sealed_versions": [],
    "record": {"kind": "decision", "title": "مصوبه"},
}
RIGHT = {**LINE, "sha256": sha256_hex(canonical_json({"kind": "decision", "title": "مصوبه"}))}


@pytest.mark.parametrize(
    ("body", "part"),
    [
        (json.dumps(LINE) + "\n", "sha256"),
        (json.dumps({**LINE, "log_index": 2}) + "\n", "log_index"),
        (json.dumps({**LINE, "id": "../../etc"}) + "\n", "id"),
        (json.dumps({**LINE, "sealed_at": "2026-11-21T09:00:00Z"}) + "\n", "sha256"),
        (json.dumps({**LINE, "version_no": True}) + "\n", "version_no"),
        (json.dumps({**LINE, "record": {"share": 0.5}}) + "\n", "sha256"),
        (json.dumps({**LINE, "kind": ["decision"]}) + "\n", "json"),
        (json.dumps(LINE), "cut"),
        ("[" * 100_000 + "\n", "json"),
        ("\xff\n", "json"),
        ("", "missing"),
        (json.dumps(RIGHT) + "\n" + json.dumps({**RIGHT, "log_index": 2}) + "\n", "version_no"),
        (json.dumps({**RIGHT, "sealed_versions": [1]}) + "\n", "json"),
    ],
)
def test_a_line_that_is_not_right_is_not_copied(tmp_path: Path, body: str, part: str) -> None:
    with Site().running() as site:
        said = Said(body.encode("latin-1" if body.startswith("\xff") else "utf-8"), headers={"Dastras-As-Of": "log:9"})
        site.says("/api/v1/changes.jsonl?since=0&limit=1000", said)
        done = mirrored(site.address, tmp_path, 2)
    assert f"({part})" in done.output
    with closing(sqlite3.connect(tmp_path / "copy.sqlite")) as copy:
        assert copy.execute("SELECT count(*) FROM version").fetchone() == (0,)


def test_an_address_that_is_no_dastras_is_told(tmp_path: Path) -> None:
    with Site().running() as site:
        site.says("/api/v1/changes.jsonl?since=0&limit=1000", Said(b"<p>hello"))
        assert "is no Dastras" in mirrored(site.address, tmp_path / "a", 2).output
        site.says("/api/v1/changes.jsonl?since=0&limit=1000", Said(b"", 302, {"Location": "http://127.0.0.1:9/"}))
        assert "302" in mirrored(site.address, tmp_path / "b", 2).output
        assert len(site.asked) == 2
    for wrong in (
        "ftp://example.org",
        "example.org",
        "http://u:p@example.org",
        "https://example.org/?a=b",
        "http://[::1",
    ):
        assert "the address of a site" in mirrored(wrong, tmp_path / "c", 2).output
