"""Trees of maps, lists and texts, whatever they came from (JSON, XML, RDF, a feed) -> rows, by paths.

A path names keys one below the other: `a.b`. A list on the way stands for all that is in it; `a[].b` says so aloud and
gives exactly one text for each, so that places agree between paths: an empty one where there is none. `a[0]` is the
first. A key with a dot in it is written with a backslash: `a\\.b`. Where a map stands at the end of a path,
its own text counts (OWN).

A row: {native_id, link, fields, excerpt, slow, deleted, fits, cut, broken, place}. `fields` maps the key of a place
(source.Place.key) to the texts that stand there; what no rule names and nobody ignores is a leftover under `path:…`.
`slow` is the key of the source file whose pattern came to no end on this row; one that does not fit is not as wide as
its headings; `cut` is how many levels were left of one that goes deeper. `broken` is {code, facts, refuses} of what
stands in the place of a row and is not read, else None.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from harvesters.errors import StructureBroken
from harvesters.folded import cut_out, to_label
from harvesters.patterns import Pattern, PatternTooSlow, to_pattern

ROWS_IN_PART = 200
"""Rows that a stream gives at once."""

LONGEST_SHOWN = 700
"""Characters of an excerpt on its way to where it is masked, and only then cut (issues.excerpt_of)."""

MOST_LEFTOVERS = 200
"""Of one row; what is beyond says nothing new."""

OWN = ("#text", "@id")
"""Keys of what a map says itself, beside all that is below it: `a` finds `a.#text`, else `a.@id`."""

Step = str | int | None
"""A key, a place in a list, or None: each of a list, with a place for those that are empty."""

_STEP = re.compile(r"((?:[^.\\[\]]|\\.)+)|\[(\d*)\]|(\.)")


class Broken(NamedTuple):
    """What stands in the place of a tree and is not read: the code of its issue, and where it is if it knows.

    `refuses`: it should have been a record.
    """

    code: str
    place: str | None
    excerpt: str
    facts: Mapping[str, object]
    refuses: bool = True


class Spot(NamedTuple):
    """A value of a row: the steps that lead to it, its key in the fields, and whether each in a list has a place."""

    steps: tuple[Step, ...]
    key: str
    is_aligned: bool


class Part(NamedTuple):
    """A part of a key, or a link: the steps, and the pattern for what counts of it."""

    steps: tuple[Step, ...]
    match: Pattern | None


class Rules(NamedTuple):
    """What a source's rules ask of its rows (protocols/question.py).

    `mapped` are the plain paths that a rule names, `ignored` those that are left with all below them; both folded.
    `own` are the keys of the source file that only this protocol has.
    """

    encoding: str | None
    language: str | None
    rows: tuple[Step, ...]
    native_id: Sequence[Part]
    link: Part | None
    next: Part | None
    total: Part | None
    spots: Sequence[Spot]
    mapped: frozenset[str]
    ignored: frozenset[str]
    own: Mapping[str, Any]
    depth: int


@lru_cache(maxsize=4)
def rules_of(text: str) -> Rules:
    """Rules as the protocol writes them; a child serves one source, so they are made ready once."""
    given = json.loads(text)
    places = [place for place in given["places"] if place["way"] == "path"]
    named = [*places, *given["native_id"], *([given["link"]] if given["link"] else [])]
    return Rules(
        encoding=given["encoding"],
        language=given["language"],
        rows=steps_of(given["rows"] or ""),
        native_id=[_part(part) for part in given["native_id"]],
        link=_part(given["link"]) if given["link"] else None,
        next=_part(given["next"]) if given["next"] else None,
        total=_part(given["total"]) if given["total"] else None,
        spots=[Spot(steps_of(place["what"]), place["key"], None in steps_of(place["what"])) for place in places],
        mapped=frozenset(_plain(place["what"]) for place in named),
        ignored=frozenset(map(_plain, given["ignore"])),
        own=given["own"],
        depth=given["depth"],
    )


@lru_cache(maxsize=10_000)
def steps_of(path: str) -> tuple[Step, ...]:
    """The steps of a path; an empty one has none and means the whole."""
    return tuple(_steps(path))


def _steps(path: str) -> Iterator[Step]:
    for key, place, _dot in _STEP.findall(path):
        if key:
            yield re.sub(r"\\(.)", r"\1", key)
        elif path and not _dot:
            yield int(place) if place else None


def _part(given: Mapping[str, Any]) -> Part:
    return Part(steps_of(given["what"]), to_pattern(given["match"]) if given["match"] else None)


def parts_of(trees: Iterable[Any], rules: Rules) -> Iterator[dict[str, Any]]:
    """The rows of many trees as parts of an answer."""
    return in_parts(_row(tree, rules, f"row {number}") for number, tree in enumerate(trees, start=1))


def _row(tree: Any, rules: Rules, place: str) -> dict[str, Any]:
    return _broken_row(tree, place) if isinstance(tree, Broken) else row_of(tree, rules, place)


def in_parts(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows as parts of an answer, so many at once; where the document breaks, what stood before it first."""
    part: list[dict[str, Any]] = []
    try:
        for row in rows:
            part.append(row)
            if len(part) == ROWS_IN_PART:
                yield {"rows": part}
                part = []
    except StructureBroken:
        yield from [{"rows": part}] if part else []
        raise
    if part:
        yield {"rows": part}


def end_of(charset: str | None, problems: Mapping[str, int], **said: Any) -> dict[str, Any]:
    """The last part of an answer: {end: …} with what the reader says of `total`, `next`, `missing`."""
    return {"end": {"charset": charset, "problems": dict(problems), "total": None, "next": None, "missing": [], **said}}


# ---------- one row ----------


_EMPTY: Mapping[str, Any] = {
    "native_id": None,
    "link": None,
    "fields": {},
    "slow": None,
    "deleted": False,
    "fits": True,
    "cut": None,
    "broken": None,
}


def row_of(tree: Any, rules: Rules, place: str) -> dict[str, Any]:
    """The row of a tree; `place` says where in the document it stands."""
    tree, cut = cut_below(tree, rules.depth)
    row = {**_EMPTY, "fields": {}, "place": place, "excerpt": shown(tree), "cut": cut}
    try:
        row["native_id"] = native_id_of([_first(tree, part) for part in rules.native_id])
    except PatternTooSlow:
        return row | {"slow": "list.native_id"}
    try:
        row["link"] = _first(tree, rules.link) if rules.link else None
    except PatternTooSlow:
        return row | {"slow": "list.detail"}
    for spot in rules.spots:
        values = texts_at(tree, spot.steps, spot.is_aligned)
        if values:
            row["fields"].setdefault(spot.key, values)
    row["fields"].update(_leftovers(tree, rules))
    return row


def cut_below(tree: Any, depth: int) -> tuple[Any, int | None]:
    """The tree without what lies deeper than so many levels, and `depth` when that took something away."""
    level, is_cut = [tree], False
    for _ in range(depth):
        level = [inner for node in level for inner in _children(node) if isinstance(inner, dict | list)]
        if not level:
            return tree, None
    for node in level:
        is_cut = is_cut or bool(node)
        node.clear()
    return tree, depth if is_cut else None


def _children(node: Any) -> Iterable[Any]:
    return node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()


def _broken_row(broken: Broken, place: str) -> dict[str, Any]:
    said = {"code": broken.code, "facts": broken.facts, "refuses": broken.refuses}
    return {**_EMPTY, "place": broken.place or place, "excerpt": broken.excerpt, "broken": said}


def native_id_of(parts: Sequence[str | None]) -> str | None:
    """The publisher's key: a single part as it is; of several parts, where one alone is no key, their hash."""
    if len(parts) == 1:
        return parts[0]
    if not any(parts):
        return None
    text = json.dumps(list(parts), ensure_ascii=False)
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:32]


def first_text(tree: Any, part: Part | None) -> str | None:
    """The first text that a part finds, or None; raises PatternTooSlow."""
    return _first(tree, part) if part else None


def _first(tree: Any, part: Part) -> str | None:
    """The first text that is not blank and, with a pattern, fits it."""
    texts = (text.strip() for text in texts_at(tree, part.steps, is_aligned=False))
    cuts = (text if part.match is None else cut_out(part.match, text) for text in texts if text)
    return next((cut for cut in cuts if cut), None)


# ---------- paths ----------


def nodes_at(tree: Any, steps: tuple[Step, ...]) -> list[Any]:
    """What stands at the end of a path, lists taken apart."""
    found = [tree]
    for step in steps:
        found = [inner for node in found for inner in _below(node, step)]
    return [inner for node in found for inner in _apart(node)]


def texts_at(tree: Any, steps: tuple[Step, ...], is_aligned: bool) -> list[str]:
    """The texts at the end of a path; aligned, each thing at the last `[]` gives one, if an empty one."""
    if not is_aligned:
        if len(steps) == 1 and isinstance(tree, dict) and isinstance(leaf := tree.get(steps[0], ""), str):
            return [leaf] if steps[0] in tree else []  # most paths are one key of one text
        return [text for node in nodes_at(tree, steps) if (text := text_of(node)) is not None]
    last = len(steps) - 1 - steps[::-1].index(None)
    things, rest = nodes_at(tree, steps[:last]), steps[last + 1 :]
    if len(rest) == 1:
        return [_text_under(thing, rest) for thing in things]
    return [_first_of(texts_at(thing, rest, False)) for thing in things]


def _text_under(thing: Any, key: tuple[Step, ...]) -> str:
    """The first text at one key, mostly a text itself."""
    if isinstance(thing, dict) and isinstance(key[0], str) and not isinstance(leaf := thing.get(key[0]), list):
        return text_of(leaf) or ""
    return _first_of(texts_at(thing, key, False))


def _first_of(texts: Sequence[str]) -> str:
    return texts[0] if texts else ""


# Lists and no generators: this is where most of the time of a reader goes.


def _below(node: Any, step: Step) -> Sequence[Any]:
    if isinstance(step, int):
        if isinstance(node, list):
            return node[step : step + 1]
        return (node,) if step == 0 else ()
    if step is None:
        return _apart(node)
    return [one[step] for one in _apart(node) if isinstance(one, dict) and step in one]


def _apart(node: Any) -> Sequence[Any]:
    """What a node holds when lists are taken apart; nothing in place of a null."""
    if not isinstance(node, list):
        return () if node is None else (node,)
    found: list[Any] = []
    for inner in node:
        if isinstance(inner, list):
            found += _apart(inner)
        elif inner is not None:
            found.append(inner)
    return found


def text_of(leaf: Any) -> str | None:
    """A leaf as text; what has leaves below has its own text or none."""
    if isinstance(leaf, dict):
        return next((leaf[key] for key in OWN if isinstance(leaf.get(key), str)), None)
    if isinstance(leaf, str):
        return leaf
    if isinstance(leaf, bool):
        return "true" if leaf else "false"
    return None if leaf is None else str(leaf)


def shown(tree: Any) -> str:
    """The beginning of a tree, for an excerpt: not yet masked, and so long that this can be done before it is cut."""
    pieces, length = [], 0
    for path, text in _leaves(tree, ""):
        pieces.append(f"{path}: {text}" if path else text)
        length += len(pieces[-1])
        if length > LONGEST_SHOWN:
            break
    return " | ".join(pieces)[:LONGEST_SHOWN]


# ---------- leftovers ----------


def _leftovers(tree: Any, rules: Rules) -> dict[str, list[str]]:
    """The leaves that no rule names and nobody ignores, by their plain paths."""
    found: dict[str, list[str]] = {}
    _gather(tree, "", rules, found)
    return found


def _gather(tree: Any, path: str, rules: Rules, found: dict[str, list[str]]) -> None:
    if isinstance(tree, dict):
        for key, inner in tree.items():
            if inner is not None and inner != []:
                _gather(inner, _path_to(path, str(key)), rules, found)
    elif _is_known(path, rules.mapped, rules.ignored):
        return
    elif isinstance(tree, list):
        for inner in tree:
            _gather(inner, path, rules, found)
    elif (text := text_of(tree)) is not None:
        key = f"path:{path}"
        if key in found:
            found[key].append(text)
        elif text.strip() and len(found) < MOST_LEFTOVERS:
            found[key] = [text]


def _leaves(tree: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(tree, dict):
        for key, inner in tree.items():
            yield from _leaves(inner, _path_to(path, str(key)))
    elif isinstance(tree, list):
        for inner in tree:
            yield from _leaves(inner, path)
    elif (text := text_of(tree)) is not None:
        yield path, text


@lru_cache(maxsize=10_000)
def _path_to(path: str, key: str) -> str:
    name = key.replace("\\", "\\\\").replace(".", "\\.")
    return f"{path}.{name}" if path else name


@lru_cache(maxsize=10_000)
def _plain(path: str) -> str:
    """A path without brackets, folded."""
    return to_label(re.sub(r"\[\d*\]", "", path))


@lru_cache(maxsize=10_000)
def _is_known(path: str, mapped: frozenset[str], ignored: frozenset[str]) -> bool:
    plain = _plain(path)
    holder, _, key = plain.rpartition(".")
    is_mapped = plain in mapped or (key in OWN and holder in mapped)
    return is_mapped or any(plain == one or plain.startswith(f"{one}.") for one in ignored)
