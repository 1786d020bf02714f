"""Words that are taken out of a record stay out: of every version and file, also when its source shows them again."""

from __future__ import annotations

import pytest

from catalogue.errors import NothingToRedact, Sealed
from catalogue.issues import IssueRow, Read
from catalogue.personal.labels import Personal
from catalogue.reports import RecordsQuery
from catalogue.vocab import JobOutcome, JobState, WithdrawReason
from tests.making import Store, a_decision, needs_sqlite, new_record

NAME = "سیمین نمونه‌زاده"
TEXT = "به درخواست سيمين نمونه زاده، فرزند ندارد. سیمین نمونه‌زادگان کسی دیگر است."


def put(store: Store, text: str = TEXT, digest: str = "", **more: object) -> str:
    store.put(new_record("1", a_decision(f"پروندهٔ {NAME}", text, **more), digest))
    return store.ids()[0]


def everything(store: Store) -> bytes:
    """All bytes of store and index."""
    store.engine.dispose()
    return b"".join(path.read_bytes() for path in sorted(store.folder.rglob("*")) if path.is_file())


def test_the_words_go_in_every_spelling_and_what_is_left_says_so(store: Store) -> None:
    record_id = put(store)
    assert store.catalogue.redact(record_id, NAME, Personal.NAME) == 1
    record = store.catalogue.get(record_id).record()
    assert record["title"] == "پروندهٔ [حذف‌شده: نام]"
    assert record["texts"][0]["text"].startswith("به درخواست [حذف‌شده: نام]، فرزند")
    assert "نمونه‌زادگان" in record["texts"][0]["text"]
    assert [(one["path"], one["class"], one["rule"]) for one in record["masks"]] == [
        ("texts[0].text", "name", "command"),
        ("title", "name", "command"),
    ]
    assert [line.change_kind for line in store.catalogue.versions(record_id)] == ["redaction", "first"]


def test_the_version_that_held_them_is_sealed_and_the_log_holds(store: Store) -> None:
    record_id = put(store)
    store.catalogue.redact(record_id, NAME, Personal.NAME)
    with pytest.raises(Sealed):
        store.catalogue.get(record_id, 1)
    with pytest.raises(Sealed):
        store.catalogue.provenance(record_id, 1)
    assert [line.sha256 is None for line in store.catalogue.versions(record_id)] == [False, True]
    assert store.catalogue.provenance(record_id).document_sha256
    assert list(store.catalogue.faults()) == []


def test_a_version_that_never_held_them_can_still_be_read(store: Store) -> None:
    store.put(new_record("1", a_decision("بی نام")))
    record_id = put(store, digest="2")
    assert store.catalogue.redact(record_id, NAME, Personal.NAME) == 1
    assert store.catalogue.get(record_id, 1).record()["title"] == "بی نام"


def test_the_source_that_shows_them_again_brings_nothing_back(store: Store) -> None:
    record_id = put(store)
    store.catalogue.redact(record_id, NAME, Personal.NAME)
    put(store, digest="2")
    assert len(store.catalogue.versions(record_id)) == 2
    put(store, TEXT + f" بار دیگر: {NAME}.", digest="3")
    assert NAME not in store.catalogue.get(record_id).canonical
    assert store.catalogue.get(record_id).version_no == 3


@needs_sqlite
def test_no_file_holds_the_words_but_the_row_that_takes_them_out_again(store: Store) -> None:
    record_id = put(store, tags=["نمونه‌زاده", "شهر"])
    job = store.begin()
    row = IssueRow("normalise", "leftover", "1", None, "x", f"نکته دربارهٔ {NAME}", f"«{NAME}»", NAME, 1)
    store.finish(job, JobState.SUCCEEDED, [row], Read(frozenset(["1"]), frozenset(), whole=True))
    store.catalogue.redact(record_id, NAME, Personal.NAME)
    store.catalogue.redact(record_id, "نمونه‌زاده", Personal.NAME)
    store.follower.rebuild(lambda _: None)
    assert store.catalogue.scrub()
    assert everything(store).count(NAME.encode()) == 1
    assert [issue.excerpt for issue in store.catalogue.issues(job.number)] == [None]


@pytest.mark.parametrize(
    "written", ["سیمین_نمونه‌زاده", "#سیمین_نمونه_زاده", "سیمین-نمونه زاده.pdf", "سیمین نمونه‌زاده‌ها"]
)
def test_the_words_are_found_however_they_are_joined(store: Store, written: str) -> None:
    record_id = put(store, f"{written} و دیگر هیچ", tags=[written])
    store.catalogue.redact(record_id, NAME, Personal.NAME)
    record = store.catalogue.get(record_id).record()
    assert "نمونه" not in record["texts"][0]["text"] and "نمونه" not in record["tags"][0]


def test_a_tag_that_others_have_is_still_known(store: Store) -> None:
    store.put(new_record("2", a_decision("دیگری", tags=["شهر"])))
    put(store, tags=["شهر", "سیمین"])
    store.catalogue.withdraw(store.ids()[0], WithdrawReason.MISTAKE, None)
    for record_id in store.ids():
        if store.catalogue.versions(record_id)[0].change_kind == "first":
            store.catalogue.withdraw(record_id, WithdrawReason.PERSONAL_DATA, None)
    with store.engine.connect() as connection:
        assert "سیمین" not in connection.exec_driver_sql("SELECT shown FROM tag").scalars().all()


def test_an_address_loses_everything_behind_its_host(store: Store) -> None:
    url = "https://shora.example/people/%D8%B3%DB%8C%D9%85%DB%8C%D9%86%20%D9%86%D9%85%D9%88%D9%86%D9%87%E2%80%8C%D8%B2%D8%A7%D8%AF%D9%87"
    record_id = put(store, links=[{"rel": "related", "url": url}])
    store.catalogue.redact(record_id, NAME, Personal.NAME)
    (link,) = store.catalogue.get(record_id).record()["links"]
    assert link["url"].startswith("https://shora.example/%5B")
    assert "people" not in link["url"]


def test_the_report_of_the_job_that_wrote_a_sealed_version_can_be_read(store: Store) -> None:
    record_id = put(store)
    store.catalogue.redact(record_id, NAME, Personal.NAME)
    (line,) = store.catalogue.job_records(1, RecordsQuery(JobOutcome.ADDED)).records
    assert (line.id, line.title) == (record_id, None)


def test_a_sealed_tombstone_is_told_as_sealed(store: Store) -> None:
    """Gone at its source, which its tombstone tells with the title; returned; then redacted."""
    record_id = put(store)
    for _ in range(2):
        store.finish(store.begin(), JobState.SUCCEEDED, read=Read(frozenset(), frozenset(), whole=True))
    put(store, digest="2")
    store.catalogue.redact(record_id, NAME, Personal.NAME)
    with pytest.raises(Sealed):
        store.catalogue.get(record_id, 2)


def test_nothing_that_is_kept_raw_shows_the_words(store: Store) -> None:
    """The key and the address of the record hold them, and so does an issue of a later job."""
    store.put(new_record(f"p-{NAME}", a_decision(f"پروندهٔ {NAME}")))
    record_id = store.ids()[0]
    store.catalogue.redact(record_id, NAME, Personal.NAME)
    job = store.begin()
    row = IssueRow("normalise", "leftover", f"p-{NAME}", None, NAME, NAME, NAME, NAME, 1)
    store.finish(job, JobState.PARTIAL, [row], Read(frozenset([f"p-{NAME}"]), frozenset(), whole=False))
    told = [
        store.catalogue.get(record_id),
        store.catalogue.provenance(record_id),
        store.catalogue.issues(job.number),
        store.catalogue.job_records(job.number, RecordsQuery(JobOutcome.UNCHANGED)),
    ]
    assert NAME not in repr(told)


@pytest.mark.parametrize("reason", [WithdrawReason.PERSONAL_DATA, None])
def test_no_later_job_stores_the_words_with_its_issues(store: Store, reason: WithdrawReason | None) -> None:
    record_id = put(store)
    if reason:
        store.catalogue.withdraw(record_id, reason, None)
    else:
        store.catalogue.redact(record_id, NAME, Personal.NAME)
    row = IssueRow("validate", "required", "1", None, NAME, f"همهٔ رکورد: {NAME}", NAME, NAME, 1, refuses=True)
    job = store.begin()
    store.finish(job, JobState.PARTIAL, [row], Read(frozenset(), frozenset(["1"]), whole=False))
    with store.engine.connect() as connection:
        stored = connection.exec_driver_sql("SELECT place, excerpt, message_fa, message_en FROM issue").all()
    assert stored and NAME not in repr(stored)


def test_words_that_stand_nowhere_change_nothing(store: Store) -> None:
    record_id = put(store)
    with pytest.raises(NothingToRedact):
        store.catalogue.redact(record_id, "کسی دیگر نیست", Personal.NAME)
    with pytest.raises(NothingToRedact):
        store.catalogue.redact(record_id, "\u200c\u0640\u200f", Personal.NAME)
    assert len(store.catalogue.versions(record_id)) == 1


def test_what_is_masked_now_is_sealed_before_whatever_else_changed(store: Store) -> None:
    mobile = "0912" + "3456789"
    store.put(new_record("1", a_decision("آگهی", f"با {mobile} تماس بگیرید."), "1"))
    masked = a_decision("آگهی تازه", "با [حذف‌شده: تلفن همراه] تماس بگیرید.")
    masked["masks"] = [{"path": "texts[0].text", "span": [3, 25], "class": "mobile", "rule": "form"}]
    store.put(new_record("1", masked, "2"))
    with pytest.raises(Sealed):
        store.catalogue.get(store.ids()[0], 1)


def test_a_mask_that_is_found_by_a_newer_rule_seals_what_was_before(store: Store) -> None:
    """The record was stored when nothing was masked; the same page is masked by now."""
    mobile = "0912" + "3456789"
    store.put(new_record("1", a_decision("آگهی", f"با {mobile} تماس بگیرید."), "1", shows="same"))
    masked = a_decision("آگهی", "با [حذف‌شده: تلفن همراه] تماس بگیرید.")
    masked["masks"] = [{"path": "texts[0].text", "span": [3, 25], "class": "mobile", "rule": "form"}]
    store.put(new_record("1", masked, "2", shows="same"))
    record_id = store.ids()[0]
    first = store.catalogue.versions(record_id)[-1]
    assert (store.catalogue.get(record_id).change_kind, first.sealed_at is None) == ("redaction", False)


def test_where_nothing_was_sealed_issues_keep_their_words(store: Store) -> None:
    store.put(new_record("1", a_decision("آگهی"), "1"))
    job = store.begin()
    row = IssueRow("normalise", "date-unreadable", "1", None, "dates", "دیروز", "«دیروز» خوانا نیست.", "unreadable", 1)
    store.finish(job, JobState.PARTIAL, [row], Read(frozenset(), frozenset(["1"]), whole=False))
    masked = a_decision("آگهی", "با [حذف‌شده: تلفن همراه] تماس بگیرید.")
    masked["masks"] = [{"path": "texts[0].text", "span": [3, 25], "class": "mobile", "rule": "form"}]
    store.put(new_record("1", masked, "2"))
    assert [issue.excerpt for issue in store.catalogue.issues(job.number)] == ["دیروز"]
