"""One name everywhere: what is searched, filtered and dated comes from a field of the schemas."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from marshmallow import Schema, fields

from catalogue.search.index import DATES, FILTERS
from catalogue.searchable import to_index_document
from catalogue.store import Current
from schemas.dataset import Dataset
from schemas.decision import Decision, DecisionDates
from schemas.notice import Notice
from schemas.search import SearchParameters
from tests.house.reading import ROOT, Module, product

OWN_DATES = {"leading", "first_seen", "changed"}
"""Made by the catalogue: chosen among the record's dates, or the day of a version."""
JALALI_FILTERS = {"jalali_year", "jalali_month"}
"""Made of the leading date."""


def test_everything_that_is_searched_comes_from_a_field_of_a_schema() -> None:
    (searchable,) = [module for module in product() if module.name == "catalogue.searchable"]
    known = {name for schema in (Dataset(), Decision(), Notice()) for name in _names(schema)}
    assert set(_keys(searchable)) - known - {"iso", "precision"} - OWN_DATES == set()


def test_every_filter_is_a_parameter_and_a_keyword_of_the_index() -> None:
    assert set(FILTERS) <= set(SearchParameters().fields)
    current = Current(1, "d-0000-0000-0", 1, "0" * 64, "published", "decision", "s", "a", _AT, _AT, '{"title":"آب"}')
    assert set(to_index_document(current).keywords) == set(FILTERS) - JALALI_FILTERS


def test_every_date_that_can_be_asked_is_a_field_of_a_schema() -> None:
    assert set(DATES) - OWN_DATES <= set(DecisionDates().fields)


SHOWN_ELSEWHERE = {
    "masks": "the masks stand in the texts themselves",
    "path": "masks",
    "span": "masks",
    "class": "masks",
    "rule": "masks",
    "folded": "for comparison; `raw` is shown",
    "scheme": "the printed number speaks for itself",
    "currency": "chooses how an amount is shown",
    "unit_as_written": "a part of `raw`",
    "kind": "the badge",
}
"""Fields of records that no page names, and why."""


def test_every_field_of_a_record_is_shown_on_its_page() -> None:
    folder = ROOT / "api" / "pages"
    pages = "".join(path.read_text(encoding="utf-8") for path in (folder / "templates").glob("record*.html"))
    pages += (folder.parent / "shown" / "wording.py").read_text(encoding="utf-8")
    names = {name for schema in (Dataset(), Decision(), Notice()) for name in _names(schema)}
    assert {name for name in names if not re.search(rf"\b{name}\b", pages)} - set(SHOWN_ELSEWHERE) == set()


_AT = "2026-11-20T05:30:12Z"


def _names(schema: Schema) -> Iterator[str]:
    for name, field in schema.fields.items():
        yield field.data_key or name
        inner = field.inner if isinstance(field, fields.List) else field
        if isinstance(inner, fields.Nested):
            yield from _names(inner.schema)


def _keys(module: Module) -> Iterator[str]:
    """Keys that the module takes out of a record: record["x"], .get("x"), _members(record, "x", "y")."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            yield from _texts([node.slice])
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ("get", "_members"):
                yield from _texts(node.args)


def _texts(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
            yield node.value
