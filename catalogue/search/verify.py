"""Compares the index with the store: every id with its current version and hash. Changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from heapq import merge
from itertools import groupby
from operator import itemgetter

from sqlalchemy.orm import Session

from catalogue.identity import key_of
from catalogue.search.index import Indexed
from catalogue.searchable import sha_head
from catalogue.store import scan_by_id

Read = Callable[[], AbstractContextManager[Session]]
"""Opens a session that sees one state of the store."""

Counted = tuple[int, int]
"""Key of a record (identity.key_of), and the version whose words are counted."""


@dataclass(frozen=True, slots=True)
class Drift:
    """How many records the index lacks, has beyond the store, or has in another version; 0/0/0 once drained."""

    missing: int
    extra: int
    stale: int

    def __bool__(self) -> bool:
        return bool(self.missing or self.extra or self.stale)


def drift(session: Session, indexed: Iterable[Indexed], counted: Iterable[Counted] | None = None) -> Drift:
    """How far these index documents are from the store as the session sees it. A document met twice is extra.

    `indexed` come by their `key_id`, and so do `counted`: the versions whose words a vocabulary beside them counts.
    Where one is not that of the index, the record is stale. All three are read side by side, none is held.
    """
    documents = ((key_of(one.id), _INDEX, (one.version_no, one.sha_head)) for one in indexed)
    words = ((key, _WORDS, (version_no, 0)) for key, version_no in counted or ())
    missing = extra = stale = 0
    for found in _by_key(_stored(session), documents, words):
        stored, held, word = (found.get(name, []) for name in (_STORE, _INDEX, _WORDS))
        if not stored:
            extra += max(len(held), len(word))
        elif not held:
            missing += 1
            extra += len(word)
        else:
            extra += len(held) - 1
            is_counted = counted is None or [version_no for version_no, _ in word] == [held[0][0]]
            stale += held[0] != stored[0] or not is_counted
    return Drift(missing, extra, stale)


def drift_of_words(session: Session, counted: Iterable[Counted]) -> Drift:
    """How far the versions that a vocabulary counts, by `key_id`, are from the store as the session sees it."""
    words = ((key, _WORDS, (version_no, 0)) for key, version_no in counted)
    missing = extra = stale = 0
    for found in _by_key(_stored(session), words):
        stored, word = found.get(_STORE, []), found.get(_WORDS, [])
        missing += not word
        extra += not stored
        stale += bool(stored and word) and stored[0][0] != word[0][0]
    return Drift(missing, extra, stale)


_STORE, _INDEX, _WORDS = range(3)
_Row = tuple[int, int, tuple[int, int]]
"""Key, where it stands, (version, head of its hash)."""


def _stored(session: Session) -> Iterator[_Row]:
    for record_id, version_no, sha256 in scan_by_id(session):
        yield key_of(record_id), _STORE, (version_no, sha_head(sha256))


def _by_key(*rows: Iterable[_Row]) -> Iterator[dict[int, list[tuple[int, int]]]]:
    """What stands where, key by key."""
    for _, group in groupby(merge(*rows), key=itemgetter(0)):
        found: dict[int, list[tuple[int, int]]] = {}
        for _, place, version in group:
            found.setdefault(place, []).append(version)
        yield found
