"""Every page of the website with the real templates over a real catalogue: form, headers, links, contents."""

from __future__ import annotations

import gzip
import html
import re
from collections import Counter
from urllib.parse import quote, urlsplit

import pytest
from flask.testing import FlaskClient

from api.app import create_app
from api.pages.site import POLICY
from tests.api.pages.conftest import AGENCY, HOSTILE_TITLE
from tests.api.pages.wellformed import Page
from tests.making import Clock, Store

PAGES = (
    ("/", 200),
    ("/search", 200),
    ("/search?q=" + quote("هزینه‌کرد"), 200),
    ("/search?kind=decision&from=" + quote("۱۴۰۲/۰۵") + "&sort=date", 200),
    ("/search?kind=notice&status=all", 200),
    ("/search?status=withdrawn", 200),
    ("/search?q=" + quote("«چنین عبارتی» نیست") + "&kind=dataset", 200),
    ("/search?agancy=1", 422),
    ("/search?from=" + quote("۱۴۰۳/۱۳/۴۵") + "&kind=decision&to=1402", 422),
    ("/search?q=" + "a" * 600, 422),
    ("/search?q=a&cursor=broken", 400),
    ("/facets/tag?kind=dataset", 200),
    ("/facets/nothing", 404),
    ("/agencies", 200),
    ("/agencies/shora-nemouneh", 200),
    ("/agencies/khamoush-nemouneh", 200),
    ("/agencies/nothing", 404),
    ("/sources", 200),
    ("/sources/news", 200),
    ("/sources/nothing", 404),
    ("/sources?health=doubtful&agency=shora-nemouneh", 200),
    ("/sources?health=ill", 422),
    ("/sources/news?health=fine", 422),
    ("/jobs", 200),
    ("/jobs?source=src&state=succeeded&from=1405", 200),
    ("/jobs?state=queued", 200),
    ("/jobs?state=done", 422),
    ("/jobs?from=" + quote("۱۴۰۳/۱۳/۴۵"), 422),
    ("/jobs/1", 200),
    ("/jobs/1?source=src", 422),
    ("/jobs/999", 404),
    ("/jobs/1/records?outcome=added", 200),
    ("/jobs/1/records?outcome=withdrawn", 200),
    ("/jobs/1/records", 422),
    ("/jobs/999/records?outcome=added", 404),
    ("/about", 200),
    ("/help", 200),
    ("/coverage", 200),
    ("/coverage?agency=shora-nemouneh&kind=decision", 200),
    ("/coverage?agency=nothing", 404),
    ("/coverage?kind=nothing", 422),
    ("/corrections", 200),
    ("/corrections?before=2&limit=1", 200),
    ("/corrections?before=x", 422),
    ("/types", 200),
    ("/topics", 200),
    ("/topics?q=a", 422),
    ("/{full}/diff", 200),
    ("/{full}/diff?from=v2&to=v1", 200),
    ("/{full}/diff?from=v9", 404),
    ("/{full}/diff?form=text", 422),
    ("/{n}/diff", 404),
    ("/{full}/v1/print", 200),
    ("/{set}/v1/print", 200),
    ("/{hostile}/v1/print", 200),
    ("/{gone}/v1/print", 200),
    ("/{full}/v9/print", 404),
    ("/{full}", 200),
    ("/{full}/" + quote("انتشار-هزینه‌کرد"), 200),
    ("/{full}/v1", 200),
    ("/{full}/v2", 200),
    ("/{full}/v9", 404),
    ("/{set}", 200),
    ("/{n}", 200),
    ("/{hostile}", 200),
    ("/{gone}", 410),
    ("/{gone}/v1", 200),
    ("/d-7k3m-9x2z-3", 404),
    ("/d-7k3m-9x2z-4", 404),
    ("/favicon.ico", 404),
    ("/no/such/page", 404),
)

OF_ONE_TYPE = 5
"""So many links are asked that differ only in ids, numbers and values."""


@pytest.mark.parametrize(("path", "status"), PAGES)
def test_each_page_is_well_formed_persian_and_within_its_limits(
    path: str, status: int, reader: FlaskClient, ids: dict[str, str]
) -> None:
    answer = reader.get(path.format(**ids))
    assert answer.status_code == status
    page = Page(answer.get_data(as_text=True))
    assert page.faults == []
    assert (page.root["lang"], page.root["dir"]) == ("fa", "rtl")
    assert len(answer.data) <= 40_000 and len(gzip.compress(answer.data)) <= 10_000


@pytest.mark.parametrize("path", ["/", "/search", "/agencies/nothing", "/no/such/page", "/{gone}", "/search?agancy=1"])
def test_pages_and_error_pages_carry_the_policy_and_no_cookie(
    path: str, reader: FlaskClient, ids: dict[str, str]
) -> None:
    headers = reader.get(path.format(**ids)).headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize(
    ("shared", "own"),
    [
        ("/search?q=%D8%A2%D8%A8&utm_source=telegram&kind=decision&fbclid=1", "/search?q=%D8%A2%D8%A8&kind=decision"),
        ("/en/coverage?gclid=x", "/en/coverage"),
    ],
)
def test_what_other_sites_add_to_a_link_is_taken_off(shared: str, own: str, reader: FlaskClient) -> None:
    answer = reader.get(shared)
    assert (answer.status_code, answer.headers["Location"]) == (302, own)


def type_of(link: str) -> str:
    """The address without ids, numbers and values."""
    return re.sub(r"(-\w{4}){2}-\w|\d+|=[^&]*", "", link)


def test_every_internal_link_answers(reader: FlaskClient) -> None:
    """Followed from page to page; of links that differ only in values a few are asked."""
    seen, wanted, broken = Counter[str](), ["/"], []
    met = set(wanted)
    while wanted:
        path = wanted.pop(0)
        if seen[type_of(path)] >= OF_ONE_TYPE:
            continue
        seen[type_of(path)] += 1
        answer = reader.get(path, buffered=True)
        broken += [path] if answer.status_code != 200 else []
        if answer.mimetype == "text/html":
            links = {link.split("#")[0] for link in Page(answer.get_data(as_text=True)).links}
            internal = sorted(link for link in links - met if link.startswith("/"))
            met |= set(internal)
            wanted += internal
    assert broken == []
    assert seen.total() > 100


def test_static_files_are_kept_for_ever_under_their_digest_only(reader: FlaskClient) -> None:
    text = reader.get("/").get_data(as_text=True)
    for address in re.findall(r'"(/static/[^"]+)"', text):
        answer = reader.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
    digest = re.findall(r"/static/(\w+)/site.css", text)[0]
    assert reader.get(f"/static/{digest}/girih.svg").status_code == 200
    assert reader.get("/static/0000000000000000/site.css").status_code == 404
    assert reader.get(f"/static/{digest}/../views.py").status_code == 404


def test_counts_on_the_first_page_are_those_of_the_api_and_link_to_their_query(reader: FlaskClient) -> None:
    text = reader.get("/").get_data(as_text=True)
    records = (reader.get("/api/v1/status").json or {})["records"]
    found = re.findall(r'<a href="/search\?kind=(\w+)"><b><data value="(\d+)">', text)
    assert {kind: int(count) for kind, count in found} == records
    for kind, count in found:
        assert (reader.get(f"/api/v1/search?kind={kind}").json or {})["total"] == int(count)


def test_examples_on_the_first_page_have_results(reader: FlaskClient) -> None:
    text = reader.get("/").get_data(as_text=True)
    examples = re.findall(r'<a href="([^"]+)">', text[text.index('id="eg"') : text.index("</section>")])
    assert examples
    for address in examples:
        assert 'class="hit"' in reader.get(html.unescape(address)).get_data(as_text=True)


def test_page_and_json_of_a_search_find_the_same_and_the_reader_keeps_the_spelling(reader: FlaskClient) -> None:
    text = reader.get("/search?from=" + quote("۱۴۰۲/۵") + "&q=" + quote("مصوبهٔ")).get_data(as_text=True)
    address = html.unescape(re.findall(r'<link rel="alternate" type="application/json" href="([^"]+)"', text)[0])
    total = (reader.get(address).json or {})["total"]
    assert f'<data value="{total}">' in text
    assert 'name="q" id="tq"' in text and 'value="مصوبهٔ"' in text
    assert 'value="۱۴۰۲/۵" class="ltr"' in text
    assert "noindex,follow" in text


def test_paging_meets_every_record_once(reader: FlaskClient) -> None:
    path, ids = "/search?kind=decision", []
    while path:
        text = reader.get(path).get_data(as_text=True)
        ids += re.findall(r'<h3><a href="/([^"/]+)"', text)
        following = re.findall(r'<a href="([^"]+)" rel="next"', text)
        path = html.unescape(following[0]) if following else ""
    assert len(ids) == len(set(ids)) == 26


def test_found_words_are_marked_and_nothing_else(reader: FlaskClient) -> None:
    text = reader.get("/search?q=" + quote("هزینه‌کرد")).get_data(as_text=True)
    assert set(re.findall(r"<mark>([^<]*)</mark>", text)) == {"هزینه‌کرد"}


def test_a_record_shows_its_three_dates_chain_versions_and_citation(reader: FlaskClient, ids: dict[str, str]) -> None:
    text = reader.get(f"/{ids['full']}").get_data(as_text=True)
    for words in ("نخستین دیدار در منبع", "آخرین تغییر", "آخرین بررسی منبع", "نسخهٔ ۲", "، شمارهٔ ۱۸۴/ش، "):
        assert words in text
    assert f'<link rel="canonical" href="https://dastras.example/{ids["full"]}">' in text
    assert f'https://dastras.example<wbr><span class="num">/{ids["full"]}/v2</span>' in text
    assert '<p id="m1" dir="auto"><a class="art" href="#m1">ماده ۱</a>' in text
    assert reader.get(f"/{ids['full']}/v1").get_data(as_text=True).count("این نسخهٔ ۱ است، نه متن کنونی.") == 1


def test_a_word_after_the_id_is_decoration(reader: FlaskClient, ids: dict[str, str]) -> None:
    plain = reader.get(f"/{ids['full']}").get_data(as_text=True)
    decoration = "/" + quote("هر-چه")
    decorated = reader.get(f"/{ids['full']}{decoration}").get_data(as_text=True)
    assert decorated.replace(decoration, "") == plain


def test_a_dataset_without_known_limitations_says_so(reader: FlaskClient, ids: dict[str, str]) -> None:
    text = reader.get(f"/{ids['set']}").get_data(as_text=True)
    assert "<strong>محدودیت‌های شناخته‌شده:</strong> اعلام نشده" in text
    assert "۲۱٬۸۴۶" in text and "۱٫۹ مگابایت" in text and "paid_on" in text
    assert "(تاریخ کامل نیست)" in text


def test_a_record_shows_what_its_kind_alone_has(reader: FlaskClient) -> None:
    for title, shown in (
        (
            "انتشار هزینه‌کرد",
            ("مبلغ (قرارداد)", "تاریخ جلسه", "۲۲۶۰۱", "۱۵۸۸", "سال ۷۸", "اصل ۱۳۸", "دارای اعتبار", "عادی (نمونه)"),
        ),
        ("نظرخواهی دربارهٔ پارک", ("مهلت نظر دادن", "تاریخ وعده", "draft.pdf", "دو: بنویسید.", "به شورا بنویسید.")),
        (
            "هزینه‌کرد ماهانهٔ شهرداری",
            ("شهر گلبیشه", "ادارهٔ آمار", "021 8888 1234", "a@s.example", "s.example/q", "برای همه"),
        ),
        (
            "هزینه‌کرد ماهانهٔ شهرداری",
            ("standard.example", "هر ماه یک بار.", "یک فایل برای", "پروانهٔ فایل", "با ذکر نام", "پایدار"),
        ),
    ):
        found = reader.get("/api/v1/search", query_string={"q": f'"{title}"'}).get_json()["items"]
        page = reader.get(f"/{found[0]['id']}").get_data(as_text=True)
        assert [words for words in shown if words not in page] == [], title


def test_a_hostile_record_is_shown_as_text(reader: FlaskClient, ids: dict[str, str]) -> None:
    for path in (f"/{ids['hostile']}", "/search?kind=notice", "/", "/agencies/shora-nemouneh"):
        text = reader.get(path).get_data(as_text=True)
        assert "<script>" not in text and "<img src=x" not in text
    shown = reader.get(f"/{ids['hostile']}").get_data(as_text=True)
    assert html.unescape(re.findall(r"<h1><bdi>(.*?)</bdi></h1>", shown, re.S)[0]) == HOSTILE_TITLE.replace(
        "\u202e", ""
    )
    assert "\u202e" not in shown


def test_a_withdrawn_record_leaves_its_tombstone_and_its_versions(reader: FlaskClient, ids: dict[str, str]) -> None:
    text = reader.get(f"/{ids['gone']}").get_data(as_text=True)
    assert "آنچه برداشته شد" in text and "تکراری بودن" in text
    assert f'href="/{ids["gone"]}/v1"' in text
    assert "این سند برداشته شده است." in reader.get(f"/{ids['gone']}/v1").get_data(as_text=True)


def test_a_refused_search_says_what_was_wrong_and_keeps_the_rest(reader: FlaskClient) -> None:
    text = reader.get("/search?from=" + quote("۱۴۰۳/۱۳/۴۵") + "&kind=decision&q=" + quote("آب")).get_data(as_text=True)
    assert 'role="alert"' in text and 'aria-invalid="true"' in text
    assert '<input type="hidden" name="kind" value="decision">' in text
    assert 'name="q" value="آب"' in text and 'value="۱۴۰۳/۱۳/۴۵"' in text
    assert "agency" in reader.get("/search?agancy=1").get_data(as_text=True)


def test_a_mistyped_id_is_told_apart_from_an_unknown_one(reader: FlaskClient) -> None:
    assert "جابه‌جا" in reader.get("/d-7k3m-9x2z-4").get_data(as_text=True)
    assert "جابه‌جا" not in reader.get("/d-7k3m-9x2z-3").get_data(as_text=True)


def test_first_page_and_agencies_stand_without_an_index(store: Store) -> None:
    store.catalogue.intake.register([AGENCY])
    site = create_app(store.catalogue, "", "https://dastras.example", "test", Clock())
    for path in ("/", "/agencies/shora-nemouneh"):
        answer = site.test_client().get(path)
        assert answer.status_code == 200
        assert Page(answer.get_data(as_text=True)).faults == []
    assert site.test_client().get("/search?q=a").status_code == 503


def test_addresses_of_our_own_are_paths_and_never_another_host(reader: FlaskClient, ids: dict[str, str]) -> None:
    answer = reader.get(f"/{ids['full']}", headers={"Host": "evil.example"})
    hosts = {urlsplit(link).hostname for link in Page(answer.get_data(as_text=True)).links if "://" in link}
    assert hosts == {"shora.example"}
