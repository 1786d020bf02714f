"""Edits of one word, and what their diff must be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from catalogue.diff.sequences import Work
from catalogue.diff.texts import Op, TextDiff, compare_texts

_WORD = re.compile(r"(?<!\S)[^\W\d_]+(?:\u200c[^\W\d_]+)*(?!\S)")
"""A word of letters between blanks."""


@dataclass(frozen=True)
class Edit:
    """A text, the same with another word in one place, and both words; an empty word where one came or went."""

    old: str
    new: str
    gone: str
    come: str

    def is_told(self) -> bool:
        """Whether the diff marks these words and nothing else, but for one blank beside a word that came or went."""
        diff = compare_texts(self.old, self.new, Work())
        found = [marked(diff, Op.DELETE), marked(diff, Op.INSERT)]
        if not (self.gone and self.come):
            found = [[text.strip() for text in texts] for texts in found]
        is_whole = joined(diff, Op.INSERT) == self.old and joined(diff, Op.DELETE) == self.new
        return is_whole and not diff.truncated and found == [[word] if word else [] for word in (self.gone, self.come)]


def edit_one_word(text: str, words: list[str], random: Random) -> Edit:
    """A text with one of its words changed into one of `words`, or taken out, or with one more before it."""
    spans = [found.span() for found in _WORD.finditer(text)]
    start, end = random.choice(spans)
    here = text[start:end]
    other = random.choice([word for word in random.sample(words, 5) if word != here])
    way = random.choice(("change", "change", "remove", "add"))
    if way == "remove" and start and end < len(text):
        return Edit(text, text[: start - 1] + text[end:], here, "")
    if way == "add":
        return Edit(text, f"{text[:start]}{other} {text[start:]}", "", other)
    return Edit(text, text[:start] + other + text[end:], here, other)


def words_of(text: str) -> list[str]:
    """Its words of letters."""
    return _WORD.findall(text)


def marked(diff: TextDiff, op: Op) -> list[str]:
    """The runs of one kind."""
    return [run.text for run in diff.runs if run.op is op]


def joined(diff: TextDiff, without: Op) -> str:
    """All runs but those of one kind."""
    return "".join(run.text for run in diff.runs if run.op is not without)
