"""Made records are what the door lets in, and a store of them is the same however often its filling was killed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from deploy.settings import Settings
from schemas.kinds import load
from tests.bench.made.filling import fill
from tests.bench.made.records import BATCH, Records
from tests.bench.made.texts import Text

TEXTS = [
    Text("آیین‌نامهٔ نگهداری از بوستان‌های شهر", "شهرداری هر سال درختان تازه می‌کارد و باغبانان از آن‌ها نگهداری می‌کنند."),
    Text("گزارش بودجهٔ سالانهٔ سازمان آب", "هزینهٔ شبکهٔ آب شهر در سال گذشته بیش از درآمد آن بود و شورا آن را بررسی کرد."),
]
ROWS = ("record", "version", "log", "tag")


class Killed(Exception):
    """The filling stops here."""


@pytest.fixture(scope="module")
def records() -> Records:
    return Records(TEXTS)


def test_made_records_pass_the_door_as_they_are(records: Records) -> None:
    for number in range(0, 40 * BATCH, BATCH // 4):
        fields = records.fields(number)
        assert load(fields["kind"], fields) == fields


def test_the_words_of_made_records_grow_with_their_number(records: Records) -> None:
    few, many = (
        {word for number in range(size) for word in records.fields(number)["texts"][0]["text"].split()}
        for size in (20, 200)
    )
    assert len(many) > len(few) > len(TEXTS[0].body.split())


def test_a_filling_that_was_killed_goes_on_to_the_same_store(records: Records, tmp_path: Path) -> None:
    whole, killed = (Settings.from_env({"DASTRAS_DATA": str(tmp_path / name)}) for name in ("whole", "killed"))
    assert fill(whole, records, 3 * BATCH, lambda done: None).added == 3 * BATCH
    with pytest.raises(Killed):
        fill(killed, records, 3 * BATCH, _kill_at_once)
    assert fill(killed, records, 3 * BATCH, lambda done: None).added == 2 * BATCH
    assert fill(killed, records, 3 * BATCH, lambda done: None).added == 0
    assert _rows(whole.data) == _rows(killed.data)


def _kill_at_once(done: int) -> None:
    raise Killed


def _rows(data: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(data / "dastras.sqlite")) as store:
        return {name: store.execute(f"select * from {name} order by 1, 2").fetchall() for name in ROWS}
