"""Bytes -> text, by a ladder: byte order mark, declared charset, strict UTF-8, windows-1256 (harvesting.md section 5).

Parsers only ever see text that was decoded here: no NUL, no lone surrogate and no noncharacter, neither as such nor as
a reference (`&#xD800;`). What had to be replaced is a problem with its count, never an error. Text that was encoded
twice is the publisher's mistake and stays as it is.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_INSIDE = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_:.-]{1,40})"
    rb"|^\s{0,9}<\?xml[^>]{0,100}?encoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9_:.-]{1,40})",
    re.IGNORECASE,
)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_DECLARED_WITHIN = 2_048
_CHARSETS = re.compile(
    r"utf-(8|16|32)(-[bl]e|-sig)?|ascii|cp\d+|iso8859-\d+|koi8-\w|mac-\w+|tis-620|gb\w+|big5\w*|euc_\w+|shift_jis\w*"
)
_WIDE = ("utf-16", "utf-32")
_LAST = "windows-1256"

_NONCHARACTERS = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_FORBIDDEN = re.compile(f"[\\0\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]")
_SUSPECT = re.compile("[\0\ud800-\U0010ffff]")
"""Nearly no text has one of these, and this is found thirty times as fast as what is forbidden among them."""
_REFERENCE = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]+)|0*([0-9]+));?")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_HIGH_BYTES = frozenset((0x00, 0x06, 0x20, 0xFB, 0xFE))
"""What a Persian text has above its letters, blanks, joiners and presentation forms in UTF-16."""
_LETTERS = re.compile("[\u0621-\u064a\u067e-\u06d2]")
_FEWEST_FALSE = 20
"""A page in another charset has hundreds of bytes that are no UTF-8; so few can be damage."""


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


class Received(NamedTuple):
    """A document as a reader gets it."""

    body: bytes
    media_type: str
    charset: str | None


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the charset it was read in, and problems: code -> how many characters (0: does not count)."""

    text: str
    charset: str
    problems: dict[str, int] = field(default_factory=dict)


def decode(document: Encoded, encoding: str | None = None) -> Decoded:
    """The text of a document; `encoding` is what the source file says when the publisher declares falsely."""
    body = document.body
    marked = next((charset for mark, charset in _MARKS if body.startswith(mark)), None)
    chosen = marked or known_charset(encoding)
    if chosen is not None:
        return _clean(document, chosen)
    declared = known_charset(document.charset) or _declared_inside(document)
    charset = _true_charset(body, declared)
    decoded = _clean(document, charset)
    if declared is None or charset.startswith(declared) or (body.isascii() and charset == "utf-8"):
        return decoded
    return Decoded(decoded.text, charset, {**decoded.problems, "charset-mismatch": 0})


def known_charset(name: str | None) -> str | None:
    """Python's name of a charset that web pages come in, or None; its other codecs (idna, base64) are no charsets."""
    try:
        codec = codecs.lookup(name).name if name else ""
    except (LookupError, ValueError):
        return None
    return codec if _CHARSETS.fullmatch(codec) else None


def is_clean(text: str) -> bool:
    """Whether a text holds no NUL, no lone surrogate and no noncharacter."""
    return _SUSPECT.search(text) is None or _FORBIDDEN.search(text) is None


def replace_forbidden(text: str) -> tuple[str, int]:
    """The text with a sign in the place of each character that no text may hold, and how many they were."""
    if (text.isascii() and "\0" not in text) or not _SUSPECT.search(text):
        return text, 0
    return _FORBIDDEN.subn("\ufffd", text)


def cleaned(text: str) -> str:
    """A text that came by another way than `decode`, as by the escapes of JSON, without what no text may hold."""
    return _FORBIDDEN.sub("\ufffd", text)


def _declared_inside(document: Encoded) -> str | None:
    """The charset a page or XML text says of itself; one that could not be read so before it was known means UTF-8."""
    if not ("html" in document.media_type or "xml" in document.media_type or not document.media_type):
        return None
    for found in _INSIDE.finditer(_COMMENT.sub(b"", document.body[:_DECLARED_WITHIN])):
        charset = known_charset((found[1] or found[2]).decode())
        if charset is not None:
            return "utf-8" if charset.startswith(_WIDE) else charset
    return None


def _true_charset(body: bytes, declared: str | None) -> str:
    """The declared charset unless the bytes show that it is false; without one the rest of the ladder."""
    if declared is not None and declared.startswith(_WIDE):
        is_false = _is_utf8(body) and not _CONTROLS.search(body)
        return "utf-8" if is_false else _with_order(body, declared)
    if (wide := _obvious_wide(body)) is not None:
        return wide
    if declared is None:
        return "utf-8" if _is_utf8(body) else _LAST
    if declared == "utf-8":
        return _LAST if _is_persian_in_1256(body) else declared
    return "utf-8" if not body.isascii() and _is_utf8(body) else declared


def _with_order(body: bytes, declared: str) -> str:
    """UTF-16 without a mark is read in the order that its bytes show, else from the small end as browsers do."""
    if declared == "utf-16":
        return _obvious_wide(body) or "utf-16-le"
    return "utf-32-le" if declared == "utf-32" else declared


def _obvious_wide(body: bytes) -> str | None:
    """UTF-16 that nobody declared: nearly every second byte is one of few, and it reads without an error; or UTF-32,
    two of whose four bytes are always zero."""
    head = body[: _DECLARED_WITHIN // 2 * 2]
    if len(head) < 8 or b"\0" not in head:
        return None
    for charset, upper in (("utf-32-le", (2, 3)), ("utf-32-be", (0, 1))):
        if not any(any(head[place::4]) for place in upper) and _decodes(body, charset):
            return charset
    for charset, high, low in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if _share(high) >= 0.9 > 0.5 > _share(low) and _decodes(body, charset):
            return charset
    return None


def _share(high: bytes) -> float:
    return sum(byte in _HIGH_BYTES for byte in high) / len(high)


def _is_utf8(body: bytes) -> bool:
    return _decodes(body, "utf-8")


def _decodes(body: bytes, charset: str) -> bool:
    try:
        body.decode(charset)
    except UnicodeError:
        return False
    return True


def _is_persian_in_1256(body: bytes) -> bool:
    """Whether bytes that should be UTF-8 are false in bulk and are Persian letters in windows-1256.

    Good UTF-8 with some damage has far more right characters than wrong ones; what is no text at all is not mainly
    letters.
    """
    if _is_utf8(body):
        return False
    text = body.decode("utf-8", errors="replace")
    false = text.count("\ufffd")
    right = sum(not character.isascii() for character in text) - false
    if false < _FEWEST_FALSE or false <= right:
        return False
    high = bytes(byte for byte in body if byte >= 0x80).decode(_LAST)
    return len(_LETTERS.findall(high)) >= 0.75 * len(high)


def _clean(document: Encoded, charset: str) -> Decoded:
    body = document.body
    try:
        text, undecodable = body.decode(charset), 0
    except UnicodeError:
        text = body.decode(charset, errors="replace")
        undecodable = text.count("\ufffd")
    problems = {"undecodable": undecodable} if undecodable else {}
    text, forbidden = replace_forbidden(text)
    if "html" in document.media_type or not document.media_type:
        text, referred = _without_references(text)
        forbidden += referred
    if forbidden:
        problems["bad-characters"] = forbidden
    return Decoded(text, charset, problems)


def _without_references(text: str) -> tuple[str, int]:
    """The text with references to what no text may hold replaced, and how many they were."""
    found = 0

    def replaced(reference: re.Match[str]) -> str:
        nonlocal found
        digits = (reference[1] or reference[2])[:8]  # so many are beyond the last character already
        code = int(digits, 16 if reference[1] else 10)
        if code <= 0x10FFFF and not _FORBIDDEN.match(chr(code)):
            return reference[0]
        found += 1
        return "\ufffd"

    return _REFERENCE.sub(replaced, text) if "&#" in text else text, found
