from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from catalogue.documents import Kept
from harvesters.errors import StructureBroken
from harvesters.fetch import Answer, Getter
from harvesters.keeping import Keeping
from harvesters.protocols import Found, RawRecord, sitemap
from harvesters.protocols.lastmod import ONE_IN, is_sample, moment_of
from harvesters.source import Source
from tests.harvesters.making import a_source, html, record_pages
from tests.harvesters.protocols.test_html import codes, ids
from tests.harvesters.test_keeping import Desk
from tests.making import Store

HOST = "https://shora.example"
SITEMAP = f"""\
format: 1
id: acts
name: بخشنامه‌های نمونه
agency: shora
kind: decision
protocol: sitemap
url: {HOST}/sitemap.xml
list: {{match: '/fa/acts/(\\d+)'}}
detail: {{must_contain: متن}}
fields:
  title: {{css: h1}}
  text: {{css: div.body, type: block}}
"""


def act(key: str, text: str = "") -> str:
    return html(f"<h1>بخشنامهٔ {key}</h1><div class=body>متن {key} {text}</div>")


def urlset(*addresses: str, root: str = "urlset", lastmod: str = "") -> str:
    member = "url" if root == "urlset" else "sitemap"
    said = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    return f"<{root}>{''.join(f'<{member}><loc>{one}</loc>{said}</{member}>' for one in addresses)}</{root}>"


def read(folder: Path, pages: Mapping[str, str | bytes | int]) -> list[Found]:
    fetcher = record_pages(folder / "recorded", {f"{HOST}{path}": page for path, page in pages.items()})
    with fetcher.sandbox:
        return list(sitemap.read(a_source(folder, SITEMAP), fetcher))


def test_an_index_leads_to_sitemaps_and_those_to_the_pages_that_match(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        {
            "/sitemap.xml": urlset(f"{HOST}/a.xml", f"{HOST}/b.xml", f"{HOST}/a.xml", root="sitemapindex"),
            "/a.xml": urlset(f"{HOST}/fa/acts/1", f"{HOST}/about"),
            "/b.xml": urlset(f"{HOST}/fa/acts/2", f"{HOST}/fa/acts/1"),
            "/fa/acts/1": act("1"),
            "/fa/acts/2": act("2"),
        },
    )
    assert (ids(found), codes(found)) == (["1", "2"], ["duplicate-id"])


def test_other_hosts_are_left_out_and_counted(tmp_path: Path) -> None:
    addresses = ("http://127.0.0.1/fa/acts/8", f"{HOST}/fa/acts/1", "https://other.example/fa/acts/9", "javascript:1")
    found = read(tmp_path, {"/sitemap.xml": urlset(*addresses), "/fa/acts/1": act("1")})
    assert (ids(found), codes(found)) == (["1"], ["foreign-address"])
    assert found[0].facts["count"] == 3  # type: ignore[union-attr]


def test_a_sitemap_that_is_missing_makes_the_job_partial_and_one_too_deep_too(tmp_path: Path) -> None:
    deep: dict[str, str | bytes | int] = {
        f"/{at}.xml": urlset(f"{HOST}/{at + 1}.xml", root="sitemapindex") for at in range(1, 5)
    }
    first = urlset(f"{HOST}/1.xml", f"{HOST}/gone.xml", f"{HOST}/a.xml", root="sitemapindex")
    pages = {
        "/sitemap.xml": first,
        **deep,
        "/gone.xml": 404,
        "/a.xml": urlset(f"{HOST}/fa/acts/1"),
        "/fa/acts/1": act("1"),
    }
    found = read(tmp_path, pages)
    assert (ids(found), codes(found)) == (["1"], ["page-unreadable", "sitemap-too-deep"])


@pytest.mark.parametrize("first", [urlset(), urlset(f"{HOST}/about"), "<html>login</html>"])
def test_a_sitemap_without_records_breaks_the_job(tmp_path: Path, first: str) -> None:
    with pytest.raises(StructureBroken):
        read(tmp_path, {"/sitemap.xml": first})


# ---------- lastmod ----------


@pytest.mark.parametrize(
    ("lastmod", "moment"),
    [
        ("2026-11-20", datetime(2026, 11, 21, tzinfo=UTC)),
        ("2026-11-20T10:00:00+03:30", datetime(2026, 11, 20, 6, 30, tzinfo=UTC)),
        ("2026-11-20T10:00", datetime(2026, 11, 20, 10, tzinfo=UTC)),
        ("1405-08-29", None),
        ("0001-01-01", None),
        ("9999-12-31", None),
        ("yesterday", None),
        (None, None),
    ],
)
def test_a_lastmod_is_a_date_of_the_web_or_nothing(lastmod: str | None, moment: datetime | None) -> None:
    assert moment_of(lastmod) == moment


def test_one_page_in_twenty_is_a_sample_and_another_day_another_one() -> None:
    addresses = [f"{HOST}/fa/acts/{number}" for number in range(10_000)]
    one, two = ({a for a in addresses if is_sample(a, day)} for day in ("2026-11-24", "2026-11-25"))
    assert abs(len(one) - 10_000 / ONE_IN) < 100
    assert len(one & two) < 100


class Website(Getter):
    """Pages that a test changes; notes what was asked."""

    def __init__(self, keeping: Keeping, pages: dict[str, str], at: datetime) -> None:
        super().__init__(keeping)
        self.pages, self.asked, self.at, self.today = pages, list[str](), at, date(2026, 11, 24)

    def _exchange(self, address: str, known: Kept | None) -> Answer:
        self.asked.append(address.removeprefix(HOST))
        kind = "text/xml" if address.endswith(".xml") else "text/html"
        return Answer(200, (("Content-Type", kind),), self.pages[address].encode(), self.at.isoformat())


class Visits:
    """Harvests one website again and again into one store."""

    def __init__(self, store: Store, source: Source) -> None:
        self.desk, self.source = Desk(store), source

    def harvest(self, pages: dict[str, str], after: timedelta) -> tuple[list[Found], list[str]]:
        """What was found, and the pages asked for."""
        self.desk.now += after
        site = Website(self.desk.keeping(), pages, self.desk.now)
        with site.sandbox:
            found = list(sitemap.read(self.source, site))
        self.desk.end()
        return found, site.asked


@pytest.fixture
def visits(store: Store, tmp_path: Path) -> Visits:
    return Visits(store, a_source(tmp_path, SITEMAP))


NUMBERS = [str(number) for number in range(1, 61)]
SAMPLES = [key for key in NUMBERS if is_sample(f"{HOST}/fa/acts/{key}", "2026-11-24")]


def website(lastmods: dict[str, str], **texts: str) -> dict[str, str]:
    urls = "".join(
        f"<url><loc>{HOST}/fa/acts/{key}</loc><lastmod>{lastmods.get(key, '2026-11-01')}</lastmod></url>"
        for key in NUMBERS
    )
    pages = {f"{HOST}/fa/acts/{key}": act(key, texts.get(f"a{key}", "")) for key in NUMBERS}
    return {f"{HOST}/sitemap.xml": f"<urlset>{urls}</urlset>", **pages}


def fields_of(found: list[Found], but: str) -> list[Mapping[str, list[str]]]:
    return [raw.fields for raw in found if isinstance(raw, RawRecord) and raw.native_id != but]


def test_pages_that_did_not_change_are_read_from_the_archive_but_a_sample(visits: Visits) -> None:
    two = {"1": "2026-11-02"}
    first, asked = visits.harvest(website(two), timedelta())
    assert len(asked) == 61
    new = {"1": "2026-11-02", "7": "2026-11-22"}
    second, asked = visits.harvest(website(new, a7="تازه"), timedelta(days=1))
    assert 1 <= len(SAMPLES) < 10
    assert set(asked) == {"/sitemap.xml", "/fa/acts/7", *(f"/fa/acts/{key}" for key in SAMPLES)}
    assert len(asked) == len(set(asked))
    assert (ids(second), codes(second)) == (NUMBERS, [])
    assert fields_of(second, but="7") == fields_of(first, but="7")
    _, asked = visits.harvest(website(new), timedelta(days=7))
    assert len(asked) == 61  # what came a week ago is asked for again


def test_a_sample_that_changed_shows_that_lastmod_lies_and_all_are_asked_for(visits: Visits) -> None:
    two = {"1": "2026-11-02"}
    visits.harvest(website(two), timedelta())
    found, asked = visits.harvest(website(two, **{f"a{SAMPLES[0]}": "تازه", "a2": "تازه"}), timedelta(days=1))
    assert (ids(found), codes(found)) == (NUMBERS, ["lastmod-false"])
    assert set(asked) == {"/sitemap.xml", *(f"/fa/acts/{key}" for key in NUMBERS)}


def test_a_counter_on_the_page_is_no_change(visits: Visits) -> None:
    two = {"1": "2026-11-02"}
    visits.harvest(website(two), timedelta())
    pages = {address: page.replace("</body>", "<i>17 visits</i></body>") for address, page in website(two).items()}
    found, asked = visits.harvest(pages, timedelta(days=1))
    assert (codes(found), len(asked)) == ([], 1 + len(SAMPLES))


def test_the_same_lastmod_everywhere_says_nothing(visits: Visits) -> None:
    visits.harvest(website({}), timedelta())
    assert len(visits.harvest(website({}), timedelta(days=1))[1]) == 61
