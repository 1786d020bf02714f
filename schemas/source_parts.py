"""Parts of a source file that say how it is read: paging, rows, pages of records, and how its host is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema

from schemas.fields import Door, PersianText, WholeNumberText, refuse
from schemas.rules import PageRule, Rules
from schemas.source_fields import (
    PLACEHOLDER,
    HeaderName,
    Pattern,
    RelativePath,
    Seconds,
    SecretName,
    Texts,
    TreePath,
    Word,
    YesNo,
)

DEFAULT_MAX_PAGES = 5_000
DEFAULT_GAP_SECONDS, MOST_GAP_SECONDS = 1.0, 120
OLDEST_YEAR, NEWEST_YEAR = 1250, 1430
"""Jalali years that a date may have (records.md section 1.2)."""


class ElementLocator(Door):
    """An element: a link, the publisher's key, a number."""

    css = PersianText(required=True, longest=500)
    attr = PersianText(longest=100)
    match = Pattern()


class PathLocator(Door):
    """A value of a row by its path."""

    path = TreePath(required=True, longest=500)
    match = Pattern()


class ColumnLocator(Door):
    """A cell of a row by its heading."""

    column = PersianText(required=True, longest=500)
    match = Pattern()


class CellLocator(Door):
    """A value of a row of a file: by path, or in a table by heading."""

    path = TreePath(longest=500)
    column = PersianText(longest=500)
    match = Pattern()

    @validates_schema(skip_on_field_errors=False)
    def refuse_wrong_place(self, data: Mapping[str, Any], **_: Any) -> None:
        """Exactly one place."""
        if ("path" in data) == ("column" in data):
            raise refuse("one-place", allowed=("path", "column"))


class Key(fields.Field[list[dict[str, Any]]]):
    """The publisher's key: one locator, or several where no single one is a key. Loads to a list."""

    def __init__(self, locator: Schema, **rest: Any) -> None:
        super().__init__(**rest)
        self.locator = locator

    def _deserialize(self, value: object, attr: str | None, data: Any, **_: Any) -> list[dict[str, Any]]:
        if not isinstance(value, list):
            return [self._load(value)]
        errors, found = {}, []
        for place, one in enumerate(value):
            try:
                found.append(self._load(one))
            except ValidationError as error:
                errors[place] = error.messages
        if errors:
            raise ValidationError(errors)
        if not found:
            raise refuse("empty")
        return found

    def _load(self, value: object) -> dict[str, Any]:
        loaded: dict[str, Any] = dict(self.locator.load(value))  # type: ignore[arg-type]  # no mapping is refused there
        return loaded


class Link(Door):
    """The link to the next page."""

    css = PersianText(required=True, longest=500)
    attr = PersianText(load_default="href", longest=100)


class Pages(Door):
    """How many pages of a listing are read at most."""

    max_pages = WholeNumberText(load_default=DEFAULT_MAX_PAGES, least=1, most=100_000)


class NumberedPages(Pages):
    """Pages with a number, an offset, a year or a link in their address. `step` belongs to offset."""

    start = WholeNumberText(most=1_000_000)
    step = WholeNumberText(least=1, most=100_000)
    first_year = WholeNumberText(least=OLDEST_YEAR, most=NEWEST_YEAR)

    @validates_schema(skip_on_field_errors=False)
    def refuse_missing_parts(self, data: Mapping[str, Any], **_: Any) -> None:
        """What a style needs, and what belongs to another."""
        style = data.get("style")
        errors: dict[str, Any] = {}
        for key, styles in (("next", ("next", "cursor")), ("step", ("offset",))):
            if style in styles and key not in data:
                errors[key] = [("required", {})]
            if style is not None and style not in styles and key in data:
                errors[key] = [("only-with", {"key": f"style: {styles[0]}"})]
        if errors:
            raise ValidationError(errors)


class Stop(Door):
    """What stands on a page without rows that says that the listing is over: an element, or words."""

    css = PersianText(longest=500)
    text = PersianText(longest=500)

    @validates_schema(skip_on_field_errors=False)
    def refuse_both(self, data: Mapping[str, Any], **_: Any) -> None:
        """Exactly one of them."""
        if ("css" in data) == ("text" in data):
            raise refuse("one-of-keys", allowed="css، text")


class HtmlPaging(NumberedPages):
    """How a listing of web pages goes on."""

    style = Word(("none", "page", "offset", "next"), required=True)
    next = fields.Nested(Link)
    total = fields.Nested(ElementLocator)
    stop = fields.Nested(Stop)


class JsonPaging(NumberedPages):
    """How a listing in JSON goes on; `next` is the path of the next address, or of the cursor, `total` of the count."""

    style = Word(("none", "page", "offset", "cursor", "next"), required=True)
    next = TreePath(longest=500)
    total = TreePath(longest=500)


class HydraPaging(Pages):
    """How a catalogue in RDF goes on."""

    style = Word(("none", "hydra"), required=True)


class HtmlListing(Door):
    """The rows of a listing of web pages."""

    rows = PersianText(required=True, longest=500)
    detail = fields.Nested(ElementLocator)
    native_id = Key(ElementLocator(), required=True, error_messages={"required": "required"})
    fields_ = Rules(PageRule(), data_key="fields", load_default=dict)


class PathListing(Door):
    """The rows of JSON or XML; without `rows` the whole is one record, or a list of them."""

    rows = TreePath(longest=500)
    detail = fields.Nested(PathLocator)
    native_id = Key(PathLocator(), required=True, error_messages={"required": "required"})


class BuiltInListing(Door):
    """The rows of a form that knows its own; another key, or another link, may be said."""

    detail = fields.Nested(PathLocator)
    native_id = Key(PathLocator())


class TableListing(Door):
    """The rows of a table."""

    detail = fields.Nested(ColumnLocator)
    native_id = Key(ColumnLocator(), required=True, error_messages={"required": "required"})


class AddressListing(Door):
    """The addresses of a sitemap that are records; the first group of `match` is the publisher's key."""

    match = Pattern(required=True, error_messages={"required": "required"})


class DetailPage(Door):
    """The page of one record."""

    url = PersianText(longest=2_000)
    must_contain = PersianText(longest=500)
    drop = Texts(load_default=list)
    join_lines = YesNo(load_default=False)

    @validates_schema(skip_on_field_errors=False)
    def refuse_strange_url(self, data: Mapping[str, Any], **_: Any) -> None:
        """The address is made of the link alone."""
        if "url" in data and PLACEHOLDER.findall(data["url"]) != ["detail"]:
            raise ValidationError({"url": [("bad-placeholder", {"given": data["url"]})]})


class Auth(Door):
    """The header of a secret, and the secret's name in the operator's file; never the secret itself."""

    header = HeaderName(required=True, longest=100)
    secret = SecretName(required=True, longest=200)


class Tls(Door):
    """Whom https trusts besides the usual list."""

    ca = RelativePath(required=True, longest=1_000)


class Polite(Door):
    """How slowly the source is asked."""

    gap_seconds = Seconds(load_default=DEFAULT_GAP_SECONDS, most=MOST_GAP_SECONDS)
