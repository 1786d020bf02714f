"""What the index holds: the schema, an index document in its words, and the guard around every call of the engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from tantivy import Document, Schema, SchemaBuilder

from catalogue.errors import IndexUnavailable, InvalidRecord
from catalogue.search.index import DATES, FILTERS, LONGEST_KEYWORD, Field, IndexDocument

ENGINE = "tantivy-0.27/2"
"""Engine and schema version; another one in position.json means: build anew."""

EPOCH = date(1970, 1, 1)
KEYS = ("key_newest", "key_changed", "key_id")

_BETWEEN = "¶"  # keeps a phrase from reaching over the end of the title; the analyser never makes this token


def build_schema() -> Schema:
    """The schema of search.md section 2. Jalali year and month are keywords: nobody asks for a range of them."""
    builder = SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for field in Field:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="position")
        builder.add_text_field(f"{field}_stem", tokenizer_name="whitespace", index_option="freq")
    for name in FILTERS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in DATES:
        builder.add_integer_field(f"day_{name}", indexed=True, fast=True)
        builder.add_integer_field(f"day_{name}_last", indexed=True, fast=True)
    for name in KEYS:
        builder.add_unsigned_field(name, indexed=True, fast=True)
    builder.add_unsigned_field("version_no", fast=True)
    builder.add_unsigned_field("sha_head", fast=True)
    return builder.build()


SCHEMA = build_schema()


def to_document(document: IndexDocument) -> Document:
    """The engine's form; raises InvalidRecord (with the id as field) for what the engine would swallow or choke on."""
    try:
        return Document.from_dict(_to_fields(document), SCHEMA)
    except (TypeError, ValueError) as error:
        raise InvalidRecord(document.id, str(error)) from error


def _to_fields(document: IndexDocument) -> dict[str, object]:
    fields: dict[str, object] = {
        "id": document.id,
        "version_no": document.version_no,
        "sha_head": document.sha_head,
        **{key: getattr(document, key) for key in KEYS},
    }
    exact, stems = (document.title, document.text), (document.title_stem, document.text_stem)
    for suffix, (title, text) in (("", exact), ("_stem", stems)):
        fields[f"title{suffix}"] = " ".join(title)
        fields[f"text{suffix}"] = " ".join(text)
        fields[f"all{suffix}"] = " ".join((*title, _BETWEEN, *text))
    for name, values in _keywords(document).items():
        fields[name] = [_checked(name, value) for value in dict.fromkeys(values)]  # a value counts once a record
    for name, (first, last) in document.days.items():
        if name not in DATES:
            raise ValueError(f"unknown date {name}")
        fields |= {f"day_{name}": first, f"day_{name}_last": last}
    return fields


def _keywords(document: IndexDocument) -> dict[str, list[str]]:
    keywords = {name: list(values) for name, values in document.keywords.items()}
    if document.jalali_year is not None:
        keywords["jalali_year"] = [str(document.jalali_year)]
    if document.jalali_month is not None:
        year, month = divmod(document.jalali_month, 100)
        keywords["jalali_month"] = [f"{year}-{month:02}"]
    return keywords


def _checked(name: str, value: str) -> str:
    if name not in FILTERS or not value or len(value) > LONGEST_KEYWORD:
        raise ValueError(f"keyword {name} of {len(value)} characters")
    return value


@contextmanager
def guard() -> Iterator[None]:
    """Turn whatever tantivy raises into IndexUnavailable; its panics are BaseExceptions and are caught only here."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise IndexUnavailable(f"{type(error).__name__}: {error}") from error
    except BaseException as panic:
        if type(panic).__name__ != "PanicException":
            raise
        raise IndexUnavailable("tantivy panicked") from panic
