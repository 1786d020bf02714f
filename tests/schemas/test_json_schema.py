"""What `dastras schema source` prints says of files what the door says, as far as a JSON Schema can."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from deploy.settings import shipped_sources
from harvesters.yaml_lines import Lined, read_yaml
from schemas.json_schema import DIALECT
from schemas.source import SCHEMAS
from schemas.source_json_schema import source_json_schema
from tests.running import dastras

SCHEMA = source_json_schema()
JUDGE = Draft202012Validator(SCHEMA)
SHIPPED = sorted(shipped_sources().glob("*.yaml"))
BROKEN = sorted((Path(__file__).parents[1] / "harvesters" / "broken_sources").glob("*.yaml"))
NO_YAML = {"tabs", "indentation", "bracket"}


def as_editor(path: Path) -> Any:
    """What an editor makes of a file: numbers and booleans are such."""
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_source_is_valid_as_texts_and_as_an_editor_reads_it(path: Path) -> None:
    lined = read_yaml(path.read_bytes(), path.name)
    assert isinstance(lined, Lined)
    assert JUDGE.is_valid(lined.value)
    assert JUDGE.is_valid(as_editor(path))


@pytest.mark.parametrize("path", [path for path in BROKEN if path.stem not in NO_YAML], ids=lambda path: path.stem)
def test_a_broken_source_is_not_valid(path: Path) -> None:
    lined = read_yaml(path.read_bytes(), path.name)
    assert isinstance(lined, Lined)
    assert not JUDGE.is_valid(lined.value)


def test_the_command_prints_it_with_words_in_both_languages(tmp_path: Path) -> None:
    done = dastras(tmp_path, "schema", "source")
    printed = json.loads(done.stdout)
    assert printed == SCHEMA and printed["$schema"] == DIALECT and set(SCHEMAS) <= set(printed["$defs"])
    said = [node["description"] for node in nodes(printed) if "description" in node]
    assert len(said) > 100 and all(" | " in one for one in said)


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """All schemas in a schema, also below properties and definitions."""
    if isinstance(value, list):
        for one in value:
            yield from nodes(one)
    if not isinstance(value, dict):
        return
    yield value
    for word, inner in value.items():
        if word in ("properties", "$defs"):
            for one in inner.values():
                yield from nodes(one)
        elif word not in ("enum", "required", "dependentRequired", "const", "type"):
            yield from nodes(inner)
