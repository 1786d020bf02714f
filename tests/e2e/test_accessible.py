"""axe-core (WCAG 2.0 to 2.2 A and AA, best practice) on every type of page, in both languages, schemes and widths."""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Page

from tests.e2e.checkers import checker_path
from tests.making import needs_embedded

pytestmark = needs_embedded
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASK = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations', 'incomplete']})"
UNDECIDED = {"color-contrast"}
"""What axe cannot judge: text over the pattern of the first page and in charts; test_style.py works the colours out."""
SOME = [("", "light", 320), ("/en", "dark", 1280)]
EVERYTHING = [*SOME, ("", "dark", 1280), ("", "dark", 320), ("/en", "light", 390), ("/en", "light", 1280)]
"""Each takes half a minute (CONTRIBUTING.md)."""
LARGE_TEXT = "html => { html.style.fontSize = '200%' }"
PATHS = (
    "/",
    "/search",
    "/search?q=هزینه‌کرد&kind=dataset&status=all",
    "/search?q=چنین-نیست&kind=dataset",
    "/search?agancy=1",
    "/search?from=۱۴۰۳/۱۳/۴۵",
    "/facets/tag",
    "/agencies",
    "/agencies/shora-nemouneh",
    "/agencies/khamoush-nemouneh",
    "/sources",
    "/sources/news",
    "/jobs",
    "/jobs?from=۱۴۰۳/۱۳/۴۵",
    "/jobs/1",
    "/jobs/1/records?outcome=added",
    "/coverage",
    "/corrections",
    "/types",
    "/topics",
    "/help",
    "/about",
    "/api/v1/docs",
    "/no/such/page",
    "/{decision}",
    "/{decision}/v1",
    "/{decision}/v2/print",
    "/{decision}/diff",
    "/{dataset}",
    "/{notice}",
    "/{gone}",
)


def ids_of(site: str) -> dict[str, str]:
    """An id of each kind, the one with two versions, and a withdrawn one."""
    found: dict[str, str] = {}
    for item in requests.get(f"{site}/api/v1/search?limit=100", timeout=10).json()["items"]:
        if item["kind"] != "decision" or item["title"].startswith("انتشار"):
            found[item["kind"]] = item["id"]
    gone = requests.get(f"{site}/api/v1/search?status=withdrawn", timeout=10).json()["items"][0]["id"]
    return {**found, "gone": gone}


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("language", "scheme", "width"), EVERYTHING if os.environ.get("AXE") == "all" else SOME)
def test_axe_finds_nothing(language: str, scheme: Any, width: int, filled_site: str, browser: Browser) -> None:
    axe = checker_path("axe").read_text(encoding="utf-8")
    context = browser.new_context(
        base_url=filled_site, color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True
    )
    page = context.new_page()
    ids = ids_of(filled_site)
    found, undecided = [], Counter[str]()
    for path in PATHS:
        page.goto(language + path.format(**ids))
        page.evaluate(axe)
        answer = page.evaluate(ASK, RULES)
        found += [(path, one["id"], one["nodes"][0]["html"][:200]) for one in answer["violations"]]
        undecided.update({one["id"]: len(one["nodes"]) for one in answer["incomplete"]})
        found += [(path, "wider than the window", "")] if is_wide(page) else []
    context.close()
    assert found == []
    assert set(undecided) <= UNDECIDED, undecided


@pytest.mark.parametrize("language", ["", "/en"])
def test_twice_the_text_fits_a_narrow_window(language: str, filled_site: str, browser: Browser) -> None:
    context = browser.new_context(base_url=filled_site, viewport={"width": 640, "height": 900}, bypass_csp=True)
    page = context.new_page()
    ids = ids_of(filled_site)
    wide = []
    for path in PATHS:
        page.goto(language + path.format(**ids))
        page.locator("html").evaluate(LARGE_TEXT)
        wide += [path] if is_wide(page) else []
    context.close()
    assert wide == []


def is_wide(page: Page) -> bool:
    """Whether the page scrolls sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
