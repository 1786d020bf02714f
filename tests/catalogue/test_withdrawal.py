"""A record goes when its source has not shown it twice, never many at once, and comes back as it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from catalogue.errors import NothingWithheld, Sealed, Withdrawn
from catalogue.intake import JobEnd
from catalogue.issues import Read
from catalogue.reports import RecordsQuery
from catalogue.vocab import Health, JobOutcome, JobState, WithdrawReason
from catalogue.withdrawal import WithdrawRules
from tests.making import SEEN_AT, SOURCE, Store, a_decision, new_record, open_fresh

NOBODY: frozenset[str] = frozenset()
ALL = [str(number) for number in range(40)]


@pytest.fixture
def filled(store: Store) -> Store:
    """Forty records, all of them seen."""
    store.put(*(new_record(key, a_decision(f"مصوبهٔ {key}")) for key in ALL))
    return store


def look(
    store: Store, seen: Iterable[str], state: JobState = JobState.SUCCEEDED, deleted: frozenset[str] = NOBODY
) -> int:
    """A job that saw these records unchanged; its number."""
    job = store.begin()
    read = Read(frozenset(seen), NOBODY, whole=state is JobState.SUCCEEDED, deleted=deleted)
    store.finish(job, state, read=read)
    return job.number


def but(*missing: str) -> list[str]:
    return [key for key in ALL if key not in missing]


def id_of(store: Store, key: str) -> str:
    with store.engine.connect() as connection:
        found = connection.execute(text("SELECT id FROM record WHERE native_id = :key"), {"key": key})
        return str(found.scalar_one())


def withdrawn(store: Store, job: int, outcome: JobOutcome = JobOutcome.WITHDRAWN) -> list[str | None]:
    return [line.native_id for line in store.catalogue.job_records(job, RecordsQuery(outcome)).records]


def test_a_record_is_missing_after_one_listing_without_it_and_withdrawn_after_two(filled: Store) -> None:
    first = look(filled, but("3"))
    assert filled.catalogue.get(id_of(filled, "3")).source_status == "missing"
    assert withdrawn(filled, first) == []
    second = look(filled, but("3"))
    assert withdrawn(filled, second) == ["3"]
    with pytest.raises(Withdrawn) as gone:
        filled.catalogue.get(id_of(filled, "3"))
    assert gone.value.tombstone["reason"] == "gone_at_source"
    assert gone.value.tombstone["title"] == "مصوبهٔ 3"
    assert filled.catalogue.job(second).counts["withdrawn"] == 1


def test_a_listing_that_shows_it_in_between_begins_the_count_anew(filled: Store) -> None:
    for seen in (but("3"), ALL, but("3")):
        job = look(filled, seen)
    assert withdrawn(filled, job) == []
    assert withdrawn(filled, look(filled, but("3"))) == ["3"]


def test_partial_and_failed_jobs_count_no_absence_but_a_record_they_saw_is_back(filled: Store) -> None:
    look(filled, but("3"))
    for state in (JobState.PARTIAL, JobState.FAILED):
        look(filled, NOBODY, state)
    assert filled.catalogue.get(id_of(filled, "3")).source_status == "missing"
    look(filled, ["3"], JobState.PARTIAL)
    assert filled.catalogue.get(id_of(filled, "3")).source_status == "present"
    assert withdrawn(filled, look(filled, but("3"))) == []


def test_a_source_that_shows_only_its_newest_withdraws_nothing_by_absence(store: Store) -> None:
    window = replace(SOURCE, coverage="window")
    store.put(*(new_record(key, a_decision(f"مصوبهٔ {key}")) for key in ALL), source=window)
    for _ in range(3):
        job = store.begin(window)
        store.finish(job, JobState.SUCCEEDED, read=Read(frozenset(but("3")), NOBODY, whole=True))
    assert store.catalogue.get(id_of(store, "3")).source_status == "present"


def test_a_page_that_is_gone_counts_as_one_absence_although_the_listing_shows_it(filled: Store) -> None:
    seen = Read(frozenset(but("3")), frozenset(["3"]), whole=True, refused=frozenset(["3"]), gone=frozenset(["3"]))
    for expected in ([], ["3"]):
        job = filled.begin()
        filled.finish(job, JobState.SUCCEEDED, read=seen)
        assert withdrawn(filled, job.number) == expected


def test_what_the_source_marks_as_deleted_goes_at_once(filled: Store) -> None:
    assert withdrawn(filled, look(filled, ALL, deleted=frozenset(["7"]))) == ["7"]


def test_while_a_row_has_no_key_nothing_is_absent(filled: Store) -> None:
    for _ in range(3):
        job = filled.begin()
        filled.finish(job, JobState.SUCCEEDED, read=Read(frozenset(but("3")), NOBODY, whole=True, unnamed=1))
    assert filled.catalogue.get(id_of(filled, "3")).source_status == "present"


def test_grace_days_are_waited_for(tmp_path: Path) -> None:
    store = replace(open_fresh(tmp_path / "data"), rules=WithdrawRules(grace_days=1))
    store.put(*(new_record(key, a_decision(f"مصوبهٔ {key}")) for key in ALL))
    for _ in range(5):
        assert withdrawn(store, look(store, but("3"))) == []
    store.close()


def test_many_are_withheld_and_named_until_a_person_approves(filled: Store) -> None:
    gone = ALL[:10]
    look(filled, but(*gone))
    job = look(filled, but(*gone))
    assert withdrawn(filled, job) == []
    assert withdrawn(filled, job, JobOutcome.WITHHELD) == gone
    assert filled.catalogue.job(job).counts["withheld"] == 10
    assert filled.catalogue.source(SOURCE.id).health == Health.DOUBTFUL
    assert filled.catalogue.approve(job) == (10, 0)
    assert withdrawn(filled, job) == gone
    assert withdrawn(filled, job, JobOutcome.WITHHELD) == []
    assert filled.catalogue.source(SOURCE.id).health == Health.FINE
    view = filled.catalogue.job(job)
    assert (view.counts["withdrawn"], view.counts["withheld"]) == (10, 0)
    assert view.approved_at
    with pytest.raises(NothingWithheld):
        filled.catalogue.approve(job)


def test_an_absence_that_began_later_is_another_one(filled: Store) -> None:
    look(filled, but(*ALL[:10]))
    job = look(filled, but(*ALL[:10]))
    look(filled, ALL)
    look(filled, but("0"))
    assert filled.catalogue.approve(job) == (0, 10)


def test_an_approval_leaves_those_that_are_shown_again(filled: Store) -> None:
    look(filled, but(*ALL[:10]))
    job = look(filled, but(*ALL[:10]))
    look(filled, but(*ALL[4:10]), JobState.PARTIAL)
    assert filled.catalogue.approve(job) == (6, 4)
    assert withdrawn(filled, job) == ALL[4:10]


def test_only_the_newest_job_that_withholds_can_be_approved(filled: Store) -> None:
    jobs = [look(filled, but(*ALL[:10])) for _ in range(3)]
    with pytest.raises(NothingWithheld) as refused:
        filled.catalogue.approve(jobs[1])
    assert refused.value.newest == jobs[2]
    with pytest.raises(NothingWithheld):
        filled.catalogue.approve(jobs[0])


def test_a_source_does_not_lose_its_records_piece_by_piece(filled: Store) -> None:
    """Two of forty, then two more within the week: five per cent each, together no more than ten. Then a fifth."""
    look(filled, but("0", "1"))
    assert withdrawn(filled, look(filled, but("0", "1"))) == ["0", "1"]
    look(filled, but("0", "1", "2", "3"))
    assert withdrawn(filled, look(filled, but("0", "1", "2", "3"))) == ["2", "3"]
    look(filled, but("0", "1", "2", "3", "4"))
    job = look(filled, but("0", "1", "2", "3", "4"))
    assert (withdrawn(filled, job), withdrawn(filled, job, JobOutcome.WITHHELD)) == ([], ["4"])


def test_three_records_may_go_whatever_share_they_are(store: Store) -> None:
    store.put(*(new_record(key, a_decision(f"مصوبهٔ {key}")) for key in ALL[:3]))
    look(store, NOBODY)
    assert withdrawn(store, look(store, NOBODY)) == ALL[:3]


def test_marks_that_stand_as_they_stood_are_not_written_again(filled: Store) -> None:
    for _ in range(3):
        look(filled, but(*ALL[:10]))
    with filled.engine.connect() as connection:
        before = connection.exec_driver_sql("SELECT * FROM record ORDER BY number").all()
    look(filled, but(*ALL[:10]))
    with filled.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT * FROM record ORDER BY number").all() == before


def test_what_an_operator_takes_down_while_a_job_runs_is_not_marked_by_it(filled: Store) -> None:
    job = filled.begin()
    filled.catalogue.withdraw(id_of(filled, "3"), WithdrawReason.MISTAKE, None)
    read = Read(frozenset(but("3")), NOBODY, whole=True)
    absences = filled.intake.absences(job, Read(frozenset(but("3", "4")), NOBODY, whole=True), filled.rules)
    filled.catalogue.withdraw(id_of(filled, "4"), WithdrawReason.MISTAKE, None)
    filled.intake.finish(job, JobEnd(JobState.SUCCEEDED, None, {}, {}, (), read, SEEN_AT, absences=absences))
    filled.kill(job)
    with filled.engine.connect() as connection:
        query = "SELECT source_status, absent_jobs FROM record WHERE native_id IN ('3', '4')"
        assert connection.exec_driver_sql(query).all() == [("unknown", 0)] * 2


def test_a_record_that_returns_keeps_id_and_history(filled: Store) -> None:
    record_id = id_of(filled, "3")
    look(filled, but("3"))
    look(filled, but("3"))
    job = filled.begin()
    filled.intake.put_records(job, [new_record("3", a_decision("مصوبهٔ 3"))])
    filled.finish(job, JobState.SUCCEEDED, read=Read(frozenset(but("3")), frozenset(["3"]), whole=True))
    assert filled.catalogue.get(record_id).source_status == "present"
    assert [line.change_kind for line in filled.catalogue.versions(record_id)] == ["return", "withdrawal", "first"]
    assert withdrawn(filled, look(filled, but("3"))) == []  # the count began anew


def test_a_withdrawal_by_law_destroys_what_was_and_the_log_still_holds(filled: Store) -> None:
    record_id = id_of(filled, "3")
    filled.catalogue.withdraw(record_id, WithdrawReason.PERSONAL_DATA, "رأی ۱۲", "دیوان نمونه")
    with pytest.raises(Withdrawn) as gone:
        filled.catalogue.get(record_id)
    assert gone.value.tombstone == {
        "id": record_id,
        "kind": "decision",
        "reason": "personal_data",
        "withdrawn_at": gone.value.tombstone["withdrawn_at"],
        "what_remains": "tombstone",
        "legal_ground": "رأی ۱۲",
        "asked_by": "دیوان نمونه",
    }
    assert filled.catalogue.scrub()
    with filled.engine.connect() as connection:
        query = "SELECT canonical, sha256, salt, card FROM version WHERE record_number = 4 AND version_no = 1"
        assert connection.exec_driver_sql(query).one() == ("", "", "", "")
    assert list(filled.catalogue.faults()) == []
    assert not [file for file in filled.folder.glob("dastras.sqlite*") if 'مصوبهٔ 3"'.encode() in file.read_bytes()]


def test_a_ground_with_a_number_of_a_person_is_masked(filled: Store) -> None:
    mobile = "0912" + "3456789"
    filled.catalogue.withdraw(id_of(filled, "3"), WithdrawReason.MISTAKE, f"درخواست {mobile}", f"تلفن {mobile}")
    with pytest.raises(Withdrawn) as gone:
        filled.catalogue.get(id_of(filled, "3"))
    assert mobile not in repr(gone.value.tombstone)


def test_what_its_source_took_back_can_still_be_sealed(filled: Store) -> None:
    record_id = id_of(filled, "3")
    look(filled, but("3"))
    look(filled, but("3"))
    assert filled.catalogue.get(record_id, 1).version_no == 1
    filled.catalogue.withdraw(record_id, WithdrawReason.PERSONAL_DATA, None)
    with pytest.raises(Withdrawn):
        filled.catalogue.get(record_id, 1)
    with pytest.raises(Withdrawn):
        filled.catalogue.withdraw(record_id, WithdrawReason.PERSONAL_DATA, None)
    with filled.engine.connect() as connection:
        query = "SELECT canonical FROM version WHERE record_number = 4 AND version_no < 3"
        assert connection.exec_driver_sql(query).all() == [("",), ("",)]
    assert list(filled.catalogue.faults()) == []


def test_a_seal_without_a_reason_in_the_history_is_a_fault(filled: Store) -> None:
    with filled.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE version SET sealed_at = '2026-01-01T00:00:00Z', canonical = '', sha256 = '', salt = '', card = '' "
            "WHERE record_number = 4"
        )
    (fault,) = filled.catalogue.faults()
    assert "sealed, but no later version says why" in fault
    with pytest.raises(Sealed):
        filled.catalogue.get(id_of(filled, "3"))


def test_what_a_source_usually_brings_is_half_the_median_of_its_complete_jobs(filled: Store) -> None:
    for read in (10, 40, 42, 44, 60):
        job = filled.begin()
        seen = Read(frozenset(ALL), NOBODY, whole=True)
        filled.intake.finish(job, JobEnd(JobState.SUCCEEDED, None, {"read": read, "refused": 0}, {}, (), seen, SEEN_AT))
        filled.kill(job)
    assert filled.intake.usual_records(filled.begin()) == 21
