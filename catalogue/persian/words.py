"""Words: how a text becomes tokens with places, for the index and for highlights.

Exact tokens are what is written, one per position: words, the parts of a ZWNJ word, and the parts of
numbers and identifiers. Stem tokens stand beside them without order: a stem for each word, joined
forms, whole identifiers, numbers without separators, recognised days. **Every exact token has its
stem in the stem field**, so a query by stems finds at least what one by exact tokens does.
Not here: folding (letters.py), stems of single words (stems.py), queries (query.py).

No token holds a blank or a control character, none is longer than 100 characters.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from catalogue.persian.calendar import GREGORIAN_MONTHS, MONTHS, read_date
from catalogue.persian.letters import ZWNJ, fold_search, is_even, map_search
from catalogue.persian.numbers import readings
from catalogue.persian.stems import COMPARATIVES, PLURALS, stem, stem_once, tie_compounds

ANALYSER = "1"
"""Changes with anything that changes a token; an index made by another one is rebuilt."""

LONGEST = 100
LONGEST_WORD = 50
"""Characters of a token, and of a word in it; a longer run of letters is cut into several words."""

_PREFIXES = frozenset(("می", "نمی"))
_SUFFIXES = frozenset((*PLURALS, *COMPARATIVES))
_INDEFINITE = "ای"
_SPACED = _PREFIXES | _SUFFIXES | {_INDEFINITE}
"""Affixes that real pages part from their word by a blank."""
_CLITICS = frozenset(("ی", "ای", "ام", "ات", "اش", "مان", "تان", "شان", "م", "ت", "ش", "اند", "اید", "ایم"))
"""Endings that only a ZWNJ parts from their word."""

_CHAIN = re.compile(r"(\w{1,50}(?:(?:\u200c+|[/⁄\-.@+']|(?<=\d)[:,٬٫](?=\d))\w{1,50})*)")
"""A word with what is tied to it: by ZWNJ, or by the signs that hold identifiers and numbers together."""
_ATOM = re.compile(r"\d{1,50}|[^\W\d_]{1,50}(?:\u200c+[^\W\d_]{1,50})*")
_LOOSE = 3
"""Letters of a Persian word that is no part of an identifier: «سال1402» is two words, «ت62270» is one."""

_TIES = frozenset((" ", "-", "_"))
"""What may stand between two words that are also asked as one, beside blanks."""
_MONTH = "|".join(fold_search(month) for month in (*MONTHS, *GREGORIAN_MONTHS))
_DAY = re.compile(
    r"\d{4} {0,2}[/\-.,] {0,2}\d\d? {0,2}[/\-.,] {0,2}\d\d?(?![\w/])"
    r"|\d\d? {0,2}[/\-.,] {0,2}\d\d? {0,2}[/\-.,] {0,2}\d{4}(?![\w/])"
    rf"|\d\d? {{0,2}}(?:{_MONTH})(?: ماه)? {{0,2}}\d{{4}}(?!\w)"
)


_BareWord = tuple[int, int, tuple[str, ...], tuple[str, ...], tuple[str, ...]]
_BareJoined = tuple[str, int, int, bool]


class TextWord(NamedTuple):
    """A word of the text and its span in the original.

    `parts` are the glued words it is made of, without affixes that change no meaning («کتاب‌خانه‌ها» has
    کتاب and خانهها); empty for numbers and identifiers. The first of `stems` is that of the whole word.
    """

    start: int
    end: int
    exact: tuple[str, ...]
    stems: tuple[str, ...]
    parts: tuple[str, ...]


class Joined(NamedTuple):
    """A stem token for the words first..last together: two words as one, or a day («۱ مرداد ۱۴۰۲»)."""

    token: str
    first: int
    last: int
    is_day: bool = False


@dataclass(frozen=True, slots=True)
class Analysis:
    """The words of a text in order, and the joined forms of neighbours.

    What an index needs are the tokens alone, so words and joined forms are kept as bare tuples until asked for.
    """

    bare_words: list[_BareWord]
    bare_joined: list[_BareJoined]

    @property
    def words(self) -> tuple[TextWord, ...]:
        """All words of the text."""
        return tuple(map(TextWord._make, self.bare_words))

    @property
    def joined(self) -> tuple[Joined, ...]:
        """All joined forms, with places in `words`."""
        return tuple(map(Joined._make, self.bare_joined))

    def exact_tokens(self) -> list[str]:
        """The exact field: one token per position."""
        return [token for word in self.bare_words for token in word[2]]

    def stem_tokens(self) -> list[str]:
        """The stem field; its order means nothing."""
        stems = [token for word in self.bare_words for token in word[3]]
        stems += [joined[0] for joined in self.bare_joined]
        return stems


def analyse(text: str) -> Analysis:
    """The words and joined forms of any text, in linear time; spans are those of the text as given."""
    if is_even(text):
        return Analysis(*_scan(tie_compounds(fold_search(text))))
    folded = map_search(text)
    words, joined = _scan(tie_compounds(folded.text))
    starts, ends = folded.starts, folded.ends
    return Analysis([(starts[word[0]], ends[word[1] - 1], *word[2:]) for word in words], joined)


def _scan(folded: str) -> tuple[list[_BareWord], list[_BareJoined]]:
    """Words and joined forms with places in the folded text. Between two blanks stands mostly one plain word."""
    words: list[_BareWord] = []
    affixes: list[int] = []
    days: list[re.Match[str]] = []
    start = 0
    for piece in folded.split(" "):
        end = start + len(piece)
        if piece.isalpha() and end - start <= LONGEST_WORD:
            if piece in _SPACED:
                affixes.append(len(words))
            plain = (piece,)
            words.append((start, end, plain, (stem(piece),), plain))
        elif piece:
            for chain in _CHAIN.finditer(folded, start, end):
                untied = _untie(chain)
                words += untied
                if untied and untied[-1][2][0] in _SUFFIXES:  # «ترین‌ها» after a blank
                    affixes.append(len(words) - 1)
                day = _DAY.match(folded, chain.start()) if chain[0][0].isdecimal() else None
                days += [day] if day else []
        start = end + 1
    if affixes:
        words = _attach(words, affixes, folded)
    joined = _pairs(words, folded)
    joined.extend(_days(words, days))
    return words, joined


def _untie(chain: re.Match[str]) -> list[_BareWord]:
    """The words of a chain: long Persian words each for itself, what lies between them as identifiers."""
    text = chain.group()
    if text.isalpha():
        return [(*chain.span(), (text,), (stem(text),), (text,))]
    if text.isdecimal():
        return [(*chain.span(), (text,), (text,), ())]
    words: list[_BareWord] = []
    tied: list[re.Match[str]] = []
    for atom in _ATOM.finditer(chain.string, chain.start(), chain.end()):
        text = atom.group()
        if text.isdecimal() or text.isascii() or len(text) < _LOOSE:
            tied.append(atom)
            continue
        words += _tie(tied)
        words.append(_word(text, atom.start()))
        tied = []
    return words + _tie(tied)


def _tie(atoms: list[re.Match[str]]) -> list[_BareWord]:
    """One identifier, if there is a digit in it or all of it is Latin; else the atoms as words."""
    texts = tuple(atom.group() for atom in atoms)
    if len(atoms) > 1 and (all(text.isascii() for text in texts) or any(text.isdecimal() for text in texts)):
        first, last = atoms[0].start(), atoms[-1].end()
        whole = atoms[0].string[first:last].replace(ZWNJ, "")
        return [(first, last, texts, _tokens(whole, *readings(whole), *texts), ())]
    return [
        (*atom.span(), (text,), (text,), ()) if text.isdecimal() else _word(text, atom.start())
        for atom, text in zip(atoms, texts, strict=True)
    ]


def _word(text: str, start: int) -> _BareWord:
    """A word with or without ZWNJ. Its affixes are no tokens of their own; clitics are no part of its stem."""
    pieces = [piece for piece in text.split(ZWNJ) if piece]
    prefix = pieces[0] if len(pieces) > 1 and pieces[0] in _PREFIXES else ""
    core = pieces[1:] if prefix else pieces[:]
    endings: list[str] = []
    while len(core) > 1 and (core[-1] in _SUFFIXES or core[-1] in _CLITICS):
        endings.insert(0, core.pop())
    parts = [*core]
    parts[0] = prefix + parts[0]
    parts[-1] += "".join(ending for ending in endings if ending in _SUFFIXES)
    whole = [] if _CLITICS.isdisjoint(endings) else ["".join(pieces)]
    inner = map(stem_once, map("".join, pairwise(core))) if len(core) > 2 else ()
    stems = _tokens(stem("".join(parts)), *whole, *map(stem, core), *inner)
    return start, start + len(text), tuple(core), stems, tuple(parts)


def _attach(words: list[_BareWord], affixes: list[int], folded: str) -> list[_BareWord]:
    """Affixes written with a blank go to their word: «عمومی ها», «می شود»."""
    attached: list[_BareWord] = []
    done = 0
    for i in affixes:
        attached += words[done:i]
        word, done = words[i], i + 1
        if word[2][0] in _PREFIXES:
            if done < len(words) and done not in affixes and words[done][4] and _can_grow(word, words[done], folded):
                word, done = _with_prefix(word, words[done]), done + 1
            attached.append(word)
        elif attached and _ends(attached[-1], word[2][0]) and _can_grow(attached[-1], word, folded):
            attached[-1] = _with_suffix(attached[-1], word)
        else:
            attached.append(word)
    return attached + words[done:]


def _can_grow(before: _BareWord, word: _BareWord, folded: str) -> bool:
    """Whether an affix may join the two; bounded, as any text may hold a thousand affixes in a row."""
    return before[1] - before[0] <= LONGEST_WORD and _is_tie(folded[before[1] : word[0]])


def _ends(before: _BareWord, affix: str) -> bool:
    return bool(before[4]) and (affix in _SUFFIXES or before[4][-1].endswith("ه"))


def _with_suffix(word: _BareWord, suffix: _BareWord) -> _BareWord:
    start, _, exact, stems, parts = word
    ending = "".join(suffix[4])
    if ending != _INDEFINITE:
        parts = (*parts[:-1], parts[-1] + ending)
        return start, suffix[1], exact, _tokens(stem("".join(parts)), *stems), parts
    return start, suffix[1], exact, _tokens(*stems, "".join(parts) + ending), parts


def _with_prefix(prefix: _BareWord, word: _BareWord) -> _BareWord:
    _, end, exact, stems, parts = word
    parts = (prefix[4][0] + parts[0], *parts[1:])
    return prefix[0], end, exact, _tokens(stem("".join(parts)), *stems), parts


def _pairs(words: list[_BareWord], folded: str) -> list[_BareJoined]:
    """Each two neighbours as one word. (Written for speed: every word of every text comes by.)"""
    pairs: list[_BareJoined] = []
    glued_before, end_before = "", 0
    for i, (start, end, _, _, parts) in enumerate(words):
        glued = parts[0] if len(parts) == 1 else "".join(parts)
        if glued and glued_before and (folded[end_before:start] == " " or _is_tie(folded[end_before:start])):
            pair = glued_before + glued
            if len(pair) <= LONGEST:
                pairs.append((stem_once(pair), i - 1, i, False))
        glued_before, end_before = glued, end
    return pairs


def _is_tie(gap: str) -> bool:
    """Whether it is only blanks of one line, or a hyphen, that stand between two words."""
    return gap in _TIES or (gap.isspace() and "\n" not in gap)


def _days(words: list[_BareWord], days: list[re.Match[str]]) -> Iterator[_BareJoined]:
    """The Jalali day and year of each recognised date, in whichever calendar and form it was written."""
    for match in days:
        day = read_date(match.group()).date.get("jalali", "")
        if day:
            first = bisect_left(words, match.start(), key=itemgetter(0))
            last = bisect_left(words, match.end(), key=itemgetter(0)) - 1
            yield day, first, last, True
            yield day[:4], first, last, False


def _tokens(*tokens: str) -> tuple[str, ...]:
    """Each once, in order, without those too long to be asked for."""
    return tuple(dict.fromkeys(token for token in tokens if len(token) <= LONGEST))
