"""Source files: YAML with lines -> schemas.source -> Source, or all mistakes at once. No network, no environment."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path as FilePath
from typing import Any

from catalogue.persian.letters import fold_key
from harvesters.agencies import AgencyRegister
from harvesters.built_in import with_built_in
from harvesters.css import is_selector
from harvesters.declared import to_source
from harvesters.decode import known_charset
from harvesters.errors import SourceInvalid
from harvesters.mistakes import Mistake, Path, line_of, mistake, mistakes_of
from harvesters.patterns import is_pattern
from harvesters.schedule import is_cron
from harvesters.source import Source
from harvesters.yaml_lines import Lined, read_yaml
from schemas.errors import InvalidInput
from schemas.fields import nearest
from schemas.record import load_with
from schemas.source import SCHEMAS

BEARER = re.compile(r"(?i)\s*bearer\s+\S")
"""A key, wherever in a file it stands."""


def load_source(path: FilePath, agencies: AgencyRegister) -> Source | list[Mistake]:
    """The source of a file, or every mistake in it."""
    body = path.read_bytes()
    lined = read_yaml(body, str(path))
    if isinstance(lined, list):
        return lined
    loaded = _load(lined, str(path))
    if isinstance(loaded, list):
        return loaded
    mistakes = list(_mistakes(loaded, lined, path, agencies))
    if mistakes:
        return sorted(mistakes, key=lambda one: (one.line, one.path))
    return to_source(loaded, agencies, hashlib.sha256(body).hexdigest())


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


def _load(lined: Lined, file: str) -> dict[str, Any] | list[Mistake]:
    """The file as its protocol's schema loads it; an unknown protocol leaves the keys of all others unjudged."""
    protocol = lined.value.get("protocol")
    if protocol not in SCHEMAS:
        near = nearest(str(protocol), list(SCHEMAS))
        code = "required" if protocol is None else "unknown-word-near" if near else "unknown-word"
        return [mistake(file, line_of(("protocol",), lined.lines), "protocol", code, name=protocol, near=near or "")]
    try:
        return load_with(SCHEMAS[protocol], with_built_in(lined.value))
    except InvalidInput as invalid:
        return mistakes_of(file, invalid.errors, lined.lines)


# ---------- what only the machine around the file can judge ----------


def _mistakes(loaded: Mapping[str, Any], lined: Lined, path: FilePath, agencies: AgencyRegister) -> Iterator[Mistake]:
    def wrong(key: Path, code: str, **facts: object) -> Mistake:
        return mistake(str(path), line_of(key, lined.lines), ".".join(map(str, key)), code, **facts)

    if loaded["id"] != path.stem:
        yield wrong(("id",), "id-is-file-name", name=path.stem)
    if loaded["agency"] not in agencies.files:
        near = nearest(loaded["agency"], list(agencies.files))
        code = "unknown-agency-near" if near else "unknown-agency"
        yield wrong(("agency",), code, name=loaded["agency"], near=near or "")
    if "encoding" in loaded and known_charset(loaded["encoding"]) is None:
        yield wrong(("encoding",), "unknown-encoding", name=loaded["encoding"])
    if "schedule" in loaded and not is_cron(loaded["schedule"]):
        yield wrong(("schedule",), "bad-schedule", given=loaded["schedule"])
    for key, text in _texts(lined.value, ()):
        if BEARER.match(text):
            yield wrong(key, "looks-like-key")
    for key, selector in _selectors(lined.value, ()):
        if not is_selector(selector):
            yield wrong(key, "bad-selector", given=selector)
    for key, pattern in _patterns(lined.value, ()):
        if not is_pattern(fold_key(pattern)):
            yield wrong(key, "bad-pattern", why=pattern)


def _selectors(value: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, str]]:
    """Every CSS selector of a file with its keys: css, list.rows and the items of detail.drop."""
    for key, text in _texts(value, path):
        is_rows = key == ("list", "rows") and value.get("protocol") == "html"
        if key[-1] == "css" or is_rows or key[:2] == ("detail", "drop"):
            yield key, text


def _texts(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    """Every text of a file with its keys."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _texts(inner, (*path, place))
    elif isinstance(value, str):
        yield path, value


def _patterns(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    """Every regular expression of a file with its keys: match, and the name of a rule."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _patterns(inner, (*path, key))
    elif isinstance(value, str) and "map" not in path and (path[-1] == "match" or path[0::2] == ("fields", "name")):
        yield path, value
