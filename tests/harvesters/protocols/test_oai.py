from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from catalogue.persian.letters import fold_key
from harvesters.errors import StructureBroken
from harvesters.issues import Issue
from harvesters.protocols import Deleted, Found, RawRecord, oai
from harvesters.run import prepare
from harvesters.source import Source
from tests.harvesters.making import a_source, record_pages

SOURCE = """\
format: 1
id: acts
name: گزارش‌های نمونه
agency: shora
kind: dataset
protocol: oai
url: https://lib.example/oai
"""
URL = "https://lib.example/oai"
FIRST = f"{URL}?verb=ListRecords&metadataPrefix=oai_dc"


def after(token: str) -> str:
    return f"{URL}?verb=ListRecords&resumptionToken={token}"


@pytest.fixture
def source(tmp_path: Path) -> Source:
    return a_source(tmp_path, SOURCE)


def answer(inner: str) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
        <OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-11-24T05:30:12Z</responseDate>
        <request>x</request>{inner}</OAI-PMH>"""


def error(code: str, text: str = "") -> str:
    return answer(f'<error code="{code}">{text}</error>')


def item(key: str, core: str | None = None) -> str:
    inner = core if core is not None else f"<dc:title>گزارش {key}</dc:title>"
    return f"""<record><header><identifier>oai:lib:{key}</identifier><datestamp>2026-01-01</datestamp></header>
        <metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"
        xmlns:dc="http://purl.org/dc/elements/1.1/">{inner}</oai_dc:dc></metadata></record>"""


def gone(key: str) -> str:
    return f'<record><header status="deleted"><identifier>oai:lib:{key}</identifier></header></record>'


def page(*records: str, token: str | None = None, total: int | None = None) -> str:
    size = f' completeListSize="{total}"' if total is not None else ""
    end = f"<resumptionToken{size}>{token}</resumptionToken>" if token is not None else ""
    return answer(f"<ListRecords>{''.join(records)}{end}</ListRecords>")


def read(source: Source, folder: Path, pages: Mapping[str, Any], since: str | None = None) -> list[Found]:
    fetcher = record_pages(folder / "recording", pages, "text/xml; charset=utf-8")
    fetcher.since = since
    with fetcher.sandbox:
        return list(oai.read(source, fetcher))


def ids(found: list[Found]) -> list[str]:
    return [one.native_id.rpartition(":")[2] for one in found if isinstance(one, RawRecord)]


def codes(found: list[Found]) -> list[str]:
    return [one.code for one in found if isinstance(one, Issue)]


def why(found: list[Found]) -> list[Any]:
    return [one.facts.get("why") for one in found if isinstance(one, Issue)]


def test_a_token_is_sent_back_as_it_came_and_an_empty_one_is_the_end(source: Source, tmp_path: Path) -> None:
    pages = {
        FIRST: page(item("1"), item("2"), token="a/b+c%2F|&amp;d e", total=3),
        after("a%2Fb%2Bc%252F%7C%26d%20e"): page(item("3"), token="", total=3),
    }
    found = read(source, tmp_path, pages)
    assert (ids(found), codes(found)) == (["1", "2", "3"], [])


def test_a_total_that_is_not_met_is_told(source: Source, tmp_path: Path) -> None:
    assert codes(read(source, tmp_path, {FIRST: page(item("1"), token="", total=3)})) == ["total-differs"]


def test_a_deleted_record_is_told_as_such_and_counts_in_the_total(source: Source, tmp_path: Path) -> None:
    found = read(source, tmp_path, {FIRST: page(item("1"), gone("2"), token="", total=2)})
    assert [one.native_id for one in found if isinstance(one, Deleted)] == ["oai:lib:2"]
    assert (ids(found), codes(found)) == (["1"], [])


def test_the_same_token_twice_is_a_loop(source: Source, tmp_path: Path) -> None:
    pages = {FIRST: page(item("1"), token="t"), after("t"): page(item("2"), token="t")}
    found = read(source, tmp_path, pages)
    assert (ids(found), codes(found), why(found)) == (["1", "2"], ["page-unreadable"], ["paging-loops"])


def test_a_refused_token_begins_again_once_and_nothing_is_doubled(source: Source, tmp_path: Path) -> None:
    pages = {
        FIRST: page(item("1"), item("2"), token="t", total=3),
        after("t"): error("badResumptionToken", "expired"),
    }
    found = read(source, tmp_path, pages)
    assert ids(found) == ["1", "2"]  # the second time the token is refused again
    assert why(found)[0] == "oai-refused"


def test_what_is_new_after_beginning_again_is_read(source: Source, tmp_path: Path) -> None:
    wanted = SOURCE.replace("url: https://lib.example/oai", "url: https://lib.example/oai\nset: گزارش ها&x")
    asked = f"{FIRST}&set=%DA%AF%D8%B2%D8%A7%D8%B1%D8%B4%20%D9%87%D8%A7%26x"
    pages = {asked: page(item("1"), item("2"), token="t"), after("t"): error("badResumptionToken")}
    fetcher = record_pages(tmp_path / "recording", pages, "text/xml")
    with fetcher.sandbox:
        found = []
        for one in oai.read(a_source(tmp_path, wanted), fetcher):
            found.append(one)
            if len(found) == 2:  # the repository gives another list from now on
                (tmp_path / "recording" / "0.html").write_text(page(item("2"), item("3")), encoding="utf-8")
    assert (ids(found), codes(found)) == (["1", "2", "3"], [])


def test_only_changes_are_asked_for_by_a_day_that_is_early_enough(source: Source, tmp_path: Path) -> None:
    since = "2026-11-20T00:10:00Z"
    asked = f"{FIRST}&from=2026-11-19"
    assert ids(read(source, tmp_path, {asked: page(item("1"))}, since)) == ["1"]
    assert read(source, tmp_path, {asked: error("noRecordsMatch")}, since) == []


def test_nothing_at_all_is_no_listing(source: Source, tmp_path: Path) -> None:
    for nothing in (error("noRecordsMatch"), page()):
        with pytest.raises(StructureBroken) as broken:
            read(source, tmp_path, {FIRST: nothing})
        assert broken.value.code == "listing-empty"


@pytest.mark.parametrize("code", ["badArgument", "badVerb", "cannotDisseminateFormat", "noSetHierarchy"])
def test_what_the_repository_refuses_is_told_in_its_words(source: Source, tmp_path: Path, code: str) -> None:
    with pytest.raises(StructureBroken) as broken:
        read(source, tmp_path, {FIRST: error(code, " unknown set ")})
    assert (broken.value.code, broken.value.facts["given"]) == ("oai-refused", f"{code}: unknown set")


@pytest.mark.parametrize(
    ("body", "code"),
    [("broken xml", "xml-broken"), ("<a/>", "not-oai"), ("<!DOCTYPE html><html/>", "xml-with-dtd")],
)
def test_what_is_no_answer_of_oai_breaks_the_listing(source: Source, tmp_path: Path, body: str, code: str) -> None:
    with pytest.raises(StructureBroken) as broken:
        read(source, tmp_path, {FIRST: body})
    assert broken.value.code == code


def test_a_page_that_is_cut_gives_what_stands_before(source: Source, tmp_path: Path) -> None:
    fetcher = record_pages(tmp_path / "recording", {FIRST: page(item("1"), item("2"))[:-150]}, "text/xml")
    found: list[Found] = []
    with fetcher.sandbox, pytest.raises(StructureBroken) as broken:
        found.extend(oai.read(source, fetcher))
    assert (ids(found), broken.value.code) == (["1"], "xml-broken")


@pytest.mark.parametrize("body", [answer(""), answer("<Identify/>"), "<html><body>login</body></html>"])
def test_a_later_page_that_lists_nothing_at_all_is_not_the_end(source: Source, tmp_path: Path, body: str) -> None:
    found = read(source, tmp_path, {FIRST: page(item("1"), token="t"), after("t"): body})
    assert (ids(found), codes(found), why(found)) == (["1"], ["page-unreadable"], ["not-oai"])


def test_a_later_page_with_an_empty_list_is_the_end(source: Source, tmp_path: Path) -> None:
    found = read(source, tmp_path, {FIRST: page(item("1"), token="t"), after("t"): page(token="")})
    assert (ids(found), codes(found)) == (["1"], [])


def test_an_error_beside_records_is_told(source: Source, tmp_path: Path) -> None:
    body = answer(f'<ListRecords>{item("1")}</ListRecords><error code="badArgument">half</error>')
    found = read(source, tmp_path, {FIRST: body})
    assert (ids(found), codes(found), why(found)) == (["1"], ["page-unreadable"], ["oai-refused"])


def test_doubled_and_missing_identifiers_are_told(source: Source, tmp_path: Path) -> None:
    found = read(source, tmp_path, {FIRST: page(item("1"), item("1"), "<record/>", "<record>x</record>")})
    assert (ids(found), codes(found)) == (["1"], ["duplicate-id", "native-id-refused", "native-id-refused"])


def test_dublin_core_becomes_our_fields(source: Source, tmp_path: Path) -> None:
    core = """<dc:title xml:lang="en">Report</dc:title><dc:title xml:lang="fa">گزارش كتابخانه</dc:title>
        <dc:creator>کسی</dc:creator><dc:subject>آمار، کتاب</dc:subject><dc:subject>شهر</dc:subject>
        <dc:description>شرح</dc:description><dc:publisher>شورای شهر نمونه</dc:publisher>
        <dc:date>۱۴۰۲/۰۵/۰۱</dc:date><dc:date>2024</dc:date><dc:identifier>ISBN 978</dc:identifier>
        <dc:identifier>https://lib.example/r/1</dc:identifier><dc:rights>CC BY 4.0</dc:rights>
        <dc:coverage>تهران</dc:coverage>"""
    found = read(source, tmp_path, {FIRST: page(item("1", core), item("2"))})
    raw, bare = (one for one in found if isinstance(one, RawRecord))
    assert (raw.address, bare.address) == (
        "https://lib.example/r/1",
        f"{URL}?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai%3Alib%3A2",
    )
    prepared = prepare(raw, source)
    record = prepared.record
    assert record is not None
    told = {(issue.code, issue.facts.get("name") or issue.facts["field"]) for issue in prepared.issues}
    assert told == {("leftover", "dc:coverage"), ("leftover", "dc:title@en"), ("others-left", "dates.published")}
    assert (record["title"], record["tags"]) == ("گزارش كتابخانه", ["آمار", "شهر", "کتاب"])
    assert record["dates"]["published"]["iso"] == "2023-07-23"
    assert record["links"] == [{"rel": "landing", "url": "https://lib.example/r/1"}]
    assert {one["raw"] for one in record["source_ids"]} == {"ISBN 978", "oai:lib:1"}
    assert fold_key(record["licence"]["label"]) == fold_key("CC BY 4.0")


def test_a_record_without_metadata_is_refused_alone(source: Source, tmp_path: Path) -> None:
    bare = "<record><header><identifier>oai:lib:9</identifier></header></record>"
    found = read(source, tmp_path, {FIRST: page(item("1"), bare)})
    assert ids(found) == ["1", "9"]
    (_, raw) = (one for one in found if isinstance(one, RawRecord))
    prepared = prepare(raw, source)
    assert (prepared.record, [issue.code for issue in prepared.issues]) == (None, ["required"])
