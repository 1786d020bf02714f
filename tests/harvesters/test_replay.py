from __future__ import annotations

import json
from pathlib import Path

import pytest

from catalogue.archive import Document
from harvesters.errors import (
    AddressRefused,
    BadStatus,
    CutShort,
    NotRecorded,
    SourceInvalid,
    StillWritten,
    TooLarge,
    TooManyRedirects,
    Unreachable,
)
from harvesters.keeping import ForNobody
from harvesters.replay import FolderFetcher, RecordedFetcher
from tests.harvesters.making import Keeper, headers, now, record_pages


def test_a_recorded_document_has_the_time_of_its_date_header_and_is_kept_first(tmp_path: Path) -> None:
    record_pages(tmp_path, {"https://a.example/": "page"})
    kept: list[Document] = []
    document = RecordedFetcher(tmp_path, Keeper(kept), 100).get("https://a.example/")
    assert kept == [document]
    assert (document.body, document.media_type, document.charset) == (b"page", "text/html", "utf-8")
    assert (document.fetched_at, document.recorded) == ("2026-11-24T05:30:12Z", True)


def test_an_address_in_persian_letters_is_the_same_percent_encoded(tmp_path: Path) -> None:
    fetcher = record_pages(tmp_path, {"https://a.example/%D9%85%D8%B5%D9%88%D8%A8%D9%87": "page"})
    assert fetcher.get("https://a.example/مصوبه#متن").body == b"page"


def test_what_was_not_recorded_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotRecorded):
        record_pages(tmp_path, {"https://a.example/": "page"}).get("https://a.example/other")


def test_only_status_200_means_something(tmp_path: Path) -> None:
    with pytest.raises(BadStatus) as caught:
        record_pages(tmp_path, {"https://a.example/": 500}).get("https://a.example/")
    assert caught.value.facts == {"url": "https://a.example/", "status": 500}


def test_an_empty_body_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CutShort):
        record_pages(tmp_path, {"https://a.example/": b""}).get("https://a.example/")


def test_redirects_are_followed_to_the_fifth(tmp_path: Path) -> None:
    def hop(number: int, to: str) -> str:
        moved = {**headers(), "Location": to}
        return json.dumps({"method": "GET", "address": f"https://a.example/{number}", "status": 302, "headers": moved})

    record_pages(tmp_path, {"https://a.example/end": "page"})
    hops = [hop(number, f"/{number + 1}") for number in range(5)] + [hop(5, "/end")]
    with (tmp_path / "index.jsonl").open("a", encoding="utf-8") as index:
        index.write("\n" + "\n".join(hops))
    fetcher = RecordedFetcher(tmp_path, ForNobody(), 100)
    assert fetcher.get("https://a.example/1").address == "https://a.example/end"
    with pytest.raises(TooManyRedirects):
        fetcher.get("https://a.example/0")


@pytest.mark.parametrize("file", ["../secret", "/etc/passwd", "a/../../secret", "..\\secret"])
def test_a_recording_never_leaves_its_folder(tmp_path: Path, file: str) -> None:
    exchange = {"method": "GET", "address": "https://a.example/", "status": 200, "headers": headers(), "file": file}
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "index.jsonl").write_text(json.dumps(exchange))
    with pytest.raises(AddressRefused):
        RecordedFetcher(tmp_path / "in", ForNobody(), 100).get("https://a.example/")


def test_a_recorded_body_over_the_cap_is_refused(tmp_path: Path) -> None:
    record_pages(tmp_path, {"https://a.example/": "x" * 101})
    with pytest.raises(TooLarge):
        RecordedFetcher(tmp_path, ForNobody(), 100).get("https://a.example/")


def test_a_folder_gives_its_files_in_order_without_hidden_ones_and_links(tmp_path: Path) -> None:
    (tmp_path / "laws").mkdir()
    for name in ("b.txt", "a.txt", ".hidden"):
        (tmp_path / "laws" / name).write_text("متن")
    (tmp_path / "laws" / "link.txt").symlink_to("/etc/hostname")
    fetcher = FolderFetcher(tmp_path, ForNobody(), now(), 100)
    assert [entry.place for entry in fetcher.entries("laws")] == ["laws/a.txt", "laws/b.txt"]
    document = fetcher.get("folder:laws/a.txt")
    assert (document.address, document.fetched_at) == ("folder:laws/a.txt", "2026-11-25T09:00:00Z")
    assert list(fetcher.entries("missing")) == []


@pytest.mark.parametrize("folder", ["..", "/etc", "laws/../..", "laws\\..\\.."])
def test_a_folder_source_never_leaves_the_operators_root(tmp_path: Path, folder: str) -> None:
    fetcher = FolderFetcher(tmp_path, ForNobody(), now(), 100)
    with pytest.raises(AddressRefused):
        list(fetcher.entries(folder))
    with pytest.raises(AddressRefused):
        fetcher.get(f"folder:{folder}/x")


def test_a_file_that_is_gone_or_too_large_is_a_fetch_error(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_text("x" * 200)
    fetcher = FolderFetcher(tmp_path, ForNobody(), now(), 100)
    with pytest.raises(TooLarge):
        fetcher.get("folder:big.txt")
    with pytest.raises(Unreachable):
        fetcher.get("folder:gone.txt")


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[]",
        '{"method": "GET", "address": "https://a.example/", "status": 200, "headers": {}, "file": "a.html"}',
        '{"method": "GET", "address": "file:///etc/passwd", "status": 200, "headers": {"Date": "x"}, "file": "a"}',
    ],
)
def test_a_recording_that_cannot_say_what_was_seen_when_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "index.jsonl").write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(SourceInvalid) as caught:
        RecordedFetcher(tmp_path, ForNobody(), 2**20)
    (only,) = caught.value.mistakes
    assert only.line == 2 and " | " in str(only)


def test_lines_that_are_no_utf8_or_have_an_impossible_date_are_refused_too(tmp_path: Path) -> None:
    exchange = {"method": "GET", "address": "https://a.example/", "status": 200, "headers": headers()}
    impossible = {**exchange, "headers": {"Date": "Fri, 31 Dec 9999 23:00:00 -1200"}}
    (tmp_path / "index.jsonl").write_bytes(b"\n".join((b"\xff", json.dumps(impossible).encode())))
    with pytest.raises(SourceInvalid) as caught:
        RecordedFetcher(tmp_path, ForNobody(), 2**20)
    assert [mistake.line for mistake in caught.value.mistakes] == [1, 2]


def test_line_ends_of_unicode_inside_an_exchange_end_no_line(tmp_path: Path) -> None:
    exchange = {"method": "GET", "address": "https://a.example/", "status": 500, "headers": headers(), "note": "\u2028"}
    (tmp_path / "index.jsonl").write_text(json.dumps(exchange, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(BadStatus):
        RecordedFetcher(tmp_path, ForNobody(), 2**20).get("https://a.example/")


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="needs Linux's /proc")
def test_a_file_that_is_not_as_long_as_it_says_is_still_being_written() -> None:
    fetcher = FolderFetcher(Path("/proc/self"), ForNobody(), now(), 100_000)
    with pytest.raises(StillWritten) as caught:
        fetcher.get("folder:status")
    assert caught.value.may_pass
