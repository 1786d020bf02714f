"""Masks what is personal in a validated record, before anything of it is stored or found (records.md section 8). Pure.

What is personal is decided in personal/. Here: which texts of a record are looked at (all of them), what stands there
instead, and the list of masks, which holds places and never a value.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote, unquote

from catalogue.edges import without_found_edges
from catalogue.persian.letters import fold_key, map_key
from catalogue.personal.labels import BARRIER, Personal, Sign
from catalogue.personal.numbers import key_of
from catalogue.personal.texts import LONGEST_ADDRESS, Found, doubts, find, possible_doubts, worth_a_look

REPLACEMENTS: Mapping[Personal, str] = {
    Personal.NATIONAL_CODE: "[حذف‌شده: کد ملی]",
    Personal.IBAN: "[حذف‌شده: شمارهٔ شبا]",
    Personal.MOBILE: "[حذف‌شده: تلفن همراه]",
    Personal.HOME_ADDRESS: "[حذف‌شده: نشانی منزل]",
    Personal.NAME: "[حذف‌شده: نام]",
    Personal.WORDS: "[حذف‌شده]",
}

_ENCODED: Mapping[Personal, str] = {what: quote(mask) for what, mask in REPLACEMENTS.items()}
_MASK = re.compile("|".join(map(re.escape, (*REPLACEMENTS.values(), *_ENCODED.values()))))
_ADDRESS = re.compile(r"(?P<host>https?://[^\s/?#]+[/?#]?)\S*", re.IGNORECASE)
_MADE_BY_US = frozenset(("masks", "kind", "iso", "at", "jalali", "precision", "rule", "weekday", "agency", "currency"))
"""Keys whose values are no words of the publisher."""
_SHORT = 12
"""Characters within which nothing doubtful has room."""


@dataclass(frozen=True, slots=True)
class Exempt:
    """What a source file exempts. `public`: numbers of offices, as their digits (personal.numbers.key_of).

    `address_ids`: ten digits in an address of this source are an id of a page, unless something says otherwise.
    """

    public: frozenset[str] = frozenset()
    address_ids: bool = False

    @classmethod
    def of(cls, numbers: tuple[str, ...] = (), *, address_ids: bool = False) -> Exempt:
        """From numbers in any writing."""
        return cls(frozenset(map(key_of, numbers)), address_ids)


@dataclass(frozen=True, slots=True)
class Finding:
    """A mask (`span` in the masked text) or, without a span, a doubt that a person should settle. Never a value.

    `what` is a Personal or one of address, salutation, account, minor; `rule` says by what it is known.
    """

    path: str
    what: str
    rule: str
    span: tuple[int, int] | None = None

    def as_mask(self) -> dict[str, Any]:
        """As it stands in the record."""
        return {"path": self.path, "span": list(self.span or ()), "class": str(self.what), "rule": str(self.rule)}


@dataclass(frozen=True, slots=True)
class Masked:
    """The record with `masks` (none when there are none), and what was found in it this time."""

    record: dict[str, Any]
    findings: tuple[Finding, ...]


NOTHING_EXEMPT = Exempt()

Look = Callable[[str, str], list[Found]]
"""What is to be masked in a text at a path."""


def mask(record: Mapping[str, Any], exempt: Exempt = NOTHING_EXEMPT) -> Masked:
    """Mask every text of a record, wherever it stands. The given one stays as it is; a masked one gives itself."""
    words = _all_texts(record)
    masking = _Masking(partial(_look_at, exempt), possible_doubts(words))
    if not masking.possible and not worth_a_look(words):
        return Masked(dict(record), ())
    return _masked(record, masking)


def redact_text(text: str, words: str, what: Personal) -> str:
    """The text without these words, as in `redact`."""
    return _replaced(text, _look_for(_pattern_of(words), what, text, ""))[0]


def redact(record: Mapping[str, Any], words: str, what: Personal) -> Masked:
    """Mask these words wherever they stand as whole words, whatever letters and joiners they were typed with.

    Of an address that holds them everything after the host. No findings: they stand nowhere.
    """
    return _masked(record, _Masking(partial(_look_for, _pattern_of(words), what), ()))


def _pattern_of(words: str) -> re.Pattern[str]:
    """Whole words in folded text, also with an ending, however they are joined: by blanks, hyphens, `_` or not."""
    letters = re.sub(r"[\W_]", "", fold_key(words))
    if not letters:
        return re.compile("(?!)")  # of marks alone nothing is left, and that stands nowhere
    joined = r"[\W_]{0,3}".join(letters)
    return re.compile(rf"(?<![^\W_]){joined}(?:[\W_]?(?:ها|های|ی|ان))?(?![^\W_])")


def _masked(record: Mapping[str, Any], masking: _Masking) -> Masked:
    for known in record.get("masks", ()):
        masking.known.setdefault(known["path"], []).append(known)
    made: dict[str, Any] = masking.walk(record, "")
    masks = [finding.as_mask() for finding in masking.findings if finding.span]
    masks += [dict(one) for ones in masking.known.values() for one in ones]
    made.pop("masks", None)
    if masks:
        made["masks"] = sorted(masks, key=lambda one: (one["path"], one["span"]))
    return Masked(made, tuple(masking.findings))


def mask_text(text: str, exempt: Exempt = NOTHING_EXEMPT) -> str:
    """The text with masks in the place of what is personal; of an address, percent-encoded ones."""
    return _replaced(text, _look(text, exempt, unlabelled=True))[0]


def is_redaction(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether a record differs from an older one by its masks only, whoever set them."""
    masks = new.get("masks", ())
    if len(masks) <= len(old.get("masks", ())):
        return False
    spans: dict[str, list[list[int]]] = {}
    for one in masks:
        spans.setdefault(one["path"], []).append(one["span"])
    return _is_covered(_without_masks(old), _without_masks(new), "", spans)


def _all_texts(record: Mapping[str, Any]) -> str:
    """Every text of a record in one, for the first look: most records hold nothing that needs a second."""
    texts: list[str] = []
    waiting: list[Any] = [record]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, dict):
            waiting += [part for key, part in value.items() if key not in _MADE_BY_US]
        elif isinstance(value, list | tuple):
            waiting += value
    return "\nx\n".join(texts)  # no number reaches over a letter


class _Masking:
    """One record on its way."""

    def __init__(self, look: Look, possible: tuple[str, ...]) -> None:
        self._look, self.possible = look, possible
        self.known: dict[str, list[dict[str, Any]]] = {}
        self.findings: list[Finding] = []

    def walk(self, value: Any, path: str) -> Any:
        """The value with masks."""
        if isinstance(value, str):
            return self._text(value, path)
        if isinstance(value, dict):
            return self._members(value, path)
        if isinstance(value, list | tuple):
            return [self.walk(part, f"{path}[{place}]") for place, part in enumerate(value)]
        return value

    def _members(self, value: Mapping[str, Any], path: str) -> dict[str, Any]:
        made = {
            key: part if key in _MADE_BY_US else self.walk(part, f"{path}.{key}" if path else key)
            for key, part in value.items()
        }
        if path.startswith("amounts") and made.get("raw") != value.get("raw"):
            made.pop("value", None)  # it was read from what is masked
        return made

    def _text(self, text: str, path: str) -> str:
        found = self._look(text, path)
        if not found:
            return self._doubtful(text, path)
        masked, spans = _replaced(text, found)
        self.findings += [Finding(path, one.what, one.rule, span) for one, span in zip(found, spans, strict=True)]
        if any(one.what is Personal.HOME_ADDRESS and one.end - one.start >= LONGEST_ADDRESS for one in found):
            self.findings.append(Finding(path, "address", "doubt"))
        grown = [(one.end, span[1] - one.end) for one, span in zip(found, spans, strict=True)]
        self.known[path] = [_moved(one, grown) for one in self.known.get(path, ())]
        return self._doubtful(masked, path)

    def _doubtful(self, text: str, path: str) -> str:
        possible = possible_doubts(text) if self.possible and len(text) > _SHORT else ()
        self.findings += [Finding(path, name, "doubt") for name in doubts(text, possible)]
        return text


def _moved(known: Mapping[str, Any], grown: Sequence[tuple[int, int]]) -> dict[str, Any]:
    """An earlier mask, behind new ones; `grown` are (end of what was replaced, how far it moved the text), in order."""
    start, end = known["span"]
    before = bisect_right(grown, start, key=lambda place: place[0])
    by = grown[before - 1][1] if before else 0
    return {**known, "span": [start + by, end + by]}


def _look_at(exempt: Exempt, text: str, path: str) -> list[Found]:
    """What is personal in the text at a path."""
    is_id = exempt.address_ids and (path.startswith("files[") or _ADDRESS.fullmatch(text) is not None)
    return _look(text, exempt, unlabelled=not is_id and not path.startswith("amounts"))


def _look_for(pattern: re.Pattern[str], what: Personal, text: str, path: str) -> list[Found]:
    """Where these folded words stand in the text at a path."""
    if (address := _ADDRESS.fullmatch(text)) is not None:
        is_in_it = pattern.search(fold_key(unquote(text)))
        return [Found(address.end("host"), len(text), what, Sign.COMMAND)] if is_in_it else []
    places = map_key(text)
    spans = (places.span(*found.span()) for found in pattern.finditer(fold_key(text)))
    return [Found(start, end, what, Sign.COMMAND) for start, end in spans]


def _look(text: str, exempt: Exempt, *, unlabelled: bool) -> list[Found]:
    """What is to be masked; masks that stand there already are no text."""
    if not worth_a_look(text):
        return []
    if "[" in text or "%5B" in text:
        text = _MASK.sub(lambda known: BARRIER * len(known.group()), text)
    return find(text, exempt.public.__contains__, unlabelled)


def _replaced(text: str, found: Sequence[Found]) -> tuple[str, list[tuple[int, int]]]:
    """The masked text and where the masks stand in it."""
    replacements = _ENCODED if _ADDRESS.fullmatch(text) else REPLACEMENTS
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    done = length = 0
    for one in found:
        kept, put = text[done : one.start], replacements[one.what]
        spans.append((length + len(kept), length + len(kept) + len(put)))
        pieces += [kept, put]
        done, length = one.end, spans[-1][1]
    return "".join((*pieces, text[done:])), spans


# ---------- two versions ----------


def _without_masks(record: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is found in its texts, too: those places move with the masks."""
    return {key: value for key, value in without_found_edges(record).items() if key != "masks"}


def _is_covered(old: Any, new: Any, path: str, spans: Mapping[str, list[list[int]]]) -> bool:
    """Whether the new value is the old one but for what its masks cover."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        gone = set(old) - set(new)
        read_from_it = {"value"} if path.startswith("amounts") and f"{path}.raw" in spans else set()
        return (
            set(new) <= set(old)
            and gone <= read_from_it
            and all(_is_covered(old[key], part, f"{path}.{key}" if path else key, spans) for key, part in new.items())
        )
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = enumerate(zip(old, new, strict=True))
        return all(_is_covered(one, other, f"{path}[{place}]", spans) for place, (one, other) in pairs)
    if isinstance(old, str) and isinstance(new, str) and path in spans:
        return _is_shown_as(old, new, spans[path])
    return bool(old == new)


def _is_shown_as(old: str, new: str, spans: Sequence[Sequence[int]]) -> bool:
    """Whether the old text gives the new one when something is masked at these spans; in time linear in the length."""
    pieces, done = [], 0
    for start, end in sorted(map(tuple, spans)):
        pieces.append(new[done:start])
        done = end
    if not old.startswith(pieces[0]):
        return False
    at = len(pieces[0])
    for piece in pieces[1:]:
        place = old.find(piece, at + 1)  # something stood where the mask is
        if place < 0:
            return False
        at = place + len(piece)
    return old.endswith(new[done:]) and len(old) - len(new[done:]) > at
