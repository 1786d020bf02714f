"""The description of the API says what the doors really take and answer, and all of its examples work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from openapi_spec_validator import validate

from api.app import create_app
from api.v1.openapi import statuses_of
from api.v1.operations import OPERATIONS, ROOT, Operation
from deploy.dumping import keeper_of
from deploy.opening import open_catalogue
from deploy.settings import Settings
from schemas.answers.words import MEMBER_WORDS
from schemas.arguments import Arguments, load_arguments
from schemas.errors import InvalidInput
from schemas.parameters import parameters_of
from tests.api.pages.wellformed import Page
from tests.conforming import DESCRIPTION, ConformingClient, validator_of
from tests.making import Clock, Store, a_decision, new_record

NOBODY = {
    "record_id": "d-7k3m-9x2z-3",
    "version_no": "1",
    "key": "a",
    "source_id": "a",
    "number": "1",
    "sha256": "0" * 64,
    "name": "kinds",
    "log_index": "1",
    "file": "a",
}
NAMES = {parameter["name"] for operation in OPERATIONS for parameter in parameters_of(operation.arguments)}


@pytest.fixture
def examined(examples: Path) -> Iterator[FlaskClient]:
    """Asks the application over the harvested examples."""
    settings = Settings.from_env({"DASTRAS_DATA": str(examples)})
    catalogue = open_catalogue(settings)
    list(keeper_of(settings, catalogue.copies, lambda _done: None).keep(with_new=True))
    app = create_app(catalogue, "contact@dastras.example", "https://dastras.example", "test", Clock())
    app.test_client_class = ConformingClient
    yield app.test_client()
    catalogue.close()


class Links(HTMLParser):
    """The addresses that a page links to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if tag == "a" and name == "href"]


def by_path(operation: Operation) -> str:
    """Names a test."""
    return operation.path


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """All objects in a JSON value."""
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        yield from nodes(one)


def test_the_description_is_valid_with_and_without_examples(store: Store, client: FlaskClient) -> None:
    validate(DESCRIPTION)
    store.put(new_record("1", a_decision()))
    served = client.get(f"{ROOT}/openapi.json").json
    assert served is not None
    validate(served)
    assert set(served["paths"]) == set(DESCRIPTION["paths"])


def test_every_route_is_described_and_no_other(client: FlaskClient) -> None:
    rules = [rule for rule in client.application.url_map.iter_rules() if rule.rule.startswith(f"{ROOT}/")]
    routes = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule) for rule in rules}
    assert routes == set(DESCRIPTION["paths"])
    assert all(rule.methods == {"GET", "HEAD", "OPTIONS"} for rule in rules)


@pytest.mark.parametrize("operation", OPERATIONS, ids=by_path)
def test_an_operation_takes_the_parameters_that_it_describes_and_no_other(
    client: FlaskClient, operation: Operation
) -> None:
    named = {parameter["name"] for parameter in parameters_of(operation.arguments)}
    for name in {*NAMES, "zzz"}:
        answer = client.get(ROOT + operation.path.format_map(NOBODY), query_string={name: "x"})
        mistakes = (answer.json or {}).get("errors", ()) if answer.is_json else ()
        unknown = {one["name"] for one in mistakes if one["code"].startswith("unknown-parameter")}
        assert unknown == (set() if name in named else {name})


def test_no_response_is_a_default_and_every_object_is_closed() -> None:
    for operation in OPERATIONS:
        responses = DESCRIPTION["paths"][ROOT + operation.path]["get"]["responses"]
        assert set(responses) == set(map(str, statuses_of(operation)))
    for name, schema in DESCRIPTION["components"]["schemas"].items():
        for node in nodes(schema):
            if node.get("type") == "object" and not (name == "Description" and node == {"type": "object"}):
                assert "additionalProperties" in node, name


def test_a_record_is_described_by_the_schema_of_its_kind() -> None:
    schemas = DESCRIPTION["components"]["schemas"]
    assert schemas["RecordVersion"]["properties"]["record"]["$ref"] == "#/components/schemas/AnyRecord"
    assert {one["$ref"].rpartition("/")[2] for one in schemas["AnyRecord"]["oneOf"]} == {
        "Decision",
        "Dataset",
        "Notice",
    }


def test_the_words_for_members_are_of_members_that_there_are() -> None:
    schemas = DESCRIPTION["components"]["schemas"]
    names = {f"{shape}:{name}" for shape, node in schemas.items() for name in node.get("properties", ())}
    assert {name.rpartition(":")[2] for name in MEMBER_WORDS} <= {name.partition(":")[2] for name in names}
    assert {name for name in MEMBER_WORDS if ":" in name} <= names


def test_an_empty_store_has_no_examples_with_ids(client: FlaskClient) -> None:
    served = client.get(f"{ROOT}/openapi.json").json
    assert served is not None
    for path, methods in served["paths"].items():
        assert "{" not in path.replace("{name}", "") or not methods["get"]["x-examples"], path
        for example in methods["get"]["x-examples"]:
            assert client.get(example).status_code == 200, example


def test_every_example_of_the_page_works_on_this_very_catalogue(examined: FlaskClient) -> None:
    page = examined.get(f"{ROOT}/docs")
    assert page.status_code == 200 and Page(page.text).faults == []
    links = [link for link in Links(page.text).found if link.startswith(f"{ROOT}/")]
    described = examined.get(f"{ROOT}/openapi.json").json
    assert described is not None
    examples = [one for methods in described["paths"].values() for one in methods["get"]["x-examples"]]
    assert examples and set(examples) <= set(links)
    assert all(methods["get"]["x-examples"] for methods in described["paths"].values())
    for link in links:
        assert examined.get(link).status_code == 200, link


SAID = (
    *(("limit", one) for one in ("0", "100", "101", "-1", "", " ", "x", "۵", "05", "٩٩", "1.0", "1e1", "+1")),
    *(("kind", one) for one in ("decision", "law", "", "Decision")),
    *(("sort", one) for one in ("-date", "newest", "")),
    *(("jalali_year", one) for one in ("1249", "1250", "1300", "۱۴۰۲", "1429", "1430", "1431", "02", "2023", "")),
    *(("jalali_month", one) for one in ("1402-05", "۱۴۰۲/۵", "1402-13", "1402-00", "1402", "1402-5-1", "")),
    *(
        ("from", one)
        for one in ("1402", "1402-5", "1402/05/31", "۱۴۰۲", "1402-05/01", "1799", "1800", "2100", "2101", "")
    ),
    *(("facets", one) for one in ("kind", "status", "")),
    *(("q", one) for one in ("", "آب", "x" * 512, "\0")),
    *(("agency", one) for one in ("x" * 512, "x" * 513, "")),
)


@pytest.mark.parametrize(("name", "value"), SAID)
def test_the_description_of_a_parameter_says_what_the_door_says(name: str, value: str) -> None:
    search = OPERATIONS[0].arguments
    (parameter,) = [one for one in parameters_of(search) if one["name"] == name]
    assert is_described(parameter, value) == is_taken(search, name, value)


@pytest.mark.parametrize("number", ["0", "1", "10", "11", "۱۰", "۱", "۰", "", "9007199254740992", "9007199254740993"])
def test_whole_numbers_are_described_as_they_are_taken(number: str) -> None:
    for operation in OPERATIONS:
        for parameter in parameters_of(operation.arguments):
            if {"type": "integer"}.items() <= parameter["schema"].get("anyOf", [{}])[0].items():
                taken = is_taken(operation.arguments, parameter["name"], number)
                assert taken or not is_described(parameter, number), (operation.path, parameter["name"])
                assert is_described(parameter, number) or not taken or number == "۱۰"


def is_described(parameter: dict[str, Any], text: str) -> bool:
    """Whether a text in an address is valid by the description; digits there may also be a number."""
    judge = validator_of(parameter["schema"])
    readings: list[Any] = [int(text)] if re.fullmatch("-?[0-9]+", text) else []
    made = [[one] if "items" in parameter["schema"] else one for one in (text, *readings)]
    return any(judge.is_valid(one) for one in made)


def is_taken(schema: type[Arguments], name: str, text: str) -> bool:
    """Whether the door takes it."""
    try:
        load_arguments(schema(), {name: [text]})
    except InvalidInput as error:
        return all(name not in one.path for one in error.errors) and all(one.code != "nul" for one in error.errors)
    return True
