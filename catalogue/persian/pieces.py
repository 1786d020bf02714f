"""Pieces: what stands between two blanks becomes words with their tokens, wherever it stands.

A piece is mostly one plain word, and most pieces come again and again, so what was read is remembered. Here: words,
ZWNJ words, identifiers and numbers of one piece. Not here: what the words of several pieces mean together (words.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise

from catalogue.persian.calendar import read_date
from catalogue.persian.date_forms import MONTH_NAMES
from catalogue.persian.letters import ZWNJ, fold_search, is_even, map_search
from catalogue.persian.number_words import NUMBER_WORDS
from catalogue.persian.numbers import readings
from catalogue.persian.parting import parts_of
from catalogue.persian.remembered import LONGEST_REMEMBERED, MOST_REMEMBERED, remembered
from catalogue.persian.stems import COMPARATIVES, COMPOUNDS, NO_TAIL, PLURALS, Tail, rests_of, stem, tail_of

LONGEST = 100
LONGEST_WORD = 50
"""Characters of a token, and of a word in it; a longer run of letters is cut into several words."""

PREFIXES = frozenset(("می", "نمی"))
SUFFIXES = frozenset((*PLURALS, *COMPARATIVES))
AFTER_HE = frozenset(("ای", "اش", "اند", "اید", "ایم"))
"""Endings that real pages part from a word in ه by a blank: «هسته ای», «شده اند»."""
_CLITICS = AFTER_HE | frozenset(("ی", "ام", "ات", "مان", "تان", "شان", "م", "ت", "ش"))
"""Endings that only a ZWNJ parts from their word."""

_CHAIN = re.compile(r"(\w{1,50}(?:(?:\u200c+|[/⁄\-.@+']|(?<=\d)[:,٬٫](?=\d))\w{1,50})*)")
"""A word with what is tied to it: by ZWNJ, or by the signs that hold identifiers and numbers together."""
_ATOM = re.compile(r"\d{1,50}|[^\W\d_]{1,50}(?:\u200c+[^\W\d_]{1,50})*")
_LOOSE = 3
"""Letters of a Persian word that is no part of an identifier: «سال1402» is two words, «ت62270» is one."""
_DAY = re.compile(r"\d{4}([/\-.,])\d\d?\1\d\d?|\d\d?([/\-.,])\d\d?\2\d{4}")

_SIGNS = "،.؛:؟!«»()[]-–—…*/\"'" + ZWNJ
"""What stands before and after words mostly; other signs cost a little more time and no more."""


class Sort(Enum):
    """What may mean something together with its neighbours; most words are nothing of it."""

    AFFIX = "affix"
    FIRST = "first of a compound"
    NUMBER = "number in words"
    DIGITS = "number in digits"
    MONTH = "month"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a word gives, wherever it stands.

    `glued` is the word as a half of a joined form, empty where it is none; `text` the folded word, or the Jalali
    form of a day in one piece. `rests`: what follows `glued` in longer listed words.
    """

    exact: tuple[str, ...]
    stems: tuple[str, ...]
    parts: tuple[str, ...]
    glued: str
    text: str
    sort: Sort | None = None
    tail: Tail = NO_TAIL
    rests: frozenset[str] = frozenset()


Placed = tuple[int, int, Tokens]
"""Start, end and tokens of a word."""


@dataclass(frozen=True, slots=True)
class Row:
    """Words of a text in order: tokens[i] are those of text[starts[i]:ends[i]].

    Three lists, as an object for each word costs more than all that is done with it.
    """

    text: str
    tokens: list[Tokens] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def gap(self, i: int) -> str:
        """What stands before word i and behind the one before it."""
        return self.text[self.ends[i - 1] : self.starts[i]]

    def take(self, other: Row, first: int, stop: int) -> None:
        """Add the words first..stop-1 of another row of this text."""
        self.tokens.extend(other.tokens[first:stop])
        self.starts.extend(other.starts[first:stop])
        self.ends.extend(other.ends[first:stop])


class _Pieces(dict[str, tuple[Placed, ...]]):
    """Piece -> its words with their places in it; filled as pieces are met.

    Asked for each piece of each text: a dict answers several times as fast as a function that remembers. When half of
    what may be remembered is new, it becomes the old half, from which what is met again comes back.
    """

    def __init__(self) -> None:
        super().__init__()
        self._old: dict[str, tuple[Placed, ...]] = {}

    def __missing__(self, piece: str) -> tuple[Placed, ...]:
        words = self._old.get(piece)
        if words is None:
            words = tuple(_read(piece))
        if len(piece) <= LONGEST_REMEMBERED:
            if len(self) >= MOST_REMEMBERED // 2:
                self._old = dict(self)
                self.clear()
            self[piece] = words
        return words


PIECES = _Pieces()


def _read(piece: str) -> list[Placed]:
    if is_even(piece):
        return _scan(fold_search(piece))
    folded = map_search(piece)
    return [(folded.starts[start], folded.ends[end - 1], tokens) for start, end, tokens in _scan(folded.text)]


def _scan(folded: str) -> list[Placed]:
    word = folded.strip(_SIGNS)
    if len(word) <= LONGEST_WORD and word.replace(ZWNJ, "").isalpha():
        start = folded.index(word)
        return [(start, start + len(word), word_tokens(word))]
    return [word for chain in _CHAIN.finditer(folded) for word in _untie(chain)]


def _untie(chain: re.Match[str]) -> list[Placed]:
    """The words of a chain: long Persian words each for itself, what lies between them as identifiers."""
    words: list[Placed] = []
    tied: list[re.Match[str]] = []
    for atom in _ATOM.finditer(chain.string, *chain.span()):
        text = atom.group()
        if text.isdecimal() or text.isascii() or len(text) < _LOOSE:
            tied.append(atom)
            continue
        words += _tie(tied)
        words.append((*atom.span(), word_tokens(text)))
        tied = []
    return words + _tie(tied)


def _tie(atoms: list[re.Match[str]]) -> list[Placed]:
    """One identifier, if there is a digit in it or all of it is Latin; else the atoms as words."""
    texts = tuple(atom.group() for atom in atoms)
    if len(atoms) > 1 and (all(text.isascii() for text in texts) or any(text.isdecimal() for text in texts)):
        first, last = atoms[0].start(), atoms[-1].end()
        return [(first, last, _identifier(atoms[0].string[first:last].replace(ZWNJ, ""), texts))]
    return [
        (*atom.span(), _digits(text) if text.isdecimal() else word_tokens(text))
        for atom, text in zip(atoms, texts, strict=True)
    ]


def _digits(text: str) -> Tokens:
    return Tokens((text,), (text,), (), "", text, Sort.DIGITS)


def _identifier(whole: str, texts: tuple[str, ...]) -> Tokens:
    """Whole, in parts, and with the values that it may stand for as a number."""
    day = read_date(whole).date.get("jalali", "") if _DAY.fullmatch(whole) else ""
    values = readings(whole)
    sort = Sort.DAY if day else Sort.DIGITS if texts[0].isdecimal() else None
    return Tokens(texts, once(whole, *values, *texts), (), "", day or whole, sort)


@remembered
def word_tokens(text: str) -> Tokens:
    """A word with or without ZWNJ. Its affixes are no tokens of their own; clitics are no part of its stem."""
    pieces = [piece for piece in text.split(ZWNJ) if piece]
    prefix = pieces[0] if len(pieces) > 1 and pieces[0] in PREFIXES else ""
    core = pieces[1:] if prefix else pieces[:]
    endings: list[str] = []
    while len(core) > 1 and (core[-1] in SUFFIXES or core[-1] in _CLITICS):
        endings.insert(0, core.pop())
    parts = [*core]
    parts[0] = prefix + parts[0]
    parts[-1] += "".join(ending for ending in endings if ending in SUFFIXES)
    glued = "".join(parts)
    whole = [] if _CLITICS.isdisjoint(endings) else ["".join(pieces)]
    inner = map(stem, map("".join, pairwise(core))) if len(core) > 2 else ()
    glued_of = [stem(part) for word in (core if prefix else parts) for part in parts_of(word)]
    stems = once(stem(glued), *whole, *map(stem, core), *inner, *glued_of)
    glued = glued if len(glued) <= LONGEST_WORD else ""
    return Tokens(
        tuple(core),
        stems,
        tuple(parts),
        glued,
        text,
        _sort_of(text),
        tail_of(glued),
        rests_of(glued) if glued else frozenset(),
    )


def _sort_of(text: str) -> Sort | None:
    if text in PREFIXES or text in AFTER_HE or SUFFIXES.issuperset(text.split(ZWNJ)):
        return Sort.AFFIX
    if text in COMPOUNDS:
        return Sort.FIRST
    if text in NUMBER_WORDS:
        return Sort.NUMBER
    return Sort.MONTH if text.replace("آ", "ا") in MONTH_NAMES else None


def once(*tokens: str) -> tuple[str, ...]:
    """Each once, in order, without those too long to be asked for."""
    return tuple(dict.fromkeys(token for token in tokens if len(token) <= LONGEST))
