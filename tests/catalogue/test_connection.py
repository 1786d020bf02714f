"""The store's connections: durable writes, readers that never wait."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalogue import models
from catalogue.connection import BUSY_MILLISECONDS, open_engine, sqlite_url
from tests.making import Store, a_decision, needs_sqlite, new_record


def setting(store: Store, name: str) -> object:
    with store.engine.connect() as connection:
        return connection.execute(text(f"PRAGMA {name}")).scalar_one()


def agencies(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(models.Agency)) or 0


def an_agency(slug: str) -> models.Agency:
    return models.Agency(id=f"a-{slug}", slug=slug, name=slug, fields="{}")


@needs_sqlite
@pytest.mark.parametrize(
    ("name", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", BUSY_MILLISECONDS)],
)
def test_every_connection_is_durable_and_patient(store: Store, name: str, value: object) -> None:
    assert setting(store, name) == value
    store.engine.dispose()
    assert setting(store, name) == value
    with store.catalogue.read() as session:
        assert session.execute(text(f"PRAGMA {name}")).scalar_one() == value


def test_a_row_that_refers_to_nothing_is_refused(store: Store) -> None:
    issue = models.Job(source_id="nobody", state="running", recorded=False, started_at="", config_sha256="", counts={})
    with Session(store.engine) as session:
        session.add(issue)
        with pytest.raises(IntegrityError):
            session.commit()


def test_a_reader_does_not_wait_for_an_open_writer(store: Store) -> None:
    store.put(new_record("1", a_decision()))
    with Session(store.engine) as writer, writer.begin():
        writer.add(an_agency("open"))
        writer.flush()
        began = time.monotonic()
        with store.catalogue.read() as reader:
            assert agencies(reader) == 0
        assert len(store.ids()) == 1
        assert time.monotonic() - began < 1


def test_a_reader_sees_one_state_until_it_ends(store: Store) -> None:
    with store.catalogue.read() as reader:
        assert agencies(reader) == 0
        with Session(store.engine) as writer, writer.begin():
            writer.add(an_agency("later"))
        assert agencies(reader) == 0
    with store.catalogue.read() as reader:
        assert agencies(reader) == 1


@needs_sqlite
def test_a_second_writer_waits_from_its_first_statement(store: Store) -> None:
    """BEGIN IMMEDIATE: it is told at the beginning, never in the middle of its work."""
    with Session(store.engine) as first, first.begin():
        first.execute(select(models.Agency.id))
        with store.engine.connect() as second:
            raw = second.connection.driver_connection
            assert raw is not None
            raw.execute("PRAGMA busy_timeout=10")
            with pytest.raises(Exception, match="locked"):
                second.execute(text("SELECT 1"))
            raw.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")


def test_what_was_not_committed_is_not_there(store: Store) -> None:
    with Session(store.engine) as writer:
        writer.add(an_agency("lost"))
        writer.flush()
    with store.catalogue.read() as reader:
        assert agencies(reader) == 0


def test_a_folder_with_blanks_and_persian_letters_holds_a_store(tmp_path: Path) -> None:
    folder = tmp_path / "داده‌های ما 100%"
    folder.mkdir()
    engine = open_engine(sqlite_url(folder))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (n INTEGER)"))
    engine.dispose()
    assert (folder / "dastras.sqlite").is_file()
