"""Whatever is changed in the store behind our back is named."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from catalogue.vocab import WithdrawReason
from tests.making import Store, a_decision, new_record

TEXT = "the stored text does not give its hash"
SEAL = "the hash does not give the commitment of its log entry"


@pytest.fixture
def filled(store: Store) -> Store:
    """Three records, the first with two versions: log entries 1 to 4."""
    store.put(*(new_record(str(n), a_decision(title=f"مصوبهٔ {n}")) for n in (1, 2, 3)))
    store.put(new_record("1", a_decision(title="مصوبهٔ نو"), document="e" * 64))
    return store


def damage(store: Store, *statements: str) -> list[str]:
    """What is said of the store after somebody wrote into it."""
    with store.engine.connect() as connection:
        for statement in statements:
            assert connection.execute(text(statement)).rowcount, statement
        connection.commit()
    return list(store.catalogue.faults())


def id_of(store: Store, native_id: str) -> str:
    with store.engine.connect() as connection:
        found = connection.execute(text("SELECT id FROM record WHERE native_id = :n"), {"n": native_id}).scalar_one()
    return str(found)


def test_a_store_that_nobody_touched_has_no_faults(filled: Store) -> None:
    filled.catalogue.withdraw(id_of(filled, "2"), WithdrawReason.MISTAKE, None)
    filled.catalogue.withdraw(id_of(filled, "3"), WithdrawReason.PERSONAL_DATA, "حکم")
    assert list(filled.catalogue.faults()) == []


def test_an_empty_store_has_no_faults(store: Store) -> None:
    assert list(store.catalogue.faults()) == []


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE version SET canonical = replace(canonical, 'shora', 'shura') WHERE log_index = 2", TEXT),
        ("UPDATE version SET canonical = canonical || ' ' WHERE log_index = 2", TEXT),
        ("UPDATE version SET canonical = '' WHERE log_index = 2", TEXT),
        ("UPDATE version SET canonical = cast(x'd9' AS text) WHERE log_index = 2", TEXT),
        ("UPDATE version SET sha256 = replace(sha256, substr(sha256, 1, 1), 'g') WHERE log_index = 2", TEXT),
        ("UPDATE version SET salt = '00000000000000000000000000000000' WHERE log_index = 2", SEAL),
        ("UPDATE version SET salt = 'no hex at all' WHERE log_index = 2", SEAL),
        ("UPDATE version SET salt = '' WHERE log_index = 2", SEAL),
        ("UPDATE log SET commitment = upper(commitment) WHERE log_index = 2", SEAL),
    ],
)
def test_a_changed_part_of_a_version_is_named(filled: Store, statement: str, fault: str) -> None:
    assert damage(filled, statement) == [f"{id_of(filled, '2')}/v1: {fault}"]


def test_a_text_changed_together_with_its_hash_breaks_its_seal(filled: Store) -> None:
    """Who rewrites history consistently still meets the commitment in the log."""
    swap = "UPDATE version SET (canonical, sha256) = (SELECT canonical, sha256 FROM version WHERE log_index = 3)"
    assert damage(filled, f"{swap} WHERE log_index = 2") == [f"{id_of(filled, '2')}/v1: {SEAL}"]


def test_a_removed_log_entry_is_named(filled: Store) -> None:
    assert damage(filled, "DELETE FROM log WHERE log_index = 2") == [
        "log: entries 2 to 2 are missing",
        f"{id_of(filled, '2')}/v1: no log entry",
    ]


def test_a_removed_last_log_entry_is_named(filled: Store) -> None:
    assert damage(filled, "DELETE FROM log WHERE log_index = 4") == [f"{id_of(filled, '1')}/v2: no log entry"]


def test_a_removed_version_is_named_with_its_record(filled: Store) -> None:
    record_id = id_of(filled, "2")
    assert damage(filled, "DELETE FROM version WHERE log_index = 2") == [
        f"log entry 2: its version {record_id}/v1 is missing",
        f"{record_id}/v1: the current version is missing",
    ]


def test_a_removed_earlier_version_is_named(filled: Store) -> None:
    record_id = id_of(filled, "1")
    found = damage(filled, "DELETE FROM version WHERE log_index = 1")
    assert found == [f"log entry 1: its version {record_id}/v1 is missing"]


def test_the_newest_version_removed_with_its_log_entry_is_missed(filled: Store) -> None:
    record_id = id_of(filled, "1")
    found = damage(filled, "DELETE FROM version WHERE log_index = 4", "DELETE FROM log WHERE log_index = 4")
    assert found == [f"{record_id}/v2: the current version is missing"]


def test_a_version_under_another_record_is_named(filled: Store) -> None:
    record_id = id_of(filled, "2")
    found = damage(filled, "UPDATE log SET record_id = 'd-0000-0000-0' WHERE log_index = 2")
    assert found == ["log entry 2: its version d-0000-0000-0/v1 is missing"]
    assert record_id not in found[0]


def test_every_fault_is_named_and_not_the_first_alone(filled: Store) -> None:
    found = damage(filled, "UPDATE version SET canonical = canonical || ' '")
    assert len(found) == 4
