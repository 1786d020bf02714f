"""Listings of real web folders: the Apache of NOAA, the IIS of BTS, an Apache and an nginx of tests, a page by hand."""

from __future__ import annotations

from typing import Any

import pytest

from harvesters.readers import READERS
from tests.real.harvesting import shared

pytestmark = pytest.mark.shared
HOST = "https://geo.example"

LISTINGS: dict[tuple[str, ...], tuple[str, list[str], list[str]]] = {
    ("gsa", "waf-html-examples", "apache-noaa-waf.html"): (
        "/waf/NOAA/nmfs/garfo/iso/xml/",
        ["1463.xml", "1503.xml"],
        [],
    ),
    ("gsa", "waf-html-examples", "bts-waf.html"): (
        "/NTADmetadata/",
        ["USDOT_BTS_NTAD_119th_Congressional_Districts.xml", "USDOT_BTS_NTAD_1991_FAP.xml"],
        [],
    ),
    ("ckanext-spatial", "waf_extract", "html_files", "nginx-folder.html"): (
        "/nginx/",
        ["record-1.xml"],
        ["subfolder/"],
    ),
    ("ckanext-spatial", "waf_extract", "html_files", "nginx-subfolder.html"): (
        "/nginx/subfolder/",
        ["record-2.xml"],
        [],
    ),
    ("ckanext-spatial", "waf_extract", "html_files", "apache-subfolder.html"): (
        "/apache-folder/subfolder/",
        ["record-2.xml"],
        [],
    ),
    ("ckanext-spatial", "xml", "gemini2.1-waf", "index.html"): ("/waf/index.html", ["wales1.xml", "wales2.xml"], []),
}
"""Page -> path of the folder, its files, its folders."""


@pytest.mark.parametrize("page", LISTINGS, ids=lambda page: page[-1])
def test_a_real_listing_gives_its_files_and_nothing_else(page: tuple[str, ...]) -> None:
    path, files, folders = LISTINGS[page]
    question = {"media_type": "text/html", "charset": None, "address": HOST + path}
    said: dict[str, Any] = READERS["web_folder"](shared("iso19139-waf", *page), question)
    assert [name for _, name in said["files"]] == files
    assert [name for _, name in said["folders"]] == folders
    root = HOST + path.removesuffix("index.html")
    assert all(address == root + name for address, name in (*said["files"], *said["folders"]))
