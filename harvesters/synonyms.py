"""The file words/synonyms.yaml: words of equal meaning, as an operator writes them, or all mistakes at once by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from catalogue.persian.words import analyse
from harvesters.errors import SourceInvalid
from harvesters.mistakes import Lines, Mistake, line_of, mistake, mistakes_of
from harvesters.yaml_lines import read_yaml
from schemas.errors import InvalidInput
from schemas.record import load_with
from schemas.synonyms import SynonymsFile

SCHEMA = SynonymsFile()

Groups = tuple[tuple[str, ...], ...]
_Tokens = tuple[str, ...]


def load_synonyms(path: Path) -> Groups:
    """The groups of a file; raises SourceInvalid with all its mistakes, OSError where there is no file."""
    groups, mistakes = judge_synonyms(path)
    if mistakes:
        raise SourceInvalid(mistakes)
    return groups


def judge_synonyms(path: Path) -> tuple[Groups, list[Mistake]]:
    """The groups, and every mistake of the file; raises OSError where there is none."""
    lined = read_yaml(path.read_bytes(), str(path))
    if isinstance(lined, list):
        return (), lined
    mistakes = list(lined.mistakes)
    try:
        loaded = load_with(SCHEMA, lined.value)
    except InvalidInput as invalid:
        return (), [*mistakes, *mistakes_of(str(path), invalid.errors, lined.lines)]
    mistakes += _mistakes_in(loaded, str(path), lined.lines)
    return tuple(tuple(group["words"]) for group in loaded["groups"]), mistakes


def _mistakes_in(loaded: Mapping[str, Any], file: str, lines: Lines) -> Iterator[Mistake]:
    """What the door cannot know: words of nothing but signs, or that stand twice, or within another of their group."""
    seen: set[_Tokens] = set()
    for number, group in enumerate(loaded["groups"]):
        place = ("groups", number, "words")
        if len(group["words"]) < 2:
            yield mistake(file, line_of(place, lines), "words", "synonym-alone")
        tokens = [tuple(analyse(word).exact_tokens()) for word in group["words"]]
        for i, word in enumerate(group["words"]):
            code, other = _wrong(i, tokens, seen)
            if code:
                named = group["words"][other] if other is not None else ""
                yield mistake(file, line_of((*place, i), lines), "words", code, name=word, other=named)
            seen.add(tokens[i])


def _wrong(i: int, tokens: Sequence[_Tokens], seen: set[_Tokens]) -> tuple[str, int | None]:
    """The code of what is wrong with a word of a group, and the word that it stands in."""
    if not tokens[i]:
        return "synonym-no-word", None
    if tokens[i] in seen:
        return "synonym-twice", None
    around = next((j for j, other in enumerate(tokens) if j != i and _is_within(tokens[i], other)), None)
    return ("synonym-within", around) if around is not None else ("", None)


def _is_within(part: _Tokens, whole: _Tokens) -> bool:
    starts = range(len(whole) - len(part) + 1)
    return part != whole and any(whole[start : start + len(part)] == part for start in starts)
