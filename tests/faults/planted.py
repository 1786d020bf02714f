"""Two bugs, planted: a sweep that does not find both is broken. Not a part of the product.

`ack-first` says that a record is in before it is committed. `two-writes` commits a version and its log entry one after
the other instead of together.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
from sqlalchemy import Connection, text

from catalogue.connection import STORE_FILE, open_engine
from deploy.opening import migrate, open_catalogue
from deploy.settings import Settings
from tests.making import SOURCE, a_decision, new_record

RECORDS = 3
COLUMNS = "log_index, record_id, version_no, change_kind, recorded_at, commitment"


def main(arguments: list[str]) -> None:
    """Put the records that are not there yet, one by one, with this bug."""
    (bug,) = arguments
    settings = Settings.from_env(os.environ)
    migrate(settings)
    intake = open_catalogue(settings).intake
    job = intake.begin_job(SOURCE, intake.worker().name, recorded=False)
    for number in range(1, RECORDS + 1):
        if bug == "ack-first":
            click.echo(f"acked {number}")
        intake.put_records(job, [new_record(str(number), a_decision(f"مصوبهٔ {number}"))])
        if bug == "two-writes":
            _write_entry_apart(settings.data / STORE_FILE)
            click.echo(f"acked {number}")
    intake.abort(job.number)
    sys.exit(0)


def _write_entry_apart(store: Path) -> None:
    """What a house with the bug does: the version is committed, its log entry comes in another transaction."""
    engine = open_engine(f"sqlite:///{store}")
    with engine.begin() as connection:
        entry = _take_last(connection)
    with engine.begin() as connection:
        values = ", ".join(f":{name}" for name in COLUMNS.split(", "))
        connection.execute(text(f"INSERT INTO log ({COLUMNS}) VALUES ({values})"), entry)
    engine.dispose()


def _take_last(connection: Connection) -> dict[str, object]:
    last = "log_index = (SELECT max(log_index) FROM log)"
    row = connection.execute(text(f"SELECT {COLUMNS} FROM log WHERE {last}")).mappings().one()
    connection.execute(text(f"DELETE FROM log WHERE {last}"))
    return dict(row)
