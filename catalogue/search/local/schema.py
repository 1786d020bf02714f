"""What the index holds: the schema, an index document in its words, and the guard around every call of the engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tantivy import Document, Schema, SchemaBuilder

from catalogue.errors import IndexUnavailable, InvalidRecord
from catalogue.search.fields import KEYS, to_fields
from catalogue.search.index import DATES, FILTERS, Field, IndexDocument

ENGINE = "tantivy-0.27/2"
"""Engine and schema version; another one in position.json means: build anew."""


def build_schema() -> Schema:
    """The schema of search.md section 2."""
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
        return Document.from_dict(to_fields(document), SCHEMA)
    except (TypeError, ValueError) as error:
        raise InvalidRecord(document.id, str(error)) from error


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
