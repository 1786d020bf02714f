"""What a harvest finds in titles and bodies: behind the masks, once, and told when there is more than is kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from catalogue.edges import MOST_FOUND
from catalogue.store import currents
from tests.harvesters.making import WITH_PAGES, a_source, act, listing, record_pages, run_source
from tests.making import Store

NAMED = "تصویب‌نامه شماره 41207/ت70315هـ مورخ 4/4/1403"
CODE = "کد ملی 0012345679"
"""An invented one."""


def harvested(store: Store, folder: Path, title: str, body: str) -> tuple[Any, list[str]]:
    """The record of a page with this title and body, and the codes of the issues of the last job."""
    source = a_source(folder, WITH_PAGES)
    pages = {
        "https://shora.example/list?page=1": listing(("1", title, "۱۴۰۲/۰۵/۰۱")),
        "https://shora.example/list?page=2": listing(),
        "https://shora.example/acts/1?print=1": act("1", title).replace("متن 1.", body),
    }
    report = run_source(store, source, lambda _: record_pages(folder / "recorded", pages))
    with store.catalogue.read() as session:
        (current,) = currents(session, store.ids())
    return json.loads(current.canonical), [issue.code for issue in store.catalogue.issues(report.number)]


def test_an_edge_fits_the_masked_text_and_a_second_harvest_changes_nothing(store: Store, tmp_path: Path) -> None:
    body = f"آقای نمونه با {CODE} و طبق {NAMED} چنین شد."
    record, _ = harvested(store, tmp_path, "مصوبهٔ راه‌ها", body)
    (edge,) = record["relations"]
    text = record["texts"][0]["text"]
    assert "0012345679" not in text
    assert text[slice(*edge["evidence"]["span"])] == edge["evidence"]["quote"] == edge["to_raw"]
    assert edge["type"] == "cites"
    version = store.only_record().version_no
    harvested(store, tmp_path, "مصوبهٔ راه‌ها", body)
    assert store.only_record().version_no == version


def test_more_edges_than_are_kept_are_an_issue_of_the_job(store: Store, tmp_path: Path) -> None:
    body = " ".join(f"مصوبه شماره {number} مورخ ۱۴۰۱/۱/۲۰." for number in range(MOST_FOUND + 1))
    record, codes = harvested(store, tmp_path, "مصوبهٔ راه‌ها", body)
    assert len(record["relations"]) == MOST_FOUND
    assert "cut-to-limit" in codes
