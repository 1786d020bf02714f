"""Faults of the bytes, by name: codings, charsets, and documents that are hard on a parser."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib

from tests.faults.source.answer import Answer

BOMB_MIB = 64
HTML = {"Content-Type": "text/html"}
XML = {"Content-Type": "application/xml"}
GZIP = {"Content-Encoding": "gzip"}


def bomb(mebibytes: int = BOMB_MIB) -> bytes:
    """gzip of so many MiB of blanks."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    parts = [packer.compress(b" " * 2**20) for _ in range(mebibytes)]
    return b"".join([*parts, packer.flush()])


def gzip_bomb(_path: str, _page: str) -> Answer:
    """A thousandfold."""
    return Answer(bomb(), headers=GZIP)


def gzip_bomb_in_a_redirect(path: str, _page: str) -> Answer:
    """The same where nobody needs a body."""
    return Answer(bomb(), status=302, headers={**GZIP, "Location": path})


def endless_redirect(path: str, _page: str) -> Answer:
    """A redirect whose body has no end."""
    return Answer("", status=302, headers={"Location": path}, forever=b"x" * 60_000)


def gzip_that_is_none(_path: str, page: str) -> Answer:
    """Said to be gzip, and plain."""
    return Answer(page, headers=GZIP)


def unknown_coding(_path: str, page: str) -> Answer:
    """A coding nobody asked for."""
    return Answer(page, headers={"Content-Encoding": "br"})


def two_codings(_path: str, page: str) -> Answer:
    """gzip in gzip."""
    return Answer(gzip.compress(gzip.compress(page.encode())), headers={"Content-Encoding": "gzip, gzip"})


def cut_gzip(_path: str, page: str) -> Answer:
    """A whole body of half a gzip."""
    packed = gzip.compress(page.encode())
    return Answer(packed[: len(packed) // 2], headers=GZIP)


def garbage_after_gzip(_path: str, page: str) -> Answer:
    """A gzip, and something behind it."""
    return Answer(gzip.compress(page.encode()) + b"and more", headers=GZIP)


def wrong_media_type(_path: str, page: str) -> Answer:
    """A page that is said to be a picture."""
    return Answer(page, headers={"Content-Type": "image/png"})


def empty_body(_path: str, _page: str) -> Answer:
    """200 and nothing."""
    return Answer("")


def cut_page(_path: str, page: str) -> Answer:
    """Half a page, with the right length."""
    return Answer(page[: len(page) // 2])


def false_charset(_path: str, page: str) -> Answer:
    """UTF-8 that is declared as something else."""
    return Answer(page, headers={"Content-Type": "text/html; charset=iso-8859-1"})


def unknown_charset(_path: str, page: str) -> Answer:
    """A charset that there is not."""
    return Answer(page, headers={"Content-Type": "text/html; charset=persian-1"})


def no_charset(_path: str, page: str) -> Answer:
    """UTF-8, and nobody says so."""
    return Answer(_undeclared(page), headers=HTML)


def windows_1256_undeclared(_path: str, page: str) -> Answer:
    """An old site: Arabic yeh, and no word about the charset."""
    return Answer(_old(_undeclared(page)), headers=HTML)


def windows_1256_as_utf_8(_path: str, page: str) -> Answer:
    """An old site behind a new server."""
    return Answer(_old(page), headers={"Content-Type": "text/html; charset=utf-8"})


def utf_16(_path: str, page: str) -> Answer:
    """With a byte order mark."""
    return Answer(_undeclared(page).encode("utf-16"), headers=HTML)


def utf_16_declared(_path: str, page: str) -> Answer:
    """Declared, without a mark."""
    return Answer(_undeclared(page).encode("utf-16-le"), headers={"Content-Type": "text/html; charset=utf-16le"})


def byte_order_mark(_path: str, page: str) -> Answer:
    """UTF-8 with one."""
    return Answer(b"\xef\xbb\xbf" + page.encode())


def nul_inside(_path: str, page: str) -> Answer:
    """NUL in each paragraph and title."""
    return Answer(page.replace("<p>", "<p>a\0b").replace("<h1>", "<h1>a\0b"))


def surrogates_as_bytes(_path: str, page: str) -> Answer:
    """Halves of letters in UTF-8 (WTF-8) and pairs of them (CESU-8)."""
    return Answer(page.replace("<p>", "<p>\ud800 \ud83d\ude00").encode(errors="surrogatepass"))


def surrogates_as_entities(_path: str, page: str) -> Answer:
    """`&#xD800;`, `&#0;` and a letter far beyond the last."""
    return Answer(page.replace("<p>", "<p>&#xD800;&#0;&#x110000;").replace("<h1>", "<h1>&#xDFFF;"))


def bytes_of_no_charset(_path: str, page: str) -> Answer:
    """Some bytes that are no UTF-8 in a page that is."""
    return Answer(page.encode().replace(b"<p>", b"<p>\xff\xfe\xc0\xaf"))


def cut_json(_path: str, _page: str) -> Answer:
    """JSON without its end."""
    return Answer('{"items": [{"id": 1, "title": "مصو', headers={"Content-Type": "application/json"})


def deep_json(_path: str, _page: str) -> Answer:
    """100,000 levels."""
    return Answer("[" * 100_000, headers={"Content-Type": "application/json"})


def entities(_path: str, _page: str) -> Answer:
    """A billion laughs."""
    lines = [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    return Answer(f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a0 "ha">{"".join(lines)}]><r>&a9;</r>', headers=XML)


def external_entity(_path: str, _page: str) -> Answer:
    """A file of the machine that reads it."""
    body = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]><r>&f;</r>'
    return Answer(body, headers=XML)


def cut_xml(_path: str, _page: str) -> Answer:
    """XML without its end."""
    return Answer('<?xml version="1.0"?><records><record><title>مصو', headers=XML)


def nested_tags(_path: str, page: str) -> Answer:
    """200 kB of tags in one another, before what is asked for."""
    return Answer(page.replace("<h1>", "<div>" * 40_000 + "<h1>"))


def very_deep_tags(_path: str, page: str) -> Answer:
    """100,000 levels, closed as they should be."""
    return Answer(page.replace("<h1>", "<b>" * 100_000 + "<h1>").replace("</h1>", "</h1>" + "</b>" * 100_000))


def many_tags(_path: str, page: str) -> Answer:
    """18 MiB of the shortest tags: a tree many times as large as the document."""
    return Answer(page.replace("</body>", "<p>" * (6 * 2**20) + "</body>"))


def many_attributes(_path: str, page: str) -> Answer:
    """One tag with so many attributes that comparing each with each takes minutes."""
    names = " ".join(f"a{number}" for number in range(300_000))
    return Answer(page.replace("<h1>", f"<i {names}></i><h1>"))


def zip_bomb(_path: str, _page: str) -> Answer:
    """A zip that holds a thousand times its size."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (BOMB_MIB * 2**20))
    return Answer(packed.getvalue(), headers={"Content-Type": "application/zip"})


FAULTS = (
    gzip_bomb,
    gzip_bomb_in_a_redirect,
    endless_redirect,
    gzip_that_is_none,
    unknown_coding,
    two_codings,
    cut_gzip,
    garbage_after_gzip,
    wrong_media_type,
    empty_body,
    cut_page,
    false_charset,
    unknown_charset,
    no_charset,
    windows_1256_undeclared,
    windows_1256_as_utf_8,
    utf_16,
    utf_16_declared,
    byte_order_mark,
    nul_inside,
    surrogates_as_bytes,
    surrogates_as_entities,
    bytes_of_no_charset,
    cut_json,
    deep_json,
    entities,
    external_entity,
    cut_xml,
    nested_tags,
    very_deep_tags,
    many_tags,
    many_attributes,
    zip_bomb,
)


def _undeclared(page: str) -> str:
    return page.replace('<meta charset="utf-8">', "")


def _old(page: str) -> bytes:
    letters = str.maketrans({"ی": "ي", "ٔ": None, **{chr(0x6F0 + n): str(n) for n in range(10)}})
    return page.translate(letters).encode("windows-1256")
