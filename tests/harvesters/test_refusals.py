from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest

from harvesters.errors import StructureBroken
from harvesters.refusals import LITTLE, MOST_MEMBERS, MOST_UNZIPPED, gunzipped, refuse_dtd, refuse_zip_bomb, unzipped

BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
OUTSIDE = '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd"><x/>'
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "cp1256"]


def code_of(refuse: Callable[[bytes], object], body: bytes) -> str | None:
    try:
        refuse(body)
    except StructureBroken as broken:
        return broken.code
    return None


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", [BOMB, OUTSIDE, "<!doctype x><x/>", "\n <!DOCTYPE\tx><x/>"])
def test_a_dtd_is_seen_in_every_encoding_of_xml(text: str, encoding: str) -> None:
    for before in ("", '<?xml version="1.0"?>', "<!-- متن -->", "<?x ?>\n<!-- - -->", "<!--" + "x" * 200_000 + "-->"):
        assert code_of(refuse_dtd, (before + text).encode(encoding, "replace")) == "xml-with-dtd"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_word_in_a_comment_a_cdata_section_or_an_instruction_is_no_dtd(encoding: str) -> None:
    text = "<!-- <!DOCTYPE x> --><?x <!DOCTYPE ?><x><![CDATA[<!DOCTYPE html>]]>متن &lt;!DOCTYPE</x>"
    assert code_of(refuse_dtd, text.encode(encoding, "replace")) is None


@pytest.mark.parametrize("text", ["x" + BOMB, "<x>" + BOMB + "</x>", "<x/>" + "<!---->" * 20_000 + BOMB])
def test_a_dtd_where_none_may_stand_is_refused_too_as_some_parsers_take_it(text: str) -> None:
    assert code_of(refuse_dtd, text.encode()) == "xml-with-dtd"


@pytest.mark.parametrize("text", ["", "<", "\0", "<!--" * 500_000, "<![CDATA[" * 200_000, "<?" * 500_000, "<!" * 10**6])
def test_what_is_no_xml_is_left_to_the_parser_and_costs_nothing(text: str) -> None:
    assert code_of(refuse_dtd, text.encode()) is None


def a_zip(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return written.getvalue()


def test_a_zip_gives_its_members() -> None:
    members = {"a/1.xml": "متن".encode() * 1_000, "empty": b"", "2": b"x" * 200_000}
    assert unzipped(a_zip(members)) == members
    assert unzipped(a_zip(members, zipfile.ZIP_STORED)) == members
    assert code_of(refuse_zip_bomb, a_zip(members)) is None


def test_a_little_may_unpack_to_more_than_fifty_times_its_size() -> None:
    assert unzipped(a_zip({"1": b"\0" * LITTLE})) == {"1": b"\0" * LITTLE}
    assert code_of(unzipped, a_zip({"1": b"\0" * (LITTLE + 1)})) == "zip-bomb"


def test_what_comes_out_of_all_members_is_counted_together() -> None:
    members = {str(number): b"\0" * (LITTLE // 4) for number in range(5)}
    assert code_of(refuse_zip_bomb, a_zip(members)) == "zip-bomb"


def test_more_than_the_most_is_refused_whatever_the_share() -> None:
    noise = zlib.compress(bytes(range(256)) * 4)[:100] * (2 * 2**20 // 100)
    members = {"noise": noise, "zeros": b"\0" * (MOST_UNZIPPED - len(noise) + 1)}
    body = a_zip({**members}, zipfile.ZIP_STORED)
    assert code_of(refuse_zip_bomb, body) == "zip-bomb"


@pytest.mark.parametrize("claimed", [0, 100, 2**31])
def test_a_declared_size_is_never_believed(claimed: int) -> None:
    body = bytearray(a_zip({"1": b"\0" * (200 * LITTLE)}))
    body[22:26] = struct.pack("<I", claimed)  # of the member's own header
    entry = body.index(b"PK\x01\x02")
    body[entry + 24 : entry + 28] = struct.pack("<I", claimed)
    assert code_of(refuse_zip_bomb, bytes(body)) in ("zip-bomb", "zip-unreadable")


def test_members_that_lie_over_each_other_are_counted_each() -> None:
    body = a_zip({"1": b"\0" * (LITTLE // 2)})
    start, end = body.index(b"PK\x01\x02"), body.index(b"PK\x05\x06")
    entries = [body[start:end].replace(b"1", str(number).encode(), 1) for number in range(9)]
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 9, 9, sum(map(len, entries)), start, 0)
    assert code_of(refuse_zip_bomb, body[:start] + b"".join(entries) + tail) in ("zip-bomb", "zip-unreadable")


def test_a_zip_in_a_zip_stays_closed() -> None:
    inner = a_zip({"1": b"\0" * (16 * LITTLE)})
    for _ in range(3):
        inner = a_zip({f"{number}.zip": inner for number in range(4)})
    assert set(unzipped(inner)) == {"0.zip", "1.zip", "2.zip", "3.zip"}


def test_too_many_members_are_refused_before_their_names_are_read() -> None:
    assert code_of(unzipped, a_zip(dict.fromkeys(map(str, range(MOST_MEMBERS + 1)), b""))) == "zip-bomb"


def test_what_cannot_be_read_says_why() -> None:
    secret = bytearray(a_zip({"1": b"x" * 100}))
    entry = secret.index(b"PK\x01\x02")
    secret[6] |= 1
    secret[entry + 8] |= 1
    assert code_of(unzipped, bytes(secret)) == "zip-unreadable"
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        assert code_of(unzipped, a_zip({"1": b"x" * 100}, method)) == "zip-unreadable"
    good = a_zip({"1": b"x" * 1_000, "2": bytes(range(256))})
    for length in range(0, len(good), 7):
        assert code_of(unzipped, good[:length]) == "zip-unreadable"


def test_of_two_members_with_one_name_nobody_knows_which_is_meant() -> None:
    body = a_zip({"1": b"a", "2": b"b"}).replace(b"2PK", b"1PK")
    entry = body.rindex(b"PK\x01\x02")
    assert code_of(unzipped, body[: entry + 46] + b"1" + body[entry + 47 :]) == "zip-unreadable"


def test_all_members_of_a_gzip_are_read_and_nothing_behind_them() -> None:
    first, second = gzip.compress(b"one\n"), gzip.compress(b"two\n")
    assert gunzipped(first + second) == b"one\ntwo\n"
    assert gunzipped(first + b"\0" * 9) == b"one\n"
    assert gunzipped(b"plain") == b"plain"
    assert code_of(gunzipped, first + second[:-9]) == "page-cut"
    assert code_of(gunzipped, first + b"more") == "zip-unreadable"
    assert code_of(gunzipped, gzip.compress(bytes(MOST_UNZIPPED)) + first) == "zip-bomb"
