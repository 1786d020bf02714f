"""Source files: YAML with lines -> schemas.source -> Source, or all mistakes at once. No network, no environment.

What the door cannot know, as agencies and selectors, is judged by source_checks.py.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from harvesters.agencies import AgencyRegister
from harvesters.built_in import with_built_in
from harvesters.declared import to_source
from harvesters.errors import SourceInvalid
from harvesters.mistakes import Lines, Mistake, line_of, mistake, mistakes_of
from harvesters.source import Source
from harvesters.source_checks import mistakes_around, secret_places
from harvesters.yaml_lines import Lined, read_yaml
from schemas.errors import FieldError, InvalidInput
from schemas.fields import nearest
from schemas.record import load_with
from schemas.source import SCHEMAS, AnySource
from schemas.source_keys import protocols_with

ANY_SOURCE = AnySource()


@dataclass(frozen=True, slots=True)
class Judged:
    """A source file that was looked at: its source, or None and every mistake; `written` is what it says."""

    source: Source | None
    mistakes: tuple[Mistake, ...]
    written: Mapping[str, Any]
    lines: Lines


def judge_source(path: FilePath, agencies: AgencyRegister) -> Judged:
    """The source of a file and the lines of its keys, or every mistake in it."""
    body = path.read_bytes()
    lined = read_yaml(body, str(path))
    if isinstance(lined, list):
        return Judged(None, tuple(lined), {}, {})
    loaded = _load(lined, str(path))
    secret = {".".join(map(str, key)) for key in secret_places(lined.value)}
    of_schema = [one for one in (loaded if isinstance(loaded, list) else ()) if one.path not in secret]
    mistakes = [*lined.mistakes, *of_schema]
    told = {(one.line, one.path) for one in mistakes}
    mistakes += [one for one in mistakes_around(lined, path, agencies) if (one.line, one.path) not in told]
    if mistakes or isinstance(loaded, list):
        return Judged(None, in_order(mistakes), lined.value, lined.lines)
    return Judged(to_source(loaded, agencies, hashlib.sha256(body).hexdigest()), (), lined.value, lined.lines)


def load_source(path: FilePath, agencies: AgencyRegister) -> Source | list[Mistake]:
    """The source of a file, or every mistake in it."""
    judged = judge_source(path, agencies)
    return judged.source or list(judged.mistakes)


def load_sources(paths: Iterable[FilePath], agencies: AgencyRegister) -> list[Source]:
    """The sources of several files; raises SourceInvalid with the mistakes of all of them."""
    sources: list[Source] = []
    mistakes: list[Mistake] = []
    for path in paths:
        loaded = load_source(path, agencies)
        if isinstance(loaded, Source):
            sources.append(loaded)
        else:
            mistakes += loaded
    if mistakes:
        raise SourceInvalid(mistakes)
    return sources


def in_order(mistakes: Iterable[Mistake]) -> tuple[Mistake, ...]:
    """In the order of the file."""
    return tuple(sorted(mistakes, key=lambda one: (one.line, one.path)))


def _load(lined: Lined, file: str) -> dict[str, Any] | list[Mistake]:
    """The file as its protocol's schema loads it; of an unknown protocol what all have in common is judged."""
    protocol = lined.value.get("protocol")
    schema = SCHEMAS.get(protocol) if isinstance(protocol, str) else None
    try:
        loaded = load_with(schema or ANY_SOURCE, with_built_in(lined.value))
    except InvalidInput as invalid:
        mistakes = mistakes_of(file, _told(invalid.errors, schema is not None), lined.lines)
    else:
        mistakes = []
        if schema is not None:
            return loaded
    return mistakes if schema is not None else [_no_protocol(protocol, lined, file), *mistakes]


def _no_protocol(protocol: object, lined: Lined, file: str) -> Mistake:
    near = nearest(str(protocol), list(SCHEMAS))
    code = "protocol-missing" if protocol is None else "unknown-protocol-near" if near else "unknown-protocol"
    facts = {"name": protocol, "near": near or "", "allowed": tuple(SCHEMAS)}
    return mistake(file, line_of(("protocol",), lined.lines), "protocol", code, **facts)


def _told(errors: Iterable[FieldError], is_known: bool) -> Iterator[FieldError]:
    """A key that other protocols have is told as such; which fields an unknown protocol brings along nobody knows."""
    for error in errors:
        others = protocols_with(error.path) if error.code in ("unknown", "unknown-near") else ()
        if others and is_known:
            yield FieldError(error.path, "key-of-other-protocol", {"name": error.path[-1], "protocols": others})
        elif is_known or error.code != "field-required":
            yield error
