"""One module for each way of publishing: read(source, fetcher) -> what it found, in the publisher's words.

A protocol knows paging and identity, never our fields. It raises FetchError or StructureBroken when the listing
itself cannot be read; what goes wrong with one record is an Issue, and reading goes on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.archive import Document
from harvesters.issues import Issue


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A record as published. `fields` maps the key of a place (source.Place.key) to all that stands there, in order.

    Keys that no rule knows are leftovers. `address` is the public one; `place` says where in the document.
    """

    native_id: str
    fields: Mapping[str, list[str]]
    document: Document
    address: str
    place: str


@dataclass(frozen=True, slots=True)
class Deleted:
    """A record that the source itself marks as deleted, and where the mark stands."""

    native_id: str
    document: Document
    place: str


Found = RawRecord | Deleted | Issue
"""What a protocol finds, one after the other."""
