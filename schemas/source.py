"""The source file of each protocol: its keys beside those that all have (harvesting.md sections 2 and 3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from schemas.fields import Door, PersianText, WholeNumberText
from schemas.rules import PLACES_OF_READ, ColumnRule, EntryRule, FileRule, PageRule, PathRule, Rules
from schemas.source_fields import PLACEHOLDER, Address, Pattern, Robots, Texts, Word
from schemas.source_file import SourceFile
from schemas.source_parts import (
    AddressListing,
    Auth,
    BuiltInListing,
    CellLocator,
    DetailPage,
    HtmlListing,
    HtmlPaging,
    HydraPaging,
    JsonPaging,
    Key,
    Pages,
    PathListing,
    Polite,
    TableListing,
    Tls,
)

DEFAULT_FULL_EVERY_DAYS = 7
REQUIRED = {"required": "required"}
ONE_RECORD, MANY_RECORDS = ("html", "text"), ("jsonl", "table")
WITH_ROWS = ("json", "jsonl", "xml", "table")
"""Ways to read a file that is always one record; that has many; that may have many."""
PAGE_PLACES = ("css", "label", "extract")
"""Places on the page of a record."""


class WebSource(SourceFile):
    """What is asked for at an address."""

    url = Address(required=True, longest=2_000)
    polite = fields.Nested(Polite)
    robots = Robots()
    auth = fields.Nested(Auth)
    tls = fields.Nested(Tls)

    @validates_schema(skip_on_field_errors=False)
    def refuse_wrong_paging(self, data: Mapping[str, Any], **_: Any) -> None:
        """{page}, {offset} and {cursor} stand in the address when it goes on so, and only then; so does {year}."""
        if "url" not in data:
            return
        paging = data.get("paging", {})
        wanted = {"page": paging.get("style") == "page"}
        wanted |= {"offset": paging.get("style") == "offset", "cursor": paging.get("style") == "cursor"}
        wanted["year"] = "first_year" in paging
        errors = [
            ("placeholder-missing" if is_wanted else "stray-placeholder", {"name": name})
            for name, is_wanted in wanted.items()
            if is_wanted != (f"{{{name}}}" in data["url"])
        ]
        if errors:
            raise ValidationError({"url": errors})

    @validates_schema(skip_on_field_errors=False)
    def refuse_wrong_detail(self, data: Mapping[str, Any], **_: Any) -> None:
        """A page of one record needs its link and somebody who reads it; what stands there needs the section."""
        errors: dict[str, Any] = {}
        if "detail" in data and data.get("fields_") and not _reads_page(data["fields_"]):
            errors["detail"] = [("detail-unread", {"allowed": PAGE_PLACES})]
        if "detail" in data and "detail" not in data.get("list_", {"detail": None}) and self.needs_link:
            errors["list"] = {"detail": [("required", {})]}
        if errors:
            raise ValidationError(errors)
        refuse_places(data, self.places_without_page if "detail" not in data else self.places_of_page)

    needs_link = True
    """Whether a row says by `list.detail` where the page of its record is."""
    places_without_page: tuple[str, ...] = ()
    """Places that `fields` may not name without the section `detail`."""
    places_of_page: tuple[str, ...] = ()
    """Places that `fields` may not name with it."""


def _reads_page(rules: Mapping[str, Mapping[str, Any]]) -> bool:
    return any(place in rule for rule in rules.values() for place in (*PAGE_PLACES, "column"))


def refuse_places(data: Mapping[str, Any], refused: tuple[str, ...]) -> None:
    """Refuse rules of `fields` that stand at places where there is nothing."""
    wrong = {name: place for name, rule in data.get("fields_", {}).items() for place in refused if place in rule}
    if wrong:
        code = "column-of-listing" if "column" in wrong.values() else "only-with"
        facts = {"names": tuple(wrong), "key": "detail"}
        raise ValidationError({"fields": [(code, facts)]})


class HtmlSource(WebSource):
    """A listing, with or without a page for each record."""

    paging = fields.Nested(HtmlPaging)
    list_ = fields.Nested(HtmlListing, required=True, data_key="list")
    detail = fields.Nested(DetailPage)
    fields_ = Rules(PageRule(), data_key="fields", required=True, error_messages=REQUIRED)
    places_without_page = ("extract",)
    places_of_page = ("column",)

    @validates_schema(skip_on_field_errors=False)
    def refuse_main_text_of_row(self, data: Mapping[str, Any], **_: Any) -> None:
        """Only a page has a main text."""
        if any("extract" in rule for rule in data.get("list_", {}).get("fields_", {}).values()):
            raise ValidationError({"fields": [("only-with", {"key": "detail"})]})


class JsonSource(WebSource):
    """Rows in JSON or JSON Lines."""

    paging = fields.Nested(JsonPaging)
    list_ = fields.Nested(PathListing, required=True, data_key="list")
    detail = fields.Nested(DetailPage)
    fields_ = Rules(EntryRule(), data_key="fields", required=True, error_messages=REQUIRED)
    places_without_page = PAGE_PLACES


class TableSource(WebSource):
    """A table: one record a row."""

    sheet = PersianText(longest=200)
    header_row = WholeNumberText(least=1, most=1_000)
    skip_rows = Texts(load_default=list)
    list_ = fields.Nested(TableListing, required=True, data_key="list")
    fields_ = Rules(ColumnRule(), data_key="fields", required=True, error_messages=REQUIRED)


class CkanSource(WebSource):
    """A CKAN catalogue by its Action API; most of its fields have a rule already."""

    filter = PersianText(longest=1_000)
    full_every_days = WholeNumberText(load_default=DEFAULT_FULL_EVERY_DAYS, least=1, most=365)
    list_ = fields.Nested(BuiltInListing, data_key="list")
    fields_ = Rules(PathRule(), data_key="fields", load_default=dict)


class FeedSource(WebSource):
    """RSS, Atom or JSON Feed, with or without a page for each entry."""

    coverage = Word(("all", "window"), load_default="window")
    paging = fields.Nested(Pages)
    list_ = fields.Nested(BuiltInListing, data_key="list")
    detail = fields.Nested(DetailPage)
    fields_ = Rules(EntryRule(), data_key="fields", load_default=dict)
    needs_link = False
    places_without_page = PAGE_PLACES


class SitemapSource(WebSource):
    """Pages of records, found by a sitemap."""

    list_ = fields.Nested(AddressListing, required=True, data_key="list")
    detail = fields.Nested(DetailPage, load_default=lambda: DetailPage().load({}))
    fields_ = Rules(PageRule(), data_key="fields", required=True, error_messages=REQUIRED)
    needs_link = False
    places_of_page = ("column",)


class DcatSource(WebSource):
    """A DCAT catalogue in Turtle, RDF/XML, JSON-LD or N-Triples."""

    syntax = Word(("turtle", "rdfxml", "jsonld", "ntriples"))
    paging = fields.Nested(HydraPaging, load_default=lambda: HydraPaging().load({"style": "hydra"}))
    list_ = fields.Nested(BuiltInListing, data_key="list")
    fields_ = Rules(PathRule(), data_key="fields", load_default=dict)


class DataJsonSource(WebSource):
    """A data.json of DCAT-US 1.1."""

    list_ = fields.Nested(BuiltInListing, data_key="list")
    fields_ = Rules(PathRule(), data_key="fields", load_default=dict)


class OaiSource(WebSource):
    """A repository by OAI-PMH 2.0."""

    prefix = Word(("oai_dc",), load_default="oai_dc")
    set = PersianText(longest=500)
    full_every_days = WholeNumberText(load_default=DEFAULT_FULL_EVERY_DAYS, least=1, most=365)
    list_ = fields.Nested(BuiltInListing, data_key="list")
    fields_ = Rules(PathRule(), data_key="fields", load_default=dict)


class FileListing(PathListing):
    """The rows of a file, where it holds many records."""

    detail = fields.Nested(CellLocator)
    native_id = Key(CellLocator())


class FilesSource(SourceFile):
    """Files of a folder under the operator's root, or of a web folder: one record each, or many."""

    url = Address(longest=2_000)
    folder = PersianText(longest=1_000)
    match = Pattern()
    read = Word(tuple(PLACES_OF_READ), required=True)
    sheet = PersianText(longest=200)
    header_row = WholeNumberText(least=1, most=1_000)
    skip_rows = Texts(load_default=list)
    polite = fields.Nested(Polite)
    robots = Robots()
    auth = fields.Nested(Auth)
    tls = fields.Nested(Tls)
    list_ = fields.Nested(FileListing, data_key="list")
    detail = fields.Nested(DetailPage)
    fields_ = Rules(FileRule(), data_key="fields", required=True, error_messages=REQUIRED)

    @validates_schema(skip_on_field_errors=False)
    def refuse_leaving(self, data: Mapping[str, Any], **_: Any) -> None:
        """The folder is relative and never climbs."""
        folder = data.get("folder", "")
        if folder.startswith("/") or "\\" in folder or ".." in folder.split("/"):
            raise ValidationError({"folder": [("bad-folder", {})]})

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def refuse_no_place(self, data: Mapping[str, Any], original: Any, **_: Any) -> None:
        """Files lie in one place."""
        if isinstance(original, Mapping) and ("url" in original) == ("folder" in original):
            raise ValidationError([("one-of-keys", {"allowed": ("url", "folder")})])

    @validates_schema(skip_on_field_errors=False)
    def refuse_paged_address(self, data: Mapping[str, Any], **_: Any) -> None:
        """A web folder goes on in the folders below it."""
        errors = [("stray-placeholder", {"name": name}) for name in PLACEHOLDER.findall(data.get("url", ""))]
        if errors:
            raise ValidationError({"url": errors})

    @validates_schema(skip_on_field_errors=False)
    def refuse_rows_without_key(self, data: Mapping[str, Any], **_: Any) -> None:
        """Where a file holds many records its name is no key; where it is one, it has no rows."""
        rows, way = data.get("list_", {}), data.get("read")
        key = f"read: {way}" if way in MANY_RECORDS else "list.rows"
        if (way in MANY_RECORDS or "rows" in rows) and "native_id" not in rows:
            raise ValidationError({"list": {"native_id": [("required-with", {"key": key})]}})
        if way in ONE_RECORD and "list_" in data:
            raise ValidationError({"list": [("only-with", {"key": f"read: {' / '.join(WITH_ROWS)}"})]})

    @validates_schema(skip_on_field_errors=False)
    def refuse_strange_places(self, data: Mapping[str, Any], **_: Any) -> None:
        """What is read in a way has only its own places."""
        if "read" in data:
            places = PLACES_OF_READ[data["read"]]
            refuse_places(data, tuple(place for place in FileRule.places if place not in places))


class AnyListing(Door):
    """The rows of a protocol that is not known: only its rules can be judged."""

    fields_ = Rules(FileRule(), data_key="fields", load_default=dict)

    def known_keys(self) -> list[str]:
        """Those of the rows of all protocols."""
        listings = [schema.fields["list_"] for schema in SCHEMAS.values()]
        inner = [listing.schema for listing in listings if isinstance(listing, fields.Nested)]
        return sorted({key for schema in inner if isinstance(schema, Door) for key in schema.known_keys()})


class AnySource(SourceFile):
    """A file whose protocol is unknown or missing, judged by what all protocols share."""

    protocol = PersianText()
    url = Address(longest=2_000)
    polite = fields.Nested(Polite)
    robots = Robots()
    auth = fields.Nested(Auth)
    tls = fields.Nested(Tls)
    list_ = fields.Nested(AnyListing, data_key="list")
    detail = fields.Nested(DetailPage)
    fields_ = Rules(FileRule(), data_key="fields", load_default=dict)

    def known_keys(self) -> list[str]:
        """Those of all protocols."""
        return sorted({key for schema in SCHEMAS.values() for key in schema.known_keys()})


SCHEMAS: Mapping[str, SourceFile] = {
    "ckan": CkanSource(),
    "datajson": DataJsonSource(),
    "dcat": DcatSource(),
    "feed": FeedSource(),
    "files": FilesSource(),
    "html": HtmlSource(),
    "json": JsonSource(),
    "oai": OaiSource(),
    "sitemap": SitemapSource(),
    "table": TableSource(),
}
