"""What verify tells of an index that is not the store's."""

from __future__ import annotations

import pytest

from catalogue.errors import IndexUnavailable
from catalogue.identity import key_of
from catalogue.search.index import Indexed
from catalogue.search.verify import Drift, drift, drift_of_words
from catalogue.searchable import sha_head
from catalogue.store import scan_by_id
from tests.making import Store, a_decision, new_record


def test_a_drained_index_has_no_drift(store: Store) -> None:
    store.put(*(new_record(str(number), a_decision(f"تصمیم {number}")) for number in range(5)))
    found = store.follower.drift()
    assert found == Drift(0, 0, 0)
    assert not found


def test_it_counts_missing_extra_and_stale(store: Store) -> None:
    store.put(*(new_record(str(number), a_decision(f"تصمیم {number}")) for number in range(4)))
    with store.catalogue.read() as session:
        right, older, other, _missing = [Indexed(i, v, sha_head(sha)) for i, v, sha in scan_by_id(session)]
        indexed = [
            right,
            Indexed(older.id, older.version_no - 1, older.sha_head),
            Indexed(other.id, other.version_no, other.sha_head + 1),
            Indexed("d-0000-0000-0", 1, 1),
            right,
        ]
        counted = {key_of(one.id): one.version_no for one in indexed[:3]}
        everything = sorted(indexed, key=lambda one: key_of(one.id))
        assert drift(session, everything, sorted(counted.items())) == Drift(missing=1, extra=2, stale=2)
        assert drift(session, [right], sorted({**counted, 7: 1}.items())) == Drift(missing=3, extra=3, stale=0)
        assert drift(session, [right], ()) == Drift(missing=3, extra=0, stale=1)
        assert drift(session, [right]) == Drift(missing=3, extra=0, stale=0)


def test_words_that_miss_exceed_or_lag_are_told(store: Store) -> None:
    store.put(*(new_record(str(number), a_decision(f"تصمیم {number}")) for number in range(3)))
    with store.catalogue.read() as session:
        counted = {key_of(record_id): version_no for record_id, version_no, _ in scan_by_id(session)}
        assert drift_of_words(session, sorted(counted.items())) == Drift(0, 0, 0)
        first, second, _ = counted
        changed = {key: no for key, no in counted.items() if key != first} | {second: 9, 7: 1}
        assert drift_of_words(session, sorted(changed.items())) == Drift(missing=1, extra=1, stale=1)


def test_an_index_that_lags_behind_is_told(store: Store) -> None:
    store.follower.catch_up()
    job = store.begin()
    store.catalogue.intake.put_records(job, [new_record("1", a_decision())])
    store.kill(job)
    assert store.follower.drift() == Drift(1, 0, 0)


def test_no_index_is_unavailable(store: Store) -> None:
    with pytest.raises(IndexUnavailable):
        store.follower.drift()
