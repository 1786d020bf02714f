"""The tables of docs/sources.md, made of the schemas that load source files and of key_words.py.

`python -m schemas.reference docs/sources.md` writes them anew between their marks; the text around them is by hand.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from marshmallow import Schema

from schemas.key_words import default_of, words_of
from schemas.rules import PLACES_OF_READ, UNITS, FileRule, Rules
from schemas.source import SCHEMAS, WebSource
from schemas.source_fields import Word
from schemas.source_file import SourceFile
from schemas.source_keys import below, key_of
from schemas.source_parts import Key

BLOCK = re.compile(r"(<!-- table: ([a-z ]+) -->\n).*?(<!-- end -->)", re.DOTALL)
HEAD = "| key | default | معنا | meaning |\n|---|---|---|---|\n"
PLACES = ("css", "attr", "label", "column", "extract", "path", "name", "const")
CODE = re.compile(
    r"(\{agreed: …\}|15 5 \* \* sat-wed|DASTRAS_[A-Z_]+|[{?/]?[a-z][a-zA-Z_0-9{}?=/\[\]-]*(?:[.:][a-z0-9{][\w{}]*)*)"
)
"""Latin parts of a Persian sentence that are words of files and commands."""
MOST_WORDS = 20
"""A longer closed set is not written out: it is a vocabulary."""

Row = tuple[str, str, str, tuple[str, ...]]
"""Dotted key, default, protocol whose words count, the words it may be."""


def filled(page: str) -> str:
    """The page with its tables as they follow from the schemas; raises KeyError for a table that is not known."""
    tables = {**_tables(), **_rule_tables()}
    return BLOCK.sub(lambda found: found[1] + tables[found[2]] + found[3], page)


def tables_of(page: str) -> set[str]:
    """The names of the tables that a page has."""
    return {found[2] for found in BLOCK.finditer(page)}


def _tables() -> Mapping[str, str]:
    common = {row[0]: row for row in _rows(SourceFile(), "")}
    web = {row[0]: row for row in _rows(WebSource(), "web") if row[0] not in common}
    tables = {"common": _table(list(common.values())), "web": _table(list(web.values()))}
    for name, schema in SCHEMAS.items():
        given = {**common, **(web if isinstance(schema, WebSource) else {})}
        tables[name] = _table([row for row in _rows(schema, name) if _is_own(row, given.get(row[0]), name)])
    return tables


def _is_own(row: Row, shared: Row | None, name: str) -> bool:
    """Whether a row says something that the shared tables do not."""
    key = row[0]
    if shared is None:
        return True
    return words_of(name, key) is not words_of("", key) or default_of(name, key) != default_of("", key)


def _rows(schema: Schema, protocol: str, before: str = "") -> Iterator[Row]:
    for name, field in schema.fields.items():
        key = f"{before}{key_of(name, field)}"
        inner = below(field)
        if isinstance(field, Key):
            yield key, "required" if field.required else default_of(protocol, key), protocol, ()
        if inner is not None and not isinstance(field, Rules) and key != "robots":
            yield from _rows(inner, protocol, f"{key}.")
            continue
        words = field.codes if isinstance(field, Word) and len(field.codes) <= MOST_WORDS else ()
        yield key, "required" if field.required else default_of(protocol, key), protocol, words


def _table(rows: Sequence[Row]) -> str:
    return HEAD + "".join(map(_line, rows))


def _line(row: Row) -> str:
    key, default, protocol, codes = row
    words = words_of(protocol, key)
    listed = ", ".join(f"`{code}`" for code in codes)
    is_told = all(f"`{code}`" in words.en for code in codes)
    english = words.en if is_told else f"{words.en}: {listed}"
    return f"| `{key}` | {default} | {_persian(words.fa)} | {english} |\n"


def _persian(text: str) -> str:
    """Latin parts of a Persian sentence as code, so that they stand in order."""
    return CODE.sub(r"`\1`", text)


def _rule_tables() -> Mapping[str, str]:
    fields = FileRule().fields
    where = {place: _protocols(place) for place in PLACES}
    head = "| place | protocols | معنا | meaning |\n|---|---|---|---|\n"
    places = "".join(f"| `{place}` | {', '.join(where[place])} | {_words(place)} |\n" for place in PLACES)
    others = [name for name in fields if name not in PLACES]
    treatments = "".join(f"| `{name}` | {default_of('', f'rule.{name}')} | {_words(name)} |\n" for name in others)
    units = "| unit | یکا |\n|---|---|\n" + "".join(f"| `{unit}` | {printed} |\n" for unit, printed in UNITS.items())
    reads = "| `read` | places |\n|---|---|\n" + "".join(
        f"| `{read}` | {', '.join(f'`{place}`' for place in names)} |\n" for read, names in PLACES_OF_READ.items()
    )
    return {"places": head + places, "treatments": HEAD + treatments, "units": units, "reads": reads}


def _words(name: str) -> str:
    words = words_of("", f"rule.{name}")
    return f"{_persian(words.fa)} | {words.en}"


def _protocols(place: str) -> list[str]:
    """The protocols whose rules know a place; `all` when every one does."""
    rules = {
        name: [below(field) for _, field in _all_fields(schema) if isinstance(field, Rules)]
        for name, schema in SCHEMAS.items()
    }
    known = [name for name, found in rules.items() if any(rule and place in rule.fields for rule in found)]
    return ["all"] if len(known) == len(SCHEMAS) else known


def _all_fields(schema: Schema) -> Iterator[tuple[str, object]]:
    for name, field in schema.fields.items():
        yield name, field
        inner = below(field)
        if inner is not None and not isinstance(field, Rules):
            yield from _all_fields(inner)


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.write_text(filled(file.read_text(encoding="utf-8")), encoding="utf-8")
