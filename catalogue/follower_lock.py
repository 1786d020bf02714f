"""The lock of whoever writes an index that machines share: it stands in the store, where that is shared too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DBAPIError

from catalogue.connection import outside
from catalogue.errors import FollowerBusy
from catalogue.search.folder import locked

FOLLOWER_KEY = 0x64617374
"""Of the advisory lock on PostgreSQL; no other lock of ours has it."""


@contextmanager
def follower_lock(engine: Engine, folder: Path) -> Iterator[None]:
    """Held while somebody writes; raises FollowerBusy at once when another process, on any machine, has it.

    On PostgreSQL it goes with the connection: who loses that may write for a moment beside the next one, which does no
    harm (elastic/writing.py). With SQLite all followers are on this machine, and the lock is a file of the folder.
    """
    if engine.dialect.name == "sqlite":
        with locked(folder):
            yield
        return
    with outside(engine).connect() as connection:
        if not connection.scalar(select(func.pg_try_advisory_lock(FOLLOWER_KEY))):
            raise FollowerBusy("another follower is writing the index")
        try:
            yield
        finally:
            with suppress(DBAPIError):  # without its connection the lock is gone already
                connection.scalar(select(func.pg_advisory_unlock(FOLLOWER_KEY)))
