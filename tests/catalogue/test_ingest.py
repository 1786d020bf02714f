"""What becomes of a record: added, changed, unchanged, withdrawn, back again. Through Catalogue, on a fresh SQLite."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from catalogue import models
from catalogue.errors import InvalidRecord, SourceBusy, Withdrawn
from catalogue.identity import commitment, sha256_hex
from catalogue.issues import IssueRow, Read
from catalogue.privacy import mask
from catalogue.vocab import JobState, Outcome, WithdrawReason
from schemas.search import load_search
from tests.making import SEEN_AT, SOURCE, Store, a_decision, new_record, open_fresh


def counts(store: Store) -> tuple[int, int, int]:
    """Rows of record, version and log."""
    with store.catalogue.read() as session:
        tables = (models.Record, models.Version, models.LogEntry)
        found = tuple(session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)
    return (found[0], found[1], found[2])


def put(store: Store, *records: Any) -> list[Outcome | InvalidRecord]:
    """Ingest in a job of its own."""
    job = store.begin()
    outcomes = store.catalogue.intake.put_records(job, list(records))
    store.finish(job, JobState.SUCCEEDED, read=seen(*(record.native_id for record in records)))
    return outcomes


def test_a_new_record_gets_a_version_a_log_entry_and_a_card(store: Store) -> None:
    assert put(store, new_record("1", a_decision(title="بودجهٔ سال"))) == [Outcome.ADDED]
    view = store.only_record()
    assert (view.version_no, view.log_index, view.change_kind, view.status) == (1, 1, "first", "published")
    assert view.sha256 == sha256_hex(view.canonical)
    assert view.record()["title"] == "بودجهٔ سال"
    assert counts(store) == (1, 1, 1)


def test_the_same_record_again_writes_no_version_and_no_log_entry(store: Store) -> None:
    put(store, new_record("1", a_decision()))
    assert put(store, new_record("1", a_decision())) == [Outcome.UNCHANGED]
    assert put(store, new_record("1", a_decision(), raw_digest="another")) == [Outcome.UNCHANGED]
    assert counts(store) == (1, 1, 1)
    job = store.begin()
    assert store.intake.digests(job) == {"1": "another"}
    store.finish(job, JobState.SUCCEEDED)


def test_an_edit_at_the_source_is_a_new_version_and_the_old_one_stays(store: Store) -> None:
    put(store, new_record("1", a_decision(title="یک"), document="a" * 64))
    assert put(store, new_record("1", a_decision(title="دو"), document="b" * 64)) == [Outcome.CHANGED]
    view = store.only_record()
    assert (view.version_no, view.change_kind) == (2, "source_edit")
    assert store.catalogue.get(view.id, 1).record()["title"] == "یک"
    assert [line.version_no for line in store.catalogue.versions(view.id)] == [2, 1]


def test_a_change_although_the_publisher_shows_the_same_is_a_change_of_our_mapping(store: Store) -> None:
    put(store, new_record("1", a_decision(title="یک"), document="a" * 64, shows="same"))
    put(store, new_record("1", a_decision(title="دو"), document="b" * 64, shows="same"))
    assert store.only_record().change_kind == "metadata"


def test_a_record_without_canonical_form_is_refused_and_the_others_go_on(store: Store) -> None:
    bad = {**a_decision(), "extra": 1.5}
    outcomes = put(store, new_record("1", a_decision()), new_record("2", bad), new_record("3", a_decision()))
    assert outcomes[0] is Outcome.ADDED and isinstance(outcomes[1], InvalidRecord) and outcomes[2] is Outcome.ADDED
    assert counts(store) == (2, 2, 2)


def test_the_log_has_no_holes_and_commits_to_every_version(store: Store) -> None:
    put(store, *(new_record(str(n), a_decision(title=f"مصوبهٔ {n}")) for n in range(1, 6)))
    put(store, *(new_record(str(n), a_decision(title=f"مصوبهٔ نو {n}"), document="c" * 64) for n in range(1, 4)))
    with store.catalogue.read() as session:
        entries = session.scalars(select(models.LogEntry).order_by(models.LogEntry.log_index)).all()
        versions = {version.log_index: version for version in session.scalars(select(models.Version))}
    assert [entry.log_index for entry in entries] == list(range(1, 9))
    for entry in entries:
        version = versions[entry.log_index]
        assert entry.commitment == commitment(version.salt, version.sha256)


def test_a_withdrawn_record_leaves_a_tombstone_and_its_readable_versions(store: Store) -> None:
    put(store, new_record("1", a_decision(title="یک")))
    view = store.only_record()
    store.catalogue.withdraw(view.id, WithdrawReason.MISTAKE, None)
    with pytest.raises(Withdrawn) as caught:
        store.catalogue.get(view.id)
    assert caught.value.tombstone["reason"] == "mistake" and caught.value.tombstone["title"] == "یک"
    assert store.catalogue.get(view.id, 1).record()["title"] == "یک"
    with pytest.raises(Withdrawn):
        store.catalogue.get(view.id, 2)
    with pytest.raises(Withdrawn):
        store.catalogue.withdraw(view.id, WithdrawReason.MISTAKE, None)


@pytest.mark.parametrize("reason", [WithdrawReason.PERSONAL_DATA, WithdrawReason.COURT_OR_LAW])
def test_a_sealed_withdrawal_shows_neither_title_nor_versions(store: Store, reason: WithdrawReason) -> None:
    put(store, new_record("1", a_decision(title="نامی که نباید بماند")))
    view = store.only_record()
    store.catalogue.withdraw(view.id, reason, "رأی نمونه")
    for version_no in (None, 1, 2):
        with pytest.raises(Withdrawn) as caught:
            store.catalogue.get(view.id, version_no)
        assert "نامی" not in json.dumps(caught.value.tombstone, ensure_ascii=False)
    with pytest.raises(Withdrawn):
        store.catalogue.provenance(view.id, 1)


def test_a_record_gone_at_its_source_returns_with_id_and_history(store: Store) -> None:
    put(store, new_record("1", a_decision(title="یک")))
    view = store.only_record()
    store.catalogue.withdraw(view.id, WithdrawReason.GONE_AT_SOURCE, None)
    assert put(store, new_record("1", a_decision(title="یک"))) == [Outcome.CHANGED]
    back = store.catalogue.get(view.id)
    assert (back.version_no, back.change_kind, back.status) == (3, "return", "published")
    assert [line.change_kind for line in store.catalogue.versions(view.id)] == ["return", "withdrawal", "first"]


def test_what_we_took_down_stays_down_when_the_source_still_shows_it(store: Store) -> None:
    put(store, new_record("1", a_decision()))
    view = store.only_record()
    store.catalogue.withdraw(view.id, WithdrawReason.COURT_OR_LAW, None)
    assert put(store, new_record("1", a_decision(title="دوباره"))) == [Outcome.UNCHANGED]
    with pytest.raises(Withdrawn):
        store.catalogue.get(view.id)


def test_only_one_job_of_a_source_runs_at_a_time(store: Store) -> None:
    job = store.begin()
    with pytest.raises(SourceBusy):
        store.begin()
    store.finish(job, JobState.SUCCEEDED)
    store.finish(store.begin(), JobState.SUCCEEDED)


def test_a_job_found_running_without_its_process_was_lost(store: Store) -> None:
    job = store.begin(recorded=True)
    store.kill(job)
    assert store.catalogue.intake.fail_lost_jobs() == 1
    assert (store.catalogue.job(job.number).state, store.catalogue.job(job.number).reason) == ("failed", "worker-lost")
    assert store.catalogue.intake.fail_lost_jobs() == 0


def test_a_tag_is_shown_as_it_was_first_written(store: Store) -> None:
    store.put(
        new_record("1", a_decision(tags=["داده‌های باز", "هوا"])), new_record("2", a_decision(tags=["داده هاي باز"]))
    )
    store.put(new_record("3", a_decision(tags=["دادههاي باز"])))
    (facet,) = store.catalogue.find(load_search({"facets": ["tag"]})).facets
    assert {(value.label, value.count) for value in facet.values} == {
        ("داده‌های باز", 2),
        ("داده هاي باز", 1),
        ("هوا", 1),
    }


def seen(*native_ids: str) -> Read:
    """What a whole listing showed."""
    return Read(frozenset(native_ids), frozenset(), whole=True)


def test_a_record_that_a_whole_listing_no_longer_shows_is_missing_since_it_was_last_seen(store: Store) -> None:
    job = store.begin()
    store.catalogue.intake.put_records(job, [new_record("1", a_decision()), new_record("2", a_decision(title="دو"))])
    store.finish(job, JobState.SUCCEEDED, read=seen("1", "2"))
    one, two = store.ids()
    store.finish(store.begin(), JobState.SUCCEEDED, read=seen("1"))
    assert store.catalogue.get(one).source_status == "present"
    missing = store.catalogue.get(two)
    assert (missing.source_status, missing.status, missing.last_seen_at) == ("missing", "published", SEEN_AT)
    store.finish(store.begin(), JobState.SUCCEEDED, read=seen("1", "2"))
    assert store.catalogue.get(two).source_status == "present"
    assert counts(store) == (2, 2, 2)


def test_a_partial_job_and_a_window_mark_nothing_missing(store: Store) -> None:
    put(store, new_record("1", a_decision()))
    store.finish(store.begin(), JobState.PARTIAL, read=Read(frozenset(), frozenset(), whole=False))
    store.finish(store.begin(replace(SOURCE, coverage="window")), JobState.SUCCEEDED, read=seen())
    assert store.only_record().source_status == "present"
    assert store.only_record().last_seen_at is None


def test_the_issues_of_a_withdrawn_record_tell_only_their_code(store: Store) -> None:
    job = store.begin()
    store.catalogue.intake.put_records(job, [new_record("1", a_decision())])
    told = IssueRow("normalise", "leftover", "1", None, "نامی", "نامی که نباید بماند", "«نامی»", "'a name'", 1)
    store.finish(job, JobState.SUCCEEDED, [told], seen("1"))
    assert store.catalogue.issues(job.number)[0].excerpt == "نامی که نباید بماند"
    store.catalogue.withdraw(store.ids()[0], WithdrawReason.PERSONAL_DATA, None)
    (issue,) = store.catalogue.issues(job.number)
    assert (issue.excerpt, issue.message_fa, issue.message_en) == (None, "leftover", "leftover")


def test_new_and_changed_records_of_a_batch_stand_in_the_log_in_its_order(store: Store) -> None:
    put(store, new_record("2", a_decision(title="دو")))
    changed = new_record("2", a_decision(title="دوم"), document="c" * 64)
    put(store, new_record("1", a_decision()), changed, new_record("3", a_decision()), new_record("4", a_decision()))
    with store.catalogue.read() as session:
        entries = session.scalars(select(models.LogEntry).order_by(models.LogEntry.log_index)).all()
        natives = dict(session.execute(select(models.Record.id, models.Record.native_id)).all())
    assert [(entry.log_index, natives[entry.record_id]) for entry in entries] == [
        (1, "2"), (2, "1"), (3, "2"), (4, "3"), (5, "4"),
    ]  # fmt: skip


def test_an_id_that_exists_already_is_drawn_again(tmp_path: Path) -> None:
    once, salt = b"\1" * 5, b"\0" * 16  # five bytes whose id has a check character, so that they are not drawn again
    same = iter([once, once, once, salt, once, b"\7" * 5, salt])  # both at once, then each for itself
    store = open_fresh(tmp_path / "data", random_bytes=lambda _n: next(same))
    assert put(store, new_record("1", a_decision()), new_record("2", a_decision())) == [Outcome.ADDED] * 2
    assert len(set(store.ids())) == 2 and next(same, None) is None
    store.close()


def test_a_version_that_only_masks_is_a_redaction(store: Store) -> None:
    given = a_decision(text="معرفی آقای نمونه 0012345679")
    store.put(new_record("1", given))
    masked = mask(given).record
    store.put(new_record("1", masked, raw_digest="read anew"))
    store.put(new_record("1", {**masked, "title": "مصوبه‌ای دیگر"}, raw_digest="edited", document="e" * 64))
    (record_id,) = store.ids()
    kinds = [line.change_kind for line in store.catalogue.versions(record_id)]
    assert kinds == ["source_edit", "redaction", "first"]


def test_a_key_that_stands_twice_in_a_batch_is_refused_the_second_time_and_the_rest_is_stored(store: Store) -> None:
    job = store.begin()
    batch = [new_record(key, a_decision(f"مصوبهٔ {place}")) for place, key in enumerate(("1", "2", "1", "3"))]
    outcomes = store.intake.put_records(job, batch)
    assert [isinstance(outcome, InvalidRecord) for outcome in outcomes] == [False, False, True, False]
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM record").scalar_one() == 3
