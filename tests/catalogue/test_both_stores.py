"""What SQLite takes and PostgreSQL would not, or in another order: both stores hold the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from catalogue import models
from catalogue.archive import Document
from catalogue.errors import NotFound
from catalogue.identity import key_of
from catalogue.issues import IssueRow, Read
from catalogue.jobs import NOTHING_DONE
from catalogue.models import Base
from catalogue.reports import RecordsQuery
from catalogue.store import currents_after, tag_names
from catalogue.vocab import JobOutcome, JobState, WithdrawReason
from schemas.issue_messages import ISSUES
from schemas.messages import MESSAGES
from schemas.reader_messages import READERS
from schemas.reasons import REASONS
from tests.making import FETCHED_AT, SOURCE, Store, a_decision, new_record

LONG = "https://shora.example/" + "%D9%85%D8%B5%D9%88%D8%A8%D9%87" * 300  # 9,000 bytes, which no index row holds
HEADERS = (("ETag", 'W/"1\0"'), ("Last-Modified", "now\0"), ("X-Odd", "a\0b"))
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def a_page(address: str, body: bytes = b"<p>1</p>") -> Document:
    return Document(address, body, "text/html\0", "HTTP/1.1 200 \0", 200, HEADERS, FETCHED_AT, recorded=False)


def test_an_address_of_any_length_is_kept_and_found(store: Store) -> None:
    job = store.begin()
    for address in (LONG, f"{LONG}?2"):
        store.intake.keep(job, address, a_page(address), NOTHING_DONE)
        store.intake.keep(job, address, a_page(address), NOTHING_DONE)  # met again
        kept = store.intake.latest(address)
        assert kept is not None and kept[0].address == address
        assert store.intake.fetched(job, address, LONG_AGO) == kept
    new = new_record("1", a_decision(), document=a_page(LONG).sha256)
    store.intake.put_records(job, [replace(new, origin=replace(new.origin, document_address=LONG))])
    store.finish(job, JobState.SUCCEEDED)
    with store.catalogue.read() as session:
        assert len(session.scalars(select(models.Document)).all()) == 2
    assert store.catalogue.provenance(store.ids()[0]).document_bytes == len(a_page(LONG).body)


def test_what_a_server_says_with_a_nul_is_kept_without_it(store: Store) -> None:
    store.keep(a_page("https://shora.example/1"))
    with store.catalogue.read() as session:
        row = session.scalars(select(models.Document)).one()
        assert (row.etag, row.last_modified, row.media_type) == ('W/"1\ufffd"', "now\ufffd", "text/html\ufffd")
        assert row.headers == [list(pair) for pair in HEADERS]  # JSON writes it as \\u0000


def test_an_issue_with_a_nul_is_stored_once_and_goes_on(store: Store) -> None:
    for _ in range(2):
        job = store.begin()
        issue = IssueRow("read", "leftover", "1\0", None, "row\0", "a\0b", "نکته\0", "note\0", 1, refuses=True)
        store.finish(job, JobState.SUCCEEDED, [issue], Read(frozenset(), frozenset(["1\0"]), whole=True))
    (shown,) = store.catalogue.issues(job.number)
    assert "\0" not in f"{shown}"
    refused = store.catalogue.job_records(job.number, RecordsQuery(JobOutcome.REFUSED))
    assert refused.total == 1


@pytest.mark.parametrize("key", ["\0", "a\0b", "x" * 1000, "چ" * 200])
def test_nothing_stands_under_a_name_that_none_can_have(store: Store, key: str) -> None:
    for get in (store.catalogue.source, store.catalogue.agency, store.catalogue.get, store.catalogue.versions):
        with pytest.raises(NotFound):
            get(key)


def test_the_longest_keys_are_taken(store: Store) -> None:
    key = "𝌆" * 500  # four bytes each; harvesters take no longer ones
    source = replace(SOURCE, id="s" * 100, agency="a" * 100)
    store.put(new_record(key, a_decision(tags=["𝌆" * 512]), "digest"), source=source)
    assert len(store.ids()) == 1
    assert store.catalogue.source(source.id).records == 1


def test_no_code_is_longer_than_its_column() -> None:
    codes = {*ISSUES, *READERS, *REASONS, *MESSAGES}
    column = Base.metadata.tables["issue"].c.code.type
    assert max(map(len, codes)) <= column.length  # type: ignore[attr-defined]
    assert column.length == Base.metadata.tables["job"].c.reason.type.length  # type: ignore[attr-defined]


def test_the_walk_of_a_rebuild_meets_each_record_once_whatever_the_order_of_texts(store: Store) -> None:
    store.put(*(new_record(str(number), a_decision(f"مصوبهٔ {number}")) for number in range(25)))
    met, after = [], 0
    with store.catalogue.read() as session:
        while batch := currents_after(session, after, 4):
            met += batch
            after = batch[-1].number
    assert [current.number for current in met] == list(range(1, 26))
    assert sorted(key_of(current.id) for current in met) == sorted(map(key_of, store.ids()))


def test_many_keys_are_asked_for_at_once_on_both_stores(store: Store) -> None:
    tags = [f"برچسب «{number}» \\ ', {{}}" for number in range(600)]
    store.put(*(new_record(str(n), a_decision(f"مصوبهٔ {n}", tags=tags[n::3])) for n in range(3)))
    with store.catalogue.read() as session:
        keys = session.scalars(select(models.Tag.key)).all()
        assert len(keys) == 600
        assert tag_names(session, [*keys, "هیچ", "a\0b"]).keys() == set(keys)
        assert tag_names(session, []) == {}


def test_a_tag_is_forgotten_with_its_last_record_and_not_before(store: Store) -> None:
    store.put(new_record("1", a_decision("یک", tags=["Water", "a_b", "c"])))
    store.put(new_record("2", a_decision("دو", tags=["WATER", "aXb", "c"])))
    store.catalogue.withdraw(store.ids()[0], WithdrawReason.PERSONAL_DATA, None)
    with store.catalogue.read() as session:
        assert set(session.scalars(select(models.Tag.shown))) == {"WATER", "aXb", "c"}
