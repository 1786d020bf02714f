from __future__ import annotations

from pathlib import Path

import pytest

from harvesters.errors import StructureBroken
from harvesters.protocols import Found, RawRecord, feed
from harvesters.run import prepare
from harvesters.source import Source
from tests.harvesters.making import a_source, html, record_pages
from tests.harvesters.protocols.test_html import codes, ids

HOST = "https://shora.example"
FEED = f"""\
format: 1
id: acts
name: خبرهای نمونه
agency: shora
kind: notice
protocol: feed
url: {HOST}/rss
fields:
  type: {{const: announcement}}
"""
WITH_PAGES = FEED + "  text: {css: div.body, type: block}\ndetail: {must_contain: متن}\n"


def item(key: str, more: str = "") -> str:
    return f"<item><title>خبر {key}</title><link>/n/{key}</link><guid isPermaLink='false'>n-{key}</guid>{more}</item>"


def rss(*items: str, next_page: str = "") -> str:
    link = f"<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='next' href='{next_page}'/>" if next_page else ""
    return f"<rss version='2.0'><channel>{link}{''.join(items)}</channel></rss>"


def read(source: Source, folder: Path, pages: dict[str, str | bytes | int]) -> list[Found]:
    fetcher = record_pages(folder / "recorded", {f"{HOST}{path}": page for path, page in pages.items()})
    with fetcher.sandbox:
        return list(feed.read(source, fetcher))


def test_a_feed_needs_no_rules_but_the_type_of_a_notice(tmp_path: Path) -> None:
    source = a_source(tmp_path, FEED)
    more = "<description>&lt;p&gt;یک&lt;/p&gt;</description><pubDate>Tue, 24 Nov 2026 05:30:12 GMT</pubDate>"
    more += "<category>آب</category><enclosure url='/f.pdf'/><author>x@shora.example</author><comments>/c</comments>"
    (raw,) = read(source, tmp_path, {"/rss": rss(item("1", more))})
    assert isinstance(raw, RawRecord)
    prepared = prepare(raw, source)
    assert prepared.record is not None
    assert prepared.issues == ()
    assert (source.coverage, raw.address) == ("window", f"{HOST}/n/1")
    assert (prepared.record["title"], prepared.record["tags"]) == ("خبر 1", ["آب"])
    assert prepared.record["dates"]["published"]["iso"] == "2026-11-24"
    assert prepared.record["texts"] == [{"role": "description", "text": "یک"}]


def test_an_element_that_nobody_knows_is_left_over(tmp_path: Path) -> None:
    source = a_source(tmp_path, FEED)
    (raw,) = read(source, tmp_path, {"/rss": rss(item("1", "<newscode>17</newscode>"))})
    assert isinstance(raw, RawRecord)
    assert [(issue.code, issue.facts["name"]) for issue in prepare(raw, source).issues] == [("leftover", "newscode")]


@pytest.mark.parametrize("kind", ["decision", "dataset"])
def test_other_kinds_have_their_rules_too(tmp_path: Path, kind: str) -> None:
    text = FEED.replace("kind: notice", f"kind: {kind}").replace("fields:\n  type: {const: announcement}\n", "")
    source = a_source(tmp_path, text)
    more = "<enclosure url='/f.csv' type='text/csv' length='12'/>"
    (raw,) = read(source, tmp_path, {"/rss": rss(item("1", more))})
    assert isinstance(raw, RawRecord)
    record = prepare(raw, source).record
    assert record is not None
    if kind == "dataset":
        assert record["distributions"][0]["access_url"] == f"{HOST}/f.csv"


def test_pages_of_entries_are_read_beside_the_entry(tmp_path: Path) -> None:
    source = a_source(tmp_path, WITH_PAGES)
    pages: dict[str, str | bytes | int] = {
        "/rss": rss(item("1"), item("2"), item("3").replace("<link>/n/3</link>", ""))
    }
    pages |= {"/n/1": html("<div class=body>متن یک</div>"), "/n/2": html("<form>رمز</form>")}
    found = read(source, tmp_path, pages)
    assert (ids(found), codes(found)) == (["n-1"], ["must-contain-missing", "detail-link-missing"])
    raw = next(one for one in found if isinstance(one, RawRecord))
    assert raw.fields["path:title"] == ["خبر 1"]
    assert raw.fields["css:div.body"] == ["متن یک"]


def test_a_feed_goes_on_by_its_next_link_and_not_in_circles(tmp_path: Path) -> None:
    source = a_source(tmp_path, FEED)
    pages: dict[str, str | bytes | int] = {"/rss": rss(item("1"), next_page="/rss?p=2")}
    pages["/rss?p=2"] = rss(item("2"), next_page="/rss")
    found = read(source, tmp_path, pages)
    assert (ids(found), codes(found)) == (["n-1", "n-2"], ["paging-loops"])
    pages["/rss?p=2"] = 500
    found = read(source, tmp_path, pages)
    assert (ids(found), codes(found)) == (["n-1"], ["page-unreadable"])


def test_entries_without_a_key_and_with_one_met_before_are_refused(tmp_path: Path) -> None:
    source = a_source(tmp_path, FEED)
    nameless = "<item><title>x</title></item>"
    found = read(source, tmp_path, {"/rss": rss(item("1"), item("1"), nameless)})
    assert (ids(found), codes(found)) == (["n-1"], ["duplicate-id", "native-id-refused"])


def test_a_feed_without_entries_breaks_the_job(tmp_path: Path) -> None:
    with pytest.raises(StructureBroken):
        read(a_source(tmp_path, FEED), tmp_path, {"/rss": rss()})


def test_a_link_that_is_a_script_is_no_address_of_a_record(tmp_path: Path) -> None:
    source = a_source(tmp_path, FEED)
    (raw,) = read(source, tmp_path, {"/rss": rss(item("1").replace("/n/1", "javascript:alert(1)"))})
    assert isinstance(raw, RawRecord)
    prepared = prepare(raw, source)
    assert prepared.record is None or "javascript" not in str(prepared.record)
