from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.archive import Document
from harvesters.decode import decode

TEXT = "مصوبهٔ شورا؛ ۱۴۰۲"
ARABIC = "قرار المجلس كما هو"


def a_document(body: bytes, charset: str | None = None, media_type: str = "text/html") -> Document:
    return Document("https://a.example/", body, media_type, charset, 200, (), "2026-11-24T05:30:12Z", False)


@pytest.mark.parametrize(
    ("body", "charset", "reads"),
    [
        (TEXT.encode(), None, TEXT),
        (TEXT.encode(), "utf-8", TEXT),
        (TEXT.encode("utf-8-sig"), "windows-1256", TEXT),
        (TEXT.encode("utf-16"), None, TEXT),
        (ARABIC.encode("windows-1256"), None, ARABIC),
        (ARABIC.encode("windows-1256"), "cp1256", ARABIC),
        (ARABIC.encode("iso-8859-6"), "iso-8859-6", ARABIC),
        (ARABIC.encode("windows-1256"), "no-such-charset", ARABIC),
        (b"<meta charset=iso-8859-6>" + ARABIC.encode("iso-8859-6"), None, "<meta charset=iso-8859-6>" + ARABIC),
    ],
)
def test_the_ladder_is_mark_then_declared_then_utf8_then_windows_1256(body: bytes, charset: str, reads: str) -> None:
    decoded = decode(a_document(body, charset))
    assert (decoded.text, decoded.problems) == (reads, {})


def test_a_false_one_byte_charset_loses_to_valid_utf8() -> None:
    decoded = decode(a_document(TEXT.encode(), "windows-1256"))
    assert (decoded.text, decoded.problems) == (TEXT, {"charset-mismatch": 0})


def test_the_encoding_of_the_source_file_wins_over_the_publisher() -> None:
    assert decode(a_document(ARABIC.encode("windows-1256"), "utf-8"), "windows-1256").text == ARABIC


def test_what_cannot_be_decoded_is_replaced_and_counted() -> None:
    decoded = decode(a_document(b"ab\xff\xfecd", "utf-8"))
    assert (decoded.text, decoded.problems) == ("ab\ufffd\ufffdcd", {"undecodable": 2})


def test_nul_is_replaced_and_counted() -> None:
    decoded = decode(a_document(b"a\0b", None))
    assert (decoded.text, decoded.problems) == ("a\ufffdb", {"bad-characters": 1})


@given(
    st.binary(max_size=200), st.sampled_from([None, "utf-8", "windows-1256", "utf-16", "utf-7", "base64", "idna", "\0"])
)
def test_any_bytes_give_text_that_can_be_stored(body: bytes, charset: str | None) -> None:
    text = decode(a_document(body, charset)).text
    text.encode()
    assert "\0" not in text
