"""Letters: what a reader takes for the same text becomes the same string.

Here: fold_search (for the index and for queries), fold_key (for labels, tags, selectors, twins) and
the same two with a map back to the publisher's characters. Not here: words and tokens (words.py).
Stored text is never folded.

Both fold character by character, so a folded text is the sum of its folded characters. Three rules
look at a neighbour: a decomposed madda, marks written in place of a ZWNJ, runs of blanks in a key.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

ZWNJ = "\u200c"
PERSIAN = "\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff\u0750-\u077f"
"""The letters of the Arabic script, as part of a regular expression's class."""

_FALSE_JOINER = "\u200f"
"""RLM; with ¬ it is what older programs wrote where a ZWNJ belongs (windows-1256 and its converters)."""

_LETTERS = {
    **dict.fromkeys("يىۍ", "ی"),
    **dict.fromkeys("كڪ", "ک"),
    **dict.fromkeys("ةەۀہھۂۃ", "ه"),
    "ٱ": "ا",
    "آ": "آ",
}
_HAMZA_FOR_SEARCH = {"أ": "ا", "إ": "ا", "ؤ": "و", "ئ": "ی", "ء": "", "ٴ": ""}
_HAMZA_FOR_KEYS = {letter: letter for letter in "أإؤئء"}
_BLANKS = {**dict.fromkeys("\x85\u2028\u2029", "\n"), **dict.fromkeys("\u115f\u1160\u3164\uffa0", " ")}
"""Line ends of Unicode, and the Hangul fillers: letters by category, blanks to the eye."""

_REMEMBERED = 0x3000
"""Characters above are rare here and fold anew each time, so that no text can fill the memory."""


_OF_TWO_PARTS = {unicodedata.normalize("NFD", letter): letter for letter in "آأإؤئ"}


def _expand(character: str, letters: dict[str, str], lower: bool) -> str:
    """NFKD without its marks: presentation forms, ligatures, wide and accented letters, digits of all scripts."""
    plain = unicodedata.normalize("NFKD", character).replace(_MADDA, "آ")
    if len(plain) > 1:  # one character is never two words: ﷺ, ㎧, harakat on a blank
        plain = plain.replace(" ", "").replace("∕", "")
    if lower:
        plain = unicodedata.normalize("NFKD", plain.casefold())
    for parts, letter in _OF_TWO_PARTS.items():  # their mark makes another letter of them: U+FE81 is آ
        plain = plain.replace(parts, letter)
    return "".join(letters[part] if part in letters else _fold_part(part) for part in plain)


def _fold_part(part: str) -> str:
    category = unicodedata.category(part)
    if category == "Nd":
        return str(unicodedata.decimal(part))
    if category in ("Mn", "Me", "Cf") and part != ZWNJ:
        return ""
    if category in ("Zs", "Cs") or (category == "Cc" and part not in "\n\t\r"):
        return " "
    return part


class _Table(dict[int, str]):
    """Code point -> folded string, for str.translate; filled as characters are met."""

    def __init__(self, letters: dict[str, str], lower: bool) -> None:
        super().__init__()
        self._letters = letters
        self._lower = lower

    def __missing__(self, code: int) -> str:
        character = chr(code)
        letter = self._letters.get(character)
        folded = _expand(character, self._letters, self._lower) if letter is None else letter
        if code < _REMEMBERED or "\ufb50" <= character <= "\ufeff":
            self[code] = folded
        return folded


_SEARCH = _Table(
    {**_LETTERS, **_HAMZA_FOR_SEARCH, **_BLANKS, "ـ": "", "¬": _FALSE_JOINER, "\u200f": _FALSE_JOINER}, True
)
_KEY = _Table({**_LETTERS, **_HAMZA_FOR_KEYS, **_BLANKS, "ـ": "", "¬": "", ZWNJ: ""}, False)

_MADDA = "ا\u0653"
_JOINER_BETWEEN = re.compile(f"(?<=[{PERSIAN}]){_FALSE_JOINER}+(?=[{PERSIAN}])")
_EVEN = " \\n\\t!-~«»–—،؛؟٪٫٬٠-٩۰-۹" + ZWNJ + "آأؤئإابتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژکگیةۀ"
_UNEVEN = re.compile(f"{_MADDA}|[^{_EVEN}]")
"""What fold_search may turn into no character or several; all others it folds one to one."""
_ANY = re.compile(f"{_MADDA}|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; its character i came from original[starts[i]:ends[i]].

    Characters that were dropped belong to the one before them, so a span never cuts off a mark.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that folded to text[start:end] (which is not empty)."""
        return self.starts[start], self.ends[end - 1]


def fold_search(text: str) -> str:
    """The text as the index sees it: letters and digits in one form, no marks, lower case; ZWNJ and line ends stay."""
    folded = text.replace(_MADDA, "آ").translate(_SEARCH)
    if _FALSE_JOINER in folded:
        folded = _JOINER_BETWEEN.sub(ZWNJ, folded).replace(_FALSE_JOINER, "")
    return folded


def fold_key(text: str) -> str:
    """The text as a label: letters, digits and blanks in one form, no marks or joiners; hamza and Latin case stay."""
    return " ".join(text.replace(_MADDA, "آ").translate(_KEY).split())


def is_even(text: str) -> bool:
    """Whether fold_search certainly moves no character of this text."""
    return _UNEVEN.search(text) is None


def map_search(text: str) -> Folded:
    """fold_search with the way back."""
    folded = _map(text, _SEARCH, _UNEVEN)
    if _FALSE_JOINER not in folded.text:
        return folded
    joined = _JOINER_BETWEEN.sub(lambda run: ZWNJ + _FALSE_JOINER * (len(run.group()) - 1), folded.text)
    return _keep(folded, joined, [i for i, character in enumerate(joined) if character != _FALSE_JOINER])


def map_key(text: str) -> Folded:
    """fold_key with the way back; a blank comes from the last one of its run."""
    folded = _map(text, _KEY, _ANY)
    kept: list[int] = []
    for run in re.finditer(r"\S+", folded.text):
        kept.extend(range(run.start() - bool(kept), run.end()))
    return _keep(folded, re.sub(r"\s", " ", folded.text), kept)


def _map(text: str, table: _Table, uneven: re.Pattern[str]) -> Folded:
    """The folded text; what `uneven` does not find is copied in whole stretches, one to one."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for match in uneven.finditer(text):
        start, end = match.span()
        folded = match.group().replace(_MADDA, "آ").translate(table)
        pieces += [text[done:start].translate(table), folded]
        starts += [*range(done, start), *[start] * len(folded)]
        ends += [*range(done + 1, start + 1), *[end] * len(folded)]
        if not folded and ends:
            ends[-1] = end
        done = end
    pieces.append(text[done:].translate(table))
    starts.extend(range(done, len(text)))
    ends.extend(range(done + 1, len(text) + 1))
    return Folded("".join(pieces), tuple(starts), tuple(ends))


def _keep(folded: Folded, text: str, kept: list[int]) -> Folded:
    """Only the kept characters of `text`, which has the length of the folded one."""
    return Folded(
        "".join([text[i] for i in kept]),
        tuple([folded.starts[i] for i in kept]),
        tuple([folded.ends[i] for i in kept]),
    )
