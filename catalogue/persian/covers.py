"""What is asked for the words of a query: one Match that is the same however the words were joined.

Every spelling of «روابط عمومی‌ها» is first turned into the same *units*: a word glued of two known
ones is taken apart, two words that are written as one in the catalogue are put together, and a word that
no record holds becomes a known one (repair.py). Each unit is then covered by its stem, by its exact forms
(which rank, but find nothing more: words.py), or with a neighbour by the joined form of both. Not here:
the grammar of queries (grammar.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from catalogue.persian.numbers import readings
from catalogue.persian.repair import AFFIXES, Alternative, base_of, repair
from catalogue.persian.stems import forms_of, is_compound, is_listed, spellings_of, stem, verbs
from catalogue.persian.words import TextWord
from catalogue.search.index import AllOf, AnyOf, Match, Most, Not, Phrase, Prefix, Vocabulary, Word

STEM_BOOST = 0.5
PAIR_BOOST = 0.35
"""Measured for joined neighbours (persian.md 1): a third of a word's own weight helps, its whole weight hurts."""

SHORTEST_HALF = 2
SHORTEST_JOINED = 3
"""Letters. A word the index knows is never taken apart at a shorter half (مادر is not ما and در)."""

LONG_NUMBER = 5
"""Digits and letters of a number that must stand in a record even where only most words must."""

ESTABLISHED = 20
RARER = 4
"""A glued form in 20 records is a word of its own; in fewer, if its rarer half is not four times as common."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of a query; `is_near`: the next word is its neighbour. `also`: what may be found in its place.

    Words that mean something together have it in the place of each of them.
    """

    word: TextWord
    is_near: bool = False
    also: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class _Unit:
    """A glued word and its stem, if it is asked for: the کرد of «هزینه‌کرد» is no verb, so that می‌کنند is not meant.

    `is_near`: it may be joined with the next unit. `also`: what else may be found. `place` is that of its word, `typed`
    the stem of the word that it stands for, `others` what else may have been meant by it.
    """

    glued: str
    key: str
    is_near: bool
    also: tuple[Match, ...] = ()
    place: int = 0
    boost: float = 1.0
    typed: str = ""
    others: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Repair:
    """A word that was read otherwise than it was typed; `others` are words that were asked for besides.

    `how` is joined, layout of a whole text, or that of an Alternative.
    """

    typed: str
    words: tuple[str, ...]
    how: str
    others: tuple[str, ...] = ()


class Lexicon:
    """What the index knows of the words of one query, each asked once; `repaired` tells which were read otherwise."""

    def __init__(self, vocabulary: Vocabulary, repairs: bool = True) -> None:
        self.repairs = repairs
        self.repaired: list[Repair] = []
        self.vocabulary = vocabulary
        self._seen: dict[str, int] = {}
        self._known: dict[str, int] = {}

    def as_typed(self) -> Lexicon:
        """The same, for words that are not read as others: what is excluded must not grow."""
        return Lexicon(self.vocabulary, repairs=False)

    def learn(self, tokens: Collection[str]) -> None:
        """Ask for many tokens at once, as each call costs."""
        unseen = [token for token in dict.fromkeys(tokens) if token not in self._seen]
        if unseen:
            self._seen |= dict.fromkeys(unseen, 0) | dict(self.vocabulary.records(unseen))

    def learn_forms(self, glued: Iterable[str]) -> None:
        """Ask for all forms of many words at once."""
        self.learn([form for word in glued for form in forms_of(word)])

    def learn_text(self, parts: Sequence[str], joined: Iterable[str] = ()) -> None:
        """Ask at once for all that the words of a text are mostly covered by, and for these joined ones."""
        pairs = ["".join(pair) for pair in pairwise(parts)]
        self.learn([*joined, *[form for word in (*parts, *map(base_of, parts), *pairs) for form in forms_of(word)]])

    def records(self, token: str) -> int:
        """How many records hold the exact token."""
        if token not in self._seen:
            self.learn([token])
        return self._seen[token]

    def known(self, glued: str) -> int:
        """How many records hold the word in its commonest form; of very common ones the first that is met."""
        if glued not in self._known:
            records = self.records(glued)
            is_common = records >= ESTABLISHED * RARER
            self._known[glued] = records if is_common else max(map(self.records, forms_of(glued)))
        return self._known[glued]

    def alternatives(self, words: Iterable[str]) -> Mapping[str, tuple[Alternative, ...]]:
        """What may have been meant by words that no record holds."""
        unknown = [word for word in words if not (self._is_known(word) or is_compound(word))]
        return repair(unknown, self.vocabulary) if unknown and self.repairs else {}

    def _is_known(self, glued: str) -> bool:
        """As it is or in another form."""
        return any(self.known(form) for form in (glued, base_of(glued), stem(glued)))

    def is_one_word(self, glued: str, first: str, second: str) -> bool:
        """Whether they are a word of the language, or written as one often enough to mean one by it."""
        if is_listed(glued):
            return True
        records = self.known(glued)
        return records >= ESTABLISHED or 0 < records * RARER >= min(self.known(first), self.known(second))

    def best_halves(self, glued: str) -> tuple[str, str] | None:
        """The two known words it is glued of, those whose rarer one is the commonest; None when there are none."""
        shortest = SHORTEST_JOINED if self.known(glued) else SHORTEST_HALF
        places = range(shortest, len(glued) - shortest + 1)
        self.learn([form for place in places for half in (glued[:place], glued[place:]) for form in forms_of(half)])
        best, halves = 0, None
        for place in places:
            first, second = glued[:place], glued[place:]
            if AFFIXES.isdisjoint((first, second)) and any(self.records(form) for form in spellings_of(first)):
                records = min(self.known(first), self.known(second))
                if records > best:
                    best, halves = records, (first, second)
        return halves


@dataclass(frozen=True, slots=True)
class Covered:
    """What must all match for some words: one part for each word, and apart from them those that never are left out."""

    words: list[Match]
    numbers: list[Match]


def cover(asked: Sequence[Asked], lexicon: Lexicon) -> Covered:
    """What must all match for these words, in no order. A long number is no word that a record may do without."""
    numbers = [one for one in asked if not one.word.parts]
    words = [any_of([cover_number(one.word), *one.also]) for one in numbers if not _is_telling(one.word)]
    telling = [any_of([cover_number(one.word), *one.also]) for one in numbers if _is_telling(one.word)]
    return Covered([*_cover_words([one for one in asked if one.word.parts], lexicon), *words], telling)


def _is_telling(number: TextWord) -> bool:
    """Whether it names one act or sum (56306/ت62270, 12500) and is no year, day or count."""
    return sum(map(len, number.exact)) >= LONG_NUMBER


def _cover_words(words: Sequence[Asked], lexicon: Lexicon) -> list[Match]:
    units = [replace(unit, place=place) for place, asked in enumerate(words) for unit in _units(asked)]
    _learn(units, lexicon)
    if lexicon.repairs:
        units = _repaired(units, lexicon)
        _learn(units, lexicon)
    units = _put_together([piece for unit in units for piece in _take_apart(unit, lexicon)], lexicon)
    joined = [stem(a.glued + b.glued) if a.is_near else "" for a, b in pairwise(units)]
    matches: dict[int, list[Match]] = {}
    for unit, before, after in zip(units, ["", *joined], [*joined, ""], strict=False):
        pairs = [pair for pair in (before, after) if pair]
        matches.setdefault(unit.place, []).append(_cover_unit(unit, pairs, lexicon))
    return list(map(all_of, matches.values()))


def any_of(parts: Sequence[Match]) -> Match:
    """AnyOf without repetition and nesting; a lone part is itself."""
    flat = dict.fromkeys(inner for part in parts for inner in (part.parts if isinstance(part, AnyOf) else (part,)))
    return AnyOf(tuple(flat)) if len(flat) > 1 else next(iter(flat))


def all_of(parts: Sequence[Match]) -> Match:
    """AllOf without repetition and nesting; a lone part is itself."""
    flat = dict.fromkeys(inner for part in parts for inner in (part.parts if isinstance(part, AllOf) else (part,)))
    return AllOf(tuple(flat)) if len(flat) > 1 else next(iter(flat))


def leaves(match: Match) -> list[Word | Prefix | Phrase]:
    """The words, prefixes and phrases that a record is found by; negated ones are none of them."""
    if isinstance(match, Not):
        return []
    if isinstance(match, AllOf | AnyOf | Most):
        return [leaf for part in match.parts for leaf in leaves(part)]
    return [match]


def _units(asked: Asked) -> list[_Unit]:
    """A ZWNJ word is as many units as it has parts, all of them neighbours."""
    parts = asked.word.parts
    if len(parts) == 1:
        return [_Unit(parts[0], asked.word.stems[0], asked.is_near, asked.also)]
    if is_compound("".join(parts)):
        return [_Unit("".join(parts), asked.word.stems[0], asked.is_near, asked.also)]
    units = [_Unit(part, "" if part in verbs() else stem(part), is_near=True, also=asked.also) for part in parts]
    return [*units[:-1], replace(units[-1], is_near=asked.is_near)]


def _learn(units: Sequence[_Unit], lexicon: Lexicon) -> None:
    """All forms of the units, and of each two neighbours as one word, in one call."""
    together = [first.glued + second.glued for first, second in pairwise(units) if first.is_near]
    lexicon.learn_forms([*[form for unit in units for form in (unit.glued, base_of(unit.glued))], *together])


def _repaired(units: Sequence[_Unit], lexicon: Lexicon) -> list[_Unit]:
    """The units, with known words in place of those that no record holds."""
    found = lexicon.alternatives(unit.glued for unit in units if not unit.also)
    lexicon.learn_forms([word for each in found.values() for one in each[1:] for word in one.words])
    return [
        piece for unit in units for piece in _instead(unit, () if unit.also else found.get(unit.glued, ()), lexicon)
    ]


def _instead(unit: _Unit, alternatives: Sequence[Alternative], lexicon: Lexicon) -> list[_Unit]:
    """Its best alternative, and beside a single word also others; the unit itself if there is none."""
    if not alternatives:
        return [unit]
    best = alternatives[0]
    others = tuple(one for one in alternatives[1:] if len(one.words) == len(best.words) == 1)
    asked = tuple(" ".join(one.words) for one in others)
    lexicon.repaired.append(Repair(unit.glued, best.words, best.how, asked))
    one = replace(unit, is_near=True, boost=best.weight, typed=unit.key, others=others)
    pieces = [replace(one, glued=word, key=stem(word)) for word in best.words]
    return [*pieces[:-1], replace(pieces[-1], is_near=unit.is_near)]


def _take_apart(unit: _Unit, lexicon: Lexicon) -> list[_Unit]:
    """The unit, or the known words that it is glued of and that are not established as one."""
    pieces = _pieces(unit, lexicon) if lexicon.repairs else [unit]
    if len(pieces) > 1:
        lexicon.repaired.append(Repair(unit.glued, tuple(piece.glued for piece in pieces), "split"))
    return pieces


def _pieces(unit: _Unit, lexicon: Lexicon) -> list[_Unit]:
    """A word of its own (کارخانه) is none that somebody glued (روابطعمومی), however rare it is here."""
    if unit.also or unit.typed or is_listed(unit.glued) or lexicon.known(unit.glued) >= ESTABLISHED:
        return [unit]
    bare = base_of(unit.glued)
    if bare not in forms_of(unit.glued) and lexicon.known(bare):  # a verb with می is known without it
        return [unit]
    halves = lexicon.best_halves(unit.glued)
    if halves is None or lexicon.is_one_word(unit.glued, *halves):
        return [unit]
    first, second = halves
    return [
        *_pieces(replace(unit, glued=first, key=stem(first), is_near=True), lexicon),
        *_pieces(replace(unit, glued=second, key=stem(second)), lexicon),
    ]


def _put_together(units: Sequence[_Unit], lexicon: Lexicon) -> list[_Unit]:
    """Neighbours that the catalogue writes as one word become one unit: «کتاب خانه» is کتابخانه."""
    together: list[_Unit] = []
    for unit in units:
        before = together[-1] if together else None
        if before and before.is_near and min(len(before.glued), len(unit.glued)) >= SHORTEST_JOINED:
            glued = before.glued + unit.glued
            if lexicon.is_one_word(glued, before.glued, unit.glued):
                also = before.also + unit.also
                together[-1] = replace(before, glued=glued, key=stem(glued), is_near=unit.is_near, also=also)
                continue
        together.append(unit)
    return together


def _cover_unit(unit: _Unit, pairs: list[str], lexicon: Lexicon) -> Match:
    """The exact forms are only those whose stem is the unit's, so that they rank and do not widen."""
    typed = [Word(unit.typed, stem=True, boost=STEM_BOOST)] if unit.typed and unit.typed != unit.key else []
    others = [word for one in unit.others for word in _forms(one.words[0], stem(one.words[0]), one.weight, lexicon)]
    joined = [Word(pair, stem=True, boost=PAIR_BOOST) for pair in pairs]
    return any_of([*_forms(unit.glued, unit.key, unit.boost, lexicon), *typed, *joined, *others, *unit.also])


def _forms(glued: str, key: str, boost: float, lexicon: Lexicon) -> list[Word]:
    exact = [form for form in forms_of(glued) if form == glued or lexicon.records(form)]
    if not key:
        return [Word(glued, boost=boost)]
    forms = [Word(form, boost=boost) for form in exact if stem(form) == key]
    return [*forms, Word(key, stem=True, boost=STEM_BOOST * boost)]


def cover_number(word: TextWord) -> Match:
    """A grouped number is its value; an identifier is the phrase of its parts, so that its beginning finds it."""
    exact, whole = word.exact, word.stems[0]
    if readings(whole) == ("".join(exact),):
        value = "".join(exact)
        return any_of([Word(value), Word(value, stem=True, boost=STEM_BOOST)])
    others = [token for token in word.stems if token not in exact]
    parts = Phrase(exact) if len(exact) > 1 else Word(exact[0])
    return any_of([parts, *[Word(token, stem=True, boost=STEM_BOOST) for token in others]])
