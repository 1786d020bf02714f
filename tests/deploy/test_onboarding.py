"""An agency joins: new-source, check and preview against a real site on this machine."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.harvesters.making import AGENCY, html
from tests.harvesters.sites import Said, Site
from tests.running import allowing, dastras

ROWS = [
    (101, "آیین‌نامهٔ اجرایی قانون مدیریت پسماندها", "۱۴۰۲/۰۵/۰۱"),
    (102, "اصلاح تصویب‌نامهٔ عوارض نوسازی شهر", "۱۴۰۲/۰۵/۰۸"),
    (103, "ضوابط ساماندهی بازارچه‌های محلی", "۱۴۰۲/۰۵/۱۵"),
    (104, "تعیین بهای خدمات حمل و نقل همگانی", "۱۴۰۲/۰۵/۲۲"),
    (105, "بخشنامهٔ صرفه‌جویی در مصرف برق اداره‌ها", "۱۴۰۲/۰۶/۰۱"),
    (106, "موافقت با ساخت کتابخانهٔ کودکان", "۱۴۰۲/۰۶/۰۸"),
]
LISTING = html(
    "<nav><ul><li><a href=/a>دربارهٔ شورای شهر نمونه</a><li><a href=/b>تماس با ما و نشانی‌ها</a>"
    "<li><a href=/c>پرسش‌های پرتکرار مردم</a></ul></nav><h1>مصوبات شورا</h1><table class=list>"
    "<tr><th>تاریخ</th><th>عنوان</th><th>نوع</th></tr>"
    + "".join(
        f"<tr><td>{day}</td><td><a href='/acts/{key}'>{title}</a></td><td>مصوبه</td></tr>" for key, title, day in ROWS
    )
    + "</table>"
)
NOT_FOUND = Said(status=404)


@pytest.fixture
def site() -> Iterator[Site]:
    """A site that has nothing but what a test gives it."""
    server = Site()
    for path in ("/api/3/action/status_show", "/api/3/action/package_search?rows=0", "/data.json", "/sitemap.xml"):
        server.says(path, NOT_FOUND)
    with server.running():
        yield server


def said(text: str, media_type: str = "text/html; charset=utf-8") -> Said:
    return Said(text.encode(), headers={"Content-Type": media_type})


def begin(folder: Path, site: Site, path: str, name: str = "acts") -> tuple[str, str]:
    """The draft that new-source writes, and what it says; `check` takes it once a person has looked at each guess."""
    file = folder / f"{name}.yaml"
    done = dastras(folder / "data", "new-source", site.address + path, "--out", str(file), **allowing(site.address))
    assert done.returncode == 0, done.stderr
    draft = file.read_text(encoding="utf-8")
    marked = [number for number, line in enumerate(draft.splitlines(), start=1) if "←" in line]
    unfinished = check(folder, file)
    assert unfinished.returncode in (1, 2) and marked
    assert all(f"{file}:{number}: هنوز حدس" in unfinished.stdout + unfinished.stderr for number in marked)
    finish(folder)
    checked = check(folder, file)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert not (folder / "data").exists()
    return draft, done.stdout


def check(folder: Path, file: Path) -> CompletedProcess[str]:
    return dastras(folder / "data", "check", str(file), *map(str, (folder / "agencies").glob("*.yaml")))


def finish(folder: Path) -> None:
    """What a person does: names the agency, and takes the marks out."""
    for file in folder.rglob("*.yaml"):
        text = file.read_text(encoding="utf-8").replace("{text: '',", "{text: شورای نمونه,")
        file.write_text(re.sub("  # ←.*", "", text), encoding="utf-8")


def test_a_draft_is_not_told_to_be_in_order_before_a_person_has_looked_at_it(tmp_path: Path, site: Site) -> None:
    site.says("/list", said(LISTING.replace("مصوبات شورا", "Acts of the council")))
    file = tmp_path / "acts.yaml"
    dastras(tmp_path / "data", "new-source", f"{site.address}/list", "--out", str(file), **allowing(site.address))
    (agency,) = (tmp_path / "agencies").glob("*.yaml")
    assert "names: [{text: '', lang: en}]" in agency.read_text(encoding="utf-8")
    for command in (["check", str(file), str(agency)], ["preview", str(file)]):
        done = dastras(tmp_path / "data", *command, **allowing(site.address))
        assert done.returncode == 2 and f"{agency}:" in done.stderr and "names.0.text" in done.stderr
        assert f"agencies/{agency.name}, has mistakes" in done.stderr and "No agency" not in done.stderr
    agency.write_text(agency.read_text(encoding="utf-8").replace("''", "شورا"), encoding="utf-8")
    for command in (["check", str(file), str(agency)], ["preview", str(file)]):
        done = dastras(tmp_path / "data", *command, **allowing(site.address))
        assert done.returncode == 1 and f"{file}:" in done.stdout and "Still a guess" in done.stdout


def test_a_listing_of_web_pages_is_guessed_and_its_preview_gives_all_rows(tmp_path: Path, site: Site) -> None:
    site.says("/list", said(LISTING))
    draft, told = begin(tmp_path, site, "/list")
    assert (
        "protocol: html" in draft and "title: {column: 'عنوان'}" in draft and "published_on: {column: 'تاریخ'}" in draft
    )
    assert "ignore: ['نوع']" in draft
    assert "seen: html, 6 records" in told and "text: 'نوع'" in told
    assert "/robots.txt" in site.paths()
    numbered = [line for line in told.splitlines() if line.startswith(f"{tmp_path / 'acts.yaml'}:") and "|" in line]
    assert len(numbered) >= 3
    agencies = list((tmp_path / "agencies").glob("*.yaml"))
    assert len(agencies) == 1
    shown = dastras(tmp_path / "data", "preview", str(tmp_path / "acts.yaml"), **allowing(site.address))
    assert shown.returncode == 1 and "type-unknown: 2" in shown.stdout, shown.stdout + shown.stderr
    assert "records seen: 6, accepted: 6" in shown.stdout and "title: 6/6 (100%)" in shown.stdout
    assert not (tmp_path / "data").exists()


def test_a_draft_is_never_written_over_a_file(tmp_path: Path, site: Site) -> None:
    file = tmp_path / "acts.yaml"
    file.write_text("mine", encoding="utf-8")
    done = dastras(tmp_path, "new-source", f"{site.address}/list", "--out", str(file), **allowing(site.address))
    assert done.returncode == 2 and "is not overwritten" in done.stderr
    assert file.read_text(encoding="utf-8") == "mine" and not site.asked


def test_the_agency_with_the_host_of_the_address_is_taken(tmp_path: Path, site: Site) -> None:
    agencies = tmp_path / "agencies"
    agencies.mkdir()
    text = AGENCY.replace("https://shora.example/", f"{site.address}/")
    (agencies / "shora.yaml").write_text(text, encoding="utf-8")
    site.says("/list", said(LISTING))
    draft, _ = begin(tmp_path, site, "/list")
    assert "agency: shora  # ←" in draft
    assert [path.name for path in agencies.iterdir()] == ["shora.yaml"]


FORMS = {
    "json": (
        said(json.dumps({"items": [{"id": n, "subject": t} for n, t, _ in ROWS]}), "application/json"),
        "rows: 'items'",
    ),
    "table": (said("کد,عنوان\n1,یک\n2,دو\n", "text/csv; charset=utf-8"), "native_id: {column: 'کد'}"),
    "feed": (
        said("<rss version='2.0'><channel><item><title>خبر</title></item></channel></rss>", "text/xml"),
        "const: announcement",
    ),
    "oai": (said("<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'/>", "text/xml"), "url: "),
    "sitemap": (said("<urlset><url><loc>https://a.example/1</loc></url></urlset>", "text/xml"), "list: {match: "),
    "dcat": (said("@prefix dcat: <http://www.w3.org/ns/dcat#> .\n", "text/turtle"), "kind: dataset"),
    "datajson": (
        said('{"conformsTo": "https://x.example", "dataset": [{"title": "یک"}]}', "application/json"),
        "kind: dataset",
    ),
    "ckan": (said('{"success": true, "result": {"ckan_version": "2.10"}}', "application/json"), "kind: dataset"),
}


@pytest.mark.parametrize("protocol", FORMS)
def test_each_form_is_known_by_what_the_address_gives(tmp_path: Path, site: Site, protocol: str) -> None:
    answer, expected = FORMS[protocol]
    site.says("/given", answer)
    draft, _ = begin(tmp_path, site, "/given")
    assert f"protocol: {protocol}" in draft and expected in draft


def test_a_page_that_cannot_be_guessed_gives_a_skeleton_and_says_so(tmp_path: Path, site: Site) -> None:
    site.says("/nothing", said(html("<p>به‌زودی")))
    draft, told = begin(tmp_path, site, "/nothing")
    assert "only a skeleton was written" in told and "rows: 'table tr'" in draft


def test_words_of_a_hostile_page_stay_words(tmp_path: Path, site: Site) -> None:
    title = "a'b: {x}\u202e\x1b[31m # &amp; \u2028id: other"
    site.says("/list", said(LISTING.replace("مصوبات شورا", title)))
    draft, told = begin(tmp_path, site, "/list")
    assert "\x1b" not in draft + told and "\u202e" not in draft + told
    assert draft.count("\nid: ") == 1


def test_an_address_that_gives_nothing_writes_nothing(tmp_path: Path, site: Site) -> None:
    site.says("/gone", NOT_FOUND)
    done = dastras(
        tmp_path / "data",
        "new-source",
        f"{site.address}/gone",
        "--out",
        str(tmp_path / "x.yaml"),
        **allowing(site.address),
    )
    assert done.returncode == 2 and " | " in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "x.yaml").exists() and not (tmp_path / "agencies").exists()


def test_a_preview_is_recorded_and_the_recording_gives_the_same_records(tmp_path: Path, site: Site) -> None:
    site.says("/list", said(LISTING))
    begin(tmp_path, site, "/list")
    file = str(tmp_path / "acts.yaml")
    recorded = dastras(tmp_path / "data", "preview", file, "--record", **allowing(site.address))
    assert recorded.returncode == 1, recorded.stdout + recorded.stderr
    folder = tmp_path / "recorded" / "acts"
    expected = (folder / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(expected) == 6
    asked = len(site.asked)
    again = dastras(tmp_path / "data", "preview", "--recorded", file)
    assert again.returncode == 1 and "accepted: 6" in again.stdout and len(site.asked) == asked
    twice = dastras(tmp_path / "data", "preview", file, "--record", **allowing(site.address))
    assert twice.returncode == 2 and "is not overwritten" in twice.stderr


def test_a_preview_says_what_ingest_would_say_and_touches_nothing(examples: Path, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in examples.rglob("*")}
    done = dastras(examples, "preview", "harvesters/sources/nemouneh-notices.yaml", "--recorded", "--records", "5")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "ingest would say: added 0, changed 0, unchanged 5" in done.stdout
    assert {path: path.stat().st_mtime_ns for path in examples.rglob("*")} == before


def test_a_word_after_recorded_is_a_source_or_a_folder_and_else_told(tmp_path: Path) -> None:
    done = dastras(tmp_path / "data", "harvest", "--recorded", "nemouneh-notices")
    assert done.returncode == 0 and "nemouneh-notices: succeeded" in done.stderr + done.stdout
    wrong = dastras(tmp_path / "data", "harvest", "--recorded", "nemouneh-x", "nemouneh-notices")
    assert wrong.returncode == 2 and "neither a source nor a folder" in wrong.stderr
