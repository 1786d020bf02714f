"""What only the machine around a source file can judge: its name, agencies, encodings, schedules, selectors, patterns.

Judged on the texts as they stand in the file, so that a mistake elsewhere hides none of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from encodings.aliases import aliases
from pathlib import Path as FilePath
from typing import Any

from catalogue.persian.letters import fold_key
from harvesters.agencies import AgencyRegister
from harvesters.css import is_selector
from harvesters.decode import known_charset
from harvesters.mistakes import Mistake, Path, line_of, mistake
from harvesters.patterns import is_pattern
from harvesters.schedule import is_cron
from harvesters.yaml_lines import Lined
from schemas.fields import nearest
from schemas.rules import PLACES_OF_READ
from schemas.source_fields import is_like_secret

FILE_PATH = re.compile(r"text|lines(\.\d+)?")
"""What there is of a text file (protocols/files.py)."""
ENCODINGS = sorted(alias.replace("_", "-") for alias in aliases)
NOT_SECRET = ("css", "rows", "path", "drop", "id", "agency", "label", "column")
"""Keys whose texts are long without being secrets."""

OTHER_READS = [name for name in PLACES_OF_READ if name != "text"]

Wrong = tuple[Path, str, dict[str, object]]


def mistakes_around(lined: Lined, path: FilePath, agencies: AgencyRegister) -> Iterator[Mistake]:
    """Every mistake of this kind."""
    for key, code, facts in (*_single(lined.value, path, agencies), *_each(lined.value)):
        yield mistake(str(path), line_of(key, lined.lines), ".".join(map(str, key)), code, **facts)


def _single(written: Mapping[str, Any], path: FilePath, agencies: AgencyRegister) -> Iterator[Wrong]:
    """Keys that stand once in a file."""
    given = {key: text for key, text in written.items() if isinstance(text, str) and text.strip()}
    if given.get("id", path.stem) != path.stem:
        yield ("id",), "id-is-file-name", {"name": path.stem}
    if given.get("agency") in agencies.broken:
        yield ("agency",), "broken-agency", {"name": given["agency"]}
    elif "agency" in given and given["agency"] not in agencies.files:
        yield ("agency",), *_unknown("unknown-agency", given["agency"], list(agencies.files))
    if "encoding" in given and known_charset(given["encoding"]) is None:
        yield ("encoding",), *_unknown("unknown-encoding", given["encoding"].lower(), ENCODINGS)
    if "schedule" in given and not is_cron(given["schedule"]):
        yield ("schedule",), "bad-schedule", {"given": given["schedule"]}


def unknown_secret(written: Mapping[str, Any], names: list[str]) -> Iterator[Wrong]:
    """The secret of a file, when the operator has none of its name."""
    auth = written.get("auth")
    name = auth.get("secret") if isinstance(auth, Mapping) else None
    if isinstance(name, str) and name not in names and not is_like_secret(name):
        yield ("auth", "secret"), *_unknown("unknown-secret", name, names)


def _unknown(code: str, name: str, known: list[str]) -> tuple[str, dict[str, object]]:
    near = nearest(name, known)
    return f"{code}-near" if near else code, {"name": name, "near": near or ""}


def secret_places(written: Mapping[str, Any]) -> list[Path]:
    """The keys of texts that look like a secret: nothing may repeat them."""
    texts = _texts(written, ())
    return [key for key, text in texts if key[-1] not in NOT_SECRET and "drop" not in key and is_like_secret(text)]


def _each(written: Mapping[str, Any]) -> Iterator[Wrong]:
    """Keys that may stand in many places."""
    is_html = written.get("protocol") == "html"
    is_text = written.get("protocol") == "files" and written.get("read") not in OTHER_READS
    for key in secret_places(written):
        yield key, "looks-like-key", {}
    for key, text in _texts(written, ()):
        name = key[-1]
        if "map" in key[:-1]:
            continue
        is_css = name == "css" or key[:2] == ("detail", "drop") or (is_html and key == ("list", "rows"))
        if is_css and not is_selector(text):
            yield key, "bad-selector", {"given": text}
        if (name == "match" or (name == "name" and len(key) > 2)) and not is_pattern(fold_key(text)):
            yield key, "bad-pattern", {"why": text}
        if is_text and name == "path" and not FILE_PATH.fullmatch(text):
            yield key, "bad-file-path", {"given": text}


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
