"""A rule of a source file: where a value of ours stands, and how it is treated (harvesting.md section 2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from catalogue.persian.calendar import DATE_FORMS, INSTANT_FORMS
from catalogue.vocab import Kind
from schemas.fields import Door, PersianText, nearest, refuse
from schemas.our_fields import OUR_FIELDS, TYPES, meant_by, names_for, path_of
from schemas.source_fields import Pattern, TreePath, Word, Words, YesNo

UNITS: Mapping[str, str] = {
    "rial": "ریال",
    "toman": "تومان",
    "thousand-toman": "هزار تومان",
    "million-rial": "میلیون ریال",
    "million-toman": "میلیون تومان",
    "billion-rial": "میلیارد ریال",
    "billion-toman": "میلیارد تومان",
    "hemat": "همت",
    "thousand-rial": "هزار ریال",
    "dollar": "دلار",
    "euro": "یورو",
}
"""What `unit` says of amounts whose unit is not printed beside them -> the words for it (records.md section 3.4)."""


class Treatment(Door):
    """What every rule may do with its value, and the place that needs no page."""

    places: tuple[str, ...] = ("const",)

    const = PersianText()
    match = Pattern()
    map = Words()
    type = Word(TYPES)
    unit = Word(UNITS)
    century = Word(("13", "14", "19", "20"))
    form = Word((*DATE_FORMS, *INSTANT_FORMS))
    many = YesNo(load_default=False)

    @validates_schema(skip_on_field_errors=False)
    def refuse_wrong_place(self, data: Mapping[str, Any], **_: Any) -> None:
        """Exactly one place."""
        if sum(place in data for place in self.places) != 1:
            raise refuse("one-place", allowed=self.places)

    @validates_schema(skip_on_field_errors=False)
    def refuse_missing_century(self, data: Mapping[str, Any], **_: Any) -> None:
        """An order of years of two digits says nothing without their century."""
        if "yy" in data.get("form", "") and "century" not in data:
            raise ValidationError({"century": [("required-with", {"key": f"form: {data['form']}"})]})


class PageRule(Treatment):
    """A rule of the html protocol."""

    places: tuple[str, ...] = ("css", "label", "column", "extract", "const")

    css = PersianText(longest=500)
    attr = PersianText(longest=100)
    label = PersianText(longest=500)
    column = PersianText(longest=500)
    extract = Word(("text",))

    @validates_schema(skip_on_field_errors=False)
    def refuse_stray_attr(self, data: Mapping[str, Any], **_: Any) -> None:
        """An attribute is of an element."""
        if "attr" in data and "css" not in data:
            raise ValidationError({"attr": [("only-with", {"key": "css"})]})


class PathRule(Treatment):
    """A rule for rows of JSON, XML or RDF: `a.b[].c`."""

    places = ("path", "const")

    path = TreePath(longest=500)


class ColumnRule(Treatment):
    """A rule for the rows of a table."""

    places = ("column", "const")

    column = PersianText(longest=500)


class EntryRule(PageRule):
    """A rule for rows that may have a page of their own: of the row by `path`, of the page by the others."""

    places = ("path", "css", "label", "extract", "const")

    path = TreePath(longest=500)


class FileRule(PageRule):
    """A rule for files: by `name` of the file's name, by the others of what stands in it."""

    places = ("path", "css", "label", "column", "extract", "name", "const")

    path = TreePath(longest=500)
    name = Pattern()


PLACES_OF_READ: Mapping[str, tuple[str, ...]] = {
    "html": ("css", "label", "extract", "name", "const"),
    "text": ("path", "name", "const"),
    "json": ("path", "name", "const"),
    "jsonl": ("path", "name", "const"),
    "xml": ("path", "name", "const"),
    "table": ("column", "name", "const"),
}
"""Ways to read a file -> the places of its rules. Of text, `text` is all, `lines.2` the third line not blank."""


class Rules(fields.Field[dict[str, dict[str, Any]]]):
    """Our field (path or alias) -> rule; loads to path -> rule."""

    def __init__(self, rule: Treatment, **rest: Any) -> None:
        super().__init__(**rest)
        self.rule = rule

    def _deserialize(self, value: object, attr: str | None, data: Any, **_: Any) -> dict[str, dict[str, Any]]:
        if not isinstance(value, Mapping):
            raise refuse("wrong-type", wanted_fa="نگاشتی از فیلدها", wanted_en="a map of fields")
        found: dict[str, dict[str, Any]] = {}
        errors: dict[str, Any] = {}
        for name, rule in value.items():
            try:
                path = known_path(name, found, data.get("kind") if isinstance(data, Mapping) else None)
                found[path] = self._load(rule, path)
            except ValidationError as error:
                errors[name] = error.messages
        if errors:
            raise ValidationError(errors)
        return found

    def _load(self, rule: object, path: str) -> dict[str, Any]:
        loaded = dict(self.rule.load(rule))  # type: ignore[arg-type]  # a rule that is no mapping is refused there
        ours = OUR_FIELDS[path]
        value_type = loaded.setdefault("type", ours.types[0])
        if value_type not in ours.types:
            raise ValidationError({"type": [("not-one-of", {"given": value_type, "allowed": ours.types})]})
        form = "instant" if loaded.get("form") in INSTANT_FORMS else "date"
        for key, needed in (("unit", "amount"), ("century", "date"), ("form", form)):
            if key in loaded and value_type != needed:
                raise ValidationError({key: [("only-with", {"key": f"type: {needed}"})]})
        return loaded


def known_path(name: str, found: Mapping[str, Any], kind: str | None) -> str:
    """The path of ours that a name means; refuses unknown names with the nearest one, and a path found before."""
    path = path_of(name)
    if path is None:
        kind = kind if kind in set(Kind) else None
        near = meant_by(name, kind) or nearest(name, names_for(kind))
        raise refuse("unknown-field-near" if near else "unknown-field", name=name, near=near or "")
    if path in found:
        raise refuse("doubled")
    return path
