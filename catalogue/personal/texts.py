"""What is personal in one text, as spans of it.

Looked for in the folded text, so digits, letters and joiners of all kinds are one, and once more with percent-encoded
bytes decoded. Not here: what tells numbers apart (numbers.py), what stands in their place (privacy.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import accumulate

from catalogue.persian.letters import ZWNJ, fold_search, is_even, map_search
from catalogue.personal.broken import broken
from catalogue.personal.labels import (
    ADDRESS_END,
    ANSWER,
    BARRIER,
    CARRIES_ON,
    DEFINITION,
    DOUBTS,
    GROUP,
    HOME,
    LABEL,
    PLACE,
    RESIDENCE,
    STREET,
    Personal,
    Sign,
)
from catalogue.personal.numbers import Hit, Numbers

LONGEST_ADDRESS = 200
"""Characters of a line or sentence of an address; one so long was perhaps cut, or is none."""
FEW_WORDS = 6
"""A sentence has more."""

_LOOK = re.compile(r"\d(?:[\W_ـ]{0,4}\d){9}|\d{8}")
_DIGITS = re.compile(r"[0-9](?:[\W_]{0,4}[0-9]){7}")
"""Without so many digits near each other there is no number in a folded text (numbers.py, broken.py)."""
_HOME_HINTS = ("منزل", "خانه", "سکونت", "سكونت", "اقامت", "address", "Address", "ADDRESS")
_RESIDES = ("سکونت", "سكونت", "اقامت", "ساکن", "ساكن")
_DOUBT_HINTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "address": (("نشان", "آدرس", *_RESIDES), ("متقاض", "خواهان", "خوانده", "شاک", "شاك", *_RESIDES)),
    "account": (("حساب", "سپرده", "کارت", "كارت"), ("شمار",)),
    "minor": (("صغیر", "صغير", "صغار", "طفل", "ودک", "ودك", "خردسال", "نابالغ", "آموز"), ("نام", "آقا", "خانم")),
    "salutation": (("جناب", "خانم"), ("درخواست", "تقاضا", "شکا", "شكا", "متقاض")),
}
"""Of each of both a word must stand in a text before it is folded and searched."""
_OPENING = re.compile(rf"[ \t{ZWNJ}]*([:：=])?[ \t{ZWNJ}]*(?:\n[ \t{ZWNJ}]*){{0,2}}")
_REST_OF_WORD = re.compile(r"\S{0,40}")
_BETWEEN_PARTS = re.compile(rf"[\s.؛;،,{ZWNJ}]*")
_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
ENDS_ADDRESS = ("national", "mobile", "iban")


@dataclass(frozen=True, slots=True)
class Found:
    """A part text[start:end] of the text."""

    start: int
    end: int
    what: Personal
    rule: Sign


def worth_a_look(text: str) -> bool:
    """Whether something may be found at all: enough digits in one place, or a word. Cheap."""
    return (
        _LOOK.search(text) is not None
        or _has_any(text, _HOME_HINTS)
        or ("%" in text and _ENCODED.search(text) is not None)
    )


def possible_doubts(text: str) -> tuple[str, ...]:
    """Which doubts may stand in a text. Cheap."""
    return tuple(
        name for name, (some, others) in _DOUBT_HINTS.items() if _has_any(text, some) and _has_any(text, others)
    )


def _has_any(text: str, words: Sequence[str]) -> bool:
    for word in words:  # noqa: SIM110  # every text of every record passes here: any() costs three times as much
        if word in text:
            return True
    return False


def doubts(text: str, possible: Sequence[str]) -> Iterator[str]:
    """What a person should look at: address, account, minor; salutation, in an answer to a request."""
    plain = fold_search(text) if possible else ""
    for name in possible:
        if DOUBTS[name].search(plain) and (name != "salutation" or ANSWER.search(plain)):
            yield name


def find(text: str, is_public: Callable[[str], bool], unlabelled: bool) -> list[Found]:
    """All that is found, in order, without overlaps. `unlabelled`: whether ten digits without a label count.

    `is_public` tells of the digits of a number whether it may be shown. What is found is blanked and the rest looked
    at again until nothing comes up, so a second look at the masked text finds nothing either.
    """
    found: list[Found] = []
    while True:
        new: list[Found] = []
        for view in _views(text):
            hits = [*_addresses(view.plain)] or [*_numbers(view.plain, is_public, unlabelled)]
            new = [Found(*view.span(start, end), what, rule) for start, end, what, rule in hits]
            if new:
                break
        if not new:
            return sorted(found, key=lambda one: one.start)
        found += new
        text = _blanked(text, new)


def _numbers(plain: str, is_public: Callable[[str], bool], unlabelled: bool) -> list[Hit]:
    if not _DIGITS.search(plain):
        return []
    return [*broken(plain, is_public, unlabelled)] or [*Numbers(plain, is_public, unlabelled).all()]


def _blanked(text: str, found: Sequence[Found]) -> str:
    """The text with barriers in the place of what was found."""
    pieces, done = [], 0
    for one in sorted(found, key=lambda one: one.start):
        pieces += [text[done : one.start], BARRIER * (one.end - one.start)]
        done = one.end
    return "".join((*pieces, text[done:]))


@dataclass(frozen=True, slots=True)
class _View:
    """The folded text, and the way back to the given one."""

    plain: str
    span: Callable[[int, int], tuple[int, int]]


def _views(text: str) -> Iterator[_View]:
    yield _folded(text)
    if "%" in text and _ENCODED.search(text):
        decoded, starts = _decoded(text)
        inner = _folded(decoded)
        yield _View(inner.plain, lambda start, end: _through(inner.span(start, end), starts))


def _folded(text: str) -> _View:
    if is_even(text):
        return _View(fold_search(text), lambda start, end: (start, end))
    places = cache(partial(map_search, text))  # mostly nothing is found, and nobody asks where
    return _View(fold_search(text), lambda start, end: places().span(start, end))


def _through(span: tuple[int, int], starts: Sequence[int]) -> tuple[int, int]:
    return starts[span[0]], starts[span[1]]


def _decoded(text: str) -> tuple[str, list[int]]:
    """The text with percent-encoded bytes decoded, also those encoded twice, and where each character began."""
    starts = list(range(len(text) + 1))
    for _ in range(3):
        pieces: list[str] = []
        places: list[int] = []
        done = 0
        for run in _ENCODED.finditer(text):
            pieces.append(text[done : run.start()])
            places += starts[done : run.start()]
            characters = bytes.fromhex(run.group().replace("%", "")).decode(errors="surrogateescape")
            widths = [3 * len(character.encode(errors="surrogateescape")) for character in characters]
            ends = list(accumulate(widths, initial=run.start()))
            places += [starts[end] for end in ends[:-1]]
            pieces.append(characters)
            done = run.end()
        if not done:
            break
        text, starts = "".join((*pieces, text[done:])), [*places, *starts[done:]]
    return text, starts


# ---------- addresses ----------


def _addresses(plain: str) -> Iterator[Hit]:
    done = 0
    if not _has_any(plain, _HOME_HINTS):
        return
    for label in HOME.finditer(plain):
        if label.start() < done:
            continue
        start, end = _address_after(plain, label)
        if end > start:
            done = end
            yield start, end, Personal.HOME_ADDRESS, Sign.LABELLED


def _end_of_address(plain: str, start: int) -> int:
    """The end of the line or sentence, or of the word at which it is cut for its length."""
    stop = ADDRESS_END.search(plain, start, start + LONGEST_ADDRESS)
    if stop or len(plain) <= start + LONGEST_ADDRESS:
        return stop.start() if stop else len(plain)
    word = _REST_OF_WORD.match(plain, start + LONGEST_ADDRESS)
    return word.end() if word else start + LONGEST_ADDRESS


def _address_after(plain: str, label: re.Match[str]) -> tuple[int, int]:
    opening = _OPENING.match(plain, label.end())
    colon, start = (opening[1], opening.end()) if opening else (None, label.end())
    end = _end_of_address(plain, start)
    while (following := _BETWEEN_PARTS.match(plain, end)) and CARRIES_ON.match(plain, following.end()):
        end = _end_of_address(plain, following.end())  # it goes on in the next line or sentence
        if end - start > 2 * LONGEST_ADDRESS:
            break
    other = next((m for m in LABEL.finditer(plain, start, end) if m.lastgroup in ENDS_ADDRESS), None)
    rest = plain[start : other.start() if other else end].rstrip(f" \t،,-–.:{ZWNJ}")
    is_whole = plain[end : end + 1] != BARRIER  # else one mask would make the next, a round for each
    is_address = _is_address_named(rest, label.group(), is_whole) if colon else _is_address(rest)
    return (start, start + len(rest)) if is_address else (start, start)


def _is_address(rest: str) -> bool:
    """Whether what follows a label without a colon is an address: a street, at once or with a number."""
    street = STREET.search(rest)
    if street is None or GROUP.match(rest):
        return False
    return street.start() == 0 or re.search("[0-9]", rest) is not None


def _is_address_named(rest: str, label: str, is_whole: bool) -> bool:
    """Whether what follows a label and a colon is an address: no definition, and of a residence no plain sentence."""
    street, number = STREET.search(rest), re.search("[0-9]", rest)
    if DEFINITION.match(rest):
        return street is not None and number is not None
    is_short = is_whole and len(rest.split()) <= FEW_WORDS
    return re.search(r"\w", rest) is not None and bool(
        is_short or street or number or PLACE.search(rest) or not RESIDENCE.search(label)
    )
