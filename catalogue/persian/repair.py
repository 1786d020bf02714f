"""Repair: known words in place of a query's words that the index does not know.

Every kind of mistake gives candidates: another spelling of the same sound, another form of the word, two
words without their blank, the other keyboard, Pinglish, a slip of the hand. Those the vocabulary knows
compete by how likely the mistake is and how common the word; letting the first kind win instead made
a third of all slips another word of the same sound. All unknown words of a query are asked together, so a
repair costs one call of the vocabulary, and a second one for words that nothing was found for. Only
unknown words come here, so a query without mistakes is never changed; and a word that the list of words knows
is rightly spelt even if no record holds it, so that it is asked for as it is. Not here: what is asked
of the index for them, and neighbours that are one word (covers.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalogue.persian.edits import one_slip
from catalogue.persian.homophones import homophones, of_same_sound, with_madda
from catalogue.persian.keyboards import SIGNS, latin_keys, persian_keys
from catalogue.persian.lexicon import commonness
from catalogue.persian.pinglish import persian_spellings
from catalogue.persian.remembered import remembered
from catalogue.persian.stems import COMPARATIVES, PLURALS, cut
from catalogue.persian.stop_words import STOP_WORDS
from catalogue.search.index import Vocabulary

MOST_ASKED = 600
"""Words of one call of the vocabulary."""
MOST_ALTERNATIVES = 4
SHORTEST_SLIP = 4
"""Letters. A shorter word has so many neighbours that most repairs would be wrong."""
RIGHT = 30
"""Ten times the Zipf value from which a word of the list of words is rightly spelt: once in a million words."""
RIGHT_BASE = 40
"""The same of a word in the plural or the comparative: rarer ones of the list are often glued themselves (درحوزه)."""
FAR_BETTER = 25
"""In the same measure: so much commoner is a word than its misspelling (measured: باغی is no باقی)."""
SHORTEST_HALF = 3
SHORTEST_WITH_TWO = 7
"""Letters of a word that may be cut at a half of two: «بو» and «شهر» are not meant by بوشهر."""
SHORTEST_PIECE = 2
SHORTEST_LATIN = 3
SHORTEST_LAYOUT = 4
"""Letters of a Latin word that is read as Pinglish, and as Persian keys: shorter ones are names."""
LEAST_SHORT_PINGLISH = 0.05
"""Likelihood of a spelling of the shortest Latin words below which they are rather names."""
LONGEST_THIRD = 12
SHORTEST_GLUED_PINGLISH = 7
LONGEST = 50
"""Letters of a word that is repaired."""

_EVERYWHERE = "و"
"""The commonest word of any Persian text: in how many records it stands is about how many there are."""
_FEWEST_RECORDS = 100

COMMONNESS = 0.5
"""How much the records that hold a word count beside the likelihood of the mistake (as exponent)."""
_KINDS = {
    "letters": (3.0, 0.9),
    "form": (0.1, 0.9),
    "split": (0.3, 0.8),
    "layout": (0.3, 0.9),
    "pinglish": (1.0, 0.8),
    "edit": (1.0, 0.6),
}
"""How -> its likelihood beside others, and the weight of its best alternative; measured on made mistakes."""
LEAST_LIKELY = 0.1
"""Score of a slip, and of a word cut in three, below which the word is rather one that no record holds: a rare
slip (0.03) is believed of a word in ten records."""
LEAST = 0.05
"""Share of the best alternative's score below which another is not worth asking."""

RARE, COMMON = 2, 200
"""Records of a word that may be a mistake of the publisher's, and of the one it may stand for."""
_MOST_PIECES = 40

_ENDINGS = ("ی", "م", "ت", "ش", "ام", "ات", "اش", "ان", "مان", "تان", "شان", "یم", "ید", "ند", "اند", "ای", "یی")
_PREFIXES = ("نمی", "می", "ن", "ب")
_MAKERS = (
    *("گر", "گری", "گاه", "گاهی", "مند", "مندی", "بان", "بانی", "چی", "ور", "وری", "زار", "کده", "وار", "انه", "گانه"),
    *("ین", "مین", "یان", "ناک", "گونه", "مون", "تون", "شون", "گان", "گی"),
)
AFFIXES = frozenset((*PLURALS, *COMPARATIVES, *_ENDINGS, *_PREFIXES, *_MAKERS))
"""Never a half of two glued words."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """What may have been meant by a word: a known one, or the words it was glued of (forms of known ones).

    `weight` stands beside the 1.0 of a known word; `how` is letters, form, split, layout, pinglish or edit.
    """

    words: tuple[str, ...]
    weight: float
    how: str


_Kinds = Mapping[str, Mapping[str, float]]
"""How -> candidates -> likelihood of the mistake, for the mistakes that leave one word."""
_Scores = dict[tuple[str, ...], tuple[float, str]]
"""Known words -> likelihood of the mistake times commonness of what was meant, and how."""


def repair(unknown: Sequence[str], vocabulary: Vocabulary) -> Mapping[str, tuple[Alternative, ...]]:
    """Folded, glued word -> at most four alternatives, best first; () where nothing known is near.

    A word that is rightly spelt is read as no other, but as its parts where it is two words joined by و.
    """
    found: dict[str, tuple[Alternative, ...]] = dict.fromkeys(unknown, ())
    right = [word for word in found if _is_word(word) and is_right(word)]
    words = [word for word in found if _is_word(word) and word not in right]
    if words:
        found.update(_near(words, vocabulary))
    left = [word for word in words if not found[word]]
    if left:
        found.update(_far(left, vocabulary))
    pairs = {word: _joined_by_and(word) for word in right}
    if any(pairs.values()):
        records = vocabulary.records({_EVERYWHERE}.union(*[pair for each in pairs.values() for pair in each]))
        found.update({word: _best(_split(pairs[word], records)) for word in right})
    return found


def _is_word(word: str) -> bool:
    """Numbers and identifiers are never repaired: another number is another thing."""
    return len(word) <= LONGEST and word.replace("'", "").isalpha()


def is_right(word: str) -> bool:
    """Whether the list of words knows it or what it is the plural or comparative of, and no better spelling of it."""
    return _is_well_known(word, RIGHT) or _is_well_known(cut(word), RIGHT_BASE)


def _is_well_known(word: str, least: int) -> bool:
    """Known, and no spelling of the same sound is known far better (تهرون, ازاد)."""
    common = commonness()
    known = common.get(word, 0)
    return (
        known >= least
        and all(common.get(other, 0) <= known for other in with_madda(word))
        and all(common.get(other, 0) < known + FAR_BETTER for other in of_same_sound(word))
    )


def _joined_by_and(word: str) -> list[tuple[str, str]]:
    """What may stand before and after an و («حملونقل»)."""
    places = [place for place, letter in enumerate(word) if letter == "و"]
    halves = [(word[:place], word[place + 1 :]) for place in places]
    return [pair for pair in halves if min(map(len, pair)) >= SHORTEST_HALF and all(map(is_right, pair))]


def _near(words: Sequence[str], vocabulary: Vocabulary) -> dict[str, tuple[Alternative, ...]]:
    """The alternatives of each word by one mistake; one call."""
    kinds = {word: _kinds(word, MOST_ASKED // len(words), len(words) == 1) for word in words}
    asked = {_EVERYWHERE}.union(*[candidates for each in kinds.values() for candidates in each.values()])
    for word in words:
        for first, second in _halves(word):
            asked.update((first, second, base_of(first), base_of(second)))
    records = vocabulary.records(asked)
    return {word: _best(_scores(kinds[word], records) | _split(_halves(word), records)) for word in words}


def _kinds(word: str, most: int, is_alone: bool) -> _Kinds:
    """All candidates that are one word, about `most` of them. `is_alone`: no other word is unknown."""
    if word.isascii():
        return _latin_kinds(word, most, is_alone)
    kinds = {
        "letters": homophones(word),
        "form": dict.fromkeys(_forms(word), 1.0),
        "layout": dict.fromkeys(latin_keys(word), 1.0),
    }
    if len(word) >= SHORTEST_SLIP:
        kinds["edit"] = one_slip(word, most * 4 // 5)
    return kinds


def _latin_kinds(word: str, most: int, is_alone: bool) -> _Kinds:
    """A short one alone is rather a name (SMS, ir) than a word on the other keyboard."""
    if len(word) < SHORTEST_LATIN:
        return {}
    spellings = persian_spellings(word, most * 2 // 3)
    if is_alone and len(word) < SHORTEST_LAYOUT:
        return {"pinglish": {one: likely for one, likely in spellings.items() if likely >= LEAST_SHORT_PINGLISH}}
    return {"layout": _on_persian_keys(word), "pinglish": spellings}


def _halves(word: str) -> list[tuple[str, str]]:
    """Every cut in two that parts no affix from its word, and no short word without meaning («علمیبه»)."""
    if word.isascii():
        return []
    cuts = [(word[:place], word[place:]) for place in range(1, len(word))]
    return [halves for halves in cuts if AFFIXES.isdisjoint(halves) and _may_be_glued(*halves)]


def _may_be_glued(first: str, second: str) -> bool:
    short, long = sorted(map(len, (first, second)))
    if short >= SHORTEST_HALF:
        return True
    if short == SHORTEST_PIECE and short + long >= SHORTEST_WITH_TWO:
        return True
    return long > SHORTEST_HALF and short == SHORTEST_PIECE and not STOP_WORDS.isdisjoint((first, second))


@remembered
def base_of(word: str) -> str:
    """What stands in the index of an inflected word that is written with its affixes joined: «حوزههای», «میروند»."""
    base = cut(word)
    prefix = next((prefix for prefix in _PREFIXES[:2] if base.startswith(prefix)), "")
    return base[len(prefix) :] if len(base) > len(prefix) + SHORTEST_PIECE else base


def _on_persian_keys(word: str) -> dict[str, float]:
    """Of either layout; without its madda, or with a letter whose hamza needs the shift key."""
    readings = persian_keys(word)
    found = dict.fromkeys(readings, 1.0)
    for reading in readings:
        for spelling, likelihood in homophones(reading).items():
            found.setdefault(spelling, likelihood * 0.1)
    return found


def _forms(word: str) -> Iterator[str]:
    """What is left without an affix that stems.py does not cut."""
    base = cut(word)
    for ending in _ENDINGS:
        if base.endswith(ending) and len(base) > len(ending) + 2:
            yield base.removesuffix(ending)
    for prefix in _PREFIXES:
        if base.startswith(prefix) and len(base) > len(prefix) + 2:
            yield base.removeprefix(prefix)


def _scores(kinds: _Kinds, records: Mapping[str, int]) -> _Scores:
    scores: _Scores = {}
    for how, candidates in kinds.items():
        for known in candidates.keys() & records.keys():
            score = _KINDS[how][0] * candidates[known] * records[known] ** COMMONNESS
            if score >= LEAST_LIKELY or how != "edit":
                scores[(known,)] = max(scores.get((known,), (0.0, "")), (score, how))
    return scores


def _split(cuts: Sequence[tuple[str, str]], records: Mapping[str, int]) -> _Scores:
    scores = {halves: _score_together(halves, records) for halves in cuts}
    return {halves: (score, "split") for halves, score in scores.items() if score}


def _score_together(parts: Sequence[str], records: Mapping[str, int]) -> float:
    """By how many records would hold all parts by chance; one known only in another form is half as likely meant."""
    all_records = max(records.get(_EVERYWHERE, 0), _FEWEST_RECORDS)
    chance = float(all_records)
    for part in parts:
        chance *= (records.get(part) or records.get(base_of(part), 0) / 4) / all_records
    return float(_KINDS["split"][0] * chance**COMMONNESS)


def _best(scores: _Scores) -> tuple[Alternative, ...]:
    """The best few, in the order of their scores."""
    best = sorted(scores, key=lambda words: (-scores[words][0], words))[:MOST_ALTERNATIVES]
    found = [(_meaning(words), scores[words][1], scores[words][0] / scores[best[0]][0]) for words in best]
    return tuple(
        Alternative(words, round(_KINDS[how][1] * part, 3), how) for words, how, part in found if part >= LEAST
    )


def _meaning(words: tuple[str, ...]) -> tuple[str, ...]:
    """Without words that carry none, which a record need not hold; all of them where there are no others."""
    return tuple(word for word in words if word not in STOP_WORDS) or words


def _far(words: Sequence[str], vocabulary: Vocabulary) -> dict[str, tuple[Alternative, ...]]:
    """What takes more to say: slips in Latin words, two words of Pinglish or three Persian ones as one; one call."""
    most = MOST_ASKED // len(words)
    slips = {word: one_slip(word, most // 2) if word.isascii() and len(word) > SHORTEST_SLIP else {} for word in words}
    glued = {word: _glued_pinglish(word, most) for word in words}
    asked = {part for each in glued.values() for parts in each for part in parts}
    asked.update({_EVERYWHERE}, *slips.values(), *[_pieces(word, most) for word in words])
    records = vocabulary.records(asked)
    return {
        word: _best(_scores({"edit": slips[word]}, records) | _parted(word, records) | _of_glued(glued[word], records))
        for word in words
    }


def _glued_pinglish(latin: str, most: int) -> dict[tuple[str, str], float]:
    """The halves of the likeliest spellings of a long word -> likelihood."""
    if len(latin) < SHORTEST_GLUED_PINGLISH:
        return {}
    spellings = persian_spellings(latin, max(most // (4 * len(latin)), 1))
    return {halves: likelihood for word, likelihood in spellings.items() for halves in _halves(word)}


def _of_glued(glued: Mapping[tuple[str, str], float], records: Mapping[str, int]) -> _Scores:
    scores = {parts: likelihood * _score_together(parts, records) for parts, likelihood in glued.items()}
    return {parts: (score, "pinglish") for parts, score in scores.items() if score >= LEAST_LIKELY}


def _pieces(word: str, most: int) -> set[str]:
    """What may stand between two blanks of a word of three words."""
    if word.isascii() or len(word) < 3 * SHORTEST_PIECE:
        return set()
    ends = range(SHORTEST_PIECE, len(word) + 1)
    pieces = [word[start:end] for end in ends for start in range(max(end - LONGEST_THIRD, 0), end - SHORTEST_PIECE + 1)]
    return set(pieces[:most])


def _parted(word: str, records: Mapping[str, int]) -> _Scores:
    """The cuts in three known words; the one between may be و («آموزشوپرورش»)."""
    starts = [end for end in range(SHORTEST_PIECE, len(word) - SHORTEST_PIECE) if word[:end] in records]
    ends = range(SHORTEST_PIECE + 1, len(word) - SHORTEST_PIECE + 1)
    cuts = [(word[:first], word[first:second], word[second:]) for first in starts for second in ends if second > first]
    scores = {parts: _score_together(parts, records) for parts in cuts if AFFIXES.isdisjoint(parts)}
    return {parts: (score, "split") for parts, score in scores.items() if score >= LEAST_LIKELY}


def retype(text: str, vocabulary: Vocabulary) -> str | None:
    """The text as if typed on a Persian keyboard, if its keys then give more known words; else None.

    Only for texts with signs that are letters there («,chvj» is وزارت), which would part words; plain Latin letters
    are words for `repair`.
    """
    pieces = {piece: persian_keys(piece) for piece in text.split()[:_MOST_PIECES]}
    pieces = {piece: readings for piece, readings in pieces.items() if readings}
    if all(SIGNS.isdisjoint(piece) for piece in pieces):
        return None
    latin = {piece: re.findall("[a-z]{3,}", piece.lower()) for piece in pieces}
    asked = {form for readings in pieces.values() for word in readings for form in (word, base_of(word))}
    records = vocabulary.records(asked.union(*latin.values()))
    best = {piece: max(readings, key=lambda word: _records_of(word, records)) for piece, readings in pieces.items()}
    telling = [word for piece, word in best.items() if any(map(str.isalpha, piece))]
    known = sum(_records_of(word, records) > 0 for word in telling)
    if 2 * known <= len(telling) or known <= sum(any(word in records for word in words) for words in latin.values()):
        return None
    return " ".join(best.get(piece, piece) for piece in text.split())


def _records_of(word: str, records: Mapping[str, int]) -> int:
    return records.get(word) or records.get(base_of(word), 0)


def rarer_than(words: Sequence[str], vocabulary: Vocabulary) -> Mapping[str, Alternative]:
    """Known but very rare word -> the very common one a mistake away from it: to be suggested, never asked.

    So is the best repair of a word that is rightly spelt and that no record holds, however common what is offered.
    """
    known = [word for word in dict.fromkeys(words) if _is_word(word)]
    counts = vocabulary.records(known) if known else {}
    rare = [word for word in known if counts.get(word, 0) <= RARE and (counts.get(word) or is_right(word))]
    near = _near(rare, vocabulary) if rare else {}
    common = (
        vocabulary.records({part for found in near.values() for one in found[:1] for part in one.words}) if near else {}
    )
    return {word: found[0] for word, found in near.items() if found and _is_offered(word, found[0], counts, common)}


def _is_offered(word: str, best: Alternative, counts: Mapping[str, int], common: Mapping[str, int]) -> bool:
    """A slip is not believed of a rightly spelt word that the catalogue lacks: «رشوه» is no «رشته»."""
    if best.how == "split":
        return False
    return _are_common(best.words, common) if word in counts else best.how != "edit"


def _are_common(words: Sequence[str], records: Mapping[str, int]) -> bool:
    return all(records.get(word, 0) >= COMMON for word in words)
