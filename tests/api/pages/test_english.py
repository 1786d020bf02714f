"""The English pages: every text of ours in English, what is Persian called so, and links that stay in the language."""

from __future__ import annotations

import gzip
import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import nodes
from markupsafe import Markup

from api.shown import days, filters
from api.shown.language import TRANSLATIONS, isolated
from tests.api.pages.test_pages import PAGES
from tests.api.pages.texts import texts
from tests.api.pages.wellformed import VOID, Page
from tests.making import a_date

PERSIAN_LETTER = re.compile("[\u0621-\u06d3]")
CALLED_PERSIAN = re.compile(r"<(\w+)(?:[^>]* lang=\"fa\"|%\(in_persian\)s).*?</\1>")
PLACE = re.compile(r"%(?:\(\w+\))?s")
SHOWN = ("alt", "aria-label", "placeholder", "title")
"""Attributes that a reader meets."""


class Foreign(HTMLParser):
    """Finds Persian words that no element calls Persian; a title is one text and has no elements."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.leading_elsewhere: list[str] = []
        self._open: list[tuple[str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or (self._open[-1][1] if self._open else "")
        if tag not in VOID:
            self._open.append((tag, language))
        if language != "fa":
            self.found += [f"{name}={given[name]}" for name in SHOWN if PERSIAN_LETTER.search(given.get(name) or "")]
        address = given.get("href") or ""
        if tag == "a" and address.startswith("/") and given.get("hreflang") != "fa":
            self.leading_elsewhere += [address] if not re.match(r"/(en|api|feeds|exports|dumps)\b", address) else []

    def handle_endtag(self, tag: str) -> None:
        if self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        tag, language = self._open[-1] if self._open else ("", "")
        if language != "fa" and tag != "title" and PERSIAN_LETTER.search(data):
            self.found.append(f"<{tag}> {data.strip()[:80]}")


def test_every_text_of_ours_has_its_english_and_no_other_stands_there() -> None:
    with TRANSLATIONS.open("rb") as file:
        entries = {entry.id if isinstance(entry.id, str) else entry.id[0]: entry for entry in read_po(file) if entry.id}
    ours = texts()
    assert [(text, place) for text, place in ours.items() if text not in entries] == []
    assert [text for text in entries if text not in ours] == []
    for text, entry in entries.items():
        forms = [entry.string] if isinstance(entry.string, str) else list(entry.string or ())
        assert all(forms), text
        assert all(set(PLACE.findall(form)) == set(PLACE.findall(text)) for form in forms), text
        assert not any(PERSIAN_LETTER.search(re.sub(r'<(\w+)[^>]* lang="fa".*?</\1>', "", form)) for form in forms), (
            text
        )


@pytest.mark.parametrize(("path", "status"), PAGES)
def test_each_page_is_there_in_english_and_calls_persian_what_is(
    path: str, status: int, reader: FlaskClient, ids: dict[str, str]
) -> None:
    answer = reader.get("/en" + path.format(**ids))
    assert answer.status_code == status
    text = answer.get_data(as_text=True)
    page = Page(text)
    assert page.faults == []
    assert (page.root["lang"], page.root["dir"]) == ("en", "ltr")
    assert len(answer.data) <= 40_000 and len(gzip.compress(answer.data)) <= 10_000
    foreign = Foreign(text)
    assert foreign.found == []
    assert foreign.leading_elsewhere == []


@pytest.mark.parametrize("path", ["/", "/search?q=%D8%A2%D8%A8&kind=decision", "/help", "/{full}", "/{full}/diff"])
def test_each_page_names_itself_in_the_other_language(path: str, reader: FlaskClient, ids: dict[str, str]) -> None:
    persian, english = path.format(**ids), "/en" + path.format(**ids)
    assert f'href="{english.replace("&", "&amp;")}" lang="en"' in reader.get(persian).get_data(as_text=True)
    assert f'href="{persian.replace("&", "&amp;")}" lang="fa"' in reader.get(english).get_data(as_text=True)


def test_an_english_record_cites_the_one_permanent_address_and_is_its_own_page(
    reader: FlaskClient, ids: dict[str, str]
) -> None:
    text = reader.get(f"/en/{ids['full']}").get_data(as_text=True)
    assert re.findall(r'rel="canonical" href="[^"]*?(/[^"/]*/[^"/]*)"', text) == [f"/en/{ids['full']}"]
    cited = text.partition('id="cite"')[2].partition("</section>")[0]
    assert f"/{ids['full']}/v2" in cited and "/en/" not in cited


def test_the_other_language_of_an_odd_address_is_an_address_of_ours(reader: FlaskClient) -> None:
    links = re.findall(r'href="([^"]*)" lang="fa"', reader.get("/en//?x=1").get_data(as_text=True))
    assert all(re.match(r"/(?!/)", link) for link in links)


def test_an_english_page_has_gregorian_days_first_and_its_own_digits(site: Flask) -> None:
    day = a_date()
    with site.test_request_context("/en/about"):
        assert days.jlong(day).striptags() == "23 July 2023 (1 Mordad 1402)"
        assert days.jday(day).striptags() == "23 July 2023"
        assert days.jshort(day).striptags() == "2023-07-23"
        month = {"raw": "مرداد ۱۴۰۲", "iso": "2023-07-23/2023-08-22", "jalali": "1402-05", "precision": "month"}
        assert days.jlong(month).striptags() == "23 July 2023 to 22 August 2023 (Mordad 1402)"
        assert days.jday(month).striptags() == "Mordad 1402"
        gregorian = {"raw": "May 2022", "iso": "2022-05-01/2022-05-31", "precision": "month"}
        assert days.jlong(gregorian).striptags() == "May 2022 (11 Ordibehesht 1401 to 10 Khordad 1401)"
        assert days.jlong(None).striptags() == "not stated"
        assert days.instant("2026-11-24T05:30:00Z").striptags() == "24 November 2026, 09:00"
        assert days.instant_day("2026-11-24T05:30:00Z").striptags() == "24 November 2026 (3 Azar 1405)"
        assert filters.number("-1234567.5") == "\u200e\u22121,234,567.5"
        assert (filters.size(1_900_000), filters.duration(200)) == ("1.9 MB", "3 min 20 s")
        assert filters.counted("%(count)s منبع", 1) == Markup('<data value="1">1</data> source')
        assert filters.counted("%(count)s منبع", 1234) == Markup('<data value="1234">1,234</data> sources')
    assert days.jday(day).striptags() == "۱ مرداد ۱۴۰۲"


def test_persian_runs_in_an_english_text_keep_their_brackets(site: Flask) -> None:
    with site.test_request_context("/en/about"):
        shown = isolated("شورای شهر (نمونه), “بودجه”, No. 184/ش, (نمونه")
    bdi = '<bdi lang="fa">'
    assert shown == f"{bdi}شورای شهر (نمونه)</bdi>, “{bdi}بودجه</bdi>”, No. 184/{bdi}ش</bdi>, ({bdi}نمونه</bdi>"
    assert isolated("<b> شورا") == "&lt;b&gt; شورا"


def test_what_is_refused_is_told_in_the_language_of_its_address(reader: FlaskClient) -> None:
    page = reader.get("/en/no/such/page").get_data(as_text=True)
    assert '<html lang="en" dir="ltr">' in page
    assert '<html lang="fa" dir="rtl">' in reader.get("/english").get_data(as_text=True)


def test_feeds_and_the_api_know_no_english_addresses(reader: FlaskClient) -> None:
    feed = reader.get("/feeds/changes.atom").get_data(as_text=True)
    assert feed.count("/en/") == 0
    assert urlsplit(reader.get("/en").headers.get("Location", "/en/")).path == "/en/"


def test_no_filter_is_applied_to_a_constant(site: Flask) -> None:
    """It would be worked out once, in the language of whichever page came first."""
    environment = site.jinja_env
    assert environment.loader
    for name in environment.list_templates():
        source, _, _ = environment.loader.get_source(environment, name)
        constant = [node.name for node in environment.parse(source).find_all(nodes.Filter) if is_constant(node.node)]
        assert constant == [], name


def is_constant(node: nodes.Node | None) -> bool:
    return isinstance(node, nodes.Literal)
