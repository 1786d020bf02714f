from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvesters.links import resolve
from schemas.fields import is_http_url

BASE = "https://shora.example/fa/list?page=1"


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("/f/a b.pdf", "https://shora.example/f/a%20b.pdf"),
        (" files/مصوبه.pdf\n", "https://shora.example/fa/files/مصوبه.pdf"),
        ("/acts/\r\n12", "https://shora.example/acts/12"),
        ("files\\1402\\a.pdf", "https://shora.example/fa/files/1402/a.pdf"),
        ("/a?path=c:\\x y", "https://shora.example/a?path=c:%5Cx%20y"),
        ("/a\x01\x7f", "https://shora.example/a%01%7F"),
        ("/a%20b", "https://shora.example/a%20b"),
        ("../../../dataset/آب-1", "https://shora.example/dataset/آب-1"),
        ("../b/./c", "https://shora.example/b/c"),
        ("b//c/", "https://shora.example/fa/b/c/"),
    ],
)
def test_a_link_becomes_the_address_a_browser_would_ask(link: str, address: str) -> None:
    assert resolve(BASE, link) == address
    assert is_http_url(address)


@pytest.mark.parametrize("link", ["http://[::1/x", "//[x"])
def test_what_no_address_can_be_made_of_is_none(link: str) -> None:
    assert resolve(BASE, link) is None


@given(st.text(st.sampled_from("http:/[]\\@?#% \t٠") | st.characters(), max_size=40))
def test_any_text_is_resolved_without_an_error(link: str) -> None:
    resolve(BASE, link)
