"""A CKAN of our own on this machine, with the traps of harvesting.md section 3, row ckan."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from catalogue.cards import body_of
from catalogue.vocab import JobState
from harvesters.door import Door
from harvesters.errors import BadStatus, HarvestError, StructureBroken, TooLarge
from harvesters.grants import Grants
from harvesters.issues import INCOMPLETE, Issue
from harvesters.keeping import ForNobody, Keeping
from harvesters.links import host_and_port
from harvesters.network import Fetcher
from harvesters.protocols import RawRecord, ckan
from harvesters.protocols.ckan import site_of
from harvesters.run import prepare
from harvesters.slots import HostSlots
from harvesters.source import Source
from tests.harvesters.making import a_source, hasty, now, run_source
from tests.harvesters.sites import Said, Site
from tests.making import Store

PATH = "/api/3/action/package_search"
JSON = {"Content-Type": "application/json;charset=utf-8"}
FILE = """\
format: 1
id: acts
name: داده‌های نمونه
agency: shora
kind: dataset
protocol: ckan
url: {url}
"""


def package(key: str, **more: Any) -> dict[str, Any]:
    """As CKAN 2.10 writes one."""
    return {
        "id": key,
        "name": f"dadeh-{key}",
        "title": f"دادهٔ {key}",
        "notes": f"<p>شرح {key}</p>",
        "organization": {"title": "شورای شهر نمونه", "name": "shora", "id": "o1"},
        "metadata_created": "2024-03-20T21:00:00.123456",
        "metadata_modified": "2024-05-01T10:00:00.123456",
        "license_id": "cc-by",
        "license_title": "CC BY 4.0",
        "license_url": "",
        "tags": [{"name": "هزینه‌ها", "display_name": "هزینه‌ها", "state": "active"}],
        "extras": [],
        "resources": [resource("r1")],
        "state": "active",
        "version": None,
        **more,
    }


def resource(key: str, **more: Any) -> dict[str, Any]:
    return {
        "id": key, "name": f"پروندهٔ {key}", "url": f"https://shora.example/{key}.csv", "format": "CSV",
        "mimetype": "text/csv", "size": 120, "url_type": "upload", "state": "active", **more,
    }  # fmt: skip


class Ckan(Site):
    """Answers package_search over `packages`, never more than `cap` at once; `before` may change them on the way."""

    def __init__(self, packages: list[dict[str, Any]], cap: int = 1_000) -> None:
        super().__init__()
        self.packages, self.cap, self.stated = packages, cap, 0
        self.before: Callable[[int], None] = lambda start: None
        self.under = PATH

    def answer(self, path: str) -> Said:
        parts = urlsplit(path)
        if parts.path != self.under or self.answers.get(path.partition("?")[0]):
            return super().answer(path.partition("?")[0])
        asked = parse_qs(parts.query)
        start, rows = int(asked["start"][0]), min(int(asked["rows"][0]), self.cap)
        assert asked["sort"] == ["id asc"]
        self.before(start)
        found = sorted(self.packages, key=lambda one: str(one["id"]))
        result = {"count": self.stated or len(found), "results": found[start : start + rows]}
        return Said(json.dumps({"help": "", "success": True, "result": result}).encode(), headers=JSON)

    @property
    def questions(self) -> list[dict[str, str]]:
        """The parameters of each request, in order."""
        return [{key: values[0] for key, values in parse_qs(urlsplit(path).query).items()} for path in self.paths()]


@pytest.fixture
def site() -> Iterator[Ckan]:
    with Ckan([package("a"), package("b"), package("c")]).running() as running:
        assert isinstance(running, Ckan)
        yield running


def a_fetcher(folder: Path, site: Ckan, keeping: Keeping | None = None, cap: int = 2**20) -> Fetcher:
    allow = frozenset({host_and_port(site.address)})
    slots = HostSlots(folder / "hosts")
    return Fetcher(keeping or ForNobody(), Door("", cap, Grants(allow), 5.0), slots, hasty(site.address), now)


def the_source(folder: Path, site: Ckan, more: str = "", path: str = "") -> Source:
    return a_source(folder, FILE.format(url=site.address + path) + more)


def read(folder: Path, site: Ckan, more: str = "", path: str = "", cap: int = 2**20) -> list[Any]:
    """What the protocol finds."""
    fetcher = a_fetcher(folder, site, cap=cap)
    with fetcher.sandbox:
        return list(ckan.read(the_source(folder, site, more, path), fetcher))


def ids(found: list[Any]) -> list[str]:
    return [one.native_id for one in found if isinstance(one, RawRecord)]


def codes(found: list[Any]) -> list[str]:
    return [one.code for one in found if isinstance(one, Issue)]


def records(folder: Path, site: Ckan, more: str = "") -> list[dict[str, Any]]:
    """The records up to the door, without an issue."""
    source = the_source(folder, site, more)
    prepared = [prepare(one, source) for one in read(folder, site, more)]
    assert [one.issues for one in prepared] == [()] * len(prepared)
    return [one.record for one in prepared if one.record]


# ---------- one package ----------


def test_every_field_of_a_package_comes_by_the_rules_it_brings_along(tmp_path: Path, site: Ckan) -> None:
    site.packages = [package("a", version="۲", url="https://shora.example/منبع")]
    (record,) = records(tmp_path, site)
    assert (record["title"], body_of(record), record["edition"]) == ("دادهٔ a", "<p>شرح a</p>", "۲")
    assert record["roles"] == [{"role": "publisher", "raw": "شورای شهر نمونه", "agency": "shora"}]
    assert record["tags"] == ["هزینه‌ها"]
    assert record["licence"]["label"] == "CC BY 4.0"
    assert record["source_ids"] == [{"scheme": "ckan_id", "raw": "a", "folded": "a"}]
    assert record["links"] == [
        {"rel": "landing", "url": f"{site.address}/dataset/dadeh-a"},
        {"rel": "related", "url": "https://shora.example/منبع"},
    ]
    assert record["distributions"] == [
        {
            "title": "پروندهٔ r1",
            "access_url": "https://shora.example/r1.csv",
            "download_url": "https://shora.example/r1.csv",
            "format": "CSV",
            "media_type": "text/csv",
            "bytes": 120,
        }
    ]


def test_times_of_ckan_are_utc_though_they_do_not_say_so(tmp_path: Path, site: Ckan) -> None:
    site.packages = [package("a")]
    (record,) = records(tmp_path, site)
    published = record["dates"]["published"]
    assert (published["at"], published["iso"]) == ("2024-03-20T21:00:00Z", "2024-03-21")


def test_what_is_missing_or_a_placeholder_is_left_out(tmp_path: Path, site: Ckan) -> None:
    bare = resource("r2", name="nan", format="", mimetype=None, size="NaN", url_type=None)
    site.packages = [package("a", notes="nan", license_id="notspecified", license_title="License not specified",
                             organization=None, tags=None, resources=[bare, resource("r3", url="")])]  # fmt: skip
    (record,) = records(tmp_path, site)
    assert "texts" not in record and "licence" not in record and "tags" not in record
    assert record["distributions"][0] == {"access_url": "https://shora.example/r2.csv"}
    assert record["distributions"][1]["access_url"] == f"{site.address}/dataset/dadeh-a/resource/r3"


def test_an_address_that_is_none_on_the_web_is_a_leftover_and_never_resolved(tmp_path: Path, site: Ckan) -> None:
    site.packages = [package("a", url="www.shora.example", resources=[resource("r1", url="ftp://shora.example/x")])]
    source = the_source(tmp_path, site)
    (prepared,) = [prepare(one, source) for one in read(tmp_path, site)]
    assert prepared.record is not None
    assert {issue.place for issue in prepared.issues} == {"path:url_as_written", "path:resources.url_as_written"}
    assert prepared.record["distributions"][0]["access_url"] == f"{site.address}/dataset/dadeh-a/resource/r1"


def test_an_extra_with_a_joiner_in_its_name_is_read_by_a_rule_and_others_are_leftovers(
    tmp_path: Path, site: Ckan
) -> None:
    extras = [{"key": "هزینه‌ها", "value": "سالانه"}, {"key": "ناشناخته", "value": "x"}]
    site.packages = [package("a", extras=extras)]
    more = "fields: {frequency: {path: extras.هزینه‌ها, map: {سالانه: yearly}}}\n"
    source = the_source(tmp_path, site, more)
    (prepared,) = [prepare(one, source) for one in read(tmp_path, site, more)]
    assert prepared.record is not None and prepared.record["frequency"]["code"] == "yearly"
    assert [(one.code, one.place) for one in prepared.issues] == [("leftover", "path:extras.ناشناخته")]


def test_old_forms_of_tags_extras_and_organisation_are_understood(tmp_path: Path, site: Ckan) -> None:
    site.packages = [package("a", tags=["آب", "خاک"], extras={"a": "b"}, organization="شورای شهر نمونه")]
    (record,) = records(tmp_path, site, "ignore: [extras]\n")
    assert record["tags"] == ["آب", "خاک"] and record["roles"][0]["agency"] == "shora"


def test_characters_that_no_text_may_hold_are_replaced_and_told(tmp_path: Path, site: Ckan) -> None:
    site.packages = [package("a", title="بد\ud800 و \0 تمام")]
    found = read(tmp_path, site)
    assert codes(found) == ["bad-characters"] and found[0].facts["count"] == 2
    (raw,) = [one for one in found if isinstance(one, RawRecord)]
    assert raw.fields["path:title"] == ["بد\ufffd و \ufffd تمام"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"tags": [{"name": f"برچسب {number}"} for number in range(34_866)]}, "tags"),
        ({"resources": [resource(f"r{number}") for number in range(10_749)]}, "distributions"),
    ],
)
def test_far_too_many_parts_are_cut_with_one_issue(
    tmp_path: Path, site: Ckan, given: dict[str, Any], field: str
) -> None:
    site.packages = [package("a", **given)]
    source = the_source(tmp_path, site)
    (prepared,) = [prepare(one, source) for one in read(tmp_path, site, cap=20 * 2**20)]
    assert prepared.record is not None
    assert len(prepared.record[field]) == {"tags": 200, "distributions": 1_500}[field]
    assert [(one.code, one.place) for one in prepared.issues] == [("cut-to-limit", field)]


def test_a_package_without_id_or_one_that_is_none_is_one_issue(tmp_path: Path, site: Ckan) -> None:
    packages = [package("a"), "nonsense", package("b") | {"id": ""}]
    answer = {"success": True, "result": {"count": 3, "results": packages}}
    site.says(PATH, Said(json.dumps(answer).encode(), headers=JSON))
    found = read(tmp_path, site)
    assert ids(found) == ["a"]
    assert codes(found) == ["native-id-refused", "native-id-refused", "total-differs"]


def test_a_number_of_thousands_of_digits_harms_no_other_package(tmp_path: Path, site: Ckan) -> None:
    text = json.dumps({"success": True, "result": {"count": 1, "results": [package("a", size=0)]}})
    site.says(PATH, Said(text.replace('"size": 0', f'"size": {"9" * 5_000}').encode(), headers=JSON))
    assert ids(read(tmp_path, site)) == ["a"]


# ---------- pages ----------


def test_pages_overlap_by_one_and_go_on_though_fewer_come_than_were_asked_for(tmp_path: Path, site: Ckan) -> None:
    site.packages, site.cap = [package(f"{number:03}") for number in range(10)], 4
    found = read(tmp_path, site)
    assert (ids(found), codes(found)) == ([f"{number:03}" for number in range(10)], [])
    assert [one["start"] for one in site.questions] == ["0", "3", "6", "9"]  # the last page was a full one


def test_a_package_removed_while_paging_is_noticed(tmp_path: Path, site: Ckan) -> None:
    site.packages, site.cap = [package(f"{number:03}") for number in range(10)], 4
    site.before = lambda start: site.packages.__delitem__(slice(start == 3))
    found = read(tmp_path, site)
    assert "listing-shifted" in codes(found) and "listing-shifted" in INCOMPLETE


def test_a_package_added_while_paging_is_noticed_and_none_is_read_twice(tmp_path: Path, site: Ckan) -> None:
    site.packages, site.cap = [package(f"{number:03}") for number in range(10)], 4
    site.before = lambda start: site.packages.extend([package("000-new")] * (start == 3))
    found = read(tmp_path, site)
    assert "listing-shifted" in codes(found) and "duplicate-id" not in codes(found)
    assert ids(found) == [f"{number:03}" for number in range(10)]


def test_a_catalogue_that_states_more_than_it_gives_is_not_complete(tmp_path: Path, site: Ckan) -> None:
    site.stated = 13_786
    found = read(tmp_path, site)
    assert ids(found) == ["a", "b", "c"]
    assert codes(found)[-1] == "total-differs" and set(codes(found)) <= INCOMPLETE


def test_a_count_that_is_too_low_does_not_end_the_listing(tmp_path: Path, site: Ckan) -> None:
    site.packages, site.cap, site.stated = [package(f"{number:03}") for number in range(30)], 10, 10
    found = read(tmp_path, site)
    assert (len(ids(found)), codes(found)) == (30, ["total-differs"])
    assert [one["start"] for one in site.questions] == ["0", "9", "18", "27"]


@pytest.mark.parametrize("has_keys", [True, False])
def test_pages_of_one_package_come_to_an_end(tmp_path: Path, site: Ckan, has_keys: bool) -> None:
    keys = ["p0", "p1", "p2", "p3"] if has_keys else [None] * 4
    site.packages, site.cap, site.stated = [package("p4"), *({**package("p"), "id": key} for key in keys)], 1, 8
    found = read(tmp_path, site)
    assert [one["start"] for one in site.questions] == ["0", "1", "2", "3", "4", "5"]
    assert "total-differs" in codes(found) and ids(found) == [*filter(None, keys), "p4"]


def test_no_more_pages_are_asked_for_than_the_source_allows(tmp_path: Path, site: Ckan) -> None:
    site.packages, site.cap = [package(f"{number:03}") for number in range(50)], 10
    found = read(tmp_path, site, "limits: {pages: 2}\n")
    assert (len(ids(found)), codes(found)[0]) == (19, "too-many-pages")


def test_a_catalogue_that_always_gives_its_first_page_ends(tmp_path: Path, site: Ckan) -> None:
    answer = {"success": True, "result": {"count": 9, "results": [package("a"), package("b")]}}
    site.says(PATH, Said(json.dumps(answer).encode(), headers=JSON))
    found = read(tmp_path, site)
    assert (ids(found), set(codes(found))) == (["a", "b"], {"listing-shifted", "total-differs"})


def test_answers_that_are_too_large_are_asked_for_in_smaller_ones(tmp_path: Path, site: Ckan) -> None:
    site.packages = [package(f"{number:03}", notes="ب" * 2_000) for number in range(100)]
    found = read(tmp_path, site, cap=400_000)
    assert (len(ids(found)), codes(found)) == (100, [])
    assert [one["rows"] for one in site.questions][:4] == ["500", "250", "125", "62"]
    with pytest.raises(TooLarge):
        read(tmp_path, site, cap=20_000)


def test_a_page_that_breaks_off_leaves_what_was_read(tmp_path: Path, site: Ckan) -> None:
    site.packages, site.cap = [package(f"{number:03}") for number in range(10)], 4

    def refuse(start: int) -> None:
        if start == 3:
            site.under = "/elsewhere"
            site.says(PATH, Said(status=500))

    site.before = refuse
    found = read(tmp_path, site)
    assert ids(found)[:4] == ["000", "001", "002", "003"]


def test_filter_and_changes_are_asked_for_with_a_day_of_overlap(tmp_path: Path, site: Ckan) -> None:
    fetcher = a_fetcher(tmp_path, site)
    fetcher.since = "2026-11-24T05:30:00Z"
    source = the_source(tmp_path, site, "filter: 'organization:nemouneh'\n")
    site.packages = []
    with fetcher.sandbox:
        assert list(ckan.read(source, fetcher)) == []
    assert site.questions[0]["fq"] == "(organization:nemouneh) AND metadata_modified:[2026-11-23T05:30:00Z TO *]"


@pytest.mark.parametrize(
    ("path", "under"),
    [
        ("/fa/data/", "/fa/data/api/3/action/package_search"),
        ("//", PATH),
        ("/api/3/action/", PATH),
        ("/fa//api/3", "/fa" + PATH),
    ],
)
def test_a_catalogue_may_be_mounted_under_a_path(tmp_path: Path, site: Ckan, path: str, under: str) -> None:
    site.under = under
    found = read(tmp_path, site, path=path)
    assert ids(found) == ["a", "b", "c"]
    assert found[0].address == f"{site_of(site.address + path)}/dataset/dadeh-a"


# ---------- what is no answer ----------


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (Said(b"<html><form><input type=password>"), "ckan-no-answer"),
        (Said(b"<html>", headers=JSON), "ckan-no-answer"),
        (Said(b"[]", headers=JSON), "ckan-no-answer"),
        (Said(b"[" * 100_000, headers=JSON), "ckan-no-answer"),
        (Said(b'{"success": true, "result": {"count": "3", "results": []}}', headers=JSON), "ckan-no-answer"),
        (Said(b'{"success": true, "result": {"count": 0, "results": []}}', headers=JSON), "listing-empty"),
        (Said(b'{"success": false, "error": {"__type": "Search Query Error"}}', headers=JSON), "ckan-refused"),
    ],
)
def test_what_is_no_answer_of_package_search_ends_the_job(tmp_path: Path, site: Ckan, said: Said, code: str) -> None:
    site.says(PATH, said)
    with pytest.raises(StructureBroken) as caught:
        read(tmp_path, site)
    assert (caught.value.code, "url" in caught.value.facts) == (code, True)


@pytest.mark.parametrize("status", [403, 404])
def test_an_answer_with_another_status_ends_the_job(tmp_path: Path, site: Ckan, status: int) -> None:
    site.says(PATH, Said(b'{"success": false, "error": {"message": "x"}}', status=status, headers=JSON))
    with pytest.raises(HarvestError) as caught:
        read(tmp_path, site)
    assert isinstance(caught.value, BadStatus) and caught.value.facts["status"] == status


def test_a_second_harvest_finds_everything_unchanged_in_any_order_of_keys(
    tmp_path: Path, store: Store, site: Ckan
) -> None:
    source = the_source(tmp_path, site)
    report = run_source(store, source, lambda keeping: a_fetcher(tmp_path, site, keeping))
    assert (report.state, report.counts["added"], report.counts["issues"]) == (JobState.SUCCEEDED, 3, 0)
    site.packages = [dict(reversed(one.items())) for one in reversed(site.packages)]
    report = run_source(store, source, lambda keeping: a_fetcher(tmp_path, site, keeping))
    assert (report.state, report.counts["unchanged"]) == (JobState.SUCCEEDED, 3)
