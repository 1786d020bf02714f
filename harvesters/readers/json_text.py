"""JSON as it comes from publishers -> plain trees, one element at a time, so that a long list is never one tree.

For all forms that are JSON inside: JSON, JSON Lines, data.json, JSON Feed. A number stays the text that was printed: so
no amount is rounded, 1e309 is not infinite, and 5 and "5" are one key. NaN and Infinity, which JSON has not, are
nothing. Of a key that stands twice in an object the last counts, as it does on the publisher's own pages.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from json.decoder import JSONDecodeError
from typing import Any

from harvesters.decode import Received, decode, is_clean
from harvesters.errors import StructureBroken
from harvesters.readers.trees import Broken, Step

MOST_LEVELS = 50
"""Of lists and maps one in the other."""

Walk = Generator[Any, None, int]
"""Gives trees, and at last the place in the text after what was read."""

_BLANK = re.compile(r"[ \t\n\r]*")
_SUSPECT = re.compile(r"\\u(?:0000|[dD][89a-fA-F]|[fF][dD][dDeE]|[fF]{3}[eEfF])")
_ESCAPE = re.compile(
    r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
    r"|u(0000|[dD][89a-fA-F][0-9a-fA-F]{2}|[fF][dD][dDeE][0-9a-fA-F]|[fF]{3}[eEfF])"
    r"|[^u])"
)
_TOO_LONG = "more after the end"
_CUT_WITHIN = 6
"""Characters of the longest thing that may stand cut at the end and is no text: an escape."""


class JsonText:
    """One document. `problems` (code -> count) and `frame` are whole once its elements are used up.

    The frame is what stands around the rows: the maps on the way to them, without the rows.
    """

    def __init__(self, body: bytes, question: Mapping[str, Any], encoding: str | None) -> None:
        decoded = decode(Received(body, question["media_type"], question["charset"]), encoding)
        text, escaped = _without_escapes(decoded.text.removeprefix("\ufeff"))
        self.text, self.charset = text, decoded.charset
        self.problems = Counter(decoded.problems)
        if escaped:
            self.problems["bad-characters"] += escaped
        self.frame: dict[str, Any] = {}
        self.has_rows = False  # whether there was anything where the rows should be
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object, parse_float=str, parse_int=str, parse_constant=self._constant, strict=False
        )

    def elements(self, steps: tuple[Step, ...]) -> Iterator[Any]:
        """The trees at the end of a path, lists taken apart; without steps those of the document itself.

        Raises StructureBroken: `json-broken` at what is no JSON, `page-cut` where the text ends before its time, and
        `page-too-deep`. What was whole before was given.
        """
        try:
            end = yield from self._at(self._skip(0), steps, self.frame)
            end = self._skip(end)
            if end < len(self.text):
                raise JSONDecodeError(_TOO_LONG, self.text, end)
        except JSONDecodeError as error:
            raise self._broken(error) from None
        except RecursionError:
            raise StructureBroken("page-too-deep", allowed=MOST_LEVELS) from None

    def element(self, begin: int, end: int) -> Any:
        """The one tree of a part of the text; raises JSONDecodeError, RecursionError, StructureBroken."""
        at = self._skip(begin)
        tree, at = self._value(at)
        if self._skip(at) < end:
            raise JSONDecodeError(_TOO_LONG, self.text, at)
        return tree

    # ---------- walking: each gives the place after what it read ----------

    def _at(self, at: int, steps: tuple[Step, ...], frame: dict[str, Any]) -> Walk:
        opened = self.text[at : at + 1]
        if opened == "[":
            return (yield from self._list(at + 1, steps))
        if steps and steps[0] == 0:  # the first of a single thing is itself
            return (yield from self._at(at, steps[1:], frame))
        if steps and isinstance(steps[0], str) and opened == "{":
            return (yield from self._map(at + 1, steps, frame))
        tree, at = self._value(at)
        self.has_rows = self.has_rows or tree is None or not steps
        if not steps and tree is not None:
            yield tree
        return at

    def _list(self, at: int, steps: tuple[Step, ...]) -> Walk:
        """Each element in turn; a path goes on in each of them, or in the one whose place it names."""
        rest = steps if steps and isinstance(steps[0], str) else steps[1:]
        wanted = steps[0] if steps and isinstance(steps[0], int) else None
        at, place = self._skip(at), 0
        if self.text[at : at + 1] == "]":
            self.has_rows = True
            return at + 1
        while True:
            if wanted is None or place == wanted:
                at = yield from self._one_of(at, rest)
            else:
                _, at = self._value(at)
            at, ended = self._after(at, "]")
            if ended:
                return at
            place += 1

    def _one_of(self, at: int, rest: tuple[Step, ...]) -> Walk:
        """One element of a list; null is one too, and no record."""
        if rest or self.text[at : at + 1] == "[":
            return (yield from self._at(at, rest, {}))
        self.has_rows = True
        tree, end = self._decoder.raw_decode(self.text, at)
        is_deeper = _is_deeper(self.text, at, end, tree)
        yield (
            Broken("row-far-too-deep", None, self.text[at : at + 1_000], {"allowed": MOST_LEVELS})
            if is_deeper
            else tree
        )
        return end

    def _map(self, at: int, steps: tuple[Step, ...], frame: dict[str, Any]) -> Walk:
        """What stands under the next key of the path; all else becomes part of the frame."""
        at = self._skip(at)
        if self.text[at : at + 1] == "}":
            return at + 1
        met: set[str] = set()
        while True:
            key, at = self._key(at)
            self.problems["doubled-key"] += key in met
            met.add(key)
            if key == steps[0]:
                frame[key] = inner = dict[str, Any]()
                at = yield from self._at(at, steps[1:], inner)
            else:
                frame[key], at = self._value(at)
            at, ended = self._after(at, "}")
            if ended:
                return at

    def _key(self, at: int) -> tuple[str, int]:
        if self.text[at : at + 1] != '"':
            raise JSONDecodeError("no key", self.text, at)
        key, at = self._decoder.raw_decode(self.text, at)
        at = self._skip(at)
        if self.text[at : at + 1] != ":":
            raise JSONDecodeError("no colon", self.text, at)
        return key, self._skip(at + 1)

    def _after(self, at: int, closing: str) -> tuple[int, bool]:
        """The place of the next element, or the one after the end."""
        at = self._skip(at)
        found = self.text[at : at + 1]
        if found == closing:
            return at + 1, True
        if found != ",":
            raise JSONDecodeError("no comma", self.text, at)
        return self._skip(at + 1), False

    def _value(self, at: int) -> tuple[Any, int]:
        tree, end = self._decoder.raw_decode(self.text, at)
        if _is_deeper(self.text, at, end, tree):
            raise StructureBroken("page-too-deep", allowed=MOST_LEVELS)
        return tree, end

    def _skip(self, at: int) -> int:
        found = _BLANK.match(self.text, at)
        return found.end() if found else at

    # ---------- what is not as it should be ----------

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            self.problems["doubled-key"] += len(pairs) - len(made)
        return made

    def _constant(self, _name: str) -> None:
        self.problems["not-a-number"] += 1

    def _broken(self, error: JSONDecodeError) -> StructureBroken:
        """Cut when it ends in the middle of a text, or at the very end."""
        is_at_end = len(self.text) - error.pos < _CUT_WITHIN and error.msg != _TOO_LONG
        if error.pos > 0 and (is_at_end or error.msg.startswith("Unterminated string")):
            return StructureBroken("page-cut")
        return StructureBroken("json-broken", line=error.lineno, column=error.colno)


def _is_deeper(text: str, begin: int, end: int, tree: Any) -> bool:
    """Whether a tree has too many levels; few brackets cannot make many."""
    if text.count("[", begin, end) + text.count("{", begin, end) <= MOST_LEVELS:
        return False
    level = [tree]
    for _ in range(MOST_LEVELS):
        level = [inner for node in level for inner in _below(node)]
    return any(isinstance(node, dict | list) for node in level)


def _below(node: Any) -> Iterator[Any]:
    if isinstance(node, dict):
        yield from node.values()
    elif isinstance(node, list):
        yield from node


def _without_escapes(text: str) -> tuple[str, int]:
    """The text with escapes of what no text may hold (decode.py) replaced, and how many they were."""
    found = 0

    def replaced(escape: re.Match[str]) -> str:
        nonlocal found
        high, low, single = escape.groups()
        if single is None and high is None:
            return escape[0]
        if high is not None:
            character = chr(0x10000 + (int(high, 16) - 0xD800) * 0x400 + int(low, 16) - 0xDC00)
        else:
            character = chr(int(single, 16))
        if is_clean(character):
            return escape[0]
        found += 1
        return "\\ufffd"

    return (_ESCAPE.sub(replaced, text), found) if _SUSPECT.search(text) else (text, 0)
