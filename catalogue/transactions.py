"""Transactions: sessions that read, and sessions that commit what was written. The only place that commits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from catalogue.connection import BUSY_MILLISECONDS
from catalogue.errors import StoreUnusable
from catalogue.persian.calendar import instant

SCRUB_MILLISECONDS = 3_000
"""So long readers are waited for."""


class Transactions:
    """Sessions over one store. `now` gives a UTC time."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._reading = engine.execution_options(read_only=True)
        self.now = now

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state of the store and never waits for a writer."""
        with Session(self._reading) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session that is committed at the end; raises StoreUnusable when the store takes no write."""
        try:
            with Session(self._engine) as session, session.begin():
                yield session
        except OperationalError as error:
            raise StoreUnusable(str(error.orig)) from error

    def scrub(self) -> bool:
        """Let nothing that was overwritten stand in the write-ahead log of SQLite; False while somebody reads there."""
        if self._engine.dialect.name != "sqlite":
            return True
        with closing(self._engine.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA busy_timeout={SCRUB_MILLISECONDS}")
            is_busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        return not is_busy

    def instant(self) -> str:
        """The time now, as the catalogue writes it."""
        return instant(self.now())

    def close(self) -> None:
        """Let go of all connections, as before a fork."""
        self._engine.dispose()
