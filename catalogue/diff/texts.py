"""What changed between two texts, word by word. Pure.

A word holds its ZWNJ and its marks, a number what stands between its digits («۱٬۲۰۰», «56306/ت62270»); any other sign
is a word of its own. Blanks belong to the word after them. **Of all ways to tell the change, the one that marks the
fewest words is taken**, as long as that costs no more than `Work` allows; beyond it the texts are first compared by
lines, then by stretches of some words, and what is still too much is marked as a whole (`truncated`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, chain, compress, groupby, pairwise
from operator import itemgetter
from zlib import crc32

from catalogue.diff.sequences import Places, Work, alike, stays
from catalogue.persian.letters import fold_key

_MARKS = "\u00ad\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u2060\ufeff"
"""Harakat, accents, joiners and what is used in their place: no letters, and no end of a word."""
_LETTERS = rf"[\w{_MARKS}]+"
_WORD = re.compile(rf"\s*(?:{_LETTERS}(?:(?<=\d)(?:[./,:٫٬](?=\d)|/(?=\w)){_LETTERS})*|\S)|\s+")
_SQUARE = 10 * 10
"""More characters than two words have, in pairs of characters."""
_BLANK = re.compile(r"(?<!\d) | (?!\d)")
_RAISED = re.compile("[²³¹⁰-⁹₀-₉]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_BETWEEN_BLANKS = re.compile(r"\s*\S+")
_LOOK = 200
"""Characters that mostly show whether letters differ: to fold a long text takes its time."""
_STRETCH = 16
"""About so many words are a stretch."""


class Op(StrEnum):
    """What became of a run of the text."""

    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text: in both texts, in the old one alone, or in the new one alone."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class TextDiff:
    """Runs that are not inserted give the old text when joined, those that are not deleted the new one.

    `letters_only`: they differ in nothing but forms of letters and digits, marks, joiners and blanks. `truncated`: some
    of what is marked was too much to be compared word by word.
    """

    runs: tuple[Run, ...]
    letters_only: bool
    truncated: bool


_Part = tuple[str, str]
"""A stretch of the old text and what stands in the new one there."""


def compare_texts(old: str, new: str, work: Work) -> TextDiff:
    """The change from one text to another; an empty text stands for none."""
    head, tail = _alike_at_blanks(old, new)
    olds, news = old[head : len(old) - tail], new[head : len(new) - tail]
    parts, truncated = _parts(olds, news, work)
    runs = _runs([(old[:head], new[:head]), *parts, (old[len(old) - tail :], new[len(new) - tail :])])
    return TextDiff(tuple(runs), old != new and are_same_letters(olds, news), truncated)


def are_same_letters(old: str, new: str) -> bool:
    """Whether a reader would take both for the same, blanks and joiners left aside."""
    heads = [_letters_of(text[:_LOOK])[:-1] for text in (old, new)]  # a mark may follow the last letter
    if not heads[0].startswith(heads[1]) and not heads[1].startswith(heads[0]):
        return False
    return _letters_of(old) == _letters_of(new)


def _letters_of(text: str) -> str:
    """Without blanks; but one between two digits makes two numbers of one, and a raised digit is an exponent."""
    return _BLANK.sub("", fold_key(_RAISED.sub(r"^\g<0>", text)))


def _alike_at_blanks(old: str, new: str) -> tuple[int, int]:
    """How many characters are alike at both ends, up to blanks: so no word is cut."""
    head, tail = alike(old, new)
    parts = old[:head].rsplit(maxsplit=1)
    blank = re.search(r"\s", old[len(old) - tail :])
    return len(parts[0]) if len(parts) == 2 else 0, tail - blank.start() if blank else 0


def _lines(text: str) -> list[str]:
    return _LINE.findall(text)


def _stretches(text: str) -> list[str]:
    """A stretch ends where its last word says so by its letters, so that what stays in both texts is cut alike."""
    words = _BETWEEN_BLANKS.findall(text)
    is_last = [crc32(word.encode()) % _STRETCH == 0 for word in words]
    ends = compress(accumulate(map(len, words)), is_last)
    return [text[start:end] for start, end in pairwise([0, *ends, len(text)]) if start < end]


_Cut = Callable[[str], list[str]]


def _parts(old: str, new: str, work: Work, coarser: Sequence[_Cut] = (_lines, _stretches)) -> tuple[list[_Part], bool]:
    """The texts side by side, and whether some of it could not be compared by words."""
    pairs = _by_words(old, new, work)
    if pairs is not None:
        return [part for pair in pairs for part in _without_blanks(*pair)], False
    for level, cut in enumerate(coarser, 1):
        olds, news = cut(old), cut(new)
        places = stays(olds, news, work)
        if places is not None:
            return _inside(_side_by_side(olds, news, places), work, coarser[level:])
    return [(old, new)], True


def _by_words(old: str, new: str, work: Work) -> Iterable[_Part] | None:
    """The words side by side, or None where they are too many."""
    if not work.allows(len(old) * len(new) // _SQUARE):  # it would be refused, after all words were cut out
        return None
    olds, news = _WORD.findall(old), _WORD.findall(new)
    places = stays(list(map(str.lstrip, olds)), list(map(str.lstrip, news)), work)
    return None if places is None else _side_by_side(olds, news, places)


def _inside(pairs: Iterable[_Part], work: Work, finer: Sequence[_Cut]) -> tuple[list[_Part], bool]:
    """Lines or stretches, those that changed compared once more."""
    found: list[_Part] = []
    truncated = False
    for pair in pairs:
        parts, is_cut = ([pair], False) if _is_equal(pair) else _parts(*pair, work, finer)
        found += parts
        truncated = truncated or is_cut
    return found, truncated


def _side_by_side(olds: Sequence[str], news: Sequence[str], places: Places) -> Iterator[_Part]:
    """What stays, each with what it stands for in the other text, and between them what changed.

    As many that went as came are told one by one: where words were too many, each line stands for one line.
    """
    here, there = 0, 0
    for place, its in [*places, (len(olds), len(news))]:
        if place - here == its - there:
            yield from zip(olds[here:place], news[there:its], strict=True)
        else:
            yield "".join(olds[here:place]), "".join(news[there:its])
        if place < len(olds):
            yield olds[place], news[its]
        here, there = place + 1, its + 1


def _without_blanks(old: str, new: str) -> Sequence[_Part]:
    """A word that stays may have other blanks before it: these have changed, the word has not."""
    word = old.lstrip()
    if old == new or word != new.lstrip():
        return ((old, new),)
    return (old[: len(old) - len(word)], new[: len(new) - len(word)]), (word, word)


def _runs(parts: Iterable[_Part]) -> Iterator[Run]:
    """The parts as runs: neighbours of a kind are one."""
    told = chain.from_iterable(_change(*_joined(group)) for _, group in groupby(parts, key=_is_equal))
    for op, texts in groupby(told, key=itemgetter(0)):
        if text := "".join(text for _, text in texts):
            yield Run(op, text)


def _is_equal(part: _Part) -> bool:
    return part[0] == part[1]


def _joined(parts: Iterable[_Part]) -> _Part:
    olds, news = zip(*parts, strict=True)
    return "".join(olds), "".join(news)


def _change(old: str, new: str) -> list[tuple[Op, str]]:
    """Blanks at the ends that stay are no part of a change."""
    if old == new:
        return [(Op.EQUAL, old)]
    if not ((old[:1].isspace() and new[:1].isspace()) or (old[-1:].isspace() and new[-1:].isspace())):
        return [(Op.DELETE, old), (Op.INSERT, new)]
    head = alike(_leading(old), _leading(new))[0]
    rest = old[head:], new[head:]
    tail = alike(*(_leading(text[::-1]) for text in rest))[0]
    return [
        (Op.EQUAL, old[:head]),
        (Op.DELETE, old[head : len(old) - tail]),
        (Op.INSERT, new[head : len(new) - tail]),
        (Op.EQUAL, old[len(old) - tail :]),
    ]


def _leading(text: str) -> str:
    """The blanks at its head."""
    return text[: len(text) - len(text.lstrip())]
