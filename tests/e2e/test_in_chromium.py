"""The pages in a real browser, scripts off: no sideways scroll, nothing from elsewhere, nothing against the policy."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import requests
from playwright.sync_api import Browser

from tests.running import site

WIDTHS = (320, 390, 768, 1280)


def pages_of(address: str) -> list[str]:
    """One page of each type."""
    records = requests.get(f"{address}/api/v1/search?limit=100", timeout=5).json()["items"]
    of_kind = {record["kind"]: record["id"] for record in records}
    words = quote("روابط عمومی ها")
    return [
        "/",
        f"/search?q={words}",
        "/search?q=nothingatall",
        "/search?agancy=x",
        *(f"/{record_id}" for record_id in of_kind.values()),
        f"/{of_kind['decision']}/v1",
        "/agencies",
        "/agencies/shora-nemouneh",
        "/sources",
        "/sources/nemouneh-datasets",
        "/jobs",
        "/jobs/1",
        "/jobs/1/records?outcome=added",
        "/facets/agency",
        "/about",
        "/d-7k3m-9x2z-4",
    ]


def test_no_page_scrolls_sideways_or_asks_elsewhere(examples: Path, browser: Browser) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    with site(examples) as (address, _):
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        for path in pages_of(address):
            page.goto(address + path)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                needed = page.locator("body").evaluate("body => body.scrollWidth")
                assert needed <= width, f"{path} needs {needed} px at {width} px"
        assert context.cookies() == []
    assert all(url.startswith(address) for url in asked)
    assert not [text for text in complaints if "the server responded with a status of 4" not in text]
