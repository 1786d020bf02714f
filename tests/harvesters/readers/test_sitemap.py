from __future__ import annotations

import gzip

import pytest

from harvesters.errors import StructureBroken
from harvesters.readers import sitemap
from harvesters.refusals import MOST_UNZIPPED

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def urlset(*addresses: str) -> str:
    urls = "".join(
        f"<url><loc> {one} </loc><lastmod>2026-11-0{at}</lastmod></url>" for at, one in enumerate(addresses, 1)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{NAMESPACE}">{urls}</urlset>'


def read(body: bytes, charset: str | None = None) -> tuple[list[tuple[str, str | None]], bool]:
    addresses, is_index = [], False
    for part in sitemap.read(body, {"encoding": None, "charset": charset}):
        addresses += part.get("addresses", [])
        is_index = part.get("end", {}).get("is_index", is_index)
    return addresses, is_index


def test_a_sitemap_gives_its_addresses_trimmed_with_their_lastmod() -> None:
    found, is_index = read(urlset("https://a.example/1", "https://a.example/2?x=1&amp;y=2").encode())
    assert found == [("https://a.example/1", "2026-11-01"), ("https://a.example/2?x=1&y=2", "2026-11-02")]
    assert not is_index


def test_an_index_says_that_it_is_one_and_may_have_no_namespace_and_no_lastmod() -> None:
    body = b"<sitemapindex><!-- two --><sitemap><loc>https://a.example/1.xml</loc></sitemap></sitemapindex>"
    assert read(body) == ([("https://a.example/1.xml", None)], True)


def test_images_and_other_languages_of_a_page_are_no_addresses_of_their_own() -> None:
    more = '<image:image xmlns:image="i"><image:loc>https://a.example/i.png</image:loc></image:image>'
    body = urlset("https://a.example/1").replace("<loc>", f"{more}<loc>")
    assert read(body.encode())[0] == [("https://a.example/1", "2026-11-01")]


def test_gzip_utf16_and_plain_text_are_read() -> None:
    text = urlset("https://a.example/1")
    assert (
        read(gzip.compress(text.encode()))[0]
        == read(text.encode("utf-16"))[0]
        == [("https://a.example/1", "2026-11-01")]
    )
    assert read(b"https://a.example/1\r\n\r\nhttps://a.example/2\n")[0] == [
        ("https://a.example/1", None),
        ("https://a.example/2", None),
    ]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"<!DOCTYPE html><html><body>login</body></html>", "xml-with-dtd"),
        (b'<!DOCTYPE x [<!ENTITY a "aaaa">]><urlset><url><loc>&a;</loc></url></urlset>', "xml-with-dtd"),
        (b"<html><body>login</body></html>", "no-sitemap"),
        (b"please log in", "no-sitemap"),
        (b" ", "no-sitemap"),
        (b"<urlset><url><loc>https://a.example/1</loc></url>", "page-cut"),
        (gzip.compress(urlset("https://a.example/1").encode())[:-12], "page-cut"),
        (b"\x1f\x8bnothing", "zip-unreadable"),
        (gzip.compress(b" " * (MOST_UNZIPPED + 1)), "zip-bomb"),
    ],
)
def test_what_is_no_whole_sitemap_is_refused(body: bytes, code: str) -> None:
    with pytest.raises(StructureBroken) as broken:
        read(body)
    assert broken.value.code == code


def test_sixty_thousand_addresses_come_in_parts() -> None:
    body = urlset().replace("</urlset>", "<url><loc>https://a.example/1</loc></url>" * 60_000 + "</urlset>")
    parts = list(sitemap.read(body.encode(), {"encoding": None, "charset": None}))
    assert [len(part.get("addresses", ())) for part in parts] == [1_000] * 60 + [0]
