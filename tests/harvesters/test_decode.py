from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.archive import Document
from harvesters.decode import decode, is_clean, known_charset
from harvesters.readers.pages import Page, text_of

TEXT = "مصوبهٔ شورا؛ ۱۴۰۲"
ARABIC = "قرار المجلس كما هو"
LONG = "مصوبة شوراي شهر دربارة بودجه و حساب‌هاي سال گذشته، به شرح زير تصويب شد: " * 20
META = '<meta http-equiv="Content-Type" content="text/html; charset={}">'
XML = '<?xml version="1.0" encoding="{}"?>'


def a_document(body: bytes, charset: str | None = None, media_type: str = "text/html") -> Document:
    return Document("https://a.example/", body, media_type, charset, 200, (), "2026-11-24T05:30:12Z", False)


def declaring(declaration: str, charset: str, text: str = ARABIC, encoded: str | None = None) -> tuple[bytes, str]:
    whole = declaration.format(charset) + text
    return whole.encode(encoded or charset), whole


@pytest.mark.parametrize(
    ("body", "charset", "reads"),
    [
        (TEXT.encode(), None, TEXT),
        (TEXT.encode(), "utf-8", TEXT),
        (TEXT.encode("utf-8-sig"), "windows-1256", TEXT),
        (TEXT.encode("utf-16"), None, TEXT),
        (TEXT.encode("utf-32"), "utf-8", TEXT),
        (b"\0\0\xfe\xff" + TEXT.encode("utf-32-be"), None, TEXT),
        (TEXT.encode("utf-16-le"), "utf-16", TEXT),
        (TEXT.encode("utf-16-be"), "utf-16", TEXT),
        (TEXT.encode("utf-16-be"), "utf-16-be", TEXT),
        ("شورا".encode("utf-16-le"), "utf-16", "شورا"),
        (f"<p>{TEXT}".encode("utf-16-le"), None, f"<p>{TEXT}"),
        (f"<p>{TEXT}".encode("utf-16-be"), None, f"<p>{TEXT}"),
        (TEXT.encode("utf-32-le"), "utf-32", TEXT),
        (ARABIC.encode("windows-1256"), None, ARABIC),
        (ARABIC.encode("windows-1256"), "cp1256", ARABIC),
        (ARABIC.encode("iso-8859-6"), "iso-8859-6", ARABIC),
        (ARABIC.encode("windows-1256"), "no-such-charset", ARABIC),
        (b"plain", "utf-7", "plain"),
        (b"+AGE-", "utf-7", "+AGE-"),
        (declaring("<meta charset={}>", "iso-8859-6")[0], None, declaring("<meta charset={}>", "iso-8859-6")[1]),
        (declaring(META, "iso-8859-6")[0], None, declaring(META, "iso-8859-6")[1]),
        (declaring(META, "iso-8859-6")[0], "no-such", declaring(META, "iso-8859-6")[1]),
        (declaring(XML, "iso-8859-6")[0], None, declaring(XML, "iso-8859-6")[1]),
        (declaring(META, "utf-16", TEXT, "utf-8")[0], None, declaring(META, "utf-16", TEXT)[1]),
        (
            declaring("<!-- <meta charset=iso-8859-6> -->", "", ARABIC, "cp1256")[0],
            None,
            f"<!-- <meta charset=iso-8859-6> -->{ARABIC}",
        ),
    ],
)
def test_the_ladder_is_mark_then_declared_then_utf8_then_windows_1256(body: bytes, charset: str, reads: str) -> None:
    decoded = decode(a_document(body, charset))
    assert (decoded.text, decoded.problems) == (reads, {})


@pytest.mark.parametrize("name", ["utf-7", "utf_7", "idna", "base64", "unicode_escape", "rot13", "\0", ""])
def test_what_no_page_comes_in_is_no_charset(name: str) -> None:
    assert known_charset(name) is None


@pytest.mark.parametrize("charset", ["windows-1256", "iso-8859-1", "iso-8859-6", "utf-16", "utf-32", "shift_jis"])
def test_a_false_charset_loses_to_valid_utf8(charset: str) -> None:
    decoded = decode(a_document(TEXT.encode(), charset))
    assert (decoded.text, decoded.problems) == (TEXT, {"charset-mismatch": 0})


def test_utf16_loses_its_false_name() -> None:
    decoded = decode(a_document(TEXT.encode("utf-16-le"), "utf-8"))
    assert (decoded.text, decoded.problems) == (TEXT, {"charset-mismatch": 0})


def test_the_encoding_of_the_source_file_wins_over_the_publisher() -> None:
    assert decode(a_document(ARABIC.encode("windows-1256"), "utf-8"), "windows-1256").text == ARABIC


@pytest.mark.parametrize("text", [LONG, f"{META.format('utf-8')}<p>{LONG}"])
def test_windows_1256_under_the_name_of_utf8_is_read_as_what_it_is(text: str) -> None:
    decoded = decode(a_document(text.encode("windows-1256", errors="ignore"), "utf-8"))
    assert decoded.text == text.encode("windows-1256", errors="ignore").decode("windows-1256")
    assert (decoded.charset, decoded.problems) == ("windows-1256", {"charset-mismatch": 0})


@pytest.mark.parametrize("every", [7, 50, 1_000])
def test_damaged_utf8_stays_utf8_and_its_damage_is_counted(every: int) -> None:
    body = bytearray((LONG * 5).encode())
    body[::every] = b"\xff" * len(body[::every])
    decoded = decode(a_document(bytes(body), "utf-8"))
    assert decoded.charset == "utf-8" and "charset-mismatch" not in decoded.problems
    assert decoded.problems["undecodable"] >= len(body) // every


def test_bytes_that_are_no_text_stay_replaced() -> None:
    noise = bytes((number * number * 7 + number // 3) % 128 + 128 for number in range(5_000))
    assert decode(a_document(noise, "utf-8")).problems["undecodable"] > 2_000


def test_what_was_encoded_twice_stays_as_the_publisher_wrote_it() -> None:
    twice = "شورا".encode().decode("windows-1256")
    assert decode(a_document(twice.encode(), "utf-8")).text == twice


def test_what_cannot_be_decoded_is_replaced_and_counted() -> None:
    decoded = decode(a_document(b"ab\xff\xfecd", "utf-8"))
    assert (decoded.text, decoded.problems) == ("ab\ufffd\ufffdcd", {"undecodable": 2})


@pytest.mark.parametrize("body", [b"a\0b", "a\ufdd0b".encode(), "a\U0010ffffb".encode()])
def test_what_no_text_may_hold_is_replaced_and_counted(body: bytes) -> None:
    decoded = decode(a_document(body, None))
    assert (decoded.text, decoded.problems) == ("a\ufffdb", {"bad-characters": 1})


def test_surrogates_written_as_bytes_are_undecodable() -> None:
    decoded = decode(a_document(b"a\xed\xa0\x80b", "utf-8"))
    assert set(decoded.text) == set("a\ufffdb") and decoded.problems["undecodable"] == 3


@pytest.mark.parametrize(
    "reference",
    [
        "&#0;",
        "&#xD800;",
        "&#xd800",
        "&#55296;",
        "&#xFFFE;",
        "&#x110000;",
        "&#X00D8AB;",
        "&#x41414141;",
        "&#" + "9" * 5000 + ";",
    ],
)
def test_a_reference_to_no_character_is_replaced_and_counted(reference: str) -> None:
    decoded = decode(a_document(f"<p title='{reference}'>a{reference} b".encode()))
    assert decoded.problems == {"bad-characters": 2}
    assert text_of(Page(decoded.text).css("p")[0]) == "a\ufffd b"


def test_other_references_stay_as_they_are() -> None:
    text = "<p>&#1605;&#x6af; &#8204; &amp;#0; &# &#x"
    assert (decode(a_document(text.encode())).text, decode(a_document(text.encode())).problems) == (text, {})
    assert decode(a_document(b"&#0;", media_type="text/plain")).text == "&#0;"


NAMES = [None, "utf-8", "windows-1256", "utf-16", "utf-16-be", "utf-32", "utf-7", "idna", "\0", "iso-8859-6", "gb18030"]
BODIES = st.one_of(
    st.binary(max_size=300), st.text(max_size=100).map(lambda text: text.encode("utf-16-le", "surrogatepass"))
)
PARTS = ["&#0;", "&#xD8", "00;", "&#65534", ";", "<p>", "م", "&amp;", "\0", "&#xfdd0;"]


@given(BODIES, st.sampled_from(NAMES), st.sampled_from(["text/html", "text/plain", ""]))
def test_any_bytes_give_text_that_can_be_stored(body: bytes, charset: str | None, media_type: str) -> None:
    decoded = decode(a_document(body, charset, media_type))
    decoded.text.encode()
    assert is_clean(decoded.text)
    assert all(count > 0 for code, count in decoded.problems.items() if code != "charset-mismatch")
    replaced = decoded.text.count("\ufffd")
    assert replaced == 0 or decoded.problems or "\ufffd" in body.decode(decoded.charset)


@given(
    st.lists(
        st.sampled_from(["&#0;", "&#xD8", "00;", "&#65534", ";", "<p>", "م", "&amp;", "\0", "&#xfdd0;"]), max_size=12
    )
)
def test_no_page_gives_its_values_what_no_text_may_hold(parts: list[str]) -> None:
    page = Page(decode(a_document("".join(parts).encode())).text)
    assert is_clean(page.text()) and all(is_clean(text_of(node)) for node in page.css("p"))
