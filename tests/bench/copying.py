"""PostgreSQL: what the bare database takes for the same rows, by COPY and with the same indexes made afterwards."""

from __future__ import annotations

import time
from contextlib import closing
from typing import Any

from deploy.opening import open_store
from tests.bench.place import Place
from tests.bench.sheet import Bar, Sheet

TABLES = ("record", "version", "log", "tag")
"""What the ingest of a record writes."""
LEAST_SHARE = 0.5
COPY = "COPY {} TO STDOUT (FORMAT binary)", "COPY {} FROM STDIN (FORMAT binary)"


def measure(sheet: Sheet, place: Place, size: int, door_rate: float | None) -> None:
    """Rows are read into memory table by table, so that only their writing is timed; the copies are dropped."""
    engine = open_store(place.settings)
    with closing(engine.raw_connection()) as raw:
        seconds = sum(_copy(raw.driver_connection, table) for table in TABLES)
        raw.rollback()
    engine.dispose()
    rate = size / seconds
    share = {"share": door_rate / rate} if door_rate else {}
    bar = Bar(f"the door has >= {LEAST_SHARE} of it", share["share"] >= LEAST_SHARE) if share else None
    sheet.tell("fill", "COPY and indexes of the same rows", {"rate": rate, "took_s": seconds, **share}, bar)


def _copy(connection: Any, table: str) -> float:
    """Seconds."""
    copy = f"bench_{table}"
    with connection.cursor() as cursor:
        with cursor.copy(COPY[0].format(table)) as rows:
            held = [bytes(block) for block in rows]
        definitions = cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = %s", (table,)).fetchall()
        cursor.execute(f"CREATE TABLE {copy} (LIKE {table} INCLUDING DEFAULTS)")
        began = time.perf_counter()
        with cursor.copy(COPY[1].format(copy)) as rows:
            for block in held:
                rows.write(block)
        for number, (definition,) in enumerate(definitions):
            cursor.execute(_beside(definition, table, copy, number))
        return time.perf_counter() - began


def _beside(definition: str, table: str, copy: str, number: int) -> str:
    """The same index on the copy: `CREATE [UNIQUE] INDEX name ON schema.table …`."""
    before, _, after = definition.partition(" ON ")
    return f"{before.rpartition(' ')[0]} {copy}_{number} ON {after.replace(f'.{table} ', f'.{copy} ', 1)}"
