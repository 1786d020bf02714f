"""What a person can set, say or ask stands in docs/, and nothing else does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest
from flask.testing import FlaskClient
from marshmallow import Schema, fields
from werkzeug.routing import Rule

from deploy.cli import main
from deploy.settings import NAMES
from harvesters.agencies import load_agencies
from harvesters.config import load_source
from harvesters.source import Source
from schemas import arguments, messages, search
from schemas.agency import Agency
from schemas.arguments import Arguments
from schemas.our_fields import ALIASES, OUR_FIELDS, TYPES
from schemas.reference import filled, tables_of
from schemas.rules import UNITS, EntryRule, FileRule
from schemas.source import SCHEMAS
from tests.house.reading import ROOT

BEGINNINGS = {"/api/v1", "/canonical", "/en"}
"""Parts of addresses that the text speaks of."""


@cache
def page(name: str) -> str:
    """The text of a page of docs/."""
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def quoted(text: str) -> set[str]:
    """Everything between backquotes, fenced blocks left out."""
    plain = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    return set(re.findall(r"`([^`\n]+)`", plain))


def test_every_setting_is_documented_and_no_other() -> None:
    named = {name for name in quoted(page("operators.md")) if re.fullmatch(r"DASTRAS_[A-Z_]+", name)}
    assert named == set(NAMES)


def test_every_command_is_documented_with_its_options() -> None:
    rows = dict(re.findall(r"^\| `dastras ([a-z-]+)[^`]*` \| (.*)$", page("operators.md"), re.MULTILINE))
    assert set(rows) == set(main.commands)
    for name, command in main.commands.items():
        options = {part.opts[-1] for part in command.params if isinstance(part, click.Option)}
        assert set(re.findall(r"--[a-z-]+", rows[name].rpartition("|")[0].rpartition("|")[0])) == options, name


def test_the_readme_names_every_command() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert not [name for name in main.commands if not re.search(rf"`(?:dastras )?{name}\b", text)]


def test_every_route_is_documented_and_no_other(client: FlaskClient) -> None:
    routes = {_plain(rule.rule) for rule in client.application.url_map.iter_rules() if _is_first(rule)}
    named = {_plain(name) for name in quoted(page("api.md")) if name.startswith("/") and " " not in name}
    assert named - BEGINNINGS == routes


def test_every_parameter_is_documented() -> None:
    text = quoted(page("api.md"))
    for schema in _arguments():
        names = {field.data_key or name for name, field in schema().fields.items()}
        assert names <= text, schema.__name__


def test_every_type_of_problem_is_documented() -> None:
    types = {code.removeprefix("title-") for code in messages.MESSAGES if code.startswith("title-")}
    assert types <= quoted(page("api.md"))


@pytest.mark.parametrize("protocol", sorted(SCHEMAS))
def test_every_key_of_a_source_file_is_documented(protocol: str) -> None:
    assert set(_keys(SCHEMAS[protocol])) <= quoted(page("sources.md"))


def test_the_reference_of_source_files_is_what_the_schemas_say() -> None:
    text = page("sources.md")
    assert filled(text) == text, "python -m schemas.reference docs/sources.md"
    assert {"common", "web", "places", "treatments", "units", "reads", *SCHEMAS} == tables_of(text)


def test_every_key_of_rules_and_agency_files_is_documented() -> None:
    keys = {*EntryRule().fields, *FileRule().fields, *Agency().fields, *TYPES, *UNITS}
    assert keys <= quoted(page("sources.md"))


def test_every_field_of_ours_is_documented_with_its_alias() -> None:
    text = page("sources.md")
    assert dict(re.findall(r"^\| `([\w.]+)` \| `([\w.]+)` \|$", text, re.MULTILINE)) == dict(ALIASES)
    assert set(OUR_FIELDS) <= quoted(text)


def test_every_page_of_docs_begins_in_persian() -> None:
    for path in sorted((ROOT / "docs").glob("*.md")):
        head = path.read_text(encoding="utf-8")[:1500]
        assert re.search(r'<div dir="rtl">\s+[^<]*[آ-ی]', head), path.name


def _arguments() -> list[type[Arguments]]:
    held = [*vars(arguments).values(), *vars(search).values()]
    return [kind for kind in held if isinstance(kind, type) and issubclass(kind, Arguments)]


def _is_first(rule: Rule) -> bool:
    """Not the same page in English."""
    return (rule.defaults or {}).get("language") != "en"


def _plain(route: str) -> str:
    """A route with its variables unnamed."""
    return re.sub(r"<[^>]+>|\{[^}]+\}", "{}", route)


def _keys(schema: Schema, before: str = "") -> Iterator[str]:
    """Dotted keys of a source file. Those that only hold others are left out; rules are looked at on their own."""
    for name, field in schema.fields.items():
        key = f"{before}{field.data_key or name}"
        if isinstance(field, fields.Nested):
            yield from _keys(field.schema, f"{key}.")
        else:
            yield key


@pytest.mark.parametrize("protocol", sorted(SCHEMAS))
def test_the_page_for_agencies_has_an_example_of_each_protocol_that_check_accepts(
    tmp_path: Path, protocol: str
) -> None:
    blocks = re.findall(r"^```yaml\n(.*?)^```", page("agencies.md"), re.DOTALL | re.MULTILINE)
    (example,) = [block for block in blocks if f"\nprotocol: {protocol}\n" in block]
    (agency,) = [block for block in blocks if block.startswith("slug: ")]
    agencies = tmp_path / "agencies"
    agencies.mkdir()
    (agencies / "shora-nemouneh.yaml").write_text(agency, encoding="utf-8")
    found = re.search(r"^id: (.+)$", example, re.MULTILINE)
    assert found is not None
    path = tmp_path / f"{found[1]}.yaml"
    path.write_text(example, encoding="utf-8")
    loaded = load_source(path, load_agencies(agencies))
    assert isinstance(loaded, Source), [str(mistake) for mistake in loaded]
