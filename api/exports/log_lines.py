"""The log with its texts as JSON Lines: what a copy of the catalogue is kept by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from api.v1.answers import dumps
from catalogue.copies import LoggedVersion
from catalogue.log_pages import ChangesQuery
from catalogue.whole import PART

Read = Callable[[ChangesQuery, int], tuple[LoggedVersion, ...]]
"""Entries up to an index, with their versions (Catalogue.logged)."""


def chunks(read: Read, query: ChangesQuery, until: int) -> Iterator[str]:
    """The lines of what the query asks for up to an entry of the log, a part at a time."""
    left = query.most
    while left > 0:
        part = read(replace(query, most=min(PART, left)), until)
        if not part:
            return
        yield "".join(f"{_line(one)}\n" for one in part)
        left -= len(part)
        query = replace(query, since=part[-1].entry.log_index)


def _line(one: LoggedVersion) -> str:
    """An entry and what stands beside it, and the canonical JSON of its version as it was hashed."""
    entry = one.entry
    beside = {
        "log_index": entry.log_index,
        "id": entry.record_id,
        "kind": one.kind,
        "version_no": entry.version_no,
        "change_kind": entry.change_kind,
        "recorded_at": entry.recorded_at,
        "commitment": entry.commitment,
        "sha256": one.sha256,
        "sealed_at": one.sealed_at,
        "sealed_versions": [{"version_no": number, "sealed_at": at} for number, at in one.sealed_versions],
    }
    return f'{dumps(beside)[:-1]},"record":{one.canonical or "null"}}}'
