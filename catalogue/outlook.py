"""What ingest would say of a record, by looking at the store without touching it: not a file, not a lock is made."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from catalogue.connection import StoreAddress, StoreEngine, holds_tables, is_server, open_engine, reading, sqlite_file
from catalogue.identity import sha256_hex
from catalogue.vocab import Outcome, Status, WithdrawReason
from catalogue.writing import heads


class Outlook:
    """A look at the store as it stands."""

    def __init__(self, engine: StoreEngine, source_id: str) -> None:
        self._engine, self._source_id = engine, source_id

    def outcome(self, native_id: str, raw_digest: str, canonical: str) -> Outcome:
        """What ingest would say of this record of the source."""
        with Session(self._engine) as session:
            head = heads(session, self._source_id, [native_id]).get(native_id)
        if head is None:
            return Outcome.ADDED
        if head.status == Status.WITHDRAWN:
            is_back = json.loads(head.canonical)["reason"] == WithdrawReason.GONE_AT_SOURCE
            return Outcome.CHANGED if is_back else Outcome.UNCHANGED
        is_same = head.raw_digest == raw_digest or head.sha256 == sha256_hex(canonical)
        return Outcome.UNCHANGED if is_same else Outcome.CHANGED

    def close(self) -> None:
        """Let go of the store."""
        self._engine.dispose()


def look_at_store(address: StoreAddress, source_id: str) -> Outlook | None:
    """A look at a store; None where there is none, or looking would make files beside it.

    Raises StoreError when the server of it does not answer.
    """
    if not is_server(address):
        return _look_at_file(sqlite_file(address), source_id)
    engine = open_engine(address)
    if holds_tables(engine):
        return Outlook(reading(engine), source_id)
    engine.dispose()
    return None


def _look_at_file(file: Path, source_id: str) -> Outlook | None:
    """While others work on it, their files are there; while nobody does, it can be read as one that never changes."""
    if not file.is_file():
        return None
    names = [file.with_name(f"{file.name}{ending}") for ending in ("-wal", "-shm")]
    are_there = [name.exists() for name in names]
    if any(are_there) and not all(are_there):
        return None
    form = "mode=ro" if all(are_there) else "mode=ro&immutable=1"
    return Outlook(create_engine(f"sqlite:///file:{quote(str(file))}?{form}&uri=true"), source_id)
