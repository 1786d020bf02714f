"""`python -m tests.bench.repairs`: how often a word that no record holds is read rightly, and how often wrongly.

The vocabulary is that of a shared set of texts, and then ten times as many words made of it. Some of its words are held
out: of those nothing is a mistake, so that whatever they are read as, but for another form of them, is wrong. In others
mistakes are made. It tells and judges nothing.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from random import Random

from catalogue.persian.repair import Alternative, is_right, repair
from catalogue.persian.stems import glue, stem
from catalogue.persian.words import analyse
from tests.bench.persian_ir.known_items import corpus
from tests.bench.persian_ir.noise import spoil
from tests.bench.persian_ir.shared_set import Paper

SEED = 1404
WORDS, MADE = 50_000, 450_000
HELD_OUT = 1000
MISTAKES = 500
KINDS = ("one typo", "layout", "Pinglish")
SHORTEST = 4
"""Letters of the words in which mistakes are made."""


class Counted:
    """A vocabulary in memory."""

    def __init__(self, words: Mapping[str, int]) -> None:
        self.words = words

    def records(self, words: Collection[str]) -> Mapping[str, int]:
        """How many records hold each word; unknown ones are left out."""
        return {word: self.words[word] for word in words if word in self.words}


def main() -> None:
    """Count the words, hold some out, report for both sizes."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.repairs", description=__doc__)
    parser.add_argument("--papers", type=int, default=20_000, help="so many texts (20,000)")
    papers = corpus()[: parser.parse_args().papers]
    if not papers:
        print("the shared texts are missing: nothing to measure")
        return
    words = count(papers)
    random = Random(SEED)
    held = random.sample([word for word in words if word.isalpha() and not word.isascii()], HELD_OUT)
    kept = {word: records for word, records in words.items() if word not in set(held)}
    for vocabulary in (kept, {**made_of(list(kept), random), **kept}):
        print(f"{len(vocabulary):,} words")
        report(held, list(kept), Counted(vocabulary))


def count(papers: Sequence[Paper]) -> dict[str, int]:
    """The commonest words -> in how many of the texts they stand."""
    counted: Counter[str] = Counter()
    for paper in papers:
        counted.update({part for word in analyse(f"{paper.title} {paper.text}").words for part in word.parts})
    return dict(sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:WORDS])


def made_of(words: Sequence[str], random: Random) -> dict[str, int]:
    """Rare words: the beginning of one and the end of another."""
    made: dict[str, int] = {}
    while len(made) < MADE:
        first, second = random.choices(words, k=2)
        made[first[: random.randint(1, 5)] + second[-random.randint(1, 4) :]] = random.randint(1, 3)
    return made


def report(held: Sequence[str], known: Sequence[str], vocabulary: Counted) -> None:
    """Wrong repairs of what is right, and right ones of what is wrong."""
    for name, words in (
        ("of the list", [word for word in held if is_right(word)]),
        ("others", [word for word in held if not is_right(word)]),
    ):
        read = [word for word in words if _is_read_otherwise(word, alternatives(word, vocabulary))]
        print(f"  held out, {name}: {len(read)} of {len(words)} read as another word ({len(read) / len(words):.1%})")
    for kind in KINDS:
        right = [place_of(word, typed, vocabulary) for word, typed in mistakes(kind, known, vocabulary)]
        first, few = sum(place == 0 for place in right), sum(place is not None for place in right)
        print(f"  {kind}: right@1 {first / len(right):.1%}, right@4 {few / len(right):.1%} of {len(right)}")
    pairs = glued(known, vocabulary)
    split = sum(first_words(typed, vocabulary) == typed_as for typed, typed_as in pairs)
    print(f"  two words glued: right@1 {split / len(pairs):.1%} of {len(pairs)}")


def alternatives(word: str, vocabulary: Counted) -> tuple[Alternative, ...]:
    """Of one word."""
    return repair([word], vocabulary)[word]


def first_words(word: str, vocabulary: Counted) -> tuple[str, ...]:
    """What it is read as; () for nothing."""
    return next((one.words for one in alternatives(word, vocabulary)), ())


def _is_read_otherwise(word: str, found: Sequence[Alternative]) -> bool:
    return bool(found) and "".join(map(stem, found[0].words)) != stem(word) and found[0].how != "form"


def mistakes(kind: str, known: Sequence[str], vocabulary: Counted) -> list[tuple[str, str]]:
    """(word, as typed): common words and unknown mistakes in them, of letters alone: signs part words (retype)."""
    random = Random(SEED)
    made: list[tuple[str, str]] = []
    for word in random.sample(_common(known, vocabulary), MISTAKES):
        spoilt = spoil(kind, word, word)
        typed = glue(spoilt) if spoilt else ""
        if typed.isalpha() and typed not in vocabulary.words:
            made.append((word, typed))
    return made


def place_of(word: str, typed: str, vocabulary: Counted) -> int | None:
    """Where the word, or a form of it, stands among what is asked; None where it does not."""
    found = [one.words for one in alternatives(typed, vocabulary)]
    return next((i for i, words in enumerate(found) if len(words) == 1 and stem(words[0]) == stem(word)), None)


def glued(known: Sequence[str], vocabulary: Counted) -> list[tuple[str, tuple[str, str]]]:
    """(as typed, its two words): unknown ones made of common words."""
    random = Random(SEED)
    common = _common(known, vocabulary)
    pairs = [(random.choice(common), random.choice(common)) for _ in range(MISTAKES)]
    return [("".join(pair), pair) for pair in pairs if "".join(pair) not in vocabulary.words]


def _common(known: Sequence[str], vocabulary: Counted) -> list[str]:
    words = [word for word in known if word.isalpha() and not word.isascii() and len(word) >= SHORTEST]
    return [word for word in words if vocabulary.words[word] >= MISTAKES // 100]


if __name__ == "__main__":
    main()
