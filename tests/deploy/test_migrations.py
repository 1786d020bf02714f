"""Migrations make exactly the tables of the models, keep what an older store holds, and may be run again."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from catalogue.connection import reading
from catalogue.models import Base
from catalogue.vocab import Lane
from deploy.opening import migrate, open_catalogue, open_store
from deploy.settings import Settings
from tests.making import SERVER
from tests.services import postgres

OLD = "0001"
ROWS = (
    "INSERT INTO agency VALUES ('a-1', 'shora', 'شورا', '{}')",
    "INSERT INTO source VALUES ('src', 'منبع', 'shora', 'decision', 'html', 'all', 'https://a.example/', 'c', "
    "'2026-01-01T00:00:00Z')",
    "INSERT INTO job VALUES (1, 'src', 'succeeded', NULL, FALSE, '2026-01-01T00:00:00Z', '2026-01-01T00:01:00Z', 'c', "
    "'{\"read\": 1}')",
    "INSERT INTO job VALUES (2, 'src', 'running', NULL, FALSE, '2026-01-02T00:00:00Z', NULL, 'c', '{}')",
    "INSERT INTO document VALUES (1, 'd', 'https://a.example/1', FALSE, 200, 'text/html', 3, '[]', "
    "'2026-01-01T00:00:00Z')",
    "INSERT INTO record VALUES (1, 'd-1', 'decision', 'src', '1', 'shora', 'عنوان', NULL, 'published', 'present', 1, "
    "'f', 'r', "
    "'2026-01-01T00:00:00Z', NULL)",
    "INSERT INTO version VALUES (1, 1, '{}', 's', 'salt', '{}', 'first', 1, '2026-01-01T00:00:00Z', 1, 1, NULL, 'd', "
    "'https://a.example/1', '2026-01-01T00:00:00Z', FALSE)",
    "INSERT INTO log VALUES (1, 'd-1', 1, 'first', '2026-01-01T00:00:00Z', 'c')",
    "INSERT INTO issue VALUES (1, 'src', 1, 1, 'read', 'leftover', '1', NULL, NULL, NULL, 'نکته', 'note', 1, TRUE, "
    "'2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')",
    "INSERT INTO tag VALUES ('هوا', 'هوا')",
)


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """Settings of an empty store."""
    address = postgres.fresh(SERVER, empty=True) if SERVER else ""
    yield Settings.from_env({"DASTRAS_DATA": str(tmp_path / "data"), "DASTRAS_STORE": address})
    if address:
        postgres.drop(address)


@pytest.fixture
def old_store(settings: Settings) -> None:
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


def test_the_migrations_make_the_tables_of_the_models(settings: Settings) -> None:
    migrate(settings)
    migrate(settings)
    engine = open_store(settings)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


@pytest.mark.usefixtures("old_store")
def test_an_older_store_keeps_every_row(settings: Settings) -> None:
    before = everything(settings)
    migrate(settings)
    after = everything(settings)
    for table, rows in before.items():
        assert [row[: len(rows[0])] for row in after[table]] == [row[: len(rows[0])] for row in rows] or table == "job"
    catalogue = open_catalogue(settings)
    view = catalogue.job(1)
    catalogue.close()
    assert (view.state, view.queued_at, view.started_at, view.run_at) == ("succeeded", *["2026-01-01T00:00:00Z"] * 3)
    assert dict(view.counts) == {"read": 1}


@pytest.mark.usefixtures("old_store")
def test_a_job_that_ran_before_the_migration_is_taken_up_after_it(settings: Settings) -> None:
    migrate(settings)
    catalogue = open_catalogue(settings)
    worker = catalogue.intake.worker()
    claim = catalogue.intake.claim(worker.name, Lane.SHORT)
    catalogue.close()
    assert claim is not None and (claim.number, claim.attempts) == (2, 2)
    worker.release()


@pytest.mark.usefixtures("old_store")
def test_the_newest_migration_can_be_taken_back(settings: Settings) -> None:
    before = everything(settings)
    migrate(settings)
    config = Config()
    config.set_main_option("script_location", str(files("deploy") / "migrations"))
    engine = open_store(settings)
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.downgrade(config, OLD)
    engine.dispose()
    assert everything(settings) == before


def test_machines_that_migrate_at_the_same_time_wait_for_each_other(settings: Settings) -> None:
    with ThreadPoolExecutor(4) as machines:
        assert list(machines.map(migrate, [settings] * 4)) == [None] * 4


RECEIVED = '{"roles":[{"agency":"shora","role":"issuer"},{"agency":"vezarat","role":"addressee"},{"role":"executor"}]}'
OLDER_RECORD = (
    "INSERT INTO record VALUES ({0}, 'd-{0}', 'decision', 'src', '{0}', 'shora', 'عنوان', '{1}', '{2}', 'present', 1, "
    "'f', 'r', '2026-01-01T00:00:00Z', NULL)"
)
OLDER_VERSION = (
    "INSERT INTO version VALUES ({0}, 1, '{1}', 's', 'salt', '{{}}', 'first', 1, '2026-01-01T00:00:00Z', {0}, 1, NULL, "
    "'d', 'https://a.example/1', '2026-01-01T00:00:00Z', {2})"
)


def test_records_of_an_older_store_are_listed_by_their_days_and_agencies(settings: Settings, old_store: None) -> None:
    engine = open_store(settings)
    told = ((2, "2023-07-23", "published"), (3, "1599-01-01", "published"), (4, "2023-07-23", "withdrawn"))
    with engine.begin() as connection:
        no = "false" if connection.dialect.name == "postgresql" else "0"
        for number, day, status in told:
            connection.exec_driver_sql(OLDER_RECORD.format(number, day, status))
            connection.exec_driver_sql(OLDER_VERSION.format(number, RECEIVED, no))
    migrate(settings)
    listed_day = (date(2023, 7, 23) - date(1600, 1, 1)).days
    with reading(engine).connect() as connection:
        listed = connection.exec_driver_sql("SELECT number, listed_day FROM record").all()
        assert sorted(map(tuple, listed)) == [(1, 0), (2, listed_day), (3, 0), (4, 0)]
        named = connection.exec_driver_sql("SELECT record_number, agency FROM named_agency").all()
        assert sorted(map(tuple, named)) == [(2, "vezarat"), (3, "vezarat")]
    engine.dispose()


STATED = '{"title":"t","relations":[{"to_raw":"تصویب‌نامه شماره 41207/ت70315هـ مورخ 4/4/1403","type":"amends"}]}'
NUMBERED = '{"title":"t","number":{"folded":"x","raw":"41207/ت70315ک"}}'
SAID_LATER = (
    "INSERT INTO version VALUES (2, 2, '{0}', 's', 'salt', '{{}}', 'first', 1, '2026-01-09T00:00:00Z', 9, 1, NULL, "
    "'d', 'https://a.example/1', '2026-01-09T00:00:00Z', {1})"
)


@pytest.mark.usefixtures("old_store")
def test_records_of_an_older_store_lead_to_each_other_by_what_they_say(settings: Settings) -> None:
    engine = open_store(settings)
    with engine.begin() as connection:
        no = "false" if connection.dialect.name == "postgresql" else "0"
        for number, said in ((2, "{}"), (3, NUMBERED)):
            connection.exec_driver_sql(OLDER_RECORD.format(number, "2023-07-23", "published"))
            connection.exec_driver_sql(OLDER_VERSION.format(number, said, no))
        connection.exec_driver_sql(SAID_LATER.format(STATED, no))
        connection.exec_driver_sql("UPDATE record SET version_no = 2 WHERE number = 2")
    migrate(settings)
    with reading(engine).connect() as connection:
        edges = connection.exec_driver_sql(
            "SELECT record_number, type, to_number, day, first_seen_at FROM relation"
        ).all()
        assert [tuple(edge) for edge in edges] == [(2, "amends", 3, "2024-06-24", "2026-01-09T00:00:00Z")]
        known = connection.exec_driver_sql("SELECT record_number FROM known_as").all()
        assert [tuple(one) for one in known] == [(3,)]
    engine.dispose()


def everything(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    """table -> its rows."""
    engine = open_store(settings)
    with reading(engine).connect() as connection:
        tables = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
        rows = {table: connection.exec_driver_sql(f'SELECT * FROM "{table}"').all() for table in tables}
    engine.dispose()
    return {table: sorted(map(tuple, held), key=repr) for table, held in rows.items()}
