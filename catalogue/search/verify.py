"""Compares the index with the store: every id with its current version and hash. Changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy.orm import Session

from catalogue.identity import key_of
from catalogue.search.index import Indexed
from catalogue.searchable import sha_head
from catalogue.store import scan_currents

Read = Callable[[], AbstractContextManager[Session]]
"""Opens a session that sees one state of the store."""


@dataclass(frozen=True, slots=True)
class Drift:
    """How many records the index lacks, has beyond the store, or has in another version; 0/0/0 once drained."""

    missing: int
    extra: int
    stale: int

    def __bool__(self) -> bool:
        return bool(self.missing or self.extra or self.stale)


def drift(session: Session, indexed: Iterable[Indexed], counted: Mapping[int, int] | None = None) -> Drift:
    """How far these index documents are from the store as the session sees it. A document met twice is extra.

    `counted` gives the version whose words a vocabulary beside them counts, by key_of(id); where it is not that of the
    index, the record is stale.
    """
    left = dict(counted or {})
    stored = {record_id: (version_no, sha_head(sha256)) for record_id, version_no, sha256 in scan_currents(session)}
    extra = stale = 0
    for document in indexed:
        wanted = stored.pop(document.id, None)
        words_of = left.pop(key_of(document.id), None)
        is_counted = counted is None or words_of == document.version_no
        if wanted is None:
            extra += 1
        elif wanted != (document.version_no, document.sha_head) or not is_counted:
            stale += 1
    return Drift(len(stored), extra + len(left), stale)


def drift_of_words(session: Session, counted: Mapping[int, int]) -> Drift:
    """How far the versions that a vocabulary counts, by key_of(id), are from the store as the session sees it."""
    left = dict(counted)
    missing = stale = 0
    for record_id, version_no, _ in scan_currents(session):
        words_of = left.pop(key_of(record_id), None)
        missing += words_of is None
        stale += words_of not in (None, version_no)
    return Drift(missing, len(left), stale)
