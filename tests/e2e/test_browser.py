"""The pages in a real browser, at the width of a telephone and of a desk: nothing sticks out, nothing is refused."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page, sync_playwright

from tests.running import site

CHROMIUM = shutil.which("chromium")
WIDTHS = (390, 1280)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is missing"),
]


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


def test_no_page_is_wider_than_its_screen_or_breaks_its_own_rules(browser: Browser, examples: Path) -> None:
    """The console is where a browser tells of refused styles, fonts and scripts, and of addresses that failed."""
    with site(examples) as (address, _):
        paths = list(_paths(address))
        for width in WIDTHS:
            page = browser.new_page(viewport={"width": width, "height": 900})
            said = _console(page)
            for path in paths:
                page.goto(f"{address}{path}")
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
            assert said == []
            page.close()


def _console(page: Page) -> list[str]:
    """What the browser will tell of a page."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    return said


def _paths(address: str) -> Iterator[str]:
    """One page of each sort, and a record of each kind."""
    yield from ("/", "/search?q=آب&facets=kind", "/agencies", "/sources", "/about")
    for kind in ("decision", "dataset", "notice"):
        found = requests.get(f"{address}/api/v1/search?kind={kind}&limit=1", timeout=5).json()
        yield f"/{found['items'][0]['id']}"
    for name in ("agencies", "sources"):
        (first, *_) = requests.get(f"{address}/api/v1/{name}", timeout=5).json()["items"]
        yield f"/{name}/{first['id']}"
    yield "/jobs/1"
