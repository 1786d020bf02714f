"""Kept documents by hash: the very bytes, in parts too, and never what was masked, refused or taken down."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from catalogue.archive import Document
from catalogue.ingest import NewRecord
from catalogue.intake import JobEnd
from catalogue.issues import IssueRow, Read
from catalogue.personal.labels import Personal
from catalogue.privacy import mask
from catalogue.queue import JobHandle
from catalogue.vocab import JobState, WithdrawReason
from tests.making import FETCHED_AT, SEEN_AT, Store, a_decision, new_record

PAGE = "<html><script>alert(1)</script>مصوبهٔ نمونه</html>".encode()
LISTING = b'{"results": [1, 2]}'
LIST_ADDRESS = "https://shora.example/list"
OF_PAGE, OF_LISTING = hashlib.sha256(PAGE).hexdigest(), hashlib.sha256(LISTING).hexdigest()


def a_document(body: bytes, address: str, media_type: str = "text/html") -> Document:
    return Document(address, body, media_type, None, 200, (), FETCHED_AT, recorded=False)


def listed(native_id: str, title: str) -> NewRecord:
    """A record that was read from the listing."""
    made = new_record(native_id, a_decision(title=title), document=OF_LISTING, shows=title)
    return replace(made, origin=replace(made.origin, document_address=LIST_ADDRESS))


@pytest.fixture
def page(store: Store) -> str:
    """A record read from its own page; the address of that page's bytes."""
    store.keep(a_document(PAGE, "https://shora.example/1"))
    store.put(new_record("1", a_decision(title="صفحهٔ یک"), document=OF_PAGE))
    return f"/api/v1/files/{OF_PAGE}"


@pytest.fixture
def listing(store: Store) -> str:
    """Two records read from one listing; the address of its bytes."""
    store.keep(a_document(LISTING, LIST_ADDRESS, "application/json"))
    store.put(listed("2", "سطر دو"), listed("3", "سطر سه"))
    return f"/api/v1/files/{OF_LISTING}"


def of_title(store: Store, title: str) -> str:
    return next(one for one in store.ids() if store.catalogue.get(one).record()["title"] == title)


def test_the_bytes_are_those_of_the_hash_and_are_saved_not_shown(client: FlaskClient, page: str) -> None:
    answer = client.get(page, headers={"Accept-Encoding": "gzip, br"}, buffered=True)
    assert hashlib.sha256(answer.data).hexdigest() == OF_PAGE
    assert answer.headers["Content-Disposition"] == f"attachment; filename={OF_PAGE[:16]}.html"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["ETag"] == f'"{OF_PAGE}"' and answer.headers["Cache-Control"] == "no-cache"
    assert "Content-Encoding" not in answer.headers
    assert client.get(page, headers={"If-None-Match": f'"{OF_PAGE}"'}, buffered=True).status_code == 304


def test_a_range_is_a_range_of_these_bytes(client: FlaskClient, page: str) -> None:
    part = client.get(page, headers={"Range": "bytes=6-13", "Accept-Encoding": "gzip"}, buffered=True)
    assert (part.status_code, part.data) == (206, PAGE[6:14])
    assert part.headers["Content-Range"] == f"bytes 6-13/{len(PAGE)}"
    beyond = client.get(page, headers={"Range": "bytes=9999-"}, buffered=True)
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{len(PAGE)}")
    assert beyond.json["type"] == "/problems/no-such-range"  # type: ignore[index]
    stale = client.get(page, headers={"Range": "bytes=0-1", "If-Range": '"other"'}, buffered=True)
    assert (stale.status_code, stale.data) == (200, PAGE)


@pytest.mark.parametrize(
    "headers",
    [
        {"Range": "items=0-5"},
        {"Range": "bytes=0-0,5-9"},
        {"Range": "bytes=x"},
        {"If-Match": '"zzz"'},
        {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
        {"If-Unmodified-Since": "Fri, 01 Jan 2010 00:00:00 GMT"},
    ],
)
def test_what_is_asked_otherwise_is_answered_with_the_whole(
    client: FlaskClient, page: str, headers: dict[str, str]
) -> None:
    answer = client.get(page, headers=headers, buffered=True)
    assert (answer.status_code, answer.data) == (200, PAGE)
    assert "Last-Modified" not in answer.headers


def test_the_head_of_a_document_is_that_of_the_whole(client: FlaskClient, page: str) -> None:
    answer = client.head(page, headers={"Range": "bytes=0-1"})
    assert (answer.status_code, answer.headers["Content-Length"]) == (200, str(len(PAGE)))


def test_what_no_version_was_read_from_is_not_found(store: Store, client: FlaskClient) -> None:
    store.keep(a_document(b"robots", "https://shora.example/robots.txt"))
    for name in (hashlib.sha256(b"robots").hexdigest(), "0" * 64, "x", "../../etc/passwd", OF_PAGE.upper()):
        assert client.get(f"/api/v1/files/{name}", buffered=True).status_code == 404, name


def test_a_page_is_withheld_once_something_in_it_is_hidden(store: Store, client: FlaskClient, page: str) -> None:
    store.catalogue.redact(of_title(store, "صفحهٔ یک"), "یک", Personal.WORDS)
    answer = client.get(page, buffered=True)
    assert (answer.status_code, answer.json["type"]) == (410, "/problems/withheld")  # type: ignore[index]
    assert answer.json["sha256"] == OF_PAGE  # type: ignore[index]
    assert answer.json["address"] == "https://shora.example/1"  # type: ignore[index]


@pytest.mark.parametrize("reason", [WithdrawReason.PERSONAL_DATA, WithdrawReason.COURT_OR_LAW])
def test_a_listing_is_withheld_once_a_row_is_taken_down(
    store: Store, client: FlaskClient, listing: str, page: str, reason: WithdrawReason
) -> None:
    assert client.get(listing, buffered=True).data == LISTING
    assert client.get(page, buffered=True).data == PAGE
    store.catalogue.withdraw(of_title(store, "سطر سه"), reason, None)
    assert client.get(listing, buffered=True).status_code == 410
    assert client.get(page, buffered=True).status_code == 410  # a page names its neighbours


def test_a_page_is_withheld_once_words_are_taken_out_of_a_neighbour(
    store: Store, client: FlaskClient, listing: str, page: str
) -> None:
    store.catalogue.redact(of_title(store, "سطر سه"), "سه", Personal.WORDS)
    assert client.get(page, buffered=True).status_code == 410


@pytest.mark.parametrize(("member", "status"), [("title", 410), ("text", 200)])
def test_a_page_is_withheld_once_the_title_of_a_neighbour_is_masked(
    store: Store, client: FlaskClient, page: str, member: str, status: int
) -> None:
    """What is masked in its text stands on its own page alone."""
    said = {member: "دارندهٔ کد ملی ۰۰۸۴۵۷۵۹۴۸"}
    masked = mask(a_decision(**said))
    assert masked.findings
    store.put(new_record("2", masked.record, document="e" * 64))
    assert client.get(page, buffered=True).status_code == status


def test_a_later_listing_with_the_same_row_is_withheld_too(store: Store, client: FlaskClient, listing: str) -> None:
    """The row of a record that did not change stands in listings that none of its versions was read from."""
    later = LISTING + b" "
    store.keep(a_document(later, LIST_ADDRESS, "application/json"))
    name = hashlib.sha256(later).hexdigest()
    changed = replace(listed("2", "سطر دو، ویراسته").origin, document_sha256=name)
    store.put(replace(listed("2", "سطر دو، ویراسته"), origin=changed))
    assert client.get(f"/api/v1/files/{name}", buffered=True).data == later
    store.catalogue.withdraw(of_title(store, "سطر سه"), WithdrawReason.PERSONAL_DATA, None)
    assert client.get(f"/api/v1/files/{name}", buffered=True).status_code == 410


def test_what_went_at_its_source_may_still_be_had(store: Store, client: FlaskClient, listing: str) -> None:
    store.catalogue.withdraw(of_title(store, "سطر سه"), WithdrawReason.GONE_AT_SOURCE, None)
    assert client.get(listing, buffered=True).status_code == 200


def test_a_listing_with_a_refused_row_is_withheld(store: Store, client: FlaskClient, listing: str) -> None:
    job = store.begin()
    row = IssueRow("validate", "required", "4", OF_LISTING, None, None, "عنوان ندارد", "no title", 1, refuses=True)
    read = Read(frozenset(), frozenset(), whole=False)
    store.intake.finish(job, JobEnd(JobState.PARTIAL, None, {"refused": 1}, {}, (row,), read, SEEN_AT))
    assert client.get(listing, buffered=True).status_code == 410


def end(store: Store, job: JobHandle, counts: dict[str, int]) -> None:
    """A job whose issues tell of no refused row, as when it had more of them than are told."""
    read = Read(frozenset(), frozenset(), whole=False)
    store.intake.finish(job, JobEnd(JobState.PARTIAL, None, counts, {}, (), read, SEEN_AT))


def test_a_listing_is_withheld_though_its_refused_rows_are_only_counted(
    store: Store, client: FlaskClient, listing: str, page: str
) -> None:
    end(store, store.begin(), {"refused": 0})
    assert client.get(listing, buffered=True).status_code == 200
    end(store, store.begin(), {"refused": 2000})
    assert client.get(listing, buffered=True).status_code == 410
    assert client.get(page, buffered=True).status_code == 200


def test_a_listing_is_withheld_until_the_job_that_reads_it_ends(store: Store, client: FlaskClient) -> None:
    job = store.begin()
    met = a_document(LISTING, LIST_ADDRESS, "application/json")
    later = replace(met, fetched_at="2026-11-21T09:30:00Z")
    store.intake.keep_body(later)
    store.intake.note(job, [later])
    store.intake.put_records(job, [listed("2", "سطر دو")])
    assert client.get(f"/api/v1/files/{OF_LISTING}", buffered=True).status_code == 410
    end(store, job, {"refused": 0})
    assert client.get(f"/api/v1/files/{OF_LISTING}", buffered=True).status_code == 200


def test_bytes_that_are_not_whole_are_not_served(store: Store, client: FlaskClient, page: str) -> None:
    path = store.folder / "archive" / OF_PAGE[:2] / OF_PAGE[2:]
    path.write_bytes(PAGE[:-1])
    assert client.get(page, buffered=True).status_code == 404
