"""Bytes -> text, by a ladder: byte order mark, declared charset, strict UTF-8, windows-1256 (harvesting.md section 5).

Parsers only ever see text that was decoded here: no NUL, and no lone surrogates, as these codecs never make any.
What had to be replaced is a problem with its count, never an error.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import Protocol

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_META_WITHIN = 2_048
_CHARSETS = re.compile(
    r"utf-(8|16|32)(-\w+)?|ascii|cp\d+|iso8859-\d+|koi8-\w|mac-\w+|tis-620|gb\w+|big5\w*|euc_\w+|shift_jis\w*"
)
_LAST = "windows-1256"


class Encoded(Protocol):
    """What of a document counts here; catalogue.archive.Document has it."""

    @property
    def body(self) -> bytes:
        """As it came."""

    @property
    def media_type(self) -> str:
        """In lower case."""

    @property
    def charset(self) -> str | None:
        """As the header declares it."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the charset it was read in, and problems: code -> how many characters (0: does not count)."""

    text: str
    charset: str
    problems: dict[str, int] = field(default_factory=dict)


def decode(document: Encoded, encoding: str | None = None) -> Decoded:
    """The text of a document; `encoding` is what the source file says when the publisher declares falsely."""
    body = document.body
    for mark, charset in _MARKS:
        if body.startswith(mark):
            return _clean(body, charset)
    declared = known_charset(encoding) or known_charset(document.charset or _declared_inside(document))
    if declared is None or declared == "utf-8":
        return _clean(body, "utf-8" if declared or _is_utf8(body) else _LAST)
    if encoding is None and not body.isascii() and _is_utf8(body):
        decoded = _clean(body, "utf-8")
        return Decoded(decoded.text, "utf-8", {**decoded.problems, "charset-mismatch": 0})
    return _clean(body, declared)


def _declared_inside(document: Encoded) -> str | None:
    found = _META.search(document.body[:_META_WITHIN]) if "html" in document.media_type else None
    return found.group(1).decode() if found else None


def known_charset(name: str | None) -> str | None:
    """Python's name of a charset that web pages come in, or None; its other codecs (idna, base64) are no charsets."""
    try:
        codec = codecs.lookup(name).name if name else ""
    except (LookupError, ValueError):
        return None
    return codec if _CHARSETS.fullmatch(codec) else None


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _clean(body: bytes, charset: str) -> Decoded:
    try:
        text, undecodable = body.decode(charset), 0
    except UnicodeError:
        text = body.decode(charset, errors="replace")
        undecodable = text.count("\ufffd")
    problems = {"undecodable": undecodable} if undecodable else {}
    if "\0" in text:
        problems["bad-characters"] = text.count("\0")
        text = text.replace("\0", "\ufffd")
    return Decoded(text, charset, problems)
