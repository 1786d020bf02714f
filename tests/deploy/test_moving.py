"""migrate-store: everything comes over, nothing half, and the old store rests."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from catalogue.models import Base
from catalogue.moving import COMMAND
from catalogue.store import scan_by_id
from deploy.opening import open_catalogue, open_store
from deploy.settings import Settings
from tests.deploy.test_safekeeping import refused, typed

PAUSED = "SELECT id FROM source WHERE paused_at IS NOT NULL ORDER BY id"


def settings_of(data: Path, store: str = "") -> Settings:
    return Settings.from_env({"DASTRAS_DATA": str(data), "DASTRAS_STORE": store})


def rows(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    """table -> its rows."""
    engine = open_store(settings)
    with engine.connect() as connection:
        found = {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
        }
    engine.dispose()
    return found


def asked(file: Path, statement: str) -> list[str]:
    with closing(sqlite3.connect(file)) as held:
        return [name for (name,) in held.execute(statement)]


@pytest.fixture
def elsewhere(tmp_path: Path) -> str:
    """The address of a store that is not there yet."""
    return f"sqlite:///{tmp_path / 'new.sqlite'}"


def test_everything_comes_over_and_the_old_store_rests(examples: Path, elsewhere: str) -> None:
    typed(examples, "pause", "nemouneh-notices")
    before = rows(settings_of(examples))
    done = typed(examples, "migrate-store", DASTRAS_STORE=elsewhere)
    assert done.exit_code == 0, done.output
    clean = "store: faults 0\nindex: missing 0, extra 0, stale 0\n"
    assert f"old:\n{clean}new:\n{clean}" in done.stdout
    after = rows(settings_of(examples, elsewhere))
    changed = {"audit", "source"}
    assert {name: after[name] for name in after if name not in changed} == {
        name: before[name] for name in before if name not in changed
    }
    assert asked(Path(elsewhere[10:]), PAUSED) == ["nemouneh-notices"]  # the operator's own pause stays
    assert len(asked(examples / "dastras.sqlite", PAUSED)) == len(before["source"])
    for address in ("", elsewhere):
        audit = typed(examples, "audit", DASTRAS_STORE=address).stdout
        assert COMMAND in audit


def test_what_is_written_next_goes_on_behind(examples: Path, elsewhere: str) -> None:
    head = open_catalogue(settings_of(examples)).status().log_index
    typed(examples, "migrate-store", DASTRAS_STORE=elsewhere)
    catalogue = open_catalogue(settings_of(examples, elsewhere))
    with catalogue.read() as session:
        record_id, *_ = next(scan_by_id(session))
    done = typed(examples, "withdraw", record_id, "--reason", "mistake", DASTRAS_STORE=elsewhere)
    assert done.exit_code == 0, done.output
    assert open_catalogue(settings_of(examples, elsewhere)).status().log_index == head + 1
    assert typed(examples, "verify", DASTRAS_STORE=elsewhere).exit_code == 0


def test_a_move_that_is_done_goes_on_with_the_index_and_wakes_nothing(examples: Path, elsewhere: str) -> None:
    assert typed(examples, "migrate-store", DASTRAS_STORE=elsewhere).exit_code == 0
    resting = asked(examples / "dastras.sqlite", PAUSED)
    again = typed(examples, "migrate-store", DASTRAS_STORE=elsewhere)
    assert again.exit_code == 0 and "going on with the index" in again.output
    assert resting and asked(examples / "dastras.sqlite", PAUSED) == resting
    with open_catalogue(settings_of(examples, elsewhere)).read() as session:
        record_id, *_ = next(scan_by_id(session))
    assert typed(examples, "withdraw", record_id, "--reason", "mistake", DASTRAS_STORE=elsewhere).exit_code == 0
    assert refused(typed(examples, "migrate-store", DASTRAS_STORE=elsewhere), "nor a copy of this one")
    assert asked(examples / "dastras.sqlite", PAUSED) == resting


def test_a_filled_store_is_refused_and_the_old_one_works_on(examples: Path, elsewhere: str, tmp_path: Path) -> None:
    assert typed(examples, "migrate-store", DASTRAS_STORE=elsewhere).exit_code == 0
    other = tmp_path / "other"
    shutil.copytree(examples, other)
    with closing(sqlite3.connect(other / "dastras.sqlite")) as held, held:
        held.execute("UPDATE source SET paused_at = NULL")
    with open_catalogue(settings_of(other)).read() as session:
        record_id, *_ = next(scan_by_id(session))
    assert typed(other, "withdraw", record_id, "--reason", "mistake").exit_code == 0
    assert refused(typed(other, "migrate-store", DASTRAS_STORE=elsewhere), "is not empty")
    assert asked(other / "dastras.sqlite", PAUSED) == []


def test_an_address_of_nothing_is_refused_in_words(examples: Path, elsewhere: str) -> None:
    wrong = typed(examples, "migrate-store", "--from", "/nonexistent", DASTRAS_STORE=elsewhere)
    assert refused(wrong, "no address of a store")


def test_a_move_that_was_killed_is_begun_again(examples: Path, elsewhere: str) -> None:
    old = open_catalogue(settings_of(examples))
    old.rest("somebody")  # killed here: its sources rest
    old.close()
    assert asked(examples / "dastras.sqlite", PAUSED)
    assert typed(examples, "migrate-store", DASTRAS_STORE=elsewhere).exit_code == 0
    assert asked(Path(elsewhere[10:]), PAUSED) == []


def test_a_store_is_not_moved_onto_itself(examples: Path) -> None:
    assert refused(typed(examples, "migrate-store"), "is the old one")
    address = f"sqlite:///{examples}/./dastras.sqlite"
    assert refused(typed(examples, "migrate-store", DASTRAS_STORE=address), "is the old one")


def test_nul_in_an_old_text_is_replaced_and_told(examples: Path, elsewhere: str) -> None:
    with closing(sqlite3.connect(examples / "dastras.sqlite")) as held, held:
        held.execute("UPDATE source SET name = ? WHERE id = 'nemouneh-notices'", ("a\0b",))
    done = typed(examples, "migrate-store", DASTRAS_STORE=elsewhere)
    assert done.exit_code == 0 and "NUL replaced in texts: 1" in done.stdout
    assert "a\ufffdb" in asked(Path(elsewhere[10:]), "SELECT name FROM source")
