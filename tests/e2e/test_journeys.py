"""Ten ways through the site, each walked in a browser with and without scripts, as somebody who looks for an answer."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from hashlib import sha256
from urllib.parse import urlsplit

import feedparser
import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.making import needs_embedded

pytestmark = needs_embedded
SECONDS = 8
WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 800}


@pytest.fixture(params=[True, False], ids=["scripts on", "scripts off"])
def page(request: pytest.FixtureRequest, browser: Browser, filled_site: str) -> Iterator[Page]:
    """The first page of the site."""
    context = browser.new_context(java_script_enabled=request.param, viewport=WIDE, base_url=filled_site)
    context.set_default_timeout(SECONDS * 1000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/")
    yield page
    assert complaints == []
    context.close()


def search(page: Page, words: str) -> None:
    """Type words into the field of the page and send them."""
    field = page.get_by_role("search").locator("input[name=q]").first
    field.fill(words)
    field.press("Enter")
    page.wait_for_url("**/search?**")


def open_record(page: Page) -> None:
    """By half-remembered words, to the record."""
    search(page, "هزينه كرد انتشار")
    page.locator(".hit h3 a").first.click()
    expect(page.locator("h1")).to_have_text("انتشار هزینه‌کرد (نمونه)")


def test_a_decision_is_found_by_half_remembered_words(page: Page) -> None:
    open_record(page)
    facts = page.locator("dl.facts")
    expect(facts).to_contain_text("شورای شهر نمونه")
    expect(facts).to_contain_text("۱۸۴/ش")


def test_a_list_is_narrowed_by_agency_and_year(page: Page) -> None:
    search(page, "مصوبه")
    filters = page.locator("#filters")
    filters.get_by_label(re.compile("شورای شهر گلبیشه")).check()
    filters.get_by_label(re.compile("^۱۴۰۲")).check()
    filters.get_by_role("button", name="نمایش نتیجه‌ها").click()
    page.wait_for_url("**agency=**")
    chips = page.locator(".chips").filter(has_text="پالایش‌های فعال")
    expect(chips).to_contain_text("شورای شهر گلبیشه")
    expect(chips).to_contain_text("۱۴۰۲")
    assert page.locator(".hit").count() > 0
    chips.get_by_role("link", name=re.compile("۱۴۰۲")).click()
    expect(chips).not_to_contain_text("۱۴۰۲")


def test_what_changed_in_it_is_read(page: Page) -> None:
    open_record(page)
    page.get_by_role("link", name=re.compile("مقایسه با نسخهٔ ۱")).first.click()
    page.wait_for_url("**/diff?from=v1&to=v2")
    expect(page.locator("main")).to_contain_text("شفافیت")
    expect(page.locator("main table")).to_contain_text("برچسب")


def test_its_hash_is_checked(page: Page) -> None:
    open_record(page)
    page.get_by_text("چگونه درستی این نسخه را بسنجم؟").click()
    command = page.locator("#provenance pre").inner_text()
    path = urlsplit(re.findall(r"curl -s (\S+)", command)[0]).path
    told = page.locator("#provenance .chain code").last.inner_text().strip()
    assert sha256(page.request.get(path).body()).hexdigest() == told


def test_it_is_cited(page: Page) -> None:
    open_record(page)
    page.get_by_role("link", name="استناد").first.click()
    cited = page.locator("#cite p").inner_text()
    for part in ("شورای شهر نمونه", "«انتشار هزینه‌کرد (نمونه)»", "نسخهٔ ۲", "SHA-256"):
        assert part in cited
    path = re.findall(r"/d-[\w-]+/v2", cited.replace("\n", ""))[0]
    assert page.request.get(path).status == 200
    page.get_by_text("BibTeX").click()
    expect(page.locator("#cite pre")).to_contain_text("@misc{d-")


def test_the_list_is_taken_as_a_table(page: Page) -> None:
    search(page, "مصوبه")
    told = page.locator(".count-line data").get_attribute("value")
    with page.expect_download() as taken:
        page.locator(".tools").get_by_role("link", name="CSV").click()
    text = taken.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    ids = [row for row in rows if row and re.fullmatch(r"[dnst]-\w{4}-\w{4}-\w", row[0])]
    assert told is not None and len(ids) == int(told)


def test_the_list_is_followed(page: Page) -> None:
    search(page, "مصوبه")
    link = page.locator("main a[href*='.atom']").first.get_attribute("href")
    assert link is not None
    feed = feedparser.parse(page.request.get(link).body())
    assert not feed.bozo and feed.entries
    assert page.locator("link[rel=alternate][type='application/atom+xml']").count() == 1


def test_a_version_is_printed_with_its_code(page: Page) -> None:
    open_record(page)
    page.get_by_role("link", name="نسخهٔ چاپی").click()
    page.wait_for_url("**/print")
    page.emulate_media(media="print")
    code = page.locator("img.qr")
    expect(code).to_be_visible()
    assert page.request.get(str(code.get_attribute("src"))).headers["content-type"].startswith("image/svg+xml")
    expect(page.locator(".sheet")).to_contain_text("SHA-256")
    expect(page.locator("header.top")).to_be_hidden()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_why_a_record_was_withdrawn_is_seen(page: Page) -> None:
    page.get_by_role("contentinfo").get_by_role("link", name="دفتر اصلاح‌ها").click()
    page.get_by_role("link", name="آنچه برداشته شد").first.click()
    main = page.locator("main")
    expect(main).to_contain_text("برداشته")
    expect(main).to_contain_text("تکراری بودن")


def test_an_agency_that_has_not_published_lately_is_found(page: Page) -> None:
    page.get_by_role("navigation", name="اصلی").get_by_role("link", name="پوشش").click()
    page.get_by_label("دستگاه", exact=True).select_option(label="شورای شهر گلبیشه (نمونه)")
    page.get_by_role("button", name="نمایش").click()
    page.wait_for_url("**agency=**")
    page.get_by_text("همین عددها در جدول").click()
    expect(page.locator("details table").first).to_contain_text("آبان ۱۴۰۵")
    expect(page.locator("figure.chart")).to_contain_text("آخرین ماهی که سندی دارد: مرداد ۱۴۰۲")
    page.goto("/agencies/khamoush-nemouneh")
    expect(page.locator("main")).to_contain_text("هنوز")


# ---------- what the script adds ----------


@pytest.fixture
def scripted(browser: Browser, filled_site: str) -> Iterator[Page]:
    """The first page, with scripts and leave to copy."""
    context = browser.new_context(
        viewport=WIDE, base_url=filled_site, permissions=["clipboard-read", "clipboard-write"]
    )
    context.set_default_timeout(SECONDS * 1000)
    page = context.new_page()
    page.goto("/")
    yield page
    context.close()


def test_a_record_is_reached_by_keys_alone(scripted: Page) -> None:
    scripted.locator("body").press("/")
    field = scripted.get_by_role("combobox")
    expect(field).to_be_focused()
    field.press_sequentially("انتشار هز", delay=20)
    expect(scripted.get_by_role("option").first).to_be_visible()
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", re.compile("suggested"))
    title = scripted.locator("[aria-selected=true] bdi").inner_text()
    field.press("Enter")
    scripted.wait_for_url(re.compile(r"/(d-|search\?)"))
    assert title in scripted.locator("main").inner_text()


def test_escape_closes_what_is_open_and_gives_the_focus_back(scripted: Page) -> None:
    field = scripted.get_by_role("combobox")
    field.press_sequentially("انتشار هز", delay=20)
    expect(scripted.get_by_role("listbox")).to_be_visible()
    field.press("Escape")
    expect(scripted.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("انتشار هز")
    scripted.set_viewport_size(NARROW)
    scripted.goto("/search?q=" + "مصوبه")
    scripted.locator("a[href='#filters']").click()
    expect(scripted.locator("#filters")).to_be_visible()
    scripted.locator("body").press("Escape")
    expect(scripted.locator("#filters")).to_be_hidden()
    expect(scripted.locator("a[href='#filters']")).to_be_focused()


def test_a_hash_is_copied_whole(scripted: Page) -> None:
    open_record(scripted)
    told = scripted.locator("#versions code.copy").first.inner_text()
    scripted.locator("#versions .copying").first.click()
    expect(scripted.get_by_role("status")).to_have_text("رونوشت گرفته شد")
    assert scripted.evaluate("navigator.clipboard.readText()") == told.strip()


def test_a_print_is_one_button_away(scripted: Page) -> None:
    open_record(scripted)
    scripted.get_by_role("link", name="نسخهٔ چاپی").click()
    scripted.wait_for_url("**/print")
    scripted.evaluate("window.print = () => { document.title = 'printed' }")
    scripted.get_by_role("button", name="چاپ").click()
    expect(scripted).to_have_title("printed")
