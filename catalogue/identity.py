"""Public ids, canonical JSON and hashes (records.md sections 1.1 and 6). Pure but for the randomness handed in.

An id is `d-7k3m-9x2z-3`: the prefix of the kind, 8 symbols of Crockford's base32 (40 random bits) and
a check character: the number that prefix and symbols write, mod 37. Draws whose check is above 31
are drawn again, so the check is always one of the 32 symbols.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from catalogue.errors import BadId, InvalidRecord, NotFound
from catalogue.persian.numbers import latin_digits
from catalogue.vocab import Kind

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
PREFIXES: Mapping[str, str] = {Kind.DATASET: "s", Kind.DECISION: "d", Kind.NOTICE: "n", "agency": "a"}
RESERVED_PREFIXES = "rqpt"
"""Later kinds: report, request, person, post. Their ids are well formed but not found yet."""

_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}
_SHAPE = re.compile(r"[sdna" + RESERVED_PREFIXES + r"][0-9a-z]{9}")
_BETWEEN = re.compile(r"[\s\-_\u200b-\u200f\u2010-\u2015\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_MISREAD = str.maketrans("oil", "011")

RandomBytes = Callable[[int], bytes]


def new_id(kind: str, random_bytes: RandomBytes) -> str:
    """A fresh id of this kind; `random_bytes(n)` gives n random bytes."""
    prefix = PREFIXES[kind]
    while True:
        number = int.from_bytes(random_bytes(5), "big")
        symbols = "".join(ALPHABET[number >> shift & 31] for shift in range(35, -1, -5))
        check = _write(prefix + symbols) % 37
        if check < 32:
            return f"{prefix}-{symbols[:4]}-{symbols[4:]}-{ALPHABET[check]}"


def read_id(text: str) -> str:
    """The id as we write it, however it was typed: capitals, no hyphens, o i l, Persian digits, blanks.

    Raises BadId when it looks like an id but its check character does not fit, NotFound when it is no id at all.
    """
    typed = latin_digits(text).strip().lower()
    plain = _BETWEEN.sub("", typed)
    if not _SHAPE.fullmatch(plain) or not any(c.isdigit() or c == "-" for c in typed):
        raise NotFound("record", text)
    prefix, rest = plain[0], plain[1:].translate(_MISREAD)
    if any(symbol not in _VALUES for symbol in rest) or _write(prefix + rest[:8]) % 37 != _VALUES[rest[8]]:
        raise BadId("record", text)
    return f"{prefix}-{rest[:4]}-{rest[4:8]}-{rest[8]}"


def key_of(record_id: str) -> int:
    """The number that prefix and symbols of an id write (45 bits): the index's sort key by id."""
    return _write(record_id[0] + record_id[2:6] + record_id[7:11])


def canonical_json(record: Mapping[str, Any]) -> str:
    """The text that is stored, hashed and served: a subset of RFC 8785.

    ASCII keys in order, no blanks, integers only, no null, no empty list or text, strings exactly as given.
    Raises InvalidRecord with the path of what breaks a rule.
    """
    if not _is_plain(record):
        _examine(record, "")
    text = _CANONICAL.encode(record)
    if "\\u0000" in text or not _is_utf8(text):
        _examine(record, "")
    return text


def sha256_hex(text: str | bytes) -> str:
    """SHA-256 of the bytes (of the UTF-8 form of a text), 64 hex digits."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def set_line(record_id: str, version_no: int, sha256: str) -> bytes:
    """What stands for a version in the hash of a set, which is that of all these lines, sorted."""
    return f"{record_id} {version_no} {sha256}\n".encode()


def commitment(salt: str, sha256: str) -> str:
    """What the log shows of a version: SHA-256(salt ‖ sha256), both given and returned as hex."""
    return sha256_hex(bytes.fromhex(salt) + bytes.fromhex(sha256))


def _write(symbols: str) -> int:
    number = 0
    for symbol in symbols:
        number = number * 32 + _VALUES[symbol]
    return number


def _is_plain(value: object) -> bool:
    """Whether a value surely breaks no rule but for what is in its texts. Each record passes here: no path is kept."""
    if type(value) is str:
        return bool(value)
    if type(value) is dict:
        for key, part in value.items():
            if not (type(key) is str and key.isascii() and _is_plain(part)):
                return False
        return bool(value)
    if type(value) is list or type(value) is tuple:
        return bool(value) and all(map(_is_plain, value))
    return type(value) is int or type(value) is bool


def _is_utf8(text: str) -> bool:
    """Whether a text has no lone surrogate."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _examine(value: object, path: str) -> None:
    if isinstance(value, str):
        _examine_text(value, path)
    elif isinstance(value, Mapping):
        _examine_mapping(value, path)
    elif isinstance(value, list | tuple):
        if not value:
            raise InvalidRecord(path, "an empty list is left out")
        for place, part in enumerate(value):
            _examine(part, f"{path}[{place}]")
    elif not isinstance(value, bool | int):
        raise InvalidRecord(path, f"{type(value).__name__} has no canonical form")


def _examine_mapping(value: Mapping[Any, Any], path: str) -> None:
    if not value:
        raise InvalidRecord(path, "an empty object is left out")
    for key, part in value.items():
        if not (isinstance(key, str) and key.isascii()):
            raise InvalidRecord(path, f"the key {key!r} is not ASCII")
        _examine(part, f"{path}.{key}" if path else key)


def _examine_text(value: str, path: str) -> None:
    if not value:
        raise InvalidRecord(path, "an empty text is left out")
    if "\0" in value or _SURROGATE.search(value):
        raise InvalidRecord(path, "NUL or a lone surrogate")
