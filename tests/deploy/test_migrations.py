"""Migrations make exactly the tables of the models, keep what an older store holds, and may be run again."""

from __future__ import annotations

import sqlite3
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from catalogue.models import Base
from catalogue.vocab import Lane
from deploy.opening import migrate, open_catalogue, open_store
from deploy.settings import Settings

OLD = "0001"
ROWS = (
    "INSERT INTO agency VALUES ('a-1', 'shora', 'شورا', '{}')",
    "INSERT INTO source VALUES ('src', 'منبع', 'shora', 'decision', 'html', 'all', 'https://a.example/', 'c', "
    "'2026-01-01T00:00:00Z')",
    "INSERT INTO job VALUES (1, 'src', 'succeeded', NULL, 0, '2026-01-01T00:00:00Z', '2026-01-01T00:01:00Z', 'c', "
    "'{\"read\": 1}')",
    "INSERT INTO job VALUES (2, 'src', 'running', NULL, 0, '2026-01-02T00:00:00Z', NULL, 'c', '{}')",
    "INSERT INTO document VALUES (1, 'd', 'https://a.example/1', 0, 200, 'text/html', 3, '[]', '2026-01-01T00:00:00Z')",
    "INSERT INTO record VALUES (1, 'd-1', 'decision', 'src', '1', 'shora', 'عنوان', NULL, 'published', 'present', 1, "
    "'f', 'r', "
    "'2026-01-01T00:00:00Z', NULL)",
    "INSERT INTO version VALUES (1, 1, '{}', 's', 'salt', '{}', 'first', 1, '2026-01-01T00:00:00Z', 1, 1, NULL, 'd', "
    "'https://a.example/1', '2026-01-01T00:00:00Z', 0)",
    "INSERT INTO log VALUES (1, 'd-1', 1, 'first', '2026-01-01T00:00:00Z', 'c')",
    "INSERT INTO issue VALUES (1, 'src', 1, 1, 'read', 'leftover', '1', NULL, NULL, NULL, 'نکته', 'note', 1, 1, "
    "'2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')",
    "INSERT INTO tag VALUES ('هوا', 'هوا')",
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env({"DASTRAS_DATA": str(tmp_path / "data")})


@pytest.fixture
def old_store(settings: Settings) -> Path:
    """A store as the first tables had it, with a row in each."""
    config = Config()
    config.set_main_option("script_location", str(files("deploy") / "migrations"))
    engine = open_store(settings)
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, OLD)
        for statement in ROWS:
            connection.exec_driver_sql(statement)
    engine.dispose()
    return settings.data / "dastras.sqlite"


def test_the_migrations_make_the_tables_of_the_models(settings: Settings) -> None:
    migrate(settings)
    migrate(settings)
    engine = open_store(settings)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_an_older_store_keeps_every_row(settings: Settings, old_store: Path) -> None:
    before = everything(old_store)
    migrate(settings)
    after = everything(old_store)
    for table, rows in before.items():
        assert [row[: len(rows[0])] for row in after[table]] == [row[: len(rows[0])] for row in rows] or table == "job"
    view = open_catalogue(settings).job(1)
    assert (view.state, view.queued_at, view.started_at, view.run_at) == ("succeeded", *["2026-01-01T00:00:00Z"] * 3)
    assert dict(view.counts) == {"read": 1}


def test_a_job_that_ran_before_the_migration_is_taken_up_after_it(settings: Settings, old_store: Path) -> None:
    migrate(settings)
    intake = open_catalogue(settings).intake
    worker = intake.worker()
    claim = intake.claim(worker.name, Lane.SHORT)
    assert claim is not None and (claim.number, claim.attempts) == (2, 2)
    worker.release()


def test_the_newest_migration_can_be_taken_back(settings: Settings, old_store: Path) -> None:
    before = everything(old_store)
    migrate(settings)
    config = Config()
    config.set_main_option("script_location", str(files("deploy") / "migrations"))
    engine = open_store(settings)
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.downgrade(config, OLD)
    engine.dispose()
    assert everything(old_store) == before


RECEIVED = '{"roles":[{"agency":"shora","role":"issuer"},{"agency":"vezarat","role":"addressee"},{"role":"executor"}]}'


def test_records_of_an_older_store_are_listed_by_their_days_and_agencies(settings: Settings, old_store: Path) -> None:
    held = sqlite3.connect(old_store)
    told = ((2, "2023-07-23", "published"), (3, "1599-01-01", "published"), (4, "2023-07-23", "withdrawn"))
    for number, day, status in told:
        held.execute(
            "INSERT INTO record VALUES (?, ?, 'decision', 'src', ?, 'shora', 'عنوان', ?, ?, 'present', 1, 'f', 'r', "
            "'2026-01-01T00:00:00Z', NULL)",
            (number, f"d-{number}", str(number), day, status),
        )
        held.execute(
            "INSERT INTO version VALUES (?, 1, ?, 's', 'salt', '{}', 'first', 1, '2026-01-01T00:00:00Z', ?, 1, NULL, "
            "'d', 'https://a.example/1', '2026-01-01T00:00:00Z', 0)",
            (number, RECEIVED, number),
        )
    held.commit()
    migrate(settings)
    day = (date(2023, 7, 23) - date(1600, 1, 1)).days
    assert sorted(held.execute("SELECT number, listed_day FROM record")) == [(1, 0), (2, day), (3, 0), (4, 0)]
    assert sorted(held.execute("SELECT record_number, agency FROM named_agency")) == [(2, "vezarat"), (3, "vezarat")]
    held.close()


def everything(store: Path) -> dict[str, list[tuple[object, ...]]]:
    """table -> its rows."""
    held = sqlite3.connect(store)
    tables = [
        name
        for (name,) in held.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'alembic_version'")
    ]
    rows = {table: sorted(held.execute(f'SELECT * FROM "{table}"')) for table in tables}
    held.close()
    return rows
