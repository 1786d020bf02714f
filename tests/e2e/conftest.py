"""A browser for the tests of pages as readers see them; without one they skip, with the reason."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from api.app import create_app
from tests.api.pages.conftest import fill
from tests.making import Clock, open_fresh
from tests.running import free_port, served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless, with scripts."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def filled_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site over a catalogue with every kind of record, two versions of one, and one that is withdrawn."""
    store = open_fresh(tmp_path_factory.mktemp("filled"))
    fill(store)
    port = free_port()
    app = create_app(store.catalogue, "contact@dastras.example", f"http://127.0.0.1:{port}", "test", Clock())
    with served(app, port) as address:
        yield address
    store.close()
