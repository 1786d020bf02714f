"""A record whose versions were recorded on days of our choice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import update

from catalogue import models
from tests.making import Store, new_record

MORNINGS = ("2026-10-01T06:00:00Z", "2026-11-02T06:00:00Z", "2026-11-20T06:00:00Z")
"""In Tehran 1405-07-09, 1405-08-11 and 1405-08-29."""


def put_versions(store: Store, records: Sequence[dict[str, Any]], mornings: Sequence[str] = MORNINGS) -> str:
    """The id of a record with these versions, recorded on these mornings."""
    for place, record in enumerate(records):
        store.put(new_record("1", record, document=str(place) * 64))
    with store.engine.begin() as connection:
        for version_no, morning in enumerate(mornings[: len(records)], 1):
            its = models.Version.version_no == version_no
            connection.execute(update(models.Version).where(its).values(recorded_at=morning))
            connection.execute(
                update(models.LogEntry).where(models.LogEntry.version_no == version_no).values(recorded_at=morning)
            )
    return store.only_record().id
