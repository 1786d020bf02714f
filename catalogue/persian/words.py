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
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from catalogue.persian.calendar import GREGORIAN_MONTHS, MONTHS, read_date
from catalogue.persian.letters import ZWNJ, fold_search, is_even, map_search
from catalogue.persian.numbers import readings
from catalogue.persian.stems import COMPARATIVES, PLURALS, stem, stems_of, tie_compounds

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

_SIGNS = "،.؛:؟!«»()[]-–—…*/\"'" + ZWNJ
"""What stands before and after words mostly; other signs cost a little more time and no more."""
_TIES = frozenset((" ", "-", "_"))
"""What may stand between two words that are also asked as one, beside blanks."""
_MONTH = "|".join(fold_search(month) for month in (*MONTHS, *GREGORIAN_MONTHS))
_DAY = re.compile(
    r"\d{4} {0,2}[/\-.,] {0,2}\d\d? {0,2}[/\-.,] {0,2}\d\d?(?![\w/])"
    r"|\d\d? {0,2}[/\-.,] {0,2}\d\d? {0,2}[/\-.,] {0,2}\d{4}(?![\w/])"
    rf"|\d\d? {{0,2}}(?:{_MONTH})(?: ماه)? {{0,2}}\d{{4}}(?!\w)"
)


_Tokens = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""exact, stems and parts of a word, wherever it stands."""
_Placed = tuple[int, int, _Tokens]
_Pair = tuple[str, int, int, bool]


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

    An index needs the tokens alone, so words and joined forms are bare tuples until they are asked for.
    """

    placed: list[_Placed]
    pairs: list[_Pair]

    @property
    def words(self) -> tuple[TextWord, ...]:
        """All words of the text."""
        return tuple(TextWord(start, end, *tokens) for start, end, tokens in self.placed)

    @property
    def joined(self) -> tuple[Joined, ...]:
        """All joined forms, with places in `words`."""
        return tuple(map(Joined._make, self.pairs))

    def exact_tokens(self) -> list[str]:
        """The exact field: one token per position."""
        return [token for _, _, tokens in self.placed for token in tokens[0]]

    def stem_tokens(self) -> list[str]:
        """The stem field; its order means nothing."""
        return [token for _, _, tokens in self.placed for token in tokens[1]] + [pair[0] for pair in self.pairs]


def analyse(text: str) -> Analysis:
    """The words and joined forms of any text, in linear time; spans are those of the text as given."""
    if is_even(text):
        return Analysis(*_scan(tie_compounds(fold_search(text))))
    folded = map_search(text)
    words, pairs = _scan(tie_compounds(folded.text))
    starts, ends = folded.starts, folded.ends
    return Analysis([(starts[start], ends[end - 1], tokens) for start, end, tokens in words], pairs)


def _scan(folded: str) -> tuple[list[_Placed], list[_Pair]]:
    """Words and joined forms with places in the folded text. Between two blanks stands mostly one plain word."""
    words: list[_Placed] = []
    affixes: list[int] = []
    days: list[re.Match[str]] = []
    start = 0
    for piece in folded.replace("\n", " ").split(" "):
        end = start + len(piece)
        word = piece.strip(_SIGNS)
        if (word.isalpha() or word.replace(ZWNJ, "").isalpha()) and len(word) <= LONGEST_WORD:
            tokens = _word(word)
            if tokens[0][0] in _SPACED and len(tokens[0]) == 1:
                affixes.append(len(words))
            at = start + piece.index(word)
            words.append((at, at + len(word), tokens))
        elif word:
            for chain in _CHAIN.finditer(folded, start, end):
                day = _DAY.match(folded, chain.start()) if chain[0][0].isdecimal() else None
                days += [day] if day else []
                words += _untie(chain)
        start = end + 1
    if affixes:
        words = _attach(words, affixes, folded)
    return words, [*_pairs(words, folded), *_days(words, days)]


def _untie(chain: re.Match[str]) -> list[_Placed]:
    """The words of a chain: long Persian words each for itself, what lies between them as identifiers."""
    text = chain.group()
    if text.isalpha():
        return [(*chain.span(), _word(text))]
    words: list[_Placed] = []
    tied: list[re.Match[str]] = []
    for atom in _ATOM.finditer(chain.string, *chain.span()):
        text = atom.group()
        if text.isdecimal() or text.isascii() or len(text) < _LOOSE:
            tied.append(atom)
            continue
        words += _tie(tied)
        words.append((*atom.span(), _word(text)))
        tied = []
    return words + _tie(tied)


def _tie(atoms: list[re.Match[str]]) -> list[_Placed]:
    """One identifier, if there is a digit in it or all of it is Latin; else the atoms as words."""
    texts = tuple(atom.group() for atom in atoms)
    if len(atoms) > 1 and (all(text.isascii() for text in texts) or any(text.isdecimal() for text in texts)):
        first, last = atoms[0].start(), atoms[-1].end()
        whole = atoms[0].string[first:last].replace(ZWNJ, "")
        return [(first, last, (texts, _once(whole, *readings(whole), *texts), ()))]
    return [
        (*atom.span(), ((text,), (text,), ()) if text.isdecimal() else _word(text))
        for atom, text in zip(atoms, texts, strict=True)
    ]


@lru_cache(maxsize=50_000)
def _word(text: str) -> _Tokens:
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
    inner = map(stem, map("".join, pairwise(core))) if len(core) > 2 else ()
    return tuple(core), _once(stem("".join(parts)), *whole, *map(stem, core), *inner), tuple(parts)


def _attach(words: list[_Placed], affixes: list[int], folded: str) -> list[_Placed]:
    """Affixes written with a blank go to their word: «عمومی ها», «می شود»."""
    attached: list[_Placed] = []
    done = 0
    for i in affixes:
        attached += words[done:i]
        word, done = words[i], i + 1
        before, after = attached[-1:], words[done : done + 1]
        if word[2][0][0] in _PREFIXES:
            if after and after[0][2][2] and after[0][2][0][0] not in _SPACED and _can_grow(word, after[0], folded):
                word, done = _with_prefix(word, after[0]), done + 1
            attached.append(word)
        elif before and _takes(before[0], word) and _can_grow(before[0], word, folded):
            attached[-1] = _with_suffix(before[0], word)
        else:
            attached.append(word)
    return attached + words[done:]


def _can_grow(before: _Placed, word: _Placed, folded: str) -> bool:
    """Whether an affix may join the two; bounded, as any text may hold a thousand affixes in a row."""
    return before[1] - before[0] <= LONGEST_WORD and _is_tie(folded[before[1] : word[0]])


def _takes(word: _Placed, suffix: _Placed) -> bool:
    """Plurals and comparatives go to any word, «ای» to one in ه («هسته ای»)."""
    parts = word[2][2]
    return bool(parts) and (suffix[2][0][0] in _SUFFIXES or parts[-1].endswith("ه"))


def _with_suffix(word: _Placed, suffix: _Placed) -> _Placed:
    exact, stems, parts = word[2]
    ending = "".join(suffix[2][2])
    if ending == _INDEFINITE:
        stems = _once(*stems, "".join(parts) + ending)
    else:
        parts = (*parts[:-1], parts[-1] + ending)
        stems = _once(stem("".join(parts)), *stems)
    return word[0], suffix[1], (exact, stems, parts)


def _with_prefix(prefix: _Placed, word: _Placed) -> _Placed:
    exact, stems, parts = word[2]
    parts = ("".join(prefix[2][2]) + parts[0], *parts[1:])
    return prefix[0], word[1], (exact, _once(stem("".join(parts)), *stems), parts)


def _pairs(words: list[_Placed], folded: str) -> list[_Pair]:
    """Each two neighbours as one word."""
    glued = ["".join(word[2][2]) for word in words]
    near = [
        i
        for i, (first, second) in enumerate(pairwise(words))
        if glued[i] and glued[i + 1] and (folded[first[1] : second[0]] == " " or _is_tie(folded[first[1] : second[0]]))
    ]
    stems = stems_of([glued[i] + glued[i + 1] for i in near])
    return [(token, i, i + 1, False) for token, i in zip(stems, near, strict=True) if len(token) <= LONGEST]


def _is_tie(gap: str) -> bool:
    """Whether it is only blanks of one line, or a hyphen, that stand between two words."""
    return gap in _TIES or (gap.isspace() and "\n" not in gap)


def _days(words: list[_Placed], days: list[re.Match[str]]) -> Iterator[_Pair]:
    """The Jalali day and year of each recognised date, in whichever calendar and form it was written."""
    for match in days:
        day = read_date(match.group()).date.get("jalali", "")
        if day:
            first = bisect_left(words, match.start(), key=itemgetter(0))
            last = bisect_left(words, match.end(), key=itemgetter(0)) - 1
            yield day, first, last, True
            yield day[:4], first, last, False


def _once(*tokens: str) -> tuple[str, ...]:
    """Each once, in order, without those too long to be asked for."""
    return tuple(dict.fromkeys(token for token in tokens if len(token) <= LONGEST))
