"""The feeds of the torture suite with what each says of itself: a comment with what is expected, and headers.

Expectations are compared, never run: only those of the form `entries[0]['title'] == '…'` about an entry's title, link,
id, text or date are taken.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from harvesters.fetch import content_type
from tests.real.recording import SHARED

SUITE = SHARED / "sources" / "feeds-torture-feedparser" / "feedparser-tests.tar.gz"

PLACES = {
    "title": "title",
    "title_detail.value": "title",
    "link": "link",
    "links.href": "link",
    "id": "id",
    "guid": "id",
    "description": "summary",
    "summary": "summary",
    "summary_detail.value": "summary",
    "content.value": "content",
    "published": "published",
    "updated": "updated",
    "created": "created",
}
"""What the suite calls a member of an entry -> the path of our tree."""

DATES = {"published_parsed": "published", "updated_parsed": "updated", "created_parsed": "created"}
"""Of dates the suite expects its own reading; ours must have the text of the element."""

_EXPECT = re.compile(r"Expect:[ \t]*(?:not bozo and|bozo and)?[ \t]*(.+?)[ \t]*(?:-->|\r?\n)")
_HEADER = re.compile(r"Header:[ \t]*content-type:[ \t]*(.+?)[ \t]*(?:-->|\r?\n)", re.IGNORECASE)
_MEMBER = re.compile(
    r"""entries\[0\]\['(\w+)'\](?:\[0\])?(?:\['(\w+)'\])? == (?:u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|\()"""
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r"}
_DATE_ELEMENTS = re.compile(
    r"<(?:[\w.-]+:)?(pubdate|published|issued|date|updated|modified|lastbuilddate|created)\b[^>]*>([^<]*)<",
    re.IGNORECASE,
)


class Feed(NamedTuple):
    """A file: its name, bytes, what a server says of it, and what is expected (our path, text), or None."""

    name: str
    body: bytes
    media_type: str
    charset: str | None
    expected: tuple[str, str] | None


def feeds(suite: Path) -> Iterator[Feed]:
    """The files of the suite."""
    with tarfile.open(suite) as archive:
        for member in archive:
            opened = archive.extractfile(member) if member.isfile() else None
            if opened is not None and member.name.endswith((".xml", ".json")):
                yield _feed(member.name, opened.read())


def _feed(name: str, body: bytes) -> Feed:
    text = _ascii(body)
    header = _HEADER.search(text)
    media_type, charset = content_type(header[1]) if header else ("application/xml", None)
    return Feed(name, body, media_type, charset, _expected(text))


def _ascii(body: bytes) -> str:
    """The comment reads the same in every charset once the zeros of wide ones are gone."""
    return body.replace(b"\0", b"").decode("utf-8", "replace")


def _expected(text: str) -> tuple[str, str] | None:
    said = _EXPECT.search(text)
    found = _MEMBER.fullmatch(said[1]) if said else None
    if said and (date := re.match(r"entries\[0\]\['(\w+)'\] == \(", said[1])) and date[1] in DATES:
        elements = _DATE_ELEMENTS.findall(text)
        return (DATES[date[1]], elements[-1][1].strip()) if elements else None
    if found is None or not found[3]:
        return None
    path = PLACES.get(found[1] if not found[2] else f"{found[1]}.{found[2]}")
    return (path, _unescaped(found[3][1:-1])) if path else None


def _unescaped(literal: str) -> str:
    def character(found: re.Match[str]) -> str:
        code = found[1] or found[2] or found[3]
        return chr(int(code, 16)) if code else _LETTERS.get(found[4], found[4])

    return _ESCAPE.sub(character, literal)
