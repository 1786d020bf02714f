"""data.json element by element: what publishers leave out, and what they put in its place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from harvesters.errors import StructureBroken
from harvesters.issues import Issue
from harvesters.keeping import ForNobody
from harvesters.protocols import Found, RawRecord, datajson
from harvesters.replay import RecordedFetcher
from harvesters.reports import Prepared
from harvesters.run import preview
from harvesters.source import Source
from tests.harvesters.making import a_source, headers

ADDRESS = "https://stat.example/data.json"
TEXT = f"""\
format: 1
id: acts
name: داده‌های نمونه
agency: shora
kind: dataset
protocol: datajson
url: {ADDRESS}
"""
GOOD = {"identifier": "a", "title": "آمار الف", "description": "متن"}


def opened(folder: Path, answer: object, text: str = TEXT) -> tuple[Source, RecordedFetcher]:
    """The source, and a recording of this answer."""
    body = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
    recorded = folder / "recorded"
    recorded.mkdir()
    exchange = {"method": "GET", "address": ADDRESS, "status": 200, "headers": headers("application/json"), "file": "0"}
    (recorded / "0").write_text(body, encoding="utf-8")
    (recorded / "index.jsonl").write_text(json.dumps(exchange), encoding="utf-8")
    return a_source(folder, text), RecordedFetcher(recorded, ForNobody(), 20 * 2**20)


def read(folder: Path, answer: object) -> list[Found]:
    source, fetcher = opened(folder, answer)
    with fetcher.sandbox:
        return list(datajson.read(source, fetcher))


def prepared(folder: Path, *datasets: object) -> list[Prepared]:
    return list(preview(*opened(folder, {"dataset": datasets}), 100))


def only(folder: Path, **more: object) -> tuple[dict[str, Any], list[str]]:
    """The record of a dataset with these elements more, and the codes of its issues."""
    found = prepared(folder, {**GOOD, **more})
    (record,) = [one.record for one in found if one.record]
    return record, [issue.code for one in found for issue in one.issues]


def refused(found: list[Found]) -> list[tuple[str, str | None]]:
    return [(issue.code, issue.place) for issue in found if isinstance(issue, Issue)]


def test_a_dataset_becomes_a_record_with_all_its_elements(tmp_path: Path) -> None:
    record, codes = only(
        tmp_path,
        **{"@type": "dcat:Dataset"},
        accessLevel="public",
        keyword=["آمار", "نفت"],
        issued="2024-01-02",
        modified="2024-02-03T10:00:00Z",
        publisher={"name": "شورای شهر نمونه", "subOrganizationOf": {"name": "دولت"}},
        contactPoint={"fn": "واحد آمار", "hasEmail": "mailto:data@stat.example"},
        temporal="2020-01-01/2021-12-31",
        spatial="تهران",
        license="https://creativecommons.org/licenses/by/4.0/",
        landingPage="https://stat.example/a",
        isPartOf="series-1",
        distribution=[
            {"downloadURL": "https://stat.example/a.csv", "mediaType": "text/csv", "title": "فایل"},
            {"accessURL": "https://stat.example/a", "format": "api"},
        ],
    )
    assert codes == []
    assert (record["title"], record["tags"]) == ("آمار الف", ["آمار", "نفت"])
    assert record["links"] == [{"rel": "landing", "url": "https://stat.example/a"}]
    assert record["dates"]["published"]["iso"] == "2024-01-02"
    assert record["dates"]["modified"]["iso"] == "2024-02-03"
    assert record["coverage"]["spatial"] == "تهران"
    assert [record["coverage"]["temporal"][end]["iso"] for end in ("from", "to")] == ["2020-01-01", "2021-12-31"]
    assert record["licence"] == {"url": "https://creativecommons.org/licenses/by/4.0/", "basis": "stated"}
    assert record["relations"] == [{"type": "part_of_series", "to_raw": "series-1"}]
    assert record["roles"] == [{"role": "publisher", "raw": "شورای شهر نمونه", "agency": "shora"}]
    assert record["distributions"] == [
        {
            "access_url": "https://stat.example/a.csv",
            "download_url": "https://stat.example/a.csv",
            "title": "فایل",
            "media_type": "text/csv",
        },
        {"access_url": "https://stat.example/a", "format": "api"},
    ]


def test_numbers_stand_for_texts_and_one_text_for_a_list(tmp_path: Path) -> None:
    record, codes = only(tmp_path, title=707, keyword="آمار، نفت, گاز", publisher="شورای شهر نمونه", language="fa-IR")
    assert (record["title"], record["tags"], codes) == ("707", ["آمار", "نفت", "گاز"], [])
    assert record["roles"][0]["agency"] == "shora"


def test_a_bad_licence_is_a_label_and_one_that_is_a_contract_is_left_out_and_told(tmp_path: Path) -> None:
    record, _ = only(tmp_path, license="htp:/broken")
    assert record["licence"] == {"label": "htp:/broken", "basis": "stated"}
    (tmp_path / "more").mkdir()
    record, codes = only(
        tmp_path / "more", license="متن " * 1_000, spatial={"type": "Polygon", "coordinates": [[1, 2]]}
    )
    assert "licence" not in record and "coverage" not in record
    assert codes == ["words-too-long"]


def test_distributions_without_an_address_are_left_out_and_counted(tmp_path: Path) -> None:
    given = [{"title": "بی‌نشانی"}, {"accessURL": "ftp://x/y"}, None, "x", {"accessURL": "https://stat.example/a"}]
    found = prepared(tmp_path, {**GOOD, "distribution": given})
    (record,) = [one.record for one in found if one.record]
    assert record["distributions"] == [{"access_url": "https://stat.example/a"}]
    (issue,) = [issue for one in found for issue in one.issues]
    assert (issue.code, issue.facts["count"]) == ("distribution-nowhere", 3)


def test_an_address_that_is_none_is_told_though_the_other_one_counts(tmp_path: Path) -> None:
    given = [
        {"accessURL": "see our office", "downloadURL": "https://stat.example/a.csv"},
        {"accessURL": "https://stat.example/b", "downloadURL": "ftp://x/y"},
        {"accessURL": "", "downloadURL": "https://stat.example/c.csv"},
    ]
    found = prepared(tmp_path, {**GOOD, "distribution": given})
    (record,) = [one.record for one in found if one.record]
    assert [one["access_url"] for one in record["distributions"]] == [
        "https://stat.example/a.csv",
        "https://stat.example/b",
        "https://stat.example/c.csv",
    ]
    assert [(issue.code, issue.facts["count"]) for one in found for issue in one.issues] == [("address-bad", 2)]


@pytest.mark.parametrize(
    ("temporal", "given", "told"),
    [
        (["2020-01-01/2020-12-31", "2022-01-01/2022-12-31"], None, ["periods-several"]),
        (["2020-01-01/2020-12-31", None, "2020-01-01/2020-12-31"], ["2020-01-01", "2020-12-31"], []),
        ([{"startDate": "2020-01-01", "endDate": "2020-12-31"}], ["2020-01-01", "2020-12-31"], []),
        ([], None, []),
    ],
)
def test_of_several_periods_none_is_taken_and_that_is_told(
    tmp_path: Path, temporal: object, given: list[str] | None, told: list[str]
) -> None:
    record, codes = only(tmp_path, temporal=temporal)
    assert codes == told
    taken = record.get("coverage", {}).get("temporal")
    assert (taken and [taken[end]["iso"] for end in ("from", "to")]) == given


def test_how_often_may_stand_where_the_day_of_change_belongs(tmp_path: Path) -> None:
    source, fetcher = opened(tmp_path, {"dataset": [{**GOOD, "modified": "R/P1W"}]})
    with fetcher.sandbox:
        (raw,) = datajson.read(source, fetcher)
    assert isinstance(raw, RawRecord)
    assert raw.fields["path:accrualPeriodicity"] == ["R/P1W"] and "path:modified" not in raw.fields


def test_without_identifier_or_title_a_dataset_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    datasets = [{}, {"title": "x"}, {**GOOD, "identifier": None}, {**GOOD, "title": None}, dict.fromkeys(GOOD), 5, None]
    found = prepared(tmp_path, *datasets, {**GOOD, "identifier": "b"}, {**GOOD, "identifier": "b", "title": "دیگر"})
    assert [one.raw.native_id for one in found if one.record and one.raw] == ["b"]
    codes = [issue.code for one in found for issue in one.issues]
    assert codes == [*["native-id-refused"] * 3, "required", *["native-id-refused"] * 3, "duplicate-id"]


def test_identifiers_of_three_nought_are_addresses_or_notations(tmp_path: Path) -> None:
    given: list[Mapping[str, object]] = [{"@id": "https://x.example/1"}, {"notation": "N-2"}, {"@type": "Identifier"}]
    found = read(tmp_path, {"dataset": [{**GOOD, "identifier": one} for one in given]})
    assert [raw.native_id for raw in found if isinstance(raw, RawRecord)] == ["https://x.example/1", "N-2"]
    assert refused(found) == [("native-id-refused", "row 3")]


def test_what_is_nested_beside_the_datasets_is_told_one_by_one(tmp_path: Path) -> None:
    catalogue = {
        "service": [{"title": "سرویس"}, {"title": "دیگر"}],
        "dataset": [GOOD],
        "datasetSeries": [{"title": "سری", "seriesMember": [GOOD]}],
        "catalog": {"title": "درونی", "dataset": [GOOD]},
        "record": [],
    }
    found = read(tmp_path, catalogue)
    assert refused(found) == [
        ("nested-left", "datasetSeries 1"),
        ("nested-left", "service 1"),
        ("nested-left", "service 2"),
        ("nested-left", "catalog 1"),
    ]
    assert not any(issue.refuses for issue in found if isinstance(issue, Issue))


@pytest.mark.parametrize("answer", [{"error": "x"}, GOOD, {"service": []}])
def test_a_document_without_datasets_breaks_the_job(tmp_path: Path, answer: object) -> None:
    with pytest.raises(StructureBroken) as caught:
        read(tmp_path, answer)
    assert caught.value.code == "rows-missing"


def test_a_thousandfold_of_keywords_and_distributions_is_cut_with_one_issue_each(tmp_path: Path) -> None:
    record, codes = only(
        tmp_path,
        keyword=[f"واژه {number}" for number in range(34_866)],
        distribution=[{"downloadURL": f"https://stat.example/{number}.csv"} for number in range(10_749)],
    )
    assert (len(record["tags"]), len(record["distributions"])) == (200, 1_500)
    assert codes == ["cut-to-limit", "cut-to-limit"]
