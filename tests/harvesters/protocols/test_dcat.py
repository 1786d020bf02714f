from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from catalogue.vocab import JobState
from harvesters.issues import Issue
from harvesters.keeping import Keeping
from harvesters.protocols import Found, RawRecord, dcat
from harvesters.replay import RecordedFetcher
from harvesters.run import prepare
from harvesters.source import Source
from tests.harvesters.graphs import PREFIXES, catalogue
from tests.harvesters.making import a_source, record_pages, run_source
from tests.making import Store

SOURCE = """\
format: 1
id: acts
name: داده‌های نمونه
agency: shora
kind: dataset
protocol: dcat
url: https://data.example/catalog.ttl
"""
FIRST, SECOND = "https://data.example/catalog.ttl", "https://data.example/catalog.ttl?page=2"


@pytest.fixture
def source(tmp_path: Path) -> Source:
    return a_source(tmp_path, SOURCE)


def sets(*names: str, following: str = "", total: int | None = None) -> str:
    found = [f'<https://data.example/{name}> a dcat:Dataset ; dct:title "{name}"@fa .' for name in names]
    found += [f"<> hydra:next <{following}> ."] if following else []
    found += [f"<> hydra:totalItems {total} ."] if total is not None else []
    return PREFIXES + "\n".join(found)


def read(source: Source, folder: Path, pages: Mapping[str, Any]) -> list[Found]:
    fetcher = record_pages(folder / "recording", pages, "text/turtle")
    with fetcher.sandbox:
        return list(dcat.read(source, fetcher))


def ids(found: list[Found]) -> list[str]:
    return [one.native_id.rpartition("/")[2] for one in found if isinstance(one, RawRecord)]


def codes(found: list[Found]) -> list[str]:
    return [one.code for one in found if isinstance(one, Issue)]


def test_pages_are_followed_without_being_told_and_the_total_is_met(source: Source, tmp_path: Path) -> None:
    pages = {FIRST: sets("a", "b", following=SECOND, total=3), SECOND: sets("c", total=3)}
    found = read(source, tmp_path, pages)
    assert (ids(found), codes(found)) == (["a", "b", "c"], [])


def test_a_total_that_is_not_met_is_told(source: Source, tmp_path: Path) -> None:
    assert codes(read(source, tmp_path, {FIRST: sets("a", total=3)})) == ["total-differs"]


@pytest.mark.parametrize(
    ("following", "why"),
    [
        ("https://elsewhere.example/catalog.ttl", "next-elsewhere"),
        ("http://data.example/catalog.ttl?page=2", "next-elsewhere"),
        (FIRST, "paging-loops"),
        ("?page=3", "not-recorded"),
    ],
)
def test_pages_elsewhere_in_a_circle_or_gone_leave_the_listing_partial(
    source: Source, tmp_path: Path, following: str, why: str
) -> None:
    found = read(source, tmp_path, {FIRST: sets("a", following=following)})
    (issue,) = [one for one in found if isinstance(one, Issue)]
    assert (ids(found), issue.code, issue.facts["why"]) == (["a"], "page-unreadable", why)


THIRD = "https://data.example/catalog.ttl?page=3"


@pytest.mark.parametrize(
    ("later", "why"),
    [
        ("<> a <https://data.example/Login> .", ["listing-empty"]),
        (f"<> hydra:next <{THIRD}> .", ["listing-empty"]),
        ("<> a dcat:Catalog .", []),
        ("<> hydra:first <?page=1> .", []),
    ],
)
def test_a_later_page_without_datasets_is_the_end_where_it_says_so(
    source: Source, tmp_path: Path, later: str, why: list[str]
) -> None:
    pages = {FIRST: sets("a", following=SECOND), SECOND: PREFIXES + later, THIRD: sets("c")}
    found = read(source, tmp_path, pages)
    assert [one.facts["why"] for one in found if isinstance(one, Issue)] == why


@pytest.mark.parametrize(
    ("last", "why"),
    [
        ("<?page=2> hydra:last <?page=3> .", ["last-page-unread"]),
        ("<?page=2> hydra:last <?page=2> .", []),
        ("<#view> hydra:last <?page=2> .", []),
        ("<#view> hydra:last <x> ; hydra:first <x> .", []),
        ("<?page=2> hydra:last <?page=3> ; hydra:totalItems 2 .", []),
    ],
)
def test_a_last_page_that_nothing_leads_to_is_told(source: Source, tmp_path: Path, last: str, why: list[str]) -> None:
    found = read(source, tmp_path, {FIRST: sets("a", following=SECOND, total=None), SECOND: sets("b") + last})
    assert [one.facts["why"] for one in found if isinstance(one, Issue) and one.code == "page-unreadable"] == why


def test_a_catalogue_that_names_more_than_it_describes_is_not_complete(
    store: Store, source: Source, tmp_path: Path
) -> None:
    text = sets("a") + "\n<https://data.example/> dcat:dataset <https://data.example/a>, <https://data.example/b> ."
    record_pages(tmp_path / "recording", {FIRST: text}, "text/turtle")
    report = run_source(store, source, lambda keeping: _fetcher(tmp_path / "recording", keeping))
    assert (report.state, report.reason) == (JobState.PARTIAL, "dataset-undescribed")


def test_one_without_identity_is_refused_and_the_others_are_not(source: Source, tmp_path: Path) -> None:
    text = sets("a") + '[ a dcat:Dataset ; dct:title "بی‌نام" ] .'
    found = read(source, tmp_path, {FIRST: text})
    assert (ids(found), codes(found)) == (["a"], ["native-id-refused"])


def test_an_identifier_that_stands_twice_is_told(source: Source, tmp_path: Path) -> None:
    text = PREFIXES + "\n".join(f'<https://data.example/{n}> a dcat:Dataset ; dct:identifier "1" .' for n in "ab")
    found = read(source, tmp_path, {FIRST: text})
    assert (ids(found), codes(found)) == (["1"], ["duplicate-id"])


def test_the_address_of_a_record_is_its_own_or_that_of_the_catalogue_never_of_a_page(
    source: Source, tmp_path: Path
) -> None:
    text = PREFIXES + '[ a dcat:Dataset ; dct:identifier "n1" ] . <urn:x> a dcat:Dataset .'
    found = read(source, tmp_path, {FIRST: sets("a", following=SECOND), SECOND: text})
    assert [one.address for one in found if isinstance(one, RawRecord)] == ["https://data.example/a", FIRST, FIRST]


def test_every_field_of_ours_that_dcat_has_is_read(source: Source, tmp_path: Path) -> None:
    text = (
        PREFIXES
        + """
        @prefix dcatap: <http://data.europa.eu/r5r/> .
        <https://data.example/1> a dcat:Dataset ; dct:identifier "b-1" ; dct:title "بودجهٔ شهر"@fa ;
          dct:description "همهٔ ردیف‌ها"@fa ; dct:publisher [ foaf:name "شورای شهر نمونه" ] ;
          dct:rightsHolder [ foaf:name "شورای نمونه" ] ;
          dcat:keyword "بودجه"@fa, "شهر"@fa ; dct:issued "1403-02-01" ; dct:modified "2024-05-01"^^xsd:date ;
          dct:license <https://creativecommons.org/licenses/by/4.0/> ; dcat:landingPage <https://data.example/fa/1> ;
          dct:accrualPeriodicity <http://publications.europa.eu/resource/authority/frequency/ANNUAL> ;
          dcat:version "2" ; dct:spatial [ <http://www.w3.org/2004/02/skos/core#prefLabel> "تهران" ] ;
          dct:temporal [ dcat:startDate "2023-03-21"^^xsd:date ; dcat:endDate "2024-03-19"^^xsd:date ] ;
          dcat:inSeries <https://data.example/series> ; dcatap:applicableLegislation <https://law.example/1> ;
          dcat:distribution <https://data.example/1/x>, <https://data.example/1/y> .
        <https://data.example/1/x> dcat:accessURL <https://data.example/1.xlsx> ; dct:title "برگه" ;
          dct:format <http://publications.europa.eu/resource/authority/file-type/XLSX> ; dcat:byteSize "1024.0" ;
          dcat:mediaType <https://www.iana.org/assignments/media-types/text/csv> .
        <https://data.example/1/y> dcat:downloadURL <https://data.example/1.csv> ; dct:format "CSV" .
        <https://data.example/series> a dcat:DatasetSeries ; dct:title "بودجه‌ها" ."""
    )
    (raw,) = read(source, tmp_path, {FIRST: text})
    assert isinstance(raw, RawRecord)
    prepared = prepare(raw, source)
    assert prepared.issues == ()
    record = prepared.record
    assert record is not None
    assert record["distributions"] == [
        {
            "title": "برگه",
            "access_url": "https://data.example/1.xlsx",
            "format": "XLSX",
            "media_type": "text/csv",
            "bytes": 1024,
        },
        {"access_url": "https://data.example/1.csv", "download_url": "https://data.example/1.csv", "format": "CSV"},
    ]
    assert record["frequency"]["code"] == "yearly"
    assert record["tags"] == ["بودجه", "شهر"]
    assert [link["url"] for link in record["links"]] == ["https://data.example/fa/1"]
    assert {(one["type"], one["to_raw"]) for one in record["relations"]} == {
        ("part_of_series", "https://data.example/series"),
        ("based_on", "https://law.example/1"),
    }
    assert (record["edition"], record["coverage"]["spatial"]) == ("2", "تهران")
    assert record["coverage"]["temporal"]["to"]["iso"] == "2024-03-19"
    assert {(one["scheme"], one["raw"]) for one in record["source_ids"]} == {
        ("other", "b-1"),
        ("url", "https://data.example/1"),
    }


def test_so_many_keywords_and_distributions_are_cut_with_one_issue_each(
    store: Store, source: Source, tmp_path: Path
) -> None:
    words = ", ".join(f'"واژه {number}"' for number in range(34_866))
    files = ", ".join(f"[ dcat:accessURL <https://data.example/{number}> ]" for number in range(10_749))
    text = sets("many").rstrip(" .") + f" ; dcat:keyword {words} ; dcat:distribution {files} ."
    folder = tmp_path / "recording"
    record_pages(folder, {FIRST: text + sets("b").removeprefix(PREFIXES)}, "text/turtle")
    report = run_source(store, source, lambda keeping: _fetcher(folder, keeping))
    assert (report.state, report.counts["added"]) == (JobState.SUCCEEDED, 2)
    assert sorted((one.code, one.place) for one in report.issues) == [
        ("cut-to-limit", "distributions"),
        ("cut-to-limit", "tags"),
    ]


def test_the_same_catalogue_again_writes_nothing(store: Store, source: Source, tmp_path: Path) -> None:
    folder = tmp_path / "recording"
    record_pages(folder, {FIRST: catalogue(30)}, "text/turtle")
    first = run_source(store, source, lambda keeping: _fetcher(folder, keeping))
    assert (first.counts["added"], first.state) == (30, JobState.SUCCEEDED)
    lines = catalogue(30).decode().removeprefix(PREFIXES).strip().splitlines()
    record_pages(folder, {FIRST: PREFIXES + "\n".join(reversed(lines))}, "text/turtle")
    again = run_source(store, source, lambda keeping: _fetcher(folder, keeping))
    assert (again.counts["unchanged"], again.counts["changed"]) == (30, 0)


def _fetcher(folder: Path, keeping: Keeping) -> RecordedFetcher:
    return RecordedFetcher(folder, keeping, 20 * 2**20)
