"""What is refused before a parser sees it: XML with a DTD, and zips that hold more than they may.

For the readers of XML and of zipped forms (XLSX, ODS), which call this in their child; they give a parser only what
passed here. Raises StructureBroken. Nothing that a file says of itself is believed: neither sizes nor counts.
"""

from __future__ import annotations

import codecs
import io
import re
import zlib
from collections.abc import Iterator
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from harvesters.errors import StructureBroken

MOST_UNZIPPED = 64 * 2**20
"""Bytes that may come out of a zip in all."""
MOST_FOLD, LITTLE = 50, 2**20
"""What comes out may be so many times the zip; a little may be more."""
MOST_MEMBERS = 10_000
PIECE = 65_536

_FAMILIES = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DTD_OR_NONE = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)|(<!DOCTYPE)", re.S | re.I)
"""Where a DTD begins, past all in which those letters say nothing. Some parsers take one in any place."""

_NAMING_DOCTYPE = re.compile(
    r"""<!DOCTYPE\s+[^\s\[<>"']+(?:\s+(?:PUBLIC|SYSTEM)(?:\s*(?:"[^"<>]*"|'[^'<>]*')){1,2})?\s*>""", re.I
)
"""A DOCTYPE that holds nothing: it names the root, and at most a DTD elsewhere."""

_GZIP = b"\x1f\x8b"
_MEMBER = b"PK\x01\x02"
_ENCRYPTED = 0x1 | 0x40 | 0x2000


def refuse_dtd(body: bytes) -> None:
    """Refuse XML with any DTD, in whatever encoding XML may come: entities eat memory and name files and addresses."""
    if any(found[1] for found in _DTD_OR_NONE.finditer(body.decode(_family(body), "replace"))):
        raise StructureBroken("xml-with-dtd")


def without_doctype(text: str) -> str:
    """XML text without the DOCTYPE that old feeds name RSS 0.91 with; one that holds anything is refused."""
    pieces, start = [], 0
    for found in _DTD_OR_NONE.finditer(text):
        if not found[1]:
            continue
        naming = _NAMING_DOCTYPE.match(text, found.start())
        if naming is None:
            raise StructureBroken("xml-with-dtd")
        pieces.append(text[start : naming.start()])
        start = naming.end()
    return "".join((*pieces, text[start:]))


def _family(body: bytes) -> str:
    """An encoding in which at least the signs of XML read as they are (XML 1.0, appendix F)."""
    for mark, encoding in _FAMILIES:
        if body.startswith(mark):
            return encoding
    zeros = [byte == 0 for byte in body[:4]]
    if zeros[1:] == [True, True, True]:
        return "utf-32-le"
    if zeros[:3] == [True, True, True]:
        return "utf-32-be"
    if zeros[:2] == [True, False]:
        return "utf-16-be"
    return "utf-16-le" if zeros[:2] == [False, True] else "latin-1"


def refuse_zip_bomb(body: bytes) -> None:
    """Unpack all of a zip once, keeping nothing, for a parser that unpacks by itself."""
    with _opened(body) as archive:
        for _ in _pieces(archive, len(body)):
            pass


def unzipped(body: bytes) -> dict[str, bytes]:
    """The members of a zip by their names; zips inside stay closed."""
    parts: dict[str, list[bytes]] = {}
    with _opened(body) as archive:
        for name, piece in _pieces(archive, len(body)):
            parts.setdefault(name, []).append(piece)
    return {name: b"".join(pieces) for name, pieces in parts.items()}


def gunzipped(body: bytes) -> bytes:
    """What comes out of gzip, all its members, counted as it comes out; a body that is no gzip stays as it is."""
    if not body.startswith(_GZIP):
        return body
    members, left, rest = [], MOST_UNZIPPED, body
    while rest.startswith(_GZIP):
        opened = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            members.append(opened.decompress(rest, left + 1))
        except zlib.error as error:
            raise StructureBroken("zip-unreadable", given=type(error).__name__) from None
        left -= len(members[-1])
        if left < 0:
            raise StructureBroken("zip-bomb", allowed=MOST_UNZIPPED)
        if not opened.eof:
            raise StructureBroken("page-cut")
        rest = opened.unused_data
    if rest.strip(b"\0"):  # some fill up the last block
        raise StructureBroken("zip-unreadable", given="bytes behind the end")
    return b"".join(members)


def _opened(body: bytes) -> ZipFile:
    if body.count(_MEMBER) > MOST_MEMBERS:
        raise StructureBroken("zip-bomb", allowed=MOST_MEMBERS)
    try:
        return ZipFile(io.BytesIO(body))
    except (BadZipFile, ValueError, NotImplementedError) as error:
        raise StructureBroken("zip-unreadable", given=type(error).__name__) from None


def _pieces(archive: ZipFile, size: int) -> Iterator[tuple[str, bytes]]:
    """(name, some bytes of it) of each member, an empty piece first; counted as they come out."""
    allowed = min(MOST_UNZIPPED, max(LITTLE, MOST_FOLD * size))
    came, names = 0, set()
    for member in archive.infolist():
        if member.filename in names:
            raise StructureBroken("zip-unreadable", given="doubled name")
        names.add(member.filename)
        yield member.filename, b""
        for piece in _pieces_of(archive, member):
            came += len(piece)
            if came > allowed:
                raise StructureBroken("zip-bomb", allowed=allowed)
            yield member.filename, piece


def _pieces_of(archive: ZipFile, member: ZipInfo) -> Iterator[bytes]:
    if member.flag_bits & _ENCRYPTED:
        raise StructureBroken("zip-unreadable", given="encrypted")
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):  # others unpack in blocks of any size
        raise StructureBroken("zip-unreadable", given=f"method {member.compress_type}")
    try:
        with archive.open(member) as opened:
            while piece := opened.read(PIECE):
                yield piece
    except (BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError) as error:
        raise StructureBroken("zip-unreadable", given=type(error).__name__) from None
