"""Transactions: sessions that read, and sessions that commit what was written. The only place that commits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.orm import Session

from catalogue.connection import BUSY_MILLISECONDS, reading, takes_no_write, vacuum
from catalogue.errors import StoreUnusable
from catalogue.persian.calendar import instant

SCRUB_MILLISECONDS = 3_000
"""So long readers are waited for."""


class Transactions:
    """Sessions over one store. `now` gives a UTC time."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self.is_file = engine.dialect.name == "sqlite"  # else machines may share it
        self._reading = reading(engine)
        self._beside = engine.execution_options(beside=True)
        self.now = now

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state of the store and never waits for a writer.

        Raises StoreUnusable when the server of the store cannot be reached.
        """
        try:
            with Session(self._reading) as session:
                yield session
        except (OperationalError, NoConnectionFree) as error:
            if self.is_file:
                raise
            raise _unusable(error) from error

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session that is committed at the end; raises StoreUnusable when the store takes no write.

        Writers take turns from the first statement on: what one has read still holds when it writes.
        """
        with self._committed(self._engine) as session:
            yield session

    @contextmanager
    def write_beside(self) -> Iterator[Session]:
        """As `write`, but on PostgreSQL beside the other writers, for what is small, frequent and right by itself.

        That is: each statement finds and changes its rows at once, and what it decides hangs on no earlier SELECT. No
        entry of the log is written here. So that nobody waits in a circle, rows are locked in one order, by all:
        turn, job, document, fetch; and nobody here ever asks for the turn.
        """
        with self._committed(self._beside) as session:
            yield session

    @contextmanager
    def _committed(self, engine: Engine) -> Iterator[Session]:
        try:
            with Session(engine) as session, session.begin():
                yield session
        except NoConnectionFree as error:
            raise _unusable(error) from error
        except DBAPIError as error:
            if not takes_no_write(error):
                raise
            raise _unusable(error) from error

    def scrub(self) -> bool:
        """Let nothing that was overwritten stand in the files of the store; False while somebody may still read it.

        That is the write-ahead log of SQLite, and the dead rows of PostgreSQL (docs/operators.md says what else keeps
        them there).
        """
        if not self.is_file:
            return vacuum(self._engine)
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


def _unusable(error: DBAPIError | NoConnectionFree) -> StoreUnusable:
    return StoreUnusable(str(error.orig if isinstance(error, DBAPIError) else error).strip())
