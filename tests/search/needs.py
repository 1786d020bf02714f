"""What people look for, typed in several ways, with the records that answer it; asked of a whole catalogue.

A set is a folder of TOML files, one for each group of needs, and `fails.toml`: what is known to fail, and why.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from catalogue.errors import QueryRefused
from catalogue.models import Record
from catalogue.service import Catalogue
from schemas.errors import InvalidInput
from schemas.search import load_search
from tests.making import Store

FAILS = "fails.toml"
NO_REASON = "?"
"""Stands in fails.toml until somebody has looked."""

LEAST = {"first": 1, "top3": 3, "top10": 10}
"""How far down the first record that answers may stand."""

IdOf = Callable[[str], str]
"""Name of a record in a set -> its id in the catalogue."""


@dataclass(frozen=True)
class Need:
    """Something looked for: `find` names the records of which one must stand at `least` or above."""

    group: str
    find: tuple[str, ...]
    least: str
    typed: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """One way to type a need. `rank` counts from 1; None: no record that answers is among the first ten."""

    need: Need
    query: str
    rank: int | None

    def is_within(self, most: int) -> bool:
        """Whether a record that answers stands among the first `most`."""
        return self.rank is not None and self.rank <= most

    @property
    def passes(self) -> bool:
        """Whether it stands where the need asks for."""
        return self.is_within(LEAST[self.need.least])


def needs_of(folder: Path) -> list[Need]:
    """The needs of all groups, by the names of their files."""
    needs = []
    for path in sorted(folder.glob("*.toml")):
        if path.name != FAILS:
            for line in tomllib.loads(path.read_text(encoding="utf-8"))["needs"]:
                needs.append(Need(path.stem, tuple(line["find"]), line["least"], tuple(line["typed"])))
    return needs


def fails_of(folder: Path) -> Mapping[str, str]:
    """Query -> why it is known to fail."""
    path = folder / FAILS
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def write_fails(folder: Path, asked: Iterable[Asked]) -> None:
    """Mark exactly what fails; a reason that stands is kept, a new one is to be written by hand."""
    known = fails_of(folder)
    lines = [f"{_quoted(one.query)} = {_quoted(known.get(one.query, NO_REASON))}" for one in asked if not one.passes]
    (folder / FAILS).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _quoted(text: str) -> str:
    """A string of TOML; what cannot be seen is written by its number."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in escaped) + '"'


def ids_of(store: Store) -> dict[tuple[str, str], str]:
    """(source, native id) -> id of every record."""
    with store.catalogue.read() as session:
        rows = session.execute(select(Record.source_id, Record.native_id, Record.id)).all()
    return {(source, native_id): record_id for source, native_id, record_id in rows}


def ask_all(catalogue: Catalogue, needs: Iterable[Need], id_of: IdOf) -> list[Asked]:
    """What became of every query of every need; a refused one finds nothing."""
    asked = []
    for need in needs:
        answers = {id_of(name) for name in need.find}
        asked += [Asked(need, query, _rank(_found(catalogue, query), answers)) for query in need.typed]
    return asked


def _found(catalogue: Catalogue, query: str) -> list[str]:
    """The first ten ids, as a reader of the API gets them."""
    try:
        return [item.id for item in catalogue.find(load_search({"q": [query], "limit": ["10"]})).items]
    except (QueryRefused, InvalidInput):
        return []


def _rank(found: Sequence[str], answers: set[str]) -> int | None:
    return next((place for place, one in enumerate(found, start=1) if one in answers), None)


def unexpected(asked: Iterable[Asked], fails: Mapping[str, str]) -> list[str]:
    """What is not as `fails` says: a query that fails without a mark, or passes with one, or has no reason."""
    told = []
    for one in asked:
        if one.passes == (one.query in fails):
            told.append(f"{'passes, but is marked' if one.passes else 'fails, but is not marked'}: {shown(one)}")
        elif fails.get(one.query) == NO_REASON:
            told.append(f"fails for no reason that somebody wrote down: {shown(one)}")
    return told


def shown(one: Asked) -> str:
    """A query with its place, for the reader of a failed test."""
    place = "not among ten" if one.rank is None else f"at {one.rank}"
    return f"[{one.need.group}] {one.query}: {place}, asked for: {one.need.least} of {', '.join(one.need.find[:3])}"


def table(asked: Sequence[Asked]) -> Iterator[str]:
    """A line for each group and one for all: queries, and the share first, among three, among ten, and as asked for."""
    groups = dict.fromkeys(one.need.group for one in asked)
    yield f"{'group':<18} needs queries   first   top 3  top 10  as asked"
    for group in groups:
        yield _line(group, [one for one in asked if one.need.group == group])
    yield _line("all", asked)


def report(asked: Sequence[Asked], names_failing: bool) -> str:
    """The table as lines, below the queries that fail if they are to be named."""
    failing = [shown(one) for one in asked if names_failing and not one.passes]
    return "".join(f"{line}\n" for line in (*failing, *table(asked)))


def _line(name: str, asked: Sequence[Asked]) -> str:
    needs = len({one.need for one in asked})
    shares = [sum(one.is_within(most) for one in asked) for most in LEAST.values()]
    shares.append(sum(one.passes for one in asked))
    return f"{name:<18} {needs:5} {len(asked):7} " + " ".join(f"{100 * share / len(asked):6.1f}%" for share in shares)
