"""Stems: one token for the forms of a word, kept beside the word itself and never in its place.

Here: the plural family (ها and what follows it), the comparative, the ezafe of words in ا, and the
table of spellings (vocabularies/spellings.toml). Not here: how text is cut into words (words.py).

A stem is a function of the glued string alone, so that «روابط عمومی‌ها», «روابط عمومی ها» and
«روابطعمومیها» meet in one token whoever joined them.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from catalogue.persian.letters import ZWNJ, fold_search
from catalogue.persian.lexicon import commonness
from catalogue.persian.remembered import remembered
from catalogue.persian.verbs import verb_stems

PLURALS = ("ها", "های", "هایی", "هایم", "هایت", "هایش", "هایمان", "هایتان", "هایشان")
COMPARATIVES = ("تر", "ترین")

_ENDS = frozenset(suffix[-2:] for suffix in (*PLURALS, *COMPARATIVES))
"""The last two letters of what is cut: most words are told apart by them. «ای» is among them."""

_MARGINS = {"ی": 4, "plural": 0, "ین": 5, "possessive": 10, "short": 14}
"""How much commoner than the word what is left of it must be, in tenths of a power of ten: endings differ in how often
the word with them is one of its own (ایرانی, استان, جات, پایین, آرام). Measured against lemmas and retrieval."""
_ENDINGS = tuple(
    (ending, instead, _MARGINS[kind])
    for kind, pairs in {
        "possessive": "یشان شان یتان تان یمان مان",
        "short": "یش اش ش یم ام م",
        "plural": "گان:ه یان:ی یان ان ات ات:ه ات:ت",
        "ین": "ین",
        "ی": "یی ی",
    }.items()
    for ending, _, instead in (pair.partition(":") for pair in pairs.split())
)
"""Ending, what stands in its place, and the margin."""
_LETTERS = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_BY_TAIL = {
    letter + last: tuple(line for line in _ENDINGS if (letter + last).endswith(line[0][-2:]))
    for letter in _LETTERS
    for last in "شنمتی"
    if any((letter + last).endswith(line[0][-2:]) for line in _ENDINGS)
}
"""The last two letters of a word -> the endings that it may have."""
_WITHIN_ENDINGS = frozenset(
    ending[start:]
    for ending in (*PLURALS, *COMPARATIVES, *(ending for ending, _, _ in _ENDINGS))
    for start in range(len(ending))
)
"""What may be the whole of an ending or its last letters, so that what stands before it matters."""
_NO_WORD = "ككككك"
"""Letters that no folded word has."""
_UNKNOWN = 26
"""Ten times the Zipf value of a word that the list does not have, at most."""
_SHORTEST = 3
"""Letters that a comparative or an ezafe leaves; a plural leaves two."""


def glue(text: str) -> str:
    """Folded and without its joiners."""
    return fold_search(text).replace(ZWNJ, "")


_TABLE = tomllib.loads(files("catalogue").joinpath("vocabularies", "spellings.toml").read_text(encoding="utf-8"))
_SAME = {glue(form): glue(line[0]) for line in _TABLE["same"] for form in line}
_SPELLINGS = {glue(line[0]): tuple(dict.fromkeys(map(glue, line))) for line in _TABLE["same"]}
_KEPT = frozenset(glue(word) for word in _TABLE["kept"])

COMPOUNDS = dict(fold_search(line[0]).split(f"{ZWNJ}و") for line in _TABLE["same"] if f"{ZWNJ}و" in line[0])
"""Of the listed compounds around و, the first word and the second («گفت‌وگو», also written «گفت و گو»)."""
_UNDIVIDED = frozenset(glue(line[0]) for line in _TABLE["same"] if f"{ZWNJ}و" in line[0])


def is_compound(glued: str) -> bool:
    """Whether it is a listed compound around و (گفت‌وگو, in any spelling and form), which is never taken apart."""
    return stem(glued) in _UNDIVIDED


@remembered
def forms_of(glued: str) -> tuple[str, ...]:
    """The glued word and the forms of it that are likely to be written without a joiner."""
    base = cut(glued)
    ezafe = [f"{base}ی"] if base.endswith("ا") else []
    return tuple(dict.fromkeys([glued, *spellings_of(base), f"{base}ها", f"{base}های", *ezafe]))


def spellings_of(word: str) -> tuple[str, ...]:
    """The forms of the table that are the same word; the word alone where the table does not know it."""
    return _SPELLINGS[_SAME[word]] if word in _SAME else (word,)


def cut(word: str) -> str:
    """The folded, glued word without its last plural, comparative or ezafe; the word itself where nothing is cut."""
    if word[-2:] not in _ENDS or word in _KEPT:
        return word
    start = word.rfind("ها", 2)
    if start > 0 and word[start:] in PLURALS and word[: start + 2] not in _KEPT:
        return word[:-2] if _is_in_he(word) else word[:start]
    for suffix in COMPARATIVES:
        if word.endswith(suffix) and len(word) >= len(suffix) + _SHORTEST and word not in _KEPT:
            return word[: -len(suffix)]
    if word.endswith("ای") and len(word) > _SHORTEST and word not in _KEPT:
        return word[:-1]
    return word


def _is_in_he(word: str) -> bool:
    """Whether a word in های is one in ه with ای: گزینهای is گزینه‌ای, کتابهای is کتاب‌های."""
    common = commonness()
    return word.endswith("های") and common.get(word[:-2], 0) > common.get(word[:-3], 0)


@remembered
def stem(word: str) -> str:
    """The stem of a folded, glued word."""
    known = _known_stems()
    while word not in known:
        shorter = cut(word)
        if shorter == word:
            shorter = without_ending(word)
        if shorter == word:
            return word
        word = shorter
    return known[word]


@dataclass(frozen=True, slots=True)
class Tail:
    """What the end of a word does to the stem of a word before it and itself together, as one string.

    `open`: how that stem ends, unless the word before and one of `rests` together are listed, which is seldom. Without
    `open`, nothing can be told beforehand.
    """

    open: str = ""
    rests: frozenset[str] = frozenset()


NO_TAIL = Tail()


def tail_of(word: str) -> Tail:
    """The tail of a folded, glued word."""
    if not word or word in _WITHIN_ENDINGS:
        return NO_TAIL
    open_ = _NO_WORD + word
    while (shorter := cut(open_)) != open_:
        open_ = shorter
    open_ = open_.removeprefix(_NO_WORD)
    if len(open_) < _SHORTEST and open_ != word:
        return NO_TAIL
    rests = [word, open_]
    if "ها" in word:
        rests += [word[: word.rindex("ها") + 2], word.removesuffix("ای")]
    for ending, instead, _ in _BY_TAIL.get(open_[-2:], ()):
        rests += [open_[: -len(ending)] + instead] if open_.endswith(ending) else []
    return Tail(open_, frozenset(rests))


def rests_of(word: str) -> frozenset[str]:
    """What follows the word in all longer ones that the list of words or a table knows."""
    words = _sorted_listed()
    first = last = bisect_right(words, word)
    while last < len(words) and words[last].startswith(word):
        last += 1
    return frozenset(longer[len(word) :] for longer in words[first:last])


@cache
def _sorted_listed() -> list[str]:
    return sorted(listed())


@cache
def listed() -> frozenset[str]:
    """All that the list of words or a table knows."""
    return frozenset(commonness()) | frozenset(_known_stems())


def without_ending(word: str) -> str:
    """The word without its last ending that the list of words bears out; else the word itself."""
    common = commonness()
    for ending, instead, margin in _BY_TAIL.get(word[-2:], ()):
        rest = word[: -len(ending)] + instead
        if rest in common and common[rest] >= common.get(word, _UNKNOWN) + margin and _can_end(word, rest, ending):
            return rest
    return word


def _can_end(word: str, rest: str, ending: str) -> bool:
    """An ending in ی that is not the whole ending stands behind a vowel (جایشان)."""
    if len(rest) < _SHORTEST or not word.endswith(ending):
        return False
    return len(ending) == 1 or ending[0] != "ی" or ending in ("یان", "ین") or rest[-1] in "او"


def is_listed(word: str) -> bool:
    """Whether the list of words or a table knows it, or what is left of it without its endings."""
    return word in listed() or stem(word) in listed()


@cache
def verbs() -> dict[str, str]:
    """The forms of simple verbs and their stems."""
    return verb_stems()


@cache
def _known_stems() -> dict[str, str]:
    """The stems that tables tell: forms of verbs, broken plurals, spellings."""
    plurals = tomllib.loads(files("catalogue").joinpath("vocabularies", "plurals.toml").read_text(encoding="utf-8"))
    stems = dict(verbs())
    for line in plurals["same"]:
        singular, *others = map(glue, line.split())
        stems.update(dict.fromkeys(others, _SAME.get(singular, singular)))
    return {word: _SAME.get(word, word) for word in _KEPT} | stems | _SAME
