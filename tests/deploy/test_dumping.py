"""Dumps: all records as they stood at an entry of the log, and none on offer with what was taken out since."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api.exports.dumping import CHANGES, RECORDS, TABLE, Writer
from catalogue.dumps import Dump
from catalogue.errors import FollowerBusy
from catalogue.personal.labels import Personal
from catalogue.vocab import WithdrawReason
from deploy.dumping import Keeper, last_slot
from deploy.settings import Settings
from tests.api.asking import get
from tests.making import Store, a_decision, new_record, open_fresh

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@dataclass
class Hands:
    """A keeper over a store, and a clock that a test sets."""

    store: Store
    at: datetime = NOON
    meanwhile: Callable[[int], None] = lambda _done: None

    def keep(self, *, with_new: bool = True) -> list[Dump]:
        return list(self.keeper().keep(with_new=with_new))

    def keeper(self) -> Keeper:
        copies = self.store.catalogue.copies
        return Keeper(copies, Writer(copies, "https://dastras.example", self.meanwhile), 14, lambda: self.at)

    def on_offer(self) -> list[int]:
        return [dump.log_index for dump in self.store.catalogue.copies.dumps()]

    @property
    def folder(self) -> Path:
        return self.store.folder / "dumps"

    def id_of(self, title: str) -> str:
        views = map(self.store.catalogue.get, self.store.ids())
        return next(view.id for view in views if view.record()["title"] == title)


@pytest.fixture
def hands(store: Store) -> Hands:
    """Three records."""
    store.put(*(new_record(title, a_decision(title, f"متن {title} محرمانه")) for title in ("یک", "دو", "سه")))
    return Hands(store)


def unpacked(client: FlaskClient, log_index: int, name: str) -> str:
    answer = client.get(f"/api/v1/exports/dumps/{log_index}/{name}")
    assert answer.status_code == 200, answer.text
    return gzip.decompress(answer.data).decode()


def titles(client: FlaskClient, log_index: int) -> list[str]:
    lines = unpacked(client, log_index, RECORDS).splitlines()
    return [json.loads(line)["record"]["title"] for line in lines]


def test_a_dump_is_the_set_of_the_file_and_its_manifest_says_so(hands: Hands, client: FlaskClient) -> None:
    (made,) = hands.keep()
    (listed,) = get(client, "/api/v1/exports")["items"]
    assert (listed["log_index"], listed["records"], listed["on_offer"]) == (3, 3, True)
    manifest = get(client, "/api/v1/exports/search.manifest.json")
    assert listed["sha256"] == manifest["sha256"] == made.sha256
    lines = set(unpacked(client, 3, RECORDS).splitlines())
    assert lines == set(client.get("/api/v1/exports/search.jsonl").text.splitlines())
    rows = list(csv.DictReader(io.StringIO(unpacked(client, 3, TABLE).removeprefix("\ufeff"))))
    assert {row["title"] for row in rows} == {"یک", "دو", "سه"}
    assert unpacked(client, 3, CHANGES) == client.get("/api/v1/changes.jsonl").text
    for file in listed["files"]:
        data = client.get(file["url"]).data
        assert (hashlib.sha256(data).hexdigest(), len(data), file["count"]) == (file["sha256"], file["body_bytes"], 3)


def test_a_file_comes_in_parts_and_conditionally(hands: Hands, client: FlaskClient) -> None:
    hands.keep()
    address = f"/api/v1/exports/dumps/3/{RECORDS}"
    whole = client.get(address)
    part = client.get(address, headers={"Range": "bytes=5-9"})
    assert (part.status_code, part.data) == (206, whole.data[5:10])
    assert client.get(address, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304
    for wrong in (f"/api/v1/exports/dumps/2/{RECORDS}", "/api/v1/exports/dumps/3/manifest.json"):
        assert client.get(wrong).status_code == 404


def test_the_next_dump_has_the_changes_since_the_last_one(hands: Hands, client: FlaskClient) -> None:
    hands.keep()
    hands.store.put(
        new_record("دو", a_decision("دو", "متنی دیگر"), document="b" * 64), new_record("4", a_decision("چهار"))
    )
    (second,) = hands.keep()
    assert (second.since, second.log_index, hands.on_offer()) == (3, 5, [5, 3])
    assert titles(client, 5) == ["یک", "دو", "سه", "چهار"] and titles(client, 3) == ["یک", "دو", "سه"]
    assert unpacked(client, 5, CHANGES) == client.get("/api/v1/changes.jsonl?since=3").text
    assert hands.keep() == []


def test_what_comes_after_the_entry_of_a_dump_is_not_in_it(hands: Hands) -> None:
    hands.store.put(new_record("دو", a_decision("دو ب"), document="b" * 64), new_record("4", a_decision("چهار")))
    standing = hands.store.catalogue.copies.standing_at(3, 0)
    assert [line.view.record()["title"] for line in standing.lines] == ["یک", "دو", "سه"]
    assert [line.view.version_no for line in standing.lines] == [1, 1, 1]


@pytest.mark.parametrize("way", ["withdrawn", "by law", "redacted"])
def test_what_is_taken_out_is_at_once_in_no_dump_on_offer(hands: Hands, client: FlaskClient, way: str) -> None:
    hands.keep()
    hands.store.put(new_record("4", a_decision("چهار")))
    hands.keep()
    before = {dump.log_index: dump for dump in hands.store.catalogue.copies.dumps()}
    gone = hands.id_of("دو")
    if way == "redacted":
        hands.store.catalogue.redact(gone, "محرمانه", Personal.HOME_ADDRESS)
    else:
        reason = WithdrawReason.COURT_OR_LAW if way == "by law" else WithdrawReason.GONE_AT_SOURCE
        hands.store.catalogue.withdraw(gone, reason, None)
    for name in (RECORDS, TABLE, CHANGES):
        answer = client.get(f"/api/v1/exports/dumps/3/{name}")
        assert (answer.status_code, answer.get_json()["type"]) == (503, "/problems/dump-stale")
        assert answer.headers["Retry-After"]
    assert [one["on_offer"] for one in get(client, "/api/v1/exports")["items"]] == [False, False]
    assert hands.keeper().has_stale()
    made = hands.keep(with_new=False)
    assert {dump.log_index: dump.records for dump in made} == {4: 3, 3: 2}
    assert not hands.keeper().has_stale()
    assert titles(client, 3) == ["یک", "سه"] and titles(client, 4) == ["یک", "سه", "چهار"]
    assert {path.name for path in hands.folder.iterdir()} == {"3-5", "4-5", "lock"}
    if way != "withdrawn":
        assert "دو محرمانه" not in "".join(unpacked(client, 3, name) for name in (RECORDS, TABLE, CHANGES))
    assert all(before[dump.log_index].made_at == dump.made_at for dump in made)


def test_a_record_that_comes_back_is_in_the_next_dump(hands: Hands, client: FlaskClient) -> None:
    hands.store.catalogue.withdraw(hands.id_of("دو"), WithdrawReason.GONE_AT_SOURCE, None)
    hands.keep()
    assert titles(client, 4) == ["یک", "سه"]
    hands.store.put(new_record("دو", a_decision("دو"), document="c" * 64))
    hands.keep()
    assert titles(client, 5) == ["یک", "دو", "سه"]


def test_old_dumps_go_but_never_the_newest(hands: Hands) -> None:
    hands.keep()
    hands.at += timedelta(days=13)
    hands.store.put(new_record("4", a_decision("چهار")))
    hands.keep()
    assert hands.on_offer() == [4, 3]
    hands.at += timedelta(days=2)
    assert hands.keep() == [] and hands.on_offer() == [4]
    hands.at += timedelta(days=99)
    assert hands.keep() == [] and hands.on_offer() == [4]


def test_dumps_of_another_log_are_not_on_offer(hands: Hands, client: FlaskClient, tmp_path: Path) -> None:
    other = open_fresh(tmp_path / "other")
    other.put(*(new_record(f"o{i}", a_decision(f"دیگر {i}")) for i in range(3)))
    (foreign,) = Hands(other).keep()
    (tmp_path / "other" / "dumps").rename(hands.folder)
    other.close()
    assert foreign.log_index == 3 and hands.on_offer() == []
    assert client.get(f"/api/v1/exports/dumps/3/{RECORDS}").status_code == 404
    hands.keep()
    assert hands.on_offer() == [3] and titles(client, 3) == ["یک", "دو", "سه"]


def test_what_a_killed_or_a_stopped_one_left_is_no_dump(hands: Hands) -> None:
    def die(_done: int) -> None:
        raise OSError(28, "No space left on device")

    hands.meanwhile = die
    with pytest.raises(OSError, match="No space"):
        hands.keep()
    assert [path.name for path in hands.folder.iterdir()] == ["lock"]
    left = hands.folder / ".tmp-killed"
    left.mkdir()
    (left / RECORDS).write_bytes(b"half")
    hands.meanwhile = lambda _done: None
    assert hands.on_offer() == []
    hands.keep()
    assert not left.exists() and hands.on_offer() == [3]


def test_a_manifest_that_cannot_be_read_is_told_and_takes_nothing_else_down(
    hands: Hands, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    (made,) = hands.keep()
    (hands.folder / made.folder / "manifest.json").write_text("{half")
    assert get(client, "/api/v1/exports")["items"] == [] and "cannot be read" in caplog.text
    assert client.get("/api/v1/openapi.json").status_code == 200
    hands.keep()
    assert hands.on_offer() == [3]


def test_one_process_writes_dumps_at_a_time(hands: Hands) -> None:
    with hands.store.catalogue.copies.folder.writing(), pytest.raises(FollowerBusy):
        hands.keep()


def test_the_nightly_dump_is_due_by_the_clock_of_tehran(hands: Hands) -> None:
    settings = replace(Settings.from_env({}), dump_at=time(2, 30))
    assert last_slot(settings, datetime(2026, 11, 20, 23, 0, tzinfo=UTC)) == datetime(2026, 11, 20, 23, 0, tzinfo=UTC)
    assert last_slot(settings, datetime(2026, 11, 20, 22, 59, tzinfo=UTC)) == datetime(2026, 11, 19, 23, 0, tzinfo=UTC)
    assert hands.keeper().is_due(NOON)
    hands.keep()
    assert not hands.keeper().is_due(NOON) and hands.keeper().is_due(NOON + timedelta(seconds=1))
