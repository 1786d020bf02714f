"""Opens the store: one SQLAlchemy engine with the settings that make SQLite durable and readers free."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError

STORE_FILE = "dastras.sqlite"
BUSY_MILLISECONDS = 30_000

StoreError = DBAPIError
"""What the database itself says: no room, no right to write, locked for too long."""
StoreEngine = Engine
"""What other rooms hand on without knowing sqlalchemy."""


_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",  # what is taken out of a record shall not stand in the file's free pages
    f"busy_timeout={BUSY_MILLISECONDS}",
)


def sqlite_url(folder: Path) -> URL:
    """The address of the SQLite store in a data folder, whatever letters its name has."""
    return URL.create("sqlite", database=str(folder / STORE_FILE))


def sqlite_file(url: str) -> Path:
    """The file that an SQLite address names."""
    return Path(make_url(url).database or "").resolve()


def open_engine(url: str | URL) -> Engine:
    """An engine over the store. Connections with the option `read_only` never wait for a writer.

    WAL with synchronous=FULL: NORMAL loses acknowledged writes at power loss (reliability.md section 3).
    """
    engine = create_engine(url, hide_parameters=True)  # what readers asked for stands in no log
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    read_only = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
